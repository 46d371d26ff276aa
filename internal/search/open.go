package search

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"

	"resolute/internal/search/analysis"
)

// Index reads the files of an index as they are needed. It is safe for
// concurrent use.
type Index struct {
	load func(path string) ([]byte, error)
	root root
	stop map[string]uint8 // the place of a stop word plus one

	mu    sync.Mutex
	files map[string][]byte
}

// Open reads the root of an index. load gives the bytes of a file by its path
// below the index folder: [EntryName] and what that leads to.
func Open(load func(path string) ([]byte, error)) (*Index, error) {
	x := &Index{load: load, files: map[string][]byte{}, stop: map[string]uint8{}}
	entry, err := load(EntryName)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	path, err := rootPath(entry)
	if err != nil {
		return nil, err
	}
	data, err := x.file(path)
	if err != nil {
		return nil, err
	}
	if x.root, err = decodeRoot(data); err != nil {
		return nil, fmt.Errorf("%w: %s", err, path)
	}
	for i, w := range x.root.stops {
		x.stop[w] = uint8(i + 1)
	}
	return x, nil
}

// Loader serves the files that Build made, for Open.
func Loader(files []File) func(path string) ([]byte, error) {
	byPath := make(map[string][]byte, len(files))
	dir := ""
	for _, f := range files {
		if strings.HasSuffix(f.Path, EntryName) {
			dir = strings.TrimSuffix(f.Path, EntryName)
		}
		byPath[f.Path] = f.Data
	}
	return func(path string) ([]byte, error) {
		data, ok := byPath[dir+path]
		if !ok {
			return nil, fmt.Errorf("no file %s", dir+path)
		}
		return data, nil
	}
}

// file is the decompressed bytes of a file, kept for the next time.
func (x *Index) file(path string) ([]byte, error) {
	x.mu.Lock()
	data, ok := x.files[path]
	x.mu.Unlock()
	if ok {
		return data, nil
	}
	packed, err := x.load(path)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if data, err = unpack(packed); err != nil {
		return nil, fmt.Errorf("%w: %s", err, path)
	}
	x.mu.Lock()
	x.files[path] = data
	x.mu.Unlock()
	return data, nil
}

// part is the decompressed bytes from … to-1 of a file that is many in one.
func (x *Index) part(path string, from, to int) ([]byte, error) {
	packed, err := x.load(path)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if to > len(packed) {
		return nil, fmt.Errorf("%w: %s", errDamaged, path)
	}
	data, err := unpack(packed[from:to])
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, path)
	}
	return data, nil
}

// decoder is a decoder of the file of that name.
func (x *Index) decoder(name ref) (*decoder, error) {
	data, err := x.file(fileName([]byte(name)))
	if err != nil {
		return nil, err
	}
	return &decoder{data: data}, nil
}

// decodeRoot reads the directory of the index.
func decodeRoot(data []byte) (root, error) {
	var r root
	d := &decoder{data: data}
	if !bytes.Equal(d.raw(len(magic)), []byte(magic)) {
		return r, errDamaged
	}
	r.hashLen, r.docs, r.space = d.uint(), d.uint(), d.uint()
	if r.hashLen < 4 || r.hashLen > 32 || r.docs > r.space || r.space > 1<<26 {
		return r, errDamaged
	}
	r.languages, r.stops = d.fronts(), d.fronts()
	if len(r.stops) > maxStops {
		return r, errDamaged
	}
	tables := []*table{&r.terms, &r.prefixes, &r.spelling, &r.entities}
	for _, t := range tables {
		t.keys = d.fronts()
	}
	r.cards.first = d.deltas(d.count(), r.space)
	facets := make([]facetTable, d.count())
	for i := range facets {
		facets[i].name = d.str()
		facets[i].values = d.uint()
		facets[i].keys = d.fronts()
	}
	refs := func(n int) []ref {
		list := make([]ref, 0, min(n, len(data)/r.hashLen))
		for range n {
			name := d.raw(r.hashLen)
			if d.bad {
				return nil
			}
			list = append(list, ref(name))
		}
		return list
	}
	for _, t := range tables {
		t.refs = refs(len(t.keys))
	}
	r.cards.refs = refs(len(r.cards.first))
	if codes := refs(1); len(codes) == 1 {
		r.codes = codes[0]
	}
	r.labels = refs(len(r.languages))
	for i := range facets {
		f := &facets[i]
		f.refs = refs(len(f.keys))
		if len(f.keys) > 1 {
			for range f.keys {
				f.labels = append(f.labels, refs(len(r.languages)))
			}
		}
	}
	r.facets = facets
	if d.bad || d.at != len(data) || len(r.terms.keys) == 0 && r.docs > 0 {
		return r, errDamaged
	}
	return r, nil
}

// line is one entry of a dictionary's shard as it is read.
type line struct {
	key, fold string
	hidden    bool
	others    []other
	docs      []uint32
	levels    []byte
}

// shard reads one shard of a dictionary.
func (x *Index) shard(t *table, k int) (lines []line, positions ref, err error) {
	d, err := x.decoder(t.refs[k])
	if err != nil {
		return nil, "", err
	}
	positions = ref(d.raw(x.root.hashLen))
	lines = make([]line, d.count())
	counts, sizes := make([]int, len(lines)), make([]int, len(lines))
	before := ""
	for i := range lines {
		l := &lines[i]
		l.key = d.front(before)
		l.fold = analysis.Fold(l.key)
		before = l.key
		n := d.uint()
		l.hidden = n&1 != 0
		for range n >> 1 {
			if d.bad {
				break
			}
			head := d.uint()
			l.others = append(l.others, other{text: d.rest(l.key, head>>1), weak: head&1 != 0})
		}
		counts[i], sizes[i] = d.uint(), d.uint()
	}
	for i := range lines {
		sub := &decoder{data: d.raw(sizes[i])}
		lines[i].docs = sub.deltas(counts[i], x.root.space)
		if sub.bad || sub.at != len(sub.data) {
			d.fail()
		}
	}
	for i := range lines {
		lines[i].levels = d.raw(counts[i])
	}
	if d.bad || d.at != len(d.data) {
		return nil, "", fmt.Errorf("%w: %s", errDamaged, fileName([]byte(t.refs[k])))
	}
	return lines, positions, nil
}

// facetNumber is the place of a facet in the root, or -1.
func (x *Index) facetNumber(name string) int {
	return slices.IndexFunc(x.root.facets, func(f facetTable) bool { return f.name == name })
}
