package search

import (
	"cmp"
	"slices"

	"resolute/internal/search/analysis"
)

// maxRelatives bounds the list of other forms of a word.
const maxRelatives = 24

// relative is another form of the same word.
type relative struct {
	term uint32
	// weak is true where the two are forms of one word only in a language in
	// which the word is seldom used.
	weak bool
}

// relatives computes for every term its other forms: the words of the same
// stem, by the stemmer of each language in which both are used. Words that
// differ in accents only are found together anyway and are no relatives.
func (c *corpus) relatives(workers int) [][]relative {
	found := make([][]relative, len(c.terms))
	last := make(map[string]uint32, len(c.terms)/2) // the last term of a stem
	before := make([]uint32, len(c.terms))          // the one before a term of the same stem
	for l := range c.languages {
		clear(last)
		for t := range uint32(len(c.terms)) {
			stem := c.stems[int(t)*len(c.languages)+l]
			if stem == "" {
				continue
			}
			before[t] = t
			if b, ok := last[stem]; ok {
				before[t] = b
			}
			last[stem] = t
			for a := t; before[a] != a; {
				a = before[a]
				c.relate(found, t, a, l)
				c.relate(found, a, t, l)
			}
		}
	}
	parallel(len(found), workers, func(t int) { found[t] = c.tidy(found[t]) })
	return found
}

// relate notes that b is another form of a in a language.
func (c *corpus) relate(found [][]relative, a, b uint32, language int) {
	if c.terms[a].fold != c.terms[b].fold {
		found[a] = append(found[a], relative{b, c.uses(int(a), language)*4 < c.total(int(a))})
	}
}

// stem finds the stem that each term has in each language in which it is used; those
// that the memory knows need not be found again.
func (c *corpus) stem(workers int) {
	n := len(c.languages)
	c.stems = make([]string, len(c.counts))
	known := make([]bool, len(c.counts))
	for t, at := range c.place {
		for l := range n {
			if int(at) < len(c.terms) && c.from.counts[t*n+l] > 0 {
				c.stems[int(at)*n+l], known[int(at)*n+l] = c.from.stems[t*n+l], true
			}
		}
	}
	parallel(n, workers, func(l int) {
		stemmer := analysis.StemmerFor(c.languages[l])
		for t := range c.terms {
			at := t*n + l
			switch {
			case c.counts[at] == 0 || c.terms[t].stop:
				c.stems[at] = ""
			case !known[at]:
				c.stems[at] = stemmer.Stem(c.terms[t].raw)
			}
		}
	})
}

// tidy keeps each relative once, the stronger relation, the most used first
// where there are too many; in the order of the dictionary.
func (c *corpus) tidy(list []relative) []relative {
	weakLast := func(a, b relative) int {
		switch {
		case a.weak == b.weak:
			return 0
		case b.weak:
			return -1
		}
		return 1
	}
	slices.SortFunc(list, func(a, b relative) int { return cmp.Or(cmp.Compare(a.term, b.term), weakLast(a, b)) })
	list = slices.CompactFunc(list, func(a, b relative) bool { return a.term == b.term })
	if len(list) > maxRelatives {
		slices.SortStableFunc(list, func(a, b relative) int {
			return cmp.Or(weakLast(a, b), -cmp.Compare(c.total(int(a.term)), c.total(int(b.term))))
		})
		list = list[:maxRelatives]
		slices.SortFunc(list, func(a, b relative) int { return cmp.Compare(a.term, b.term) })
	}
	return slices.Clip(list)
}
