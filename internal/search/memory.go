package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"resolute/internal/search/analysis"
)

// Memory is what a build leaves for the next, so that this need only read the
// documents and compress the files that are new: the words of every document by
// the digest of that, how often they are used, and the names of the files by the
// digest of what is in them, or of what they are made of. It holds nothing that
// could not be made again. One build at a time uses a memory.
type Memory struct {
	version string
	part    func(name string) []byte // reads what the last build has left
	// of the last build
	languages []string
	terms     []term
	counts    []uint32 // as in corpus
	stems     []string // likewise
	codes     []uint32 // tokens
	docs      []remembrance
	at        map[string]int // of the documents, by digest
	pairs     []knownPair
	measured  *measured
	packs     [packs]pack
	before    files
	broken    atomic.Bool // a pack cannot be read
	// of this one
	body  []byte            // all but the files
	parts map[string][]byte // the packs that have changed
	mu    sync.Mutex
	now   files
}

// remembrance is what is known of a document.
type remembrance struct {
	digest     string
	id         uint32
	kind       string
	languages  uint64 // a bit for each language of a text
	bodyLength uint32
	tag        uint64
	// Its sections and the codes of its words are there in a pack.
	pack, from, to int
}

// knownPair is a pair of words that are also written as one, as numbers of terms, and
// how often names write them apart.
type knownPair struct{ first, second, joined, apart uint32 }

// files are the sums of the files of an index, of those that belong together by what
// they are made of; the name of the root, and the directory of the facets.
type files struct {
	root   ref
	facets []byte
	units  map[fileKey][]fileSum
}

// fileKey is the beginning of a digest of what files are made of, fileSum of a file
// itself.
type (
	fileKey [16]byte
	fileSum [16]byte
)

// memoryFormat begins a memory.
const memoryFormat = "resolute search 3\n"

var errMemory = errors.New("what the last build left of the search index cannot be read; making all of it")

// NewMemory is a memory without anything in it, for a version of the program.
func NewMemory(version string) *Memory {
	return &Memory{version: version}
}

// ReadMemory reads what Parts has given, as it is needed. Where that is damaged, or
// of another version, the memory is empty, and the error says so.
func ReadMemory(version string, part func(name string) []byte) (*Memory, error) {
	m := NewMemory(version)
	data := part("")
	if len(data) == 0 {
		return m, nil
	}
	head := m.head()
	if !bytes.HasPrefix(data, head) || len(data) < len(head)+sumSize {
		return m, errMemory
	}
	body := data[len(head)+sumSize:]
	if binary.LittleEndian.Uint32(data[len(head):]) != sumOf(body) {
		return m, errMemory
	}
	read := NewMemory(version)
	if read.part = part; read.decode(&decoder{data: body}) {
		return read, nil
	}
	return m, errMemory
}

// sumSize is the size of what sumOf gives.
const sumSize = 4

// sumOf tells a memory from one that is damaged; it is for accidents alone.
func sumOf(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

// head is what stands before the sum of the rest.
func (m *Memory) head() []byte {
	e := encoder{buf: []byte(memoryFormat)}
	e.str(m.version)
	return e.buf
}

func (m *Memory) decode(d *decoder) bool {
	m.languages = d.fronts()
	raws := d.fronts()
	m.terms, m.counts = make([]term, len(raws)), make([]uint32, len(raws)*len(m.languages))
	for i, raw := range raws {
		m.terms[i] = term{raw: raw, fold: analysis.Fold(raw), solid: uint32(d.uint()), capitals: uint32(d.uint())}
		for l := range m.languages {
			m.counts[i*len(m.languages)+l] = uint32(d.uint())
		}
	}
	m.stems = make([]string, len(m.counts))
	for i, n := range m.counts {
		if n > 0 {
			m.stems[i] = d.front(raws[i/len(m.languages)])
		}
	}
	m.codes = make([]uint32, d.count())
	for i := range m.codes {
		n := d.uint()
		m.codes[i] = uint32(n>>2) - 1 | uint32(n&3)<<30
		if n == 0 {
			m.codes[i] = deadCode
		}
		d.bad = d.bad || n>>2 > len(raws)
	}
	m.docs = make([]remembrance, d.count())
	m.at = make(map[string]int, len(m.docs))
	for i := range m.docs {
		r := remembrance{digest: d.str(), id: uint32(d.uint()), kind: d.str(), languages: d.print(), bodyLength: uint32(d.uint()), tag: d.print()}
		r.pack = d.uint() % packs
		r.from = m.packs[r.pack].size
		r.to = r.from + d.uint()
		m.packs[r.pack].size = r.to
		m.docs[i], m.at[r.digest] = r, i
	}
	for k := range m.packs {
		m.packs[k].sum = uint32(d.print())
	}
	m.pairs = make([]knownPair, d.count())
	for i := range m.pairs {
		p := knownPair{uint32(d.uint()), uint32(d.uint()), uint32(d.uint()), uint32(d.uint())}
		d.bad = d.bad || int(max(p.first, p.second, p.joined)) >= len(raws)
		m.pairs[i] = p
	}
	m.measured = d.measured(len(raws))
	m.before.root = ref(d.str())
	m.before.facets = d.raw(d.count())
	units := d.count()
	m.before.units = make(map[fileKey][]fileSum, units)
	for range units {
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

// Parts are the parts of the memory that are not as the last build has left them, by
// name. They can be asked for once after each build; without a build there are none.
func (m *Memory) Parts() map[string][]byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.body == nil {
		return nil
	}
	head := m.head()
	e := encoder{buf: slices.Grow(m.body, 64*len(m.now.units)+len(m.now.facets)+32)}
	m.body = nil
	e.str(string(m.now.root))
	e.uint(len(m.now.facets))
	e.buf = append(e.buf, m.now.facets...)
	e.uint(len(m.now.units))
	keys := slices.SortedFunc(maps.Keys(m.now.units), func(a, b fileKey) int { return bytes.Compare(a[:], b[:]) })
	for _, k := range keys {
		e.buf = append(e.buf, k[:]...)
		e.uint(len(m.now.units[k]))
		for _, sum := range m.now.units[k] {
			e.buf = append(e.buf, sum[:]...)
		}
	}
	binary.LittleEndian.PutUint32(e.buf[len(head):], sumOf(e.buf[len(head)+sumSize:]))
	m.parts[""] = e.buf
	return m.parts
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
		m.now = files{units: make(map[fileKey][]fileSum, len(m.before.units))}
	}
}

// learn remembers all documents and their words.
func (m *Memory) learn(c *corpus) {
	codes, number := c.codesOf()
	head := m.head()
	e := encoder{buf: make([]byte, 0, len(head)+len(c.docs)*64+len(c.terms)*80+len(codes)*3+1<<20)}
	e.buf = append(append(e.buf, head...), make([]byte, sumSize)...) // Parts knows the sum
	e.learnTerms(c)
	e.uint(len(codes))
	for _, n := range codes {
		if n == deadCode {
			e.uint(0)
		} else {
			e.uint(int(n&termMask+1)<<2 | int(n>>30))
		}
	}
	e.learnDocuments(c, m.learnPacks(c, number))
	for k := range m.packs {
		sum := m.packs[k].sum
		if data, ok := m.parts[packName(k)]; ok {
			sum = sumOf(data)
		}
		e.print(uint64(sum))
	}
	m.body = e.buf
}

// learnTerms writes the terms, how they are used and their stems.
func (e *encoder) learnTerms(c *corpus) {
	e.fronts(c.languages)
	raws := make([]string, len(c.terms))
	for i := range c.terms {
		raws[i] = c.terms[i].raw
	}
	e.fronts(raws)
	for i := range c.terms {
		e.uint(int(c.terms[i].solid))
		e.uint(int(c.terms[i].capitals))
		for l := range c.languages {
			e.uint(int(c.uses(i, l)))
		}
	}
	for i, n := range c.counts {
		if n > 0 {
			e.front(raws[i/len(c.languages)], c.stems[i])
		}
	}
}

// learnDocuments writes what is known of the documents, and adds up their tags. sizes
// are those of their words.
func (e *encoder) learnDocuments(c *corpus, sizes []int) {
	e.uint(len(c.docs))
	var tags encoder
	for i := range c.docs {
		d := c.docs[i]
		r := remembrance{}
		if known := c.known[i]; known != nil {
			r = *known
		} else {
			r.languages, r.bodyLength = c.languageBits(d), c.tokens[i].bodyLength()
		}
		if c.known[i] == nil || r.id != c.ids[i] {
			c.makeRest(i)
			r.tag = c.docs[i].tag(&tags, c.ids[i])
		}
		c.tags += r.tag
		e.str(d.Digest)
		e.uint(int(c.ids[i]))
		e.str(d.Kind)
		e.print(r.languages)
		e.uint(int(r.bodyLength))
		e.print(r.tag)
		e.uint(packOf(d.Path))
		e.uint(sizes[i])
	}
}

// words writes the words of a document.
func (e *encoder) words(t *docTokens, number []uint32) {
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

// codesOf lists the tokens that there are and numbers them: those used most first or,
// where the memory has numbered some, the new ones in the place of others that no
// document has any more, and after all.
func (c *corpus) codesOf() (codes, number []uint32) {
	number = make([]uint32, 4*(len(c.terms)+len(c.lost)))
	if c.from != nil {
		return c.moreCodes(number), number
	}
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
	for i, n := range codes {
		number[codeOf(n)] = uint32(i)
	}
	return codes, number
}

// moreCodes are the codes of the memory, and those of the tokens that are new.
func (c *corpus) moreCodes(number []uint32) []uint32 {
	const none = 1<<32 - 1
	for i := range number {
		number[i] = none
	}
	codes := slices.Clone(c.codes)
	var dead []int
	for i, n := range codes {
		if n == deadCode || int(n&termMask) >= len(c.terms) {
			codes[i] = deadCode
			dead = append(dead, i)
		} else {
			number[codeOf(n)] = uint32(i)
		}
	}
	for i := range c.tokens {
		for _, n := range c.tokens[i].tokens {
			if number[codeOf(n)] != none {
				continue
			}
			if len(dead) == 0 {
				dead = append(dead, len(codes))
				codes = append(codes, 0)
			}
			codes[dead[0]], number[codeOf(n)] = n, uint32(dead[0])
			dead = dead[1:]
		}
	}
	return codes
}
