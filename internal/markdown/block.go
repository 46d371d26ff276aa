package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// tag writes markup of the writer's own.
func (w *writer) tag(s string) {
	w.html = append(w.html, s...)
}

// line ends a line of the plain text.
func (w *writer) line() {
	w.text = bytes.TrimRight(w.text, " \t")
	if n := len(w.text); n > 0 && w.text[n-1] != '\n' {
		w.text = append(w.text, '\n')
	}
}

// blocks writes all children of a container.
func (w *writer) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c)
	}
}

// block writes one block.
func (w *writer) block(n ast.Node) {
	if w.full() {
		return
	}
	switch n := n.(type) {
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.inlineBlock(n)
		if n.NextSibling() != nil {
			w.tag("\n")
		}
	case *ast.Heading:
		w.heading(n)
	case *ast.List:
		w.list(n)
	case *ast.Blockquote:
		w.tag("<blockquote>\n")
		w.blocks(n)
		w.tag("</blockquote>\n")
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		w.codeBlock(n)
	case *ast.ThematicBreak:
		w.tag("<hr>\n")
	case *ast.HTMLBlock:
		w.rawHTML(n.Pos(), n.Lines().Value(w.src))
	case *east.Table:
		w.table(n)
	}
}

func (w *writer) paragraph(n ast.Node) {
	w.tag("<p>")
	w.inlineBlock(n)
	w.tag("</p>\n")
}

// inlineBlock writes the text of a paragraph, heading or cell, in a typographic
// context of its own.
func (w *writer) inlineBlock(n ast.Node) {
	w.last, w.quotes, w.singles = 0, 0, 0
	w.inlines(n)
	w.html = bytes.TrimRight(w.html, " ")
	w.line()
}

func (w *writer) list(n *ast.List) {
	end := "</ul>\n"
	if n.IsOrdered() {
		end = "</ol>\n"
		w.tag("<ol")
		if n.Start != 1 {
			w.tag(` start="` + strconv.Itoa(n.Start) + `"`)
		}
		w.tag(">\n")
	} else {
		w.tag("<ul>\n")
	}
	for c := n.FirstChild(); c != nil && !w.full(); c = c.NextSibling() {
		w.tag("<li>")
		if first := c.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
			w.tag("\n")
		}
		w.blocks(c)
		w.tag("</li>\n")
	}
	w.tag(end)
}

// codeBlock writes a block of code. It can be wider than the page, so the
// keyboard has to reach it for scrolling (WCAG 2.1.1).
func (w *writer) codeBlock(n ast.Node) {
	w.tag(`<pre tabindex="0"><code>`)
	lines := n.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		w.verbatim(line.Value(w.src))
	}
	w.tag("</code></pre>\n")
	w.line()
}

// verbatim writes code: no escapes, no references, no typographic rules.
func (w *writer) verbatim(b []byte) {
	start := 0
	for i, c := range b {
		var s string
		switch c {
		case '&':
			s = "&amp;"
		case '<':
			s = "&lt;"
		case '>':
			s = "&gt;"
		case '\r', 0:
		default:
			continue
		}
		w.html = append(append(w.html, b[start:i]...), s...)
		start = i + 1
	}
	w.html = append(w.html, b[start:]...)
	w.text = append(w.text, b...)
}

// rawHTML refuses a piece of HTML. It is left out.
func (w *writer) rawHTML(offset int, value []byte) {
	hint := `write it in Markdown; for the sign itself write \<`
	if bytes.HasPrefix(bytes.TrimLeft(value, " "), []byte("<!--")) {
		hint = "delete the comment"
	}
	w.log.errorf(offset, "raw-html", hint, "HTML is not allowed in the text: %s", excerpt(value))
}

// excerpt is the beginning of a piece of source, in one line.
func excerpt(b []byte) string {
	const longest = 40
	b = bytes.Join(bytes.Fields(b[:min(len(b), 4*longest)]), []byte(" "))
	if utf8.RuneCount(b) <= longest {
		return string(b)
	}
	return string([]rune(string(b))[:longest]) + "…"
}

// table writes a table. It can be wider than the page, so the keyboard has to
// reach it for scrolling; alignment is a class, because the site's policy
// forbids style attributes.
func (w *writer) table(n *east.Table) {
	w.tables++
	w.tag(`<div class="table-scroll" role="group" tabindex="0" aria-label="`)
	w.html = appendEscapedString(w.html, w.labels.Table+" "+strconv.Itoa(w.tables))
	w.tag("\">\n<table>\n")
	body := false
	for row := n.FirstChild(); row != nil && !w.full(); row = row.NextSibling() {
		if row.Kind() == east.KindTableHeader {
			w.tag("<thead>\n")
			w.row(row, true)
			w.tag("</thead>\n")
			continue
		}
		if !body {
			w.tag("<tbody>\n")
			body = true
		}
		w.row(row, false)
	}
	if body {
		w.tag("</tbody>\n")
	}
	w.tag("</table>\n</div>\n")
}

func (w *writer) row(n ast.Node, header bool) {
	w.tag("<tr>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		cell, ok := c.(*east.TableCell)
		if !ok {
			continue
		}
		// A header cell without a text heads nothing.
		name := "td"
		if header && cell.HasChildren() {
			name = "th"
		}
		w.tag("<" + name)
		if name == "th" {
			w.tag(` scope="col"`)
		}
		switch cell.Alignment {
		case east.AlignRight:
			w.tag(` class="align-right"`)
		case east.AlignCenter:
			w.tag(` class="align-center"`)
		case east.AlignLeft:
			w.tag(` class="align-left"`)
		}
		w.tag(">")
		w.last, w.quotes, w.singles = 0, 0, 0
		w.inlines(cell)
		w.tag("</" + name + ">")
		if cell.NextSibling() != nil {
			w.text = append(w.text, '\t')
		}
	}
	w.tag("</tr>\n")
	w.line()
}
