package publish

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What belongs to others stays, in every mode, through every change of the site.
func TestForeignFilesSurvive(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		publish(t, dir, o, first)
		theirs := files{
			"CNAME": "example.org", ".git/HEAD": "ref", ".git/objects/aa/bb": "blob", "en/notes.txt": "n",
			"en/a/mine.txt": "m", "uploads/deep/er/x.pdf": "pdf", "en/b/keep/y": "y", "-> link": "",
		}
		for p, c := range theirs {
			if p != "-> link" {
				write(t, filepath.Join(dir, p), c)
			}
		}
		delete(theirs, "-> link")
		if err := os.Symlink("CNAME", filepath.Join(dir, "alias")); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("/nowhere", filepath.Join(dir, "en", "dangling")); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(dir, "empty"), 0o700); err != nil {
			t.Fatal(err)
		}
		theirs["alias"], theirs["en/dangling"], theirs["empty/"] = "-> CNAME", "-> /nowhere", ""
		all := func(site files) files {
			out := maps.Clone(site)
			maps.Copy(out, theirs)
			return out
		}
		site := first
		for round, changes := range []files{
			{"index.html": "2"},
			{"en/a/index.html": "", "en/a/index.json": ""},
			{"en/b/index.html": ""},
			{"en/b/index.html": "b again", "en/a/index.html": "a"},
			{"index.html": "5"},
			{"en/z/index.html": "z"},
			{"en/z/index.html": ""},
		} {
			site = with(site, changes)
			res := publish(t, dir, o, site)
			if d := diff(read(t, dir), all(site)); d != "" {
				t.Fatalf("round %d: %s", round, d)
			}
			if !o.InPlace && res.Foreign == 0 {
				t.Fatalf("round %d: %+v", round, res)
			}
			tidy(t, dir)
		}
		// Their owner removes them: they must not come back.
		for _, p := range []string{"CNAME", ".git", "en/notes.txt", "en/a/mine.txt", "alias", "empty"} {
			if err := os.RemoveAll(filepath.Join(dir, p)); err != nil {
				t.Fatal(err)
			}
			maps.DeleteFunc(theirs, func(q, _ string) bool { return under(strings.TrimSuffix(q, "/"), p) })
		}
		for _, page := range []string{"x", "y", "z"} {
			site = with(site, files{"index.html": page})
			publish(t, dir, o, site)
			same(t, dir, all(site))
		}
		if fi, err := os.Lstat(filepath.Join(dir, "en", "dangling")); err != nil || fi.Mode()&os.ModeSymlink == 0 {
			t.Fatal("the link is none any more")
		}
	})
}

func TestForeignKeepsPermissionsAndTime(t *testing.T) {
	dir := public(t)
	publish(t, dir, Options{}, first)
	write(t, filepath.Join(dir, "up", "secret"), "s")
	if err := os.Chmod(filepath.Join(dir, "up", "secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "up"), 0o700); err != nil {
		t.Fatal(err)
	}
	stat := func(p string) string {
		fi, err := os.Lstat(filepath.Join(dir, p))
		if err != nil {
			t.Fatal(err)
		}
		return fi.Mode().String() + fi.ModTime().String()
	}
	before := stat("up") + stat("up/secret")
	publish(t, dir, Options{}, with(first, files{"index.html": "2"}))
	if after := stat("up") + stat("up/secret"); after != before {
		t.Fatalf("%s, was %s", after, before)
	}
}

func TestFirstTime(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		for _, c := range []struct {
			name   string
			before files
			adopt  bool
			want   Kind // of the error, -1 for none
		}{
			{"empty", files{}, false, -1},
			{"not empty", files{"CNAME": "x"}, false, NotOurs},
			{"adopted", files{"CNAME": "x", "en/index.html": "old", "en/else.html": "e"}, true, -1},
			{"repository", files{".git/HEAD": "x"}, false, Dangerous},
			{"repository adopted", files{".git/HEAD": "x", "a": "b"}, true, Dangerous},
			{"work tree", files{".git": "gitdir: /x", "CNAME": "x"}, false, NotOurs},
			{"work tree adopted", files{".git": "gitdir: /x", "CNAME": "x"}, true, -1},
			{"file in place of a folder", files{"en": "file"}, true, Conflict},
			{"folder in place of a file", files{"index.html/x": "file"}, true, Conflict},
		} {
			t.Run(c.name, func(t *testing.T) {
				dir := public(t)
				for p, data := range c.before {
					write(t, filepath.Join(dir, p), data)
				}
				if err := os.MkdirAll(dir, 0o755); err != nil {
					t.Fatal(err)
				}
				o := o
				o.Adopt = c.adopt
				_, err := tryPublish(dir, o, first)
				if c.want >= 0 {
					wantKind(t, err, c.want)
					same(t, dir, c.before)
					if b := beside(t, dir); len(b) > 0 {
						t.Fatalf("left: %v", b)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				want := maps.Clone(c.before)
				maps.Copy(want, first)
				same(t, dir, want)
				o.Adopt = false
				if res := publish(t, dir, o, first); res.Changed {
					t.Fatalf("%+v", res)
				}
				publish(t, dir, o, files{"x": "y"})
				kept := files{"x": "y", "assets/main.1.css": first["assets/main.1.css"]}
				for p, data := range c.before {
					if first[p] == "" {
						kept[p] = data
					}
				}
				same(t, dir, kept)
			})
		}
	})
}

func TestConflictWithForeignFile(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		publish(t, dir, o, first)
		write(t, filepath.Join(dir, "new.html"), "theirs")
		site := with(first, files{"new.html": "ours", "index.html": "changed"})
		_, err := tryPublish(dir, o, site)
		wantKind(t, err, Conflict)
		if !strings.Contains(err.Error(), "new.html") {
			t.Fatal(err)
		}
		same(t, dir, with(first, files{"new.html": "theirs"}))
		tidy(t, dir)

		write(t, filepath.Join(dir, "new.html"), "ours") // the same bytes are no conflict
		publish(t, dir, o, site)
		same(t, dir, site)

		write(t, filepath.Join(dir, "more.html"), "theirs")
		site["more.html"] = "ours"
		o.Adopt = true
		publish(t, dir, o, site)
		same(t, dir, site)
	})
}

// Somebody edits what we have published: a page of the site is written anew, one that leaves the site is theirs.
func TestPublishedFilesChangedByOthers(t *testing.T) {
	edits := map[string]func(t *testing.T, path string){
		"in place": func(t *testing.T, path string) {
			f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.WriteString(" edited"); err != nil {
				t.Fatal(err)
			}
		},
		"replaced": func(t *testing.T, path string) {
			write(t, path+"~", "other")
			if err := os.Rename(path+"~", path); err != nil {
				t.Fatal(err)
			}
		},
	}
	eachMode(t, func(t *testing.T, o Options) {
		for name, edit := range edits {
			t.Run(name, func(t *testing.T) {
				dir := public(t)
				publish(t, dir, o, first)
				site := with(first, files{"index.html": "2"})
				publish(t, dir, o, site)
				edit(t, filepath.Join(dir, "en/a/index.html"))
				edit(t, filepath.Join(dir, "en/b/index.html"))
				edited := read(t, dir)["en/b/index.html"]

				site = with(site, files{"en/b/index.html": ""})
				res := publish(t, dir, o, site)
				same(t, dir, with(site, files{"en/b/index.html": edited}))
				if len(res.Notes) < 2 {
					t.Fatalf("nothing said: %+v", res)
				}
				site = with(site, files{"index.html": "3"})
				publish(t, dir, o, site)
				same(t, dir, with(site, files{"en/b/index.html": edited}))
			})
		}
	})
}

// A published file that has another name elsewhere is never written through.
func TestNeverThroughLinks(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		publish(t, dir, o, first)
		outside := filepath.Join(filepath.Dir(dir), "outside")
		write(t, filepath.Join(outside, "victim.html"), "victim")
		write(t, filepath.Join(outside, "index.html"), "index")
		backup := filepath.Join(outside, "backup.html")
		if err := os.Link(filepath.Join(dir, "index.html"), backup); err != nil {
			t.Fatal(err)
		}
		page := filepath.Join(dir, "en", "a", "index.html")
		if err := os.Remove(page); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(outside, "victim.html"), page); err != nil {
			t.Fatal(err)
		}
		site := with(first, files{"index.html": "2", "en/a/index.html": "a2"})
		publish(t, dir, o, site)
		same(t, dir, site)
		want := files{"victim.html": "victim", "index.html": "index", "backup.html": "home"}
		same(t, outside, want)

		// A folder of the site becomes a link to one outside.
		if err := os.RemoveAll(filepath.Join(dir, "en", "b")); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(outside, filepath.Join(dir, "en", "b")); err != nil {
			t.Fatal(err)
		}
		_, err := tryPublish(dir, o, with(site, files{"en/b/index.html": "through", "en/b/more.html": "x"}))
		wantKind(t, err, Conflict)
		same(t, outside, want)
		publish(t, dir, o, with(site, files{"en/b/index.html": ""})) // the page goes, the link stays
		same(t, outside, want)
		if target, err := os.Readlink(filepath.Join(dir, "en", "b")); err != nil || target != outside {
			t.Fatal(target, err)
		}
	})
}

func TestManifestLostOrDamaged(t *testing.T) {
	damage := map[string]func(t *testing.T, file string){
		"lost": func(t *testing.T, file string) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		},
		"empty":   func(t *testing.T, file string) { write(t, file, "") },
		"garbage": func(t *testing.T, file string) { write(t, file, "\x00\xff{}") },
		"cut": func(t *testing.T, file string) {
			if err := os.Truncate(file, 300); err != nil {
				t.Fatal(err)
			}
		},
		"one byte": func(t *testing.T, file string) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			data[len(data)/2] ^= 1
			write(t, file, string(data))
		},
	}
	eachMode(t, func(t *testing.T, o Options) {
		for name, do := range damage {
			t.Run(name, func(t *testing.T) {
				dir := public(t)
				publish(t, dir, o, first)
				publish(t, dir, o, with(first, files{"index.html": "1"}))
				before := snapshot(t, dir)
				do(t, filepath.Join(filepath.Dir(dir), ".public.manifest"))
				site := with(first, files{"index.html": "2", "en/a/index.html": ""})
				res := publish(t, dir, o, site)
				notes := strings.Join(res.Notes, "\n")
				if !strings.Contains(notes, "othing of what is in") || !strings.Contains(notes, "lost") && !strings.Contains(notes, "damaged") {
					t.Fatalf("notes: %s", notes)
				}
				// Nothing is deleted; what is as it should be is not written.
				same(t, dir, with(site, files{"en/a/index.html": "a"}))
				if res.Written != 1 || res.Unchanged != len(site)-1 {
					t.Fatalf("%+v", res)
				}
				page := filepath.Join(dir, "en/b/index.html")
				if after := snapshot(t, dir); after[page] != before[page] {
					t.Fatalf("%s, was %s", after[page], before[page])
				}
				if res := publish(t, dir, o, site); res.Changed || len(res.Notes) > 0 {
					t.Fatalf("%+v", res)
				}
				tidy(t, dir)
			})
		}
	})
}
