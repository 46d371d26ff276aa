package search

import "encoding/binary"

// What a term is, as bits.
const (
	isLead  = 1 << iota // may be the first of two words that are also written as one
	isSplit             // is also written as two
)

const (
	// sectionGap is the number of positions between two fields, so that no
	// phrase runs from one into the next.
	sectionGap = 8
	// bodyStep divides the position at which a section of running text begins,
	// so that an edit in one moves no words in the next.
	bodyStep = 64
	// noPosition marks an occurrence that no phrase can use.
	noPosition = 1<<24 - 1
)

// run is the stop words before a word, the last three at most: the number of
// each in the list of stop words plus one, a byte each, the last one lowest.
type run uint32

func (r run) after(stop uint8) run { return (r<<8 | run(stop)) & 0xffffff }

// words is the number of stop words.
func (r run) words() int {
	switch {
	case r == 0:
		return 0
	case r < 1<<8:
		return 1
	case r < 1<<16:
		return 2
	}
	return 3
}

// append writes a position by its distance from the one before, and the numbers
// of the stop words before it.
func (r run) append(buf []byte, distance uint32) []byte {
	words := r.words()
	buf = binary.AppendUvarint(buf, uint64(distance)<<2|uint64(words))
	for shift := 8 * (words - 1); shift >= 0; shift -= 8 {
		buf = binary.AppendUvarint(buf, uint64(r>>shift)&0xff-1)
	}
	return buf
}

// size is how many bytes append writes.
func (r run) size(distance uint32) uint32 {
	words := r.words()
	n := uintSize(distance<<2) + uint32(words)
	for ; r != 0; r >>= 8 {
		if r&0xff > 0x80 {
			n++
		}
	}
	return n
}

// occurrence is one word of a text as walk reports it.
type occurrence struct {
	term, pos uint32
	run       run
	field     FieldKind
}

// index is the inverted corpus: documents and positions by term, each kind in
// one piece of memory.
type index struct {
	*corpus
	pairs *pairs
	parts []*stretch
	// postings are those of the terms that are to be written, each from its start
	// to the next's.
	postings posting
	start    []uint32
	// blocks are the positions of terms, likewise.
	blocks     []byte
	blockStart []uint32
	// measures are what is known of the terms before that is filled in.
	measures []measure
	// groupOf is by term the number of its group of frequent words, counted
	// from one; 0 for others.
	groupOf []uint32
	groups  int // one more than the highest number
	// came are the documents that the last build had not, or not as they are; went
	// are the numbers of those that it had and that are gone or others.
	came *index
	went []uint32
	// begun are the documents of beginnings of words, where they are known.
	begun map[int]posting
}

// measure is what is known of a term before its postings and positions are
// written.
type measure struct {
	// The number of documents, of those with positions, and of the bytes of these.
	docs, placed, bytes uint32
	// Digests of the documents with their levels, and of the positions.
	postings, places uint64
}

func (m *measure) add(n *measure) {
	m.docs += n.docs
	m.placed += n.placed
	m.bytes += n.bytes
	m.postings += n.postings
	m.places += n.places
}

// negate makes it such that adding it takes off what it is.
func (m *measure) negate() { *m = measure{-m.docs, -m.placed, -m.bytes, -m.postings, -m.places} }

// positions is how many bytes the positions of a term take; 0 where no phrase can
// use the term or its neighbours have them.
func (x *index) positions(term int) int {
	if m := &x.measures[term]; m.placed > 0 && !x.terms[term].stop && x.groupOf[term] == 0 {
		return int(m.bytes)
	}
	return 0
}

// posting is where a term occurs: ascending documents, with the level in each
// in the lowest four bits.
type posting []uint32

// levelBits is the room for a level in a posting.
const levelBits = 4

// list is the posting list of a term.
func (x *index) list(term int) posting { return x.postings[x.start[term]:x.start[term+1]] }

// block is the positions of a term, document by document in the order of its
// posting list; nothing where no phrase can use the term or its neighbours have
// them.
func (x *index) block(term int) []byte {
	return x.blocks[x.blockStart[term]:x.blockStart[term+1]]
}

// walk appends the words of a document in order.
func (x *index) walk(t *docTokens, list []occurrence) []occurrence {
	p := x.pairs
	at, pos := uint32(0), uint32(0)
	for _, s := range t.sections {
		var before run
		if s.field == FieldBody {
			pos = (pos + bodyStep - 1) &^ (bodyStep - 1)
		}
		tokens := t.tokens[at : at+s.tokens]
		for k, n := range tokens {
			joined := n&joinedBit != 0
			n &= termMask
			if joined {
				list = append(list, occurrence{term: n, pos: noPosition, field: s.field})
				continue
			}
			list = append(list, occurrence{term: n, pos: min(pos, noPosition), run: before, field: s.field})
			pos++
			if p.flags[n] != 0 {
				p.extra(n, tokens[k+1:], func(term uint32) {
					list = append(list, occurrence{term: term, pos: noPosition, field: s.field})
				})
			}
			if stop := x.stopNumber[n]; stop != 0 {
				before = before.after(stop)
			} else {
				before = 0
			}
		}
		at += s.tokens
		pos += sectionGap
	}
	return list
}

// invert measures what every term takes when documents of words are turned into
// words of documents; fill does the rest. Each worker has a stretch of the
// documents. Folded forms that are used so many times are frequent.
func (c *corpus) invert(m *Memory, workers, frequent int) *index {
	c.weigh()
	x := &index{corpus: c, pairs: c.findPairs()}
	x.findFrequent(frequent)
	if x.parts = x.resume(); x.parts == nil {
		bounds := c.ranges(workers)
		x.parts = make([]*stretch, len(bounds)-1)
		parallel(len(x.parts), workers, func(k int) {
			x.parts[k] = x.stretch(bounds[k], bounds[k+1])
			x.parts[k].measure()
		})
	}
	x.measures = make([]measure, len(x.terms))
	for t := range x.measures {
		for _, p := range x.parts {
			x.measures[t].add(&p.tallies[t].measure)
		}
	}
	if m != nil {
		m.learnMeasures(x)
	}
	return x
}

// stretch is the documents from … to-1, of which nothing is known yet.
func (x *index) stretch(from, to int) *stretch {
	return &stretch{index: x, from: from, to: to, tallies: make([]tally, len(x.terms)), groups: make([]groupTally, x.groups)}
}

// findFrequent numbers the groups of frequent words.
func (x *index) findFrequent(uses int) {
	x.groupOf, x.groups = make([]uint32, len(x.terms)), 1
	for from := 0; from < len(x.terms); {
		to, sum := from, uint32(0)
		for ; to < len(x.terms) && x.alike[to] == uint32(from); to++ {
			if !x.terms[to].stop {
				sum += x.terms[to].solid
			}
		}
		if sum > uint32(uses) {
			for t := from; t < to; t++ {
				x.groupOf[t] = uint32(x.groups)
			}
			x.groups++
		}
		from = to
	}
}

// fill writes the postings of the terms that are listed, and the positions of
// those for which they are wanted.
func (x *index) fill(workers int, listed, wanted []bool) {
	x.start, x.blockStart = make([]uint32, len(x.terms)+1), make([]uint32, len(x.terms)+1)
	docs, bytes := uint32(0), uint32(0)
	for t := range x.terms {
		x.start[t], x.blockStart[t] = docs, bytes
		for _, p := range x.parts {
			a := &p.tallies[t]
			a.listed, a.wanted = listed[t] || wanted[t], wanted[t]
			if a.listed {
				docs, a.docs = docs+a.docs, docs
			}
			if a.wanted {
				bytes, a.bytes = bytes+a.bytes, bytes
			}
		}
	}
	x.start[len(x.terms)], x.blockStart[len(x.terms)] = docs, bytes
	x.postings, x.blocks = make(posting, docs), make([]byte, bytes)
	parallel(len(x.parts), workers, func(k int) { x.parts[k].fill() })
}

// ranges cuts the documents into stretches for the workers.
func (c *corpus) ranges(workers int) []int {
	n := max(1, min(workers, len(c.docs)/64))
	bounds := make([]int, n+1)
	for k := range bounds {
		bounds[k] = len(c.docs) * k / n
	}
	return bounds
}
