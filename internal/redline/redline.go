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
	c := comparison{ids: map[string]rune{}}
	a, b := c.read(before), c.read(after)
	if c.tooLong {
		return nil
	}
	var list []Paragraph
	at := 0
	for _, d := range match(identities(a), identities(b)) {
		list = appendWhole(list, Kept, a[at:d.Start])
		list = c.appendChanged(list, a[d.Start:d.End], b[d.ReplStart:d.ReplEnd])
		at = d.End
	}
	return appendWhole(list, Kept, a[at:])
}

// comparison numbers the words of two texts: equal words have one number.
type comparison struct {
	ids     map[string]rune
	tooLong bool
}

// paragraph is a line of a text that has words.
type paragraph struct {
	// id is the same for paragraphs of the same words.
	id rune
	// words are the words, and ids their numbers.
	words []string
	ids   []rune
}

func (c *comparison) id(s string) rune {
	n, ok := c.ids[s]
	if !ok {
		n = rune(len(c.ids))
		c.ids[s] = n
	}
	return n
}

func (c *comparison) read(text string) []paragraph {
	words := strings.Fields(text)
	if len(words) > mostWords {
		c.tooLong = true
		return nil
	}
	ids := make([]rune, len(words))
	var list []paragraph
	at := 0
	for line := range strings.Lines(text) {
		n := 0
		for w := range strings.FieldsSeq(line) {
			ids[at+n] = c.id(w)
			n++
		}
		if n > 0 {
			// No word has a blank in it, so that a paragraph of several words
			// is no word; one of a single word may well be equal to it.
			p := paragraph{words: words[at : at+n], ids: ids[at : at+n]}
			p.id = c.id(strings.Join(p.words, " "))
			list = append(list, p)
		}
		at += n
	}
	return list
}

func identities(list []paragraph) []rune {
	ids := make([]rune, len(list))
	for i, p := range list {
		ids[i] = p.id
	}
	return ids
}

func appendWhole(list []Paragraph, op Op, whole []paragraph) []Paragraph {
	for _, p := range whole {
		list = append(list, Paragraph{{op, strings.Join(p.words, " ")}})
	}
	return list
}

// appendChanged compares runs of paragraphs that differ: those that are versions
// of each other word by word, the others whole.
func (c *comparison) appendChanged(list []Paragraph, a, b []paragraph) []Paragraph {
	i, j := 0, 0
	for _, v := range c.versions(a, b) {
		list = appendWhole(list, Deleted, a[i:v.a])
		list = appendWhole(list, Inserted, b[j:v.b])
		list = append(list, compareWords(&a[v.a], &b[v.b]))
		i, j = v.a+1, v.b+1
	}
	return appendWhole(appendWhole(list, Deleted, a[i:]), Inserted, b[j:])
}

// compareWords compares two paragraphs word by word.
func compareWords(a, b *paragraph) Paragraph {
	var p Paragraph
	add := func(op Op, words []string) {
		if len(words) > 0 {
			p = append(p, Piece{op, strings.Join(words, " ")})
		}
	}
	at := 0
	for _, d := range tidy(match(a.ids, b.ids)) {
		add(Kept, a.words[at:d.Start])
		add(Deleted, a.words[d.Start:d.End])
		add(Inserted, b.words[d.ReplStart:d.ReplEnd])
		at = d.End
	}
	add(Kept, a.words[at:])
	return p
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
