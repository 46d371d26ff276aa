package search

import "encoding/binary"

// stretch is one worker's part of the documents.
type stretch struct {
	*index
	from, to int
	tallies  []tally      // by term
	groups   []groupTally // by group of frequent words
	// These are of one document: its words, and its terms.
	room    docTokens
	words   []occurrence
	touched []uint32
}

// tally is what a worker knows of a term.
type tally struct {
	// What is measured; then docs and bytes are where the next ones are to be
	// written.
	measure
	// These are of one document: the sum of the weights, the number of positions
	// and the last one, the fields seen.
	sum       float32
	positions uint32
	before    uint32
	seen      uint8
	// wanted is true where the positions of the term are to be written; listed,
	// where its documents are.
	wanted, listed bool
}

// groupTally is what a worker knows of a group of frequent words: the number of
// its neighbours, and a digest of them.
type groupTally struct {
	size  uint32
	print uint64
}

// mix spreads a number over 64 bits. Digests of sets are sums of mixed numbers.
func mix(n uint64) uint64 {
	n ^= n >> 30
	n *= 0xbf58476d1ce4e5b9
	n ^= n >> 27
	n *= 0x94d049bb133111eb
	return n ^ n>>31
}

// Odd numbers, to tell the parts of what is mixed apart.
const (
	mixRun   = 0x9e3779b97f4a7c15
	mixWords = 0xc2b2ae3d27d4eb4f
)

// placeOf is a place in a document as one number.
func placeOf(doc, pos uint32, r run) uint64 {
	return (uint64(doc)<<24 | uint64(pos)) ^ uint64(r)*mixRun
}

// read takes the words of a document: all, or only those that are listed.
func (s *stretch) read(i int, all bool) {
	t := s.corpus.words(i, &s.room)
	w := t.weights(s.docs[i].Kind, s.average)
	s.words, s.touched = s.walk(t, s.words[:0]), s.touched[:0]
	for k := range s.words {
		o := &s.words[k]
		t := &s.tallies[o.term]
		if !all && !t.listed {
			continue
		}
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

// measure counts documents, bytes and neighbours.
func (s *stretch) measure() {
	for i := s.from; i < s.to; i++ {
		s.measureOne(i)
	}
}

func (s *stretch) measureOne(i int) {
	s.read(i, true)
	id := s.ids[i]
	for k := range s.words {
		if o := &s.words[k]; o.pos != noPosition {
			t := &s.tallies[o.term]
			t.bytes += o.run.size(o.pos - t.before)
			t.before = o.pos
			t.places += mix(placeOf(id, o.pos, o.run))
		}
	}
	for _, n := range s.touched {
		t := &s.tallies[n]
		t.docs++
		t.postings += mix(uint64(id<<levelBits | uint32(level(float64(t.sum)))))
		t.bytes += uintSize(t.positions)
		t.places += mix(placeOf(id, noPosition, 0) ^ uint64(t.positions)*mixWords)
		if t.positions > 0 {
			t.placed++
		}
		t.forget()
	}
	s.neighbours(s.words, func(group, key, pos uint32, between run) {
		g := &s.groups[group]
		g.size++
		g.print += mix(s.keyPrint(key) ^ placeOf(id, pos, between))
	})
}

// fill writes posting lists and positions.
func (s *stretch) fill() {
	for i := s.from; i < s.to; i++ {
		s.read(i, false)
		id := s.ids[i]
		for _, n := range s.touched {
			t := &s.tallies[n]
			s.postings[t.docs] = id<<levelBits | uint32(level(float64(t.sum)))
			t.docs++
			if t.wanted {
				t.bytes = uint32(len(binary.AppendUvarint(s.blocks[:t.bytes], uint64(t.positions))))
			}
		}
		if len(s.touched) == 0 {
			continue
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
	}
}

// keyPrint is a digest of a key of neighbours: of the word's folded form, by FNV-1a.
func (x *index) keyPrint(key uint32) uint64 {
	if key&kindMask == kindRun {
		return uint64(key) * mixWords // the stop words are a part of the whole's key
	}
	print, fold := uint64(0xcbf29ce484222325), x.terms[key&^kindMask].fold
	for i := range len(fold) {
		print = (print ^ uint64(fold[i])) * 0x100000001b3
	}
	return mix(print) + uint64(key&kindMask)*mixWords
}
