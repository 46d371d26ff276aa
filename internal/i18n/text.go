package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// List writes items one after the other: "a, b and c", "a, b et c", "a, b y c";
// in a language that is not written out, with commas only.
func (l *Locale) List(items []string) string {
	if len(items) == 0 {
		return ""
	}
	last := len(items) - 1
	if last == 0 || l.rules.and == nil {
		return strings.Join(items, ", ")
	}
	return strings.Join(items[:last], ", ") + " " + l.rules.and(items[last]) + " " + items[last]
}

// spanishAnd is "y", or "e" before a word that begins with the sound of i. Before
// a second vowel i is no full vowel ("madera y hierro"), except in an acronym,
// which is spelled ("la FAO e IUCN").
func spanishAnd(next string) string {
	word := strings.TrimLeftFunc(next, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	acronym := len(word) > 1 && strings.ToUpper(word[:2]) == word[:2]
	word = strings.TrimPrefix(strings.ToLower(word), "h")
	first, size := utf8.DecodeRuneInString(word)
	second, _ := utf8.DecodeRuneInString(word[size:])
	switch {
	case first == 'í':
		return "e"
	case first == 'i' && (acronym || !strings.ContainsRune("aeouáéóú", second)):
		return "e"
	}
	return "y"
}

// Quote puts a text between the language's quotation marks.
func (l *Locale) Quote(s string) string { return l.rules.open + s + l.rules.close }

// Space makes the blanks at a language's punctuation marks those that
// typography wants: in French a no-break blank before : and » and after «, a
// narrow one before ; ! ?; in French and Spanish a narrow one before the sign
// of percent. Only blanks that are there are changed, so that addresses and
// times stay whole. Other languages keep the text as it is.
func Space(lang, s string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return s
	}
	base, _ := tag.Base()
	r := rulesOf(base.String())
	if r.before == nil && r.after == nil {
		return s
	}
	var b strings.Builder
	var previous rune // the last one written that is no blank
	for i := 0; i < len(s); {
		blanks := blanksAt(s[i:])
		next, size := utf8.DecodeRuneInString(s[i+blanks:])
		b.WriteString(r.blank(s[i:i+blanks], previous, next))
		b.WriteString(s[i+blanks : i+blanks+size])
		previous = next
		i += blanks + size
	}
	return b.String()
}

// blank is what should stand for the blanks between two characters.
func (r rules) blank(blanks string, previous, next rune) string {
	switch {
	case blanks == "" || previous == 0:
	case r.after[previous] != "":
		return r.after[previous]
	case next == '%' && !unicode.IsDigit(previous):
	case r.before[next] != "":
		return r.before[next]
	}
	return blanks
}

// blanksAt is the length of the blanks with which a text begins.
func blanksAt(s string) int {
	return len(s) - len(strings.TrimLeft(s, " "+noBreak+narrowNoBreak))
}
