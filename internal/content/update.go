package content

import (
	"bytes"
	"slices"
	"strings"

	"resolute/internal/report"
)

// UpdateMember writes the fields with these keys anew in a member's file, and
// leaves all else as it is, comments included. ok is false where the file cannot
// be read.
func UpdateMember(old []byte, m *report.Member, keys []string) (data []byte, ok bool) {
	x := &fixer{at: place{kind: "member"}, limits: DefaultLimits(), data: old}
	text, offset, root := x.front()
	if root == nil {
		return nil, false
	}
	starts := lineStarts(text)
	// lines of a field: from its key to the end of its value, without the comments
	// that belong to the next.
	lines := map[string][2]int{}
	for i := 0; i < len(root.Content); i += 2 {
		from, to := root.Content[i].Line-1, len(starts)-1
		if i+2 < len(root.Content) {
			to = root.Content[i+2].Line - 1
		}
		for to > from+1 && isRemark(text[starts[to-1]:starts[to]]) {
			to--
		}
		lines[root.Content[i].Value] = [2]int{starts[from], starts[to]}
	}
	written := fieldLines(MarshalMember(m))
	var edits []edit
	for _, key := range keys {
		if at, there := lines[key]; there {
			edits = append(edits, edit{offset + at[0], offset + at[1], written[key]})
			continue
		}
		edits = append(edits, edit{offset + place0(lines, key), offset + place0(lines, key), written[key]})
	}
	// Of several new fields in one place, the first in the order stands first.
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	for i := len(edits) - 1; i >= 0; i-- {
		e := edits[i]
		x.data = slices.Concat(x.data[:e.start], []byte(e.text), x.data[e.end:])
	}
	return x.data, true
}

// place0 is where a new field goes: after the last of those before it in the
// declared order.
func place0(lines map[string][2]int, key string) int {
	at := 0
	for _, f := range memberFields {
		if f.Key == key {
			break
		}
		if l, there := lines[f.Key]; there {
			at = max(at, l[1])
		}
	}
	return at
}

func isRemark(line []byte) bool {
	trimmed := bytes.TrimSpace(line)
	return len(trimmed) == 0 || trimmed[0] == '#'
}

// fieldLines are the lines of each field of a written file.
func fieldLines(file []byte) map[string]string {
	fields, key := map[string]string{}, ""
	front, _, _ := strings.Cut(strings.TrimPrefix(string(file), "---\n"), "\n---\n")
	for line := range strings.Lines(front + "\n") {
		if line[0] != ' ' {
			key, _, _ = strings.Cut(line, ":")
		}
		fields[key] += line
	}
	return fields
}
