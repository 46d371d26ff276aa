package layout

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"text/template/parse"

	"resolute/internal/diag"
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
	locale   *i18n.Locale
	sources  sources
	tree     *parse.Tree // that is gone through
	mistakes diag.Mistakes
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
			if err != nil {
				f.missing(n, key)
			}
			return &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(words))}
		}
	}
	return n
}

// missing notes a word that the language does not have.
func (f *folder) missing(n *parse.ActionNode, key string) {
	pos := diag.Pos{File: "layouts"}
	location, _ := f.tree.ErrorContext(n)
	if parts := strings.Split(location, ":"); len(parts) == 3 {
		if source, ok := f.sources[parts[0]]; ok {
			line, _ := strconv.Atoi(parts[1])
			col, _ := strconv.Atoi(parts[2])
			pos = diag.Pos{File: "layouts/" + source.name, Line: line, Col: source.column(line, col)}
		}
	}
	f.mistakes = append(f.mistakes, diag.Errorf(pos, templateMistake,
		fmt.Sprintf("write it into layouts/i18n/%s.yaml, or take it out here", f.locale.Lang()), "there are no words for %q in the language %q", key, f.locale.Lang()))
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
