package content

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"resolute/internal/diag"
)

// Limits bound what is read. The zero value stands for the defaults.
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

// DefaultLimits are far above what reports need, and far below what hurts.
func DefaultLimits() Limits {
	return Limits{FileBytes: 1 << 20, FrontMatterBytes: 64 << 10, Files: 200_000, Depth: 8, Nodes: 2000}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	l.FileBytes, l.FrontMatterBytes, l.Files = or(l.FileBytes, d.FileBytes), or(l.FrontMatterBytes, d.FrontMatterBytes), or(l.Files, d.Files)
	l.Depth, l.Nodes = or(l.Depth, d.Depth), or(l.Nodes, d.Nodes)
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
)

// gate refuses text that no parser should see, and returns it in normal form:
// without byte order mark, lines ending in LF.
func gate(file string, data []byte, problems *[]diag.Problem) (text []byte, ok bool) {
	if rest, found := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); found {
		data = rest
		*problems = append(*problems, diag.Warnf(diag.Pos{File: file, Line: 1, Col: 1}, "byte-order-mark",
			"save the file as UTF-8 without byte order mark (BOM)", "the file starts with an invisible byte order mark"))
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		*problems = append(*problems, diag.Errorf(diag.Pos{File: file, Line: 1, Col: 1}, "encoding", "save the file as UTF-8", "the file is UTF-16, not UTF-8"))
		return nil, false
	}
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	if bad := badRune(file, data); bad != nil {
		*problems = append(*problems, *bad)
		return nil, false
	}
	if bad := mergeMarker(file, data); bad != nil {
		*problems = append(*problems, *bad)
		return nil, false
	}
	return data, true
}

// badRune is the first character that is not text.
func badRune(file string, data []byte) *diag.Problem {
	ascii := true
	for _, b := range data {
		if b >= 0x7f || b < 0x20 && b != '\n' && b != '\t' {
			ascii = false
			break
		}
	}
	if ascii {
		return nil
	}
	line, col := 1, 1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		pos := diag.Pos{File: file, Line: line, Col: col}
		if r == utf8.RuneError && size == 1 {
			p := diag.Errorf(pos, "encoding", "save the file as UTF-8", "not UTF-8 (byte 0x%02X)", data[i])
			return &p
		}
		if why := forbidden(r); why != "" {
			p := diag.Errorf(pos, "character", "delete the character; it cannot be seen in most editors", "%s (U+%04X) in the text", why, r)
			return &p
		}
		if r == '\n' {
			line, col = line+1, 1
		} else {
			col++
		}
		i += size
	}
	return nil
}

// forbidden names what is wrong with a character; "" for text.
func forbidden(r rune) string {
	switch {
	case r == '\n' || r == '\t':
		return ""
	case r == '\r':
		return "a lone carriage return"
	case r == 0:
		return "a NUL character"
	case r < 0x20, r == 0x7f, r >= 0x80 && r < 0xa0:
		return "a control character"
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
		return "a character that reverses the direction of text"
	case r == 0xfffe, r == 0xffff, r == 0xfeff:
		return "a character that is no text"
	case r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return "a character that is no text"
	case r >= 0xe0000 && r <= 0xe007f:
		return "an invisible tag character"
	}
	return ""
}

// mergeMarker finds what git leaves in a file with a conflict.
func mergeMarker(file string, data []byte) *diag.Problem {
	for _, mark := range []string{"<<<<<<< ", ">>>>>>> "} {
		at := 0
		if !bytes.HasPrefix(data, []byte(mark)) {
			i := bytes.Index(data, []byte("\n"+mark))
			if i < 0 {
				continue
			}
			at = i + 1
		}
		line := 1 + bytes.Count(data[:at], []byte("\n"))
		p := diag.Errorf(diag.Pos{File: file, Line: line, Col: 1}, "merge-conflict", "choose one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>", "two versions of the text are left here by a merge")
		return &p
	}
	return nil
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
