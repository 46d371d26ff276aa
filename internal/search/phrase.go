package search

import (
	"strings"
)

// place is one position of a word in a document.
type place struct {
	pos int
	run string // the stop words before it
}

// places is the positions of a word by document, in documents where want is set.
func (x *Index) places(w *word, want []bool) (map[uint32][]place, error) {
	all := map[uint32][]place{}
	k := x.root.terms.shardOf(w.fold)
	lines, name, err := x.shard(&x.root.terms, k)
	if err != nil {
		return nil, err
	}
	d, err := x.decoder(name)
	if err != nil {
		return nil, err
	}
	runs := d.fronts()
	sizes := make([]int, len(lines))
	for i := range sizes {
		sizes[i] = d.uint()
	}
	for i := range lines {
		block := &decoder{data: d.raw(sizes[i])}
		if lines[i].fold != w.fold || sizes[i] == 0 {
			continue
		}
		for _, doc := range lines[i].docs {
			list := block.places(runs)
			if want[doc] {
				all[doc] = append(all[doc], list...)
			}
		}
		if block.bad {
			return nil, errDamaged
		}
	}
	if d.bad {
		return nil, errDamaged
	}
	return all, nil
}

// places reads the positions of one document.
func (d *decoder) places(runs []string) []place {
	n := d.count()
	list := make([]place, 0, n)
	pos := 0
	for range n {
		head := d.uint()
		pos += head >> 1
		p := place{pos: pos}
		if head&1 != 0 {
			r := d.uint()
			if r >= len(runs) {
				d.fail()
				return nil
			}
			p.run = runs[r]
		}
		list = append(list, p)
	}
	return list
}

// match clears want where a document does not have the phrase.
func (x *Index) match(p *phrase, want []bool) error {
	if len(p.words) == 1 && p.words[0].run == "" {
		return nil // its one word has been looked up
	}
	starts := map[uint32]map[int]bool{}
	for i := range p.words {
		w := &p.words[i]
		places, err := x.places(&w.word, want)
		if err != nil {
			return err
		}
		next := map[uint32]map[int]bool{}
		for doc, list := range places {
			for _, at := range list {
				start := at.pos - w.offset
				if !runMatches(at.run, w.run, i == 0) || i > 0 && !starts[doc][start] {
					continue
				}
				if next[doc] == nil {
					next[doc] = map[int]bool{}
				}
				next[doc][start] = true
			}
		}
		starts = next
	}
	for doc := range want {
		want[doc] = want[doc] && len(starts[uint32(doc)]) > 0
	}
	return nil
}

// runMatches compares the stop words before a word with those of the phrase;
// before the phrase's first word the text may have more.
func runMatches(text, phrase string, first bool) bool {
	return text == phrase || first && (phrase == "" || strings.HasSuffix(text, " "+phrase))
}
