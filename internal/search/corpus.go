package search

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"resolute/internal/search/analysis"
)

// joinedBit marks a token that is a compound written as one word.
const joinedBit = 1 << 31

// maxStops is the number of stop words, so that each is a byte.
const maxStops = 254

// section is one field of a document after analysis.
type section struct {
	field  FieldKind
	lang   uint8 // index into corpus.languages, the last is "no language"
	tokens int   // how many of the document's tokens belong to it
}

// docTokens are the words of one document in order.
type docTokens struct {
	sections []section
	tokens   []uint32 // numbers of terms, some with joinedBit
	body     uint32   // how many words of running text
}

// term is one written form of a word.
type term struct {
	raw, fold string
	// uses is where the counts of its occurrences by language begin in the
	// corpus's or lexicon's counts.
	uses uint32
	// solid counts how often it is written as one word, capitals how often in
	// capitals only.
	solid, capitals uint32
	// stop is true for words without meaning of their own.
	stop bool
}

// corpus is all documents as numbers of terms. Terms are sorted by folded form,
// then by written form; documents are in the order of the index.
type corpus struct {
	docs      []Document
	ids       []uint32 // document numbers, ascending
	space     int      // one more than the highest number
	languages []string // of texts, sorted, with "" last
	tokens    []docTokens
	terms     []term
	counts    []uint32 // occurrences of terms by language
	stops     []string // folded, sorted
	// stopNumber is by term the place in stops plus one, 0 for other words.
	stopNumber []uint8
	// alike is by term the first term of the same folded form.
	alike []uint32
}

// lexicon is one worker's vocabulary.
type lexicon struct {
	languages int
	short     map[shortText]uint32 // words as written in the text
	long      map[string]uint32    // those that are no shortText
	recent    [1 << 13]seenWord    // the words read last, by a hash
	byRaw     map[string]uint32
	terms     []term
	counts    []uint32 // occurrences of terms by language
	scratch   []uint32 // for the tokens of one document
}

// shortText is a text of at most 15 bytes and, in the last byte, its length.
type shortText [2]uint64

func shortened(s string) (t shortText, ok bool) {
	if len(s) > 15 {
		return t, false
	}
	var b [16]byte
	copy(b[:15], s)
	b[15] = byte(len(s))
	return shortText{binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:])}, true
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
			text = strings.Clone(text)
			n = x.add(text)
			x.long[text] = n
		}
		return n
	}
	recent := &x.recent[(key[0]*0x9e3779b97f4a7c15^key[1]*0xc2b2ae3d27d4eb4f)>>51]
	if recent.text == key {
		return recent.n
	}
	n, ok := x.short[key]
	if !ok {
		n = x.add(strings.Clone(text))
		x.short[key] = n
	}
	*recent = seenWord{key, n}
	return n
}

// add numbers a word that is seen for the first time in this spelling.
func (x *lexicon) add(text string) uint32 {
	raw := cut(analysis.Lower(text))
	n, ok := x.byRaw[raw]
	if !ok {
		n = uint32(len(x.terms))
		x.byRaw[raw] = n
		x.terms = append(x.terms, term{raw: raw, uses: uint32(len(x.counts))})
		x.counts = append(x.counts, make([]uint32, x.languages)...)
	}
	return n
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

// analyse cuts the documents into words.
func analyse(docs []Document, workers int) *corpus {
	c := &corpus{docs: docs}
	c.number()
	c.languages = textLanguages(docs)
	c.tokens = make([]docTokens, len(docs))
	lexicons := make([]*lexicon, workers)
	owner := make([]uint8, len(docs)) // which lexicon numbered the document
	var next atomic.Int64
	var wg sync.WaitGroup
	const batch = 64
	for w := range workers {
		x := &lexicon{languages: len(c.languages), short: map[shortText]uint32{}, long: map[string]uint32{}, byRaw: map[string]uint32{}}
		lexicons[w] = x
		wg.Go(func() {
			for {
				from := int(next.Add(batch)) - batch
				if from >= len(docs) {
					return
				}
				for i := from; i < min(from+batch, len(docs)); i++ {
					c.tokens[i] = c.read(x, &c.docs[i])
					owner[i] = uint8(w)
				}
			}
		})
	}
	wg.Wait()
	c.merge(lexicons, owner, workers)
	return c
}

// textLanguages lists the languages of all texts, sorted, and "" at the end.
func textLanguages(docs []Document) []string {
	seen := map[string]bool{}
	for i := range docs {
		for _, t := range docs[i].Title {
			seen[t.Lang] = true
		}
		for _, f := range docs[i].Fields {
			seen[f.Lang] = true
		}
	}
	delete(seen, "")
	list := make([]string, 0, len(seen)+1)
	for lang := range seen {
		list = append(list, lang)
	}
	slices.Sort(list)
	return append(list, "")
}

// read is the words of one document: codes, titles, then the fields.
func (c *corpus) read(x *lexicon, d *Document) docTokens {
	t := docTokens{tokens: x.scratch[:0]}
	add := func(kind FieldKind, lang, text string) {
		l := slices.Index(c.languages, lang)
		before := len(t.tokens)
		analysis.Pieces(text, func(p analysis.Piece) {
			n := x.number(p.Text)
			x.counts[int(x.terms[n].uses)+l]++
			if p.Joined {
				t.tokens = append(t.tokens, n|joinedBit)
				return
			}
			x.terms[n].solid++
			if inCapitals(p.Text) {
				x.terms[n].capitals++
			}
			t.tokens = append(t.tokens, n)
		})
		n := len(t.tokens) - before
		if kind == FieldBody {
			t.body += uint32(n)
		}
		if n > 0 {
			t.sections = append(t.sections, section{field: kind, lang: uint8(l), tokens: n})
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
	x.scratch = t.tokens
	t.tokens = slices.Clone(t.tokens)
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

// merge puts the workers' vocabularies together, sorts them, and gives the
// tokens their final numbers.
func (c *corpus) merge(lexicons []*lexicon, owner []uint8, workers int) {
	most := 0
	for _, x := range lexicons {
		most = max(most, len(x.terms))
	}
	byRaw := make(map[string]int, most)
	c.terms = make([]term, 0, most+most/4)
	for _, x := range lexicons {
		for i := range x.terms {
			t := &x.terms[i]
			at, ok := byRaw[t.raw]
			if !ok {
				at = len(c.terms)
				byRaw[t.raw] = at
				c.terms = append(c.terms, term{raw: t.raw, uses: uint32(len(c.counts))})
				c.counts = append(c.counts, make([]uint32, len(c.languages))...)
			}
			sum := &c.terms[at]
			for l := range c.languages {
				c.counts[int(sum.uses)+l] += x.counts[int(t.uses)+l]
			}
			sum.solid += t.solid
			sum.capitals += t.capitals
		}
	}
	for i := range c.terms {
		c.terms[i].fold = analysis.Fold(c.terms[i].raw)
	}
	slices.SortFunc(c.terms, func(a, b term) int {
		return cmp.Or(analysis.Compare(a.fold, b.fold), analysis.Compare(a.raw, b.raw))
	})
	c.classify()
	clear(byRaw)
	for i := range c.terms {
		byRaw[c.terms[i].raw] = i
	}
	final := make([][]uint32, len(lexicons))
	for w, x := range lexicons {
		final[w] = make([]uint32, len(x.terms))
		for i := range x.terms {
			final[w][i] = uint32(byRaw[x.terms[i].raw])
		}
		lexicons[w] = nil // the next steps need the memory
	}
	parallel(len(c.tokens), workers, func(i int) {
		to := final[owner[i]]
		for k, n := range c.tokens[i].tokens {
			c.tokens[i].tokens[k] = to[n&^joinedBit] | n&joinedBit
		}
	})
}

// uses is how often a term occurs in a language.
func (c *corpus) uses(t *term, language int) uint32 { return c.counts[int(t.uses)+language] }

// total is how often a term occurs.
func (c *corpus) total(t *term) (n uint32) {
	for l := range c.languages {
		n += c.uses(t, l)
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
