package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Random sites, one after the other, with files of others that come and go, and builds that are given up between them: each equals a clean build.
func TestRandomMutationsEqualCleanBuild(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		o.noSync = true
		rnd := rand.New(rand.NewPCG(7, 11))
		dir := public(t)
		site := maps.Clone(first)
		publish(t, dir, o, site)
		foreign := files{}
		var names []string
		for i := range 30 {
			names = append(names, fmt.Sprintf("d%d/e%d/index.html", i%5, i), fmt.Sprintf("d%d/e%d", i%5, i+100), fmt.Sprintf("top-%d.json", i))
		}
		rounds := 40
		if o.SpareFrom > 0 { // the way with the most to go wrong, and the usual one
			rounds = 100
		}
		for round := range rounds {
			for range 1 + rnd.IntN(6) {
				name := names[rnd.IntN(len(names))]
				switch rnd.IntN(5) {
				case 0:
					delete(site, name)
				case 1: // a folder in place of a file
					if strings.Count(name, "/") == 1 {
						delete(site, name)
						site[name+"/index.html"] = fmt.Sprint(rnd.IntN(3))
					}
				default:
					maps.DeleteFunc(site, func(p, _ string) bool { return under(p, name) })
					site[name] = fmt.Sprint(rnd.IntN(3))
				}
			}
			switch rnd.IntN(4) {
			case 0:
				name := fmt.Sprintf("d%d/note-%d", rnd.IntN(5), rnd.IntN(4))
				write(t, filepath.Join(dir, name), "n")
				foreign[name] = "n"
			case 1:
				for name := range foreign {
					if err := os.Remove(filepath.Join(dir, name)); err != nil {
						t.Fatal(err)
					}
					delete(foreign, name)
					break
				}
			}
			if rnd.IntN(8) == 0 { // a build that is given up
				p, err := Begin(context.Background(), dir, o)
				if err != nil {
					t.Fatal(err)
				}
				for i := range 10 {
					if err := p.Put(fmt.Sprintf("d%d/lost-%d", i%5, i), "", []byte("lost")); err != nil {
						t.Fatal(err)
					}
				}
				if err := p.Abort(); err != nil {
					t.Fatal(err)
				}
			}
			res := publish(t, dir, o, site)
			want := maps.Clone(site)
			if round%10 == 9 { // that a clean build is exactly its files is the business of TestPublish
				clean := filepath.Join(t.TempDir(), "public")
				publish(t, clean, Options{SpareFrom: -1, noSync: true}, site)
				want = read(t, clean)
			}
			maps.Copy(want, foreign)
			got := read(t, dir)
			for _, p := range res.Retired {
				delete(got, p)
			}
			maps.DeleteFunc(got, func(p, _ string) bool { return strings.HasSuffix(p, "/") && foreignFolder(p) })
			if d := diff(got, want); d != "" {
				t.Fatalf("round %d: %s", round, d)
			}
			tidy(t, dir)
		}
	})
}

// foreignFolder reports whether an empty folder was made for a note: whose owner has removed it since.
func foreignFolder(p string) bool { return len(p) == 3 && p[0] == 'd' }

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

func TestTwentyBuildsAtOnce(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		var cmds []*exec.Cmd
		messages := make([]bytes.Buffer, 20)
		for n := range 20 {
			cmd := order{Dir: dir, InPlace: o.InPlace, SpareFrom: o.SpareFrom, From: n, Rounds: 1, Wait: n%2 == 0}.command(t)
			cmd.Stderr = &messages[n]
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			cmds = append(cmds, cmd)
		}
		for n, cmd := range cmds {
			err := cmd.Wait()
			if n%2 == 0 && err != nil {
				t.Errorf("process %d waits for the others, but: %v", n, err)
			}
			if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() != 3 {
				t.Errorf("process %d: %v", n, err)
			}
		}
		for n := range messages {
			if t.Failed() {
				t.Logf("process %d: %s", n, &messages[n])
			}
		}
		whole(t, dir, nil)
		tidy(t, dir)
	})
}

func TestLocked(t *testing.T) {
	dir := public(t)
	holder, err := Begin(context.Background(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Begin(context.Background(), dir, Options{})
	wantKind(t, err, Locked)
	if e, _ := errors.AsType[*Error](err); e.PID != os.Getpid() || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) || e.Hint == "" {
		t.Fatalf("%#v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	told := 0
	_, err = Begin(ctx, dir, Options{Wait: func(pid int) {
		if told++; pid == os.Getpid() {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || told != 1 {
		t.Fatal(err, told)
	}
	waited := make(chan error)
	go func() {
		p, err := Begin(context.Background(), dir, Options{Wait: func(int) { holder.Abort() }})
		if err == nil {
			err = p.Abort()
		}
		waited <- err
	}()
	if err := <-waited; err != nil {
		t.Fatal(err)
	}
	if b := beside(t, dir); len(b) > 0 {
		t.Fatal(b)
	}
}

func TestDangerousFolders(t *testing.T) {
	top := t.TempDir()
	top, err := filepath.EvalSymlinks(top)
	if err != nil {
		t.Fatal(err)
	}
	source, home := filepath.Join(top, "home", "source"), filepath.Join(top, "home")
	write(t, filepath.Join(source, "content", "site.yaml"), "x")
	write(t, filepath.Join(top, "file"), "x")
	for name, target := range map[string]string{"to-source": source, "to-nothing": filepath.Join(top, "nothing"), "to-public": filepath.Join(top, "target")} {
		if err := os.Symlink(target, filepath.Join(top, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(top, "target"), 0o755); err != nil {
		t.Fatal(err)
	}
	before := read(t, top)
	for _, c := range []struct {
		dir  string
		want Kind
	}{
		{"/", Dangerous},
		{"", Dangerous},
		{source, Dangerous},
		{filepath.Join(source, "content", ".."), Dangerous},
		{home, Dangerous},
		{top, Dangerous},
		{filepath.Dir(top), Dangerous},
		{filepath.Join(top, "to-source"), Dangerous},
		{filepath.Join(top, "to-nothing"), Dangerous},
		{filepath.Join(top, "to-nothing", "public"), Dangerous},
		{filepath.Join(source, ".git"), Dangerous},
		{filepath.Join(top, "file"), Conflict},
		{filepath.Join(top, "file", "public"), Conflict},
	} {
		_, err := Begin(context.Background(), c.dir, Options{Protect: []string{source, home}, Adopt: true})
		if k, ok := KindOf(err); !ok || k != c.want {
			t.Errorf("%s: %v", c.dir, err)
		}
	}
	if after := read(t, top); !maps.Equal(before, after) {
		t.Fatalf("changed: %s", diff(after, before))
	}
	// A link to a folder is followed, deliberately: it stays a link, and its target is published to.
	publish(t, filepath.Join(top, "to-public"), Options{Protect: []string{source, home}}, first)
	publish(t, filepath.Join(top, "to-public"), Options{Protect: []string{source, home}}, with(first, files{"index.html": "2"}))
	same(t, filepath.Join(top, "target"), with(first, files{"index.html": "2"}))
	if target, err := os.Readlink(filepath.Join(top, "to-public")); err != nil || target != filepath.Join(top, "target") {
		t.Fatal(target, err)
	}
	publish(t, filepath.Join(source, "public"), Options{Protect: []string{source, home}}, first)
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("permissions do not bind the superuser; TestMounts has the read-only file system")
	}
	dir := public(t)
	publish(t, dir, Options{}, first)
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o555); err != nil {
			t.Fatal(err)
		}
	}
	defer os.Chmod(filepath.Dir(dir), 0o755)
	defer os.Chmod(dir, 0o755)
	_, err := Begin(context.Background(), dir, Options{})
	wantKind(t, err, ReadOnly)
}

// The folder disappears while the site is built, at every step.
func TestFolderRemovedMeanwhile(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		for round := range 12 {
			publish(t, dir, o, first)
			p, err := Begin(context.Background(), dir, o)
			if err != nil {
				t.Fatal(err)
			}
			site := with(first, files{"index.html": fmt.Sprint("home ", round), "en/a/index.html": fmt.Sprint(round)})
			if round%4 >= 2 {
				for path := range site {
					site[path] = fmt.Sprint(path, round) // nothing can be kept
				}
			}
			n := 0
			for _, path := range slices.Sorted(maps.Keys(site)) {
				if n++; n == 1+round/4*4 {
					if err := os.RemoveAll(dir); err != nil {
						t.Fatal(err)
					}
					if round%2 == 1 {
						if err := os.Mkdir(dir, 0o755); err != nil {
							t.Fatal(err)
						}
					}
				}
				if err = p.Put(path, "", []byte(site[path])); err != nil {
					break
				}
			}
			if err == nil {
				_, err = p.Commit(context.Background())
			}
			if aerr := p.Abort(); aerr != nil {
				t.Fatal(aerr)
			}
			if err != nil {
				if k, _ := KindOf(err); k != Vanished && !(o.InPlace && k == Failed) {
					t.Fatalf("round %d: %v", round, err)
				}
			} else {
				same(t, dir, site)
			}
			tidy(t, dir)
			publish(t, dir, o, site) // a second build always succeeds
			got := read(t, dir)
			delete(got, "assets/main.1.css")
			delete(site, "assets/main.1.css")
			if d := diff(got, site); d != "" {
				t.Fatalf("round %d: %s", round, d)
			}
		}
	})
}

// A cache that restores folder and manifest keeps bytes and perhaps times, but neither inodes nor change times.
func TestRestoredFromCache(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		publish(t, dir, o, first)
		site := with(first, files{"index.html": "2"})
		publish(t, dir, o, site)
		other := public(t)
		if err := os.CopyFS(other, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(filepath.Dir(dir), ".public.manifest"))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(filepath.Dir(other), ".public.manifest"), string(data))
		before := snapshot(t, other)
		p, err := Begin(context.Background(), other, o)
		if err != nil {
			t.Fatal(err)
		}
		for path := range site {
			if k, ok := p.Previous(path); !ok || k != digestOf([]byte(site[path])) {
				t.Fatalf("%s: key %q %v", path, k, ok)
			}
			if err := p.Keep(path); err != nil {
				t.Fatal(err)
			}
		}
		if res, err := p.Commit(context.Background()); err != nil || res.Changed {
			t.Fatalf("%+v %v", res, err)
		}
		if after := snapshot(t, other); !maps.Equal(before, after) {
			t.Fatal("touched")
		}
		for _, page := range []string{"3", "4", "5"} {
			site["index.html"] = page
			publish(t, other, o, site)
			same(t, other, site)
		}
	})
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

// Files that appear in the old tree in the moment of the exchange are not lost.
func TestFilesPutInWhileExchanging(t *testing.T) {
	for _, m := range modes[:2] {
		t.Run(m.name, func(t *testing.T) {
			dir := public(t)
			publish(t, dir, m.opt, first)
			p, err := Begin(context.Background(), dir, m.opt)
			if err != nil {
				t.Fatal(err)
			}
			site := with(first, files{"index.html": "2"})
			for path, data := range site {
				if err := p.Put(path, "", []byte(data)); err != nil {
					t.Fatal(err)
				}
			}
			next := p.plan()
			man := p.nextManifest(next)
			man.gen++
			s, err := p.surveyPublic(next.dirs)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(p.fillStage(context.Background(), next, s.foreign), p.stampAll(next, s, man), p.writeManifest(man)); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "late.txt"), "late")
			write(t, filepath.Join(dir, "en", "late.txt"), "late")
			if err := p.swap(); err != nil {
				t.Fatal(err)
			}
			p.afterSwap(man)
			p.finished.Store(true)
			p.close(true)
			want := with(site, files{"late.txt": "late", "en/late.txt": "late"})
			same(t, dir, want)
			for _, page := range []string{"3", "4", "5"} {
				want["index.html"] = page
				site["index.html"] = page
				publish(t, dir, m.opt, site)
				same(t, dir, want)
			}
		})
	}
}

func TestPermissionsWhateverTheUmask(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		old := setUmask(0o077)
		defer setUmask(old)
		dir := public(t)
		publish(t, dir, o, first)
		publish(t, dir, o, with(first, files{"a/b/c": "x", "index.html": "2"}))
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			fi, err := d.Info()
			if err == nil && fi.Mode().Perm() != map[bool]fs.FileMode{true: 0o755, false: 0o644}[d.IsDir()] {
				t.Errorf("%s: %v", path, fi.Mode())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestPublicationOrderInPlace(t *testing.T) {
	list := []string{
		"index.html", "sitemap.xml", "_headers", "en/index.html", "en/resolutions/x/index.html", "en/resolutions/x/2023/index.html", "en/resolutions/x/feed.xml",
		"assets/main.css", "data/reports.csv", "en/search/0.json", "404.html", "assets/deep/x.js", "robots.txt",
	}
	slices.SortFunc(list, comparePublication)
	want := []string{
		"assets/deep/x.js", "assets/main.css", "data/reports.csv", "en/search/0.json", "en/resolutions/x/2023/index.html", "en/resolutions/x/index.html",
		"en/index.html", "404.html", "_headers", "en/resolutions/x/feed.xml", "index.html", "robots.txt", "sitemap.xml",
	}
	if !slices.Equal(list, want) {
		t.Fatalf("%q", list)
	}
}

func sampleManifest() *manifest {
	return &manifest{
		version: "resolute\t1\n", gen: 3, root: 77, spare: 78,
		dirs:    []dirRecord{{"en", stamp{1, 2}, stamp{3, 4}}, {"en/a", stamp{5, 0}, stamp{}}},
		files:   []record{{"en/a/x", `k\e	y`, digestOf(nil), 0, -5, 9, false}, {"en/a/y", "", digestOf([]byte("y")), 1, 1764000000123456789, 1 << 63, true}},
		foreign: []foreignEntry{{".git", true}, {"CNA\nME", false}},
		delta:   []change{{"en/a/y", false}, {"en/b", true}},
		memos:   []memo{{"", []byte("\nend\t")}, {"m", []byte{}}},
	}
}

func TestManifestRoundTrip(t *testing.T) {
	m := sampleManifest()
	data := m.encode()
	got, err := decodeManifest(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(m, got) {
		t.Fatalf("%+v\n%+v", m, got)
	}
	for i := range data { // no single wrong byte and no cut goes unnoticed
		bad := slices.Clone(data)
		bad[i] ^= 0x20
		if _, err := decodeManifest(bad); err == nil {
			t.Fatalf("byte %d", i)
		}
		if _, err := decodeManifest(data[:i]); err == nil {
			t.Fatalf("cut at %d", i)
		}
	}
}

// FuzzManifest: whatever is read is refused or is a manifest that is written and read again as the same; and it
// never names a path outside of the folder.
func FuzzManifest(f *testing.F) {
	seal := func(body string) []byte { return fmt.Appendf(nil, "%send\t%s\n", body, digestOf([]byte(body))) }
	f.Add(string(sampleManifest().encode()))
	f.Add("")
	for _, lines := range []string{
		"", "v\t1\ng\t1\tx\t1\t2\n", "f\t1\t2\t3\t" + digestOf(nil) + "\tk\t../x\n", "f\t1\t2\t3\tshort\tk\tx\n", "x\t/etc\n", "w\ta/../b\n", "m\tn\t99999999999999999999\n", "m\tn\t5\nabc\n",
		"d\t1\t2\t3\t4\ta\nd\t1\t2\t3\t4\ta\n", "m\tb\t0\n\nm\ta\t0\n\n", "g\t1\tz\t1\t2\n", "q\t1\n", "v\\\n", "v\t\\q\n",
	} {
		f.Add(lines)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, data := range [][]byte{[]byte(text), seal(text), seal(manifestMagic + text)} {
			m, err := decodeManifest(data)
			if err != nil {
				continue
			}
			for _, r := range m.files {
				if !filepath.IsLocal(r.path) {
					t.Fatalf("path %q", r.path)
				}
			}
			for _, c := range m.delta {
				if !filepath.IsLocal(c.path) {
					t.Fatalf("path %q", c.path)
				}
			}
			for _, x := range m.foreign {
				if !filepath.IsLocal(x.path) {
					t.Fatalf("path %q", x.path)
				}
			}
			again, err := decodeManifest(m.encode())
			if err != nil || !reflect.DeepEqual(m, again) {
				t.Fatalf("%v\n%+v\n%+v", err, m, again)
			}
		}
	})
}
