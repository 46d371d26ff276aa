package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
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
// explains, then a sheet for each table. Cells hold values, never formulas. It is
// published at a path; the memory knows what the last build left there.
//
// The library makes the frame: sheets with their heads, styles, properties. The rows
// are put into the sheets here, as the library takes four times as long for them, and
// puts large sheets into temporary files.
func (s *Set) Workbook(b *bytes.Buffer, path string, m *Memory) (err error) {
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
	w := &bookWriter{file: f, bold: bold, rows: map[string]*Form{}}
	if err := f.SetSheetName("Sheet1", sheetName(s.About)); err != nil {
		return err
	}
	if err := w.about(s); err != nil {
		return err
	}
	for _, t := range s.Tables {
		if err := w.table(t); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	parts := &bookParts{rows: w.rows, known: m.left(path)}
	defer parts.known.close()
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return parts })
	if err := f.Write(io.Discard); err != nil {
		return err
	}
	slices.SortFunc(parts.list, func(a, b *member) int { return strings.Compare(a.name, b.name) })
	return m.writeZip(b, path, "", parts.list)
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
	rows map[string]*Form
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
	for i, part := range t.parts(sheetMost - 1) {
		name := t.Name
		if i > 0 {
			name += " " + strconv.Itoa(i+1)
		}
		if err := b.sheet(name, part); err != nil {
			return err
		}
	}
	return nil
}

// parts are tables of so many of the rows at most, or the table itself.
func (t *Table) parts(most int) (list []*Table) {
	if t.Len() <= most {
		return []*Table{t}
	}
	for from := 0; from < t.Len(); from += most {
		part := &Table{Name: t.Name, Columns: t.Columns, Key: t.Key}
		part.Make(min(most, t.Len()-from), func(i int, cells []string) []string { return t.row(from+i, cells) })
		part.Seal()
		list = append(list, part)
	}
	return list
}

func (b *bookWriter) sheet(name string, t *Table) error {
	index, err := b.file.NewSheet(name)
	if err != nil {
		return err
	}
	head := make([]any, len(t.Columns))
	for i, c := range t.Columns {
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
	last, err := excelize.CoordinatesToCellName(max(1, len(t.Columns)), t.Len()+1)
	if err != nil {
		return err
	}
	if err := errors.Join(
		b.file.SetSheetRow(name, "A1", &head), b.file.SetRowStyle(name, 1, 1, b.bold), b.file.SetSheetDimension(name, "A1:"+last),
		b.file.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
	); err != nil {
		return err
	}
	b.rows["xl/worksheets/sheet"+strconv.Itoa(index+1)+".xml"], err = t.asSheet()
	return err
}

// endOfRows ends the rows of a sheet as the library writes it.
const endOfRows = "</sheetData>"

// bookParts takes the parts of a workbook from the library that makes it, and packs them.
type bookParts struct {
	rows  map[string]*Form
	known *left
	list  []*member
	// room is for the rows of one run after the other.
	room bytes.Buffer

	packing deflater
}

// Create begins a part.
func (w *bookParts) Create(name string) (io.Writer, error) {
	part := &bookPart{of: w, member: member{name: name}}
	w.list = append(w.list, &part.member)
	return part, nil
}

// AddFS is part of the library's interface, and used for encrypted files alone.
func (w *bookParts) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close is part of the library's interface.
func (w *bookParts) Close() error { return nil }

// bookPart is a part of a workbook.
type bookPart struct {
	of *bookParts
	member
}

// Write packs what the library writes of a part; into a sheet it puts the rows.
func (p *bookPart) Write(data []byte) (int, error) {
	rows, ok := p.of.rows[p.name]
	if !ok {
		return len(data), p.put(data)
	}
	head, tail, ok := bytes.Cut(data, []byte(endOfRows))
	if !ok {
		return 0, fmt.Errorf("%s: the sheet has no place for rows", p.name)
	}
	if err := p.put(head); err != nil {
		return 0, err
	}
	pieces, err := p.of.packing.rows(p.of.known, rows.keys(), rows.in(&p.of.room))
	if err != nil {
		return 0, err
	}
	p.pieces = append(p.pieces, pieces...)
	return len(data), p.put(append([]byte(endOfRows), tail...))
}

// put packs a piece.
func (p *bookPart) put(data []byte) error {
	packed, err := p.of.packing.pack(data)
	p.pieces = append(p.pieces, packed)
	return err
}

// asSheet are the rows as elements, from the second row of a sheet on.
func (t *Table) asSheet() (*Form, error) {
	names := make([]string, len(t.Columns))
	for i := range names {
		var err error
		if names[i], err = excelize.ColumnNumberToName(i + 1); err != nil {
			return nil, err
		}
	}
	return &Form{Table: t, Name: "sheet", numbered: true, Write: func(b *bytes.Buffer, from, to int) error {
		t.writeSheet(b, names, from, to)
		return nil
	}}, nil
}

func (t *Table) writeSheet(b *bytes.Buffer, names []string, from, to int) {
	line := b.AvailableBuffer()
	var cells []string
	for i := from; i < to; i++ {
		cells = t.row(i, cells[:0])
		row := strconv.Itoa(i + 2)
		line = append(append(append(line, `<row r="`...), row...), `">`...)
		for j, c := range t.Columns {
			if cells[j] == "" {
				continue
			}
			line = append(append(append(line, `<c r="`...), names[j]...), row...)
			line = appendCell(line, c.Type, cells[j])
		}
		line = append(line, `</row>`...)
		if len(line) >= batch {
			b.Write(line)
			line = b.AvailableBuffer()
		}
	}
	b.Write(line)
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
