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
		publish(t, dir, o, with(first, files{"d/e/f": "x", "index.html": "3"}))
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

// A visitor never meets a missing or half file, whatever is going on.
func TestReadersSeeWholeFiles(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		o.noSync = true
		publish(t, dir, o, generation(0))
		stop := make(chan struct{})
		reads := make(chan int)
		go func() {
			n := 0
			defer func() { reads <- n }()
			for {
				for _, p := range []string{"index.html", "sitemap.xml", "en/page-3/index.html", "en/fixed-3/index.html"} {
					data, err := os.ReadFile(filepath.Join(dir, p))
					if err != nil || !strings.HasPrefix(string(data), "generation ") && string(data) != "fixed 3" {
						t.Errorf("%s: %q %v", p, data, err)
						return
					}
					n++
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		}()
		for g := range 30 {
			publish(t, dir, o, generation(g+1))
		}
		close(stop)
		if n := <-reads; n < 10 {
			t.Errorf("only %d reads: the test says nothing", n)
		}
	})
}
