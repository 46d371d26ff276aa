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
	dir     string
	hashLen int

	mu       sync.Mutex
	files    map[ref][]byte
	parts    [partKinds]Part
	collided bool
}

func newStore(dir string, hashLen int) *store {
	s := &store{dir: dir, hashLen: hashLen, files: map[ref][]byte{}}
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

var packers = sync.Pool{New: func() any {
	zip, err := gzip.NewWriterLevel(nil, compression)
	if err != nil {
		panic(err) // the level is a constant
	}
	return &packer{zip: zip}
}}

// add appends the gzip form of data, with an empty header, to what is there.
func (p *packer) add(data []byte) {
	p.zip.Reset(&p.out)
	// Writing to a buffer does not fail.
	_, _ = p.zip.Write(data)
	_ = p.zip.Close()
}

// put compresses and keeps data, and returns its name.
func (s *store) put(part int, data []byte) ref {
	p := packers.Get().(*packer)
	defer packers.Put(p)
	p.out.Reset()
	p.add(data)
	return s.keep(part, p.out.Bytes())
}

// keep keeps a copy of data that is compressed, and returns its name.
func (s *store) keep(part int, packed []byte) ref {
	sum := sha256.Sum256(packed)
	name := ref(sum[:s.hashLen])
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.files[name]; ok {
		s.collided = s.collided || !bytes.Equal(old, packed)
		return name
	}
	s.files[name] = bytes.Clone(packed)
	s.parts[part].Files++
	s.parts[part].Bytes += len(packed)
	return name
}

// path is where the file of that name stands.
func (s *store) path(name ref) string { return s.dir + fileName([]byte(name)) }

// fileName is the path of a file below the index folder: 256 folders keep each
// of them short.
func fileName(hash []byte) string {
	digits := hex.EncodeToString(hash)
	return digits[:2] + "/" + digits[2:] + ".idx"
}

// list is all files, sorted by path.
func (s *store) list() []File {
	files := make([]File, 0, len(s.files)+1)
	for name, data := range s.files {
		files = append(files, File{Path: s.path(name), Data: data, Immutable: true})
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files
}
