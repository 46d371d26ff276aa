package site

import (
	"slices"
	"strings"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// TranslationsPath is the address of the page on what can be read in which
// language; a site in one language has none.
const TranslationsPath = "translations/"

// fixed are the addresses that the site makes by itself.
func fixed() []string {
	return []string{
		"", "resolutions/", "members/", "countries/", "regions/", "commissions/", "actions/", "statuses/",
		"congresses/", "years/", "analysis/", "search/", "data/", "changes/",
	}
}

// AnalysisPath is the address without language of an analysis: of all for "",
// else of a congress or a year by its id.
func AnalysisPath(id string) string {
	if id == "" {
		return "analysis/"
	}
	return "analysis/" + id + "/"
}

// SilencePath is the address without language of the page on silence.
const SilencePath = "analysis/silence/"

// analysisLists are the lists of reports below the analysis of all, and so no
// ids of congresses.
func analysisLists() []string {
	return []string{"statuses", "movement", "years", "congresses", "constituency", "actions", "regions", "countries", "members", "commissions", "partners"}
}

// analyses takes the addresses of the analyses. The id of a congress may be
// that of a year, or of a list below the analysis of all.
func (l *linker) analyses() {
	l.addresses[SilencePath] = ""
	for _, kind := range []string{"years", "congresses"} {
		for _, t := range l.Taxonomy(kind).Terms {
			if len(t.Editions) == 0 {
				continue
			}
			_, taken := l.addresses[AnalysisPath(t.ID)]
			if kind == "congresses" && (taken || slices.Contains(analysisLists(), t.ID)) {
				l.errorf(t.Vocabulary.Pos, "congresses", "give it another id", "the id %q stands for another page at /%s", t.ID, AnalysisPath(t.ID))
				continue
			}
			l.addresses[AnalysisPath(t.ID)] = l.Settings.Path
		}
	}
}

// claimAll gives addresses to the pages that every site has, and to those of
// resolutions, editions and members; it reports pages that would stand in the
// same place.
func (l *linker) claimAll() {
	for _, a := range fixed() {
		l.addresses[a] = ""
	}
	if len(l.Settings.Languages) > 1 {
		l.addresses[TranslationsPath] = ""
	}
	for _, r := range l.Resolutions {
		l.claim(r.Path(), &r.File)
	}
	for _, e := range l.Editions {
		l.claim(e.Path(), &e.File)
	}
	for _, m := range l.Members {
		l.claim(m.Path(), &m.File)
	}
}

// addressTerms gives addresses to the rest: terms, analyses and pages of their
// own; and leads old addresses to all.
func (l *linker) addressTerms() {
	for _, x := range l.Taxonomies {
		for _, t := range x.Terms {
			l.addresses[t.Path()] = l.Settings.Path
		}
	}
	l.analyses()
	for _, p := range l.Pages {
		l.claim(p.Path(), &p.File)
	}
	l.redirect()
}

// fileAddresses are the addresses of the pages that files make, by file.
func (s *Site) fileAddresses() map[string]string {
	files := make(map[string]string, len(s.addresses))
	add := func(f *report.File, address string) {
		// Another file may have the address, which is a mistake.
		if s.addresses[address] == f.Path {
			files[f.Path] = address
		}
	}
	for _, r := range s.Resolutions {
		add(&r.File, r.Path())
	}
	for _, e := range s.Editions {
		add(&e.File, e.Path())
		for _, t := range e.Translations {
			files[t.Path] = e.Path()
		}
	}
	for _, m := range s.Members {
		add(&m.File, m.Path())
	}
	for _, p := range s.Pages {
		add(&p.File, p.Path())
		for _, t := range p.Translations {
			files[t.Path] = p.Path()
		}
	}
	return files
}

// claim takes an address for a file, unless it is taken.
func (l *linker) claim(address string, f *report.File) {
	if taken, ok := l.addresses[address]; ok {
		other := "a page that the site makes by itself"
		if taken != "" {
			other = taken
		}
		l.errorf(diag.Pos{File: f.Path, Line: 1, Col: 1}, "address", "rename one of the two files",
			"the address /%s is taken by %s", address, other)
		return
	}
	l.addresses[address] = f.Path
}

// redirect collects the aliases of all files.
func (l *linker) redirect() {
	from := map[string]diag.Pos{}
	add := func(f *report.File, to string, lang report.Lang) {
		for _, a := range f.Aliases {
			l.alias(from, a, "/"+string(lang)+"/"+to)
		}
	}
	first := l.Settings.Default()
	for _, r := range l.Resolutions {
		add(&r.File, r.Path(), first)
	}
	for _, e := range l.Editions {
		add(&e.File, e.Path(), first)
		for _, t := range e.Translations {
			add(&t.File, e.Path(), t.Language)
		}
	}
	for _, m := range l.Members {
		add(&m.File, m.Path(), first)
	}
	for _, p := range l.Pages {
		add(&p.File, p.Path(), first)
		for _, t := range p.Translations {
			add(&t.File, p.Path(), t.Language)
		}
	}
	slices.SortFunc(l.Redirects, func(a, b Redirect) int { return strings.Compare(a.From, b.From) })
}

func (l *linker) alias(from map[string]diag.Pos, a report.Alias, to string) {
	if earlier, ok := from[a.Path]; ok {
		l.errorf(a.Pos, "aliases", "an old address can lead to one page only: keep it in one of the files",
			"the old address %q is already used at %s", a.Path, earlier)
		return
	}
	from[a.Path] = a.Pos
	// An old address may name a language; it then leads to the page in that one.
	lang, rest, found := strings.Cut(strings.TrimPrefix(a.Path, "/"), "/")
	if found && slices.Contains(l.Settings.Languages, report.Lang(lang)) {
		if _, taken := l.addresses[rest]; taken {
			l.errorf(a.Pos, "aliases", "take the line out, or rename what stands there now",
				"the old address %q is the address of a page of this site", a.Path)
			return
		}
		_, target, _ := strings.Cut(strings.TrimPrefix(to, "/"), "/")
		to = "/" + lang + "/" + target
	}
	l.Redirects = append(l.Redirects, Redirect{From: a.Path, To: to})
}
