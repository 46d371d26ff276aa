package layout

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"resolute/internal/chart"
	"resolute/internal/i18n"
	"resolute/internal/markdown"
)

// funcs are what templates can call, bound to a language and to what has been
// made before.
func funcs(l *i18n.Locale, known *memory) template.FuncMap {
	return template.FuncMap{
		// t is an interface word, with pairs of names and values for its placeholders.
		"t": l.T,
		// word is an interface word whose key is made of two: word "section." .ID.
		"word": func(group, id string) (string, error) { return l.T(group + id) },
		// n is an interface word with a number, in the right plural form.
		"n": l.N,
		// unit is the word of a count without its number, for cells of tables
		// that show it only where the column's heading cannot be seen.
		"unit": func(key string, n int) (string, error) {
			s, err := l.N(key, n)
			return strings.TrimSpace(strings.Replace(s, l.Number(n), "", 1)), err
		},
		// before is the text in front of a placeholder, for markup that follows.
		"before": func(key, name string) (string, error) {
			parts, err := l.Around(key, name)
			return parts[0], err
		},
		// number, percent, date and list write them as the language does.
		"number":  l.Number,
		"percent": l.Percent,
		"date":    func(s string) (string, error) { return dateOf(l, s) },
		"list":    l.List,
		"quote":   l.Quote,
		// fields lists the names of a report's fields by their keys.
		"fields": func(keys []string) (string, error) { return fieldNames(l, keys) },
		// dir is the direction of the language's script.
		"dir": l.Dir,
		// phase is the class of a status: how much of its sign is filled.
		"phase": phase,
		// letter is the id of a heading in an A to Z list.
		"letter": letterID,
		// jsonfeed is the address of a feed in its other form.
		"jsonfeed": func(atom string) string { return strings.TrimSuffix(atom, ".xml") + ".json" },
		// host is the host of an address, to be shown in its place.
		"host": host,
		// once shows a partial of the chrome alone, which is the same on all pages.
		"once": known.once,
		// markup shows a text that is safe by its making.
		"markup": trusted,
		// structured is what search engines read of a page.
		"structured": known.structured,
		// table is the table of a figure's numbers.
		"table": dataTable,
		// redline is a comparison of two texts.
		"redline": redlines(l),
		// next is the number of the i-th page, from 0.
		"next": func(i int) int { return i + 1 },
		// dict makes a map of pairs, for a partial with several inputs.
		"dict": dict,
	}
}

// trusted makes HTML of the types that only hold safe text. Anything else is
// an error, so that no template can let authored text through.
func trusted(v any) (template.HTML, error) {
	switch v := v.(type) {
	case Rich:
		return template.HTML(v.HTML()), nil
	case markdown.HTML:
		return template.HTML(v), nil
	case *Part:
		return v.render()
	case chart.SVG:
		return template.HTML(v), nil
	}
	return "", fmt.Errorf("markup: a %T is not safe by its making", v)
}

// dateOf writes a civil day, YYYY-MM-DD, in words.
func dateOf(l *i18n.Locale, s string) (string, error) {
	var parts [3]int
	fields := strings.Split(s, "-")
	if len(fields) != len(parts) {
		return "", fmt.Errorf("date: %q is not a day", s)
	}
	for i, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil {
			return "", fmt.Errorf("date: %q is not a day", s)
		}
		parts[i] = n
	}
	return l.Date(parts[0], parts[1], parts[2]), nil
}

func fieldNames(l *i18n.Locale, keys []string) (string, error) {
	names := make([]string, len(keys))
	for i, k := range keys {
		name, err := l.T("field." + k)
		if err != nil {
			return "", err
		}
		names[i] = name
	}
	return l.List(names), nil
}

// phases is the number of parts by which the sign of a status fills.
const phases = 8

// phase is "f0" for the first step of progress to "f8" for the last, and "fx"
// for what is not on the scale.
func phase(s any) (string, error) {
	var status Status
	switch s := s.(type) {
	case Status:
		status = s
	case *Status:
		status = *s
	default:
		return "", fmt.Errorf("phase: a %T is not a status", s)
	}
	switch {
	case status.Step < 1 || status.Step > status.Steps:
		return "fx", nil
	case status.Steps == 1:
		return "f8", nil
	}
	return "f" + strconv.Itoa((2*phases*(status.Step-1)+status.Steps-1)/(2*(status.Steps-1))), nil
}

// letterID is an id for a heading of an A to Z list: "letter-a".
func letterID(letter string) string {
	switch letter {
	case i18n.Digits:
		return "letter-0-9"
	case i18n.Others:
		return "letter-other"
	}
	return "letter-" + strings.ToLower(letter)
}

// host is the host of an address without "www.", or the address where it has none.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.")
}

func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: a value is missing")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: the key %v is not text", pairs[i])
		}
		m[key] = pairs[i+1]
	}
	return m, nil
}
