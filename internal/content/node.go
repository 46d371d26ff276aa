package content

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
)

// quoted are the styles of texts in quotes.
const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle

// parse reads YAML into its top map. The line is that of the file on which the
// text starts.
func parse(file string, data []byte, line int, limits Limits, problems *[]diag.Problem) (*yaml.Node, bool) {
	fail := func(l, c int, rule, hint, message string) {
		*problems = append(*problems, diag.Errorf(diag.Pos{File: file, Line: l, Col: c}, rule, hint, "%s", message))
	}
	if i := slices.IndexFunc(splitLines(data), func(l string) bool { return strings.HasPrefix(strings.TrimLeft(l, " "), "\t") }); i >= 0 {
		fail(line+i, 1, "yaml", "use spaces to indent; YAML does not allow tabs", "a tab at the start of a line")
		return nil, false
	}
	var doc yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&doc); err != nil {
		if len(bytes.TrimSpace(data)) == 0 || err.Error() == "EOF" {
			return &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}, true
		}
		yamlError(file, data, line, err, problems)
		return nil, false
	}
	var second yaml.Node
	if err := decoder.Decode(&second); err == nil {
		fail(line+max(second.Line, 1)-1, 1, "yaml", "take out the line ---, or the lines after it", "there is a second document in the front matter")
		return nil, false
	}
	root := &doc
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
		root = doc.Content[0]
	}
	if root.Kind != yaml.MappingNode {
		if root.Kind == yaml.ScalarNode && strings.TrimSpace(root.Value) == "" {
			return &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}, true
		}
		fail(line+max(root.Line, 1)-1, max(root.Column, 1), "yaml", "write one field a line, as in: year: 2023", "the front matter is not a list of fields")
		return nil, false
	}
	count := 0
	return root, plainYAML(root, 1, &count, limits, func(n *yaml.Node, hint, message string) {
		fail(line+n.Line-1, n.Column, "yaml", hint, message)
	})
}

// plainYAML refuses what front matter has no use for and attacks are made of.
func plainYAML(n *yaml.Node, depth int, count *int, limits Limits, fail func(*yaml.Node, string, string)) bool {
	*count++
	switch {
	case *count > limits.Nodes:
		fail(n, "move long lists into files of their own", "there are too many values")
		return false
	case depth > limits.Depth:
		fail(n, "write lists and maps side by side", "lists and maps are too deeply nested")
		return false
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		fail(n, "write the value out, or put quotes around it", "anchors (&) and aliases (*) are not allowed")
		return false
	case n.Tag == "!!merge":
		fail(n, "write the fields out", "merge keys (<<) are not allowed")
		return false
	case n.Style&yaml.TaggedStyle != 0:
		fail(n, "put quotes around the value", "tags (!) are not allowed")
		return false
	}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && c.Kind != yaml.ScalarNode {
			fail(c, "write one field a line, as in: year: 2023", "a field's name must be plain text")
			return false
		}
		if !plainYAML(c, depth+1, count, limits, fail) {
			return false
		}
	}
	return true
}

var yamlLine = regexp.MustCompile(`line ([0-9]+)`)

// yamlError finds the place and the cause of YAML that cannot be read. The
// parser's line can be one late: the line is looked at for what usually causes it.
func yamlError(file string, data []byte, line int, err error, problems *[]diag.Problem) {
	at := 1
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		at, _ = strconv.Atoi(m[1])
	}
	lines := splitLines(data)
	at = min(max(at, 1), max(len(lines), 1))
	for _, try := range []int{at, at - 1} {
		if try < 1 || try > len(lines) {
			continue
		}
		if col, hint, ok := usualMistake(lines[try-1]); ok {
			*problems = append(*problems, diag.Errorf(diag.Pos{File: file, Line: line + try - 1, Col: col}, "yaml", hint, "the line cannot be read as YAML"))
			return
		}
	}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	message = yamlLine.ReplaceAllString(message, "")
	*problems = append(*problems, diag.Errorf(diag.Pos{File: file, Line: line + at - 1, Col: 1}, "yaml",
		"check quotes, brackets and the indentation of this line and the one before", "the front matter cannot be read as YAML: %s", strings.Trim(message, ": ")))
}

var fieldLine = regexp.MustCompile(`^(\s*(?:- )?[A-Za-z_-]+:\s+)(\S.*)$`)

// usualMistake finds values that need quotes.
func usualMistake(line string) (col int, hint string, ok bool) {
	m := fieldLine.FindStringSubmatch(line)
	if m == nil {
		return 0, "", false
	}
	value := m[2]
	if strings.ContainsAny(value[:1], "@%`*&!|>") || strings.Contains(value, ": ") && !strings.ContainsAny(value[:1], `"'{[`) {
		suggestion := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value)
		return 1 + utf8.RuneCountInString(m[1]), "put quotes around the value: " + strings.TrimSpace(strings.TrimLeft(m[1], " -")) + ` "` + suggestion + `"`, true
	}
	if strings.ContainsAny(value[:1], `"'`) {
		return 1 + utf8.RuneCountInString(m[1]), "check that the quotes are closed", true
	}
	return 0, "", false
}

func splitLines(data []byte) []string { return strings.Split(string(data), "\n") }
