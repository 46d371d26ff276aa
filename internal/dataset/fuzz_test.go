package dataset

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzCell writes a cell in all forms: it comes back as it was, and is nowhere
// more than text.
func FuzzCell(f *testing.F) {
	for _, s := range append(hostile, "") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip("content is UTF-8")
		}
		table := &Table{Name: "t", Columns: []Column{{"a", String, ""}, {"n", Integer, ""}}, Rows: [][]string{{s, s}, {"last", "1"}}}
		var lines bytes.Buffer
		std := csv.NewWriter(&lines)
		if err := std.WriteAll([][]string{{"a", "n"}, {harmless(s), harmless(s)}, {"last", "1"}}); err != nil || lines.String() != string(bytesOf(t, table.CSV)) {
			t.Fatalf("%v: encoding/csv writes %q", err, lines.String())
		}
		rows, err := csv.NewReader(bytes.NewReader(bytesOf(t, table.CSV))).ReadAll()
		if err != nil || len(rows) != 3 || rows[1][0] != strings.ReplaceAll(harmless(s), "\r\n", "\n") {
			t.Fatalf("CSV: %v, %q", err, rows)
		}
		if got := rows[1][0]; got != "" && strings.IndexByte("=+-@|\t\r", got[0]) >= 0 {
			t.Fatalf("a spreadsheet would run %q", got)
		}
		text := &Table{Columns: table.Columns[:1], Rows: [][]string{{s}}}
		var back []struct{ A string }
		if err := json.Unmarshal(bytesOf(t, text.AsJSON().all), &back); err != nil || len(back) != 1 || back[0].A != s {
			t.Fatalf("JSON: %v, %q", err, back)
		}
		if s == "" {
			return // no cell is written
		}
		cell := appendCell([]byte(`<c r="A1`), String, s)
		var x struct {
			Type string   `xml:"t,attr"`
			Text string   `xml:"is>t"`
			More []string `xml:"v"`
		}
		if err := xml.Unmarshal(cell, &x); err != nil || x.Type != "inlineStr" || len(x.More) > 0 {
			t.Fatalf("XLSX: %v in %s", err, cell)
		}
	})
}

// FuzzArchive packs a file under a name: it can be read again.
func FuzzArchive(f *testing.F) {
	f.Add("a.csv", "text")
	f.Fuzz(func(t *testing.T, name, text string) {
		if name == "" || strings.ContainsAny(name, "\\\x00\n/") || !utf8.ValidString(name) || name == SumsName || len(name) > 1000 {
			t.Skip("names are our own")
		}
		data := bytesOf(t, func(b *bytes.Buffer) error { return new(Packer).Pack(b, "x", textFiles(map[string]string{name: text})) })
		r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil || len(r.File) != 2 {
			t.Fatal(err)
		}
		in, err := r.File[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(in)
		if err != nil || string(got) != text || r.File[0].Name != "x/"+name {
			t.Fatalf("%v: %q", err, got)
		}
	})
}
