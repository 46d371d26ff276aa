// Package redline compares two texts word by word, for people to read: what
// was kept, what was taken out, what was put in.
//
// Paragraphs are matched first, then the words of those that are versions of
// each other. A word or two that happen to be the same in a passage that was
// rewritten are not told as kept: islands of that kind make a comparison hard
// to read.
//
// The work is bounded, whatever the texts: the search for the shortest
// comparison gives up after a fixed number of differences and goes on from what
// it has found, and texts over a limit are not compared at all. The result
// depends on nothing but the texts.
package redline

import (
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Op is what became of a piece of text.
type Op uint8

const (
	// Kept stands in both texts.
	Kept Op = iota
	// Deleted stands in the older text alone.
	Deleted
	// Inserted stands in the newer text alone.
	Inserted
)

// Piece is a run of words with one fate.
type Piece struct {
	// Op is what became of it.
	Op Op
	// Text are its words with one blank between them, and none around.
	Text string
}

// Paragraph is a paragraph of the comparison, of either text or of both.
type Paragraph []Piece

const (
	// mostWords is the size from which a text is not compared: no reader would
	// follow it, and a page would have no room for it.
	mostWords = 8000
	// island is the number of words below which what was kept between two
	// changes is told as changed too, unless it is longer than they are.
	island = 3
	// exact is the number of words taken out or put in up to which the library
	// finds the shortest comparison for sure.
	exact = 100
)

// Compare tells how one text became another. It is nil where one of them is too
// long to be compared, or where both have no words.
func Compare(before, after string) []Paragraph {
	a, okBefore := paragraphs(before)
	b, okAfter := paragraphs(after)
	if !okBefore || !okAfter {
		return nil
	}
	list := make([]Paragraph, 0, len(a)+len(b))
	c := comparison{lines: make(map[string]rune, len(a)+len(b))}
	at := 0
	for _, d := range match(c.identities(a), c.identities(b)) {
		list = appendWhole(list, Kept, a[at:d.Start])
		list = c.appendChanged(list, a[d.Start:d.End], b[d.ReplStart:d.ReplEnd])
		at = d.End
	}
	return appendWhole(list, Kept, a[at:])
}

// paragraph is a line of a text that has words.
type paragraph struct {
	// text is the line with one blank between words.
	text string
	// words are where each word begins and ends in it, and ids their numbers;
	// both are known once it is compared.
	words []span
	ids   []rune
}

// span is a piece of a text.
type span struct{ start, end int32 }

// paragraphs divides a text; ok is false where it is too long.
func paragraphs(text string) (list []paragraph, ok bool) {
	words := 0
	for line := range strings.Lines(text) {
		line, n := plain(line)
		if words += n; words > mostWords {
			return nil, false
		}
		if n > 0 {
			list = append(list, paragraph{text: line})
		}
	}
	return list, true
}

// plain is a line with one blank between words and none around, and the number
// of words. No-break spaces are parts of words, as typography has them.
func plain(line string) (string, int) {
	line = strings.TrimSpace(line)
	if line == "" {
		return "", 0
	}
	if strings.Contains(line, "  ") || strings.ContainsAny(line, "\t\r\v\f") {
		line = strings.Join(strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r\v\f", r) }), " ")
	}
	return line, 1 + strings.Count(line, " ")
}

// comparison numbers lines, and the words of paragraphs that differ: equal ones
// have one number.
type comparison struct {
	lines, ids map[string]rune
}

func (c *comparison) identities(list []paragraph) []rune {
	ids := make([]rune, len(list))
	for i, p := range list {
		ids[i] = number(c.lines, p.text)
	}
	return ids
}

func number(ids map[string]rune, s string) rune {
	n, ok := ids[s]
	if !ok {
		n = rune(len(ids))
		ids[s] = n
	}
	return n
}

// read numbers the words of paragraphs.
func (c *comparison) read(list []paragraph) {
	size := 0
	for i := range list {
		size += 1 + strings.Count(list[i].text, " ")
	}
	words, ids := make([]span, 0, size), make([]rune, 0, size)
	for i := range list {
		p, from := &list[i], len(words)
		for start := 0; start < len(p.text); {
			end := strings.IndexByte(p.text[start:], ' ')
			if end < 0 {
				end = len(p.text) - start
			}
			words = append(words, span{int32(start), int32(start + end)})
			ids = append(ids, number(c.ids, p.text[start:start+end]))
			start += end + 1
		}
		p.words, p.ids = words[from:], ids[from:]
	}
}

func appendWhole(list []Paragraph, op Op, whole []paragraph) []Paragraph {
	for _, p := range whole {
		list = append(list, Paragraph{{op, p.text}})
	}
	return list
}

// appendChanged compares runs of paragraphs that differ: those that are versions
// of each other word by word, the others whole.
func (c *comparison) appendChanged(list []Paragraph, a, b []paragraph) []Paragraph {
	i, j := 0, 0
	if len(a) > 0 && len(b) > 0 {
		c.ids = make(map[string]rune, 256)
		c.read(a)
		c.read(b)
		for _, v := range c.versions(a, b) {
			list = appendWhole(list, Deleted, a[i:v.a])
			list = appendWhole(list, Inserted, b[j:v.b])
			list = append(list, compareWords(&a[v.a], &b[v.b]))
			i, j = v.a+1, v.b+1
		}
	}
	return appendWhole(appendWhole(list, Deleted, a[i:]), Inserted, b[j:])
}

// compareWords compares two paragraphs word by word.
func compareWords(a, b *paragraph) Paragraph {
	var list Paragraph
	add := func(op Op, p *paragraph, from, to int) {
		if from < to {
			list = append(list, Piece{op, p.text[p.words[from].start:p.words[to-1].end]})
		}
	}
	at := 0
	for _, d := range tidy(match(a.ids, b.ids)) {
		add(Kept, a, at, d.Start)
		add(Deleted, a, d.Start, d.End)
		add(Inserted, b, d.ReplStart, d.ReplEnd)
		at = d.End
	}
	add(Kept, a, at, len(a.words))
	return list
}

// tidy joins changes that have no more than an island between them.
func tidy(diffs []lcs.Diff) []lcs.Diff {
	size := func(d *lcs.Diff) int { return max(d.End-d.Start, d.ReplEnd-d.ReplStart) }
	joined := diffs[:0]
	for _, d := range diffs {
		if n := len(joined); n > 0 {
			last := &joined[n-1]
			if between := d.Start - last.End; between < island && between < size(last)+size(&d) {
				last.End, last.ReplEnd = d.End, d.ReplEnd
				continue
			}
		}
		joined = append(joined, d)
	}
	return joined
}

// match lists the differences of two lists, in order. Where there are many, the
// library stops looking for the shortest list and leaves the rest as one
// difference: that is looked at again by itself, as long as it gets smaller.
func match(a, b []rune) []lcs.Diff {
	found := lcs.DiffRunes(a, b)
	changed := 0
	for _, d := range found {
		changed += d.End - d.Start + d.ReplEnd - d.ReplStart
	}
	if changed <= exact {
		return found
	}
	list := make([]lcs.Diff, 0, len(found))
	for _, d := range found {
		whole := d.End-d.Start == len(a) && d.ReplEnd-d.ReplStart == len(b)
		if whole || d.Start == d.End || d.ReplStart == d.ReplEnd {
			list = append(list, d)
			continue
		}
		for _, in := range match(a[d.Start:d.End], b[d.ReplStart:d.ReplEnd]) {
			list = append(list, lcs.Diff{
				Start: d.Start + in.Start, End: d.Start + in.End, ReplStart: d.ReplStart + in.ReplStart, ReplEnd: d.ReplStart + in.ReplEnd,
			})
		}
	}
	return list
}
