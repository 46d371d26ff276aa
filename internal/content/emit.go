package content

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// value is something to write as YAML: literal, text, list or pairs.
type value interface {
	emit(b *bytes.Buffer, flow bool)
}

// literal is written as it is: true, 2023, none.
type literal string

func (l literal) emit(b *bytes.Buffer, _ bool) { b.WriteString(string(l)) }

// text is quoted where YAML, or a person, would read it as something else.
type text string

func (t text) emit(b *bytes.Buffer, flow bool) { b.WriteString(quote(string(t), flow)) }

// list is written one item a line, or in brackets where it is inside another.
type list struct {
	items  []value
	inline bool
}

func (l list) emit(b *bytes.Buffer, flow bool) {
	if flow || l.inline {
		b.WriteByte('[')
		for i, item := range l.items {
			if i > 0 {
				b.WriteString(", ")
			}
			item.emit(b, true)
		}
		b.WriteByte(']')
		return
	}
	for _, item := range l.items {
		b.WriteString("\n  - ")
		// Maps inside a list are short, and read best on the item's line.
		_, isMap := item.(pairs)
		item.emit(b, isMap)
	}
}

// pairs is a map in a given order.
type pairs []pair

type pair struct {
	key   string
	value value
}

func (p pairs) emit(b *bytes.Buffer, flow bool) {
	if !flow {
		for _, pair := range p {
			fmt.Fprintf(b, "\n  %s: ", quote(pair.key, false))
			pair.value.emit(b, true)
		}
		return
	}
	b.WriteByte('{')
	for i, pair := range p {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(b, "%s: ", quote(pair.key, true))
		pair.value.emit(b, true)
	}
	b.WriteByte('}')
}

// frontMatter writes a content file: front matter between fences, then the
// body after an empty line.
func frontMatter(p pairs, body []byte) []byte {
	var b bytes.Buffer
	b.WriteString("---\n")
	for _, pair := range p {
		b.WriteString(pair.key)
		b.WriteByte(':')
		if block := isBlock(pair.value); !block {
			b.WriteByte(' ')
		}
		pair.value.emit(&b, false)
		b.WriteByte('\n')
	}
	b.WriteString("---\n")
	if body = trimBody(body); len(body) > 0 {
		b.WriteByte('\n')
		b.Write(body)
	}
	return b.Bytes()
}

// isBlock tells that the value starts on a line of its own.
func isBlock(v value) bool {
	switch v := v.(type) {
	case list:
		return !v.inline
	case pairs:
		return true
	}
	return false
}

var (
	// plain are texts that need no quotes in any place: they start with a
	// letter of any script and go on with letters, digits and calm marks.
	plain = regexp.MustCompile(`^[\p{L}][\p{L}\p{M}\p{N} _./()'’‘ʻ+–-]*$`)
	// plainAddress are web addresses that need no quotes.
	plainAddress = regexp.MustCompile(`^https?://[A-Za-z0-9./_~%?=+-]+$`)
	// plainNumbered are ids and terms such as 2021-2025, which no YAML reads as
	// numbers or days.
	plainNumbered = regexp.MustCompile(`^[0-9]{4}-[0-9]{4}$|^[0-9]+[a-z-]*[a-df-z][a-z0-9-]*$`)
	// otherwise are words that YAML 1.1 or 1.2 reads as something but text.
	otherwise = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off|true|false|null|none|nan|inf|infinity)$`)
)

// quote writes a text so that every YAML reader takes it for this text.
func quote(s string, flow bool) string {
	if plain.MatchString(s) && !otherwise.MatchString(s) && !strings.HasSuffix(s, " ") ||
		plainNumbered.MatchString(s) && !strings.HasPrefix(s, "0") ||
		plainAddress.MatchString(s) && !flow ||
		!flow && strings.HasPrefix(s, "/") && plain.MatchString("a"+s) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case forbidden(r) != "" || r == utf8.RuneError:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// trimBody removes blank lines at both ends of a body, and ends it with a line
// break: its normal form.
func trimBody(body []byte) []byte {
	body, _ = cutBlankLines(body)
	text := bytes.TrimRight(body, " \t\n")
	if len(text) == 0 {
		return nil
	}
	if len(text) < len(body) && body[len(text)] == '\n' {
		return body[: len(text)+1 : len(text)+1]
	}
	return append(text[:len(text):len(text)], '\n')
}

// cutBlankLines removes the blank lines at the start, and counts them.
func cutBlankLines(body []byte) (rest []byte, lines int) {
	for {
		end := bytes.IndexByte(body, '\n')
		if end < 0 || len(bytes.TrimLeft(body[:end], " \t")) > 0 {
			return body, lines
		}
		body = body[end+1:]
		lines++
	}
}
