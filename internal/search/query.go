package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"resolute/internal/search/analysis"
)

// Limits of a query; what is beyond them is left out and Results.Truncated says so.
const (
	// MaxQuery is the length of a query in UTF-16 code units.
	MaxQuery = 1000
	// MaxWords is the number of its words.
	MaxWords = 24
)

// Sort is the order of results.
type Sort string

// The orders.
const (
	// ByRelevance is the order where there are words; without, it is Newest.
	ByRelevance Sort = ""
	// ByYear is the latest year first.
	ByYear Sort = "newest"
	// ByCode is the order of the resolutions' codes.
	ByCode Sort = "code"
)

// Query is what is searched for.
type Query struct {
	// Text as typed: words, "phrases" in any quotes, -exclusions. The last word
	// also stands for the words that begin with it, unless something follows it.
	Text string
	// Filters are the chosen ids by facet: any of them within a facet, all
	// facets together. An unknown facet or id matches nothing.
	Filters map[string][]string
	// Sort is the order of the results.
	Sort Sort
	// Offset and Limit choose the results to return; a limit of 0 means 10, a
	// negative one all.
	Offset, Limit int
	// Lang is the preferred language of titles and excerpts.
	Lang string
	// NoExcerpts leaves the excerpts out, which cost most of the time.
	NoExcerpts bool
}

// word is one word of a query.
type word struct {
	text      string // as typed
	raw, fold string
	prefix    bool   // stands for the beginning of words
	exact     bool   // no other forms
	not       bool   // excluded
	capitals  bool   // typed in capitals only: an acronym
	parts     []word // of a compound, where it is not known as one word
}

// phrase is a sequence of words.
type phrase struct {
	text  string
	not   bool
	words []phraseWord // those with meaning
	tail  []word       // the stop words, for a phrase that has nothing else
}

// phraseWord is a word of a phrase.
type phraseWord struct {
	word
	offset int // how many words after the phrase's first
	run    run // the stop words before it
}

// parsed is a query taken apart.
type parsed struct {
	words     []word
	phrases   []phrase
	truncated bool
}

// isQuote reports whether r opens or closes a phrase.
func isQuote(r rune) bool { return strings.ContainsRune("\"“”„‟«»″＂", r) }

// parse takes a query apart.
func (x *Index) parse(text string) parsed {
	var p parsed
	if short := cutUnits(text, MaxQuery); short != text {
		text, p.truncated = short, true
	}
	parts := splitQuotes(text)
	left := MaxWords
	for i, s := range parts {
		quoted := i%2 == 1 && i < len(parts)-1
		if quoted {
			p.addPhrase(x, s, endsWithMinus(parts[i-1]), &left)
		} else {
			p.addWords(s, i == len(parts)-1, &left)
		}
	}
	p.truncated = p.truncated || left < 0
	p.dropStops(x)
	return p
}

// splitQuotes cuts a text at its quotes: the pieces in between are at odd
// places. A quote without its partner cuts nothing.
func splitQuotes(text string) []string {
	parts := []string{}
	from := 0
	for i, r := range text {
		if isQuote(r) {
			parts = append(parts, text[from:i])
			from = i + utf8.RuneLen(r)
		}
	}
	parts = append(parts, text[from:])
	if n := len(parts); n%2 == 0 {
		// The last quote is alone: its two sides belong together.
		parts = append(parts[:n-2], parts[n-2]+" "+parts[n-1])
	}
	return parts
}

// endsWithMinus reports whether a text ends in a minus that stands for not.
func endsWithMinus(s string) bool {
	before, ok := strings.CutSuffix(s, "-")
	return ok && endsBlank(before)
}

func endsBlank(s string) bool {
	r, size := utf8.DecodeLastRuneInString(s)
	return size == 0 || unicode.IsSpace(r)
}

// addWords adds the words of a text outside quotes.
func (p *parsed) addWords(s string, last bool, left *int) {
	var compound *word
	end := 0
	analysis.Pieces(s, func(piece analysis.Piece) {
		w := newWord(piece)
		w.not = endsWithMinus(s[:piece.Start])
		w.prefix = last && piece.End == len(s) && !w.not
		if compound != nil && piece.Start < end {
			w.not = false
			compound.parts = append(compound.parts, w)
			return
		}
		compound = nil
		if *left--; *left < 0 {
			return
		}
		p.words = append(p.words, w)
		if piece.Joined {
			compound, end = &p.words[len(p.words)-1], piece.End
		}
	})
}

func newWord(piece analysis.Piece) word {
	raw := cut(analysis.Lower(piece.Text))
	return word{text: piece.Text, raw: raw, fold: analysis.Fold(raw), capitals: inCapitals(piece.Text)}
}

// addPhrase adds a phrase.
func (p *parsed) addPhrase(x *Index, s string, not bool, left *int) {
	ph := phrase{text: plain(s), not: not}
	offset := 0
	var before run
	analysis.Pieces(s, func(piece analysis.Piece) {
		if piece.Joined {
			return
		}
		if *left--; *left < 0 {
			return
		}
		w := newWord(piece)
		w.exact = true
		if stop := x.stop[w.fold]; stop != 0 {
			ph.tail = append(ph.tail, w)
			before = before.after(stop)
		} else {
			ph.words = append(ph.words, phraseWord{w, offset, before})
			before = 0
		}
		offset++
	})
	if len(ph.words) > 0 {
		p.phrases = append(p.phrases, ph)
		return
	}
	// Nothing but stop words: they are words like others.
	for _, w := range ph.tail {
		w.not = not
		p.words = append(p.words, w)
	}
}

// dropStops leaves out the stop words where there are other words, and words
// that are there twice.
func (p *parsed) dropStops(x *Index) {
	others := false
	for i := range p.words {
		w := &p.words[i]
		others = others || !w.not && x.stop[w.fold] == 0
	}
	for i := range p.phrases {
		others = others || !p.phrases[i].not
	}
	type key struct {
		raw                string
		prefix, exact, not bool
	}
	seen := map[key]bool{}
	kept := p.words[:0]
	for _, w := range p.words {
		k := key{w.raw, w.prefix, w.exact, w.not}
		if seen[k] || others && x.stop[w.fold] != 0 && !w.prefix && !w.not {
			continue
		}
		seen[k] = true
		kept = append(kept, w)
	}
	p.words = kept
}

// cutUnits is the first n UTF-16 code units of s.
func cutUnits(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i, r := range s {
		if n--; r > 0xffff {
			n--
		}
		if n < 0 {
			return s[:i]
		}
	}
	return s
}
