package build

import (
	"bytes"
	"context"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"resolute/internal/synthetic"
	"resolute/layouts"
	"resolute/static"
)

// shelf is a store in memory.
type shelf struct {
	mu           sync.Mutex
	before, now  map[string]made
	memos, fresh map[string][]byte
	// sparing keeps memos from the first build on, as one does that is hardly worth
	// to be kept anew.
	sparing bool
}

type made struct{ key, data string }

func (s *shelf) Previous(path string) (string, bool) {
	f, ok := s.before[path]
	return f.key, ok
}

func (s *shelf) Keep(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now[path] = s.before[path]
	return nil
}

func (s *shelf) Put(path, key string, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now[path] = made{key, string(data)}
	return nil
}

func (s *shelf) Memo(name string) []byte { return s.memos[name] }

func (s *shelf) SetMemo(name string, data []byte) { s.fresh[name] = data }

func (s *shelf) KeepAll(context.Context) (int, bool) {
	maps.Copy(s.now, s.before)
	return len(s.now), true
}

func (s *shelf) Published(path string) (*io.SectionReader, func(), bool) {
	f, ok := s.before[path]
	return io.NewSectionReader(strings.NewReader(f.data), 0, int64(len(f.data))), func() {}, ok
}

// build builds into the shelf, with what the last build left, and returns the
// files and how many were made anew.
func (s *shelf) build(t *testing.T, source fstest.MapFS) (files map[string]made, rendered int) {
	t.Helper()
	s.before, s.now, s.fresh = s.now, map[string]made{}, map[string][]byte{}
	p, problems, err := Publish(context.Background(), Options{Source: source, Layouts: layouts.FS, Static: static.FS, Version: "test"}, s)
	if err != nil || p == nil {
		t.Fatal(err, problems)
	}
	if s.memos == nil {
		s.memos = map[string][]byte{}
	}
	for name, data := range s.fresh {
		if s.memos[name] == nil || !s.sparing || !slices.Contains([]string{bodiesMemo, contentMemo, textsMemo}, name) {
			s.memos[name] = data
		}
	}
	return s.now, p.Summary.Rendered
}

// A build with what the last one left makes the same as one without, whatever
// has changed in between.
func TestRememberedBuildEqualsACleanOne(t *testing.T) {
	source, reports := fstest.MapFS{}, []string(nil)
	for name, data := range synthetic.Files(synthetic.Shape{Reports: 30}) {
		source[name] = &fstest.MapFile{Data: data}
		if ok, _ := path.Match("content/reports/*/*.md", name); ok {
			reports = append(reports, name)
		}
	}
	slices.Sort(reports)
	edit := func(name, old, new string) {
		data := source[name].Data
		changed := bytes.Replace(data, []byte(old), []byte(new), 1)
		if bytes.Equal(data, changed) {
			t.Fatalf("%s has no %q", name, old)
		}
		source[name] = &fstest.MapFile{Data: changed}
	}
	remembered, sparing := &shelf{}, &shelf{sparing: true}
	for _, step := range []struct {
		name   string
		change func()
	}{
		{"the first build", func() {}},
		{"reports", func() {
			edit(reports[0], "\n\n- ", "\n\nOne more sentence, “quoted”.\n\n- ")
			edit(reports[1], "\nyear:", "\ndate: 2020-02-03\nyear:")
			source[reports[2]] = &fstest.MapFile{Data: bytes.ReplaceAll(source[reports[2]].Data, []byte("\n"), []byte("\r\n"))}
		}},
		{"a member more, a report less", func() {
			source["content/members/new.md"] = &fstest.MapFile{Data: []byte("---\nname: New\n---\n\nA *text*.\n")}
			delete(source, reports[3])
		}},
		{"the settings", func() { edit("content/site.yaml", "Nothing here is real.", "Nothing is real.") }},
	} {
		step.change()
		got, some := remembered.build(t, source)
		spared, _ := sparing.build(t, source)
		want, all := new(shelf).build(t, source)
		for name := range want {
			if got[name].data != want[name].data || spared[name].data != want[name].data {
				t.Errorf("%s: %s differs", step.name, name)
			}
		}
		if len(got) != len(want) || some == all && step.name != "the first build" {
			t.Errorf("%s: %d files of which %d were made, want %d", step.name, len(got), some, len(want))
		}
	}
}

// What there is to tell of a site is told by every build, and a file that the source
// puts over a built-in one is a change as any other.
func TestRememberedBuildTellsTheSame(t *testing.T) {
	source := fstest.MapFS{}
	for name, data := range synthetic.Files(synthetic.Shape{Reports: 10}) {
		source[name] = &fstest.MapFile{Data: data}
	}
	s := &shelf{memos: map[string][]byte{}}
	build := func(o Options) (told, rendered int) {
		t.Helper()
		s.before, s.now, s.fresh = s.now, map[string]made{}, map[string][]byte{}
		o.Source, o.Layouts, o.Static, o.Version = source, layouts.FS, static.FS, "test"
		p, problems, err := Publish(context.Background(), o, s)
		if err != nil || p == nil {
			t.Fatal(err, problems)
		}
		maps.Copy(s.memos, s.fresh)
		if p.Summary.Kept+p.Summary.Rendered == 0 || p.Summary.Pages == 0 {
			t.Errorf("the summary is %+v", p.Summary)
		}
		return len(problems), p.Summary.Rendered
	}
	for _, step := range []struct {
		name     string
		change   func()
		options  Options
		told     int
		rendered bool
	}{
		{"first", func() {}, Options{}, 0, true},
		{"the same", func() {}, Options{}, 0, false},
		{"a file that is not used", func() { source["content/members/notes.txt"] = &fstest.MapFile{} }, Options{}, 1, false},
		{"the same with it", func() {}, Options{}, 1, false},
		{"a partial", func() {
			data, err := layouts.FS.ReadFile("_partials/footer.html")
			if err != nil {
				t.Fatal(err)
			}
			source["layouts/_partials/footer.html"] = &fstest.MapFile{Data: append(data, "<!-- -->x"...)}
		}, Options{}, 1, true},
		{"another address", func() {}, Options{BaseURL: "https://elsewhere.example/"}, 1, true},
		{"the same there", func() {}, Options{BaseURL: "https://elsewhere.example/"}, 1, false},
	} {
		step.change()
		if told, rendered := build(step.options); told != step.told || rendered > 0 != step.rendered {
			t.Errorf("%s: %d problems are told, and %d files made", step.name, told, rendered)
		}
	}
}

// A reference has the digest of the text in its language: it follows a translation
// that changes alone.
func TestReferencesFollowTranslations(t *testing.T) {
	source, report := fstest.MapFS{}, ""
	for name, data := range synthetic.Files(synthetic.Shape{Reports: 3, Members: 10, Languages: []string{"en", "fr"}}) {
		source[name] = &fstest.MapFile{Data: data}
		if ok, _ := path.Match("content/reports/*/*.md", name); ok && name > report {
			report = name
		}
	}
	var identity string
	for line := range strings.Lines(string(source[report].Data)) {
		if strings.HasPrefix(line, "resolution:") || strings.HasPrefix(line, "year:") {
			identity += line
		}
	}
	translate := func(text string) {
		source[strings.TrimSuffix(report, ".md")+".fr.md"] = &fstest.MapFile{Data: []byte("---\n" + identity + "language: fr\n---\n\n## Résultats\n\n" + text + "\n")}
	}
	remembered := &shelf{}
	for _, text := range []string{"Un texte.", "Un autre texte."} {
		translate(text)
		got, _ := remembered.build(t, source)
		want, _ := new(shelf).build(t, source)
		for _, name := range []string{"fr/data/citations.bib", "fr/data/citations.ris", "fr/data/citations.json"} {
			if got[name].data == "" || got[name].data != want[name].data {
				t.Errorf("%q: %s differs", text, name)
			}
		}
	}
}
