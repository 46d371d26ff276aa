package i18n

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
)

// Count is the placeholder that stands for the number of a plural message.
const Count = "count"

// Message is one message of the interface. A message without a number has Other
// alone. The plural forms are CLDR's; a form that is empty is as Other. English,
// French and Spanish need One and Other, which is what their grammars tell
// apart below a million; the remaining forms are for languages that need them.
//
// Placeholders are names in braces, "{count} reports".
type Message struct{ Zero, One, Two, Few, Many, Other string }

// MessageError is a message that cannot be used.
type MessageError struct {
	// Key names the message.
	Key string
	// Reason says what is wrong, without the key.
	Reason string
}

// Error is the key and the reason.
func (e *MessageError) Error() string { return fmt.Sprintf("message %q: %s", e.Key, e.Reason) }

// Names are the names of the plural forms, as in the files of words.
func Names() []string { return []string{"zero", "one", "two", "few", "many", "other"} }

// list is the message's forms in the order of Names.
func (m Message) list() []string { return []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} }

// piece is a stretch of text, or a placeholder.
type piece struct{ text, name string }

// forms are a message's forms, parsed; nil where they are as other.
type forms struct {
	plural map[plural.Form][]piece
	other  []piece
}

func (f forms) form(want plural.Form) []piece {
	if p, ok := f.plural[want]; ok {
		return p
	}
	return f.other
}

func (m Message) parse() (forms, error) {
	if m.Other == "" {
		return forms{}, errors.New(`it has no form "other"`)
	}
	kinds := []plural.Form{plural.Zero, plural.One, plural.Two, plural.Few, plural.Many, plural.Other}
	var f forms
	for i, s := range m.list() {
		if s == "" {
			continue
		}
		pieces, err := parse(s)
		switch {
		case err != nil:
			return forms{}, err
		case kinds[i] == plural.Other:
			f.other = pieces
		default:
			if f.plural == nil {
				f.plural = map[plural.Form][]piece{}
			}
			f.plural[kinds[i]] = pieces
		}
	}
	return f, nil
}

// parse splits a text at its placeholders. Braces have no other use.
func parse(s string) ([]piece, error) {
	var pieces []piece
	for rest := s; rest != ""; {
		text, tail, found := strings.Cut(rest, "{")
		if strings.Contains(text, "}") {
			return nil, fmt.Errorf("a } without its { in %q", s)
		}
		if text != "" {
			pieces = append(pieces, piece{text: text})
		}
		if !found {
			break
		}
		name, after, closed := strings.Cut(tail, "}")
		if !closed || !isName(name) {
			return nil, fmt.Errorf("a placeholder is a name in braces, such as {count}, unlike that of %q", s)
		}
		pieces = append(pieces, piece{name: name})
		rest = after
	}
	return pieces, nil
}

func isName(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && c != '_' {
			return false
		}
	}
	return s != ""
}

// Missing compares the messages of a language with those of a reference. It
// returns, each sorted by key, the keys that only the reference has, those that
// only the other has, and those whose placeholders differ: "other" must have
// exactly those of the reference, and a further plural form the same, except
// that it may do without {count}. A message that cannot be parsed is among
// badPlaceholders.
func Missing(reference, other map[string]Message) (missing, extra, badPlaceholders []string) {
	for _, key := range slices.Sorted(maps.Keys(reference)) {
		m, ok := other[key]
		if !ok {
			missing = append(missing, key)
		} else if !samePlaceholders(reference[key], m) {
			badPlaceholders = append(badPlaceholders, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(other)) {
		if _, ok := reference[key]; !ok {
			extra = append(extra, key)
		}
	}
	return missing, extra, badPlaceholders
}

func samePlaceholders(reference, other Message) bool {
	want, err := placeholders(reference.Other)
	if err != nil {
		return false
	}
	got, err := placeholders(other.Other)
	if err != nil || !slices.Equal(want, got) {
		return false
	}
	isCount := func(s string) bool { return s == Count }
	for _, s := range slices.Concat(reference.list(), other.list()) {
		if s == "" {
			continue
		}
		got, err := placeholders(s)
		if err != nil {
			return false
		}
		if !slices.Contains(got, Count) {
			got = append(got, slices.DeleteFunc(slices.Clone(want), func(s string) bool { return !isCount(s) })...)
			slices.Sort(got)
		}
		if !slices.Equal(want, got) {
			return false
		}
	}
	return true
}

// placeholders are the names in a text, sorted, each once.
func placeholders(s string) ([]string, error) {
	pieces, err := parse(s)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, p := range pieces {
		if p.name != "" {
			names = append(names, p.name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
