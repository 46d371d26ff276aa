package search

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"sync"
)

// Memory is what a build leaves for the next, so that this need only read the
// documents and compress the files that are new: the words of every document by
// the digest of that, and the names of the files by the digest of what is in
// them, or of what they are made of. It holds nothing that could not be made
// again. One build at a time uses a memory.
type Memory struct {
	version string
	// of the last build
	languages []string
	terms     []string               // written forms
	codes     []uint32               // tokens, those used most first
	docs      map[string]remembrance // by digest
	measured  *measured
	before    files
	// of this one
	read []byte // the documents with their words, and what they measure
	mu   sync.Mutex
	now  files
}

// remembrance is what is known of a document.
type remembrance struct {
	id    uint32
	kind  string
	words []byte // its sections, and the codes of its words
}

// files are the sums of the files of an index: of each by what is in it, and of
// what belongs together by what it is made of.
type files struct {
	contents map[fileKey]fileSum
	units    map[fileKey][]fileSum
}

func newFiles() files {
	return files{contents: map[fileKey]fileSum{}, units: map[fileKey][]fileSum{}}
}

// fileKey is the beginning of a digest of what a file is made of, fileSum of the
// file itself.
type (
	fileKey [16]byte
	fileSum [16]byte
)

// memoryFormat begins a memory.
const memoryFormat = "resolute search 1\n"

var errMemory = errors.New("what the last build left of the search index cannot be read; making all of it")

// NewMemory is a memory without anything in it, for a version of the program.
func NewMemory(version string) *Memory {
	return &Memory{version: version, before: newFiles(), now: newFiles()}
}

// ReadMemory reads what Bytes has written. Where that is damaged, or of another
// version, the memory is empty, and the error says so.
func ReadMemory(version string, data []byte) (*Memory, error) {
	m := NewMemory(version)
	if len(data) == 0 {
		return m, nil
	}
	head := m.head()
	if !bytes.HasPrefix(data, head) || len(data) < len(head)+sha256.Size {
		return m, errMemory
	}
	body := data[len(head)+sha256.Size:]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], data[len(head):len(head)+sha256.Size]) {
		return m, errMemory
	}
	read := NewMemory(version)
	if read.decode(&decoder{data: body}) {
		return read, nil
	}
	return m, errMemory
}

// head is what stands before the digest of the rest.
func (m *Memory) head() []byte {
	e := encoder{buf: []byte(memoryFormat)}
	e.str(m.version)
	return e.buf
}

func (m *Memory) decode(d *decoder) bool {
	m.languages, m.terms = d.fronts(), d.fronts()
	m.codes = make([]uint32, d.count())
	for i := range m.codes {
		n := d.uint()
		m.codes[i] = uint32(n>>2) | uint32(n&3)<<30
		d.bad = d.bad || n>>2 >= len(m.terms)
	}
	n := d.count()
	m.docs = make(map[string]remembrance, n)
	for range n {
		digest := d.str()
		m.docs[digest] = remembrance{id: uint32(d.uint()), kind: d.str(), words: d.raw(d.uint())}
	}
	m.measured = d.measured(len(m.terms))
	for range d.count() {
		m.before.contents[fileKey(d.sum())] = fileSum(d.sum())
	}
	for range d.count() {
		key := fileKey(d.sum())
		sums := make([]fileSum, d.count())
		for i := range sums {
			sums[i] = fileSum(d.sum())
		}
		m.before.units[key] = sums
	}
	return !d.bad && d.at == len(d.data)
}

// sum reads 16 bytes.
func (d *decoder) sum() (sum [16]byte) {
	copy(sum[:], d.raw(len(sum)))
	return sum
}

// Bytes is the memory as ReadMemory reads it, the same for the same documents. It
// can be asked for once after each build.
func (m *Memory) Bytes() []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.read == nil {
		return nil
	}
	head := m.head()
	e := encoder{buf: slices.Grow(m.read, 32*len(m.now.contents)+64*len(m.now.units)+16)}
	m.read = nil
	e.uint(len(m.now.contents))
	for _, k := range sortedKeys(m.now.contents) {
		sum := m.now.contents[k]
		e.buf = append(append(e.buf, k[:]...), sum[:]...)
	}
	e.uint(len(m.now.units))
	for _, k := range sortedKeys(m.now.units) {
		e.buf = append(e.buf, k[:]...)
		e.uint(len(m.now.units[k]))
		for _, sum := range m.now.units[k] {
			e.buf = append(e.buf, sum[:]...)
		}
	}
	sum := sha256.Sum256(e.buf[len(head)+sha256.Size:])
	copy(e.buf[len(head):], sum[:])
	return e.buf
}

func sortedKeys[V any](files map[fileKey]V) []fileKey {
	return slices.SortedFunc(maps.Keys(files), func(a, b fileKey) int { return bytes.Compare(a[:], b[:]) })
}

// content is the sum of the file that has something in it, if it is known.
func (m *Memory) content(k fileKey) (sum fileSum, ok bool) {
	sum, ok = m.before.contents[k]
	return sum, ok
}

// noteContent remembers the sum of a file.
func (m *Memory) noteContent(k fileKey, sum fileSum) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.contents[k] = sum
}

// noteUnit remembers the sums of files that belong together.
func (m *Memory) noteUnit(k fileKey, sums []fileSum) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.units[k] = sums
}

// begin forgets what was noted: the index is made anew.
func (m *Memory) begin() {
	if m != nil {
		m.now = newFiles()
	}
}

// carry remembers what it knew of files that are in the index again.
func (m *Memory) carry(s *store) {
	if m == nil {
		return
	}
	for k, sum := range m.before.contents {
		if f, ok := s.files[ref(sum[:s.hashLen])]; ok && f.sum == sum {
			m.now.contents[k] = sum
		}
	}
}

// wordsOf is the words of a document, if they are known.
func (m *Memory) wordsOf(d *Document, languages []string) []byte {
	if m == nil || d.Digest == "" || !slices.Equal(m.languages, languages) {
		return nil
	}
	return m.docs[d.Digest].words
}

// tokensOf decodes the words of a document; tokens are those of the codes.
func tokensOf(words []byte, tokens []uint32) (t docTokens, ok bool) {
	d := &decoder{data: words}
	n := 0
	t.sections = make([]section, d.count())
	for i := range t.sections {
		s := section{field: FieldKind(d.uint()), lang: uint8(d.uint()), tokens: uint32(d.uint())}
		t.sections[i] = s
		n += int(s.tokens)
	}
	if d.bad || n > len(words) {
		return t, false
	}
	rest := words[d.at:]
	t.tokens = make([]uint32, n)
	for i := range t.tokens {
		code, size := uint64(0), 1
		if len(rest) > 0 && rest[0] < 0x80 {
			code = uint64(rest[0])
		} else {
			code, size = binary.Uvarint(rest)
		}
		if size <= 0 || size > len(rest) || code >= uint64(len(tokens)) {
			return t, false
		}
		t.tokens[i] = tokens[code]
		rest = rest[size:]
	}
	return t, len(rest) == 0
}

// learn remembers the words of all documents.
func (m *Memory) learn(c *corpus) {
	codes, number, size := c.codes()
	head := m.head()
	e := encoder{buf: make([]byte, 0, len(head)+size+len(c.docs)*256+len(c.terms)*48+len(codes)*3+1<<20)}
	e.buf = append(append(e.buf, head...), make([]byte, sha256.Size)...) // Bytes knows the digest
	e.fronts(c.languages)
	raws := make([]string, len(c.terms))
	for i := range c.terms {
		raws[i] = c.terms[i].raw
	}
	e.fronts(raws)
	e.uint(len(codes))
	for _, n := range codes {
		e.uint(int(n&termMask)<<2 | int(n>>30))
	}
	known := 0
	for i := range c.docs {
		if c.docs[i].Digest != "" {
			known++
		}
	}
	e.uint(known)
	var words encoder
	for i := range c.docs {
		if c.docs[i].Digest != "" {
			words.words(&c.tokens[i], number)
			e.str(c.docs[i].Digest)
			e.uint(int(c.ids[i]))
			e.str(c.docs[i].Kind)
			e.uint(len(words.buf))
			e.buf = append(e.buf, words.buf...)
		}
	}
	m.read = e.buf
}

// words writes the words of a document in the place of what was written.
func (e *encoder) words(t *docTokens, number []uint32) {
	e.buf = e.buf[:0]
	e.uint(len(t.sections))
	for _, s := range t.sections {
		e.uint(int(s.field))
		e.uint(int(s.lang))
		e.uint(int(s.tokens))
	}
	buf := e.buf
	for _, n := range t.tokens {
		code := number[codeOf(n)]
		for code >= 0x80 {
			buf = append(buf, byte(code)|0x80)
			code >>= 7
		}
		buf = append(buf, byte(code))
	}
	e.buf = buf
}

// codeOf is a token as a small number.
func codeOf(token uint32) uint32 { return token<<2 | token>>30 }

// codes lists the tokens that there are, those used most first, and numbers them.
// size is how many bytes the numbers of all tokens take.
func (c *corpus) codes() (codes, number []uint32, size int) {
	uses := make([]uint32, 4*len(c.terms))
	for i := range c.tokens {
		for _, n := range c.tokens[i].tokens {
			uses[codeOf(n)]++
		}
	}
	for n, u := range uses {
		if u > 0 {
			codes = append(codes, uint32(n)>>2|uint32(n)<<30)
		}
	}
	slices.SortFunc(codes, func(a, b uint32) int {
		return cmp.Or(-cmp.Compare(uses[codeOf(a)], uses[codeOf(b)]), cmp.Compare(codeOf(a), codeOf(b)))
	})
	number = make([]uint32, len(uses))
	for i, n := range codes {
		number[codeOf(n)] = uint32(i)
		size += int(uintSize(uint32(i))) * int(uses[codeOf(n)])
	}
	return codes, number, size
}
