package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"resolute/internal/search/analysis"
)

// spellMin is the length of the shortest word that a correction proposes; the
// shortest that is corrected has one letter more.
const spellMin = 4

// spellClass is the class of a word by its length. One edit leads to the next
// class at most.
func spellClass(letters int) int {
	return min(max(letters-5, 0)/2, 3)
}

// spellKey names the file in which a word is: its first letter and its class.
func spellKey(letter string, letters int) string {
	return letter + strconv.Itoa(spellClass(letters))
}

// writeSpelling writes the words that a correction can propose, by first letter
// and length.
func (x *index) writeSpelling(s *store) table {
	var t table
	files := map[string][]int{}
	for i := range x.terms {
		if fold := x.terms[i].fold; x.terms[i].spells() {
			key := spellKey(firstLetter(fold), utf8.RuneCountInString(fold))
			files[key] = append(files[key], i)
		}
	}
	for key := range files {
		t.keys = append(t.keys, key)
	}
	slices.SortFunc(t.keys, analysis.Compare)
	for _, key := range t.keys {
		words := files[key]
		var e, counts encoder
		e.uint(len(words))
		before := ""
		for _, i := range words {
			e.front(before, x.terms[i].raw)
			before = x.terms[i].raw
			counts.buf = append(counts.buf, byte(bits.Len32(x.measures[i].docs)))
		}
		t.refs = append(t.refs, s.put(partSpelling, append(e.buf, counts.buf...)))
	}
	return t
}

// spells reports whether a correction may propose the word: no number, no
// code, no acronym, no compound, no stop word.
func (t *term) spells() bool {
	if t.stop || t.solid == 0 || t.capitals*2 > t.solid || utf8.RuneCountInString(t.fold) < spellMin {
		return false
	}
	return strings.IndexFunc(t.raw, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// unproposed reports whether the word is never suggested: a stop word, a compound
// that is written with a hyphen, a number or a code.
func (t *term) unproposed() bool {
	return t.stop || t.solid == 0 || strings.IndexFunc(t.raw, unicode.IsDigit) >= 0
}

func firstLetter(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// entity is a value of a facet that is suggested by its name.
type entity struct {
	facet, lang int // lang is the place of the language plus one, 0 for all
	id, label   string
	keywords    string
	weight      int // how many documents have it, as a power of two
}

// writeEntities writes the values of facets that are suggested, one file for
// each first letter of a word in their names.
func writeEntities(s *store, labels Labels, lists []facetLists, languages []string) table {
	byLetter := map[string][]entity{}
	for f := range labels {
		if !labels[f].Suggest {
			continue
		}
		for i := range labels[f].Values {
			v := &labels[f].Values[i]
			at, used := slices.BinarySearchFunc(lists[f].ids, v.ID, analysis.Compare)
			if !used {
				continue
			}
			weight := bits.Len(uint(len(lists[f].lists[at])))
			for _, e := range entitiesOf(v, languages) {
				e.facet, e.weight = f, weight
				for _, letter := range letters(e.label + " " + e.keywords) {
					byLetter[letter] = append(byLetter[letter], e)
				}
			}
		}
	}
	var t table
	for letter := range byLetter {
		t.keys = append(t.keys, letter)
	}
	slices.SortFunc(t.keys, analysis.Compare)
	for _, letter := range t.keys {
		t.refs = append(t.refs, s.put(partEntities, entityFile(byLetter[letter])))
	}
	return t
}

// entitiesOf is a value once, or once for each language where the names differ.
func entitiesOf(v *FacetValue, languages []string) []entity {
	keywords := strings.Join(v.Keywords, "\t")
	var list []entity
	for i, lang := range languages {
		list = append(list, entity{id: v.ID, label: textIn(v.Labels, lang), keywords: keywords, lang: i + 1})
	}
	for i := range list {
		if list[i].label != list[0].label {
			return list
		}
	}
	if len(list) > 0 {
		list[0].lang = 0
		return list[:1]
	}
	return nil
}

// letters is the first letters of the words of a name, each once.
func letters(name string) []string {
	var list []string
	analysis.Pieces(name, func(p analysis.Piece) {
		list = append(list, firstLetter(analysis.Fold(p.Text)))
	})
	slices.Sort(list)
	return slices.Compact(list)
}

func entityFile(list []entity) []byte {
	slices.SortFunc(list, func(a, b entity) int {
		return cmp.Or(cmp.Compare(a.facet, b.facet), analysis.Compare(a.id, b.id), cmp.Compare(a.lang, b.lang))
	})
	var e encoder
	e.uint(len(list))
	before := ""
	for _, v := range list {
		e.uint(v.facet)
		e.uint(v.lang)
		e.uint(v.weight)
		e.front(before, v.id)
		before = v.id
		e.str(v.label)
		e.str(v.keywords)
	}
	return e.buf
}

// writeCodes writes the codes of all resolutions with their other numbers.
func (c *corpus) writeCodes(s *store) ref {
	others := map[string]string{}
	for i := range c.docs {
		d := c.docs[i]
		if d.Kind == KindResolution && len(d.Codes) > 0 {
			others[d.Codes[0]] = strings.Join(d.Codes[1:], "\t")
		}
	}
	codes := make([]string, 0, len(others))
	for code := range others {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, analysis.Compare)
	var e encoder
	e.fronts(codes)
	for _, code := range codes {
		e.str(others[code])
	}
	return s.put(partCodes, e.buf)
}
