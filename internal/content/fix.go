package content

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
)

// Fixed is a file as it would be without mistakes that can be mended safely:
// those of form, where only one thing can have been meant. All bytes but those
// of the mistakes stay as they are, comments included.
type Fixed struct {
	// Path is the file's.
	Path string
	// Before and After are its bytes.
	Before, After []byte
	// What names the kinds of mistakes mended, in order.
	What []string
}

// The kinds of mistakes that can be mended.
const (
	fixMark    = "byte order mark"
	fixCodes   = "codes"
	fixDates   = "dates"
	fixIDs     = "ids"
	fixKeys    = "names of fields"
	fixAnswers = "true and false"
	fixOrder   = "order of fields"
	fixBlanks  = "blanks at the ends of lines"
	fixLists   = "bullets"
)

// Fix mends all files below fsys, and returns those that it would change, in the
// order of paths.
func Fix(fsys fs.FS, o Options) ([]Fixed, error) {
	o.Cache, o.Kept = nil, nil
	read, err := Read(fsys, o)
	if err != nil {
		return nil, err
	}
	if !read.usable {
		return nil, nil // its mistakes are told by Load
	}
	l, k := read.l, read.known
	results := make([]Fixed, len(l.files))
	if err := each(len(l.files), func(i int) error {
		if read.texts[i].there {
			results[i] = fixFile(l.files[i], read.texts[i].data, k, l.limits)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(results, func(f Fixed) bool { return bytes.Equal(f.Before, f.After) }), nil
}

// fixer mends one file, one kind of mistake after the other.
type fixer struct {
	*known
	at     place
	limits Limits
	data   []byte
	what   []string
}

func (x *fixer) did(what string) {
	if !slices.Contains(x.what, what) {
		x.what = append(x.what, what)
	}
}

func fixFile(at place, data []byte, k *known, limits Limits) Fixed {
	x := &fixer{known: k, at: at, limits: limits, data: data}
	var ignored []diag.Problem
	if _, bad := gate(at.path, data, &ignored); bad > 0 {
		return Fixed{Path: at.path, Before: data, After: data} // no text, or two versions of one
	}
	if rest, found := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); found {
		x.data = rest
		x.did(fixMark)
	}
	x.values()
	x.order()
	x.blanks()
	x.bullets()
	return Fixed{Path: at.path, Before: data, After: x.data, What: x.what}
}

// fields are the declared fields of the file's kind.
func (x *fixer) fields() []Field {
	kind := x.at.kind
	if kind == "report" && x.at.lang != "" {
		kind = "translation"
	}
	for _, k := range Kinds() {
		if k.Name == kind {
			return k.Fields
		}
	}
	return nil
}

// front is the front matter as it stands, with its offset in the file; the
// parsed map is nil where it cannot be read.
func (x *fixer) front() (text []byte, offset int, root *yaml.Node) {
	start := bytes.IndexByte(x.data, '\n') + 1
	end, _, col := closing(x.data)
	if start == 0 || string(bytes.TrimSpace(x.data[:start])) != fence || end < start || col > 1 {
		return nil, 0, nil
	}
	text = x.data[start:end]
	if len(text) > x.limits.FrontMatterBytes {
		return nil, 0, nil
	}
	var ignored []diag.Problem
	root, ok := parse(source{x.at.path, text, 2}, x.limits, &ignored)
	if !ok {
		return text, start, nil
	}
	return text, start, root
}

// edit replaces the bytes from start to end.
type edit struct {
	start, end int
	text       string
}

// apply makes edits, which do not overlap, from the last to the first.
func (x *fixer) apply(edits []edit) {
	slices.SortFunc(edits, func(a, b edit) int { return b.start - a.start })
	for _, e := range edits {
		x.data = slices.Concat(x.data[:e.start], []byte(e.text), x.data[e.end:])
	}
}

// order puts fields into the declared order, each with the comments directly
// above it. Where the author has divided the front matter by empty lines, or
// commented fields out, the order is theirs.
func (x *fixer) order() {
	text, offset, root := x.front()
	if root == nil || len(root.Content) < 4 || root.Style&yaml.FlowStyle != 0 {
		return
	}
	declared := map[string]int{}
	for i, f := range x.fields() {
		declared[f.Key] = i
	}
	type chunk struct {
		order int
		text  []byte
	}
	starts := lineStarts(text)
	var chunks []chunk
	from := 0 // line, 0-based
	for i := 0; i < len(root.Content); i += 2 {
		key := root.Content[i]
		order, known := declared[key.Value]
		if !known || key.Column != 1 {
			return
		}
		next := len(starts) - 1
		if i+2 < len(root.Content) {
			next = root.Content[i+2].Line - 1
			for next > key.Line && bytes.HasPrefix(text[starts[next-1]:], []byte("#")) {
				next--
			}
		}
		part := text[starts[from]:starts[next]]
		if hasGap(part) {
			return
		}
		chunks = append(chunks, chunk{order, part})
		from = next
	}
	if from != len(starts)-1 || bytes.HasPrefix(text[starts[len(starts)-2]:], []byte("#")) || !bytes.HasSuffix(text, []byte("\n")) {
		return
	}
	if slices.IsSortedFunc(chunks, func(a, b chunk) int { return a.order - b.order }) {
		return
	}
	slices.SortStableFunc(chunks, func(a, b chunk) int { return a.order - b.order })
	var sorted []byte
	for _, c := range chunks {
		sorted = append(sorted, c.text...)
	}
	x.apply([]edit{{offset, offset + len(text), string(sorted)}})
	x.did(fixOrder)
}

// hasGap tells empty lines, and comments that may be fields.
func hasGap(part []byte) bool {
	for line := range bytes.Lines(part) {
		trimmed := bytes.TrimSpace(line)
		if len(trimmed) == 0 || commentedField.Match(trimmed) {
			return true
		}
	}
	return false
}

var commentedField = regexp.MustCompile(`^#\s*[a-z_]+:( |$)`)

// lineStarts are the offsets of all lines, and the end.
func lineStarts(text []byte) []int {
	starts := []int{0}
	for i, c := range text {
		if c == '\n' && i+1 < len(text) {
			starts = append(starts, i+1)
		}
	}
	return append(starts, len(text))
}

// blanks takes blanks from the ends of lines where they mean nothing: two of
// them are a line break in Markdown, and in texts of many lines they are text.
func (x *fixer) blanks() {
	text, offset, root := x.front()
	if root != nil && hasBlock(root) {
		text = nil
	}
	var edits []edit
	trim := func(start int, line []byte) {
		end := len(bytes.TrimRight(line, "\r\n"))
		if kept := len(bytes.TrimRight(line[:end], " \t")); kept < end {
			edits = append(edits, edit{start + kept, start + end, ""})
		}
	}
	if root != nil {
		at := offset
		for line := range bytes.Lines(text) {
			trim(at, line)
			at += len(line)
		}
	}
	x.eachBodyLine(func(start int, line []byte, code bool) {
		end := bytes.TrimRight(line, "\r\n")
		bare := bytes.TrimRight(end, " \t")
		gone := len(end) - len(bare)
		if !code && gone > 0 && (len(bare) == 0 || gone == 1 || bare[0] == '#' || bare[0] == '|') {
			trim(start, line)
		}
	})
	if len(edits) > 0 {
		x.apply(edits)
		x.did(fixBlanks)
	}
}

func hasBlock(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&block != 0 || slices.ContainsFunc(n.Content, hasBlock)
}

// eachBodyLine calls yield for the lines below the front matter, and tells those
// of code.
func (x *fixer) eachBodyLine(yield func(start int, line []byte, code bool)) {
	end, _, col := closing(x.data)
	if end < 0 || col > 1 {
		return
	}
	at, mark := end, ""
	first := true
	for line := range bytes.Lines(x.data[end:]) {
		trimmed := string(bytes.TrimLeft(bytes.TrimRight(line, "\r\n"), " \t>"))
		opening := strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~")
		indented := bytes.HasPrefix(line, []byte("    ")) || bytes.HasPrefix(line, []byte("\t"))
		switch {
		case first:
			first = false
		case mark == "" && opening:
			mark = trimmed[:3]
			yield(at, line, true)
		case mark != "":
			if strings.HasPrefix(trimmed, mark) {
				mark = ""
			}
			yield(at, line, true)
		default:
			yield(at, line, indented)
		}
		at += len(line)
	}
}

var bullet = regexp.MustCompile(`^([ \t>]*)([*+])[ \t]+\S`)

// bullets writes - for the items of lists, where all lists of a text have the
// same other mark: beside one another, marks divide lists.
func (x *fixer) bullets() {
	var edits []edit
	marks := map[byte]bool{}
	x.eachBodyLine(func(start int, line []byte, code bool) {
		if strings.Trim(string(bytes.TrimSpace(line)), "*-_+ \t") == "" {
			return // a rule between paragraphs
		}
		trimmed := bytes.TrimLeft(line, " \t>")
		if code || len(trimmed) < 2 {
			return
		}
		if trimmed[0] == '-' && (trimmed[1] == ' ' || trimmed[1] == '\t') {
			marks['-'] = true
		}
		if m := bullet.FindSubmatchIndex(line); m != nil {
			marks[line[m[4]]] = true
			edits = append(edits, edit{start + m[4], start + m[5], "-"})
		}
	})
	if len(marks) == 1 && len(edits) > 0 {
		x.apply(edits)
		x.did(fixLists)
	}
}
