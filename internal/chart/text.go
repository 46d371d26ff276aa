package chart

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unit is a length in hundredths of a unit of the drawing, about a hundredth
// of a CSS pixel.
type unit int

// one is a unit of the drawing.
const one unit = 100

// widthOf estimates how wide a text is when set at a size, from below never by
// much: the reader's font is not known here, so the measures are those of a
// broad sans serif.
func widthOf(s string, size unit) unit {
	sum := 0
	for _, r := range s {
		sum += advance(r)
	}
	return unit(sum) * size / 100
}

// advance is the width of a rune in hundredths of the font's size.
func advance(r rune) int {
	switch {
	case r < ' ' || r == 0x7f:
		return 82 // as the mark that stands in its place
	case r < 0x80:
		return asciiAdvance(byte(r))
	case r == '\u202f' || r == '\u2009':
		return 20
	case r == '\u00a0' || r == '’' || r == '‘' || r == '·':
		return 34
	case r == '…' || r == '—':
		return 100
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0xff00 && r <= 0xff60 || r >= 0x1f000):
		return 102
	case unicode.IsUpper(r):
		return 72
	case r < 0x250:
		return 61
	}
	// Letters of other scripts run from narrow to very wide.
	return 82
}

func asciiAdvance(c byte) int {
	switch c {
	case 'i', 'j', 'l', '\'':
		return 28
	case ' ', '.', ',', ':', ';', '|', '!':
		return 34
	case 'f', 't', 'r', 'I', '(', ')', '[', ']', '/', '-', '"':
		return 42
	case 'm', 'w', 'M', 'W', '@', '%':
		return 95
	}
	if c >= 'A' && c <= 'Z' {
		return 70
	}
	if c >= '0' && c <= '9' || strings.IndexByte("+<=>~#", c) >= 0 {
		return 63
	}
	return 60
}

// ellipsis ends a text that had to be cut; the whole stands in the tooltip and
// in the table.
const ellipsis = "…"

// wrap sets a text into at most so many lines of a width. What is too long for
// the last line is cut.
func wrap(s string, width, size unit, lines int) []string {
	if widthOf(s, size) <= width && !strings.ContainsAny(s, "\n\r\t") {
		return []string{s}
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\r' || r == '\t' })
	if len(words) == 0 {
		return []string{""}
	}
	var set []string
	for len(words) > 0 && len(set) < lines-1 {
		line, rest := fill(words, width, size)
		set, words = append(set, line), rest
	}
	if len(words) > 0 {
		set = append(set, shorten(strings.Join(words, " "), width, size))
	}
	return set
}

// fill takes as many words as fit on a line, and at least one, which is cut
// where it alone is too long.
func fill(words []string, width, size unit) (line string, rest []string) {
	line, rest = words[0], words[1:]
	used := widthOf(line, size)
	for len(rest) > 0 {
		more := widthOf(rest[0], size) + widthOf(" ", size)
		if used+more > width {
			break
		}
		line, used, rest = line+" "+rest[0], used+more, rest[1:]
	}
	return shorten(line, width, size), rest
}

// shorten cuts a text that is too wide, and says so.
func shorten(s string, width, size unit) string {
	if widthOf(s, size) <= width {
		return s
	}
	room := width - widthOf(ellipsis, size)
	for i, r := range s {
		room -= unit(advance(r)) * size / 100
		if room < 0 {
			return strings.TrimRight(s[:i], " ") + ellipsis
		}
	}
	return s
}

// appendEscaped writes a text so that it can stand between tags and in quotes.
// Characters that XML does not allow are replaced.
func appendEscaped(b []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 || r == 0xfffe || r == 0xffff {
				b = append(append(b, s[start:i]...), "\ufffd"...)
				start = i + size
			}
			i += size
			continue
		}
		if with := escapes[c]; with != "" {
			b = append(append(b, s[start:i]...), with...)
			start = i + 1
		}
		i++
	}
	return append(b, s[start:]...)
}

// escapes tells for each ASCII character what to write in its place; "" keeps it.
var escapes = [utf8.RuneSelf]string{
	'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&#34;", '\'': "&#39;",
	'\t': " ", '\n': " ", '\r': " ", 0x7f: "\ufffd",
	0: "\ufffd", 1: "\ufffd", 2: "\ufffd", 3: "\ufffd", 4: "\ufffd", 5: "\ufffd", 6: "\ufffd", 7: "\ufffd",
	8: "\ufffd", 11: "\ufffd", 12: "\ufffd", 14: "\ufffd", 15: "\ufffd", 16: "\ufffd", 17: "\ufffd", 18: "\ufffd",
	19: "\ufffd", 20: "\ufffd", 21: "\ufffd", 22: "\ufffd", 23: "\ufffd", 24: "\ufffd", 25: "\ufffd", 26: "\ufffd",
	27: "\ufffd", 28: "\ufffd", 29: "\ufffd", 30: "\ufffd", 31: "\ufffd",
}
