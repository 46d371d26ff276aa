package content

import (
	"bytes"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"resolute/internal/diag"
)

const fence = "---"

// split divides a file into front matter and body; bodyLine is the line of the
// file on which the body starts. adrg/frontmatter takes a file without closing
// fence for a text without front matter, and accepts indented fences: both are
// checked before it is asked.
func split(file string, data []byte, limits Limits, problems *[]diag.Problem) (front, body []byte, bodyLine int, ok bool) {
	fail := func(line, col int, hint, message string) ([]byte, []byte, int, bool) {
		*problems = append(*problems, diag.Errorf(diag.Pos{File: file, Line: line, Col: col}, "front-matter", hint, "%s", message))
		return nil, nil, 0, false
	}
	const form = "the first line must be --- alone; the fields follow, then another line ---"
	if len(bytes.TrimSpace(data)) == 0 {
		return fail(1, 1, form, "the file is empty")
	}
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if string(bytes.TrimRight(first, " \t")) != fence {
		return fail(1, 1, form, "the file does not start with front matter"+instead(first))
	}
	end, line, col := closing(data)
	switch {
	case end < 0 && line > 0:
		return fail(line, 1, "the line must be --- alone", "the front matter has no end; is it meant to be here?")
	case end < 0:
		return fail(1, 1, "add a line --- after the last field", "the front matter has no end")
	case col > 1:
		return fail(line, col, "move --- to the start of the line; if it belongs to a text, put that in quotes", "the line --- is indented")
	case end-len(first)-1 > limits.FrontMatterBytes:
		return fail(2, 1, "move long texts into the body", "the front matter has more than "+bytesText(limits.FrontMatterBytes))
	}
	var raw []byte
	keep := func(data []byte, v any) error {
		*v.(*[]byte) = data
		return nil
	}
	// The splitter gets the block alone, so that it does not copy the body.
	head := data[:end+len(firstLines(data[end:], 1))]
	if _, err := frontmatter.MustParse(bytes.NewReader(head), &raw, frontmatter.NewFormat(fence, fence, keep)); err != nil {
		return fail(1, 1, form, "the front matter cannot be read")
	}
	body, blank := cutBlankLines(data[len(head):])
	return raw, body, line + 1 + blank, true
}

// closing finds the line that ends the front matter: its place in the data, its
// line and column. Without one, end is -1, and line that of something like it.
func closing(data []byte) (end, line, col int) {
	offset, number, like := 0, 0, 0
	for text := range bytes.Lines(data) {
		number++
		trimmed := bytes.TrimSpace(text)
		switch {
		case number == 1:
		case string(trimmed) == fence:
			return offset, number, 1 + utf8.RuneCount(text[:bytes.IndexByte(text, '-')])
		case like == 0 && (string(trimmed) == "..." || len(trimmed) > len(fence) && len(bytes.Trim(trimmed, "-—–")) == 0):
			like = number
		}
		offset += len(text)
	}
	return -1, like, 0
}

// instead says what the first line may have been meant for.
func instead(first []byte) string {
	switch line := string(bytes.TrimSpace(first)); {
	case line == fence:
		return "; its line --- is indented"
	case line == "":
		return "; its first line is blank"
	case line == "+++", line == "---toml":
		return "; TOML is not read"
	case line == ";;;", line == "---json", line[0] == '{':
		return "; JSON is not read"
	}
	return ""
}

// Body is the text below the front matter of a file, in its normal form; ok is
// false where the file cannot be divided.
func Body(data []byte) (body []byte, ok bool) {
	var problems []diag.Problem
	text, bad := gate("", data, &problems)
	if bad > 0 {
		return nil, false
	}
	_, body, _, ok = split("", text, DefaultLimits(), &problems)
	return trimBody(body), ok
}
