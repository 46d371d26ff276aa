// Package markdown turns one authored body into safe HTML, headings, links and
// plain text.
//
// It is the only door to goldmark, of which it uses the parser alone: the HTML
// is written here, from a closed list of elements and attributes, so that
// nothing an author types can become anything else. An address is written only
// after CheckURL or one of the caller's resolvers has accepted it.
//
// Work is bounded three times. While parsing, the parsers that are known to be
// quadratic or to multiply their input are wrapped in counters (guard); after
// parsing, the tree is counted before anything recurses into it; while writing,
// the output is capped. A body that goes beyond a limit gives a problem with
// its position and no HTML.
//
// A Body is a function of the source and the options: nothing is read from the
// clock, the environment or a map's order.
package markdown

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"resolute/internal/diag"
)

// Options say what a body is and how its links are resolved.
type Options struct {
	// File and Line are the position of the body's first line, for problems.
	File string
	Line int
	// Lang is the language of the text (BCP 47): it decides the typographic
	// rules and, unless Labels is set, the words of notes, tasks and tables.
	Lang string
	// Labels replaces the built-in words.
	Labels *Labels
	// IDPrefix goes before every id, so that two bodies can share a page.
	IDPrefix string
	// Sections makes the body a report's: only recognised level-2 headings divide
	// it, and it returns the section's identity or, where the heading is not
	// known, a hint. When nil the body is a page's, with free headings.
	Sections func(heading string) (id, hint string, ok bool)
	// Link resolves an address to a page of the site: the path of a content
	// file, relative to this one, or an address of the site itself. The result is
	// a path under the language root that begins with a slash ("/members/wwf/"),
	// or "" where the address is not of the site. When nil no address is.
	Link func(dest string) (url, problem, hint string)
	// Image resolves the path of an image to a local file. When nil there are no
	// images.
	Image func(dest string) (img Image, problem, hint string)
	// Limits bound the work; zero values stand for the defaults.
	Limits Limits
}

// Image is a local image as the site serves it.
type Image struct {
	// URL is its address on the site, with the base path.
	URL string
	// Width and Height are its size in pixels.
	Width, Height int
}

// Body is a rendered body.
type Body struct {
	// Sections are a report's sections in the author's order; a page has one,
	// without ID and heading.
	Sections []Section
	// Words is the number of words of all texts.
	Words int
	// Links are the links to a part of a page, whose fragments can be checked
	// only when all pages are known.
	Links []Link
	// IDs are all ids of the HTML, in order.
	IDs []string
}

// Section is one part of a body.
type Section struct {
	// ID is the section's identity as returned by Options.Sections.
	ID string
	// Heading is the text of its heading as authored. The HTML does not hold it.
	Heading string
	// Pos is the place of its heading.
	Pos diag.Pos
	// HTML is its content; notes it refers to first stand at its end.
	HTML HTML
	// Text is its content without markup: one line for a paragraph, item or row,
	// cells divided by tabs. Every white space is one blank, and the typographic
	// rules are not applied, so that a text can be compared and searched.
	Text string
	// Headings are the headings within, in order.
	Headings []Heading
}

// Heading is a heading within a section.
type Heading struct {
	// Level is 2 to 6 on a page, 3 to 6 in a report.
	Level int
	ID    string
	Text  string
}

// Link is a link to a part of a page.
type Link struct {
	// URL is a path under the language root, or "" for the page that shows the
	// body.
	URL string
	// Fragment is the id that the page must have.
	Fragment string
	Pos      diag.Pos
}

// Renderer renders bodies. It is safe for concurrent use.
type Renderer struct {
	plain, linking parser.Parser // without and with bare links
	writers        sync.Pool
}

// New returns a Renderer.
func New() *Renderer {
	return &Renderer{plain: newParser(false), linking: newParser(true), writers: sync.Pool{New: func() any { return new(writer) }}}
}

// Render renders one body. The body is never nil; it is empty where the source
// cannot be parsed safely. With errors among the problems its HTML is safe but
// not complete: what is wrong is left out, or shown as text.
func (r *Renderer) Render(src []byte, o Options) (*Body, []diag.Problem) {
	if bytes.IndexByte(src, '\r') >= 0 { // the text gate has done it for a file
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	}
	p := r.plain
	if hasBareLink(src) {
		p = r.linking
	}
	return r.render(p, src, o)
}

func (r *Renderer) render(p parser.Parser, src []byte, o Options) (*Body, []diag.Problem) {
	o.Limits = o.Limits.withDefaults()
	log := &problemLog{src: src, file: o.File, line: max(o.Line, 1)}
	if !acceptable(src, o.Limits, log) {
		return &Body{}, log.problems
	}
	g := &guard{max: o.Limits}
	pc := parser.NewContext()
	pc.Set(guardKey, g)
	doc := p.Parse(text.NewReader(src), parser.WithContext(pc))
	if !g.report(log) {
		return &Body{}, log.finish()
	}
	list, ok := measure(doc, o.Limits, log)
	if !ok {
		return &Body{}, log.finish()
	}
	w := r.writers.Get().(*writer)
	defer r.writers.Put(w)
	w.reset(src, &o, log)
	body := w.body(doc, list)
	return body, log.finish()
}

// acceptable checks what the parser must never see. The text gate of the files
// has refused most of it already.
func acceptable(src []byte, limits Limits, log *problemLog) bool {
	if len(src) > limits.Size {
		log.errorf(0, "body-size", "split the text into several pages, or shorten it", "body of %d bytes is larger than %d", len(src), limits.Size)
		return false
	}
	if utf8.Valid(src) {
		for i, c := range src {
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7F {
				log.errorf(i, "control-character", "delete the character", "control character U+%04X in the text", c)
				return false
			}
		}
		return true
	}
	for i := 0; i < len(src); {
		c, size := utf8.DecodeRune(src[i:])
		if c == utf8.RuneError && size == 1 {
			log.errorf(i, "encoding", "save the file as UTF-8", "not UTF-8 (byte 0x%02X)", src[i])
			return false
		}
		i += size
	}
	return false
}
