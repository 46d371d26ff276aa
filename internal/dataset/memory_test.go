package dataset

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// shelf has the files of the last build, and its memory.
type shelf struct {
	files map[string][]byte
	memo  []byte
	// read counts the bytes that a build has read of each, written the rows that it has
	// written.
	read    map[string]int
	written int
}

func (s *shelf) open(path string) (*io.SectionReader, func(), bool) {
	data, ok := s.files[path]
	return io.NewSectionReader(&counter{bytes.NewReader(data), s.read, path}, 0, int64(len(data))), func() {}, ok
}

// counter counts what is read.
type counter struct {
	io.ReaderAt
	read map[string]int
	path string
}

func (c *counter) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, off)
	c.read[c.path] += n
	return n, err
}

// build makes the files of a table, but those that are kept, with what is on the shelf,
// and puts them there.
func (s *shelf) build(t *testing.T, table *Table, keep func(path string) bool) {
	t.Helper()
	table.Seal()
	s.read, s.written = map[string]int{}, 0
	m, err := ReadMemory(s.memo, s.open)
	if err != nil {
		t.Fatal(err)
	}
	k := &Packer{Memory: m, Archive: "all.zip"}
	set := &Set{Name: "set", About: "About", Tables: []*Table{table}}
	packed := []*File{{Path: "book.xlsx", Packed: true, Write: func(b *bytes.Buffer) error { return set.Workbook(b, "book.xlsx", m) }}}
	for _, f := range []*Form{table.AsCSV(), table.AsJSON()} {
		write := f.Write
		f.Write = func(b *bytes.Buffer, from, to int) error {
			s.written += to - from
			return write(b, from, to)
		}
		packed = append(packed, &File{Path: "table." + f.Name, Form: f, Packed: true})
	}
	all := append(slices.Clone(packed), &File{Path: "all.zip", Write: func(b *bytes.Buffer) error { return k.Pack(b, "folder", packed) }})
	if len(table.Rows)%2 == 0 {
		slices.Reverse(all) // the archive may come first
	}
	files := map[string][]byte{}
	for _, f := range all {
		if keep(f.Path) {
			files[f.Path] = s.files[f.Path]
			continue
		}
		var b bytes.Buffer
		b.WriteString("before")
		if err := k.File(&b, f); err != nil {
			t.Fatal(err)
		}
		files[f.Path] = b.Bytes()[len("before"):]
	}
	if s.memo, err = m.Bytes(); err != nil {
		t.Fatal(err)
	}
	s.files = files
}

func nothing(string) bool { return false }

// clean are the files that a build without a memory makes.
func clean(t *testing.T, table *Table) map[string][]byte {
	t.Helper()
	table.Seal()
	s, k := &shelf{files: map[string][]byte{}}, &Packer{Archive: "all.zip"}
	set := &Set{Name: "set", About: "About", Tables: []*Table{table}}
	packed := []*File{
		{Path: "book.xlsx", Packed: true, Write: set.book},
		{Path: "table.csv", Packed: true, Form: table.AsCSV()},
		{Path: "table.json", Packed: true, Form: table.AsJSON()},
	}
	// The archive first: it makes no difference.
	s.files["all.zip"] = bytesOf(t, func(b *bytes.Buffer) error { return k.Pack(b, "folder", packed) })
	for _, f := range packed {
		s.files[f.Path] = bytesOf(t, func(b *bytes.Buffer) error { return k.File(b, f) })
	}
	return s.files
}

func row(random *rand.Rand) []string {
	id := fmt.Sprintf("id-%d", random.IntN(1e9))
	return []string{id, fmt.Sprint(random.IntN(1000)), strings.Repeat(hostile[random.IntN(len(hostile))], random.IntN(12)), ""}
}

func randomTable(random *rand.Rand, rows int) *Table {
	t := &Table{Name: "table", Key: []string{"id"}, Columns: []Column{{"id", String, ""}, {"n", Integer, ""}, {"text", String, ""}, {"none", String, ""}}}
	for range rows {
		t.Add(row(random)...)
	}
	return t
}

// However rows are edited, the files are those of a clean build.
func TestRememberedFilesEqualCleanOnes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	table, s := randomTable(random, 8000), &shelf{}
	compare := func(step string) {
		t.Helper()
		want := clean(t, table)
		for path, data := range want {
			if !bytes.Equal(s.files[path], data) {
				t.Fatalf("%s: %s differs", step, path)
			}
		}
	}
	s.build(t, table, nothing)
	compare("the first build")
	if n := len(table.runs); n < 3 {
		t.Fatalf("only %d runs", n)
	}
	for step := range 12 {
		at := []int{0, len(table.Rows) / 2, max(0, len(table.Rows)-1), random.IntN(max(1, len(table.Rows)))}[step%4]
		kind := step / 4
		switch rows := table.Rows; kind {
		case 0:
			changed := row(random)
			changed[0] = rows[at][0]
			rows[at] = changed
		case 1:
			table.Rows = slices.Insert(rows, at, row(random))
		case 2:
			table.Rows = slices.Delete(rows, at, at+1)
		}
		s.build(t, table, nothing)
		compare(fmt.Sprintf("edit %d at %d", kind, at))
		if s.written > len(table.Rows) {
			t.Errorf("edit %d at %d: %d rows were written of a table of %d", kind, at, s.written, len(table.Rows))
		}
	}
	rows, runs := table.Rows, table.runs
	for _, some := range [][]string{nil, rows[0]} {
		table.Rows = slices.DeleteFunc([][]string{some}, func(row []string) bool { return row == nil })
		s.build(t, table, nothing)
		compare(fmt.Sprintf("%d rows", len(table.Rows)))
	}
	// A run that is the last, or the first, is not written as others are.
	for _, some := range [][][]string{rows, rows[:runs[1].to], rows, rows[runs[0].to:], rows} {
		table.Rows = some
		s.build(t, table, nothing)
		compare(fmt.Sprintf("%d rows of %d", len(some), len(rows)))
	}
	for path := range s.files {
		s.build(t, table, func(kept string) bool { return kept != path })
		compare(path + " alone")
		if n := s.read["table.csv"] + s.read["table.json"]; s.written > 0 || path == "all.zip" && n > 0 {
			t.Errorf("%s alone: %d rows were written, %d bytes of other files were read", path, s.written, n)
		}
	}
}

// What does not fit is not believed: neither a memory of other files, nor one that is
// damaged, nor one that lies.
func TestMemoryIsNotTrusted(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	table := randomTable(random, 2000)
	want := clean(t, table)
	fresh := func() *shelf {
		s := &shelf{}
		s.build(t, table, nothing)
		return s
	}
	check := func(name string, s *shelf) {
		t.Helper()
		s.build(t, table, nothing)
		for path, data := range want {
			if !bytes.Equal(s.files[path], data) {
				t.Errorf("%s: %s differs", name, path)
			}
		}
	}
	s := fresh()
	for path, data := range s.files {
		s.files[path] = slices.Clone(data)
		for i := range s.files[path] {
			if i%1000 == 0 {
				s.files[path][i] ^= 1
			}
		}
	}
	check("other bytes", s)
	s = fresh()
	for path, data := range s.files {
		s.files[path] = data[:len(data)/2]
	}
	check("shorter files", s)
	s = fresh()
	delete(s.files, "all.zip")
	delete(s.files, "table.csv")
	check("files that are gone", s)
	for _, lie := range []func(p *place){
		func(p *place) { p.Off = -1 }, func(p *place) { p.Off = 1 << 62 }, func(p *place) { p.N = 1<<32 - 1 }, func(p *place) { p.N-- },
		func(p *place) { p.Sum++ }, func(p *place) { p.Off++ },
	} {
		s = fresh()
		m, err := ReadMemory(s.memo, s.open)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range m.before {
			for i := range l.places {
				lie(&l.places[i])
			}
		}
		if s.memo, err = m.Bytes(); err != nil {
			t.Fatal(err)
		}
		check("lies", s)
	}
}

func TestReadMemory(t *testing.T) {
	s := &shelf{}
	s.build(t, randomTable(rand.New(rand.NewPCG(5, 6)), 100), nothing)
	read := func(data []byte) (int, error) {
		m, err := ReadMemory(data, s.open)
		return len(m.before), err
	}
	if n, err := read(s.memo); n != 4 || err != nil {
		t.Errorf("%d files, %v, want four", n, err)
	}
	if n, err := read(nil); n != 0 || err != nil {
		t.Errorf("nothing: %d files, %v", n, err)
	}
	for i := range s.memo {
		damaged := slices.Clone(s.memo)
		damaged[i] ^= 4
		for _, data := range [][]byte{damaged, s.memo[:i]} {
			if n, err := read(data); n != 0 || err == nil && len(data) > 0 {
				t.Fatalf("damaged at byte %d: %d files, %v", i, n, err)
			}
		}
	}
	// What is no longer published is forgotten.
	delete(s.files, "table.csv")
	if n, err := read(s.memo); n != 3 || err != nil {
		t.Errorf("%d files are remembered, %v, want three", n, err)
	}
}

// FuzzReadMemory reads anything: no panic, and no files with an error.
func FuzzReadMemory(f *testing.F) {
	f.Add([]byte("a\t1\n"))
	f.Add([]byte("a\t99999999\n"))
	f.Add(append([]byte("a\t1\n"), make([]byte, 200)...))
	f.Fuzz(func(t *testing.T, body []byte) {
		sum := sha256.Sum256(body)
		data := append(append([]byte(memoryFormat), sum[:]...), body...)
		if m, err := ReadMemory(data, new(shelf).open); err != nil && len(m.before) > 0 {
			t.Error("an error came with files")
		}
	})
}

func TestJoinSums(t *testing.T) {
	text := []byte(strings.Repeat("some text ", 30000))
	for _, n := range []int{0, 1, 2, 255, 256, 65536, 100000, len(text)} {
		got := joinSums(crc32.ChecksumIEEE(text[:n]), crc32.ChecksumIEEE(text[n:]), uint32(len(text)-n))
		if want := crc32.ChecksumIEEE(text); got != want {
			t.Errorf("%d and %d bytes: %08x, want %08x", n, len(text)-n, got, want)
		}
	}
}

// Runs follow the rows: one row more or less leaves most as they are.
func TestRunsFollowRows(t *testing.T) {
	table := randomTable(rand.New(rand.NewPCG(7, 8)), 20000)
	digests := func() map[string]bool {
		table.Seal()
		set, next := map[string]bool{}, 0
		for _, r := range table.runs {
			if r.from != next {
				t.Fatalf("a run begins at row %d, want %d", r.from, next)
			}
			next = r.to
			set[string(r.digest[:])] = true
		}
		if next != len(table.Rows) {
			t.Fatalf("%d rows of %d are in runs", next, len(table.Rows))
		}
		return set
	}
	before := digests()
	for _, at := range []int{0, 10000, 20000} {
		rows := table.Rows
		table.Rows = slices.Insert(slices.Clone(rows), at, []string{"new", "1", "", ""})
		after := digests()
		maps.DeleteFunc(after, func(k string, _ bool) bool { return before[k] })
		if len(before) < 8 || len(after) > 3 {
			t.Errorf("a row at %d: %d of %d runs are new", at, len(after), len(before))
		}
		table.Rows = rows
	}
}

// A table that no sheet can hold is divided.
func TestParts(t *testing.T) {
	table := randomTable(rand.New(rand.NewPCG(9, 10)), 10)
	for most, want := range map[int][]int{10: {10}, 11: {10}, 9: {9, 1}, 4: {4, 4, 2}} {
		var got []int
		for _, p := range table.parts(most) {
			got = append(got, p.Len())
		}
		if !slices.Equal(got, want) {
			t.Errorf("at most %d: %v, want %v", most, got, want)
		}
	}
}
