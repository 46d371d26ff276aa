package webtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"resolute/internal/search"
	"resolute/internal/search/analysis"
)

// TestSearchSample finds every resolution of the sample site by every form of its
// code, and every member by its name, with accents and without.
func TestSearchSample(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(published(t), "search-index")
	x, err := search.Open(func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, filepath.FromSlash(path))) })
	if err != nil {
		t.Fatal(err)
	}
	find := func(q search.Query) []search.Hit {
		q.NoExcerpts = true
		r, err := x.Search(q)
		if err != nil {
			t.Fatalf("%q: %v", q.Text, err)
		}
		return r.Hits
	}
	resolutions := find(search.Query{Filters: map[string][]string{"kind": {search.KindResolution}}, Limit: -1})
	if len(resolutions) < 10 {
		t.Fatalf("only %d resolutions", len(resolutions))
	}
	for _, r := range resolutions {
		parts := strings.Split(r.Code, "-")
		congress, year, kind, number := parts[0], parts[1], parts[2], parts[3]
		for _, form := range []string{
			r.Code, strings.ToLower(r.Code), strings.ReplaceAll(r.Code, "-", " "), strings.ReplaceAll(strings.ToLower(r.Code), "-", "_"),
			congress + year + kind + number, year + " " + kind + " " + number, year + " " + kind + " " + strings.TrimLeft(number, "0"),
		} {
			hits := find(search.Query{Text: form})
			if len(hits) == 0 || hits[0].Path != r.Path {
				t.Errorf("%q does not lead to %s but to %v", form, r.Path, paths(hits))
			}
		}
		// A number alone is that of several resolutions: it leads to one of them,
		// and to this one.
		for _, form := range []string{number, strings.TrimLeft(number, "0"), kind + " " + strings.TrimLeft(number, "0")} {
			hits := find(search.Query{Text: form, Limit: -1})
			if len(hits) == 0 || !strings.HasSuffix(hits[0].Code, "-"+number) || !slices.Contains(paths(hits), r.Path) {
				t.Errorf("%q does not lead to %s but to %v", form, r.Path, paths(hits[:min(len(hits), 5)]))
			}
		}
	}
	members := find(search.Query{Filters: map[string][]string{"kind": {search.KindMember}}, Limit: -1})
	if len(members) < 50 {
		t.Fatalf("only %d members", len(members))
	}
	for _, m := range members {
		name := m.Title[0].Value
		for _, form := range []string{name, analysis.Fold(name), strings.ToUpper(name)} {
			hits := find(search.Query{Text: form})
			if !slices.Contains(paths(hits[:min(len(hits), 3)]), m.Path) {
				t.Errorf("%q does not lead to %s but to %v", form, m.Path, paths(hits))
			}
		}
	}
}

func paths(hits []search.Hit) []string {
	list := make([]string, 0, len(hits))
	for _, h := range hits {
		list = append(list, h.Path)
	}
	return list
}
