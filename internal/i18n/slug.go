package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxSlug is the length in bytes that no slug exceeds.
const MaxSlug = 80

// Slug is a name in the form of an id or address: a-z, 0-9 and single hyphens
// between words, at most MaxSlug bytes, cut between words unless that would lose
// more than half of them. Accents are dropped and Latin letters written out (ß is ss); other
// scripts are left out, so that a name in one of them gives "". The slug of a
// slug is itself.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		s := ascii(r)
		if s == "" {
			// An accent is dropped; anything else ends a word.
			gap = gap || !unicode.Is(unicode.Mn, r)
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(s)
		if b.Len() > MaxSlug {
			return cut(b.String())
		}
	}
	return b.String()
}

// cut shortens a slug that is too long.
func cut(slug string) string {
	short := slug[:MaxSlug]
	if slug[MaxSlug] == '-' {
		return short
	}
	if i := strings.LastIndexByte(short, '-'); i >= MaxSlug/2 {
		return short[:i]
	}
	return short
}

// ascii is a decomposed character in a-z and 0-9, or "".
func ascii(r rune) string {
	r = unicode.ToLower(r)
	if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
		return string(r)
	}
	switch r {
	case 'ß':
		return "ss"
	case 'æ', 'ǽ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'ŋ':
		return "ng"
	case 'ŧ':
		return "t"
	case 'ƒ':
		return "f"
	case 'ə':
		return "e"
	}
	return ""
}
