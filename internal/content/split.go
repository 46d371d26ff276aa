package content

import (
	"bytes"

	"github.com/adrg/frontmatter"

	"resolute/internal/diag"
)

const fence = "---"

// split divides a file into front matter and body. adrg/frontmatter takes a
// file without closing fence for a text without front matter, and accepts
// indented fences: both are checked before it is asked.
func split(file string, data []byte, limits Limits, problems *[]diag.Problem) (front, body []byte, bodyLine int, ok bool) {
	fail := func(line, col int, hint, message string) {
		*problems = append(*problems, diag.Errorf(diag.Pos{File: file, Line: line, Col: col}, "front-matter", hint, "%s", message))
	}
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		fail(1, 1, "start the file with front matter: a line ---, the fields, a line ---", "the file is empty")
		return nil, nil, 0, false
	case string(bytes.TrimRight(first, " \t")) != fence:
		hint := "the first line must be --- alone; the fields follow, then another line ---"
		fail(1, 1, hint, "the file does not start with front matter")
		return nil, nil, 0, false
	}
	line, found := 2, false
	for at := rest; len(at) > 0; line++ {
		current, more, _ := bytes.Cut(at, []byte("\n"))
		if string(bytes.TrimRight(current, " \t")) == fence {
			found = true
			break
		}
		at = more
	}
	if !found {
		fail(1, 1, "add a line --- after the last field", "the front matter has no end")
		return nil, nil, 0, false
	}
	var raw []byte
	keep := func(data []byte, v any) error {
		*v.(*[]byte) = bytes.Clone(data)
		return nil
	}
	body, err := frontmatter.MustParse(bytes.NewReader(data), &raw, frontmatter.NewFormat(fence, fence, keep))
	if err != nil {
		fail(1, 1, "the first line must be --- alone; the fields follow, then another line ---", "the front matter cannot be read")
		return nil, nil, 0, false
	}
	if len(raw) > limits.FrontMatterBytes {
		fail(2, 1, "move long texts into the body", "the front matter has more than "+bytesText(limits.FrontMatterBytes))
		return nil, nil, 0, false
	}
	// The splitter drops blank lines at the start of the body; its line is found
	// from its end, which is that of the file.
	bodyLine = 1 + bytes.Count(data, []byte("\n")) - bytes.Count(body, []byte("\n"))
	trimmed, lines := cutBlankLines(body)
	return raw, trimmed, bodyLine + lines, true
}
