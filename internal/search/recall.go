package search

import (
	"math/bits"
	"slices"
)

// recalled is what an index takes from a memory, so that it need not go through the
// words of the documents that are known.
type recalled struct {
	from *Memory // nil where it knows none
	// known are the documents as the memory has them, nil where it has not; gone are
	// those that it has and the index has not.
	known []*remembrance
	gone  []*remembrance
	// codes are the tokens by their codes in the memory, and place the terms by their
	// numbers there. Those that only documents have that are gone are lost: they
	// stand after all terms of the index.
	codes, place []uint32
	lost         []term
}

// maxLanguages is how many a memory can tell apart.
const maxLanguages = 64

// deadCode stands for a token that no document has.
const deadCode = 1<<32 - 1

// recall finds the documents that a memory knows, and makes the others. What it knows
// is of use only where the texts are in the same languages.
func (c *corpus) recall(m *Memory, workers int) {
	c.known = make([]*remembrance, len(c.docs))
	if m != nil && len(m.languages) <= maxLanguages {
		c.recallDocuments(m)
	}
	c.makeAll(workers)
	c.languages = c.textLanguages()
	if c.from == nil || slices.Equal(c.languages, m.languages) && c.readPacks() {
		return
	}
	c.recalled = recalled{known: make([]*remembrance, len(c.docs))}
	c.makeAll(workers)
	c.languages = c.textLanguages()
}

// readPacks reads the packs that are to be written again.
func (c *corpus) readPacks() bool {
	for k, stale := range c.stalePacks() {
		if stale {
			c.from.pack(k)
		}
	}
	return !c.from.spoilt()
}

// recallDocuments finds the documents of the memory that are here, and those that are
// gone.
func (c *corpus) recallDocuments(m *Memory) {
	here := make([]bool, len(m.docs))
	for i := range c.docs {
		if at, ok := m.at[c.docs[i].Digest]; ok {
			c.known[i], here[at], c.from = &m.docs[at], true, m
		}
	}
	for at := range m.docs {
		if c.from != nil && !here[at] {
			c.gone = append(c.gone, &m.docs[at])
		}
	}
}

// makeAll makes the documents that are not known.
func (c *corpus) makeAll(workers int) {
	parallel(len(c.docs), workers, func(i int) {
		if c.known[i] == nil {
			c.make(i)
		}
	})
}

// makeRest makes what a document has but its texts, once.
func (c *corpus) makeRest(i int) {
	if d := c.docs[i]; d.Rest != nil {
		made := d.Rest()
		made.Digest, made.Path, made.Kind, made.Texts = d.Digest, d.Path, d.Kind, d.Texts
		c.docs[i] = &made
	}
}

// make makes all of a document, once.
func (c *corpus) make(i int) {
	c.makeRest(i)
	if d := *c.docs[i]; d.Texts != nil {
		d.Fields, d.Texts = d.Texts(), nil
		c.docs[i] = &d
	}
}

// recalledLanguages are those of the texts of the documents that are known.
func (c *corpus) recalledLanguages() (list []string) {
	if c.from == nil {
		return nil
	}
	seen := uint64(0)
	for _, r := range c.known {
		if r != nil {
			seen |= r.languages
		}
	}
	for ; seen != 0; seen &= seen - 1 {
		list = append(list, c.from.languages[bits.TrailingZeros64(seen)])
	}
	return list
}

// languageBits are the languages of a document's texts, a bit for each.
func (c *corpus) languageBits(d *Document) (seen uint64) {
	for _, t := range d.Title {
		seen |= 1 << slices.Index(c.languages, t.Lang)
	}
	for _, f := range d.Fields {
		seen |= 1 << slices.Index(c.languages, f.Lang)
	}
	return seen
}

// recallTerms begins with the terms of the memory.
func (c *corpus) recallTerms() {
	if c.from == nil {
		return
	}
	c.terms = make([]term, len(c.from.terms))
	c.place = make([]uint32, len(c.terms))
	for i := range c.terms {
		c.terms[i] = term{raw: c.from.terms[i].raw, fold: c.from.terms[i].fold}
		c.place[i] = uint32(i)
	}
	c.codes = slices.Clone(c.from.codes)
}

// recount counts how the terms are used by what the memory has counted.
func (c *corpus) recount() {
	languages := len(c.languages)
	c.counts = make([]uint32, len(c.terms)*languages)
	for t, at := range c.place {
		old := &c.from.terms[t]
		c.terms[at].solid, c.terms[at].capitals = old.solid, old.capitals
		copy(c.counts[int(at)*languages:], c.from.counts[t*languages:(t+1)*languages])
	}
	var room docTokens
	for _, r := range c.gone {
		c.countWords(room.unpack(c.from.wordsOf(r), c.codes), 1<<32-1)
	}
	for i, r := range c.known {
		if r == nil {
			c.countWords(&c.tokens[i], 1)
		}
	}
}

// dropUnused puts the terms that only the memory has after all others.
func (c *corpus) dropUnused() {
	lost := false
	for t := range c.terms {
		lost = lost || c.total(t) == 0
	}
	if !lost {
		return
	}
	rank := make([]uint32, len(c.terms))
	used := make([]term, 0, len(c.terms))
	counts := c.counts[:0]
	for t := range c.terms {
		if c.total(t) == 0 {
			rank[t] = ^uint32(len(c.lost))
			c.lost = append(c.lost, c.terms[t])
			continue
		}
		rank[t] = uint32(len(used))
		used = append(used, c.terms[t])
		counts = append(counts, c.counts[t*len(c.languages):(t+1)*len(c.languages)]...)
	}
	for t, n := range rank {
		if n > termMask {
			rank[t] = uint32(len(used)) + ^n
		}
	}
	c.terms, c.counts = used, counts
	renumber(c.codes, rank)
	renumber(c.place, rank)
	for i := range c.tokens {
		renumber(c.tokens[i].tokens, rank)
	}
}

// words are those of a document: as they were read, or unpacked into room.
func (c *corpus) words(i int, room *docTokens) *docTokens {
	if r := c.known[i]; r != nil {
		return room.unpack(c.from.wordsOf(r), c.codes)
	}
	return &c.tokens[i]
}

// bodyLength is the number of words of a document's running text.
func (c *corpus) bodyLength(i int) uint32 {
	if r := c.known[i]; r != nil {
		return r.bodyLength
	}
	return c.tokens[i].bodyLength()
}

// unpack reads the words of a document; tokens are those of the codes. The memory has
// been checked as a whole when it was read.
func (t *docTokens) unpack(words []byte, tokens []uint32) *docTokens {
	d := decoder{data: words}
	t.sections, t.tokens = t.sections[:0], t.tokens[:0]
	for range d.count() {
		t.sections = append(t.sections, section{field: FieldKind(d.uint()), lang: uint8(d.uint()), tokens: uint32(d.uint())})
	}
	list := slices.Grow(t.tokens, len(words))
	code, shift := uint32(0), 0
	for _, b := range words[d.at:] {
		code |= uint32(b&0x7f) << shift
		if shift += 7; b < 0x80 {
			list = append(list, tokens[code])
			code, shift = 0, 0
		}
	}
	t.tokens = list
	return t
}
