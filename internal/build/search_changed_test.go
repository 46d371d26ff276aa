package build

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

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
func (f *folder) index(t *testing.T, source fstest.MapFS) map[string][]byte {
	t.Helper()
	p, problems, err := Load(t.Context(), Options{Source: source, Layouts: layouts.FS, Static: static.FS, Version: "test"})
	if err != nil || p == nil {
		t.Fatal(err, problems)
	}
	f.before, f.now = f.now, map[string][]byte{}
	if err := p.emitSearch(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return f.now
}

// TestChangedIndex makes the index again and again in one folder, each time with
// another edit, and compares it with that of a folder that is new.
func TestChangedIndex(t *testing.T) {
	t.Parallel()
	source := memorySource(60)
	var report string
	for name := range source {
		if strings.HasPrefix(name, "content/reports/") && strings.HasSuffix(name, ".md") && (report == "" || name < report) {
			report = name
		}
	}
	edit := func(f func(text string) string) {
		source[report] = &fstest.MapFile{Data: []byte(f(string(source[report].Data)))}
	}
	f := newFolder()
	before := f.index(t, source)
	for _, e := range []struct {
		name string
		do   func(text string) string
	}{
		{"a sentence", func(s string) string { return s + "\nZyzzyva was seen in the wild life.\n" }},
		{"no such sentence", func(s string) string { return strings.ReplaceAll(s, "Zyzzyva was", "It was") }},
		{"nothing", func(s string) string { return s }},
	} {
		edit(e.do)
		got, want := f.index(t, source), newFolder().index(t, source)
		if len(got) != len(want) {
			t.Errorf("%s: %d files, want %d", e.name, len(got), len(want))
		}
		kept := 0
		for name, data := range want {
			if !bytes.Equal(got[name], data) {
				t.Errorf("%s: %s differs", e.name, name)
			}
			if before[name] != nil {
				kept++
			}
		}
		if kept < len(want)/2 {
			t.Errorf("%s: only %d of %d files have stayed", e.name, kept, len(want))
		}
		before = got
	}
}
