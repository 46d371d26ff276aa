package build

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"resolute/internal/search"
	"resolute/layouts"
	"resolute/static"
)

// folder is a published folder in memory: what the last build left, and what this
// one puts there.
type folder struct {
	mu          sync.Mutex
	before, now map[string][]byte
	memos       map[string][]byte
}

func newFolder() *folder { return &folder{now: map[string][]byte{}, memos: map[string][]byte{}} }

func (f *folder) Previous(path string) (key string, ok bool) { return "", f.before[path] != nil }

func (f *folder) Keep(path string) error {
	if f.before[path] == nil {
		return errors.New(path + " is not there")
	}
	return f.Put(path, "", f.before[path])
}

func (f *folder) Put(path, _ string, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now[path] = data
	return nil
}

func (f *folder) Memo(name string) []byte             { return f.memos[name] }
func (f *folder) SetMemo(name string, data []byte)    { f.memos[name] = data }
func (f *folder) KeepAll(context.Context) (int, bool) { return 0, false }

func (f *folder) Published(path string) (*io.SectionReader, func(), bool) {
	data := f.before[path]
	return io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))), func() {}, data != nil
}

// index puts the index of a site into a folder.
func (f *folder) index(t *testing.T, p *Project) map[string][]byte {
	t.Helper()
	f.before, f.now = f.now, map[string][]byte{}
	if err := p.emitSearch(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return f.now
}

// TestChangedIndex makes the index again and again in one folder and in memory, each
// time with another edit, and compares it with that of a folder that is new. What
// documents show must follow from their digests.
func TestChangedIndex(t *testing.T) {
	t.Parallel()
	source := memorySource(60)
	reports := slices.Sorted(func(yield func(string) bool) {
		for name := range source {
			if strings.HasPrefix(name, "content/reports/") && strings.HasSuffix(name, ".md") && !yield(name) {
				return
			}
		}
	})
	first := reports[0]
	resolution := "content/resolutions/" + path.Base(path.Dir(first)) + ".md"
	f := newFolder()
	var last *Index
	shown := map[string]search.Document{}
	before := map[string][]byte{}
	for _, e := range []struct{ name, file, old, text string }{
		{"to begin with", first, "", ""},
		{"a sentence", first, `\z`, "\nZyzzyva was seen in the wild life.\n"},
		{"no such sentence", first, `Zyzzyva was`, "It was"},
		{"nothing", first, `It was`, "It was"},
		{"another status", first, `(?m)^status: .*$`, "status: not-initiated"},
		{"another member", first, `(?m)^members:$`, "members:\n  - m0003"},
		{"another organisation", first, `(?m)^status:`, "other_organisations: [Zyzzyva Trust]\nstatus:"},
		{"a title", resolution, `en: "`, `en: "Zyzzyva `},
		{"a member's name", "content/members/m0003.md", `name: `, "name: New "},
		{"a member's country", "content/members/m0003.md", `country: .*`, `country: "FR"`},
		{"a label", "content/site.yaml", `"(Commission|Region)`, `"Zyzzyva $1`},
		{"a report less", reports[1], "", ""},
	} {
		switch file := source[e.file]; {
		case e.old != "":
			changed := regexp.MustCompile(e.old).ReplaceAll(file.Data, []byte(e.text))
			if bytes.Equal(changed, file.Data) && e.name != "nothing" {
				t.Fatalf("%s: %s has no %q", e.name, e.file, e.old)
			}
			source[e.file] = &fstest.MapFile{Data: changed}
		case last != nil:
			delete(source, e.file)
		}
		p, problems, err := Load(t.Context(), Options{Source: source, Layouts: layouts.FS, Static: static.FS, Version: "test"})
		if err != nil || p == nil {
			t.Fatal(e.name, err, problems)
		}
		got, want := f.index(t, p), newFolder().index(t, p)
		if last, err = p.NextIndex(last); err != nil {
			t.Fatal(err)
		}
		if !maps.EqualFunc(got, want, bytes.Equal) {
			t.Errorf("%s: the index in the folder is not that of a clean build", e.name)
		}
		if !maps.EqualFunc(last.Files, want, bytes.Equal) {
			t.Errorf("%s: the index in memory is not that of a clean build", e.name)
		}
		kept := 0
		for name := range want {
			if before[name] != nil {
				kept++
			}
		}
		if len(before) > 0 && kept < len(want)/4 {
			t.Errorf("%s: only %d of %d files have stayed", e.name, kept, len(want))
		}
		before = got
		for _, d := range newDocuments(p).all() {
			all := d.Rest()
			all.Path, all.Kind, all.Fields = d.Path, d.Kind, d.Texts()
			if known, ok := shown[d.Digest]; ok && !reflect.DeepEqual(known, all) {
				t.Errorf("%s: %s has the digest of what shows something else", e.name, d.Path)
			}
			shown[d.Digest] = all
		}
	}
	if n := len(last.Files); n < 50 || len(shown) < 100 {
		t.Errorf("%d files and %d documents prove little", n, len(shown))
	}
}
