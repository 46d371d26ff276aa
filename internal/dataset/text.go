package dataset

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// batch is how many bytes are collected before they are written on.
const batch = 1 << 16

// CSV writes the table in the form of RFC 4180, in UTF-8, so that no spreadsheet
// runs a cell as a formula.
func (t *Table) CSV(out io.Writer) error {
	makeRoom(out, t.bytes+(len(t.Rows)+1)*2*len(t.Columns))
	var lines []byte
	for i, c := range t.Columns {
		lines = appendField(lines, c.Name, i)
	}
	lines = append(lines, '\n')
	for _, cells := range t.Rows {
		for i, cell := range cells {
			lines = appendField(lines, harmless(cell), i)
		}
		lines = append(lines, '\n')
		if len(lines) >= batch {
			if _, err := out.Write(lines); err != nil {
				return err
			}
			lines = lines[:0]
		}
	}
	_, err := out.Write(lines)
	return err
}

// makeRoom tells a buffer how much is to come: to copy it as it grows takes as
// long as to write it, and three times the room.
func makeRoom(out io.Writer, n int) {
	if b, ok := out.(*bytes.Buffer); ok {
		b.Grow(n)
	}
}

// appendField writes the i-th field of a line as encoding/csv does, which takes
// twice as long.
func appendField(line []byte, field string, i int) []byte {
	if i > 0 {
		line = append(line, ',')
	}
	if !needsQuotes(field) {
		return append(line, field...)
	}
	line = append(line, '"')
	for i := range len(field) {
		if field[i] == '"' {
			line = append(line, '"')
		}
		line = append(line, field[i])
	}
	return append(line, '"')
}

// needsQuotes tells whether a field has a character with a meaning, or begins with
// a blank.
func needsQuotes(field string) bool {
	if field == "" {
		return false
	}
	if field == `\.` {
		return true
	}
	for i := range len(field) {
		if c := field[i]; c == ',' || c == '"' || c == '\n' || c == '\r' {
			return true
		}
	}
	first, _ := utf8.DecodeRuneInString(field)
	return unicode.IsSpace(first)
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
	names, each := make([][]byte, len(t.Columns)), len(",\n {}")
	for i, c := range t.Columns {
		name, err := json.Marshal(c.Name)
		if err != nil {
			return err
		}
		names[i] = append(name, ": "...)
		each += len(names[i]) + len(`"", `)
	}
	makeRoom(out, t.bytes+len(t.Rows)*each+batch)
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
		if len(line) >= batch {
			if _, err := out.Write(line); err != nil {
				return err
			}
			line = line[:0]
		}
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
