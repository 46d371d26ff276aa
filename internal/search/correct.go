package search

import (
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
	best, err := x.nearest(string(letters[0]), letters)
	if best != "" || err != nil || letters[0] == letters[1] {
		return best, err
	}
	return x.nearest(string(letters[1]), letters)
}

// nearest is the most used word with the first letter that is one edit away.
func (x *Index) nearest(letter string, typed []rune) (string, error) {
	t := &x.root.spelling
	k := t.shardOf(letter)
	if k >= len(t.keys) || t.keys[k] != letter {
		return "", nil
	}
	d, err := x.decoder(t.refs[k])
	if err != nil {
		return "", err
	}
	words := d.fronts()
	counts := d.raw(len(words))
	if d.bad {
		return "", errDamaged
	}
	best, most := "", -1
	for i, w := range words {
		if int(counts[i]) > most && oneEdit(typed, []rune(analysis.Fold(w))) {
			best, most = w, int(counts[i])
		}
	}
	return best, nil
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
