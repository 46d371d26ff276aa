package layout

import (
	"fmt"
	"html/template"

	"resolute/internal/chart"
	"resolute/internal/i18n"
	"resolute/internal/markdown"
)

// funcs are what templates can call, bound to a language.
func funcs(l *i18n.Locale) template.FuncMap {
	return template.FuncMap{
		// t is an interface word, with pairs of names and values for its placeholders.
		"t": l.T,
		// n is an interface word with a number, in the right plural form.
		"n": l.N,
		// around is the text before and after a placeholder, for markup in between.
		"around": l.Around,
		// number, percent and date write them as the language does.
		"number":  l.Number,
		"percent": l.Percent,
		"date":    func(s string) (string, error) { return dateOf(l, s) },
		"list":    l.List,
		"quote":   l.Quote,
		// country is the name of a country by its code.
		"country": l.Country,
		// markup shows a text that is safe by its making.
		"markup": trusted,
		// page is the number of the i-th page, from 0.
		"page": func(i int) string { return l.Number(i + 1) },
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
	case chart.SVG:
		return template.HTML(v), nil
	}
	return "", fmt.Errorf("markup: a %T is not safe by its making", v)
}

// dateOf writes a civil day, YYYY-MM-DD, in words.
func dateOf(l *i18n.Locale, s string) (string, error) {
	var y, m, d int
	if _, err := fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d); err != nil {
		return "", fmt.Errorf("date: %q is not a day", s)
	}
	return l.Date(y, m, d), nil
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
