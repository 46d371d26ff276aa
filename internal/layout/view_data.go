package layout

// DataView lists what can be downloaded, and explains it.
type DataView struct {
	Page
	// Version is that of the form of the data.
	Version string
	// Files hold all tables.
	Files []Download
	// Feeds tell of what is new, each in two forms.
	Feeds []Download
	// Tables are the tables one by one.
	Tables []DataTable
}

// DataTable is a table for download.
type DataTable struct {
	// Name is that of its files, without the ending; Title says what it holds.
	Name, Title string
	// Rows counts records.
	Rows int
	// Files are the table's in all formats.
	Files []Download
	// Columns are in the order of the files.
	Columns []DataColumn
}

// DataColumn explains a column of a table.
type DataColumn struct {
	// Name is the column's in all files; Type is string, integer, boolean, date or uri.
	Name, Type string
	// Description says what it holds.
	Description string
	// Key marks the columns that identify a row.
	Key bool
}

// Download is a file to take.
type Download struct {
	// Name is the file's, Href its address.
	Name, Href string
	// Title says what it holds; "" where that stands above.
	Title string
}
