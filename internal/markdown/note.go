package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// notes numbers the notes of a body in the order in which the text refers to
// them, and writes each at the end of the section that does so first.
type notes struct {
	byIndex map[int]*note // the parser's own number
	count   int           // of notes that have a number
	waiting []*note       // those to be written at the end of the section
}

type note struct {
	node       ast.Node
	number     int
	references int
}

// collect reads the definitions. A note that nothing refers to has no number of
// the parser's.
func (ns *notes) collect(w *writer, list ast.Node) {
	if list == nil {
		return
	}
	ns.byIndex = map[int]*note{}
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		n, ok := c.(*east.Footnote)
		if !ok {
			continue
		}
		if n.Index < 0 {
			w.log.warnf(n.Pos(), "footnote", "write [^"+excerpt(n.Ref)+"] where the note belongs, or delete it", "note that nothing refers to")
			continue
		}
		ns.byIndex[n.Index] = &note{node: n}
	}
}

// reference writes a reference to a note.
func (ns *notes) reference(w *writer, link *east.FootnoteLink) {
	n := ns.byIndex[link.Index]
	if n == nil {
		return
	}
	if n.number == 0 {
		ns.count++
		n.number = ns.count
		ns.waiting = append(ns.waiting, n)
	}
	number := strconv.Itoa(n.number)
	if w.inLink { // links do not nest
		w.tag("<sup>" + number + "</sup>")
		return
	}
	n.references++
	w.tag(`<sup class="note-ref" id="`)
	w.html = appendEscapedString(w.html, w.newID(w.referenceID(n, n.references)))
	w.tag(`"><a href="#`)
	w.html = appendEscapedString(w.html, encode(w.noteID(n)))
	w.tag(`" role="doc-noteref" aria-label="`)
	w.html = appendEscapedString(w.html, w.labels.Note+" "+number)
	w.tag(`">` + number + `</a></sup>`)
}

func (w *writer) noteID(n *note) string {
	return w.o.IDPrefix + "fn-" + strconv.Itoa(n.number)
}

func (w *writer) referenceID(n *note, reference int) string {
	id := w.o.IDPrefix + "fnref-" + strconv.Itoa(n.number)
	if reference > 1 {
		id += "-" + strconv.Itoa(reference)
	}
	return id
}

// write writes the waiting notes. A note may refer to others, which then wait too.
func (ns *notes) write(w *writer) {
	if len(ns.waiting) == 0 {
		return
	}
	w.tag(`<section class="notes" role="doc-endnotes" aria-label="`)
	w.html = appendEscapedString(w.html, w.labels.Notes)
	w.tag("\">\n<ol")
	if first := ns.waiting[0].number; first > 1 {
		w.tag(` start="` + strconv.Itoa(first) + `"`)
	}
	w.tag(">\n")
	for i := 0; i < len(ns.waiting) && !w.full(); i++ {
		n := ns.waiting[i]
		w.tag(`<li id="`)
		w.html = appendEscapedString(w.html, w.newID(w.noteID(n)))
		w.tag(`">` + "\n")
		w.blocks(n.node)
		w.backLinks(n)
		w.tag("</li>\n")
	}
	ns.waiting = ns.waiting[:0]
	w.tag("</ol>\n</section>\n")
}

// backLinks writes the links from a note to its references, in its last
// paragraph where it ends with one.
func (w *writer) backLinks(n *note) {
	const end = "</p>\n"
	if last := n.node.LastChild(); last != nil && last.Kind() == ast.KindParagraph && !w.full() {
		w.html = w.html[:len(w.html)-len(end)]
	} else {
		w.tag("<p>")
	}
	for reference := 1; reference <= n.references; reference++ {
		w.tag(` <a href="#`)
		w.html = appendEscapedString(w.html, encode(w.referenceID(n, reference)))
		w.tag(`" role="doc-backlink" aria-label="`)
		label := w.labels.Back + " " + strconv.Itoa(n.number)
		if reference > 1 {
			label += "-" + strconv.Itoa(reference)
		}
		w.html = appendEscapedString(w.html, label)
		w.tag("\">↩\uFE0E</a>")
	}
	w.tag(end)
}
