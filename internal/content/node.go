package content

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
)

// quoted are the styles of texts in quotes; block those of texts after | or >.
const (
	quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle
	block  = yaml.LiteralStyle | yaml.FoldedStyle
)

// source is the YAML of a file: a block of front matter, or all of it.
type source struct {
	file string
	data []byte
	// line is that of the file on which the data start.
	line int
}

// pos is a place in the data as a place in the file; never one outside of it.
func (s source) pos(line, col int) diag.Pos {
	return diag.Pos{File: s.file, Line: s.line + max(line, 1) - 1, Col: max(col, 1)}
}

// text is a line of the data, without its break; "" past the end.
func (s source) text(line int) string {
	rest := s.data
	for range line - 1 {
		_, after, found := bytes.Cut(rest, []byte("\n"))
		if !found {
			return ""
		}
		rest = after
	}
	first, _, _ := bytes.Cut(rest, []byte("\n"))
	return string(first)
}

// lines is the number of lines.
func (s source) lines() int {
	return bytes.Count(bytes.TrimSuffix(s.data, []byte("\n")), []byte("\n")) + 1
}

// parse reads YAML into its top map; an empty block is an empty map.
func parse(s source, limits Limits, problems *[]diag.Problem) (*yaml.Node, bool) {
	empty := &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}
	fail := func(pos diag.Pos, hint, message string) (*yaml.Node, bool) {
		*problems = append(*problems, diag.Errorf(pos, "yaml", hint, "%s", message))
		return nil, false
	}
	if bytes.HasPrefix(s.data, []byte("%")) {
		return fail(s.pos(1, 1), "take the line out", "directives (%) are not allowed")
	}
	loader, err := yaml.NewLoader(bytes.NewReader(s.data))
	if err != nil {
		return fail(s.pos(1, 1), "", err.Error())
	}
	var doc yaml.Node
	switch err := loader.Load(&doc); {
	case errors.Is(err, io.EOF):
		return empty, true
	case err != nil:
		*problems = append(*problems, explain(s, err))
		return nil, false
	}
	var second yaml.Node
	switch err := loader.Load(&second); {
	case err == nil:
		return fail(s.pos(min(second.Line, s.lines()), 1), "take out the line --- or ..., and what follows", "a second document starts here")
	case !errors.Is(err, io.EOF):
		*problems = append(*problems, explain(s, err))
		return nil, false
	}
	root := &doc
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
		root = doc.Content[0]
	}
	if isNull(root) && root.Value == "" && !marked(root) {
		return empty, true
	}
	w := walker{source: s, limits: limits, problems: problems}
	w.walk(root, 1)
	if root.Kind != yaml.MappingNode && !w.failed {
		return fail(s.pos(root.Line, root.Column), "write one field a line, as in: year: 2023", "fields are expected here")
	}
	return root, !w.failed
}

// walker refuses what front matter has no use for and attacks are made of.
type walker struct {
	source
	limits   Limits
	problems *[]diag.Problem
	nodes    int
	failed   bool
}

func (w *walker) fail(n *yaml.Node, hint, message string) {
	w.failed = true
	*w.problems = append(*w.problems, diag.Errorf(w.pos(n.Line, n.Column), "yaml", hint, "%s", message))
}

func (w *walker) walk(n *yaml.Node, depth int) {
	w.nodes++
	switch {
	case w.nodes == w.limits.Nodes+1:
		w.fail(n, "move long lists into files of their own", fmt.Sprintf("there are more than %d values", w.limits.Nodes))
		return
	case w.nodes > w.limits.Nodes:
		return
	case depth > w.limits.Depth:
		w.fail(n, "write lists and maps side by side", fmt.Sprintf("lists and maps are nested more than %d deep", w.limits.Depth))
		return
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		w.fail(n, "write the value out, or put quotes around it", "anchors (&) and aliases (*) are not allowed")
		return
	case marked(n):
		w.fail(n, "put quotes around the value", "tags (!) are not allowed")
		return
	}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && !w.isKey(c) {
			continue
		}
		w.walk(c, depth+1)
	}
}

func (w *walker) isKey(n *yaml.Node) bool {
	switch {
	case n.Tag == "!!merge":
		w.fail(n, "write the fields out", "merge keys (<<) are not allowed")
	case n.Kind != yaml.ScalarNode && n.Kind != yaml.AliasNode:
		w.fail(n, "write one field a line, as in: year: 2023", "the name of a field must be plain text")
	default:
		return true
	}
	return false
}

// marked tells a node with an explicit tag. A lone ! leaves no style behind,
// and no resolved tag either.
func marked(n *yaml.Node) bool { return n.Style&yaml.TaggedStyle != 0 || n.Tag == "!" }

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&(quoted|block) == 0 && n.ShortTag() == "!!null"
}

const noColon = "write field: value, with a blank after the colon"

// explain says in an editor's words why YAML cannot be read, and where.
func explain(s source, err error) diag.Problem {
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		return diag.Errorf(s.pos(1, 1), "yaml", "check quotes, brackets and indentation", "the fields cannot be read: %v", err)
	}
	line, col := min(max(e.Mark.Line, 1), s.lines()), max(e.Mark.Column, 1)
	if line != e.Mark.Line {
		col = 1 + utf8.RuneCountInString(s.text(line))
	}
	problem := func(line, col int, hint, message string) diag.Problem {
		return diag.Errorf(s.pos(line, col), "yaml", hint, "%s", message)
	}
	text := s.text(line)
	value, valueCol := valueOf(text)
	quotes := "put quotes around the value"
	if value != "" {
		quotes += ": " + doubleQuoted(value)
	}
	is := func(part string) bool { return strings.Contains(e.Message, part) }
	in := func(part string) bool { return strings.Contains(e.ContextMsg, part) }
	switch {
	case is("cannot start any token") && runeAt(text, col) == '\t':
		return problem(line, col, "use spaces to indent; YAML does not allow tabs", "a tab stands where spaces are wanted")
	case is("cannot start any token"):
		return problem(line, col, quotes, fmt.Sprintf("a value cannot start with %q", runeAt(text, col)))
	case is("mapping values are not allowed") && valueCol > 0 && valueCol < col:
		return problem(line, valueCol, quotes, "a colon and a blank inside a value")
	case is("mapping values are not allowed") && leadingBlanks(text) == 0 && line > 1:
		return problem(line-1, 1+leadingBlanks(s.text(line-1)), noColon, "there is no colon in the line")
	case is("mapping values are not allowed"):
		return problem(line, 1+leadingBlanks(text), "start each field in the same column as the one before", "the line is indented where it should not be")
	case is("unknown anchor"):
		return problem(line, col, quotes, "a value cannot start with '*'")
	case in("scanning an anchor"), in("scanning an alias"), in("scanning a tag"), in("scanning a block scalar"), is("are not allowed in this context"):
		if valueCol > 0 {
			return problem(line, valueCol, quotes, fmt.Sprintf("a value cannot start with %q", runeAt(text, valueCol)))
		}
	case in("quoted scalar") && is("unexpected end"):
		return problem(e.ContextMark.Line, max(e.ContextMark.Column, 1), "close the quotes, or write \\\" for a quote inside", "the quotes that open here are not closed")
	case in("quoted scalar") && is("escape"):
		return problem(line, col, `write \\ for a backslash, or use single quotes; characters are written as they are`, "the backslash starts no known escape")
	case in("simple key"):
		key := min(max(e.ContextMark.Line, 1), s.lines())
		return problem(key, max(e.ContextMark.Column, 1), noColon, "there is no colon in the line")
	case in("flow sequence"), in("flow mapping"):
		return problem(e.ContextMark.Line, max(e.ContextMark.Column, 1), "close the bracket, and put commas between the items", "the bracket that opens here is not closed")
	case value != "" && strings.ContainsAny(value[:1], `"'`):
		return problem(line, valueCol, `put all of the value in double quotes, with \" for a quote inside`, "something follows the closing quotes")
	case value != "" && strings.ContainsAny(value[:1], `,[]{}`):
		return problem(line, valueCol, quotes, fmt.Sprintf("a value cannot start with %q", value[:1]))
	}
	return problem(line, col, "check quotes, brackets and the indentation of this line and the one before", "the line cannot be read: "+e.Message)
}

// valueOf returns what follows "key: " or "- " in a line, and its column; 0
// where the line has no such form.
func valueOf(line string) (value string, col int) {
	key, rest, found := strings.Cut(line, ": ")
	if !found {
		trimmed := strings.TrimLeft(line, " ")
		if rest, found = strings.CutPrefix(trimmed, "- "); !found {
			return "", 0
		}
		key = line[:len(line)-len(trimmed)]
	}
	trimmed := strings.TrimLeft(rest, " ")
	return strings.TrimRight(trimmed, " \t"), utf8.RuneCountInString(key) + 3 + len(rest) - len(trimmed)
}

func doubleQuoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func leadingBlanks(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// runeAt is the character in a column, 1-based.
func runeAt(s string, col int) rune {
	for _, r := range s {
		if col--; col == 0 {
			return r
		}
	}
	return ' '
}
