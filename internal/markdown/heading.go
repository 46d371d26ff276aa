package markdown

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"
)

// headingPrefix goes before the id of every heading, so that no heading can take
// the id of a part of the page.
const headingPrefix = "h-"

// longestSlug is the number of bytes of a slug; a published address stays short.
const longestSlug = 80

// Slug returns the part of a heading's id that comes from its text: normalised
// (NFC), in lower case, with the letters, digits and marks of any script, and a
// hyphen for everything between them. A text without any gives "section".
func Slug(heading string) string {
	out := make([]byte, 0, len(heading))
	hyphen := false
	for _, r := range norm.NFC.String(heading) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			hyphen = len(out) > 0
			continue
		}
		r = unicode.ToLower(r)
		size := utf8.RuneLen(r)
		if hyphen {
			size++
		}
		if len(out)+size > longestSlug {
			break
		}
		if hyphen {
			out = append(out, '-')
			hyphen = false
		}
		out = utf8.AppendRune(out, r)
	}
	if len(out) == 0 {
		return "section"
	}
	return string(out)
}

// readHeadings gives the headings within sections their ids, before anything is
// written: a link may lead to a heading that comes later. It checks the order
// of their levels.
func (w *writer) readHeadings(doc ast.Node) {
	above := 1 // the page's own heading
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		if w.o.Sections != nil && h.Level <= 2 {
			above = 2
			continue
		}
		text := plainText(h, w.src)
		if h.Level == 1 {
			w.log.errorf(h.Pos(), "heading", "begin with ##", "heading %q of level 1, which is the page's own", text)
		}
		if text == "" {
			w.log.errorf(h.Pos(), "heading", "write its text, or delete the line", "heading without a text")
		}
		if h.Level > above+1 {
			w.log.warnf(h.Pos(), "heading-level", "write "+strings.Repeat("#", above+1)+" before it", "heading %q of level %d follows one of level %d", text, h.Level, above)
		}
		above = h.Level
		w.outline = append(w.outline, Heading{Level: max(h.Level, 2), ID: w.headingID(text), Text: text})
	}
}

// headingID returns the id of a heading, unique in the body: the second of a
// name gets -2.
func (w *writer) headingID(heading string) string {
	if w.used == nil {
		w.used = map[string]int{}
	}
	base := w.o.IDPrefix + headingPrefix + Slug(heading)
	id, n := base, w.used[base]
	for n > 0 && w.used[id] > 0 { // from the number reached last, so that equal headings stay cheap
		n++
		id = base + "-" + strconv.Itoa(n)
	}
	w.used[base] = max(n, 1)
	w.used[id] = max(w.used[id], 1)
	return id
}

// heading writes a heading within a section.
func (w *writer) heading(n *ast.Heading) {
	if n.Parent().Kind() != ast.KindDocument {
		w.log.errorf(n.Pos(), "heading", "end the list, quotation or note before it", "heading within a list, a quotation or a note")
		w.paragraph(n)
		return
	}
	h := w.outline[0]
	w.outline = w.outline[1:]
	w.headings = append(w.headings, h)
	level := strconv.Itoa(h.Level)
	w.tag("<h" + level + ` id="`)
	w.html = appendEscapedString(w.html, w.newID(h.ID))
	w.tag(`">`)
	w.inlineBlock(n)
	w.tag("</h" + level + ">\n")
}

// fragment finds the heading of this body that the author of "#…" means: by its
// id, with or without prefixes, or by its text.
func (w *writer) fragment(name string) (id string, ok bool) {
	for _, candidate := range []string{name, w.o.IDPrefix + name, w.o.IDPrefix + headingPrefix + name, w.o.IDPrefix + headingPrefix + Slug(name)} {
		if w.used[candidate] > 0 {
			return candidate, true
		}
	}
	return "", false
}

// plainText is the text of a heading or of an image's description, without
// markup and typographic rules.
func plainText(n ast.Node, src []byte) string {
	return strings.Join(strings.Fields(string(appendPlain(nil, n, src))), " ")
}

func appendPlain(out []byte, n ast.Node, src []byte) []byte {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := c.Segment.Value(src)
			if c.IsRaw() {
				out = append(out, value...)
			} else {
				out = append(out, unescape(value)...)
			}
			if c.SoftLineBreak() || c.HardLineBreak() {
				out = append(out, ' ')
			}
		case *ast.AutoLink:
			out = append(out, c.Label(src)...)
		default:
			out = appendPlain(out, c, src)
		}
	}
	return out
}
