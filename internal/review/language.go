package review

import (
	"resolute/internal/diag"
	"resolute/internal/report"
)

// tongue is a set of languages whose small words are known.
type tongue uint8

const (
	english tongue = 1 << iota
	french
	spanish
)

// tongues are in the order of the bits.
var tongues = [...]struct {
	lang report.Lang
	name string
}{{"en", "English"}, {"fr", "French"}, {"es", "Spanish"}}

// smallWords are words that nearly every sentence of a language has, with the
// languages that have them. Words of names and of quoted titles are no matter:
// a whole paragraph is weighed.
func smallWords() map[string]tongue {
	m := map[string]tongue{}
	add := func(t tongue, words ...string) {
		for _, w := range words {
			m[w] |= t
		}
	}
	add(english, "the", "of", "and", "to", "in", "that", "is", "was", "for", "with", "as", "by", "at", "from", "were", "have", "has", "been", "which", "their", "this", "are", "it", "its", "will", "an", "be", "or", "these", "also", "on")
	add(french, "le", "la", "les", "des", "et", "du", "un", "une", "dans", "pour", "que", "qui", "sur", "est", "par", "au", "aux", "avec", "ont", "été", "sont", "cette", "ces", "leur", "leurs", "de", "en", "ce", "se", "à", "plus", "a", "son", "ses")
	add(spanish, "el", "la", "los", "las", "y", "del", "un", "una", "que", "por", "para", "con", "se", "su", "sus", "fue", "han", "como", "más", "este", "esta", "estos", "al", "de", "en", "es", "ha", "lo", "son", "entre", "sobre", "también", "a")
	return m
}

// languageOf counts the small words of a block for each tongue.
type languageCount struct {
	words int
	each  [len(tongues)]int
}

func (r *reviewer) count(text []byte) languageCount {
	var c languageCount
	eachWord(text, func(w []byte) {
		c.words++
		t := r.small[string(w)]
		if t == 0 {
			return
		}
		for i := range c.each {
			if t&(1<<i) != 0 {
				c.each[i]++
			}
		}
	})
	return c
}

// shortest is the number of words from which on a block shows its language.
const shortest = 20

// other is the language of a block, where it is clearly not its file's; else -1.
func (c languageCount) other(own int) int {
	if c.words < shortest || own < 0 {
		return -1
	}
	for i, n := range c.each {
		if i != own && n*7 >= c.words && n > 2*c.each[own] {
			return i
		}
	}
	return -1
}

func tongueOf(lang report.Lang) int {
	for i, t := range tongues {
		if t.lang == lang {
			return i
		}
	}
	return -1
}

// readBlocks weighs the language and the length of every block.
func (r *reviewer) readBlocks(t *text) {
	own := tongueOf(t.lang)
	judged, foreign := 0, map[int][]diag.Pos(nil)
	for _, s := range t.sections {
		for _, b := range s.blocks {
			if b.kind == heading || b.kind == table {
				continue
			}
			c := r.count(b.text)
			pos := diag.Pos{File: t.file.Path, Line: b.line, Col: b.col}
			if c.words > longestParagraph && b.kind == paragraph {
				r.warn(pos, ruleLongParagraph, "begin a new paragraph where a new thought begins", "the paragraph has %d words", c.words)
			}
			if b.kind == quotation || c.words < shortest {
				continue
			}
			judged++
			if i := c.other(own); i >= 0 {
				if foreign == nil {
					foreign = map[int][]diag.Pos{}
				}
				foreign[i] = append(foreign[i], pos)
			}
		}
	}
	for i := range tongues {
		places := foreign[i]
		if len(places) > 1 && 2*len(places) > judged {
			r.warn(places[0], ruleLanguage, "write language: "+string(tongues[i].lang)+" in the front matter; a translation has its language in the file's name",
				"the text reads as %s, and the file says that it is %s", tongues[i].name, tongues[own].name)
			continue
		}
		for _, pos := range places {
			r.warn(pos, ruleLanguage, "translate it, or put > before its lines to show that it is a quotation", "this part reads as %s, in a text in %s", tongues[i].name, tongues[own].name)
		}
	}
}
