package portal

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"resolute/internal/markdown"
)

// level is an open list while Markdown is written.
type level struct {
	// indent is the column of its items, content that of their text.
	indent, content int
	// sign is "-", "*", "." or ")"; number the last one of a numbered list.
	sign   byte
	number int
}

// writeBlocks writes blocks as Markdown, without a line break at the end. Every
// block is one line, so that no two lines can become a table, a setext heading
// or a definition together.
func writeBlocks(b *strings.Builder, blocks []block) {
	var levels []level
	for i := range blocks {
		k := &blocks[i]
		if k.shape != item {
			levels = nil
			if i > 0 {
				b.WriteString("\n\n")
			}
			if k.shape == subheading {
				b.WriteString(strings.Repeat("#", max(k.level, 3)) + " ")
			}
			b.WriteString(inline(k.text, k.links, k.shape == subheading))
			continue
		}
		beside := byte(0)
		sameList := i > 0 && blocks[i-1].shape == item && blocks[i-1].list == k.list
		if !sameList {
			if len(levels) > 0 {
				beside = levels[0].sign
			}
			levels = nil
		}
		var loose bool
		levels, loose = place(levels, k, beside)
		switch {
		case i > 0 && (!sameList || loose):
			b.WriteString("\n\n")
		case i > 0:
			b.WriteByte('\n')
		}
		l := &levels[len(levels)-1]
		b.WriteString(strings.Repeat(" ", l.indent) + l.marker() + " " + inline(k.text, k.links, false))
	}
}

// place opens, continues or closes lists down to an item. beside is the sign of
// a list that ends right before this one: another sign keeps the two apart.
// loose tells that a blank line has to go before the item.
func place(levels []level, k *block, beside byte) (_ []level, loose bool) {
	number := k.marker.delimiter != 0
	if k.depth < len(levels) {
		levels = levels[:k.depth+1]
		l := &levels[k.depth]
		if number {
			if l.number+1 != k.marker.number {
				l.sign, loose = other(l.sign), true
			}
			l.number = k.marker.number
			l.content = l.indent + len(l.marker()) + 1
		}
		return levels, loose
	}
	l := level{sign: '-', number: k.marker.number}
	if n := len(levels); n > 0 {
		l.indent = levels[n-1].content
	}
	if number {
		l.sign, loose = '.', k.marker.number != 1
	}
	if l.sign == beside {
		l.sign = other(beside)
	}
	l.content = l.indent + len(l.marker()) + 1
	return append(levels, l), loose
}

func (l *level) marker() string {
	if l.sign == '-' || l.sign == '*' {
		return string(l.sign)
	}
	return strconv.Itoa(l.number) + string(l.sign)
}

// other is the other sign for a list of the same kind.
func other(sign byte) byte {
	switch sign {
	case '-':
		return '*'
	case '*':
		return '-'
	case '.':
		return ')'
	}
	return '.'
}

var (
	webAddress = regexp.MustCompile("(?i)https?://[^\\s<>\"`\\\\^{|}]+")
	wwwAddress = regexp.MustCompile(`(?i)\bwww\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9./_~%?=&#:,+-]*)?`)
	entity     = regexp.MustCompile(`^&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{0,40});`)
	anEntity   = regexp.MustCompile(`&[#A-Za-z][A-Za-z0-9]*;`)
	listNumber = regexp.MustCompile(`^[0-9]{1,10}[.)]`)
)

// span is a part of a text that becomes a link.
type span struct {
	start, end int
	markdown   string
}

// inline writes one line of text so that Markdown gives exactly this text back:
// addresses become links, and nothing else becomes anything.
func inline(text string, links []link, heading bool) string {
	var b strings.Builder
	at := 0
	for _, s := range spans(text, links) {
		b.WriteString(escape(text[at:s.start], at == 0, heading, strings.HasPrefix(s.markdown, "[")))
		b.WriteString(s.markdown)
		at = s.end
	}
	b.WriteString(escape(text[at:], at == 0, heading, false))
	return b.String()
}

// spans are the links of a text, in order and apart.
func spans(text string, links []link) []span {
	var found []span
	taken := func(start, end int) bool {
		return slices.ContainsFunc(found, func(s span) bool { return start < s.end && s.start < end })
	}
	for _, k := range links {
		if inner := text[k.start:k.end]; !taken(k.start, k.end) && webAddress.FindString(inner) != inner && isExternal(k.address) {
			found = append(found, span{k.start, k.end, "[" + escape(inner, false, false, false) + "](" + destination(k.address) + ")"})
		}
	}
	for _, m := range webAddress.FindAllStringIndex(text, -1) {
		end := m[0] + len(trimAddress(text[m[0]:m[1]]))
		if address := text[m[0]:end]; !taken(m[0], end) && isExternal(address) && !anEntity.MatchString(address) {
			found = append(found, span{m[0], end, "<" + address + ">"})
		}
	}
	for _, m := range wwwAddress.FindAllStringIndex(text, -1) {
		end := m[0] + len(trimAddress(text[m[0]:m[1]]))
		address := "https://" + text[m[0]:end]
		if !taken(m[0], end) && isExternal(address) && !anEntity.MatchString(address) {
			found = append(found, span{m[0], end, "[" + escape(text[m[0]:end], false, false, false) + "](" + address + ")"})
		}
	}
	slices.SortFunc(found, func(a, b span) int { return a.start - b.start })
	return found
}

// trimAddress leaves out the punctuation after an address in running text, and
// a closing parenthesis that was not opened in it.
func trimAddress(s string) string {
	for {
		r, size := utf8.DecodeLastRuneInString(s)
		switch {
		case strings.ContainsRune(".,;:!?'*_~»”’…]", r):
		case r == ')' && strings.Count(s, ")") > strings.Count(s, "("):
		default:
			return s
		}
		s = s[:len(s)-size]
	}
}

func isExternal(address string) bool {
	t, problem, _ := markdown.CheckURL(address)
	return problem == "" && t.Kind == markdown.External
}

// destination writes an address as a link's.
func destination(address string) string {
	if anEntity.MatchString(address) {
		address = strings.ReplaceAll(address, "&", "&amp;")
	}
	if strings.ContainsAny(address, "()") {
		return "<" + address + ">"
	}
	return address
}

// escape writes text in which Markdown finds nothing. start tells that it
// begins a line; beforeLink, that a bracket follows it.
func escape(s string, start, heading, beforeLink bool) string {
	var b strings.Builder
	if start {
		if n := listNumber.FindString(s); n != "" {
			b.WriteString(n[:len(n)-1] + `\` + n[len(n)-1:])
			s = s[len(n):]
		} else if s != "" && strings.IndexByte("#>+-=|:", s[0]) >= 0 {
			b.WriteString(`\` + s[:1])
			s = s[1:]
		}
	}
	for i := 0; i < len(s); i++ {
		if special(s, i, heading) || beforeLink && s[i] == '!' && i == len(s)-1 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// special tells whether the byte at i needs a backslash.
func special(s string, i int, heading bool) bool {
	switch s[i] {
	case '\\', '`', '[', ']', '<', '~':
		return true
	case '*':
		// Between blanks it is a sign of multiplication.
		return i == 0 || i+1 == len(s) || s[i-1] != ' ' || s[i+1] != ' '
	case '_':
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+1:])
		return !isWord(before) || !isWord(after)
	case '#':
		return heading
	case '&':
		return entity.MatchString(s[i:])
	case '@':
		return i > 0 && i+1 < len(s) && isWordByte(s[i-1]) && isWordByte(s[i+1])
	case ':':
		return strings.HasPrefix(s[i:], "://") && i > 0 && isWordByte(s[i-1])
	case '.':
		return i >= 3 && strings.EqualFold(s[i-3:i], "www")
	}
	return false
}

// isWord tells the characters between which a low line is no mark of emphasis.
func isWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// isWordByte tells the bytes that can stand beside the @ of an address.
func isWordByte(c byte) bool {
	return c >= utf8.RuneSelf || unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)) || strings.IndexByte(".+-_!#$%&'*/=?^`{|}~", c) >= 0
}
