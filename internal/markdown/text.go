package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// apostrophe is the typographic one, in all languages.
const apostrophe = "’"

// stop marks the bytes at which plain copying of a text stops: what HTML
// escapes, what Markdown escapes, what the typographic rules may replace, and
// the first bytes of guillemets and of blanks (U+00A0, U+2000-202F, U+3000).
var stop = func() (t [256]bool) {
	for _, c := range []byte("\\&<>\"'-.;!?: \t\r\x00\xC2\xE2\xE3") {
		t[c] = true
	}
	return t
}()

// write appends a run of authored text to the HTML, with its escapes and
// references resolved and the typographic rules applied, and to the plain text,
// without the rules.
func (w *writer) write(b []byte) {
	for i := 0; i < len(b); {
		start := i
		for i < len(b) && (!stop[b[i]] || i > start && w.plain(b, i)) {
			i++
		}
		if i > start {
			w.html = append(w.html, b[start:i]...)
			w.text = append(w.text, b[start:i]...)
			w.last, _ = utf8.DecodeLastRune(b[start:i])
		}
		if i < len(b) {
			i += w.special(b, i)
		}
	}
}

// plain tells whether a character at which copying may stop, after one that was
// copied, stands for itself: a blank between words, and marks alone.
func (w *writer) plain(b []byte, i int) bool {
	switch c := b[i]; c {
	case ' ':
		return i+1 < len(b) && !stop[b[i+1]] && b[i-1] != ' '
	case '-', '.':
		return i+1 < len(b) && b[i+1] != c && b[i-1] != c
	case ';', '!', '?', ':':
		return !w.lang.spaced
	}
	return false
}

// special writes what begins at b[i] and returns its length.
func (w *writer) special(b []byte, i int) int {
	switch c := b[i]; c {
	case '\\':
		if i+1 < len(b) && util.IsPunct(b[i+1]) {
			w.literal(rune(b[i+1]))
			return 2
		}
	case '&':
		if s, n := reference(b[i:]); n > 0 {
			for _, r := range s {
				if invisible(r) {
					w.log.errorf(w.offset+i, "control-character", "delete it", "reference to an invisible control character: %s", b[i:i+n])
					r = utf8.RuneError
				}
				w.literal(r)
			}
			return n
		}
	case '"', '\'':
		w.quote(b, i)
		return 1
	case '-', '.':
		return w.run(b[i:])
	case ' ', '\t':
		return w.blank(b, i)
	case ';', '!', '?', ':':
		if w.lang.spaced && w.wantsSpace(b, i) {
			w.html = append(w.html, frenchSpace(c)...)
		}
	case 0xC2, 0xE2, 0xE3:
		return w.wide(b, i)
	}
	w.literal(rune(b[i]))
	return 1
}

// invisible tells whether a character controls how others are shown: the text
// gate of the files refuses it, and a reference must not bring it in.
func invisible(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r&0xFFFE == 0xFFFE
}

// literal writes a character as it is.
func (w *writer) literal(r rune) {
	if r == 0 || (r < ' ' && r != '\n' && r != '\t') || r == 0x7F {
		r = utf8.RuneError
	}
	w.html = appendEscaped(w.html, r)
	if unicode.IsSpace(r) {
		w.text = appendBlank(w.text)
	} else {
		w.text = utf8.AppendRune(w.text, r)
	}
	w.last = r
}

// replaced writes a typographic replacement, and its source to the plain text.
func (w *writer) replaced(s, source string) {
	w.html = append(w.html, s...)
	w.text = append(w.text, source...)
	w.last, _ = utf8.DecodeLastRuneInString(s)
}

// run writes a run of hyphens or full stops: -- is an en dash, --- an em dash,
// ... an ellipsis. Any other length stays as typed.
func (w *writer) run(b []byte) int {
	n := 1
	for n < len(b) && b[n] == b[0] {
		n++
	}
	switch {
	case b[0] == '-' && n == 2:
		w.replaced("–", "--")
	case b[0] == '-' && n == 3:
		w.replaced("—", "---")
	case b[0] == '.' && n == 3:
		w.replaced("…", "...")
	default:
		w.replaced(string(b[:n]), string(b[:n]))
	}
	return n
}

// quote writes the quotation mark or apostrophe at b[i]. It opens where a word
// can follow but none precedes it.
func (w *writer) quote(b []byte, i int) {
	next, _ := utf8.DecodeRune(b[i+1:])
	if i+1 == len(b) {
		next = w.next
	}
	opens := opensAfter(w.last) && next != 0 && !unicode.IsSpace(next)
	if b[i] == '"' {
		switch {
		case opens && w.quotes < maxQuotes:
			w.quotes++
			w.replaced(w.lang.double[0], `"`)
		case !opens && w.quotes > 0 && !unicode.IsSpace(w.last):
			w.quotes--
			w.replaced(w.lang.double[1], `"`)
		default: // inches, seconds, or a mark without a partner
			w.literal('"')
		}
		return
	}
	switch {
	case opens && !unicode.IsDigit(next) && closesLater(b[i+1:]):
		w.singles++
		w.replaced(w.lang.single[0], "'")
	case w.singles > 0 && !opens && !unicode.IsLetter(next) && !unicode.IsDigit(next):
		w.singles--
		w.replaced(w.lang.single[1], "'")
	default:
		w.replaced(apostrophe, "'")
	}
}

// maxQuotes bounds quotations in one another; more are unbalanced marks.
const maxQuotes = 8

// opensAfter tells whether a quotation can begin after a character: at the
// start, after a blank, an opening bracket or mark, a dash or a slash.
func opensAfter(r rune) bool {
	switch r {
	case 0, '(', '[', '{', '/', '-', '–', '—', '«', '“', '‘', '¿', '¡', '=':
		return true
	}
	return unicode.IsSpace(r)
}

// closesLater tells whether a single quotation mark that could close stands in
// the same run of text; without one the mark is an apostrophe ('em, '90s).
func closesLater(b []byte) bool {
	const farthest = 400
	b = b[:min(len(b), farthest)]
	for i := 1; i < len(b); i++ {
		if b[i] != '\'' || b[i-1] == ' ' || b[i-1] == '\n' {
			continue
		}
		if next, _ := utf8.DecodeRune(b[i+1:]); i+1 == len(b) || (!unicode.IsLetter(next) && !unicode.IsDigit(next)) {
			return true
		}
	}
	return false
}

// blank writes one blank. In French the one before high punctuation becomes the
// space that the sign asks for.
func (w *writer) blank(b []byte, i int) int {
	w.text = appendBlank(w.text)
	space := " "
	if w.lang.spaced && i+1 < len(b) && w.last != ' ' && w.last != 0 {
		switch c := b[i+1]; c {
		case ';', '!', '?', ':':
			if w.endsWord(b, i+2) {
				space = frenchSpace(c)
			}
		case 0xC2:
			if bytes.HasPrefix(b[i+1:], []byte("»")) {
				space = noBreakSpace
			}
		}
	}
	if space == " " && w.last == '«' && w.lang.spaced {
		space = noBreakSpace
	}
	w.html = append(w.html, space...)
	w.last, _ = utf8.DecodeLastRuneInString(space)
	return 1
}

// wide writes the character of several bytes at b[i]: guillemets get their
// spaces in French.
func (w *writer) wide(b []byte, i int) int {
	r, size := utf8.DecodeRune(b[i:])
	switch r {
	case '»':
		if w.lang.spaced && w.last != 0 && !unicode.IsSpace(w.last) {
			w.html = append(w.html, noBreakSpace...)
		}
	case '«':
		w.literal(r)
		if next, _ := utf8.DecodeRune(b[i+size:]); w.lang.spaced && i+size < len(b) && !unicode.IsSpace(next) {
			w.html = append(w.html, noBreakSpace...)
			w.last = '\u00A0'
		}
		return size
	}
	w.literal(r)
	return size
}

// wantsSpace tells whether French puts a space before the sign at b[i] where
// none was typed: after a word or a closing mark, at the end of a word. So
// addresses, times and ratios stay as they are.
func (w *writer) wantsSpace(b []byte, i int) bool {
	switch w.last {
	case ')', ']', '”', '’', '%', '…', '°', '.', '"':
	case '»':
	default:
		if !unicode.IsLetter(w.last) && !unicode.IsDigit(w.last) {
			return false
		}
	}
	return w.endsWord(b, i+1)
}

// endsWord tells whether nothing but marks stands between b[i] and the next blank.
func (w *writer) endsWord(b []byte, i int) bool {
	for ; i < len(b); i++ {
		switch b[i] {
		case ' ', '\n', '\t':
			return true
		case '!', '?', '.', ')', ']', '"', '\'', '*', '_':
		case 0xC2, 0xE2: // a no-break space, a guillemet, a closing mark
			r, _ := utf8.DecodeRune(b[i:])
			return unicode.IsSpace(r) || unicode.IsPunct(r)
		default:
			return false
		}
	}
	return w.next == 0 || !unicode.IsLetter(w.next) && !unicode.IsDigit(w.next)
}

// frenchSpace is the space before a sign (Lexique des règles typographiques en
// usage à l'Imprimerie nationale).
func frenchSpace(c byte) string {
	if c == ':' {
		return noBreakSpace
	}
	return narrowNoBreakSpace
}

// appendBlank appends a blank unless the text is at the start of a line or has
// one already.
func appendBlank(text []byte) []byte {
	if n := len(text); n == 0 || text[n-1] == ' ' || text[n-1] == '\n' || text[n-1] == '\t' {
		return text
	}
	return append(text, ' ')
}

// reference resolves the character reference at the start of b and returns its
// length, or 0 where it is none.
func reference(b []byte) (string, int) {
	end := bytes.IndexByte(b[:min(len(b), 40)], ';')
	if end < 2 {
		return "", 0
	}
	name := b[1:end]
	if name[0] == '#' {
		r, ok := numericReference(name[1:])
		if !ok {
			return "", 0
		}
		return string(r), end + 1
	}
	entity, ok := util.LookUpHTML5EntityByName(string(name))
	if !ok {
		return "", 0
	}
	return string(entity.Characters), end + 1
}

// numericReference reads what follows &#, decimal or x and hexadecimal.
func numericReference(digits []byte) (rune, bool) {
	base, longest := 10, 7
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, longest = digits[1:], 16, 6
	}
	if len(digits) == 0 || len(digits) > longest {
		return 0, false
	}
	value := 0
	for _, c := range digits {
		digit := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20)
		if digit < 0 || digit >= base {
			return 0, false
		}
		value = value*base + digit
	}
	if value == 0 || value > unicode.MaxRune || (value >= 0xD800 && value < 0xE000) {
		return utf8.RuneError, true
	}
	return rune(value), true
}

// appendEscaped appends a character as HTML text or within a quoted attribute.
func appendEscaped(b []byte, r rune) []byte {
	switch r {
	case '&':
		return append(b, "&amp;"...)
	case '<':
		return append(b, "&lt;"...)
	case '>':
		return append(b, "&gt;"...)
	case '"':
		return append(b, "&#34;"...)
	case '\'':
		return append(b, "&#39;"...)
	}
	return utf8.AppendRune(b, r)
}

// appendEscapedString appends a string as HTML text or within a quoted attribute.
func appendEscapedString(b []byte, s string) []byte {
	for _, r := range s {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7F {
			r = utf8.RuneError
		}
		b = appendEscaped(b, r)
	}
	return b
}

// unescape resolves the escapes and references of an address or a title.
func unescape(b []byte) string {
	if bytes.IndexByte(b, '\\') < 0 && bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\\' && i+1 < len(b) && util.IsPunct(b[i+1]):
			i++
			out = append(out, b[i])
		case b[i] == '&':
			s, n := reference(b[i:])
			if n == 0 {
				out = append(out, '&')
				continue
			}
			out = append(out, s...)
			i += n - 1
		default:
			out = append(out, b[i])
		}
	}
	return string(out)
}
