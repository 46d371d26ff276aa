package analysis

import (
	"slices"
	"strings"
)

// stopWords are the words that carry no meaning of their own, by language. In a
// query with other words they are left out; in a phrase they are compared.
var stopWords = map[string]string{
	"en": "a an and are as at be been but by for from had has have if in into is it its no not of on or so such " +
		"than that the their then there these they this to was we were which will with",
	"fr": "a à au aux avec ce ces cette d dans de des du elle en est et été être il ils l la le les leur leurs lors " +
		"mais ne ni on ont ou où par pas pour qu que qui sa se ses son sont sous sur un une",
	"es": "a al como con de del desde e el ella en entre era es esta este estos estas fue ha han la las le lo los más " +
		"o para pero por que se sin sobre su sus un una unas unos y ya",
}

// StopWords lists the folded stop words of the languages, sorted; a language
// without a list adds none.
func StopWords(languages []string) []string {
	var words []string
	for _, lang := range languages {
		for _, w := range strings.Fields(stopWords[lang]) {
			words = append(words, Fold(w))
		}
	}
	slices.SortFunc(words, Compare)
	return slices.Compact(words)
}
