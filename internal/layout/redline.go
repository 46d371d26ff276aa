package layout

import (
	"html/template"
	"strings"

	"resolute/internal/i18n"
	"resolute/internal/redline"
)

// redlines writes comparisons in a language. What was put in or taken out is
// told in words too, to be heard where it cannot be seen.
func redlines(l *i18n.Locale) func(*Redline) (template.HTML, error) {
	return func(r *Redline) (template.HTML, error) {
		words := map[redline.Op]string{}
		for op, key := range map[redline.Op]string{redline.Inserted: "changes.inserted", redline.Deleted: "changes.deleted"} {
			word, err := l.T(key)
			if err != nil {
				return "", err
			}
			words[op] = template.HTMLEscapeString(word)
		}
		paragraphs := r.compare()
		if paragraphs == nil {
			word, err := l.T("changes.too_long")
			return template.HTML(`<p class="no">` + template.HTMLEscapeString(word) + `</p>`), err
		}
		var b strings.Builder
		for _, p := range paragraphs {
			b.WriteString("<p>")
			for i, piece := range p {
				if i > 0 {
					b.WriteByte(' ')
				}
				text := template.HTMLEscapeString(piece.Text)
				tag := "ins"
				switch piece.Op {
				case redline.Kept:
					b.WriteString(text)
					continue
				case redline.Deleted:
					tag = "del"
				}
				b.WriteString("<" + tag + `><span class="vh" lang="` + l.Lang() + `">(` + words[piece.Op] + ": </span>" + text + `<span class="vh">)</span></` + tag + ">")
			}
			b.WriteString("</p>\n")
		}
		return template.HTML(b.String()), nil
	}
}
