package layout

import (
	"fmt"
	"html/template"
	"text/template/parse"

	"resolute/internal/i18n"
)

// folder replaces the interface words that do not depend on a view, {{t "key"}},
// by their text, once for each language: a page then costs no more than what is
// its own. A word that is not there is found when the templates are loaded, on
// whatever page it is.
//
// The text is escaped for HTML and stands between tags or within quotes; no
// template has words in a script, a style or an unquoted attribute.
type folder struct {
	locale *i18n.Locale
	err    error
}

// fold goes through a list of nodes, and joins texts that now touch.
func (f *folder) fold(list *parse.ListNode) {
	if list == nil {
		return
	}
	kept := list.Nodes[:0]
	for _, n := range list.Nodes {
		n = f.node(n)
		text, ok := n.(*parse.TextNode)
		if last := len(kept) - 1; ok && last >= 0 {
			if before, ok := kept[last].(*parse.TextNode); ok {
				before.Text = append(before.Text, text.Text...)
				continue
			}
		}
		kept = append(kept, n)
	}
	list.Nodes = kept
}

func (f *folder) node(n parse.Node) parse.Node {
	switch n := n.(type) {
	case *parse.IfNode:
		f.branch(&n.BranchNode)
	case *parse.RangeNode:
		f.branch(&n.BranchNode)
	case *parse.WithNode:
		f.branch(&n.BranchNode)
	case *parse.ActionNode:
		if key, ok := constantWord(n); ok {
			words, err := f.locale.T(key)
			if err != nil && f.err == nil {
				f.err = fmt.Errorf("%s: %w", n, err)
			}
			return &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(words))}
		}
	}
	return n
}

func (f *folder) branch(n *parse.BranchNode) {
	f.fold(n.List)
	f.fold(n.ElseList)
}

// constantWord tells the key of an action that is {{t "key"}} and nothing else.
func constantWord(n *parse.ActionNode) (key string, ok bool) {
	if len(n.Pipe.Decl) != 0 || len(n.Pipe.Cmds) != 1 || len(n.Pipe.Cmds[0].Args) != 2 {
		return "", false
	}
	name, ok := n.Pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	if !ok || name.Ident != "t" {
		return "", false
	}
	text, ok := n.Pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	return text.Text, true
}
