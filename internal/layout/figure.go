package layout

import (
	"html/template"
	"strings"

	"resolute/internal/chart"
)

// dataTable is the table of a figure's numbers. It is written here and not by a
// template, as a page with three figures would spend most of its time on it.
func dataTable(t chart.Table, title string) template.HTML {
	var b strings.Builder
	text := template.HTMLEscapeString
	if t.Caption != "" {
		title = t.Caption
	}
	b.WriteString(`<table class="data"><caption class="vh">` + text(title) + `</caption><thead><tr>`)
	for _, h := range t.Head {
		b.WriteString(`<th scope="col">` + text(h) + `</th>`)
	}
	b.WriteString(`</tr></thead><tbody>`)
	for _, row := range t.Rows {
		b.WriteString(`<tr>`)
		for i, c := range row.Cells {
			open, end := `<td>`, `</td>`
			switch {
			case i == 0:
				open, end = `<th scope="row">`, `</th>`
			case c.Number:
				open = `<td class="n">`
			}
			b.WriteString(open)
			// Addresses are the site's own, made by the chart's caller.
			if c.Href != "" && strings.HasPrefix(c.Href, "/") {
				b.WriteString(`<a href="` + text(c.Href) + `">` + text(c.Text) + `</a>`)
			} else {
				b.WriteString(text(c.Text))
			}
			b.WriteString(end)
		}
		b.WriteString(`</tr>`)
	}
	b.WriteString(`</tbody></table>`)
	return template.HTML(b.String())
}
