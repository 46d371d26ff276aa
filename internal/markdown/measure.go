package markdown

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// measure counts a parsed tree and tells whether it may be written: whatever
// recurses into it afterwards recurses no deeper than the limit. It also returns
// the list of notes, which the parser leaves wherever the first one is defined,
// or nil.
func measure(doc ast.Node, limits Limits, log *problemLog) (list ast.Node, ok bool) {
	nodes, links, level, place := 0, 0, 0, 0
	for n := doc; n != nil; {
		nodes++
		if offset := n.Pos(); offset >= 0 {
			place = offset
		}
		switch n.Kind() {
		case ast.KindLink, ast.KindImage, ast.KindAutoLink, east.KindFootnoteLink:
			links++
		case east.KindFootnoteList:
			list = n
		}
		switch {
		case nodes > limits.Nodes:
			log.errorf(place, "too-complex", "divide the text", "text with more than %d parts", limits.Nodes)
			return nil, false
		case links > limits.Links:
			log.errorf(place, "too-complex", "divide the text", "text with more than %d links", limits.Links)
			return nil, false
		case level > limits.Depth:
			log.errorf(place, "too-complex", `use less emphasis, or write \ before marks that are meant as text`, "more than %d elements in one another", limits.Depth)
			return nil, false
		}
		n, level = following(n, level)
	}
	return list, true
}

// following is the next node of a tree in the order of the source, and its level.
func following(n ast.Node, level int) (ast.Node, int) {
	if child := n.FirstChild(); child != nil {
		return child, level + 1
	}
	for n != nil && n.NextSibling() == nil {
		n, level = n.Parent(), level-1
	}
	if n == nil {
		return nil, 0
	}
	return n.NextSibling(), level
}
