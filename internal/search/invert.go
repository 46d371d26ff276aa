package search

import "slices"

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
	// partition bounds the occurrences that are in memory at once.
	partition = 1_300_000
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

// append writes the numbers of the stop words.
func (r run) append(e *encoder) {
	for shift := 8 * (r.words() - 1); shift >= 0; shift -= 8 {
		e.uint(int(r>>shift)&0xff - 1)
	}
}

// occurrence is one word of a text as walk reports it.
type occurrence struct {
	term, pos uint32
	run       run
	field     FieldKind
}

// occurrences are all words of some documents that are in a stretch of terms,
// sorted by term and, within one, by document and position.
type occurrences struct {
	from  int      // the first term
	start []uint32 // by term; one more at the end
	doc   []uint32
	place []uint32 // position << 8 | field
	run   []run
}

// index is the inverted corpus.
type index struct {
	*corpus
	pairs  *pairs
	lists  []posting // by term
	blocks [][]byte  // by term: its positions
}

// posting is where a term occurs: ascending documents and the level in each.
type posting struct {
	docs   []uint32
	levels []uint8
}

// walk reports the words of a document in order.
func (x *index) walk(i int, emit func(occurrence)) {
	t, p := &x.tokens[i], x.pairs
	at, pos := 0, uint32(0)
	for _, s := range t.sections {
		var before run
		tokens := t.tokens[at : at+s.tokens]
		for k, n := range tokens {
			if n&joinedBit != 0 {
				emit(occurrence{term: n &^ joinedBit, pos: noPosition, field: s.field})
				continue
			}
			emit(occurrence{term: n, pos: min(pos, noPosition), run: before, field: s.field})
			pos++
			if p.flags[n] != 0 {
				p.extra(n, tokens[k+1:], func(term uint32) {
					emit(occurrence{term: term, pos: noPosition, field: s.field})
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
}

// invert turns documents of words into words of documents, some of the terms
// at a time.
func (c *corpus) invert(workers int) *index {
	x := &index{corpus: c, pairs: c.findPairs(), lists: make([]posting, len(c.terms)), blocks: make([][]byte, len(c.terms))}
	w := x.weights()
	bounds := x.ranges(workers)
	counts := x.counts(bounds, workers)
	for from := 0; from < len(x.terms); {
		to, sum := from, 0
		for to < len(x.terms) && (to == from || sum+total(counts, to) <= partition) {
			sum += total(counts, to)
			to++
		}
		parts := make([]*occurrences, len(bounds)-1)
		parallel(len(parts), workers, func(k int) {
			parts[k] = x.collect(bounds[k], bounds[k+1], from, counts[k][from:to])
		})
		const batch = 256
		parallel((to-from+batch-1)/batch, workers, func(b int) {
			x.lay(w, parts, from+b*batch, min(from+(b+1)*batch, to))
		})
		from = to
	}
	return x
}

// lay writes the posting lists and positions of the terms from … to-1, each kind
// into one piece of memory.
func (x *index) lay(w weights, parts []*occurrences, from, to int) {
	size := 0
	for t := from; t < to; t++ {
		size += documents(parts, t)
	}
	all := posting{docs: make([]uint32, 0, size), levels: make([]uint8, 0, size)}
	var e encoder
	ends := make([]int, to-from)
	for t := from; t < to; t++ {
		at := len(all.docs)
		w.posting(&all, parts, t)
		x.lists[t] = posting{docs: all.docs[at:len(all.docs):len(all.docs)], levels: all.levels[at:len(all.docs):len(all.docs)]}
		if !x.terms[t].stop {
			e.block(parts, t)
		}
		ends[t-from] = len(e.buf)
	}
	blocks := slices.Clone(e.buf)
	at := 0
	for i, end := range ends {
		if end > at {
			x.blocks[from+i] = blocks[at:end:end]
		}
		at = end
	}
}

// documents is the number of documents of a term.
func documents(parts []*occurrences, term int) (n int) {
	for _, o := range parts {
		t := term - o.from
		for i := o.start[t]; i < o.start[t+1]; i++ {
			if i == o.start[t] || o.doc[i] != o.doc[i-1] {
				n++
			}
		}
	}
	return n
}

// ranges cuts the documents into stretches for the workers.
func (x *index) ranges(workers int) []int {
	n := max(1, min(workers, len(x.docs)/64))
	bounds := make([]int, n+1)
	for k := range bounds {
		bounds[k] = len(x.docs) * k / n
	}
	return bounds
}

// counts is how often each term occurs, by stretch of documents.
func (x *index) counts(bounds []int, workers int) [][]uint32 {
	parts := make([][]uint32, len(bounds)-1)
	parallel(len(parts), workers, func(k int) {
		parts[k] = make([]uint32, len(x.terms))
		for i := bounds[k]; i < bounds[k+1]; i++ {
			x.walk(i, func(o occurrence) { parts[k][o.term]++ })
		}
	})
	return parts
}

func total(counts [][]uint32, term int) (sum int) {
	for _, c := range counts {
		sum += int(c[term])
	}
	return sum
}

// collect sorts the words of the documents from … to-1 by term, for the terms
// from first on of which counts says how many there are.
func (x *index) collect(from, to, first int, counts []uint32) *occurrences {
	width := uint32(len(counts))
	o := &occurrences{from: first, start: make([]uint32, width+1)}
	for t, n := range counts {
		o.start[t+1] = o.start[t] + n
	}
	total := o.start[width]
	o.doc, o.place, o.run = make([]uint32, total), make([]uint32, total), make([]run, total)
	fill := append([]uint32(nil), o.start[:width]...)
	for i := from; i < to; i++ {
		id := x.ids[i]
		x.walk(i, func(w occurrence) {
			t := w.term - uint32(first)
			if t >= width {
				return
			}
			at := fill[t]
			fill[t]++
			o.doc[at], o.place[at], o.run[at] = id, w.pos<<8|uint32(w.field), w.run
		})
	}
	return o
}

// block writes the positions of one term, document by document in the order of
// its posting list; nothing where no phrase can use the term.
func (e *encoder) block(parts []*occurrences, term int) {
	start, some := len(e.buf), false
	for _, o := range parts {
		t := term - o.from
		for i := o.start[t]; i < o.start[t+1]; {
			from, doc, n := i, o.doc[i], 0
			for ; i < o.start[t+1] && o.doc[i] == doc; i++ {
				if o.place[i]>>8 != noPosition {
					n++
				}
			}
			e.uint(n)
			before := 0
			for k := from; k < i; k++ {
				if pos := int(o.place[k] >> 8); pos != noPosition {
					some = true
					e.position(pos-before, o.run[k])
					before = pos
				}
			}
		}
	}
	if !some {
		e.buf = e.buf[:start]
	}
}

// position writes a position by its distance from the one before, with the
// stop words.
func (e *encoder) position(distance int, r run) {
	e.uint(distance<<2 | r.words())
	r.append(e)
}
