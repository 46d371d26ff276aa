package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mode is a way to publish; most tests hold for all of them.
type mode struct {
	name string
	opt  Options
}

var modes = []mode{
	{"linked", Options{SpareFrom: -1}},
	{"spare", Options{SpareFrom: 1}},
	{"inplace", Options{InPlace: true}},
}

func eachMode(t *testing.T, f func(t *testing.T, o Options)) {
	for _, m := range modes {
		t.Run(m.name, func(t *testing.T) { f(t, m.opt) })
	}
}

// files is a site: path to content.
type files map[string]string

// publish builds the site the way the pipeline does: keep what has the right key, put the rest.
func publish(t testing.TB, dir string, o Options, site files) Result {
	t.Helper()
	res, err := tryPublish(dir, o, site)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func tryPublish(dir string, o Options, site files) (Result, error) {
	p, err := Begin(context.Background(), dir, o)
	if err != nil {
		return Result{}, err
	}
	for _, path := range slices.Sorted(maps.Keys(site)) {
		key := digestOf([]byte(site[path]))
		if k, ok := p.Previous(path); ok && k == key && p.Keep(path) == nil {
			continue
		}
		if err := p.Put(path, key, []byte(site[path])); err != nil {
			return Result{}, errors.Join(err, p.Abort())
		}
	}
	p.SetMemo("home", []byte(site["index.html"]))
	return p.Commit(context.Background())
}

// read returns every file below dir, links as "-> target", and empty folders as "path/": "".
func read(t testing.TB, dir string) files {
	t.Helper()
	out := files{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		switch {
		case d.IsDir():
			if list, err := os.ReadDir(path); err != nil || len(list) > 0 {
				return err
			}
			out[rel+"/"] = ""
		case d.Type() == fs.ModeSymlink:
			target, err := os.Readlink(path)
			out[rel] = "-> " + target
			return err
		default:
			data, err := os.ReadFile(path)
			out[rel] = string(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// same fails unless the folder holds exactly the files.
func same(t testing.TB, dir string, want files) {
	t.Helper()
	if d := diff(read(t, dir), want); d != "" {
		t.Fatalf("%s: %s", dir, d)
	}
}

func diff(got, want files) string {
	var b strings.Builder
	for _, p := range slices.Sorted(maps.Keys(want)) {
		if g, ok := got[p]; !ok {
			fmt.Fprintf(&b, "%s is missing; ", p)
		} else if g != want[p] {
			fmt.Fprintf(&b, "%s is %.60q, want %.60q; ", p, g, want[p])
		}
	}
	for _, p := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[p]; !ok {
			fmt.Fprintf(&b, "%s should not be there; ", p)
		}
	}
	return b.String()
}

// beside returns what lies beside the folder, without the folder.
func beside(t testing.TB, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		if e.Name() != filepath.Base(dir) {
			out = append(out, e.Name())
		}
	}
	return out
}

// tidy fails if anything but lock, manifest and, if there may be one, the spare lies beside the folder.
func tidy(t testing.TB, dir string) {
	t.Helper()
	for _, name := range beside(t, dir) {
		switch name {
		case ".public.lock", ".public.manifest", ".public.memos", ".public.spare":
		default:
			t.Fatalf("%s was left beside the folder", name)
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, reserved)); err == nil {
		t.Fatalf("%s was left in the folder", reserved)
	}
}

func wantKind(t testing.TB, err error, want Kind) {
	t.Helper()
	if k, ok := KindOf(err); !ok || k != want {
		t.Fatalf("error %v is of kind %v, want %v", err, k, want)
	}
}

func write(t testing.TB, path, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

func public(t testing.TB) string { return filepath.Join(t.TempDir(), "public") }

var first = files{
	"index.html":            "home",
	"en/index.html":         "en",
	"en/a/index.html":       "a",
	"en/a/index.json":       "{}",
	"en/b/index.html":       "b",
	"assets/main.1.css":     "css one",
	"sitemap.xml":           "<a/>",
	"_headers":              "/*",
	"en/deep/er/still/x.js": "x",
}

// with returns a copy of a site with changes; an empty content removes a file.
func with(site files, changes files) files {
	out := maps.Clone(site)
	for p, c := range changes {
		out[p] = c
		if c == "" {
			delete(out, p)
		}
	}
	return out
}

func TestPublish(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		res := publish(t, dir, o, first)
		if res.Written != len(first) || !res.Changed || res.Removed != 0 || res.Unchanged != 0 || res.InPlace != o.InPlace {
			t.Fatalf("first: %+v", res)
		}
		same(t, dir, first)
		tidy(t, dir)

		second := with(first, files{"en/a/index.html": "a2", "en/b/index.html": "", "en/c/index.html": "c"})
		for round := range 4 {
			want := []files{second, first}[round%2]
			res = publish(t, dir, o, want)
			if round > 0 && (res.Written != 2 || res.Removed != 1 || res.Unchanged != len(first)-2) {
				t.Fatalf("round %d: %+v", round, res)
			}
			same(t, dir, want)
			tidy(t, dir)
		}
	})
}

// snapshot is everything that can be seen of a file: a build that changes nothing must not touch any of it.
func snapshot(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		fi, err := d.Info()
		out[path] = fmt.Sprintf("%v %v %d %d", fi.Mode(), fi.ModTime(), fi.Size(), inode(fi))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestUnchanged(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		publish(t, dir, o, first)
		before := snapshot(t, dir)
		manifest := snapshot(t, filepath.Join(filepath.Dir(dir), ".public.manifest"))
		for _, clean := range []bool{false, true} {
			o := o
			o.Clean = clean
			res := publish(t, dir, o, first)
			if res.Changed || res.Written+res.Removed != 0 || res.Unchanged != len(first) {
				t.Fatalf("%+v", res)
			}
			if after := snapshot(t, dir); !maps.Equal(before, after) {
				t.Fatalf("touched:\n%v\n%v", before, after)
			}
			if after := snapshot(t, filepath.Join(filepath.Dir(dir), ".public.manifest")); !clean && !maps.Equal(manifest, after) {
				t.Fatal("the manifest was written without news")
			}
		}
	})
}

func TestUnchangedFilesKeepTimesAndInodes(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		site := first
		publish(t, dir, o, site)
		before := snapshot(t, dir)
		for round := range 5 {
			site = with(site, files{"index.html": fmt.Sprint("home ", round), "en/a/index.html": fmt.Sprint(round / 2)})
			publish(t, dir, o, site)
			after := snapshot(t, dir)
			for path := range before {
				rel, _ := filepath.Rel(dir, path)
				if site[rel] != "" && site[rel] == first[rel] && before[path] != after[path] {
					t.Fatalf("round %d: %s: %s, was %s", round, rel, after[path], before[path])
				}
			}
		}
	})
}

func TestPreviousKeepMemo(t *testing.T) {
	dir := public(t)
	begin := func(o Options) *Publication {
		t.Helper()
		p, err := Begin(context.Background(), dir, o)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	commit := func(p *Publication) Result {
		t.Helper()
		res, err := p.Commit(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	put := func(p *Publication, path, key, data string) {
		t.Helper()
		if err := p.Put(path, key, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	p := begin(Options{Version: "1"})
	put(p, "a", "key a", "A")
	put(p, "b", "tab\tline\nback\\", "B")
	p.SetMemo("m", []byte("memo\nend\t"))
	p.SetMemo("empty", []byte{})
	commit(p)

	p = begin(Options{Version: "1"})
	if k, ok := p.Previous("b"); !ok || k != "tab\tline\nback\\" {
		t.Fatalf("key %q %v", k, ok)
	}
	if string(p.Memo("m")) != "memo\nend\t" || p.Memo("empty") == nil || p.Memo("none") != nil {
		t.Fatalf("memos %q %v %v", p.Memo("m"), p.Memo("empty"), p.Memo("none"))
	}
	if err := p.Keep("c"); err == nil {
		t.Fatal("kept what was never published")
	}
	if err := p.Keep("b"); err != nil {
		t.Fatal(err)
	}
	put(p, "a", "new key", "A")
	p.SetMemo("empty", nil)
	if res := commit(p); res.Changed || res.Unchanged != 2 {
		t.Fatalf("%+v", res)
	}

	for _, o := range []Options{{Version: "2"}, {Version: "1", Clean: true}} {
		p = begin(o)
		if _, ok := p.Previous("a"); ok || p.Memo("m") != nil {
			t.Fatalf("%+v: keys and memos survived", o)
		}
		p.Abort()
	}
	p = begin(Options{Version: "1"})
	if k, _ := p.Previous("a"); k != "new key" || string(p.Memo("m")) != "memo\nend\t" || p.Memo("empty") != nil {
		t.Fatalf("%q %q %v", k, p.Memo("m"), p.Memo("empty"))
	}
	p.Abort()
	memos, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".public.memos", "*"))
	if err != nil || len(memos) != 1 {
		t.Fatalf("the memos are %q, %v", memos, err)
	}

	write(t, filepath.Join(dir, "a"), "X")
	write(t, memos[0], "memo\nEND\t")
	p = begin(Options{Version: "1"})
	if _, ok := p.Previous("a"); ok {
		t.Fatal("a changed file has a key")
	}
	put(p, "a", "k", "A")
	put(p, "b", "k", "B")
	if data := p.Memo("m"); data != nil {
		t.Fatalf("a damaged memo is %q", data)
	}
	p.SetMemo("m", []byte("memo\nend\t"))
	if res := commit(p); res.Written != 1 || len(res.Notes) != 2 || !strings.Contains(res.Notes[0], `left as "m" is ignored (it is damaged)`) || !strings.Contains(res.Notes[1], "a had been changed") {
		t.Fatalf("%+v", res)
	}
	p = begin(Options{Version: "1"})
	if string(p.Memo("m")) != "memo\nend\t" {
		t.Fatal("a damaged memo was not written anew")
	}
	p.Abort()
	same(t, dir, files{"a": "A", "b": "B"})
}

// A file of the last build can be read while the next is made, if it is as it was left.
func TestPublished(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		publish(t, dir, o, files{"a": "first", "b": "second"})
		write(t, filepath.Join(dir, "b"), "SECOND")
		p, err := Begin(context.Background(), dir, o)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Abort()
		if err := p.Put("a", "", []byte("another")); err != nil {
			t.Fatal(err)
		}
		data, done, ok := p.Published("a")
		if !ok {
			t.Fatal("what was published cannot be read")
		}
		defer done()
		if got, err := io.ReadAll(data); err != nil || string(got) != "first" || data.Size() != 5 {
			t.Errorf("read %q, %v", got, err)
		}
		for _, path := range []string{"b", "none"} {
			if _, _, ok := p.Published(path); ok {
				t.Errorf("%s is not as it was left, and was read", path)
			}
		}
	})
}

func TestPutErrors(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		publish(t, dir, o, first)
		for _, c := range []struct {
			name string
			do   func(p *Publication) error
			want Kind
		}{
			{"twice", func(p *Publication) error { return errors.Join(p.Put("x", "", nil), p.Put("x", "", nil)) }, Duplicate},
			{"known twice", func(p *Publication) error {
				return errors.Join(p.Put("index.html", "", nil), p.Put("index.html", "", nil))
			}, Duplicate},
			{"kept twice", func(p *Publication) error { return errors.Join(p.Keep("index.html"), p.Keep("index.html")) }, Duplicate},
			{"kept and put", func(p *Publication) error { return errors.Join(p.Keep("index.html"), p.Put("index.html", "", nil)) }, Duplicate},
			{"up", func(p *Publication) error { return p.Put("../x", "", nil) }, BadPath},
			{"root", func(p *Publication) error { return p.Put("/x", "", nil) }, BadPath},
			{"empty", func(p *Publication) error { return p.Put("", "", nil) }, BadPath},
			{"dot", func(p *Publication) error { return p.Put(".", "", nil) }, BadPath},
			{"unclean", func(p *Publication) error { return p.Put("a//b", "", nil) }, BadPath},
			{"backslash", func(p *Publication) error { return p.Put(`a\b`, "", nil) }, BadPath},
			{"NUL", func(p *Publication) error { return p.Put("a\x00b", "", nil) }, BadPath},
			{"reserved", func(p *Publication) error { return p.Put(".resolute/x", "", nil) }, BadPath},
			{"long", func(p *Publication) error { return p.Put("a/"+strings.Repeat("x", 256)+"/b", "", nil) }, BadPath},
			{"file and folder", func(p *Publication) error { return errors.Join(p.Put("q", "", nil), p.Put("q/r", "", nil)) }, Conflict},
		} {
			t.Run(c.name, func(t *testing.T) {
				p, err := Begin(context.Background(), dir, o)
				if err != nil {
					t.Fatal(err)
				}
				err = c.do(p)
				if _, cerr := p.Commit(context.Background()); cerr == nil {
					t.Fatal("committed after an error")
				} else if err == nil {
					err = cerr
				}
				wantKind(t, err, c.want)
				if p.Abort() != nil || p.Put("z", "", nil) == nil || p.Keep("index.html") == nil {
					t.Fatal("an ended publication goes on")
				}
				same(t, dir, first)
				tidy(t, dir)
			})
		}
	})
}

func TestAbortLeavesNothing(t *testing.T) {
	for _, m := range modes {
		t.Run(m.name, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "not", "yet", "public")
			for _, end := range []string{"begin", "put", "cancel"} {
				p, err := Begin(context.Background(), dir, m.opt)
				if err != nil {
					t.Fatal(err)
				}
				if end != "begin" {
					if err := p.Put("a/b", "", []byte("x")); err != nil {
						t.Fatal(err)
					}
				}
				if end == "cancel" {
					ctx, cancel := context.WithCancel(context.Background())
					cancel()
					if _, err := p.Commit(ctx); !errors.Is(err, context.Canceled) {
						t.Fatal(err)
					}
				}
				if err := errors.Join(p.Abort(), p.Abort()); err != nil {
					t.Fatal(err)
				}
				same(t, top, files{})
			}
		})
	}
}

func TestFileBecomesFolderAndBack(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		a := files{"x": "file", "y/z/index.html": "deep", "k": "k", "y/w": "w"}
		b := files{"x/index.html": "page", "x/more/a": "1", "y": "file", "k": "k"}
		c := files{"x": "other", "y/z": "file", "k": "k2"}
		for round, site := range []files{a, b, a, c, b, c, a, a, b, b, a} {
			publish(t, dir, o, site)
			if d := diff(read(t, dir), site); d != "" {
				t.Fatalf("round %d: %s", round, d)
			}
			tidy(t, dir)
		}
	})
}

func TestAssetsStayOneGeneration(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		site := func(n int, page string) files {
			return files{"index.html": page, fmt.Sprintf("assets/main.%d.css", n): fmt.Sprint("css ", n)}
		}
		publish(t, dir, o, site(1, "a"))
		res := publish(t, dir, o, site(2, "b"))
		if !slices.Equal(res.Retired, []string{"assets/main.1.css"}) {
			t.Fatalf("%+v", res)
		}
		same(t, dir, with(site(2, "b"), site(1, "b")))
		if res = publish(t, dir, o, site(2, "b")); res.Changed || len(res.Retired) != 1 {
			t.Fatalf("%+v", res)
		}
		publish(t, dir, o, site(3, "c"))
		same(t, dir, with(site(3, "c"), site(2, "c")))
		publish(t, dir, o, site(2, "d")) // back again: not new bytes, not retired any more
		same(t, dir, with(site(3, "d"), site(2, "d")))
		publish(t, dir, o, site(2, "e"))
		same(t, dir, site(2, "e"))
	})
}
