package i18n

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Key is a text's place in alphabetical order. Keys of one Locale compare.
type Key struct{ weights, text string }

// Compare orders keys. It is a total order: texts that the language does not
// tell apart are ordered by code points, and only equal texts are equal.
func (k Key) Compare(other Key) int {
	return cmp.Or(strings.Compare(k.weights, other.weights), strings.Compare(k.text, other.text))
}

// Key is the place of a text in the language's alphabetical order. Marks before
// the first letter or digit do not count, so that a name in quotation marks
// stands under its letter; a name of marks alone comes first. Keys are kept as long as the locale is.
func (l *Locale) Key(text string) Key {
	if k, ok := l.keys.Load(text); ok {
		return k.(Key)
	}
	s := l.order.Get().(*sorter)
	k := Key{s.weights(s.full, trimMarks(text)), text}
	l.order.Put(s)
	l.keys.Store(text, k)
	return k
}

// Compare orders two texts alphabetically, as their keys.
func (l *Locale) Compare(a, b string) int { return l.Key(a).Compare(l.Key(b)) }

// SortBy orders items alphabetically by their names; items of the same name keep
// their order.
func SortBy[T any](l *Locale, items []T, name func(T) string) {
	type keyed struct {
		key  Key
		item T
	}
	all := make([]keyed, len(items))
	for i, item := range items {
		all[i] = keyed{l.Key(name(item)), item}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return a.key.Compare(b.key) })
	for i := range all {
		items[i] = all[i].item
	}
}

// Labels of the buckets that are no letter.
const (
	// Digits is the bucket of names that begin with a digit.
	Digits = "0–9"
	// Others is the bucket of names in other scripts, and of letters after Z.
	Others = "…"
)

// letter is a letter of the alphabet and its weight, accents and case apart.
type letter struct{ label, weight string }

// Letter is the bucket in which a name stands in an A–Z list: its first letter
// as a capital, without accents unless the language counts it as a letter of its
// own (Ñ in Spanish), Digits or Others. A name without any letter or digit stands
// with Digits. In a list sorted by Compare the names of
// one bucket stand together, and the buckets stand in the order of Letters.
func (l *Locale) Letter(name string) string {
	name = trimMarks(name)
	weight := l.firstWeight(name)
	if weight < l.letters[0].weight {
		return Digits
	}
	last := l.letters[len(l.letters)-1]
	i, found := slices.BinarySearchFunc(l.letters, weight, func(a letter, w string) int { return strings.Compare(a.weight, w) })
	switch {
	case found:
		return l.letters[i].label
	case i == len(l.letters) && !strings.HasPrefix(weight, last.weight):
		return Others
	}
	return l.letters[i-1].label
}

// Letters are all buckets that Letter may give, in alphabetical order.
func (l *Locale) Letters() []string {
	labels := []string{Digits}
	for _, a := range l.letters {
		labels = append(labels, a.label)
	}
	return append(labels, Others)
}

// alphabet is the language's letters, in its order; letters that it sorts as one
// (I and Y in Lithuanian) are one.
func (l *Locale) alphabet() []letter {
	var letters []letter
	for _, r := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + l.rules.letters {
		letters = append(letters, letter{string(r), l.firstWeight(string(r))})
	}
	slices.SortStableFunc(letters, func(a, b letter) int { return strings.Compare(a.weight, b.weight) })
	return slices.CompactFunc(letters, func(a, b letter) bool { return a.weight == b.weight })
}

// firstWeight is the weight of a text's first letter, the same for all accents
// that do not make another letter of it. Characters that do not count in the
// order are passed over.
func (l *Locale) firstWeight(text string) string {
	s := l.order.Get().(*sorter)
	defer l.order.Put(s)
	for text != "" {
		end := len(text)
		for i, r := range text {
			if i > 0 && !unicode.IsMark(r) {
				end = i
				break
			}
		}
		if w := s.weights(s.base, text[:end]); w != "" {
			return w
		}
		text = text[end:]
	}
	return ""
}

// trimMarks drops what comes before the first letter or digit, and composes
// accents, without which the collator does not see a Ñ.
func trimMarks(s string) string {
	return strings.TrimLeftFunc(norm.NFC.String(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// sorter computes weights; for one goroutine at a time.
type sorter struct {
	full, base *collate.Collator
	buffer     collate.Buffer
}

func newSorter(tag language.Tag) *sorter {
	return &sorter{full: collate.New(tag), base: collate.New(tag, collate.Loose)}
}

func (s *sorter) weights(c *collate.Collator, text string) string {
	s.buffer.Reset()
	return string(c.KeyFromString(&s.buffer, text))
}
