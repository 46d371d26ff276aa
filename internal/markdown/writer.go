package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"resolute/internal/diag"
)

// writer writes one body.
type writer struct {
	src    []byte
	o      *Options
	log    *problemLog
	lang   *language
	labels *Labels

	// html and text are the section that is being written, and its plain text;
	// done is the size of the HTML of those before.
	html, text []byte
	done       int
	overflow   bool

	// The typographic context: the character before and after the run of text
	// that is being written, and the quotations that are open.
	last, next      rune
	quotes, singles int
	offset          int // of the run of text in the source

	outline  []Heading      // all headings within sections, in order
	headings []Heading      // those of the section that is being written
	used     map[string]int // the ids of headings, each with the highest number it was given
	ids      []string
	links    []Link
	tables   int
	inLink   bool
	notes    notes
}

// reset makes a writer ready for another body. It keeps the buffers.
func (w *writer) reset(src []byte, o *Options, log *problemLog) {
	*w = writer{src: src, o: o, log: log, lang: languageFor(o.Lang), html: w.html[:0], text: w.text[:0]}
	w.labels = &w.lang.labels
	if o.Labels != nil {
		w.labels = o.Labels
	}
}

// body writes the whole tree. The list holds the notes, where there are any.
func (w *writer) body(doc, list ast.Node) *Body {
	w.notes.collect(w, list)
	w.readHeadings(doc)
	b := &Body{}
	if w.o.Sections == nil {
		b.Sections = w.page(doc)
	} else {
		b.Sections = w.report(doc)
	}
	if w.overflow {
		w.log.errorf(0, "too-complex", "divide the text", "text becomes more than %d bytes of HTML", w.o.Limits.Output)
		return &Body{}
	}
	for i := range b.Sections {
		b.Words += countWords(b.Sections[i].Text)
	}
	b.Links, b.IDs = w.links, w.ids
	return b
}

// page writes a body with free headings.
func (w *writer) page(doc ast.Node) []Section {
	s := Section{Pos: diag.Pos{File: w.o.File, Line: w.log.line, Col: 1}}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		w.block(n)
	}
	w.finish(&s)
	return []Section{s}
}

// report writes a body in which level-2 headings divide the parts of a report.
// What stands before the first or under a heading that is refused is written
// all the same, so that its problems are told, and then left out.
func (w *writer) report(doc ast.Node) []Section {
	var sections []Section
	seen := map[string]bool{}
	open, begun := Section{}, false
	ids, links := 0, 0
	end := func() {
		w.finish(&open)
		if open.ID == "" {
			w.ids, w.links = w.ids[:ids], w.links[:links]
			return
		}
		ids, links = len(w.ids), len(w.links)
		sections = append(sections, open)
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level <= 2 {
			if begun {
				end()
			}
			open, begun = w.section(h, seen), true
			continue
		}
		if !begun && !silent(n) {
			w.log.errorf(n.Pos(), "section", "put it under one of the section headings, such as ## Results", "text before the first section heading")
			begun = true
		}
		w.block(n)
	}
	if begun {
		end()
	}
	return sections
}

// section begins the part of a report under a heading of level 1 or 2; it has
// no ID where the heading is refused.
func (w *writer) section(h *ast.Heading, seen map[string]bool) Section {
	s := Section{Heading: plainText(h, w.src), Pos: w.log.pos(h.Pos())}
	if h.Level == 1 {
		w.log.errorf(h.Pos(), "heading", "write ## before the heading of a section", "heading %q of level 1, which is the page's own", s.Heading)
		return s
	}
	id, hint, ok := w.o.Sections(s.Heading)
	switch {
	case !ok:
		if hint == "" {
			hint = "use one of the section headings, or ### for a heading within a section"
		}
		w.log.errorf(h.Pos(), "section", hint, "unknown section heading %q", s.Heading)
	case seen[id]:
		w.log.errorf(h.Pos(), "section", "put the text under the first one", "section %q is there twice", s.Heading)
	default:
		s.ID = id
		seen[id] = true
		if next := h.NextSibling(); next == nil || endsSection(next) {
			w.log.warnf(h.Pos(), "empty-section", "write the text, or leave the heading out", "section %q without a text", s.Heading)
		}
	}
	return s
}

// endsSection tells whether a node is the heading of the next section.
func endsSection(n ast.Node) bool {
	h, ok := n.(*ast.Heading)
	return ok && h.Level <= 2
}

// finish moves what has been written into a section.
func (w *writer) finish(s *Section) {
	w.notes.write(w)
	if w.full() {
		return
	}
	w.done += len(w.html)
	s.HTML = HTML(w.html)
	s.Text = strings.TrimSpace(string(w.text))
	s.Headings = w.headings
	w.html, w.text, w.headings = w.html[:0], w.text[:0], nil
}

// full tells whether the output has reached its limit.
func (w *writer) full() bool {
	if w.done+len(w.html) > w.o.Limits.Output {
		w.overflow = true
	}
	return w.overflow
}

// silent tells whether a node shows nothing at its place.
func silent(n ast.Node) bool {
	return n.Kind() == ast.KindLinkReferenceDefinition || n.Kind() == east.KindFootnoteList
}

// newID remembers an id of the HTML.
func (w *writer) newID(id string) string {
	w.ids = append(w.ids, id)
	return id
}

// wordByte has a 1 for the letters and digits of ASCII.
var wordByte = func() (t [utf8.RuneSelf]uint8) {
	for c := range t {
		if unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)) {
			t[c] = 1
		}
	}
	return t
}()

// countWords counts runs of letters and digits.
func countWords(s string) int {
	n, in := 0, uint8(0) // in is 1 within a word
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			word := wordByte[c]
			n += int(word &^ in)
			in = word
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		word := uint8(0)
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			word = 1
		}
		n += int(word &^ in)
		in = word
	}
	return n
}
