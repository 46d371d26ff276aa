package i18n

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
)

// publishedSlugs are the addresses of countries. A line may be added; none may
// change, because the addresses are published.
//
//go:embed testdata/country-slugs.txt
var publishedSlugs string

func TestCountrySlugsStay(t *testing.T) {
	published := map[string]string{}
	for line := range strings.Lines(publishedSlugs) {
		code, slug, _ := strings.Cut(strings.TrimSpace(line), " ")
		published[code] = slug
	}
	seen := map[string]string{}
	for _, code := range CountryCodes() {
		slug := CountrySlug(code)
		if slug != published[code] {
			t.Errorf("%s has the slug %q, published as %q", code, slug, published[code])
		}
		if slug == "" || slug != Slug(slug) {
			t.Errorf("%s: %q is no slug", code, slug)
		}
		if other, ok := seen[slug]; ok {
			t.Errorf("%s and %s share the slug %q", code, other, slug)
		}
		seen[slug] = code
	}
}

func TestCountry(t *testing.T) {
	tests := []struct{ code, en, fr, es string }{
		{"CI", "Côte d’Ivoire", "Côte d’Ivoire", "Côte d’Ivoire"},
		{"KR", "South Korea", "Corée du Sud", "Corea del Sur"},
		{"CV", "Cabo Verde", "Cap-Vert", "Cabo Verde"},
		{"CD", "Congo (DRC)", "Congo (RDC)", "República Democrática del Congo"},
		{"TR", "Türkiye", "Turquie", "Turquía"},
		{"NO", "Norway", "Norvège", "Noruega"},
		{"XX", "XX", "XX", "XX"},
		{"no", "no", "no", "no"},
		{"", "", "", ""},
	}
	for _, tt := range tests {
		for lang, want := range map[string]string{"en": tt.en, "fr": tt.fr, "es": tt.es, "fr-BE": tt.fr, "de": tt.en} {
			if got := locale(t, lang, nil).Country(tt.code); got != want {
				t.Errorf("%s: Country(%q) = %q, want %q", lang, tt.code, got, want)
			}
		}
		if KnownCountry(tt.code) != (tt.en != tt.code) {
			t.Errorf("KnownCountry(%q) = %v", tt.code, KnownCountry(tt.code))
		}
	}
}

func TestCountryTable(t *testing.T) {
	codes := CountryCodes()
	if len(codes) != 249 || !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != 249 {
		t.Errorf("%d codes, expected the 249 of ISO 3166-1, sorted, each once", len(codes))
	}
	// A name must lead to one country only, whichever table it stands in.
	owner := map[string]string{}
	claim := func(name, code string) {
		folded := foldName(name)
		if other, ok := owner[folded]; ok && other != code || folded == "" {
			t.Errorf("%q names both %s and %s", name, other, code)
		}
		owner[folded] = code
	}
	for _, c := range countries {
		for _, name := range append([]string{c.en, c.fr, c.es}, c.others...) {
			claim(name, c.code)
		}
	}
	for _, a := range countryAliases {
		if !KnownCountry(a.code) {
			t.Errorf("alias of an unknown country %q", a.code)
		}
		for _, name := range a.names {
			claim(name, a.code)
		}
	}
}

func TestCountryByName(t *testing.T) {
	tests := []struct{ name, want string }{
		{"United States of America", "US"},
		{"United Kingdom of Great Britain and Northern Ireland", "GB"},
		{"Tanzania", "TZ"},
		{"United Republic of Tanzania", "TZ"},
		{"Korea (RK)", "KR"},
		{"Republic of Korea", "KR"},
		{"Bolivia (Plurinational State of)", "BO"},
		{"The Netherlands", "NL"},
		{"Netherlands", "NL"},
		{"Russia", "RU"},
		{"Syria", "SY"},
		{"Venezuela", "VE"},
		{"Viet Nam", "VN"},
		{"Vietnam", "VN"},
		{"Türkiye", "TR"},
		{"turkey", "TR"},
		{"Cabo Verde", "CV"},
		{"Cape Verde", "CV"},
		{"Guinea Bissau", "GW"},
		{"Guinea", "GN"},
		{"Curaçao", "CW"},
		{"CURACAO", "CW"},
		{"Solomon Islands", "SB"},
		{"Papua New Guinea", "PG"},
		{"Cote d'Ivoire", "CI"},
		{"États-Unis", "US"},
		{"Les Bahamas", "BS"},
		{"Corea del Sur", "KR"},
		{"Saint Lucia", "LC"},
		{"St. Lucia", "LC"},
		{"Trinidad and Tobago", "TT"},
		{"Congo", "CG"},
		{"Democratic Republic of the Congo", "CD"},
		{"Myanmar", "MM"},
		{"  Czech   Republic ", "CZ"},
		{"KE", ""},
		{"RU", ""},
		{"Atlantis", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got, ok := CountryByName(tt.name); got != tt.want || ok != (tt.want != "") {
			t.Errorf("CountryByName(%q) = %q, %v; want %q", tt.name, got, ok, tt.want)
		}
	}
	for _, lang := range []string{"en", "fr", "es"} {
		l := locale(t, lang, nil)
		for _, code := range CountryCodes() {
			if got, _ := CountryByName(l.Country(code)); got != code {
				t.Errorf("%s: %q leads to %q, not %s", lang, l.Country(code), got, code)
			}
		}
	}
}
