package content

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// decodeMap decodes a map by its table: unknown and repeated keys, missing
// ones, and every value.
func decodeMap[T any](d *decoder, n *yaml.Node, t table[T], v *T, place Place, whole diag.Pos) {
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		d.key = key.Value
		if first := seen[key.Value]; first != nil {
			d.key = "duplicate-key"
			d.errorf(key, "take one of them out", "the field %q is here twice; first in line %d", key.Value, d.pos(first).Line)
			continue
		}
		seen[key.Value] = key
		f := t.find(key.Value)
		switch {
		case f == nil:
			d.key = "unknown-key"
			d.errorf(key, unknownKeyHint(key.Value, t, place), "unknown field %q", key.Value)
		case f.Place == OriginalOnly && place == TranslationOnly:
			d.errorf(key, "take it out", "a translation takes the field %q from its original", key.Value)
		case f.Place == TranslationOnly && place == OriginalOnly:
			d.errorf(key, "take it out, or name the file <year>.<language>.md", "only a translation has the field %q", key.Value)
		default:
			f.read(d, value, v)
		}
	}
	for _, f := range t {
		if f.Required && seen[f.Key] == nil && (f.Place == Everywhere || f.Place == place) {
			*d.problems = append(*d.problems, diag.Errorf(whole, f.Key, "add a line: "+f.Key+": "+f.Example, "the field %q is missing", f.Key))
		}
	}
}

func unknownKeyHint[T any](key string, t table[T], place Place) string {
	var keys []string
	for _, f := range t.on(place) {
		keys = append(keys, f.Key)
	}
	return diag.DidYouMean(key, keys)
}

func languagesOf(t report.Text) []report.Lang {
	var list []report.Lang
	for l := range t {
		list = append(list, l)
	}
	slices.Sort(list)
	return list
}
