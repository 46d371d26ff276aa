package build_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"resolute/internal/build"
	"resolute/internal/search"
	"resolute/internal/search/analysis"
	"resolute/internal/site"
	"resolute/layouts"
	"resolute/static"
)

// TestSampleSearch asks for what the sample site has by all names that it goes
// by: members by acronym and other names, editions by their commissions, countries
// by what people call them.
func TestSampleSearch(t *testing.T) {
	t.Parallel()
	o := build.Options{Source: os.DirFS(filepath.Join("..", "..")), Layouts: layouts.FS, Static: static.FS, Version: "test"}
	p, problems, err := build.Load(t.Context(), o)
	if err != nil || p == nil {
		t.Fatal(err, problems)
	}
	files, err := p.SearchIndex()
	if err != nil {
		t.Fatal(err)
	}
	x, err := search.Open(search.Loader(files))
	if err != nil {
		t.Fatal(err)
	}
	find := func(text, kind string) []string {
		r, err := x.Search(search.Query{Text: text + " ", Filters: map[string][]string{"kind": {kind}}, Limit: -1, NoExcerpts: true})
		if err != nil {
			t.Fatal(err)
		}
		var paths []string
		for _, h := range r.Hits {
			paths = append(paths, h.Path)
		}
		return paths
	}
	// An acronym is no key: others have it too, or have it in their name.
	sharing := func(acronym string) (n int) {
		for _, m := range p.Site.Members {
			names := strings.Join(append([]string{m.Name, m.Acronym}, m.OtherNames...), " ")
			if slices.Contains(strings.Fields(analysis.Fold(names)), analysis.Fold(acronym)) {
				n++
			}
		}
		return n
	}
	for _, m := range p.Site.Members {
		for i, name := range append([]string{m.Acronym}, m.OtherNames...) {
			if name == "" {
				continue
			}
			among := 3
			if i == 0 {
				among = sharing(name) + 2
			}
			for _, form := range []string{name, strings.ToLower(name), analysis.Fold(name)} {
				hits := find(form, search.KindMember)
				if !slices.Contains(hits[:min(len(hits), among)], m.Path()) {
					t.Errorf("%q does not lead to %s but to %v", form, m.Path(), hits[:min(len(hits), 5)])
				}
			}
		}
	}
	commissions := 0
	for _, e := range p.Site.Editions {
		for _, c := range e.Commissions.Items {
			term, ok := p.Site.Settings.Vocabularies.Commissions.Find(c.ID)
			if !ok {
				continue
			}
			commissions++
			for _, name := range []string{term.Acronym, term.Label["en"], term.Label["fr"], term.Label["es"]} {
				if !slices.Contains(find(name, search.KindEdition), e.Path()) {
					t.Errorf("%q does not find %s", name, e.Path())
				}
			}
		}
	}
	if commissions < 5 {
		t.Errorf("only %d commissions took part", commissions)
	}
	for country, names := range map[string][]string{
		"US": {"USA", "U.S.A.", "United States of America", "États-Unis", "Estados Unidos"},
		"GB": {"UK", "Great Britain", "Royaume-Uni"},
		"CD": {"DRC", "RDC", "Democratic Republic of the Congo"},
		"VN": {"Viet Nam", "Vietnam", "viêt nam"},
		"CI": {"Cote d'Ivoire", "Côte d’Ivoire", "Ivory Coast"},
		"KR": {"Korea", "Republic of Korea"},
		"TR": {"Turkey", "Türkiye", "turkiye"},
	} {
		at := slices.IndexFunc(p.Site.Members, func(m *site.Member) bool { return m.Country.ID == country })
		if at < 0 {
			continue
		}
		for _, name := range names {
			if !slices.Contains(find(name, search.KindMember), p.Site.Members[at].Path()) {
				t.Errorf("%q does not find %s of %s", name, p.Site.Members[at].ID, country)
			}
		}
	}
}
