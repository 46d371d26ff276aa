package build

import (
	"reflect"
	"testing"

	"resolute/internal/output"
	"resolute/internal/search"
)

// TestMaterialDigest changes every field of a material, and what those are of: all of
// it must be in what the digest is of.
func TestMaterialDigest(t *testing.T) {
	t.Parallel()
	body := &output.Body{Digest: "b"}
	values := map[string]any{
		"Path": "p", "Kind": "k", "Heading": newHeading([]string{"c"}, nil, ""), "Year": 7, "Status": "s",
		"Langs": []string{"l"}, "Regions": []string{"r"}, "Actions": []string{"a"},
		"Names":  []*named{newNamed("f", "i", []search.Field{{Kind: search.FieldCountry}})},
		"Others": []string{"o"}, "Texts": []authored{{"l", "f", body}},
	}
	seen := map[string]string{}
	add := func(what string, change func(m *material)) {
		m := material{Heading: newHeading(nil, nil, "")}
		change(&m)
		if written := string(m.append(nil)); seen[written] == "" {
			seen[written] = what
		} else {
			t.Errorf("%s is written like %s", what, seen[written])
		}
	}
	add("nothing", func(*material) {})
	for i := range reflect.TypeFor[material]().NumField() {
		name := reflect.TypeFor[material]().Field(i).Name
		add(name, func(m *material) { reflect.ValueOf(m).Elem().Field(i).Set(reflect.ValueOf(values[name])) })
	}
	for _, other := range []authored{{"", "f", body}, {"l", "", body}, {"l", "f", &output.Body{}}} {
		add("another text", func(m *material) { m.Texts = []authored{other} })
	}
}
