// Package i18n knows what is particular to a language: the words of the
// interface and their plurals, dates, numbers, lists, quotation marks,
// alphabetical order, and the names of countries.
//
// A Locale is made once for a language from its words and is safe for use by
// many goroutines. English, French and Spanish are written out in languages.go;
// any other language works too, with the behaviour of CLDR's root, the order
// and the plurals of its own, and English names of countries.
//
// The package has no I/O: the words come from the caller, who has read them.
package i18n

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Locale is a language and its words.
type Locale struct {
	lang     string
	tag      language.Tag
	rules    rules
	sources  map[string]Message
	messages map[string]forms
	order    sync.Pool // of *sorter, which are not safe for concurrent use
	keys     sync.Map  // string -> Key: names recur on many pages
	letters  []letter
}

// New makes the locale of a language, a BCP 47 tag such as "fr" or "pt-BR". Its
// errors are the unreadable tag, or all messages that cannot be read, joined,
// each a *MessageError, by key.
func New(lang string, messages map[string]Message) (*Locale, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("%q is not a language: %w", lang, err)
	}
	base, _ := tag.Base()
	l := &Locale{lang: lang, tag: tag, rules: rulesOf(base.String()), sources: maps.Clone(messages), messages: make(map[string]forms, len(messages))}
	l.order.New = func() any { return newSorter(tag) }
	l.letters = l.alphabet()
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(messages)) {
		parsed, err := messages[key].parse()
		if err != nil {
			errs = append(errs, &MessageError{Key: key, Reason: err.Error()})
			continue
		}
		l.messages[key] = parsed
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return l, nil
}

// Lang is the tag with which the locale was made.
func (l *Locale) Lang() string { return l.lang }

// Dir is the direction of the language's script, as HTML's dir attribute has
// it: "ltr" or "rtl".
func (l *Locale) Dir() string {
	script, _ := l.tag.Script()
	switch script.String() {
	case "Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa":
		return "rtl"
	}
	return "ltr"
}

// T is the message of a key. Its placeholders are filled from pairs of a name
// and a value: T("edition.title", "code", code, "year", 2023). Values are
// written plainly, so that years and codes stay as they are; format other
// numbers first. Only {count}, where its value is an int, is a number: it is
// written as Number writes it, and decides on the plural form. It is an error
// when there is no such key, when a placeholder gets no value, or when a value
// has no placeholder: a template that calls T then fails, and so does the build.
func (l *Locale) T(key string, args ...any) (string, error) {
	for i := 0; i+1 < len(args); i += 2 {
		if n, ok := args[i+1].(int); ok && args[i] == Count {
			return l.N(key, n, slices.Delete(slices.Clone(args), i, i+2)...)
		}
	}
	m, ok := l.messages[key]
	if !ok {
		return "", l.missing(key)
	}
	return l.fill(key, m.other, args)
}

// N is the message of a key for a number of things, in the plural form that the
// language has for that number. The placeholder {count} is the number, written
// as Number writes it; others are filled as in T. A form may do without {count},
// unless it is the only one.
func (l *Locale) N(key string, n int, args ...any) (string, error) {
	m, ok := l.messages[key]
	if !ok {
		return "", l.missing(key)
	}
	chosen := m.form(plural.Cardinal.MatchPlural(l.tag, magnitude(n), 0, 0, 0, 0))
	if m.plural == nil || has(chosen, Count) {
		args = append([]any{Count, l.Number(n)}, args...)
	}
	return l.fill(key, chosen, args)
}

// Around is the text before and after one placeholder of a message, for a
// template that has markup to put there: a link, or a title in another
// language. The message's other placeholders are filled as in T.
func (l *Locale) Around(key, name string, args ...any) ([2]string, error) {
	const mark = "\x00"
	s, err := l.T(key, append([]any{name, mark}, args...)...)
	if err != nil {
		return [2]string{}, err
	}
	before, after, _ := strings.Cut(s, mark)
	if strings.Contains(after, mark) {
		return [2]string{}, &MessageError{Key: key, Reason: fmt.Sprintf("{%s} stands in it twice", name)}
	}
	return [2]string{before, after}, nil
}

// Under are the messages whose keys begin with a prefix, by the rest of the key,
// with their placeholders and plural forms: for scripts in the page, which fill
// them there.
func (l *Locale) Under(prefix string) map[string]Message {
	under := map[string]Message{}
	for key, m := range l.sources {
		if rest, ok := strings.CutPrefix(key, prefix); ok {
			under[rest] = m
		}
	}
	return under
}

func (l *Locale) missing(key string) error {
	return &MessageError{Key: key, Reason: fmt.Sprintf("no words for it in %q", l.lang)}
}

// fill writes the pieces of a message with the values of its placeholders.
func (l *Locale) fill(key string, pieces []piece, args []any) (string, error) {
	if len(args)%2 != 0 {
		return "", &MessageError{Key: key, Reason: "values come in pairs of name and value"}
	}
	if len(args) == 0 && len(pieces) == 1 && pieces[0].name == "" {
		return pieces[0].text, nil
	}
	var b strings.Builder
	used := 0
	for _, p := range pieces {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		value, ok := valueOf(p.name, args)
		if !ok {
			return "", &MessageError{Key: key, Reason: fmt.Sprintf("no value for {%s}", p.name)}
		}
		b.WriteString(value)
	}
	for i := 0; i < len(args); i += 2 {
		name, _ := args[i].(string)
		if name != "" && has(pieces, name) {
			used++
		}
	}
	if used != len(args)/2 {
		return "", &MessageError{Key: key, Reason: fmt.Sprintf("a value without a placeholder among %v", args)}
	}
	return b.String(), nil
}

func has(pieces []piece, name string) bool {
	return slices.ContainsFunc(pieces, func(p piece) bool { return p.name == name })
}

func valueOf(name string, args []any) (string, bool) {
	for i := 0; i < len(args); i += 2 {
		if n, ok := args[i].(string); !ok || n != name {
			continue
		}
		switch v := args[i+1].(type) {
		case string:
			return v, true
		case int:
			return strconv.Itoa(v), true
		default:
			return fmt.Sprint(v), true
		}
	}
	return "", false
}

// magnitude is |n|, short enough for the plural rules, which look at no digits
// beyond the seventh from the right but do tell 0 from 10,000,000.
func magnitude(n int) int {
	const limit = 10_000_000
	if n >= limit || n <= -limit {
		return max(n%limit, -(n%limit)) + limit
	}
	return max(n, -n)
}
