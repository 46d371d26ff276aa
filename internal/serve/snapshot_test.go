package serve

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"resolute/internal/build"
	"resolute/internal/diag"
	"resolute/internal/manifest"
	"resolute/internal/publish"
)

func TestSnapshotIsAFileSystem(t *testing.T) {
	source, err := readSnapshot(fstest.MapFS{
		"content/a.md":         {Data: []byte("a")},
		"content/deep/er/b.md": {Data: []byte("b")},
		"static/css/x.css":     {Data: []byte("x{}")},
		"secret.txt":           {Data: []byte("not watched")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(source.fs(), "content/a.md", "content/deep/er/b.md", "static/css/x.css"); err != nil {
		t.Error(err)
	}
	if _, err := source.fs().Open("secret.txt"); err == nil {
		t.Error("a file outside the watched folders is there")
	}
}

// Only what differs is told: by bytes, not by times.
func TestUpdateTellsWhatChanged(t *testing.T) {
	fsys := fstest.MapFS{"content/a.md": {Data: []byte("a")}, "content/f/b.md": {Data: []byte("b")}}
	source, err := readSnapshot(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		do    func()
		burst burst
		want  string
	}{
		{"nothing", func() {}, burst{all: true}, "[]"},
		{"same bytes", func() { fsys["content/a.md"] = &fstest.MapFile{Data: []byte("a")} }, burst{paths: []string{"content/a.md"}}, "[]"},
		{"changed", func() { fsys["content/a.md"] = &fstest.MapFile{Data: []byte("A")} }, burst{paths: []string{"content/a.md"}}, "[content/a.md]"},
		{"editor's files", func() {
			for _, n := range []string{"a.md~", ".a.md.swp", "4913", "a.md___jb_tmp___", ".#a.md", "#a.md#"} {
				fsys["content/"+n] = &fstest.MapFile{Data: []byte("x")}
			}
		}, burst{all: true}, "[]"},
		{"moved folder, of which only one name is told", func() {
			fsys["content/g/b.md"] = fsys["content/f/b.md"]
			delete(fsys, "content/f/b.md")
		}, burst{paths: []string{"content/f", "content/g/b.md"}}, "[content/f/b.md content/g/b.md]"},
		{"file in place of a folder", func() {
			delete(fsys, "content/g/b.md")
			fsys["content/g"] = &fstest.MapFile{Data: []byte("g")}
		}, burst{paths: []string{"content/g"}}, "[content/g content/g/b.md]"},
		{"all gone", func() { clear(fsys) }, burst{all: true}, "[content/a.md content/g]"},
	} {
		c.do()
		got, err := source.update(fsys, c.burst)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, %v, want %s", c.name, got, err, c.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	source, err := readSnapshot(fstest.MapFS{"content/a.md": {Data: []byte("one\ntw\u00f6 three\r\n" + strings.Repeat("x", 500) + "!")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		line, col int
		want      string
	}{
		{1, 1, "one\n^"},
		{2, 5, "tw\u00f6 three\n    ^"},
		{2, 99, "tw\u00f6 three\n         ^"},
		{3, 501, strings.Repeat("x", 60) + "!\n" + strings.Repeat(" ", 60) + "^"},
		{9, 1, "\n"},
		{0, 0, "\n"},
	} {
		line, caret := source.excerpt(diag.Pos{File: "content/a.md", Line: c.line, Col: c.col})
		if got := line + "\n" + caret; got != c.want {
			t.Errorf("%d:%d: %q, want %q", c.line, c.col, got, c.want)
		}
	}
}

// mapSink collects a build.
type mapSink struct {
	mu    sync.Mutex
	files map[string][]byte
}

func (m *mapSink) Previous(string) (string, bool) { return "", false }
func (m *mapSink) Keep(string) error              { return nil }
func (m *mapSink) Put(path, _ string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[path] = bytes.Clone(data)
	return nil
}

// clean builds a source without any memory; nil where it has problems.
func clean(t *testing.T, s *Server, fsys fstest.MapFS) map[string][]byte {
	t.Helper()
	o := options(fsys)
	o.BaseURL = s.options.Build.BaseURL
	project, _, err := build.Load(context.Background(), o)
	if err != nil || project == nil {
		return nil
	}
	sink := &mapSink{files: map[string][]byte{}}
	if _, err := project.Emit(context.Background(), sink); err != nil {
		t.Fatal(err)
	}
	return sink.files
}

// published builds a source into a folder, as the last build left it, and
// returns what is there.
func published(t *testing.T, s *Server, fsys fstest.MapFS, dir string) map[string][]byte {
	t.Helper()
	ctx := context.Background()
	o := options(fsys)
	o.BaseURL = s.options.Build.BaseURL
	publication, err := publish.Begin(ctx, dir, publish.Options{Version: o.Version})
	if err != nil {
		t.Fatal(err)
	}
	defer publication.Abort()
	// What a build cannot make of the source leaves the folder as it is.
	if project, _, err := build.Publish(ctx, o, publication); err == nil && project != nil {
		if _, err := publication.Commit(ctx); err != nil {
			t.Fatal(err)
		}
	}
	files := map[string][]byte{}
	tree := os.DirFS(dir)
	err = fs.WalkDir(tree, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[p], err = fs.ReadFile(tree, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// After any sequence of edits the preview and the published folder have, byte
// for byte, what a clean build makes of the same source; with problems, what
// they had before.
func TestMemoryEqualsACleanBuild(t *testing.T) {
	seed := rand.Uint64()
	if *seedFlag != 0 {
		seed = *seedFlag
	}
	t.Logf("seed %d", seed)
	steps := *stepsFlag
	if testing.Short() {
		steps = min(steps, 8)
	}
	dir := filepath.Join(t.TempDir(), "public")
	random := rand.New(rand.NewPCG(seed, 1))
	fsys := tiny()
	original := tiny()
	s := still(t, fsys)
	last := clean(t, s, fsys)
	if last == nil {
		t.Fatal("the site has problems to begin with")
	}
	compareFolder(t, published(t, s, fsys, dir), last, "to begin with")
	good, bad := 0, 0
	for step := range steps {
		what := edit(random, fsys, original)
		changed, err := s.source.update(fsys, burst{all: true})
		if err != nil {
			t.Fatal(err)
		}
		s.rebuild(t.Context(), changed, s.now())
		want := clean(t, s, fsys)
		if ok := s.state.Load().ok(); ok != (want != nil) {
			t.Fatalf("step %d, %s: the preview has problems: %v, the build: %v", step, what, !ok, want == nil)
		}
		if want == nil {
			bad++
			t.Logf("step %d, %s: %v", step, what, s.state.Load().problems)
			want = last
		} else {
			good++
		}
		last = want
		compareTree(t, s.current.Load(), want, fmt.Sprintf("step %d, %s", step, what))
		compareFolder(t, published(t, s, fsys, dir), want, fmt.Sprintf("step %d, %s", step, what))
		if t.Failed() {
			return
		}
	}
	t.Logf("%d good states, %d with problems", good, bad)
}

// compareFolder compares a published folder with a clean build. The manifest
// lists what is there, and assets of the build before may still be.
func compareFolder(t *testing.T, got, want map[string][]byte, when string) {
	t.Helper()
	for name, data := range want {
		if !bytes.Equal(got[name], data) {
			t.Errorf("%s: %s is not published as a clean build makes it", when, name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok && name != manifest.Name && !strings.HasPrefix(name, "assets/") {
			t.Errorf("%s: %s is published, and no clean build makes it", when, name)
		}
	}
}

func compareTree(t *testing.T, g *generation, want map[string][]byte, when string) {
	t.Helper()
	index, err := g.index()
	if err != nil {
		t.Error(err)
	}
	if got := len(g.names()) + len(g.fixed) + len(index); got != len(want) {
		t.Errorf("%s: %d files, want %d", when, got, len(want))
	}
	for name, data := range want {
		f, ok, err := g.file(name)
		if !ok || err != nil || !bytes.Equal(f.data, data) {
			t.Errorf("%s: %s differs from a clean build (there: %v, %v)", when, name, ok, err)
			return
		}
	}
}

// edit changes the source in one of the ways of people, and says how.
func edit(random *rand.Rand, fsys, original fstest.MapFS) string {
	pick := func(prefix string) string {
		var list []string
		for name := range fsys {
			if strings.HasPrefix(name, prefix) {
				list = append(list, name)
			}
		}
		slices.Sort(list)
		return list[random.IntN(len(list))]
	}
	put := func(name string, data []byte) { fsys[name] = &fstest.MapFile{Data: data} }
	name := pick("content/reports/")
	data := fsys[name].Data
	switch random.IntN(15) {
	case 12:
		// A report of another year, in a file that was not there.
		year := 1900 + random.IntN(100)
		to := fmt.Sprintf("%s/%d.md", filepath.ToSlash(filepath.Dir(name)), year)
		put(to, regexp.MustCompile(`(?m)^year: .*$`).ReplaceAll(data, fmt.Appendf(nil, "year: %d", year)))
		delete(fsys, name)
		return "move " + name + " to " + to
	case 13:
		members := regexp.MustCompile(`(?m)^members:\n(  - .*\n)+`).ReplaceAll(data, []byte("members:\n  - "+strings.TrimSuffix(filepath.Base(pick("content/members/")), ".md")+"\n"))
		put(name, members)
		return "members of " + name
	case 14:
		const file = "content/site.yaml"
		put(file, regexp.MustCompile(`(?m)^notice: .*$`).ReplaceAll(fsys[file].Data, fmt.Appendf(nil, "notice: {en: \"Notice %d\", fr: \"Note\"}", random.IntN(9))))
		return "settings"
	case 0, 1:
		put(name, append(bytes.Clone(data), fmt.Sprintf("\nA sentence more, number %d.\n", random.IntN(1000))...))
		return "text of " + name
	case 2:
		put(name, bytes.Replace(data, []byte("status: "), []byte("status: not-stated #"), 1))
		return "status of " + name
	case 3:
		if len(reports(fsys)) > 3 {
			delete(fsys, name)
		}
		return "delete " + name
	case 4:
		put(name, []byte("---\nyear: [\n---\n"))
		return "break " + name
	case 5, 6, 7, 8:
		// Whatever was broken, moved or deleted comes back.
		for _, name := range reports(fsys) {
			if original[name] == nil {
				delete(fsys, name)
			}
		}
		for name, f := range original {
			fsys[name] = f
		}
		return "restore all"
	case 9:
		member := pick("content/members/")
		put(member, bytes.Replace(fsys[member].Data, []byte("name: "), []byte("name: New "), 1))
		return "name of " + member
	case 10:
		file := "static/css/layout.css"
		if _, ok := fsys[file]; ok {
			delete(fsys, file)
		} else {
			put(file, []byte("@layer layout {\n  p { margin: 1px }\n}\n"))
		}
		return "stylesheet"
	default:
		file := "layouts/notfound.html"
		if _, ok := fsys[file]; ok {
			delete(fsys, file)
		} else {
			put(file, []byte("{{define \"main\"}}<h1>Not here</h1>{{end}}\n"))
		}
		return "layout"
	}
}
