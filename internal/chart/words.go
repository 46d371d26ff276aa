package chart

import (
	"cmp"
	"strconv"
)

func (w *Words) number(n int) string {
	if w.Number == nil {
		return strconv.Itoa(n)
	}
	return w.Number(n)
}

func (w *Words) percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	if w.Percent == nil {
		return strconv.Itoa((200*part+whole)/(2*whole)) + " %"
	}
	return w.Percent(part, whole)
}

func yearText(year int) string { return strconv.Itoa(year) }

// figure begins a figure with the frame's words and the table's headings.
func (f *Frame) figure(head ...string) *Figure {
	return &Figure{
		ID: f.ID, Title: f.Title, Description: f.Description,
		Table: Table{Caption: cmp.Or(f.Words.Caption, f.Title), Head: head},
	}
}

// describe makes a description of the table where the caller gave none: each
// row's name with its numbers.
func (fig *Figure) describe(empty string) {
	if fig.Description != "" {
		return
	}
	if len(fig.Table.Rows) == 0 {
		fig.Description = cmp.Or(empty, fig.Title)
		return
	}
	b := make([]byte, 0, 24*len(fig.Table.Rows))
	for i, row := range fig.Table.Rows {
		if i > 0 {
			b = append(b, "; "...)
		}
		for j, cell := range row.Cells {
			switch {
			case j == 1:
				b = append(b, ": "...)
			case j > 1:
				b = append(b, ", "...)
			}
			b = append(b, cell.Text...)
		}
	}
	fig.Description = string(append(b, '.'))
}

func (fig *Figure) row(cells ...Cell) {
	fig.Table.Rows = append(fig.Table.Rows, TableRow{Cells: cells})
}

// widest is the room that the widest of some texts needs.
func widest[T any](items []T, size unit, text func(T) string) unit {
	var w unit
	for _, item := range items {
		w = max(w, widthOf(text(item), size))
	}
	return w
}
