package search

import (
	"strings"
)

const (
	// sectionGap is the number of positions between two fields, so that no
	// phrase runs from one into the next.
	sectionGap = 8
	// maxRun is the number of stop words before a word that a phrase compares.
	maxRun = 3
	// noPosition marks an occurrence that no phrase can use.
	noPosition = 1<<24 - 1
)

// occurrences are all words of a stretch of documents, sorted by term and,
// within one, by document and position.
type occurrences struct {
	start []uint32 // by term; one more at the end
	doc   []uint32
	place []uint32 // position << 8 | field
	run   []uint16 // number in runs
	runs  []string // the stop words before a word, joined by blanks
}

// index is the inverted corpus.
type index struct {
	*corpus
	parts []*occurrences // by stretches of documents, in order
	lists []posting      // by term
}

// posting is where a term occurs: ascending documents and the level in each.
type posting struct {
	docs   []uint32
	levels []uint8
}

// occurrence is one word of a text as walk reports it.
type occurrence struct {
	term, pos, run uint32
	field          FieldKind
}

// walk reports the words of a document in order. runs numbers the stop words
// before a word; it may be nil where the numbers do not matter.
func (c *corpus) walk(i int, p *pairs, runs *runTable, emit func(occurrence)) {
	t := &c.tokens[i]
	at, pos := 0, uint32(0)
	for _, s := range t.sections {
		run := runs.none()
		for k := at; k < at+s.tokens; k++ {
			n := t.tokens[k]
			if n&joinedBit != 0 {
				emit(occurrence{term: n &^ joinedBit, pos: noPosition, field: s.field})
				continue
			}
			emit(occurrence{term: n, pos: min(pos, noPosition), run: run, field: s.field})
			if p.leads[n] && k+1 < at+s.tokens {
				if joined, ok := p.joined[uint64(n)<<32|uint64(t.tokens[k+1])]; ok {
					emit(occurrence{term: joined, pos: noPosition, field: s.field})
				}
			}
			if parts, ok := p.split[n]; ok {
				emit(occurrence{term: parts[0], pos: noPosition, field: s.field})
				emit(occurrence{term: parts[1], pos: noPosition, field: s.field})
			}
			if c.terms[n].stop {
				run = runs.after(run, c.terms[n].fold)
			} else {
				run = runs.none()
			}
			pos++
		}
		at += s.tokens
		pos += sectionGap
	}
}

// runTable numbers the sequences of stop words.
type runTable struct {
	list   []string
	number map[string]uint32
	next   map[runStep]uint32
}

type runStep struct {
	run  uint32
	word string
}

func newRunTable() *runTable {
	return &runTable{list: []string{""}, number: map[string]uint32{"": 0}, next: map[runStep]uint32{}}
}

func (t *runTable) none() uint32 { return 0 }

// after is the run that follows when a stop word is added; only the last maxRun
// words are kept, and only one where the table is full.
func (t *runTable) after(run uint32, word string) uint32 {
	if t == nil {
		return 0
	}
	step := runStep{run, word}
	if n, ok := t.next[step]; ok {
		return n
	}
	words := append(strings.Fields(t.list[run]), word)
	text := strings.Join(words[max(0, len(words)-maxRun):], " ")
	n, ok := t.number[text]
	if !ok && len(t.list) >= 1<<16 {
		return 0
	}
	if !ok {
		n = uint32(len(t.list))
		t.number[text] = n
		t.list = append(t.list, text)
	}
	t.next[step] = n
	return n
}

// invert turns documents of words into words of documents.
func (c *corpus) invert(workers int) *index {
	x := &index{corpus: c}
	p := c.findPairs()
	n := min(workers, max(1, len(c.docs)/64))
	x.parts = make([]*occurrences, n)
	parallel(n, workers, func(k int) {
		x.parts[k] = c.collect(len(c.docs)*k/n, len(c.docs)*(k+1)/n, p)
	})
	c.tokens = nil // the occurrences hold the same
	x.weigh(workers)
	return x
}

// collect sorts the words of the documents from … to-1 by term.
func (c *corpus) collect(from, to int, p *pairs) *occurrences {
	o := &occurrences{start: make([]uint32, len(c.terms)+1)}
	for i := from; i < to; i++ {
		c.walk(i, p, nil, func(w occurrence) { o.start[w.term+1]++ })
	}
	for t := range c.terms {
		o.start[t+1] += o.start[t]
	}
	total := o.start[len(c.terms)]
	o.doc, o.place, o.run = make([]uint32, total), make([]uint32, total), make([]uint16, total)
	fill := append([]uint32(nil), o.start[:len(c.terms)]...)
	runs := newRunTable()
	for i := from; i < to; i++ {
		id := c.ids[i]
		c.walk(i, p, runs, func(w occurrence) {
			at := fill[w.term]
			fill[w.term]++
			o.doc[at], o.place[at], o.run[at] = id, w.pos<<8|uint32(w.field), uint16(w.run)
		})
	}
	o.runs = runs.list
	return o
}
