// Package dataset writes tables in the forms in which people take them: CSV,
// JSON, a workbook, and an archive of all with checksums; with the two
// descriptions that tools read, a Frictionless data package and CSV on the Web.
//
// It knows nothing of what the tables hold. The same tables make the same bytes,
// those of the workbook and the archive included, with what the last build left
// ([Memory]) or without.
package dataset

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash"
	"slices"
)

// Type is the type of the cells of a column.
type Type string

// The types. Cells of all of them may be empty, which stands for no value.
const (
	// String is any text.
	String Type = "string"
	// Integer is a number in decimal digits.
	Integer Type = "integer"
	// Boolean is true or false.
	Boolean Type = "boolean"
	// Date is a day, YYYY-MM-DD.
	Date Type = "date"
	// URI is an absolute address.
	URI Type = "uri"
)

// Column describes the cells of a column.
type Column struct {
	// Name is stable, in lower case with underscores.
	Name string
	// Type is that of the cells.
	Type Type
	// Description says what they hold, in the language of the set.
	Description string
}

// Reference says that columns name a row of a table.
type Reference struct {
	// Columns are those that name the row.
	Columns []string
	// Table is where it stands; "" is the same table.
	Table string
	// Fields are the columns of the key there.
	Fields []string
}

// Table is a list of rows.
type Table struct {
	// Name is the file's, without the ending; Title says what it holds.
	Name, Title string
	// Columns are in the order of the cells.
	Columns []Column
	// Key names the columns that identify a row; none of their cells is empty.
	Key []string
	// References lead to other tables.
	References []Reference
	// Rows have a cell for each column; there are none where they are made.
	Rows [][]string

	room []string // for cells to come
	// made is the number of rows that make makes.
	made int
	make func(i int, cells []string) []string
	// Once sealed: digests of the whole and of all but the rows, the runs of rows, and
	// the bytes of all cells.
	digest, frame string
	runs          []run
	bytes         int
}

// rowsAtOnce is the number of rows for which room is made at most.
const rowsAtOnce = 256

// Add adds a row.
func (t *Table) Add(cells ...string) {
	n := len(cells)
	if len(t.room) < n {
		t.room = make([]string, n*max(16, min(len(t.Rows), rowsAtOnce)))
	}
	row := t.room[:n:n]
	t.room = t.room[n:]
	copy(row, cells)
	t.Rows = append(t.Rows, row)
}

// Make gives the table n rows that are not held: each is made when it is asked for, the
// same each time, and appended to cells.
func (t *Table) Make(n int, row func(i int, cells []string) []string) { t.made, t.make = n, row }

// Len is the number of rows.
func (t *Table) Len() int { return len(t.Rows) + t.made }

// row appends the cells of a row.
func (t *Table) row(i int, cells []string) []string {
	if t.make != nil {
		return t.make(i, cells)
	}
	return append(cells, t.Rows[i]...)
}

// Seal notes the digest of the table, which does not change from now on, and cuts the
// rows into runs; there is one at least.
func (t *Table) Seal() {
	d := &digester{hash: sha256.New()}
	t.frame = t.frameDigest(d)
	keys := make([]int, len(t.Key))
	for i, name := range t.Key {
		keys[i] = slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	}
	t.runs, t.bytes = nil, 0
	from, size := 0, 0
	var row []string
	for i := range t.Len() {
		row = t.row(i, row[:0])
		d.text(row...)
		for _, cell := range row {
			size += len(cell)
		}
		if size >= runLeast && i+1 < t.Len() && isEnd(row, keys) {
			t.runs = append(t.runs, run{from, i + 1, d.sum()})
			t.bytes += size
			from, size = i+1, 0
		}
	}
	t.runs = append(t.runs, run{from, t.Len(), d.sum()})
	t.bytes += size
	d.text(t.frame)
	for _, r := range t.runs {
		d.text(string(r.digest[:]))
	}
	t.digest = d.short()
}

// frameDigest is that of all but the rows.
func (t *Table) frameDigest(d *digester) string {
	d.text(t.Name, t.Title)
	d.count(len(t.Columns))
	for _, c := range t.Columns {
		d.text(c.Name, string(c.Type), c.Description)
	}
	d.count(len(t.Key))
	d.text(t.Key...)
	d.count(len(t.References))
	for _, r := range t.References {
		d.text(r.Table)
		d.count(len(r.Columns))
		d.text(r.Columns...)
		d.text(r.Fields...)
	}
	return d.short()
}

// Fingerprint is the digest noted by Seal.
func (t *Table) Fingerprint() string { return t.digest }

// Set is all tables of one language.
type Set struct {
	// Name identifies the set: lower case ASCII with hyphens.
	Name string
	// Title and Description are in the language of Lang.
	Title, Description, Lang string
	// Homepage is the absolute address of the page that offers the files.
	Homepage string
	// Version is that of the form of the data: three numbers with points.
	Version string
	// About and Notes are the heading and the lines of the workbook's first sheet.
	About string
	Notes []string
	// Heads are the words over the first sheet's list of columns: table, column,
	// type, description.
	Heads [4]string
	// Tables are in the order of the downloads.
	Tables []*Table
}

// digester hashes texts and numbers so that no two lists of them are alike.
type digester struct {
	buf  []byte
	hash hash.Hash
}

func (d *digester) count(n int) { d.buf = binary.AppendVarint(d.buf, int64(n)) }

func (d *digester) text(list ...string) {
	for _, s := range list {
		d.count(len(s))
		d.buf = append(d.buf, s...)
	}
	if len(d.buf) >= batch {
		d.hash.Write(d.buf)
		d.buf = d.buf[:0]
	}
}

// sum is the digest of what came since the last.
func (d *digester) sum() (sum [sha256.Size]byte) {
	d.hash.Write(d.buf)
	d.hash.Sum(sum[:0])
	d.buf = d.buf[:0]
	d.hash.Reset()
	return sum
}

// short is sum as a text that is long enough to tell tables apart.
func (d *digester) short() string {
	sum := d.sum()
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}
