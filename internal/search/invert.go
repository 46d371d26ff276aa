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
	pairs   *pairs
	weights weights
	// postings are those of all terms, each from its start to the next's.
	postings posting
	start    []uint32
	// blocks are the positions of all terms, likewise.
	blocks     []byte
	blockStart []uint32
	// groupOf is by term the number of its group of frequent words, counted
	// from one; 0 for others. sizes is by stretch of documents and group how many
	// neighbours there are.
	groupOf []uint32
	sizes   [][]uint32
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
func (x *index) walk(i int, list []occurrence) []occurrence {
	t, p := &x.tokens[i], x.pairs
	at, pos := uint32(0), uint32(0)
	for _, s := range t.sections {
		var before run
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

// invert turns documents of words into words of documents: first it measures
// what every term will take, then it fills that in. Each worker has a stretch of
// the documents.
func (c *corpus) invert(workers, frequent int) *index {
	x := &index{corpus: c, pairs: c.findPairs(), weights: c.weights()}
	bounds := c.ranges(workers)
	parts := make([]*stretch, len(bounds)-1)
	parallel(len(parts), workers, func(k int) {
		parts[k] = &stretch{index: x, from: bounds[k], to: bounds[k+1], tallies: make([]tally, len(c.terms))}
		parts[k].measure()
	})
	x.layOut(parts, frequent)
	parallel(len(parts), workers, func(k int) { parts[k].fill() })
	for _, p := range parts {
		x.sizes = append(x.sizes, p.sizes)
	}
	return x
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

// stretch is one worker's part of the documents.
type stretch struct {
	*index
	from, to int
	tallies  []tally // by term
	sizes    []uint32
	words    []occurrence // of one document
	touched  []uint32     // its terms
}

// tally is what a worker knows of a term.
type tally struct {
	// docs and bytes count the documents and the bytes of positions; then they
	// are where the next ones are to be written.
	docs, bytes uint32
	// The rest is of one document: the sum of the weights, the fields seen, the
	// number of positions and the last one.
	sum       float32
	positions uint32
	before    uint32
	seen      uint8
	// wanted is true where a phrase can use the term.
	wanted bool
}

// read takes the words of a document.
func (s *stretch) read(i int) {
	w := &s.weights[s.ids[i]]
	s.words, s.touched = s.walk(i, s.words[:0]), s.touched[:0]
	for k := range s.words {
		o := &s.words[k]
		t := &s.tallies[o.term]
		if t.seen == 0 {
			s.touched = append(s.touched, o.term)
		}
		if bit := uint8(1) << o.field; t.seen&bit == 0 || o.field == FieldBody {
			t.sum += w[o.field]
			t.seen |= bit
		}
		if o.pos != noPosition {
			t.positions++
		}
	}
}

// forget makes the tally ready for the next document.
func (t *tally) forget() { t.sum, t.positions, t.before, t.seen = 0, 0, 0, 0 }

// measure counts documents and bytes of positions by term.
func (s *stretch) measure() {
	for i := s.from; i < s.to; i++ {
		s.read(i)
		for k := range s.words {
			if o := &s.words[k]; o.pos != noPosition {
				t := &s.tallies[o.term]
				t.bytes += o.run.size(o.pos - t.before)
				t.before = o.pos
			}
		}
		for _, n := range s.touched {
			t := &s.tallies[n]
			t.docs++
			t.bytes += uintSize(t.positions)
			t.wanted = t.wanted || t.positions > 0
			t.forget()
		}
	}
}

// layOut gives every term its place in memory, and each worker his in that.
// Folded forms whose positions take more than so many bytes are frequent.
func (x *index) layOut(parts []*stretch, frequent int) {
	n := len(x.terms)
	x.start, x.blockStart = make([]uint32, n+1), make([]uint32, n+1)
	x.groupOf = make([]uint32, n)
	groups := uint32(0)
	docs, bytes := uint32(0), uint32(0)
	for from := 0; from < n; {
		to, size := from, 0
		for ; to < n && x.alike[to] == uint32(from); to++ {
			wanted := false
			for _, p := range parts {
				wanted = wanted || p.tallies[to].wanted
			}
			for _, p := range parts {
				p.tallies[to].wanted = wanted && !x.terms[to].stop
				if p.tallies[to].wanted {
					size += int(p.tallies[to].bytes)
				}
			}
		}
		if size > frequent {
			groups++
		}
		for t := from; t < to; t++ {
			if size > frequent {
				x.groupOf[t] = groups
			}
			x.start[t], x.blockStart[t] = docs, bytes
			for _, p := range parts {
				a := &p.tallies[t]
				a.wanted = a.wanted && size <= frequent
				docs, a.docs = docs+a.docs, docs
				if a.wanted {
					bytes, a.bytes = bytes+a.bytes, bytes
				}
			}
		}
		from = to
	}
	x.start[n], x.blockStart[n] = docs, bytes
	x.postings, x.blocks = make(posting, docs), make([]byte, bytes)
	for _, p := range parts {
		p.sizes = make([]uint32, groups+1)
	}
}

// fill writes the posting lists and positions, and counts neighbours.
func (s *stretch) fill() {
	for i := s.from; i < s.to; i++ {
		s.read(i)
		id := s.ids[i]
		for _, n := range s.touched {
			t := &s.tallies[n]
			s.postings[t.docs] = id<<levelBits | uint32(level(float64(t.sum)))
			t.docs++
			if t.wanted {
				t.bytes = uint32(len(binary.AppendUvarint(s.blocks[:t.bytes], uint64(t.positions))))
			}
		}
		for k := range s.words {
			o := &s.words[k]
			if t := &s.tallies[o.term]; t.wanted && o.pos != noPosition {
				t.bytes = uint32(len(o.run.append(s.blocks[:t.bytes], o.pos-t.before)))
				t.before = o.pos
			}
		}
		for _, n := range s.touched {
			s.tallies[n].forget()
		}
		s.neighbours(s.words, func(group, _, _ uint32, _ run) { s.sizes[group]++ })
	}
}
