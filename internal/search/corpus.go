package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"resolute/internal/search/analysis"
)

// What a token is beside the number of a term, as bits.
const (
	// joinedBit marks a compound written as one word.
	joinedBit = 1 << 31
	// capitalBit marks a word in capitals only.
	capitalBit = 1 << 30

	termMask = capitalBit - 1
)

// maxStops is the number of stop words, so that each is a byte.
const maxStops = 254

// section is one field of a document after analysis.
type section struct {
	field  FieldKind
	lang   uint8  // index into corpus.languages, the last is "no language"
	tokens uint32 // how many of the document's tokens belong to it
}

// docTokens are the words of one document in order.
type docTokens struct {
	sections []section
	tokens   []uint32 // numbers of terms, with bits
}

// term is one written form of a word.
type term struct {
	raw, fold string
	// solid counts how often it is written as one word, capitals how often in
	// capitals only.
	solid, capitals uint32
	// stop is true for words without meaning of their own.
	stop bool
}

// corpus is all documents as numbers of terms. Terms are sorted by folded form,
// then by written form; documents are in the order of the index.
type corpus struct {
	docs      []*Document
	ids       []uint32    // document numbers, ascending
	space     int         // one more than the highest number
	languages []string    // of texts, sorted, with "" last
	tokens    []docTokens // of those that are not recalled
	recalled
	terms  []term
	counts []uint32 // occurrences of terms, for each by language
	stems  []string // likewise
	stops  []string // folded, sorted
	// stopNumber is by term the place in stops plus one, 0 for other words.
	stopNumber []uint8
	// tags is the sum of those of the documents, where there is a memory.
	tags uint64
	// average is what the length of a text is compared with.
	average int
	// alike is by term the first term of the same folded form.
	alike []uint32
}

// lexicon is one worker's vocabulary: words as written in the texts.
type lexicon struct {
	spellings []string
	short     map[shortText]uint32
	long      map[string]uint32 // those that are no shortText
	recent    [1 << 14]seenWord // the words read last, by a hash
	// for one document
	tokens   []uint32
	sections []section
}

// shortText is a text of at most 15 bytes and, in the last byte, its length.
type shortText [2]uint64

func shortened(s string) (t shortText, ok bool) {
	n := len(s)
	switch {
	case n > 15:
		return t, false
	case n >= 8:
		t = shortText{load(s), load(s[n-8:]) >> (8 * (16 - n))}
	default:
		for i := range n {
			t[0] |= uint64(s[i]) << (8 * i)
		}
	}
	t[1] |= uint64(n) << 56
	return t, true
}

// load is the first eight bytes of s.
func load(s string) uint64 {
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

type seenWord struct {
	text shortText
	n    uint32
}

// number is the local number of a word as written. Most words are short and
// among those read a little while ago, and found without the large table.
func (x *lexicon) number(text string) uint32 {
	key, ok := shortened(text)
	if !ok {
		n, ok := x.long[text]
		if !ok {
			n = x.add(text)
			x.long[x.spellings[n]] = n
		}
		return n
	}
	recent := &x.recent[(key[0]*0x9e3779b97f4a7c15^key[1]*0xc2b2ae3d27d4eb4f)>>50]
	if recent.text == key {
		return recent.n
	}
	n, ok := x.short[key]
	if !ok {
		n = x.add(text)
		x.short[key] = n
	}
	*recent = seenWord{key, n}
	return n
}

// add numbers a word that is seen for the first time in this spelling.
func (x *lexicon) add(text string) uint32 {
	x.spellings = append(x.spellings, strings.Clone(text))
	return uint32(len(x.spellings) - 1)
}

// cut shortens a word to what the index keeps of it.
func cut(s string) string {
	if len(s) <= analysis.MaxWord {
		return s
	}
	units := 0
	for i, r := range s {
		size := 1
		if r > 0xffff {
			size = 2
		}
		if units+size > analysis.MaxWord {
			return s[:i]
		}
		units += size
	}
	return s
}

func inCapitals(s string) bool {
	if len(s) < 2 {
		return false
	}
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// analyse cuts the documents into words, but those of which the memory knows
// them.
func analyse(docs []Document, m *Memory, workers int) *corpus {
	c := &corpus{}
	c.number(docs)
	c.recall(m, workers)
	c.tokens = make([]docTokens, len(docs))
	lexicons := make([]*lexicon, workers)
	owner := make([]uint8, len(docs)) // which lexicon numbered the document
	var next atomic.Int64
	var wg sync.WaitGroup
	const batch = 64
	for w := range workers {
		x := &lexicon{short: map[shortText]uint32{}, long: map[string]uint32{}}
		lexicons[w] = x
		wg.Go(func() {
			for {
				from := int(next.Add(batch)) - batch
				if from >= len(docs) {
					return
				}
				for i := from; i < min(from+batch, len(docs)); i++ {
					if c.known[i] == nil {
						c.tokens[i] = c.read(x, c.docs[i])
						owner[i] = uint8(w)
					}
				}
			}
		})
	}
	wg.Wait()
	c.merge(lexicons, owner, workers)
	if c.from == nil {
		c.count()
	} else {
		c.recount()
		c.dropUnused()
	}
	c.classify()
	c.stem(workers)
	if m != nil {
		m.learn(c)
	}
	return c
}

// textLanguages lists the languages of all texts, sorted, and "" at the end.
func (c *corpus) textLanguages() []string {
	seen := map[string]bool{}
	last := ""
	see := func(lang string) {
		if lang != last {
			seen[lang], last = true, lang
		}
	}
	for i := range c.docs {
		if c.known[i] == nil {
			for _, t := range c.docs[i].Title {
				see(t.Lang)
			}
			for _, f := range c.docs[i].Fields {
				see(f.Lang)
			}
		}
	}
	for _, lang := range c.recalledLanguages() {
		see(lang)
	}
	list := make([]string, 0, len(seen)+1)
	for lang := range seen {
		if lang != "" {
			list = append(list, lang)
		}
	}
	slices.Sort(list)
	return append(list, "")
}

// read is the words of one document: codes, titles, then the fields.
func (c *corpus) read(x *lexicon, d *Document) docTokens {
	t := docTokens{tokens: x.tokens[:0], sections: x.sections[:0]}
	add := func(kind FieldKind, lang, text string) {
		l := slices.Index(c.languages, lang)
		before := len(t.tokens)
		analysis.Pieces(text, func(p analysis.Piece) {
			n := x.number(p.Text)
			if p.Joined {
				n |= joinedBit
			}
			t.tokens = append(t.tokens, n)
		})
		n := len(t.tokens) - before
		if n > 0 {
			t.sections = append(t.sections, section{field: kind, lang: uint8(l), tokens: uint32(n)})
		}
	}
	for i, code := range d.Codes {
		add(fieldCode, "", code)
		if i == 0 {
			add(fieldCode, "", codeForms(code))
		}
	}
	for _, title := range d.Title {
		add(fieldTitle, title.Lang, title.Value)
	}
	for _, f := range d.Fields {
		add(f.Kind, f.Lang, f.Value)
		if f.Kind == FieldCountry && strings.ContainsRune(f.Value, ' ') {
			// Viet Nam is also looked for as Vietnam.
			add(f.Kind, f.Lang, strings.ReplaceAll(f.Value, " ", "-"))
		}
	}
	x.tokens, x.sections = t.tokens, t.sections
	t.tokens, t.sections = slices.Clone(t.tokens), slices.Clone(t.sections)
	return t
}

// codeForms are the short forms of a code that people type: for
// WCC-2020-Res-040 they are 40, Res040 and Res40.
func codeForms(code string) string {
	parts := strings.Split(code, "-")
	if len(parts) < 2 {
		return ""
	}
	number, kind := parts[len(parts)-1], parts[len(parts)-2]
	short := strings.TrimLeft(number, "0")
	if short == "" || short == number {
		return kind + number
	}
	return short + " " + kind + number + " " + kind + short
}

// merge puts the workers' vocabularies and that of the memory together, sorts
// them, and gives the tokens their final numbers.
func (c *corpus) merge(lexicons []*lexicon, owner []uint8, workers int) {
	byRaw := map[string]uint32{}
	c.recallTerms()
	recalled := c.terms
	add := func(raw string) uint32 {
		n, ok := byRaw[raw]
		if !ok {
			t := term{raw: raw, fold: analysis.Fold(raw)}
			at, known := slices.BinarySearchFunc(recalled, t, func(a, b term) int { return compareTerms(&a, &b) })
			if n = uint32(at); !known {
				n = uint32(len(c.terms))
				c.terms = append(c.terms, t)
			}
			byRaw[raw] = n
		}
		return n
	}
	final := make([][]uint32, len(lexicons))
	for w, x := range lexicons {
		final[w] = make([]uint32, len(x.spellings))
		for i, text := range x.spellings {
			final[w][i] = add(cut(analysis.Lower(text)))
			if inCapitals(text) {
				final[w][i] |= capitalBit
			}
		}
		lexicons[w] = nil // the next steps need the memory
	}
	rank := c.sortTerms()
	for _, list := range append(final, c.codes, c.place) {
		renumber(list, rank)
	}
	parallel(len(c.tokens), workers, func(i int) {
		to := final[owner[i]]
		for k, n := range c.tokens[i].tokens {
			c.tokens[i].tokens[k] = to[n&termMask] | n&joinedBit
		}
	})
}

// renumber gives tokens the new numbers of their terms.
func renumber(tokens, rank []uint32) {
	for i, n := range tokens {
		if n != deadCode {
			tokens[i] = rank[n&termMask] | n&^termMask
		}
	}
}

// sortTerms sorts the terms and tells where each has come to stand.
func (c *corpus) sortTerms() []uint32 {
	order := make([]uint32, len(c.terms))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return compareTerms(&c.terms[a], &c.terms[b])
	})
	rank := make([]uint32, len(order))
	terms := make([]term, len(order))
	for i, n := range order {
		rank[n], terms[i] = uint32(i), c.terms[n]
	}
	c.terms = terms
	return rank
}

// compareTerms orders terms by folded form, then by written form.
func compareTerms(a, b *term) int {
	return cmp.Or(analysis.Compare(a.fold, b.fold), analysis.Compare(a.raw, b.raw))
}

// count counts how often and how the terms are used.
func (c *corpus) count() {
	c.counts = make([]uint32, len(c.terms)*len(c.languages))
	for i := range c.tokens {
		c.countWords(&c.tokens[i], 1)
	}
}

// countWords adds the words of a document so many times.
func (c *corpus) countWords(t *docTokens, times uint32) {
	at := uint32(0)
	for _, s := range t.sections {
		for _, n := range t.tokens[at : at+s.tokens] {
			term := &c.terms[n&termMask]
			c.counts[int(n&termMask)*len(c.languages)+int(s.lang)] += times
			if n&joinedBit == 0 {
				term.solid += times
				term.capitals += (n >> 30 & 1) * times
			}
		}
		at += s.tokens
	}
}

// uses is how often a term occurs in a language.
func (c *corpus) uses(term, language int) uint32 {
	return c.counts[term*len(c.languages)+language]
}

// total is how often a term occurs.
func (c *corpus) total(term int) (n uint32) {
	for l := range c.languages {
		n += c.uses(term, l)
	}
	return n
}

// classify finds the stop words and the terms that fold alike.
func (c *corpus) classify() {
	c.stops = analysis.StopWords(c.languages)
	c.stops = c.stops[:min(len(c.stops), maxStops)]
	c.stopNumber, c.alike = make([]uint8, len(c.terms)), make([]uint32, len(c.terms))
	for i := range c.terms {
		c.alike[i] = uint32(i)
		if i > 0 && c.terms[i].fold == c.terms[i-1].fold {
			c.alike[i] = c.alike[i-1]
		}
		if at, ok := slices.BinarySearchFunc(c.stops, c.terms[i].fold, analysis.Compare); ok {
			c.stopNumber[i] = uint8(at + 1)
			c.terms[i].stop = true
		}
	}
}

// parallel calls do for 0…n-1 on several goroutines and waits for all.
func parallel(n, workers int, do func(i int)) {
	if workers <= 1 || n <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}
