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
