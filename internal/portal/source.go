package portal

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"resolute/internal/diag"
)

// maxSize is the largest page that is read, in bytes.
const maxSize = 4 << 20

// line is one line of the source.
type line struct {
	number, col int
	// text has no white space around it, and single blanks within.
	text string
	// links are the addresses behind parts of the text, in HTML.
	links []link
	// marker is the bullet or number that HTML only implies.
	marker marker
	// heading tells that HTML marks the line as one; chrome, that it stands in
	// a page's navigation.
	heading, chrome bool
	use             Use
	where           string
}

// link is an address behind text[start:end].
type link struct {
	start, end int
	address    string
}

// mark says what became of lines.
func mark(u Use, where string, lines ...*line) {
	for _, l := range lines {
		l.use, l.where = u, where
	}
}

// source is a page as a stream of lines, blank ones included.
type source struct {
	lines []*line
	html  bool
	// canonical is the page's own address, where HTML tells it.
	canonical string
}

var htmlStart = regexp.MustCompile(`(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|article|main|section|h1|p|table)\b`)

// read makes lines of a file, or tells why it cannot.
func read(data []byte) (*source, *diag.Problem) {
	if len(data) > maxSize {
		p := diag.Errorf(diag.Pos{}, "size", "import the pages one by one", "page of %d bytes is larger than %d", len(data), maxSize)
		return nil, &p
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if p := notUTF8(data); p != nil {
		return nil, p
	}
	if htmlStart.Match(data) {
		return readHTML(data), nil
	}
	return readText(string(data)), nil
}

func notUTF8(data []byte) *diag.Problem {
	number, col := 1, 1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			p := diag.Errorf(diag.Pos{Line: number, Col: col}, "encoding", "save the page again as UTF-8", "not UTF-8 (byte 0x%02X)", data[i])
			return &p
		}
		if col++; r == '\n' {
			number, col = number+1, 1
		}
		i += size
	}
	return nil
}

func readText(s string) *source {
	src := &source{}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	number := 0
	for raw := range strings.SplitSeq(s, "\n") {
		number++
		text := tidy(raw)
		col := 1 + len([]rune(raw)) - len([]rune(strings.TrimLeftFunc(raw, isBlank)))
		src.lines = append(src.lines, &line{number: number, col: col, text: text})
	}
	return src
}

// tidy removes what content files may not hold: control characters and
// invisible ones that change the direction or width of text. Runs of white
// space become one blank, as on a page; a no-break space within stays.
func tidy(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		switch {
		case isInvisible(r):
			continue
		case isBlank(r) && r != '\u00a0' && r != '\u202f':
			blank = true
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
	}
	return strings.TrimFunc(b.String(), isBlank)
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// isInvisible tells characters without width: marks of direction, zero-width
// spaces, byte-order marks, noncharacters and soft hyphens.
func isInvisible(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200B || r == 0x200E || r == 0x200F ||
		r == 0x2060 || r == 0xFEFF || r == 0xAD || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}
