package search

import (
	"math"
	"slices"
	"strings"

	"resolute/internal/search/analysis"
)

// Factors of a word's level, in sixteenths.
const (
	factorExact   = 16 // as typed
	factorAccents = 13 // with other accents
	factorStrong  = 5  // another form of the word
	factorWeak    = 3  // another form in a language that seldom uses the word
	factorPrefix  = 4  // a word that begins with it
)

// found is where a word was found.
type found struct {
	// best is by document the highest level times factor, 0 where it is not.
	best []uint8
	df   int
	// forms are the folded words that were found, begins the beginnings of
	// words: what excerpts mark.
	forms  map[string]bool
	begins []string
}

func (x *Index) newFound() *found {
	return &found{best: make([]uint8, x.root.space), forms: map[string]bool{}}
}

// add takes a posting list in.
func (f *found) add(l *line, factor int) {
	for i, doc := range l.docs {
		if v := uint8(min(int(l.levels[i]), maxLevel) * factor); v > f.best[doc] {
			if f.best[doc] == 0 {
				f.df++
			}
			f.best[doc] = v
		}
	}
}

// idf is the weight of the word by its rarity, in 32nds of a nat.
func (f *found) idf(docs int) int {
	n, df := float64(docs), float64(min(f.df, docs))
	return max(1, int(math.Floor(32*math.Log(1+(n-df+0.5)/(df+0.5))+0.5)))
}

// lookup finds one word with its other forms and, for a prefix, the words that
// begin with it.
func (x *Index) lookup(w *word) (*found, error) {
	f := x.newFound()
	if w.fold == "" || len(x.root.terms.keys) == 0 {
		return f, nil
	}
	lines, _, err := x.shard(&x.root.terms, x.root.terms.shardOf(w.fold))
	if err != nil {
		return nil, err
	}
	same, rest := x.equal(lines, w)
	for i, l := range same {
		factor := factorExact
		if i > 0 && same[0].key == w.raw {
			factor = factorAccents
		}
		f.add(l, factor)
		f.forms[l.fold] = true
	}
	if !w.exact {
		if err := x.addOthers(f, rest); err != nil {
			return nil, err
		}
	}
	if w.prefix {
		if err := x.addPrefix(f, w.fold); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// equal is the lines that fold like w, the one written like it first, and
// their other forms, the stronger relation where there are two.
func (x *Index) equal(lines []line, w *word) (same []*line, rest []other) {
	for i := range lines {
		if lines[i].fold != w.fold {
			continue
		}
		if lines[i].key == w.raw {
			same = slices.Insert(same, 0, &lines[i])
		} else {
			same = append(same, &lines[i])
		}
		for _, o := range lines[i].others {
			at := slices.IndexFunc(rest, func(r other) bool { return r.text == o.text })
			switch {
			case at < 0:
				rest = append(rest, o)
			case !o.weak:
				rest[at].weak = false
			}
		}
	}
	return same, rest
}

// addOthers adds other forms of a word.
func (x *Index) addOthers(f *found, others []other) error {
	for _, o := range others {
		fold := analysis.Fold(o.text)
		lines, _, err := x.shard(&x.root.terms, x.root.terms.shardOf(fold))
		if err != nil {
			return err
		}
		factor := factorStrong
		if o.weak {
			factor = factorWeak
		}
		for i := range lines {
			if lines[i].key == o.text {
				f.add(&lines[i], factor)
				f.forms[fold] = true
			}
		}
	}
	return nil
}

// addPrefix adds the words that begin with the folded prefix: from the list
// kept for it where there is one, else from the words themselves.
func (x *Index) addPrefix(f *found, prefix string) error {
	first, last := x.root.terms.span(prefix)
	t := &x.root.terms
	listed := isListed(prefix, first, last)
	if listed {
		t = &x.root.prefixes
		first = t.shardOf(prefix)
		last = first
	}
	for k := first; k <= last && k < len(t.keys); k++ {
		lines, _, err := x.shard(t, k)
		if err != nil {
			return err
		}
		for i := range lines {
			l := &lines[i]
			if listed && l.key == prefix || !listed && strings.HasPrefix(l.fold, prefix) {
				f.add(l, factorPrefix)
			}
		}
	}
	f.begins = append(f.begins, prefix)
	return nil
}

// isListed reports whether a prefix whose words are in the shards first … last
// has a document list of its own.
func isListed(prefix string, first, last int) bool {
	return analysis.Units(prefix) <= shortPrefix || last-first >= wideSpan
}
