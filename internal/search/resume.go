package search

import (
	"encoding/binary"
	"maps"
	"slices"

	"resolute/internal/search/analysis"
)

// measured is what a build has measured, so that the next need only measure the
// documents that are new, and take off those that are gone. It holds for one
// context.
type measured struct {
	context fileKey
	terms   []measure // by term of the memory
	groups  []groupTally
}

// context is a digest of all that the measures of a document depend on, but the
// document, its number and the words that there are.
func (x *index) context() fileKey {
	e := encoder{buf: []byte("context")}
	e.fronts(x.languages)
	e.uint(x.average)
	var pairs []string
	for both, joined := range x.pairs.joined {
		a, b := uint32(both>>32), uint32(both)
		pair := x.terms[a].raw + " " + x.terms[b].raw
		if split, ok := x.pairs.split[joined]; ok && split == [2]uint32{a, b} {
			pair += " apart"
		}
		pairs = append(pairs, pair)
	}
	slices.Sort(pairs)
	e.fronts(pairs)
	var frequent []string
	for t := range x.terms {
		if x.groupOf[t] != 0 && x.alike[t] == uint32(t) {
			frequent = append(frequent, x.terms[t].fold)
		}
	}
	e.fronts(frequent)
	return keyOf(e.buf)
}

// resume measures all documents by what the last build has measured. It is nil
// where that is of no use: the context is another, or much has changed.
func (x *index) resume() []*stretch {
	if x.from == nil || x.from.measured == nil || x.from.measured.context != x.context() || len(x.from.measured.groups) != x.groups {
		return nil
	}
	var came []int
	gone := slices.Clip(x.gone)
	for i, r := range x.known {
		if r == nil {
			came = append(came, i)
		} else if r.id != x.ids[i] {
			came, gone = append(came, i), append(gone, r)
		}
	}
	if len(came)+len(gone) > (len(x.docs)-len(came))/4 {
		return nil
	}
	x.came = x.cameOf(came)
	fresh := x.came.stretch(0, len(came))
	fresh.measure()
	x.came.parts = []*stretch{fresh}
	old := x.goneOf(gone)
	x.went = old.ids
	all := old.less(x.from.measured)
	all.index, all.to = x, len(x.docs)
	for t := range x.terms {
		all.tallies[t].add(&fresh.tallies[t].measure)
	}
	for g := range all.groups {
		all.groups[g].size += fresh.groups[g].size
		all.groups[g].print += fresh.groups[g].print
	}
	return []*stretch{all}
}

// less is what has been measured less what the documents that are gone measure.
func (x *index) less(m *measured) *stretch {
	s := x.stretch(0, len(x.docs))
	turn := func() {
		for t := range s.tallies {
			s.tallies[t].negate()
		}
		for g := range s.groups {
			s.groups[g].size, s.groups[g].print = -s.groups[g].size, -s.groups[g].print
		}
	}
	copy(s.groups, m.groups)
	for t, at := range x.place {
		s.tallies[at].measure = m.terms[t]
	}
	turn()
	s.measure()
	turn()
	return s
}

// add adds terms after all others, which only documents that are gone have. As the
// context is the same, they are neither frequent nor written as one with others.
func (x *index) add(missing []term) {
	for _, t := range missing {
		at := uint32(len(x.terms))
		stop := uint8(0)
		if k, ok := slices.BinarySearchFunc(x.stops, t.fold, analysis.Compare); ok {
			stop = uint8(k + 1)
		}
		x.terms = append(x.terms, t)
		x.stopNumber = append(x.stopNumber, stop)
		x.alike = append(x.alike, at)
		x.groupOf = append(x.groupOf, 0)
		x.pairs.flags = append(x.pairs.flags, 0)
	}
}

// cameOf is some documents of the index as one of their own.
func (x *index) cameOf(came []int) *index {
	g, c := *x, *x.corpus
	g.corpus = &c
	n := len(came)
	c.docs, c.ids, c.known, c.tokens = make([]*Document, n), make([]uint32, n), make([]*remembrance, n), make([]docTokens, n)
	for i, k := range came {
		c.docs[i], c.ids[i], c.known[i], c.tokens[i] = x.docs[k], x.ids[k], x.known[k], x.tokens[k]
	}
	return &g
}

// goneOf is the documents of the last build that are not in this one as they were.
func (x *index) goneOf(gone []*remembrance) *index {
	g, c, p := *x, *x.corpus, *x.pairs
	g.corpus, g.pairs = &c, &p
	// What add appends must not reach the index itself.
	c.terms, c.stopNumber, c.alike = slices.Clip(c.terms), slices.Clip(c.stopNumber), slices.Clip(c.alike)
	g.groupOf, p.flags = slices.Clip(g.groupOf), slices.Clip(p.flags)
	c.docs, c.ids, c.known = make([]*Document, len(gone)), make([]uint32, len(gone)), gone
	for i, r := range gone {
		c.docs[i], c.ids[i] = &Document{Kind: r.kind}, r.id
	}
	g.add(x.lost)
	return &g
}

// learnMeasures remembers what is measured.
func (m *Memory) learnMeasures(x *index) {
	e := encoder{buf: m.body}
	defer func() { m.body = e.buf }()
	e.uint(len(x.pairs.joined))
	for _, pair := range slices.Sorted(maps.Keys(x.pairs.joined)) {
		e.uint(int(pair >> 32))
		e.uint(int(uint32(pair)))
		e.uint(int(x.pairs.joined[pair]))
		e.uint(int(x.pairs.apart[pair]))
	}
	e.uint(x.groups)
	context := x.context()
	e.buf = append(e.buf, context[:]...)
	for t := range x.measures {
		n := &x.measures[t]
		e.uint(int(n.docs))
		e.uint(int(n.placed))
		e.uint(int(n.bytes))
		e.print(n.postings)
		e.print(n.places)
	}
	for g := range x.groups {
		print := uint64(0)
		for _, p := range x.parts {
			print += p.groups[g].print
		}
		e.uint(x.size(g))
		e.print(print)
	}
}

// print writes a digest.
func (e *encoder) print(n uint64) { e.buf = binary.LittleEndian.AppendUint64(e.buf, n) }

// measured reads what learnMeasures has written.
func (d *decoder) measured(terms int) *measured {
	groups := d.count()
	if groups == 0 {
		return nil
	}
	m := &measured{context: d.sum(), terms: make([]measure, terms), groups: make([]groupTally, groups)}
	for t := range m.terms {
		m.terms[t] = measure{
			docs: uint32(d.uint()), placed: uint32(d.uint()), bytes: uint32(d.uint()), postings: d.print(), places: d.print(),
		}
	}
	for g := range m.groups {
		m.groups[g] = groupTally{size: uint32(d.uint()), print: d.print()}
	}
	return m
}

// print reads a digest.
func (d *decoder) print() uint64 {
	if b := d.raw(8); len(b) == 8 {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}
