package search

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// The kinds of files, for the statistics and for what a damaged one is called.
const (
	partRoot = iota
	partTerms
	partPrefixes
	partPositions
	partCards
	partTexts
	partFacets
	partLabels
	partSpelling
	partEntities
	partCodes
	partKinds
)

var partNames = [partKinds]string{
	"root", "terms", "prefixes", "positions", "cards", "texts", "facets", "labels", "spelling", "entities", "codes",
}

// ref is the name of a file: the beginning of the SHA-256 of its bytes.
type ref string

// store collects the files of a build. It is safe for concurrent use; the
// order of the files does not depend on who came first.
type store struct {
	dir       string
	hashLen   int
	memory    *Memory
	kept      func(path string) bool
	published func(path string) ([]byte, bool)
	packers   free[packer]
	keys      free[encoder]

	mu       sync.Mutex
	files    map[ref]stored
	parts    [partKinds]Part
	collided bool
}

// stored is a file; data is nil where it is there already.
type stored struct {
	sum  fileSum
	data []byte
}

func newStore(o Options, hashLen int) *store {
	s := &store{dir: o.Dir, hashLen: hashLen, kept: o.Kept, published: o.Published, files: map[ref]stored{}}
	if s.memory = o.Memory; s.kept == nil {
		s.memory = nil
	}
	if s.memory != nil {
		s.files = make(map[ref]stored, 2*len(s.memory.before.units))
	}
	for i := range s.parts {
		s.parts[i].Name = partNames[i]
	}
	return s
}

// compression is the level: above it, small files gain nothing.
const compression = 5

// packer is the working memory for compressing.
type packer struct {
	out bytes.Buffer
	zip *gzip.Writer
}

// packer is one without anything in it.
func (s *store) packer() *packer {
	p := s.packers.get()
	if p.zip == nil {
		zip, err := gzip.NewWriterLevel(nil, compression)
		if err != nil {
			panic(err) // the level is a constant
		}
		p.zip = zip
	}
	p.out.Reset()
	return p
}

// add appends the gzip form of data, with an empty header, to what is there.
func (p *packer) add(data []byte) {
	p.zip.Reset(&p.out)
	// Writing to a buffer does not fail.
	_, _ = p.zip.Write(data)
	_ = p.zip.Close()
}

// put compresses and keeps data, and returns its name. What the last build has
// compressed is not compressed again; files that are remembered by what they are made
// of, as note does, need not be known by what is in them.
func (s *store) put(part int, data []byte) ref {
	var key fileKey
	known := s.memory != nil && (part == partRoot || part >= partFacets)
	if known {
		key = s.key("content", func(e *encoder) { e.buf = append(e.buf, data...) })
		if names, ok := s.reuse(key); ok {
			return names[0]
		}
	}
	p := s.packer()
	defer s.packers.put(p)
	p.add(data)
	name := s.keep(part, p.out.Bytes())
	if known {
		s.note(key, name)
	}
	return name
}

// key is a digest of what write writes after the word that tells what it is.
func (s *store) key(what string, write func(e *encoder)) fileKey {
	e := s.keys.get()
	defer s.keys.put(e)
	e.buf = append(e.buf[:0], what...)
	write(e)
	return keyOf(e.buf)
}

// keyOf is the key of a file that is made of data.
func keyOf(data []byte) fileKey {
	sum := sha256.Sum256(data)
	return fileKey(sum[:16])
}

// keep keeps a copy of data that is compressed, and returns its name.
func (s *store) keep(part int, packed []byte) ref {
	sum := sha256.Sum256(packed)
	return s.add(part, fileSum(sum[:16]), packed)
}

// reuse is the names of the files that the last build made of the same, if all of
// them are still there.
func (s *store) reuse(key fileKey) ([]ref, bool) {
	if s.memory == nil {
		return nil, false
	}
	sums, ok := s.memory.before.units[key]
	if !ok || slices.ContainsFunc(sums, func(sum fileSum) bool { return !s.there(sum) }) {
		return nil, false
	}
	s.memory.noteUnit(key, sums)
	names := make([]ref, len(sums))
	for i, sum := range sums {
		names[i] = s.add(partRoot, sum, nil)
	}
	return names, true
}

// note remembers the files that are made of the same.
func (s *store) note(key fileKey, names ...ref) {
	if s.memory == nil {
		return
	}
	sums := make([]fileSum, len(names))
	for i, name := range names {
		sums[i] = s.sum(name)
	}
	s.memory.noteUnit(key, sums)
}

// carry remembers what the last build has known of single files that are in the index
// again: those of facets are known by what is in them, too, and not asked for by that
// where all are as they were.
func (s *store) carry() {
	if s.memory == nil {
		return
	}
	for key, sums := range s.memory.before.units {
		if len(sums) == 1 && s.files[ref(sums[0][:s.hashLen])].sum == sums[0] {
			s.memory.noteUnit(key, sums)
		}
	}
}

// sum is that of a file in the store.
func (s *store) sum(name ref) fileSum {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.files[name].sum
}

// there reports whether a file of the last build is still there.
func (s *store) there(sum fileSum) bool { return s.kept(s.path(ref(sum[:s.hashLen]))) }

// add adds a file, of which it copies the data, and returns its name. A file that
// is there already has no data.
func (s *store) add(part int, sum fileSum, data []byte) ref {
	name := ref(sum[:s.hashLen])
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.files[name]; ok {
		s.collided = s.collided || old.sum != sum
		return name
	}
	s.files[name] = stored{sum, bytes.Clone(data)}
	if data != nil {
		s.parts[part].Files++
		s.parts[part].Bytes += len(data)
	}
	return name
}

// path is where the file of that name stands.
func (s *store) path(name ref) string { return s.dir + fileName([]byte(name)) }

// fileName is the path of a file below the index folder: 256 folders keep each
// of them short.
func fileName(hash []byte) string {
	digits := hex.AppendEncode(make([]byte, 0, 32), hash)
	return string(digits[:2]) + "/" + string(digits[2:]) + ".idx"
}

// list is all files, sorted by path.
func (s *store) list() []File {
	files := make([]File, 0, len(s.files)+1)
	for name, f := range s.files {
		files = append(files, File{Path: s.path(name), Data: f.data, Immutable: true})
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files
}
