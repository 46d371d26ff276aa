package content

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/report"
)

// The content of this repository has to be without problems, and to survive
// being written and read again.
func TestRepositoryContent(t *testing.T) {
	s, problems, err := Load(os.DirFS("../.."), Options{KnownCountry: i18n.KnownCountry})
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) > 0 {
		t.Error(told(t, problems))
	}
	if s.Settings == nil || len(s.Editions) < 79 || len(s.Resolutions) < 54 || len(s.Members) < 209 {
		t.Fatalf("content is missing: %d editions, %d resolutions, %d members", len(s.Editions), len(s.Resolutions), len(s.Members))
	}
	settings, err := os.ReadFile("../../" + SettingsFile)
	if err != nil {
		t.Fatal(err)
	}
	roundTrip(t, s, settings, i18n.KnownCountry)
}

// roundTrip writes all values, reads them again, and compares.
func roundTrip(t testing.TB, s *Sources, settings []byte, country func(string) bool) {
	t.Helper()
	tree := fstest.MapFS{SettingsFile: {Data: settings}}
	add := func(path string, data []byte) { tree[path] = &fstest.MapFile{Data: data} }
	for _, e := range s.Editions {
		add(e.Path, MarshalEdition(e))
	}
	for _, r := range s.Resolutions {
		add(r.Path, MarshalResolution(r))
	}
	for _, m := range s.Members {
		add(m.Path, MarshalMember(m))
	}
	for _, p := range s.Pages {
		add(p.Path, MarshalPage(p))
	}
	again, problems, err := Load(tree, Options{KnownCountry: country})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Severity == diag.Error {
			t.Errorf("what was written cannot be read: %s\n%s", p, tree[p.Pos.File].Data)
		}
	}
	same := func(path string, a, b any) {
		t.Helper()
		if x, y := bare(a), bare(b); !reflect.DeepEqual(x, y) {
			t.Errorf("%s is another after writing and reading:\n%+v\n%+v\n%s", path, x, y, tree[path].Data)
		}
	}
	if len(again.Editions) != len(s.Editions) || len(again.Resolutions) != len(s.Resolutions) || len(again.Members) != len(s.Members) || len(again.Pages) != len(s.Pages) {
		t.Fatalf("files were lost")
	}
	for i, e := range s.Editions {
		same(e.Path, *e, *again.Editions[i])
	}
	for i, r := range s.Resolutions {
		same(r.Path, *r, *again.Resolutions[i])
	}
	for i, m := range s.Members {
		same(m.Path, *m, *again.Members[i])
	}
	for i, p := range s.Pages {
		same(p.Path, *p, *again.Pages[i])
	}
}

// bare is a value without positions and digests, which writing changes.
func bare(v any) any {
	c := reflect.New(reflect.TypeOf(v)).Elem()
	c.Set(reflect.ValueOf(v))
	strip(c)
	return c.Interface()
}

func strip(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[diag.Pos]() {
			v.SetZero()
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); slices.Contains([]string{"Digest", "Head", "Tail", "BodyLine"}, f.Name) {
				v.Field(i).SetZero()
				continue
			}
			strip(v.Field(i))
		}
	case reflect.Slice:
		if v.Len() == 0 || v.Type().Elem().Kind() != reflect.Struct {
			return
		}
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		for i := range fresh.Len() {
			strip(fresh.Index(i))
		}
		v.Set(fresh)
	}
}

// The body is in normal form, and the file can be had as it was authored.
func TestFileParts(t *testing.T) {
	const head = "---\nname: International Fund\n---\n"
	for _, end := range []string{
		"", "\n", "\n\n \t\n", "Text.", "Text.\n", "Text. ", "Text. \n", "Text.\t\n\n", "\n\nText.\n\n\n", " \nText\n\nText. \n ",
	} {
		tree := base(t)
		tree["content/members/ifaw.md"] = &fstest.MapFile{Data: []byte(head + end)}
		s, problems, err := Load(tree, Options{KnownCountry: country})
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v\n%s", err, told(t, problems))
		}
		m := s.Members[slices.IndexFunc(s.Members, func(m *report.Member) bool { return m.ID == "ifaw" })]
		if raw := string(m.Raw()); raw != head+end || digestOf([]byte(raw)) != m.Digest {
			t.Errorf("%q is %q", head+end, raw)
		}
		if want := string(trimBody([]byte(end))); string(m.Body) != want {
			t.Errorf("%q has the body %q, want %q", end, m.Body, want)
		}
	}
}

func TestValues(t *testing.T) {
	tree := base(t)
	tree["content/reports/wcc-2020-res-040/2024.md"] = &fstest.MapFile{Data: []byte(`---
resolution: 7.040
year: 2024
members: [ifaw, {portal_id: 6a10cf2b-0d25-e311-83d9-002655853525}]
commissions: none
other_organisations: [no, 040, 1.10, 1e3, "a: b", on]
date: 2025-01-31
extent: beginning
not_visible: [secretariat, actions, future_actions_planned, body]
---
`)}
	s, problems, err := Load(tree, Options{KnownCountry: country})
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v\n%s", err, told(t, problems))
	}
	e := s.Editions[len(s.Editions)-1]
	pos := func(line, col int) diag.Pos { return diag.Pos{File: e.Path, Line: line, Col: col} }
	want := &report.Edition{
		File: report.File{Path: "content/reports/wcc-2020-res-040/2024.md", Digest: e.Digest, Head: e.Head, BodyLine: 11},
		Code: report.Code{Prefix: "WCC", Year: 2020, Type: "Res", Number: 40}, CodePos: pos(2, 13), Year: 2024, Language: "en",
		Members: report.List[report.Ref]{Presence: report.Stated, Items: []report.Ref{
			{ID: "ifaw", Pos: pos(4, 11)}, {PortalID: "6A10CF2B-0D25-E311-83D9-002655853525", Pos: pos(4, 17)},
		}},
		Commissions:          report.List[report.Ref]{Presence: report.None},
		Secretariat:          report.Unseen,
		OtherOrganisations:   report.List[string]{Presence: report.Stated, Items: []string{"no", "040", "1.10", "1e3", "a: b", "on"}},
		Actions:              report.List[report.Ref]{Presence: report.NotVisible},
		Status:               report.Ref{ID: report.StatusNotStated, Pos: pos(1, 1)},
		FutureActionsPlanned: report.Unseen,
		Date:                 report.Date{Year: 2025, Month: 1, Day: 31},
		Extent:               report.Beginning,
		NotVisible:           []string{"secretariat", "actions", "future_actions_planned", "body"},
	}
	if !reflect.DeepEqual(e, want) {
		t.Errorf("got\n%+v\nwant\n%+v", e, want)
	}
	if s.Settings.BaseURL != "https://example.org/reports/" {
		t.Errorf("base URL %q", s.Settings.BaseURL)
	}
}

// Byte order marks and line ends are no content: the same values, digests
// included, come of all of them.
func TestLineEnds(t *testing.T) {
	plain, _, err := Load(base(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func([]byte) []byte{
		"CRLF": func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) },
		"BOM":  func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) },
	} {
		tree := base(t)
		for _, f := range tree {
			f.Data = change(f.Data)
		}
		s, problems, err := Load(tree, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			if p.Severity == diag.Error || p.Rule != "byte-order-mark" {
				t.Errorf("%s: %s", name, p)
			}
		}
		if (name == "BOM") != (len(problems) == len(tree)) {
			t.Errorf("%s: %d problems of %d files", name, len(problems), len(tree))
		}
		if !reflect.DeepEqual(plain, s) {
			t.Errorf("%s: other values", name)
		}
	}
}

// What cannot stand in an archive of text: bytes and sizes.
func TestHostileBytes(t *testing.T) {
	const file = "content/members/bad.md"
	tests := []struct{ name, data, want string }{
		{"latin-1", "---\nname: caf\xe9\n---\n", ":2:10: error: not UTF-8 (byte 0xE9) (encoding)"},
		{"surrogate", "---\nname: \xed\xa0\x80\n---\n", ":2:7: error: not UTF-8: half of a surrogate pair (byte 0xED) (encoding)"},
		{"overlong", "---\nname: \xc0\xaf\n---\n", ":2:7: error: not UTF-8 (byte 0xC0) (encoding)"},
		{"UTF-16 LE", "\xff\xfe-\x00-\x00-\x00\n\x00", ":1:1: error: the file is UTF-16, not UTF-8 (encoding)"},
		{"UTF-16 BE", "\xfe\xff\x00-\x00-\x00-", ":1:1: error: the file is UTF-16, not UTF-8 (encoding)"},
		{"NUL", "---\nname: a\x00b\n---\n", ":2:8: error: a NUL character (U+0000) in the text (character)"},
		{"lone CR", "---\nname: a\rb\n---\n", ":2:8: error: a lone carriage return (U+000D) in the text (character)"},
		{"CR only", "---\rname: a\r---\r", ":1:4: error: a lone carriage return (U+000D) in the text (character)"},
		{"DEL", "---\nname: a\x7f\n---\n", ":2:8: error: a control character (U+007F) in the text (character)"},
		{"U+FFFE", "---\nname: é\ufffe\n---\n", ":2:8: error: a character that is no text (U+FFFE) in the text (character)"},
		{"second BOM", "\xef\xbb\xbf\xef\xbb\xbf---\nname: a\n---\n", ":1:1: error: a byte order mark (U+FEFF) in the text (character)"},
		{"large", "---\nname: a\n---\n" + strings.Repeat("x", 1<<20), ":1:1: error: the file has more than 1 MB (size)"},
		{"large front matter", "---\n" + strings.Repeat("# comment\n", 7000) + "---\n", ":2:1: error: the front matter has more than 64 KB (front-matter)"},
		{"empty", "", ":1:1: error: the file is empty (front-matter)"},
		{"laughs", "---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nname: x\n---\n", ":2:4: error: anchors (&) and aliases (*) are not allowed (yaml)"},
		{"brackets", "---\nname: " + strings.Repeat("[", 20000) + "\n---\n", ":2:"},
		{"keys", "---\n" + strings.Repeat("a: 1\n", 12000) + "---\n", ": error: there are more than 500 values (yaml)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := base(t)
			tree[file] = &fstest.MapFile{Data: []byte(tt.data)}
			start := time.Now()
			s, problems, err := Load(tree, Options{KnownCountry: country})
			if err != nil {
				t.Fatal(err)
			}
			inside(t, tree, problems)
			if got := told(t, problems); !strings.Contains(got, file+tt.want) && !(strings.HasPrefix(tt.want, ": ") && strings.Contains(got, tt.want)) {
				t.Errorf("got:\n%.500s\nwant %s", got, file+tt.want)
			}
			if len(s.Members) != 2 {
				t.Errorf("%d members", len(s.Members))
			}
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// A file over the limit is not read, whatever its length.
func TestLargeFileIsNotRead(t *testing.T) {
	dir := onDisk(t)
	if err := os.Truncate(filepath.Join(dir, "content/members/ifaw.md"), 1<<40); err != nil {
		t.Skip("no sparse files here:", err)
	}
	_, problems, err := loadDir(t, dir)
	if err != nil || len(problems) != 1 || problems[0].Rule != "size" {
		t.Errorf("%v %v", err, problems)
	}
}

func TestTooManyFiles(t *testing.T) {
	_, problems, err := Load(base(t), Options{Limits: Limits{Files: 3}})
	if err != nil || !strings.Contains(told(t, problems), "content: error: there are more than 3 files (size)") {
		t.Errorf("%v\n%s", err, told(t, problems))
	}
}

func TestLimitsHaveCeilings(t *testing.T) {
	huge := Limits{FileBytes: 1 << 40, FrontMatterBytes: 1 << 40, Files: 1 << 40, Depth: 1 << 40, Nodes: 1 << 40}
	if got := huge.withDefaults(); got != ceilings() {
		t.Errorf("got %+v", got)
	}
	if got := (Limits{}).withDefaults(); got != DefaultLimits() {
		t.Errorf("got %+v", got)
	}
}

// onDisk writes the sound site into a folder.
func onDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, f := range base(t) {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func loadDir(t *testing.T, dir string) (*Sources, []diag.Problem, error) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	return Load(root.FS(), Options{KnownCountry: country})
}

func TestContentAsLink(t *testing.T) {
	dir := onDisk(t)
	if err := errors.Join(os.Rename(filepath.Join(dir, "content"), filepath.Join(dir, "elsewhere")), os.Symlink("elsewhere", filepath.Join(dir, "content"))); err != nil {
		t.Skip(err)
	}
	_, problems, err := loadDir(t, dir)
	if err != nil || told(t, problems) != "content: error: content is not a folder (file-kind)\n    put a plain folder there; links are never followed\n" {
		t.Errorf("%v\n%s", err, told(t, problems))
	}
}

// denied is a tree of which a file cannot be read: a test run by root could not
// make one on disk.
type denied struct {
	fstest.MapFS
	path string
}

func (d denied) Open(name string) (fs.File, error) {
	if name == d.path {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.Open(name)
}

func TestUnreadable(t *testing.T) {
	for _, path := range []string{"content/members/ifaw.md", SettingsFile, "content/members"} {
		_, _, err := Load(denied{base(t), path}, Options{})
		if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func (d denied) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == d.path {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.ReadDir(name)
}

// A file that goes while it is being loaded is no failure.
func TestVanished(t *testing.T) {
	s, problems, err := Load(vanishing{base(t)}, Options{KnownCountry: country})
	if err != nil || len(s.Members) != 1 {
		t.Errorf("%v %v", err, problems)
	}
}

type vanishing struct{ fstest.MapFS }

func (v vanishing) Open(name string) (fs.File, error) {
	if name == "content/members/ifaw.md" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return v.MapFS.Open(name)
}

// A file with a mistake still counts as there: what refers to it is not told.
func TestNoCascade(t *testing.T) {
	tree := base(t)
	tree["content/members/ifaw.md"] = &fstest.MapFile{Data: []byte("---\nname: a: b\n---\n")}
	tree["content/resolutions/wcc-2020-res-040.md"] = &fstest.MapFile{Data: []byte("not even fences\n")}
	_, problems, err := Load(tree, Options{KnownCountry: country})
	if err != nil || len(problems) != 2 {
		t.Errorf("%v\n%s", err, told(t, problems))
	}
}

// The cache gives what reading gives, and forgets what depends on another file.
func TestCache(t *testing.T) {
	cache := NewCache()
	load := func(tree fs.FS) (*Sources, string) {
		t.Helper()
		fresh, want, err := Load(tree, Options{KnownCountry: country})
		if err != nil {
			t.Fatal(err)
		}
		kept, got, err := Load(tree, Options{KnownCountry: country, Cache: cache})
		if err != nil || told(t, got) != told(t, want) || !reflect.DeepEqual(fresh, kept) {
			t.Errorf("%v: got\n%swant\n%s", err, told(t, got), told(t, want))
		}
		return kept, told(t, got)
	}
	tree := base(t)
	first, _ := load(tree)
	second, _ := load(tree)
	if first.Members[0] != second.Members[0] {
		t.Error("an unchanged file was decoded again")
	}
	gone := base(t)
	delete(gone, "content/members/ifaw.md")
	if _, problems := load(gone); !strings.Contains(problems, `unknown member "ifaw"`) {
		t.Errorf("the missing member is not told:\n%s", problems)
	}
	broken := base(t)
	broken[SettingsFile] = &fstest.MapFile{Data: []byte("title: a: b\n")}
	load(broken)
	load(tree)
}

// foldered is a tree of which folders can be opened, all but those that are locked.
type foldered struct {
	fstest.MapFS
	opened *atomic.Int64
	locked string
}

// opened is a folder of it.
type opened struct {
	foldered
	path string
}

func (f foldered) OpenFolder(path string) (Folder, error) {
	f.opened.Add(1)
	return opened{f, path}, nil
}

func (f opened) Open(name string) (Folder, error) { return f.OpenFolder(path.Join(f.path, name)) }

func (f opened) List(name string) ([]fs.DirEntry, error) { return f.ReadDir(path.Join(f.path, name)) }

func (f opened) Read(name string, _ []byte, most int) ([]byte, error) {
	if name == f.locked {
		return nil, fs.ErrPermission
	}
	data, err := f.MapFS.ReadFile(path.Join(f.path, name))
	return data[:min(len(data), most+1)], err
}

func (f opened) Close() error {
	f.opened.Add(-1)
	return nil
}

// A source of which folders can be opened gives the same; all are closed, and a
// file that cannot be read is named by its whole path.
func TestFolders(t *testing.T) {
	tree := foldered{base(t), new(atomic.Int64), ""}
	want, _, err := Load(tree.MapFS, Options{KnownCountry: country})
	if err != nil {
		t.Fatal(err)
	}
	if s, _, err := Load(tree, Options{KnownCountry: country}); err != nil || !reflect.DeepEqual(s, want) || tree.opened.Load() != 0 {
		t.Errorf("got %+v, %v, %d folders are open", s, err, tree.opened.Load())
	}
	tree.locked = "wwf-france.md"
	var e *fs.PathError
	if _, _, err = Load(tree, Options{KnownCountry: country}); !errors.As(err, &e) || e.Path != "content/members/wwf-france.md" || tree.opened.Load() != 0 {
		t.Errorf("got %v, %d folders are open", err, tree.opened.Load())
	}
}
