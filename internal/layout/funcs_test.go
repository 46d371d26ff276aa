package layout

import (
	"html/template"
	"testing"

	"resolute/internal/chart"
	"resolute/internal/i18n"
	"resolute/internal/markdown"
)

func TestTrusted(t *testing.T) {
	for _, v := range []any{markdown.HTML("<b>x</b>"), chart.SVG("<b>x</b>"), NewRich("", func() markdown.HTML { return "<b>x</b>" })} {
		if got, err := trusted(v); err != nil || got != template.HTML("<b>x</b>") {
			t.Errorf("%T: %q, %v", v, got, err)
		}
	}
	for _, v := range []any{"<b>", template.HTML("<b>"), nil, 1} {
		if got, err := trusted(v); err == nil {
			t.Errorf("%T is trusted: %q", v, got)
		}
	}
	if got, err := trusted(Rich{}); err != nil || got != "" {
		t.Errorf("no text: %q, %v", got, err)
	}
}

func TestPhase(t *testing.T) {
	for _, test := range []struct {
		step, steps int
		want        string
	}{{0, 5, "fx"}, {1, 5, "f0"}, {2, 5, "f2"}, {3, 5, "f4"}, {4, 5, "f6"}, {5, 5, "f8"}, {1, 1, "f8"}, {2, 4, "f3"}, {2, 3, "f4"}, {6, 5, "fx"}} {
		s := Status{Step: test.step, Steps: test.steps}
		for _, v := range []any{s, &s} {
			if got, err := phase(v); err != nil || got != test.want {
				t.Errorf("step %d of %d: %q, %v", test.step, test.steps, got, err)
			}
		}
	}
	if _, err := phase("underway"); err == nil {
		t.Error("a text is a status")
	}
}

func TestFuncs(t *testing.T) {
	if got := letterID("Ñ") + " " + letterID(i18n.Digits) + " " + letterID(i18n.Others); got != "letter-ñ letter-0-9 letter-other" {
		t.Error(got)
	}
	for address, want := range map[string]string{"https://www.example.org/a?b": "example.org", "http://portals.iucn.org:80/": "portals.iucn.org:80", "nowhere": "nowhere", "%": "%"} {
		if got := host(address); got != want {
			t.Errorf("host of %q is %q", address, got)
		}
	}
	l, err := i18n.New("fr", map[string]i18n.Message{"field.status": {Other: "État"}, "field.body": {Other: "Texte"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := dateOf(l, "2023-03-01"); err != nil || got != "1er mars 2023" {
		t.Errorf("date: %q, %v", got, err)
	}
	for _, bad := range []string{"", "2023", "2023-3-x", "a-b-c-d"} {
		if _, err := dateOf(l, bad); err == nil {
			t.Errorf("%q is a day", bad)
		}
	}
	if got, err := fieldNames(l, []string{"status", "body"}); err != nil || got != "État et Texte" {
		t.Errorf("fields: %q, %v", got, err)
	}
	if _, err := fieldNames(l, []string{"nothing"}); err == nil {
		t.Error("an unknown field has a name")
	}
	if _, err := dict("a"); err == nil {
		t.Error("a pair without a value")
	}
	if _, err := dict(1, 2); err == nil {
		t.Error("a number as a key")
	}
}
