package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// A build that is given up does not cost the next one the spare, and what it wrote never shows.
func TestAbortReturnsTheSpare(t *testing.T) {
	dir := public(t)
	o := Options{SpareFrom: 1}
	publish(t, dir, o, first)
	site := with(first, files{"index.html": "2"})
	publish(t, dir, o, site)
	spare := filepath.Join(filepath.Dir(dir), ".public.spare")
	before, err := os.Stat(spare)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		p, err := Begin(context.Background(), dir, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"en/a/index.html", "new/deep/page.html", "index.html", "flat.html"} {
			if err := p.Put(path, "", fmt.Append(nil, "lost", round)); err != nil {
				t.Fatal(err)
			}
		}
		if err := p.Abort(); err != nil {
			t.Fatal(err)
		}
		same(t, dir, site)
		tidy(t, dir)
		if after, err := os.Stat(spare); err != nil || !os.SameFile(before, after) {
			t.Fatal("the spare is gone", err)
		}
	}
	for _, page := range []string{"3", "4", "5"} {
		site["index.html"] = page
		if res := publish(t, dir, o, site); res.Written != 1 {
			t.Fatalf("%+v", res)
		}
		same(t, dir, site)
	}
}

// The first publication of a folder leaves a spare that is the same site, and the next one publishes it.
func TestFirstSpare(t *testing.T) {
	o := Options{SpareFrom: 1}
	second := with(first, files{"index.html": "2", "en/b/index.html": "", "new/page.html": "n"})
	use := map[string]struct {
		do   func(dir, spare string) error
		opt  Options
		more files // what somebody has put in
		not  bool  // the spare cannot be used
	}{
		"at once":        {opt: o},
		"clean":          {opt: Options{SpareFrom: 1, Clean: true}},
		"with a foreign": {opt: o, more: files{"CNAME": "c", "en/a/note": "n", "en/up/load": "u"}},
		"tampered with":  {do: func(_, s string) error { return os.RemoveAll(filepath.Join(s, "en/a")) }, opt: o},
		"site removed":   {do: func(d, _ string) error { return os.RemoveAll(d) }, opt: o, not: true},
		"killed": {do: func(d, s string) error {
			beside := filepath.Dir(d)
			return errors.Join(os.Rename(s, beside+"/.public.stage-1.spare"), os.Rename(beside+"/.public.manifest", beside+"/.public.manifest.new"))
		}, opt: o, not: true},
		"no manifest": {do: func(d, _ string) error { return os.Remove(filepath.Join(filepath.Dir(d), ".public.manifest")) }, opt: o, not: true},
	}
	for name, c := range use {
		t.Run(name, func(t *testing.T) {
			dir := public(t)
			publish(t, dir, o, first)
			spare := filepath.Join(filepath.Dir(dir), ".public.spare")
			same(t, spare, first)
			tidy(t, dir)
			if one, two := inodeOf(t, dir+"/en/index.html"), inodeOf(t, spare+"/en/index.html"); one != two {
				t.Fatal("the spare has another file")
			}
			before := inodeOf(t, spare)
			for p, text := range c.more {
				write(t, filepath.Join(dir, p), text)
			}
			if c.do != nil {
				if err := c.do(dir, spare); err != nil {
					t.Fatal(err)
				}
			}
			want := second
			if name == "no manifest" { // nothing is deleted then
				want = with(second, files{"en/b/index.html": "b"})
			}
			publish(t, dir, c.opt, second)
			same(t, dir, with(want, c.more))
			if used := inodeOf(t, dir) == before; !used && !c.not {
				t.Error("the spare was not used")
			}
			for _, page := range []string{"3", "4"} {
				publish(t, dir, c.opt, with(second, files{"index.html": page}))
				same(t, dir, with(with(want, files{"index.html": page}), c.more))
				tidy(t, dir)
			}
		})
	}
}

// Where it is not wanted or cannot be made there is no spare, and nothing is left of it.
func TestNoFirstSpare(t *testing.T) {
	run := func(o Options, do func(dir string)) (string, error) {
		dir := public(t)
		p, err := Begin(context.Background(), dir, o)
		if err != nil {
			t.Fatal(err)
		}
		for path, text := range first {
			if err := p.Put(path, "", []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		do(dir)
		_, err = p.Commit(context.Background())
		tidy(t, dir)
		if _, err := os.Lstat(filepath.Join(filepath.Dir(dir), ".public.spare")); err == nil {
			t.Error("there is a spare")
		}
		return dir, err
	}
	for name, o := range map[string]Options{"never": {SpareFrom: -1}, "a small site": {}, "in place": {InPlace: true}} {
		if dir, err := run(o, func(string) {}); err != nil || diff(read(t, dir), first) != "" {
			t.Error(name, err)
		}
	}
	o := Options{SpareFrom: 1}
	dir, err := run(o, func(dir string) { write(t, filepath.Join(filepath.Dir(dir), ".public.stage-1.spare"), "in the way") })
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"2", "3"} {
		publish(t, dir, o, with(first, files{"index.html": page}))
		same(t, dir, with(first, files{"index.html": page}))
	}
	dir, err = run(o, func(dir string) { write(t, filepath.Join(dir, "mine"), "m") })
	if err == nil {
		t.Error("published in the place of a folder that has appeared")
	}
	same(t, dir, files{"mine": "m"})
}

func inodeOf(t testing.TB, path string) uint64 {
	t.Helper()
	fi, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return inode(fi)
}

// Somebody tampers with the spare, or removes it: the next site is right all the same.
func TestSpareIsNotTrustedBlindly(t *testing.T) {
	o := Options{SpareFrom: 1}
	tamper := map[string]func(spare string) error{
		"removed":        os.RemoveAll,
		"file removed":   func(s string) error { return os.Remove(filepath.Join(s, "en/b/index.html")) },
		"folder removed": func(s string) error { return os.RemoveAll(filepath.Join(s, "en/b")) },
		"top removed":    func(s string) error { return os.RemoveAll(filepath.Join(s, "en")) },
		"file replaced":  func(s string) error { return replace(filepath.Join(s, "en/b/index.html"), "evil") },
		"top replaced":   func(s string) error { return replace(filepath.Join(s, "sitemap.xml"), "evil") },
		"another folder": func(s string) error { return errors.Join(os.RemoveAll(s), os.Mkdir(s, 0o755)) },
		"a file":         func(s string) error { return errors.Join(os.RemoveAll(s), os.WriteFile(s, nil, 0o644)) },
		"copied to itself": func(s string) error {
			return errors.Join(os.CopyFS(s+"~", os.DirFS(s)), os.RemoveAll(s), os.Rename(s+"~", s))
		},
	}
	for name, do := range tamper {
		t.Run(name, func(t *testing.T) {
			dir := public(t)
			publish(t, dir, o, first)
			publish(t, dir, o, with(first, files{"index.html": "2"}))
			if err := do(filepath.Join(filepath.Dir(dir), ".public.spare")); err != nil {
				t.Fatal(err)
			}
			for _, page := range []string{"3", "4", "5"} {
				site := with(first, files{"index.html": page})
				publish(t, dir, o, site)
				same(t, dir, site)
				tidy(t, dir)
			}
		})
	}
	t.Run("linked away", func(t *testing.T) {
		dir := public(t)
		publish(t, dir, o, first)
		publish(t, dir, o, with(first, files{"index.html": "2"}))
		outside := filepath.Join(filepath.Dir(dir), ".public.manifest.d")
		spare := filepath.Join(filepath.Dir(dir), ".public.spare")
		if err := errors.Join(os.Rename(filepath.Join(spare, "en/a"), outside), os.Symlink(outside, filepath.Join(spare, "en/a"))); err != nil {
			t.Fatal(err)
		}
		before := read(t, outside)
		tryPublish(dir, o, with(first, files{"en/a/new.html": "n", "en/a/index.html": "3"})) // it may fail, but writes nothing there
		if after := read(t, outside); !maps.Equal(before, after) {
			t.Fatal("written through a link")
		}
		site := with(first, files{"en/a/new.html": "n", "en/a/index.html": "4"})
		publish(t, dir, o, site)
		same(t, dir, site)
	})
}

func replace(path, data string) error {
	return errors.Join(os.Remove(path), os.WriteFile(path, []byte(data), 0o644))
}
