package analysis

import (
	"unicode"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/spanish"
)

// Stemmer tells the stem that a word has in its text's own language.
type Stemmer struct {
	stem func(word string, stemStopWords bool) string
	// plural drops the -s of a short plural that the rules leave alone (años).
	plural bool
}

// StemmerFor is the stemmer of a language; one without rules keeps words as they are.
func StemmerFor(language string) Stemmer {
	switch language {
	case "en":
		return Stemmer{stem: english.Stem}
	case "fr":
		return Stemmer{stem: french.Stem}
	case "es":
		return Stemmer{stem: spanish.Stem, plural: true}
	}
	return Stemmer{}
}

// Stem is the folded stem of a word in its [Lower] form, or "" where the word
// has no relatives: a number, a code, a word of two letters.
func (s Stemmer) Stem(word string) string {
	if s.stem == nil || len(word) < 3 {
		return ""
	}
	for _, r := range word {
		if !unicode.IsLetter(r) {
			return ""
		}
	}
	stem := Fold(s.stem(word, true))
	if n := len(stem); s.plural && n > 3 && stem[n-1] == 's' && isVowel(stem[n-2]) {
		stem = stem[:n-1]
	}
	return stem
}

func isVowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }
