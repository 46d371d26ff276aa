// Package external looks whether the addresses of other sites that content links
// to are still there.
//
// It is polite: one request at a time to a host, with a pause between, a few
// hosts at once, no more than the head of a page where the host gives it, and
// nothing that was looked at a short while ago. What it finds are warnings and
// never more: the world's servers must not decide whether a site is published.
//
// The package has no clock and no disk: the time, the client and what is known
// from earlier runs are passed in.
package external

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/report"
)

// Link is an address with the places that link to it.
type Link struct {
	// URL is the address, without the part after #.
	URL string
	// Places are in the order of files.
	Places []diag.Pos
}

// Links are the addresses of other sites in the content, each once, in the
// order of addresses.
func Links(s *content.Sources) []Link {
	places := map[string][]diag.Pos{}
	add := func(url string, pos diag.Pos) {
		url, _, _ = strings.Cut(url, "#")
		if url != "" {
			places[url] = append(places[url], pos)
		}
	}
	file := func(f *report.File) diag.Pos { return diag.Pos{File: f.Path, Line: 1, Col: 1} }
	if s.Settings != nil {
		add(s.Settings.Organisation.URL, diag.Pos{File: s.Settings.Path, Line: 1, Col: 1})
	}
	for _, r := range s.Resolutions {
		add(r.URL, file(&r.File))
		body(&r.File, add)
	}
	for _, e := range s.Editions {
		add(e.Source, e.SourcePos)
		body(&e.File, add)
	}
	for _, m := range s.Members {
		add(m.Website, file(&m.File))
		body(&m.File, add)
	}
	for _, p := range s.Pages {
		body(&p.File, add)
	}
	var links []Link
	for url, list := range places {
		slices.SortFunc(list, diag.Pos.Compare)
		links = append(links, Link{url, list})
	}
	slices.SortFunc(links, func(a, b Link) int { return strings.Compare(a.URL, b.URL) })
	return links
}

var address = regexp.MustCompile("https?://[^\\s<>\"`\\]]+")

// body finds the addresses in a text, but for those in code.
func body(f *report.File, add func(string, diag.Pos)) {
	line, fence := f.BodyLine, ""
	for text := range bytes.Lines(f.Text()) {
		trimmed := strings.TrimSpace(string(text))
		switch {
		case fence != "":
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
		case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"):
			fence = trimmed[:3]
		default:
			for _, m := range address.FindAllIndex(text, -1) {
				if inCode(text, m[0]) {
					continue
				}
				add(trim(string(text[m[0]:m[1]])), diag.Pos{File: f.Path, Line: line, Col: 1 + utf8.RuneCount(text[:m[0]])})
			}
		}
		line++
	}
}

// inCode tells whether a place stands between backticks.
func inCode(line []byte, at int) bool { return bytes.Count(line[:at], []byte("`"))%2 == 1 }

// trim takes away what belongs to the sentence, not to the address.
func trim(url string) string {
	for {
		short := strings.TrimRight(url, ".,;:!?'’”»*_")
		if strings.HasSuffix(short, ")") && strings.Count(short, ")") > strings.Count(short, "(") {
			// ](https://example.org/) or (https://example.org/): the first that is too
			// many ends it.
			depth := 0
			for i, c := range short {
				if c == '(' {
					depth++
				} else if c == ')' {
					if depth--; depth < 0 {
						short = short[:i]
						break
					}
				}
			}
		}
		if short == url {
			return url
		}
		url = short
	}
}
