package markdown

import (
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// guardKey finds the guard in the parser's context. goldmark hands such keys
// out once, when the program starts.
var guardKey = parser.NewContextKey()

// limit names a limit that the parser can meet.
type limit int

const (
	limitDepth limit = iota
	limitContinuations
	limitColumns
	limitCells
	limitBrackets
	limitEmphasis
	limitAngles
	limitTicks
	limitDefinitions
	limitNotes
	limitCount
)

// guard counts what the parser does with one body. goldmark has no limits of
// its own and cannot be stopped, but it asks its parsers for every construct:
// one that has reached its limit declines, and the text stays text. From then
// on parsing is linear, and the body is refused afterwards.
type guard struct {
	max    Limits
	counts [limitCount]int
	// met holds, for each limit that was met, the offset where it was, plus one.
	met [limitCount]int
	// scanned is the number of bytes that were looked through for the ends of
	// links.
	scanned int
	// undefined are the offsets of references to notes that do not exist.
	undefined []int
}

// guardOf returns the guard of a parse.
func guardOf(pc parser.Context) *guard {
	return pc.Get(guardKey).(*guard)
}

// take counts n more of something at the reader's place, and tells whether that
// is still allowed.
func (g *guard) take(l limit, n, allowed int, reader text.Reader) bool {
	g.counts[l] += n
	if g.counts[l] <= allowed {
		return true
	}
	_, segment := reader.Position()
	g.meet(l, segment.Start)
	return false
}

// meet remembers the first place where a limit was met.
func (g *guard) meet(l limit, offset int) {
	if g.met[l] == 0 {
		g.met[l] = offset + 1
	}
}

// endBlock forgets the counts that are kept for one paragraph, heading or cell.
func (g *guard) endBlock() {
	for _, l := range []limit{limitBrackets, limitEmphasis, limitAngles, limitTicks} {
		g.counts[l] = 0
	}
}

// report tells the limits that were met, and the references to notes that do
// not exist. It returns false where the body must not be used.
func (g *guard) report(log *problemLog) bool {
	whole := true
	tell := func(l limit, hint, format string, args ...any) {
		if g.met[l] > 0 {
			whole = false
			log.errorf(g.met[l]-1, "too-complex", hint, format, args...)
		}
	}
	const split = "divide the paragraph, or write \\ before characters that are meant as text"
	tell(limitDepth, "use fewer levels of lists and quotations", "more than %d lists and quotations in one another", g.max.Depth)
	tell(limitContinuations, "use fewer levels of lists and quotations", "too many lines in deeply nested lists and quotations")
	tell(limitColumns, "divide the table", "table with more than %d columns", g.max.Columns)
	tell(limitCells, "divide the table, or offer it as a file", "tables with more than %d cells, or too many escaped bars", g.max.Cells)
	tell(limitBrackets, split, "more than %d square brackets in one paragraph", g.max.Brackets)
	tell(limitEmphasis, split, "more than %d emphasis marks in one paragraph", g.max.Emphasis)
	tell(limitAngles, split, "more than %d angle brackets in one paragraph", g.max.Angles)
	tell(limitTicks, split, "more than %d runs of backticks in one paragraph", g.max.Ticks)
	tell(limitDefinitions, "put blank lines between link definitions, or write the addresses in the links", "more than %d link definitions in one paragraph", g.max.Definitions)
	tell(limitNotes, "use fewer notes", "more than %d notes or references to notes", g.max.Notes)
	for _, offset := range g.undefined {
		log.warnf(offset, "footnote", `define it on a line of its own: "[^name]: text", or write \[ for a bracket`, "reference to a note that is not defined")
	}
	return whole
}
