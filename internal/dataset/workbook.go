package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Limits of a sheet, as all spreadsheets that read the format have them.
const (
	sheetMost = 1 << 20
	cellMost  = 32767
)

// cut ends a cell that is longer than a sheet can hold.
const cut = " […]"

// Workbook writes all tables as one Office Open XML workbook: a sheet that
// explains, then a sheet for each table. Cells hold values, never formulas.
//
// The library makes the frame: sheets with their heads, styles, properties. The rows
// are put into the sheets here, as the library takes four times as long for them, and
// puts large sheets into temporary files.
func (s *Set) Workbook(out io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	if err := f.SetDocProps(&excelize.DocProperties{
		Title: s.Title, Description: s.Description, Creator: s.Title, LastModifiedBy: s.Title, Identifier: s.Homepage, Language: s.Lang, Version: s.Version,
		Created: fixedTime, Modified: fixedTime,
	}); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	b := &bookWriter{file: f, bold: bold, rows: map[string]sheetRows{}}
	if err := f.SetSheetName("Sheet1", sheetName(s.About)); err != nil {
		return err
	}
	if err := b.about(s); err != nil {
		return err
	}
	for _, t := range s.Tables {
		if err := b.table(t); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	parts := archive{amend: b.amend}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return &parts })
	if err := f.Write(io.Discard); err != nil {
		return err
	}
	parts.sort()
	return parts.write(out)
}

// fixedTime is the time of all that wants one: the same tables, the same bytes.
const fixedTime = "2000-01-01T00:00:00Z"

// sheetName takes out what the name of a sheet cannot have.
func sheetName(s string) string {
	s = strings.Trim(strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, s)), " "), "'")
	for utf8.RuneCountInString(s) > excelize.MaxSheetNameLength {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// bookWriter makes sheets.
type bookWriter struct {
	file *excelize.File
	bold int
	// rows are those of the sheets, by the part that holds the sheet.
	rows map[string]sheetRows
}

// sheetRows are the rows of a sheet below its head.
type sheetRows struct {
	columns []Column
	cells   [][]string
}

// about makes the first sheet: what the tables and their columns hold.
func (b *bookWriter) about(s *Set) error {
	name, row := sheetName(s.About), 0
	for i, width := range []float64{18, 26, 10, 100} {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.file.SetColWidth(name, column, column, width); err != nil {
			return err
		}
	}
	put := func(style int, cells ...string) error {
		row++
		at := "A" + strconv.Itoa(row)
		list := make([]any, len(cells))
		for i, c := range cells {
			list[i] = c
		}
		if style > 0 {
			if err := b.file.SetRowStyle(name, row, row, style); err != nil {
				return err
			}
		}
		return b.file.SetSheetRow(name, at, &list)
	}
	if err := put(b.bold, s.Title); err != nil {
		return err
	}
	for _, line := range append([]string{s.Description, s.Homepage, s.Version}, s.Notes...) {
		if err := put(0, line); err != nil {
			return err
		}
	}
	row++
	if err := put(b.bold, s.Heads[:]...); err != nil {
		return err
	}
	for _, t := range s.Tables {
		if err := put(0, t.Name, "", "", t.Title); err != nil {
			return err
		}
		for _, c := range t.Columns {
			if err := put(0, t.Name, c.Name, string(c.Type), c.Description); err != nil {
				return err
			}
		}
	}
	return nil
}

// table makes the sheet of a table, or more than one where it has more rows than
// one can hold.
func (b *bookWriter) table(t *Table) error {
	rows, name := t.Rows, t.Name
	for part := 1; part == 1 || len(rows) > 0; part++ {
		if part > 1 {
			name = t.Name + " " + strconv.Itoa(part)
		}
		n := min(len(rows), sheetMost-1)
		if err := b.sheet(name, t.Columns, rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func (b *bookWriter) sheet(name string, columns []Column, rows [][]string) error {
	index, err := b.file.NewSheet(name)
	if err != nil {
		return err
	}
	head := make([]any, len(columns))
	for i, c := range columns {
		head[i] = c.Name
		width := 16.0
		if c.Type == Integer {
			width = 10
		} else if c.Name == "title" || c.Name == "name" {
			width = 48
		}
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.file.SetColWidth(name, column, column, width); err != nil {
			return err
		}
	}
	last, err := excelize.CoordinatesToCellName(max(1, len(columns)), len(rows)+1)
	if err != nil {
		return err
	}
	if err := errors.Join(
		b.file.SetSheetRow(name, "A1", &head), b.file.SetRowStyle(name, 1, 1, b.bold), b.file.SetSheetDimension(name, "A1:"+last),
		b.file.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
	); err != nil {
		return err
	}
	b.rows["xl/worksheets/sheet"+strconv.Itoa(index+1)+".xml"] = sheetRows{columns, rows}
	return nil
}

// endOfRows ends the rows of a sheet as the library writes it.
const endOfRows = "</sheetData>"

// amend writes a part of the workbook; into a sheet it puts the rows.
func (b *bookWriter) amend(name string, data []byte, out io.Writer) error {
	rows, ok := b.rows[name]
	if !ok {
		_, err := out.Write(data)
		return err
	}
	head, tail, ok := bytes.Cut(data, []byte(endOfRows))
	if !ok {
		return fmt.Errorf("%s: the sheet has no place for rows", name)
	}
	if _, err := out.Write(head); err != nil {
		return err
	}
	if err := rows.write(out); err != nil {
		return err
	}
	_, err := out.Write(append([]byte(endOfRows), tail...))
	return err
}

// write writes the rows as elements, from the second row of the sheet on.
func (s sheetRows) write(out io.Writer) error {
	columns := make([]string, len(s.columns))
	for i := range columns {
		var err error
		if columns[i], err = excelize.ColumnNumberToName(i + 1); err != nil {
			return err
		}
	}
	var line []byte
	for i, cells := range s.cells {
		row := strconv.Itoa(i + 2)
		line = append(append(append(line, `<row r="`...), row...), `">`...)
		for j, c := range s.columns {
			if cells[j] == "" {
				continue
			}
			line = append(append(append(line, `<c r="`...), columns[j]...), row...)
			line = appendCell(line, c.Type, cells[j])
		}
		line = append(line, `</row>`...)
		if len(line) >= batch {
			if _, err := out.Write(line); err != nil {
				return err
			}
			line = line[:0]
		}
	}
	_, err := out.Write(line)
	return err
}

// appendCell writes the rest of a cell: a number or an answer is one, all else is
// text, so that 040 stays 040 and nothing is run.
func appendCell(line []byte, kind Type, cell string) []byte {
	value := cell
	switch {
	case kind == Integer && digits(cell):
		line = append(line, `"><v>`...)
	case kind == Boolean && (cell == "true" || cell == "false"):
		line = append(line, `" t="b"><v>`...)
		value = "0"
		if cell == "true" {
			value = "1"
		}
	default:
		line = append(line, `" t="inlineStr"><is><t`...)
		if first, last := cell[0], cell[len(cell)-1]; first <= ' ' || last <= ' ' {
			line = append(line, ` xml:space="preserve"`...)
		}
		line = append(line, '>')
		return append(appendText(line, short(cell)), `</t></is></c>`...)
	}
	return append(append(line, value...), `</v></c>`...)
}

// digits tells whether a cell is a number that no program reads otherwise.
func digits(cell string) bool {
	n, err := strconv.Atoi(cell)
	return err == nil && strconv.Itoa(n) == cell && len(cell) <= 15
}

// appendText escapes a text for XML. In workbooks _x000D_ stands for a character;
// where a text has the like, its own underscore is written so.
func appendText(line []byte, s string) []byte {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c >= ' ' && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '_'
	}
	if plain {
		return append(line, s...)
	}
	for i, r := range s {
		switch {
		case r == '&':
			line = append(line, "&amp;"...)
		case r == '<':
			line = append(line, "&lt;"...)
		case r == '>':
			line = append(line, "&gt;"...)
		case r == '\r', r == '_' && escaped.MatchString(s[i:]):
			line = fmt.Appendf(line, "_x%04X_", r)
		case r < 0x20 && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff:
			line = utf8.AppendRune(line, utf8.RuneError)
		default:
			line = utf8.AppendRune(line, r)
		}
	}
	return line
}

// escaped is what programs read as a character.
var escaped = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

// short keeps a cell within what a sheet can hold.
func short(cell string) string {
	// The limit counts units of UTF-16, of which no rune has more than it has bytes.
	if len(cell) <= cellMost {
		return cell
	}
	units, end := 0, 0
	for i, r := range cell {
		if r > 0xffff {
			units++
		}
		if units++; units > cellMost {
			return cell[:end] + cut
		}
		if units <= cellMost-len([]rune(cut)) {
			end = i + utf8.RuneLen(r)
		}
	}
	return cell
}
