package search

import (
	"encoding/binary"
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
// where that is of no use: the context is another, a word is gone, or much has
// changed.
func (x *index) resume(m *Memory, prints []uint64) []*stretch {
	if m == nil || m.measured == nil || m.measured.context != x.context() || len(m.measured.groups) != x.groups {
		return nil
	}
	same := 0
	var came []int
	gone := make(map[string]bool, len(m.docs))
	for digest := range m.docs {
		gone[digest] = true
	}
	for i := range x.docs {
		if d, ok := m.docs[x.docs[i].Digest]; ok && d.id == x.ids[i] {
			delete(gone, x.docs[i].Digest)
			same++
		} else {
			came = append(came, i)
		}
	}
	if len(came)+len(gone) > same/4 {
		return nil
	}
	all := x.stretch(0, len(x.docs))
	copy(all.groups, m.measured.groups)
	where, missing := x.find(m.terms)
	for t, at := range where {
		if int(at) < len(x.terms) {
			all.tallies[at].measure = m.measured.terms[t]
		}
	}
	for _, i := range came {
		all.measureOne(i, prints)
	}
	old := x.goneOf(m, gone, where)
	all.takeOff(old, old.add(missing, prints))
	return []*stretch{all}
}

// find tells where terms stand that are sorted as those of the index are. Those
// that are missing come after all others.
func (x *index) find(raws []string) (where []uint32, missing []string) {
	where = make([]uint32, len(raws))
	at := 0
	for i, raw := range raws {
		t := term{raw: raw, fold: analysis.Fold(raw)}
		for at < len(x.terms) && compareTerms(&x.terms[at], &t) < 0 {
			at++
		}
		if at < len(x.terms) && x.terms[at].raw == raw {
			where[i] = uint32(at)
		} else {
			where[i] = uint32(len(x.terms) + len(missing))
			missing = append(missing, raw)
		}
	}
	return where, missing
}

// add adds terms after all others, which only documents that are gone have, and
// returns the digests of all. As the context is the same, they are neither frequent
// nor written as one with others.
func (x *index) add(missing []string, prints []uint64) []uint64 {
	for _, raw := range missing {
		t := term{raw: raw, fold: analysis.Fold(raw)}
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
		prints = append(prints, printOf(t.fold))
	}
	return prints
}

// goneOf is the documents of the last build that are not in this one as they were.
func (x *index) goneOf(m *Memory, gone map[string]bool, where []uint32) *index {
	codes := make([]uint32, len(m.codes))
	for i, n := range m.codes {
		codes[i] = where[n&termMask] | n&^termMask
	}
	g, c, p := *x, *x.corpus, *x.pairs
	g.corpus, g.pairs = &c, &p
	// What add appends must not reach the index itself.
	c.terms, c.stopNumber, c.alike = slices.Clip(c.terms), slices.Clip(c.stopNumber), slices.Clip(c.alike)
	g.groupOf, p.flags = slices.Clip(g.groupOf), slices.Clip(p.flags)
	c.docs, c.ids, c.tokens, c.weights = nil, nil, nil, nil
	for digest := range gone {
		d := m.docs[digest]
		t, _ := tokensOf(d.words, codes)
		c.docs = append(c.docs, Document{Kind: d.kind})
		c.ids = append(c.ids, d.id)
		c.tokens = append(c.tokens, t)
		c.weights = append(c.weights, t.weights(d.kind, x.average))
	}
	return &g
}

// takeOff takes the documents of an index off what is measured.
func (s *stretch) takeOff(gone *index, prints []uint64) {
	p := gone.stretch(0, len(gone.docs))
	p.measure(prints) // longer by the terms that are missing
	for t := range s.tallies {
		s.tallies[t].subtract(&p.tallies[t].measure)
	}
	for g := range s.groups {
		s.groups[g].size -= p.groups[g].size
		s.groups[g].print -= p.groups[g].print
	}
}

// learnMeasures remembers what is measured, where all documents are remembered.
func (m *Memory) learnMeasures(x *index) {
	e := encoder{buf: m.read}
	defer func() { m.read = e.buf }()
	if slices.ContainsFunc(x.docs, func(d Document) bool { return d.Digest == "" }) {
		e.uint(0)
		return
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
