package search

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"unicode"

	"resolute/internal/search/analysis"
)

// How many suggestions of each kind are made.
const (
	suggestCodes    = 4
	suggestEntities = 5
	suggestWords    = 6
)

// Suggestion is a proposal for what is being typed.
type Suggestion struct {
	// Facet is "" for a word, "code" for a resolution's code, or the facet of
	// which ID is a value.
	Facet, ID string
	// Text is what is shown.
	Text string
	// Words is how many of the last words typed it stands for.
	Words int
}

// Suggest proposes codes, values of facets and words for a query that is being
// typed. It proposes nothing after a blank.
func (x *Index) Suggest(text, lang string) ([]Suggestion, error) {
	text = cutUnits(text, MaxQuery)
	words, end := typedWords(text)
	if len(words) == 0 || end != len(text) {
		return nil, nil
	}
	codes, codesErr := x.suggestCodes(words)
	entities, entitiesErr := x.suggestEntities(words, lang)
	completed, wordsErr := x.suggestWords(words[len(words)-1])
	return slices.Concat(codes, entities, completed), errors.Join(codesErr, entitiesErr, wordsErr)
}

// typedWords is the folded words of a text and where the last one ends.
func typedWords(text string) (words []string, end int) {
	analysis.Pieces(text, func(p analysis.Piece) {
		if !p.Joined {
			words = append(words, analysis.Fold(cut(analysis.Lower(p.Text))))
			end = p.End
		}
	})
	return words, end
}

// suggestCodes proposes the latest codes in which every word typed begins a
// part of the code, where one of them has a digit.
func (x *Index) suggestCodes(words []string) ([]Suggestion, error) {
	if !slices.ContainsFunc(words, func(w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) }) {
		return nil, nil
	}
	d, err := x.decoder(x.root.codes)
	if err != nil {
		return nil, err
	}
	codes := d.fronts()
	var list []Suggestion
	for _, code := range codes {
		forms, _ := typedWords(code + " " + codeForms(code) + " " + d.str())
		every := !slices.ContainsFunc(words, func(w string) bool {
			return !slices.ContainsFunc(forms, func(f string) bool { return strings.HasPrefix(f, w) })
		})
		if every {
			list = append(list, Suggestion{Facet: "code", ID: code, Text: code, Words: len(words)})
		}
	}
	slices.Reverse(list)
	return list[:min(len(list), suggestCodes)], d.err()
}

// suggestEntities proposes the values of facets that have a word beginning with
// the last word typed; first those that have the words before it as well, then
// those of most documents.
func (x *Index) suggestEntities(words []string, lang string) ([]Suggestion, error) {
	last := words[len(words)-1]
	t := &x.root.entities
	k := t.shardOf(firstLetter(last))
	if len([]rune(last)) < 2 || k >= len(t.keys) || t.keys[k] != firstLetter(last) {
		return nil, nil
	}
	d, err := x.decoder(t.refs[k])
	if err != nil {
		return nil, err
	}
	type candidate struct {
		Suggestion
		weight int
	}
	var list []candidate
	id := ""
	for range d.count() {
		facet, language, weight := d.uint(), d.uint(), d.uint()
		id = d.front(id)
		name, keywords := d.str(), d.str()
		if d.bad || facet >= len(x.root.facets) {
			return nil, errDamaged
		}
		if language > 0 && (language > len(x.root.languages) || x.root.languages[language-1] != lang) {
			continue
		}
		names, _ := typedWords(name + " " + keywords)
		n := 0
		for n < len(words) && beginsAny(names, words[len(words)-1-n]) {
			n++
		}
		if n > 0 {
			s := Suggestion{Facet: x.root.facets[facet].name, ID: id, Text: name, Words: n}
			list = append(list, candidate{s, weight})
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(a.Words, b.Words), -cmp.Compare(a.weight, b.weight))
	})
	var out []Suggestion
	for _, c := range list[:min(len(list), suggestEntities)] {
		out = append(out, c.Suggestion)
	}
	return out, d.err()
}

func beginsAny(names []string, prefix string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, prefix) })
}

// suggestWords proposes the words most used that begin with a prefix.
func (x *Index) suggestWords(prefix string) ([]Suggestion, error) {
	if len(x.root.terms.keys) == 0 {
		return nil, nil
	}
	t := &x.root.terms
	first, last := t.span(prefix)
	if isListed(prefix, first, last) {
		return x.listedWords(prefix)
	}
	type candidate struct {
		line
		df int
	}
	var list []candidate
	for k := first; k <= last; k++ {
		lines, _, err := x.shard(t, k)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if !l.hidden && l.fold != prefix && strings.HasPrefix(l.fold, prefix) {
				list = append(list, candidate{l, len(l.docs)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return -cmp.Compare(a.df, b.df) })
	texts := make([]string, 0, len(list))
	for _, c := range list {
		texts = append(texts, c.key)
	}
	return wordSuggestions(texts), nil
}

// listedWords reads the words that the list of a beginning proposes.
func (x *Index) listedWords(prefix string) ([]Suggestion, error) {
	t := &x.root.prefixes
	if len(t.keys) == 0 {
		return nil, nil
	}
	lines, _, err := x.shard(t, t.shardOf(prefix))
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, l := range lines {
		if l.key == prefix {
			for _, o := range l.others {
				texts = append(texts, o.text)
			}
		}
	}
	return wordSuggestions(texts), nil
}

// wordSuggestions takes the first words that do not differ in accents only.
func wordSuggestions(texts []string) []Suggestion {
	seen := map[string]bool{}
	var list []Suggestion
	for _, text := range texts {
		if fold := analysis.Fold(text); !seen[fold] && len(list) < suggestWords {
			seen[fold] = true
			list = append(list, Suggestion{Text: text, Words: 1})
		}
	}
	return list
}
