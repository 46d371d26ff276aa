package layout

import (
	"html/template"
	"text/template/parse"

	"resolute/internal/i18n"
)

// foldWords writes the interface words that have no placeholders into the
// templates when they are loaded: {{t "site.skip"}} is the same on every page.
// What stands in text and in quoted attributes needs the same escaping.
func foldWords(list *parse.ListNode, l *i18n.Locale) error {
	if list == nil {
		return nil
	}
	for i, n := range list.Nodes {
		var err error
		switch n := n.(type) {
		case *parse.ActionNode:
			if words, ok, werr := constantWords(n.Pipe, l); werr != nil {
				return werr
			} else if ok {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(words))}
			}
		case *parse.IfNode:
			err = foldBranch(&n.BranchNode, l)
		case *parse.RangeNode:
			err = foldBranch(&n.BranchNode, l)
		case *parse.WithNode:
			err = foldBranch(&n.BranchNode, l)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func foldBranch(n *parse.BranchNode, l *i18n.Locale) error {
	if err := foldWords(n.List, l); err != nil {
		return err
	}
	return foldWords(n.ElseList, l)
}

// constantWords are the words of {{t "key"}}.
func constantWords(pipe *parse.PipeNode, l *i18n.Locale) (words string, ok bool, err error) {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 || len(pipe.Cmds[0].Args) != 2 {
		return "", false, nil
	}
	name, isName := pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	key, isText := pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !isName || !isText || name.Ident != "t" {
		return "", false, nil
	}
	words, err = l.T(key.Text)
	return words, true, err
}
