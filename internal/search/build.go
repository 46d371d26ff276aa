package search

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
)

// Version is the number of the format; a reader refuses any other.
const Version = 1

// EntryName is the name of the index's entry file in its folder. It is small,
// its address stays, and it must not be cached without asking again.
const EntryName = "index.json"

// magic begins the root file.
const magic = "RSI\x01"

// hash lengths in bytes: the first is tried, and the next only if two files of
// a site have the same beginning of their SHA-256.
var hashLengths = [...]int{5, 8, 16}

// entryFile is the JSON of the entry file.
type entryFile struct {
	Format int    `json:"format"`
	Root   string `json:"root"` // path below the index folder
}

// Build makes the files of the index from all documents of the site. languages
// are those of the user interface, for labels.
//
// The same documents give the same bytes, in whatever order they come and with
// any number of workers. Build keeps no reference to its arguments.
func Build(docs []Document, labels Labels, languages []string, o Options) ([]File, Stats, error) {
	o = o.withDefaults(len(docs))
	labels = labels.complete()
	if err := unique(docs); err != nil {
		return nil, Stats{}, err
	}
	if slices.ContainsFunc(docs, func(d Document) bool { return d.Digest == "" }) {
		o.Memory = nil
	}
	for tries := hashLengths[:]; len(tries) > 0; {
		n := tries[0]
		o.Memory.begin()
		c, s := analyse(docs, o.Memory, o.Workers), newStore(o, n)
		r := root{hashLen: n, docs: len(docs), space: c.space, languages: languages, cards: c.writeCards(s, o.Workers)}
		x := c.invert(o.Memory, o.Workers, frequentSize(o.ShardSize))
		entry, stats := x.write(s, &r, labels, o)
		switch {
		case o.Memory.spoilt():
			continue // without it
		case s.collided:
			tries = tries[1:]
			continue
		}
		s.carry()
		files := append(s.list(), entry)
		stats.Documents, stats.Words, stats.Files = len(docs), len(x.terms), len(files)
		for _, p := range s.parts {
			stats.Parts = append(stats.Parts, p)
			stats.Bytes += p.Bytes
		}
		stats.Bytes += len(entry.Data)
		return files, stats, nil
	}
	return nil, Stats{}, fmt.Errorf("search: two files of the index have one name")
}

func (o Options) withDefaults(docs int) Options {
	if o.Dir == "" {
		o.Dir = "search-index/"
	}
	if o.ShardSize == 0 {
		o.ShardSize = shardSize(docs)
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	o.Workers = min(o.Workers, 255) // a byte for each document tells whose it is
	return o
}

// shardSize is the wanted size of a shard: small, so that a word costs little,
// and growing slowly with the site, so that the directory stays small too.
func shardSize(docs int) int {
	size := 7300
	for n := 16_000; n < docs; n *= 2 {
		size += 2500
	}
	return size
}

// complete adds the two facets that every index has: kind tells which documents
// there are, year sorts them.
func (l Labels) complete() Labels {
	l = slices.Clone(l)
	for _, name := range []string{FacetKind, FacetYear} {
		if !slices.ContainsFunc(l, func(f Facet) bool { return f.Name == name }) {
			l = append(l, Facet{Name: name})
		}
	}
	return l
}

// unique reports the first path that two documents have.
func unique(docs []Document) error {
	seen := make(map[string]bool, len(docs))
	for i := range docs {
		if seen[docs[i].Path] {
			return fmt.Errorf("search: two documents with the path %q", docs[i].Path)
		}
		seen[docs[i].Path] = true
	}
	return nil
}

// write writes all other files but the entry into the store, and returns that. It
// gives up the parts of x that it needs no more.
func (x *index) write(s *store, r *root, labels Labels, o Options) (File, Stats) {
	r.stops = x.stops
	r.terms, r.prefixes = x.writeWords(s, o.ShardSize, o.Workers)
	r.spelling = x.writeSpelling(s)
	x.facets(s, r, labels, o)

	raw := r.encode()
	name := s.put(partRoot, raw)
	if s.memory != nil {
		s.memory.now.root = name
	}
	// Marshalling two plain fields does not fail.
	data, _ := json.Marshal(entryFile{Format: Version, Root: fileName([]byte(name))})
	entry := File{Path: s.dir + EntryName, Data: append(data, '\n')}
	return entry, Stats{FirstLoad: len(entry.Data) + len(s.files[name].data)}
}

// root is the directory of the index: what every reader loads first.
type root struct {
	hashLen, docs, space int
	languages            []string
	stops                []string
	terms, prefixes      table
	cards                cardTable
	spelling, entities   table
	codes                ref
	labels               []ref // by language
	facets               []facetTable
}

// encode is the bytes of the root: everything that compresses, then the names
// of the files, which do not.
func (r *root) encode() []byte {
	e := encoder{buf: []byte(magic)}
	var names []byte
	add := func(refs []ref) {
		for _, n := range refs {
			names = append(names, n...)
		}
	}
	e.uint(r.hashLen)
	e.uint(r.docs)
	e.uint(r.space)
	e.fronts(r.languages)
	e.fronts(r.stops)
	for _, t := range []*table{&r.terms, &r.prefixes, &r.spelling, &r.entities} {
		e.fronts(t.keys)
		add(t.refs)
	}
	e.uint(len(r.cards.first))
	e.deltas(r.cards.first)
	add(r.cards.refs)
	add([]ref{r.codes})
	add(r.labels)
	e.uint(len(r.facets))
	for i := range r.facets {
		f := &r.facets[i]
		e.str(f.name)
		e.uint(f.values)
		e.fronts(f.keys)
		add(f.refs)
		for _, refs := range f.labels {
			add(refs)
		}
	}
	return append(e.buf, names...)
}

// Root is the path of the root file that an entry file names, below the index
// folder. It reports damage instead of guessing.
func rootPath(entry []byte) (string, error) {
	var f entryFile
	if err := json.Unmarshal(entry, &f); err != nil {
		return "", fmt.Errorf("search: entry file: %w", err)
	}
	if f.Format != Version {
		return "", fmt.Errorf("search: the index has format %d, this program reads %d", f.Format, Version)
	}
	digits := ""
	if len(f.Root) > 3 && f.Root[2] == '/' {
		digits = f.Root[:2] + f.Root[3:]
	}
	if n := len(digits) - len(".idx"); n <= 0 || digits[n:] != ".idx" {
		return "", fmt.Errorf("search: entry file: no root")
	} else if _, err := hex.DecodeString(digits[:n]); err != nil {
		return "", fmt.Errorf("search: entry file: root: %w", err)
	}
	return f.Root, nil
}
