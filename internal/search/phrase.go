package search

import (
	"fmt"
	"slices"
	"strings"
)

// place is one position of a word in a document.
type place struct {
	pos int
	run run // the stop words before it
}

// places is the positions of a word by document.
type places map[uint32][]place

// source is where the positions of a word of a phrase are read from.
type source struct {
	fold     string
	lines    []line
	data     *decoder
	frequent bool  // the positions are kept by neighbours
	files    table // of a frequent word
}

// source opens the positions of a word.
func (x *Index) source(w *word) (*source, error) {
	s := &source{fold: w.fold}
	lines, name, err := x.shard(&x.root.terms, x.root.terms.shardOf(w.fold))
	if err != nil {
		return nil, err
	}
	if s.data, err = x.decoder(name); err != nil {
		return nil, err
	}
	s.lines = lines
	s.frequent = s.data.uint() == formNeighbours
	if s.frequent {
		s.files.keys = s.data.fronts()
		for range s.files.keys {
			s.files.refs = append(s.files.refs, ref(s.data.raw(x.root.hashLen)))
		}
	}
	return s, s.data.err()
}

// places reads all positions of a word that is not frequent.
func (s *source) places() (places, error) {
	d := &decoder{data: s.data.data, at: s.data.at}
	all := places{}
	sizes := make([]int, len(s.lines))
	for i := range sizes {
		sizes[i] = d.uint()
	}
	for i := range s.lines {
		block := &decoder{data: d.raw(sizes[i])}
		if s.lines[i].fold != s.fold || sizes[i] == 0 {
			continue
		}
		for _, doc := range s.lines[i].docs {
			all[doc] = append(all[doc], block.places()...)
		}
		if block.bad {
			return nil, errDamaged
		}
	}
	return all, d.err()
}

// places reads the positions of one document.
func (d *decoder) places() []place {
	list := make([]place, d.count())
	pos := 0
	for i := range list {
		head := d.uint()
		pos += head >> 2
		list[i].pos = pos
		for range head & 3 {
			list[i].run = list[i].run.after(uint8(d.uint() + 1))
		}
	}
	return list
}

// neighbours reads the positions of a frequent word for a key, or for all keys
// that begin with it and a blank as well.
func (x *Index) neighbours(s *source, key string) (places, error) {
	all := places{}
	if len(s.files.keys) == 0 {
		return all, nil
	}
	for k := s.files.shardOf(key); k <= s.files.shardOf(key+" \uffff"); k++ {
		d, err := x.decoder(s.files.refs[k])
		if err != nil {
			return nil, err
		}
		keys := d.fronts()
		counts, sizes := make([]int, len(keys)), make([]int, len(keys))
		for i := range keys {
			counts[i], sizes[i] = d.uint(), d.uint()
		}
		for i := range keys {
			block := &decoder{data: d.raw(sizes[i])}
			if keys[i] != key && !strings.HasPrefix(keys[i], key+" ") {
				continue
			}
			before := -1
			for range counts[i] {
				if block.bad {
					break
				}
				before += 1 + block.uint()
				if before >= x.root.space {
					block.fail()
				} else if key[0] == keyRun {
					all[uint32(before)] = nil
				} else {
					all[uint32(before)] = append(all[uint32(before)], block.places()...)
				}
			}
			d.bad = d.bad || block.bad
		}
		if d.bad {
			return nil, fmt.Errorf("%w: %s", errDamaged, fileName([]byte(s.files.refs[k])))
		}
	}
	return all, nil
}

// matcher narrows documents to those that have a phrase.
type matcher struct {
	*Index
	phrase  *phrase
	sources []*source
	read    []places
	// starts are the positions at which the phrase can begin, by document; nil
	// before the first word is looked at.
	starts map[uint32][]int
}

// match clears want where a document does not have the phrase: its words one
// after the other, with the same stop words between them and before the first.
func (x *Index) match(p *phrase, want []bool) error {
	if len(p.words) == 1 && p.words[0].run == 0 {
		return nil // its one word has been looked up
	}
	m := &matcher{Index: x, phrase: p, read: make([]places, len(p.words))}
	for i := range p.words {
		s, err := x.source(&p.words[i].word)
		if err != nil {
			return err
		}
		m.sources = append(m.sources, s)
	}
	for i := 1; i < len(p.words); i++ {
		if err := m.pair(i); err != nil {
			return err
		}
	}
	for doc := range want {
		want[doc] = want[doc] && (m.starts == nil || len(m.starts[uint32(doc)]) > 0)
	}
	if p.words[0].run != 0 {
		return m.leading(want)
	}
	return nil
}

// pair takes the words i-1 and i, which must follow each other.
func (m *matcher) pair(i int) error {
	a, b := m.sources[i-1], m.sources[i]
	wanted := m.phrase.words[i].run
	var list places
	var err error
	switch {
	case a.frequent:
		list, err = m.neighbours(a, string(rune(keyAfter))+b.fold)
	case b.frequent:
		list, err = m.neighbours(b, string(rune(keyBefore))+a.fold)
	default:
		if err := m.narrow(i-1, func(place) bool { return true }); err != nil {
			return err
		}
		return m.narrow(i, func(p place) bool { return p.run == wanted })
	}
	if err == nil {
		m.keep(list, m.phrase.words[i-1].offset, func(p place) bool { return p.run == wanted })
	}
	return err
}

// narrow keeps the documents in which word i stands at its place.
func (m *matcher) narrow(i int, good func(place) bool) (err error) {
	if m.read[i] == nil {
		if m.read[i], err = m.sources[i].places(); err != nil {
			return err
		}
	}
	m.keep(m.read[i], m.phrase.words[i].offset, good)
	return nil
}

// keep narrows the beginnings to the good places of a word that stands offset
// words after the beginning.
func (m *matcher) keep(list places, offset int, good func(place) bool) {
	next := map[uint32][]int{}
	for doc, places := range list {
		for _, p := range places {
			start := p.pos - offset
			if good(p) && (m.starts == nil || slices.Contains(m.starts[doc], start)) {
				next[doc] = append(next[doc], start)
			}
		}
	}
	m.starts = next
}

// leading compares the stop words before the first word; the text may have more.
func (m *matcher) leading(want []bool) error {
	r := m.phrase.words[0].run
	mask := run(1)<<(8*r.words()) - 1
	if !m.sources[0].frequent {
		if err := m.narrow(0, func(p place) bool { return p.run&mask == r }); err != nil {
			return err
		}
		for doc := range want {
			want[doc] = want[doc] && len(m.starts[uint32(doc)]) > 0
		}
		return nil
	}
	var words []string
	for ; r != 0; r >>= 8 {
		words = append(words, m.root.stops[r&0xff-1])
	}
	list, err := m.neighbours(m.sources[0], string(rune(keyRun))+strings.Join(words, " "))
	for doc := range want {
		_, ok := list[uint32(doc)]
		want[doc] = want[doc] && ok
	}
	return err
}
