package dataset

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// batch is how many bytes are collected before they are written on.
const batch = 1 << 16

// CSV writes the table in the form of RFC 4180, in UTF-8, so that no spreadsheet
// runs a cell as a formula.
func (t *Table) CSV(b *bytes.Buffer) error {
	f := t.AsCSV()
	b.Grow(f.Room)
	return f.Write(b, 0, t.Len())
}

// AsCSV is the form that CSV writes.
func (t *Table) AsCSV() *Form {
	return &Form{Table: t, Name: "csv", Room: t.bytes + (t.Len()+1)*2*len(t.Columns) + batch, Write: t.writeCSV}
}

func (t *Table) writeCSV(b *bytes.Buffer, from, to int) error {
	lines := b.AvailableBuffer()
	if from == 0 {
		for i, c := range t.Columns {
			lines = appendField(lines, c.Name, i)
		}
		lines = append(lines, '\n')
	}
	var cells []string
	for i := from; i < to; i++ {
		cells = t.row(i, cells[:0])
		for i, cell := range cells {
			lines = appendField(lines, harmless(cell), i)
		}
		lines = append(lines, '\n')
		if len(lines) >= batch {
			b.Write(lines)
			lines = b.AvailableBuffer()
		}
	}
	b.Write(lines)
	return nil
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

// AsJSON is a list of objects. Numbers and booleans are that; an empty one, like an
// empty text, is "".
func (t *Table) AsJSON() *Form {
	names, each := make([][]byte, len(t.Columns)), len(",\n {}")
	for i, c := range t.Columns {
		name, _ := json.Marshal(c.Name) // a text is never refused
		names[i] = append(name, ": "...)
		each += len(names[i]) + len(`"", `)
	}
	return &Form{Table: t, Name: "json", Room: t.bytes + t.Len()*each + batch, Write: func(b *bytes.Buffer, from, to int) error { return t.writeJSON(b, names, from, to) }}
}

func (t *Table) writeJSON(b *bytes.Buffer, names [][]byte, from, to int) error {
	line := b.AvailableBuffer()
	if from == 0 {
		line = append(line, '[')
	}
	var cells []string
	for i := from; i < to; i++ {
		cells = t.row(i, cells[:0])
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
			line = appendJSON(line, cells[j])
		}
		line = append(line, '}')
		if len(line) >= batch {
			b.Write(line)
			line = b.AvailableBuffer()
		}
	}
	if to == t.Len() {
		line = append(line, "\n]\n"...)
	}
	b.Write(line)
	return nil
}

// appendJSON writes a text. Most need no escapes, and no encoder.
func appendJSON(line []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; i < len(s) && plain; i++ {
		// The separators of lines and paragraphs begin with 0xe2.
		c := s[i]
		plain = c >= ' ' && c != 0x7f && c != 0xe2 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	if plain {
		return append(append(append(line, '"'), s...), '"')
	}
	// The default escaping of < > & keeps a file harmless that a host serves as HTML.
	cell, _ := json.Marshal(s) // a text is never refused
	return append(line, cell...)
}

// isKey tells whether a column is part of the key.
func (t *Table) isKey(name string) bool { return slices.Contains(t.Key, name) }
