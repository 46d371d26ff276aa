package layout

import (
	"html/template"
	"strings"
	"sync"

	"resolute/internal/i18n"
	"resolute/internal/redline"
)

// redlines writes comparisons in a language. What was put in or taken out is
// told in words too, to be heard where it cannot be seen.
func redlines(l *i18n.Locale) func(*Redline) (template.HTML, error) {
	marks := sync.OnceValues(func() (map[redline.Op]mark, error) { return marksOf(l) })
	return func(r *Redline) (template.HTML, error) {
		marks, err := marks()
		if err != nil {
			return "", err
		}
		paragraphs := r.compare()
		if paragraphs == nil {
			word, err := l.T("changes.too_long")
			return template.HTML(`<p class="no">` + template.HTMLEscapeString(word) + `</p>`), err
		}
		var b strings.Builder
		b.Grow(lengthOf(paragraphs))
		for _, p := range paragraphs {
			b.WriteString("<p>")
			for i, piece := range p {
				if i > 0 {
					b.WriteByte(' ')
				}
				m := marks[piece.Op] // none around what was kept
				b.WriteString(m.before)
				b.WriteString(template.HTMLEscapeString(piece.Text))
				b.WriteString(m.after)
			}
			b.WriteString("</p>\n")
		}
		return template.HTML(b.String()), nil
	}
}

// mark is what stands around a piece of a text.
type mark struct{ before, after string }

func marksOf(l *i18n.Locale) (map[redline.Op]mark, error) {
	marks := map[redline.Op]mark{}
	for _, of := range []struct {
		op       redline.Op
		tag, key string
	}{{redline.Inserted, "ins", "changes.inserted"}, {redline.Deleted, "del", "changes.deleted"}} {
		word, err := l.T(of.key)
		if err != nil {
			return nil, err
		}
		marks[of.op] = mark{
			"<" + of.tag + `><span class="vh" lang="` + l.Lang() + `">(` + template.HTMLEscapeString(word) + ": </span>",
			`<span class="vh">)</span></` + of.tag + ">",
		}
	}
	return marks, nil
}

// lengthOf is about the length of a comparison with its marks.
func lengthOf(paragraphs []redline.Paragraph) int {
	n := 0
	for _, p := range paragraphs {
		n += len("<p></p>\n")
		for _, piece := range p {
			n += len(piece.Text) + 1
			if piece.Op != redline.Kept {
				n += 96
			}
		}
	}
	return n
}
