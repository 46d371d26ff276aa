// Package words holds the interface words; this file tests them.
package words

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"resolute/internal/content"
	"resolute/internal/i18n"
)

// load reads all files of words, by language.
func load(t *testing.T) map[string]map[string]i18n.Message {
	t.Helper()
	names, err := fs.Glob(os.DirFS(".."), "i18n/*.yaml")
	if err != nil || len(names) < 3 {
		t.Fatalf("%d files of words, %v", len(names), err)
	}
	words := map[string]map[string]i18n.Message{}
	for _, name := range names {
		messages, problems, err := content.LoadMessages(os.DirFS(".."), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Error(p)
		}
		words[strings.TrimSuffix(path.Base(name), ".yaml")] = messages
	}
	return words
}

// forms are the texts of a message.
func forms(m i18n.Message) []string {
	return slices.DeleteFunc([]string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other}, func(s string) bool { return s == "" })
}

func TestLanguagesAreComplete(t *testing.T) {
	words := load(t)
	for lang, messages := range words {
		missing, extra, bad := i18n.Missing(words["en"], messages)
		if len(missing)+len(extra)+len(bad) > 0 {
			t.Errorf("%s.yaml: missing %q, not in English %q, other placeholders %q", lang, missing, extra, bad)
		}
		l, err := i18n.New(lang, messages)
		if err != nil {
			t.Error(err)
			continue
		}
		if own, err := l.T("language.self"); err != nil || own == "" {
			t.Errorf("%s.yaml: no name of its own: %v", lang, err)
		}
		for _, key := range slices.Sorted(maps.Keys(messages)) {
			if (messages[key].One == "") != (words["en"][key].One == "") {
				t.Errorf("%s.yaml: %s has plural forms in one language only", lang, key)
			}
		}
	}
}

// Typewriter quotes and apostrophes, stray blanks and the blanks of French.
func TestTypography(t *testing.T) {
	// A search is typed with typewriter quotes.
	typed := []string{"search.help_phrase"}
	for lang, messages := range load(t) {
		for _, key := range slices.Sorted(maps.Keys(messages)) {
			for _, s := range forms(messages[key]) {
				if got := i18n.Space(lang, s); got != s {
					t.Errorf("%s.yaml: %s: %q should be %q", lang, key, s, got)
				}
				if strings.ContainsAny(s, `'"`) && !slices.Contains(typed, key) {
					t.Errorf("%s.yaml: %s: typewriter quotes in %q", lang, key, s)
				}
				if s != strings.TrimSpace(s) || strings.Contains(s, "  ") || strings.Contains(s, "...") {
					t.Errorf("%s.yaml: %s: stray blanks or dots in %q", lang, key, s)
				}
				if lang == "fr" && regexp.MustCompile(`[^\s\x{a0}\x{202f}][;!?]( |$)|[^\s\x{a0}\x{202f}]:( |$)|«[^\x{a0}]`).MatchString(s) {
					t.Errorf("%s.yaml: %s: a blank is missing in %q", lang, key, s)
				}
			}
		}
	}
}

// Every key that a template names must have words, and they the placeholders for
// which it has values: the build would find out only when it comes by that
// branch. Of a key that is put together, the beginning is looked for.
func TestTemplatesFindTheirWords(t *testing.T) {
	words := load(t)["en"]
	calls := 0
	for _, pattern := range []string{"*.html", "_partials/*.html"} {
		names, err := fs.Glob(os.DirFS(".."), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(os.DirFS(".."), name)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range callsIn(t, name, string(text)) {
				calls++
				if problem := c.check(words); problem != "" {
					t.Errorf("layouts/%s: %s: %s", name, c.source, problem)
				}
			}
		}
	}
	if calls < 50 {
		t.Errorf("only %d calls found in the templates: have the functions other names now?", calls)
	}
}

// call asks for words: t, n or around.
type call struct {
	function, source string
	args             []parse.Node
}

func (c call) check(words map[string]i18n.Message) string {
	key, ok := c.args[0].(*parse.StringNode)
	if !ok {
		return c.checkPrefix(words)
	}
	m, ok := words[key.Text]
	if !ok {
		return "there are no such words"
	}
	names := c.args[1:]
	var got []string
	switch {
	case c.function == "n" && len(names) > 0:
		got, names = append(got, "count"), names[1:]
	case c.function == "around" && len(names) > 0:
		got, names = append(got, strings.Trim(names[0].String(), `"`)), names[1:]
	}
	for i := 0; i < len(names); i += 2 {
		got = append(got, strings.Trim(names[i].String(), `"`))
	}
	var want []string
	for _, p := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(m.Other, -1) {
		want = append(want, p[1])
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, slices.Compact(want)) {
		return fmt.Sprintf("it has values for %q, but the words %q", got, want)
	}
	return ""
}

// checkPrefix is for keys such as (print "section." .ID).
func (c call) checkPrefix(words map[string]i18n.Message) string {
	pipe, ok := c.args[0].(*parse.PipeNode)
	if !ok || len(pipe.Cmds) != 1 || len(pipe.Cmds[0].Args) < 2 {
		return "" // a field of the view
	}
	prefix, ok := pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !ok {
		return ""
	}
	for key := range words {
		if strings.HasPrefix(key, prefix.Text) {
			return ""
		}
	}
	return "there are no words that begin so"
}

// callsIn finds the calls of a template.
func callsIn(t *testing.T, name, text string) []call {
	t.Helper()
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		t.Fatal(err)
	}
	var calls []call
	for _, key := range slices.Sorted(maps.Keys(trees)) {
		calls = append(calls, within(trees[key].Root)...)
	}
	return calls
}

// within finds the calls below a node.
func within(n parse.Node) []call {
	var calls []call
	branch := func(b *parse.BranchNode) {
		calls = append(calls, within(b.Pipe)...)
		calls = append(calls, within(b.List)...)
		if b.ElseList != nil {
			calls = append(calls, within(b.ElseList)...)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, c := range n.Nodes {
			calls = append(calls, within(c)...)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.ActionNode:
		calls = within(n.Pipe)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			calls = within(n.Pipe)
		}
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			calls = append(calls, within(c)...)
		}
	case *parse.CommandNode:
		if f, ok := n.Args[0].(*parse.IdentifierNode); ok && len(n.Args) > 1 && slices.Contains([]string{"t", "n", "around"}, f.Ident) {
			calls = append(calls, call{f.Ident, n.String(), n.Args[1:]})
		}
		for _, a := range n.Args {
			calls = append(calls, within(a)...)
		}
	}
	return calls
}
