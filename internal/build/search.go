package build

import (
	"bytes"
	"context"
	"io"
	"maps"
	"strings"

	"resolute/internal/output"
	"resolute/internal/search"
)

// SearchDir is the folder of the search index in the published site.
const SearchDir = "search-index/"

// SearchIndex makes the files of the search index: one document for each
// edition, resolution, member and page of the whole site, in all its languages.
func (p *Project) SearchIndex() ([]search.File, error) {
	d := newDocuments(p)
	return d.build(d.all(), d.labels(), search.Options{})
}

// Index is a search index in memory, and what the next one needs of it.
type Index struct {
	// Files are its files by path.
	Files map[string][]byte

	parts map[string][]byte // of the search.Memory
}

// NextIndex makes the search index with what is the same of the one before, which may
// be nil. The files are those of SearchIndex.
func (p *Project) NextIndex(before *Index) (*Index, error) {
	x := &Index{Files: map[string][]byte{}, parts: map[string][]byte{}}
	if before != nil {
		maps.Copy(x.parts, before.parts)
	} else {
		before = x
	}
	read := func(path string) ([]byte, bool) {
		data, ok := before.Files[path]
		return data, ok
	}
	memory, err := search.ReadMemory(p.Input.Version, func(part string) []byte { return before.parts[part] })
	if err != nil {
		return nil, err
	}
	d := newDocuments(p)
	files, err := d.build(d.all(), d.labels(), search.Options{Memory: memory, Published: read, Kept: func(path string) bool {
		_, ok := before.Files[path]
		return ok
	}})
	if err != nil {
		return nil, err
	}
	maps.Copy(x.parts, memory.Parts())
	for _, f := range files {
		if f.Data == nil {
			f.Data = before.Files[f.Path]
		}
		x.Files[f.Path] = f.Data
	}
	return x, nil
}

// build makes the files of documents.
func (d *documents) build(docs []search.Document, labels search.Labels, o search.Options) ([]search.File, error) {
	var languages []string
	for _, l := range d.Site.Settings.Languages {
		languages = append(languages, string(l))
	}
	o.Dir = SearchDir
	files, _, err := search.Build(docs, labels, languages, o)
	return files, err
}

// The names under which a published folder remembers its index: searchMemo is the
// digest of all that it was made of, and its files, one a line; wordsMemo is a
// [search.Memory], whose parts have names that begin so.
const (
	searchMemo = "search"
	wordsMemo  = "words"
)

// emitSearch puts the index into the sink. An index of the same documents as
// last time is carried over as it is; else what is still the same of it.
func (p *Project) emitSearch(ctx context.Context, sink Sink) error {
	d := newDocuments(p)
	docs, labels := d.all(), d.labels()
	store, ok := sink.(Store)
	if !ok {
		files, err := d.build(docs, labels, search.Options{})
		if err != nil {
			return err
		}
		return putSearch(ctx, sink, files)
	}
	digest := d.digest(docs, labels)
	if kept, err := keepSearch(store, digest); kept || err != nil {
		return err
	}
	memory, damaged := search.ReadMemory(p.Input.Version, func(part string) []byte { return store.Memo(wordsMemo + part) })
	if damaged != nil {
		p.Notes = append(p.Notes, damaged.Error())
	}
	files, err := d.build(docs, labels, search.Options{Memory: memory, Kept: func(path string) bool {
		_, ok := store.Previous(path)
		return ok
	}, Published: func(path string) ([]byte, bool) { return published(store, path) }})
	if err != nil {
		return err
	}
	if err := putSearch(ctx, store, files); err != nil {
		return err
	}
	memo := append(make([]byte, 0, 64*(len(files)+1)), digest...)
	for _, f := range files {
		memo = append(append(memo, '\n'), f.Path...)
	}
	store.SetMemo(searchMemo, memo)
	for part, data := range memory.Parts() {
		store.SetMemo(wordsMemo+part, data)
	}
	return nil
}

// published reads a file of the last build.
func published(store Store, path string) ([]byte, bool) {
	r, done, ok := store.Published(path)
	if !ok {
		return nil, false
	}
	defer done()
	data, err := io.ReadAll(r)
	return data, err == nil
}

// putSearch puts the files of the index into the sink, or keeps them there.
func putSearch(ctx context.Context, sink Sink, files []search.File) error {
	return parallel(ctx, len(files), func(i int) error {
		if f := files[i]; f.Data != nil {
			return sink.Put(f.Path, "", f.Data)
		}
		return sink.Keep(files[i].Path)
	})
}

// keepSearch carries the index over if it was made of the same, and all of its
// files are still there.
func keepSearch(store Store, digest string) (kept bool, err error) {
	memo := store.Memo(searchMemo)
	paths, same := bytes.CutPrefix(memo, []byte(digest+"\n"))
	if !same {
		return false, nil
	}
	list := strings.Split(string(paths), "\n")
	for _, path := range list {
		if _, ok := store.Previous(path); !ok {
			return false, nil
		}
	}
	for _, path := range list {
		if err := store.Keep(path); err != nil {
			return false, err
		}
	}
	store.SetMemo(searchMemo, memo)
	return true, nil
}

// digest covers the program, the labels and all documents.
func (d *documents) digest(docs []search.Document, labels search.Labels) string {
	parts := make([]string, len(docs))
	for i := range docs {
		parts[i] = docs[i].Digest
	}
	return output.Fingerprint("search"+d.Input.Version, struct {
		Labels search.Labels
		Parts  []string
	}{labels, parts})
}
