package dataset

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// hostile cells are what a spreadsheet, a browser or a parser might take for
// something else than text.
var hostile = []string{
	`=cmd|' /C calc'!A0`, "+1", "-x", "@y", "\tz", "\rz", "|w", `</script><script>alert(1)</script>"`, "plain, with comma", "line\nbreak", `"quoted"`, "]]>&amp;<v>1</v>", "040", "_x0041_", " blank ", "🌳 arbre", "Žalia ši\u2028rdis\u2029", "\x7f", "“q”",
}

func sample() *Set {
	t := &Table{
		Name: "things", Title: "Things & <others>", Key: []string{"name"},
		Columns: []Column{{"name", String, "A name"}, {"n", Integer, "A number"}, {"yes", Boolean, "An answer"}, {"day", Date, "A day"}, {"url", URI, "An address"}},
	}
	for i, s := range hostile {
		t.Rows = append(t.Rows, []string{s, fmt.Sprint(i - 3), fmt.Sprint(i%2 == 0), "2024-02-29", "https://example.org/?a=1&b=2"})
	}
	t.Rows = append(t.Rows, []string{"empty", "", "", "", ""})
	other := &Table{
		Name: "others", Title: "Others", Key: []string{"id"}, Columns: []Column{{"id", String, "An id"}, {"thing", String, "A thing"}},
		References: []Reference{{Columns: []string{"thing"}, Table: "things", Fields: []string{"name"}}}, Rows: [][]string{{"1", "empty"}},
	}
	t.Seal()
	other.Seal()
	return &Set{
		Name: "sample", Title: `Sample "set" <1>`, Description: "=A sentence", Lang: "en", Homepage: "https://example.org/data/", Version: "1.0.0",
		About: "About: [this]", Notes: []string{"=note", "another"}, Heads: [4]string{"Table", "Column", "Type", "Holds"}, Tables: []*Table{t, other},
	}
}

func bytesOf(t *testing.T, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// all writes all rows.
func (f *Form) all(b *bytes.Buffer) error { return f.Write(b, 0, len(f.Table.Rows)) }

// book writes a workbook without a memory.
func (s *Set) book(b *bytes.Buffer) error { return s.Workbook(b, "", nil) }

func TestCSVRunsNoFormula(t *testing.T) {
	table := sample().Tables[0]
	rows, err := csv.NewReader(bytes.NewReader(bytesOf(t, table.CSV))).ReadAll()
	if err != nil || len(rows) != len(hostile)+2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, r := range rows[1 : len(hostile)+1] {
		if strings.ContainsAny(r[0][:1], "=+-@|\t\r") {
			t.Errorf("a spreadsheet would run %q", r[0])
		}
		if got := strings.TrimPrefix(r[0], "'"); got != strings.ReplaceAll(hostile[i], "\r\n", "\n") {
			t.Errorf("got %q, want %q", got, hostile[i])
		}
	}
}

func TestJSONKeepsTextAndTypes(t *testing.T) {
	data := bytesOf(t, sample().Tables[0].AsJSON().all)
	if bytes.Contains(data, []byte("<script")) || bytes.Contains(data, []byte("</script")) {
		t.Error("a tag is in it")
	}
	var rows []map[string]any
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	for i, s := range hostile {
		if rows[i]["name"] != s || rows[i]["n"] != float64(i-3) || rows[i]["yes"] != (i%2 == 0) {
			t.Errorf("row %d: got %v", i, rows[i])
		}
	}
	if last := rows[len(rows)-1]; last["n"] != "" || last["yes"] != "" {
		t.Errorf("empty cells: %v", last)
	}
	empty := &Table{Columns: []Column{{"a", String, ""}}}
	if got := string(bytesOf(t, empty.AsJSON().all)); got != "[\n]\n" {
		t.Errorf("no rows: %q", got)
	}
}

// A workbook holds the cells as they are, as values; it is the same each time.
func TestWorkbook(t *testing.T) {
	s := sample()
	data := bytesOf(t, s.book)
	for range 5 {
		if !bytes.Equal(data, bytesOf(t, sample().book)) {
			t.Fatal("the same tables made other bytes")
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); !reflect.DeepEqual(got, []string{"About this", "things", "others"}) {
		t.Errorf("sheets %q", got)
	}
	rows, err := f.GetRows("things")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(rows[0], []string{"name", "n", "yes", "day", "url"}) {
		t.Errorf("head %q", rows[0])
	}
	for i, s := range hostile {
		at := fmt.Sprintf("A%d", i+2)
		// XML reads a carriage return as a line end.
		if got := rows[i+1][0]; got != strings.ReplaceAll(s, "\r", "\n") && got != s {
			t.Errorf("%s is %q, want %q", at, got, s)
		}
		if formula, err := f.GetCellFormula("things", at); err != nil || formula != "" {
			t.Errorf("%s is a formula %q, %v", at, formula, err)
		}
	}
	if kind, err := f.GetCellType("things", "B2"); err != nil || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Errorf("a number is text: %v %v", kind, err)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(part, []byte("<f>")) || bytes.Contains(part, []byte("<script")) {
			t.Errorf("%s has a formula or a tag", f.Name)
		}
	}
}

// Long cells and many rows stay within what a sheet can hold, on every writer's
// count of characters.
func TestWorkbookLimits(t *testing.T) {
	for _, s := range []string{strings.Repeat("a", cellMost), strings.Repeat("é", cellMost), strings.Repeat("🌳", cellMost/2)} {
		if short(s) != s {
			t.Errorf("%d bytes of %q fit and were cut", len(s), s[:4])
		}
		got := short(s + "🌳b")
		units := 0
		for _, r := range got {
			if units++; r > 0xffff {
				units++
			}
		}
		if units > cellMost || units < cellMost-8 || !strings.HasSuffix(got, cut) {
			t.Errorf("%q…: %d units, ends in %q", s[:4], units, got[len(got)-8:])
		}
	}
}

// LibreOffice reads the workbook as it reads the CSV.
func TestWorkbookOpensInLibreOffice(t *testing.T) {
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Log("LibreOffice is not installed: the workbook was read by excelize alone")
		return
	}
	folder := t.TempDir()
	name := filepath.Join(folder, "sample.xlsx")
	if err := os.WriteFile(name, bytesOf(t, sample().book), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--headless", "-env:UserInstallation=file://"+filepath.Join(folder, "profile"),
		"--convert-to", `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2`, "--outdir", folder, name)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	found, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil || len(found) != 1 {
		t.Fatalf("converted to %q, %v", found, err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(rows) != len(hostile)+2 {
		t.Fatalf("%d rows, %v\n%s", len(rows), err, data)
	}
	for i, s := range hostile {
		if rows[i+1][0] != s {
			t.Errorf("row %d: %q, want %q", i, rows[i+1][0], s)
		}
	}
}

// textFiles are files of texts by their names.
func textFiles(texts map[string]string) (files []*File) {
	for name, text := range texts {
		files = append(files, &File{Path: "en/data/" + name, Packed: true, Write: func(b *bytes.Buffer) error {
			b.WriteString(text)
			return nil
		}})
	}
	return files
}

func TestArchive(t *testing.T) {
	var k Packer
	files := textFiles(map[string]string{"b.csv": "two", "a.csv": strings.Repeat("one ", 100000), "c.xlsx": zipMagic + "..."})
	pack := func(b *bytes.Buffer) error { return k.Pack(b, "folder", files) }
	data := bytesOf(t, pack)
	slices.Reverse(files)
	if !bytes.Equal(data, bytesOf(t, pack)) {
		t.Error("the order of the files changes the bytes")
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	got, sums := map[string]string{}, ""
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in) // compares the CRC as well
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if f.Name == "folder/"+SumsName {
			sums = string(text)
			continue
		}
		got[strings.TrimPrefix(f.Name, "folder/")] = fmt.Sprintf("%x", sha256.Sum256(text))
		if f.Modified.Year() > 1981 {
			t.Errorf("%s shows the time %v", f.Name, f.Modified)
		}
	}
	want := got["a.csv"] + "  a.csv\n" + got["b.csv"] + "  b.csv\n" + got["c.xlsx"] + "  c.xlsx\n"
	if len(got) != 3 || sums != want {
		t.Errorf("sums %q, want %q", sums, want)
	}
	bad := errors.New("a table that cannot be written")
	files = append(files, &File{Path: "d.csv", Packed: true, Write: func(*bytes.Buffer) error { return bad }})
	if err := pack(new(bytes.Buffer)); !errors.Is(err, bad) {
		t.Errorf("an archive that cannot be written: %v", err)
	}
}

// The digest of a table changes with all that its files are made of.
func TestSealSeesEveryChange(t *testing.T) {
	want := sample().Tables[1].Fingerprint()
	if want != sample().Tables[1].Fingerprint() {
		t.Fatal("equal tables differ")
	}
	for name, change := range map[string]func(*Table){
		"title": func(x *Table) { x.Title = "" }, "type": func(x *Table) { x.Columns[0].Type = Integer }, "description": func(x *Table) { x.Columns[1].Description = "" },
		"key": func(x *Table) { x.Key = []string{"thing"} }, "reference": func(x *Table) { x.References[0].Fields[0] = "id" },
		"cell": func(x *Table) { x.Rows[0] = []string{"1e", "mpty"} }, "row": func(x *Table) { x.Rows = nil },
	} {
		x := sample().Tables[1]
		change(x)
		if x.Seal(); x.Fingerprint() == want {
			t.Errorf("%s: a change is not seen", name)
		}
	}
}

// Cells are written as encoding/json writes them.
func TestAppendJSON(t *testing.T) {
	for _, s := range append(hostile, "", "\xff", "a\xe2", "é", "\x00", "\u2027") {
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := appendJSON(nil, s); string(got) != string(want) {
			t.Errorf("%q: got %s, want %s", s, got, want)
		}
	}
}

// Fields are written as encoding/csv writes them.
func TestAppendField(t *testing.T) {
	for _, s := range append(hostile, "", `\.`, "\u2003em", "\u0085next", "a\\.", "\xff", "a b", "a,b", `a"b`) {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.Write([]string{s, "x"}); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		if got := string(appendField(appendField(nil, s, 0), "x", 1)) + "\n"; got != b.String() {
			t.Errorf("%q: got %q, want %q", s, got, b.String())
		}
	}
}
