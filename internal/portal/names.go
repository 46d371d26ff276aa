package portal

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"resolute/internal/i18n"
)

// longestName and wordiestName bound what is taken for the name of an
// organisation.
const (
	longestName  = 140
	wordiestName = 14
)

var (
	// sentenceBreak is a full stop within a text that starts another sentence.
	sentenceBreak = regexp.MustCompile(`\p{Ll}{3}[.!?]\s+\p{Lu}`)
	// conjunctions join the last two names of a list.
	conjunctions = []string{" and ", " et ", " y ", " & "}
	// links hold a name together, so that an "and" after one may be the name's
	// own: "Ministry of Forests and Fisheries".
	nameLinks = []string{" of ", " for ", " on ", " de ", " des ", " du ", " del ", " pour ", " para ", " sur "}
	// verbs are words that a sentence has and a name does not.
	verbs = regexp.MustCompile(`(?i)\s(?:is|are|was|were|has|have|had|been|will|can|est|sont|ont|été|sera|fue|fueron|son|ha|han|sido)\s`)
	// suffixes belong to the name before the comma.
	suffixes = []string{"inc", "inc.", "ltd", "ltd.", "llc", "llp", "plc", "gmbh", "e.v.", "ev", "s.a.", "a.c.", "npc", "ngo", "corp.", "corp", "co."}
)

// splitNames divides "A, B, C and D" into names. It splits at semicolons where
// there are any, else at commas; a part that is a country or a legal form
// belongs to the name before it. Where a part does not look like a name the
// whole is one name, or, where it reads like a sentence, none.
func splitNames(text string) (names []string, ok bool) {
	text = strings.TrimSpace(text)
	separator := ','
	if strings.Contains(text, ";") {
		separator = ';'
	}
	whole := text
	if terminated.MatchString(whole) {
		whole = whole[:len(whole)-1]
	}
	parts := splitOutside(whole, separator)
	if separator == ',' {
		parts = rejoin(parts)
	}
	if n := len(parts); n > 1 {
		parts = append(parts[:n-1], lastTwo(parts[n-1])...)
		if allNames(parts) {
			return parts, true
		}
	}
	if isName(text) {
		return []string{text}, true
	}
	return nil, false
}

// splitOutside splits at a separator that is not within parentheses or double
// quotes.
func splitOutside(text string, separator rune) []string {
	var parts []string
	depth, quoted, start := 0, false, 0
	for i, r := range text {
		switch r {
		case '(', '[', '“', '«':
			depth++
		case ')', ']', '”', '»':
			depth = max(depth-1, 0)
		case '"':
			quoted = !quoted
		case separator:
			if depth == 0 && !quoted {
				parts = append(parts, strings.TrimSpace(text[start:i]))
				start = i + utf8.RuneLen(separator)
			}
		}
	}
	if last := strings.TrimSpace(text[start:]); last != "" {
		parts = append(parts, last)
	}
	return parts
}

// rejoin gives legal forms and countries back to the name before them.
func rejoin(parts []string) []string {
	var joined []string
	for _, p := range parts {
		_, country := i18n.CountryByName(p)
		if len(joined) > 0 && (country || isSuffix(p)) {
			joined[len(joined)-1] += ", " + p
			continue
		}
		joined = append(joined, p)
	}
	return joined
}

func isSuffix(s string) bool {
	for _, x := range suffixes {
		if strings.EqualFold(s, x) {
			return true
		}
	}
	return false
}

// lastTwo divides the end of a list, "C and D", where both sides look like names
// of their own.
func lastTwo(part string) []string {
	for _, c := range conjunctions {
		if rest, ok := strings.CutPrefix(part, c[1:]); ok {
			return []string{rest}
		}
	}
	for _, c := range conjunctions {
		at := strings.LastIndex(part, c)
		if at < 0 {
			continue
		}
		left, right := part[:at], part[at+len(c):]
		for _, link := range nameLinks {
			if strings.Contains(left, link) {
				return []string{part}
			}
		}
		if startsName(left) && startsName(right) && (strings.Contains(right, " ") || strings.ToUpper(right) == right) {
			return []string{left, right}
		}
	}
	return []string{part}
}

func allNames(parts []string) bool {
	for _, p := range parts {
		if !startsName(p) || !isName(p) {
			return false
		}
	}
	return true
}

// startsName tells whether a text begins as a name does. Many begin with a
// small letter ("le CIRAD"), but then it is not certain.
func startsName(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, `"'(“«`))
	return unicode.IsUpper(r) || unicode.IsTitle(r) || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
}

// isName tells whether a text can be one name rather than a remark.
func isName(s string) bool {
	return s != "" && utf8.RuneCountInString(s) <= longestName && len(strings.Fields(s)) <= wordiestName &&
		!sentenceBreak.MatchString(s) && !verbs.MatchString(s) && !(strings.HasSuffix(s, ".") && len(strings.Fields(s)) > 6)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
