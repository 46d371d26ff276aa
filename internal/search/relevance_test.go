package search_test

import (
	"slices"
	"testing"

	"resolute/internal/search"
	"resolute/internal/search/searchtest"
)

// open builds the test site and opens its index.
func open(t testing.TB, o search.Options) *search.Index {
	t.Helper()
	files, _, err := search.Build(searchtest.Documents(), searchtest.Labels(), searchtest.Languages, o)
	if err != nil {
		t.Fatal(err)
	}
	x, err := search.Open(search.Loader(files))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestRelevance(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]search.Options{"small shards": {ShardSize: 120, TextsPerFile: 2}, "default": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := open(t, o)
			for _, c := range searchtest.Cases {
				r, err := x.Search(search.Query{Text: c.Query, Filters: c.Filters, Sort: c.Sort, Limit: -1, Lang: "en"})
				if err != nil {
					t.Errorf("%q: %v", c.Query, err)
				}
				check(t, c, r)
			}
		})
	}
}

// check compares the results of a case with what it must answer.
func check(t *testing.T, c searchtest.Case, r search.Results) {
	t.Helper()
	var paths []string
	for _, h := range r.Hits {
		paths = append(paths, h.Path)
	}
	if c.First != "" && (len(paths) == 0 || paths[0] != c.First) {
		t.Errorf("%q: first is not %s in %v", c.Query, c.First, paths)
	}
	for _, p := range c.Has {
		if !slices.Contains(paths, p) {
			t.Errorf("%q: no %s in %v", c.Query, p, paths)
		}
	}
	for _, p := range c.Not {
		if slices.Contains(paths, p) {
			t.Errorf("%q: %s should not be in %v", c.Query, p, paths)
		}
	}
	if c.Total >= 0 && r.Total != c.Total {
		t.Errorf("%q: %d results, want %d: %v", c.Query, r.Total, c.Total, paths)
	}
	var missing []string
	with := ""
	for _, w := range r.Words {
		switch w.Outcome {
		case search.Missing:
			missing = append(missing, w.Text)
		case search.Corrected:
			with = w.With
		case search.Found, search.Failed:
		}
	}
	if !slices.Equal(missing, c.Missing) || with != c.With {
		t.Errorf("%q: missing %q, with %q; want %q, %q", c.Query, missing, with, c.Missing, c.With)
	}
}
