package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// newParser assembles the parser: CommonMark with GitHub's tables, task lists,
// strikethrough and, where wanted, bare links, and notes. There are no attribute
// blocks, and no automatic ids. The numbers are goldmark's own priorities.
func newParser(bareLinks bool) parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(containerParser{parser.NewListParser(), 2}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(containerParser{parser.NewBlockquoteParser(), 1}, 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(noteDefinitionParser{containerParser{extension.NewFootnoteBlockParser(), 1}}, 999),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(countedParser{parser.NewCodeSpanParser(), limitTicks}, 100),
			util.Prioritized(noteReferenceParser{extension.NewFootnoteParser()}, 101),
			util.Prioritized(linkParser{countedParser{parser.NewLinkParser(), limitBrackets}}, 200),
			util.Prioritized(countedParser{parser.NewAutoLinkParser(), limitAngles}, 300),
			util.Prioritized(countedParser{parser.NewRawHTMLParser(), limitAngles}, 400),
			util.Prioritized(delimiterParser{parser.NewEmphasisParser(), 32}, 500),
			util.Prioritized(delimiterParser{extension.NewStrikethroughParser(), 2}, 500),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(definitionTransformer{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(tableTransformer{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
		),
	)
	if bareLinks {
		p.AddOptions(parser.WithInlineParsers(util.Prioritized(bareLinkParser{extension.NewLinkifyParser()}, 999)))
	}
	return p
}

// containerParser bounds how deep containers stand in one another, and the work
// of continuing them: goldmark asks every open one for every line, and keeps a
// record of each answer.
type containerParser struct {
	parser.BlockParser
	levels int // that it adds: a list comes with its item
}

func (p containerParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	g := guardOf(pc)
	if g.met[limitContinuations] > 0 {
		return nil, parser.NoChildren
	}
	number, place := reader.Position()
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node != nil && depth(parent)+p.levels > g.max.Depth {
		g.meet(limitDepth, place.Start)
		reader.SetPosition(number, place)
		return nil, parser.NoChildren
	}
	return node, state
}

func (p containerParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	g := guardOf(pc)
	if !g.take(limitContinuations, p.levels, g.max.Continuations, reader) {
		return parser.Close
	}
	return p.BlockParser.Continue(node, reader, pc)
}

// depth is the number of nodes that a node stands in.
func depth(n ast.Node) int {
	d := 0
	for p := n.Parent(); p != nil; p = p.Parent() {
		d++
	}
	return d
}

// noteDefinitionParser bounds the number of notes: references look for theirs
// one by one.
type noteDefinitionParser struct{ containerParser }

func (p noteDefinitionParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	g := guardOf(pc)
	if g.met[limitNotes] > 0 {
		return nil, parser.NoChildren
	}
	node, state := p.containerParser.Open(parent, reader, pc)
	if node != nil {
		g.take(limitNotes, 1, g.max.Notes, reader)
	}
	return node, state
}

// countedParser bounds how often a parser is asked in one paragraph.
type countedParser struct {
	parser.InlineParser
	limit limit
}

func (p countedParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	g := guardOf(pc)
	if g.met[p.limit] > 0 {
		return nil
	}
	if !g.take(p.limit, 1, g.max.perBlock(p.limit), block) {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

func (l *Limits) perBlock(which limit) int {
	switch which {
	case limitBrackets:
		return l.Brackets
	case limitAngles:
		return 2 * l.Angles // two parsers ask about each
	case limitTicks:
		return l.Ticks
	}
	return l.Emphasis
}

// linkParser bounds the brackets of a paragraph, and what is looked through for
// the end of an address: goldmark reads the line to its end for each.
type linkParser struct{ countedParser }

// mostScanned lets a line of 256 KB have as many links as a paragraph may.
const mostScanned = 64 * megabyte

func (p linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	switch {
	case line[0] == '!' && (len(line) < 2 || line[1] != '['):
		return nil
	case line[0] == ']' && len(line) > 1 && line[1] == '(':
		g := guardOf(pc)
		if g.scanned += len(line); g.scanned > mostScanned {
			g.meet(limitBrackets, segment.Start)
		}
	}
	return p.countedParser.Parse(parent, block, pc)
}

// CloseBlock implements parser.CloseBlocker.
func (p linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	guardOf(pc).endBlock()
	p.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// delimiterParser bounds the emphasis marks of a paragraph, which are matched
// each with each, and takes a longer run of them than anybody means as text: it
// would become as many elements in one another.
type delimiterParser struct {
	parser.InlineParser
	longest int
}

func (p delimiterParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	run := 1
	for run < len(line) && line[run] == line[0] {
		run++
	}
	if run > p.longest {
		block.Advance(run)
		return ast.NewTextSegment(segment.WithStop(segment.Start + run))
	}
	g := guardOf(pc)
	if g.met[limitEmphasis] > 0 || !g.take(limitEmphasis, 1, g.max.Emphasis, block) {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

// noteReferenceParser bounds the references to notes, and remembers those that
// lead nowhere: goldmark shows them as text without a word.
type noteReferenceParser struct{ parser.InlineParser }

func (p noteReferenceParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	open := 1
	if line[0] == '!' {
		open = 2
	}
	if len(line) <= open || line[open-1] != '[' || line[open] != '^' {
		return nil
	}
	g := guardOf(pc)
	if g.met[limitNotes] > 0 || !g.take(limitNotes, 1, g.max.Notes, block) {
		return nil
	}
	node := p.InlineParser.Parse(parent, block, pc)
	if node == nil && looksLikeReference(line[open+1:]) {
		g.undefined = append(g.undefined, segment.Start+open-1)
	}
	return node
}

// looksLikeReference tells whether what follows "[^" is a name and its bracket,
// and not the text of a link.
func looksLikeReference(s []byte) bool {
	end := bytes.IndexByte(s[:min(len(s), 100)], ']')
	return end > 0 && !bytes.ContainsAny(s[:end], " \t[") && (end+1 == len(s) || s[end+1] != '(')
}

// definitionTransformer bounds the link definitions of a paragraph: each is cut
// out of its lines by moving all that follow.
type definitionTransformer struct{ parser.ParagraphTransformer }

func (t definitionTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, source := node.Lines(), reader.Source()
	count := 0
	for i := range lines.Len() {
		line := lines.At(i)
		if c := util.TrimLeftSpace(source[line.Start:line.Stop]); len(c) > 0 && c[0] == '[' {
			count++
		} else if i == 0 {
			return
		}
	}
	if g := guardOf(pc); count > g.max.Definitions {
		g.meet(limitDefinitions, node.Pos())
		return
	}
	t.ParagraphTransformer.Transform(node, reader, pc)
}

// tableTransformer bounds tables before their cells are made: a short row gets
// all the cells of a wide header. A bar that is escaped within code is counted
// as many cells, because goldmark compares each of them with every other.
type tableTransformer struct{ parser.ParagraphTransformer }

const escapedBarCost = 100

func (t tableTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, source := node.Lines(), reader.Source()
	if lines.Len() < 2 {
		return
	}
	g := guardOf(pc)
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		value := source[line.Start:line.Stop]
		if !isDelimiterRow(value) {
			continue
		}
		columns := bytes.Count(value, []byte{'|'}) + 1
		if columns > g.max.Columns+1 { // bars at both ends count too
			g.meet(limitColumns, lines.At(i-1).Start)
			return
		}
		cells := columns * (lines.Len() - i)
		for j := i - 1; j < lines.Len(); j++ {
			row := lines.At(j)
			cells += escapedBarCost * bytes.Count(source[row.Start:row.Stop], []byte(`\|`))
		}
		if g.counts[limitCells] += cells; g.counts[limitCells] > g.max.Cells {
			g.meet(limitCells, lines.At(i-1).Start)
			return
		}
		break
	}
	t.ParagraphTransformer.Transform(node, reader, pc)
}

// isDelimiterRow tells whether a line can be the one under a table's header.
func isDelimiterRow(line []byte) bool {
	dash := false
	for _, c := range line {
		switch c {
		case '-':
			dash = true
		case '|', ':', ' ', '\t', '\n', '\r':
		default:
			return false
		}
	}
	return dash
}
