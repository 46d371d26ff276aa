package dataset

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// CSV writes the table in the form of RFC 4180, in UTF-8, so that no spreadsheet
// runs a cell as a formula.
func (t *Table) CSV(out io.Writer) error {
	w := csv.NewWriter(out)
	row := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		row[i] = c.Name
	}
	if err := w.Write(row); err != nil {
		return err
	}
	for _, cells := range t.Rows {
		for i, cell := range cells {
			row[i] = harmless(cell)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// harmless keeps a spreadsheet from running a cell as a formula.
func harmless(cell string) string {
	if cell != "" && strings.IndexByte("=+-@|\t\r", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

// JSON writes the table as a list of objects. Numbers and booleans are that; an
// empty one, like an empty text, is "".
func (t *Table) JSON(out io.Writer) error {
	names := make([][]byte, len(t.Columns))
	for i, c := range t.Columns {
		name, err := json.Marshal(c.Name)
		if err != nil {
			return err
		}
		names[i] = append(name, ": "...)
	}
	line := []byte("[")
	for i, cells := range t.Rows {
		if i > 0 {
			line = append(line, ',')
		}
		line = append(line, "\n {"...)
		for j, c := range t.Columns {
			if j > 0 {
				line = append(line, ", "...)
			}
			line = append(line, names[j]...)
			if bare := c.Type == Integer || c.Type == Boolean; bare && cells[j] != "" {
				line = append(line, cells[j]...)
				continue
			}
			var err error
			if line, err = appendJSON(line, cells[j]); err != nil {
				return err
			}
		}
		line = append(line, '}')
		if _, err := out.Write(line); err != nil {
			return err
		}
		line = line[:0]
	}
	_, err := out.Write(append(line, "\n]\n"...))
	return err
}

// appendJSON writes a text. Most need no escapes, and no encoder.
func appendJSON(line []byte, s string) ([]byte, error) {
	plain := utf8.ValidString(s)
	for i := 0; i < len(s) && plain; i++ {
		// The separators of lines and paragraphs begin with 0xe2.
		c := s[i]
		plain = c >= ' ' && c != 0x7f && c != 0xe2 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	if plain {
		return append(append(append(line, '"'), s...), '"'), nil
	}
	// The default escaping of < > & keeps a file harmless that a host serves as HTML.
	cell, err := json.Marshal(s)
	return append(line, cell...), err
}

// isKey tells whether a column is part of the key.
func (t *Table) isKey(name string) bool { return slices.Contains(t.Key, name) }
