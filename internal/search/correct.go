package search

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"resolute/internal/search/analysis"
)

// correctMin is the length of the shortest word that is corrected.
const correctMin = 5

// mayCorrect reports whether a word that is nowhere may be a slip of the pen:
// not a code, a number or an acronym.
func (w *word) mayCorrect() bool {
	if w.exact || w.capitals || utf8.RuneCountInString(w.fold) < correctMin {
		return false
	}
	for _, r := range w.fold {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// correct is the most used word that is one edit away, or "". The first letter
// is taken to be right or, where nothing is found, to be too many or to have
// changed places with the second.
func (x *Index) correct(fold string) (string, error) {
	letters := []rune(fold)
	for _, letter := range letters[:2] {
		best, most := "", -1
		last := ""
		for n := len(letters) - 1; n <= len(letters)+1; n++ {
			key := spellKey(string(letter), n)
			if key == last {
				continue
			}
			last = key
			var err error
			if best, most, err = x.nearest(key, letters, best, most); err != nil {
				return "", err
			}
		}
		if best != "" {
			return best, nil
		}
	}
	return "", nil
}

// nearest is the most used word of one file that is one edit away, if it is
// used more than the best so far.
func (x *Index) nearest(key string, typed []rune, best string, most int) (string, int, error) {
	t := &x.root.spelling
	k, ok := slices.BinarySearchFunc(t.keys, key, analysis.Compare)
	if !ok {
		return best, most, nil
	}
	d, err := x.decoder(t.refs[k])
	if err != nil {
		return "", 0, err
	}
	words := d.fronts()
	counts := d.raw(len(words))
	if d.bad {
		return "", 0, errDamaged
	}
	for i, w := range words {
		if int(counts[i]) > most && oneEdit(typed, []rune(analysis.Fold(w))) {
			best, most = w, int(counts[i])
		}
	}
	return best, most, nil
}

// oneEdit reports whether a becomes b by one letter more, less or other, or by
// two neighbours that change places.
func oneEdit(a, b []rune) bool {
	if len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	p, q := len(a), len(b)
	for p > i && q > i && a[p-1] == b[q-1] {
		p--
		q--
	}
	// What differs is a[i:p] and b[i:q].
	if p-i <= 1 && q-i <= 1 {
		return p-i+q-i > 0
	}
	return p-i == 2 && q-i == 2 && a[i] == b[i+1] && a[i+1] == b[i]
}
