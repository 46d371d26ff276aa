package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ligatures are the letters that no Unicode decomposition takes apart and that
// people type as two letters, or without their stroke.
var ligatures = strings.NewReplacer(
	"œ", "oe", "æ", "ae", "ß", "ss", "ø", "o", "đ", "d", "ł", "l", "ı", "i", "ς", "σ",
)

// Lower is the written form of a word that the dictionary keeps: lower case,
// with its accents, in Unicode form KC so that full-width letters and ligatures
// of the typesetter are the plain ones.
func Lower(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	// The capital with a dot is two characters in lower case, for the client too.
	s = strings.ReplaceAll(norm.NFKC.String(s), "İ", "i\u0307")
	return strings.ReplaceAll(norm.NFC.String(strings.ToLower(s)), "ς", "σ")
}

// Fold is the form under which a word is found: lower case, without accents,
// ligatures taken apart. Fold(Fold(s)) == Fold(s), and Fold(Lower(s)) == Fold(s).
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	folded := ligatures.Replace(b.String())
	// Lower-casing and the ligatures may leave something to take apart.
	if !isASCII(folded) {
		if again := norm.NFKD.String(folded); again != folded {
			return Fold(again)
		}
	}
	return folded
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Compare orders texts by their UTF-16 code units, as the client's < does. It
// differs from the order of the bytes only where a character outside the Basic
// Multilingual Plane meets one in U+E000–U+FFFF.
func Compare(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for i < n && a[i] == b[i] {
		i++
	}
	if i == n {
		return len(a) - len(b)
	}
	x, y := a[i], b[i]
	if x >= 0xee && y >= 0xee && (x >= 0xf0) != (y >= 0xf0) {
		// A surrogate pair (first byte F0 and up) sorts below U+E000.
		return int(y) - int(x)
	}
	return int(x) - int(y)
}

// Units is the length of s in UTF-16 code units, which is what the client counts.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}
