package content

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"resolute/internal/diag"
)

// Limits bound what is read. Zero values stand for the defaults; values above
// the ceilings are taken for the ceilings.
type Limits struct {
	// FileBytes is the size of a Markdown or settings file.
	FileBytes int
	// FrontMatterBytes is the size of the block between the fences.
	FrontMatterBytes int
	// Files is the number of files below content/.
	Files int
	// Depth and Nodes bound the YAML of a block.
	Depth, Nodes int
}

// DefaultLimits are far above what reports need, and far below what hurts. The
// number of files leaves room for 50,000 reports with members and translations.
func DefaultLimits() Limits {
	return Limits{FileBytes: 1 << 20, FrontMatterBytes: 64 << 10, Files: 200_000, Depth: 8, Nodes: 500}
}

// ceilings are what no setting can exceed.
func ceilings() Limits {
	return Limits{FileBytes: 16 << 20, FrontMatterBytes: 1 << 20, Files: 1_000_000, Depth: 32, Nodes: 50_000}
}

func (l Limits) withDefaults() Limits {
	d, c := DefaultLimits(), ceilings()
	return Limits{
		FileBytes:        min(or(l.FileBytes, d.FileBytes), c.FileBytes),
		FrontMatterBytes: min(or(l.FrontMatterBytes, d.FrontMatterBytes), c.FrontMatterBytes),
		Files:            min(or(l.Files, d.Files), c.Files),
		Depth:            min(or(l.Depth, d.Depth), c.Depth),
		Nodes:            min(or(l.Nodes, d.Nodes), c.Nodes),
	}
}

// forVocabularies are the limits of a file that holds lists for a whole site.
func (l Limits) forVocabularies() Limits {
	l.Nodes = min(l.Nodes*40, ceilings().Nodes)
	return l
}

// Bounds of values.
const (
	minYear   = 1900
	maxYear   = 2999
	maxText   = 300
	maxTitle  = 200
	maxItems  = 100
	maxURL    = 2000
	maxDigest = 100
	maxSlug   = 80
	maxTerms  = 1000
)

// maxGateProblems is how many of its problems are told of one file: a file with
// more is broken as a whole.
const maxGateProblems = 10

// gate refuses text that no parser should see, and returns it in normal form:
// without byte order mark, lines ending in LF. It says from which line on the
// text is sound: the front matter above a mistake in the body can be read.
// A file that is not text at all has no sound line: bad is 1.
func gate(file string, data []byte, problems *[]diag.Problem) (text []byte, bad int) {
	at := func(line, col int) diag.Pos { return diag.Pos{File: file, Line: line, Col: col} }
	if rest, found := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); found {
		data = rest
		*problems = append(*problems, diag.Warnf(at(1, 1), "byte-order-mark",
			"save the file as UTF-8 without byte order mark (BOM)", "the file starts with an invisible byte order mark"))
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		*problems = append(*problems, diag.Errorf(at(1, 1), "encoding", "save the file as UTF-8", "the file is UTF-16, not UTF-8"))
		return nil, 1
	}
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	found := badRunes(file, data)
	if len(found) < maxGateProblems {
		found = append(found, mergeMarkers(file, data)...)
	}
	for _, p := range found {
		if bad == 0 || p.Pos.Line < bad {
			bad = p.Pos.Line
		}
	}
	*problems = append(*problems, found...)
	return data, bad
}

// badRunes are the characters that are no text. The first byte that is not
// UTF-8 ends the list: the rest would be noise.
func badRunes(file string, data []byte) []diag.Problem {
	i := 0
	for i < len(data) && (data[i] >= 0x20 && data[i] < 0x7f || data[i] == '\n' || data[i] == '\t') {
		i++
	}
	if i == len(data) {
		return nil
	}
	start := bytes.LastIndexByte(data[:i], '\n') + 1
	line, col := 1+bytes.Count(data[:i], []byte("\n")), 1+i-start
	var found []diag.Problem
	for i < len(data) && len(found) < maxGateProblems {
		r, size := rune(data[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(data[i:])
		}
		pos := diag.Pos{File: file, Line: line, Col: col}
		if r == utf8.RuneError && size == 1 {
			return append(found, notUTF8(pos, data[i:]))
		}
		if why := forbidden(r); why != "" {
			found = append(found, diag.Errorf(pos, "character", remedy(r), "%s (U+%04X) in the text", why, r))
		}
		if col++; r == '\n' {
			line, col = line+1, 1
		}
		i += size
	}
	return found
}

func notUTF8(pos diag.Pos, data []byte) diag.Problem {
	if len(data) > 1 && data[0] == 0xed && data[1] >= 0xa0 && data[1] <= 0xbf {
		return diag.Errorf(pos, "encoding", "save the file as UTF-8, not CESU-8", "not UTF-8: half of a surrogate pair (byte 0xED)")
	}
	return diag.Errorf(pos, "encoding", "save the file as UTF-8", "not UTF-8 (byte 0x%02X)", data[0])
}

func remedy(r rune) string {
	if r == '\r' || r == 0x2028 || r == 0x2029 {
		return "end the line there as other lines end"
	}
	return "delete the character; most editors do not show it"
}

// forbidden names what is wrong with a character; "" for text. Marks of
// direction (U+200E, U+200F, U+061C) are text: Arabic and Hebrew need them.
func forbidden(r rune) string {
	switch {
	case r == '\n' || r == '\t' || r >= 0x20 && r < 0x7f:
		return ""
	case r == '\r':
		return "a lone carriage return"
	case r == 0:
		return "a NUL character"
	case r < 0x20, r >= 0x7f && r < 0xa0:
		return "a control character"
	case r == 0x2028, r == 0x2029:
		return "a line separator"
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return "a character that reverses the direction of text"
	case r == 0xfeff:
		return "a byte order mark"
	case r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe, r >= 0xd800 && r <= 0xdfff:
		return "a character that is no text"
	case r >= 0xe0000 && r <= 0xe007f:
		return "an invisible tag character"
	}
	return ""
}

// mergeMarkers are what git leaves in a file with a conflict, one problem for
// each. A line of equals signs alone is a heading in Markdown.
func mergeMarkers(file string, data []byte) []diag.Problem {
	if !bytes.Contains(data, []byte("<<<<<<<")) && !bytes.Contains(data, []byte(">>>>>>>")) {
		return nil
	}
	var found []diag.Problem
	line, open := 0, false
	for text := range bytes.Lines(data) {
		line++
		text = bytes.TrimRight(text, "\n")
		starts := marker(text, "<<<<<<<")
		if starts || marker(text, ">>>>>>>") && !open {
			found = append(found, diag.Errorf(diag.Pos{File: file, Line: line, Col: 1}, "merge-conflict",
				"choose one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>", "a merge has left two versions of the text here"))
		}
		open = starts || open && !marker(text, ">>>>>>>")
	}
	return found
}

func marker(line []byte, mark string) bool {
	rest, found := bytes.CutPrefix(line, []byte(mark))
	return found && (len(rest) == 0 || rest[0] == ' ')
}

// tooLarge is the problem of a file over the limit.
func tooLarge(file string, limit int) diag.Problem {
	return diag.Errorf(diag.Pos{File: file, Line: 1, Col: 1}, "size", "divide it, or move large parts elsewhere", "the file has more than %s", bytesText(limit))
}

func bytesText(n int) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d KB", n>>10)
}
