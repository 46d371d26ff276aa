package search_test

import (
	"errors"
	"slices"
	"strings"
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
	for name, o := range map[string]search.Options{"small shards": {ShardSize: 120}, "default": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := open(t, o)
			for _, c := range searchtest.Cases {
				r, err := x.Search(search.Query{Text: c.Query, Filters: c.Filters, Sort: c.Sort, Limit: -1, Lang: "en", NoExcerpts: true})
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

// TestExcerpts looks at what is shown of a text.
func TestExcerpts(t *testing.T) {
	t.Parallel()
	x := open(t, search.Options{})
	for _, c := range []struct{ query, lang, path, want string }{
		{"pangolin", "en", "resolutions/wcc-2020-res-040/2022/", "Training on cybercrime began. Customs officers in India learned to trace online offers of ivory, [pangolins] and [pangolin] scales. The illegal wildlife trade moves to closed groups."},
		{"elephant", "en", "resolutions/wcc-2020-res-040/2023/", "[Elephant] ivory was found in nine hundred offers. IFAW's coalition removed them and shared its method with three marketplaces. Capacity-building for judges went on in the USA."},
		{"eau", "fr", "resolutions/wcc-2020-rec-104/2022/", "Le changement climatique fait blanchir un récif après l’autre. Les espèces menacées quittent l’[eau] chaude. Une œuvre collective sur l'[eau] a été publiée."},
		{"capacity-building", "en", "resolutions/wcc-2020-res-040/2023/", "Elephant ivory was found in nine hundred offers. IFAW's coalition removed them and shared its method with three marketplaces. [Capacity-building] for judges went on in the USA."},
		{"International Fund", "en", "members/ifaw/", "[International] [Fund] for Animal Welfare; IFAW; United States of America; États-Unis d’Amérique; Estados Unidos de América; USA"},
		{"script", "en", "resolutions/wcc-2020-res-111/2024/", "<[script]>alert('x')</[script]> & \"quoted\" text stays text. The constructor of the nest boxes retired. Wildlife crossings opened."},
		{"œuvre", "en", "resolutions/wcc-2020-rec-104/2022/", "Le changement climatique fait blanchir un récif après l’autre. Les espèces menacées quittent l’eau chaude. Une [œuvre] collective sur l'eau a été publiée."},
	} {
		r, err := x.Search(search.Query{Text: c.query, Lang: c.lang})
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(r.Hits, func(h search.Hit) bool { return h.Path == c.path })
		if at < 0 {
			t.Errorf("%q: no %s", c.query, c.path)
			continue
		}
		if got := shown(r.Hits[at].Excerpt); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.query, got, c.want)
		}
	}
}

func shown(e search.Excerpt) string {
	s := ""
	if e.Before {
		s = "…"
	}
	for _, span := range e.Spans {
		if span.Mark {
			s += "[" + span.Text + "]"
		} else {
			s += span.Text
		}
	}
	if e.After {
		s += "…"
	}
	return s
}

// TestSuggestions looks at what is proposed while one types.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	x := open(t, search.Options{})
	for _, c := range []struct {
		typed, lang string
		want        []string
	}{
		{"", "en", nil},
		{"pang", "en", []string{"pangolin", "pangolins"}},
		{"pang ", "en", nil},
		{"illegal pang", "en", []string{"pangolin", "pangolins"}},
		{"res 40", "en", []string{"code:WCC-2020-Res-040", "code:WCC-2016-Res-040"}},
		{"WCC-2020-R", "en", []string{"code:WCC-2020-Res-111", "code:WCC-2020-Res-040", "code:WCC-2020-Rec-104", "res", "rec", "récifs", "reefs", "rangers", "rapportent"}},
		{"7.04", "en", []string{"code:WCC-2020-Res-040"}},
		{"ifa", "en", []string{"member:ifaw", "ifaw"}},
		{"comite fr", "fr", []string{"member:iucn-france", "country:FR", "member:wwf-france", "france", "francia", "français", "french"}},
		{"comite fr", "es", []string{"member:iucn-france", "country:FR", "member:wwf-france", "france", "francia", "français", "french"}},
		{"cote d'iv", "en", []string{"country:CI", "ivory", "ivoire"}},
		{"ivory c", "en", []string{"climate", "comisión", "conanp", "conservation", "change", "changement"}},
		{"<img src=x", "en", nil},
	} {
		list, err := x.Suggest(c.typed, c.lang)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range list {
			switch s.Facet {
			case "":
				got = append(got, s.Text)
			default:
				got = append(got, s.Facet+":"+s.ID)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %s:\n got %q\nwant %q", c.typed, c.lang, got, c.want)
		}
	}
}

// TestFaults takes files away and damages them: what can be searched is.
func TestFaults(t *testing.T) {
	t.Parallel()
	files, _, err := search.Build(searchtest.Documents(), searchtest.Labels(), searchtest.Languages, search.Options{ShardSize: 100})
	if err != nil {
		t.Fatal(err)
	}
	load := search.Loader(files)
	failed := 0
	for _, gone := range files {
		for _, damage := range []string{"gone", "empty", "cut"} {
			x, err := search.Open(func(path string) ([]byte, error) {
				data, err := load(path)
				if "search-index/"+path != gone.Path {
					return data, err
				}
				switch damage {
				case "gone":
					return nil, errors.New("404")
				case "empty":
					return nil, nil
				}
				return data[:len(data)/2], nil
			})
			if err != nil {
				failed++
				continue
			}
			for _, q := range []string{"ivory elephant", `"wildlife trade"`, "c", "pangolns"} {
				r, err := x.Search(search.Query{Text: q, Filters: map[string][]string{"country": {"US", "MX"}}})
				if err != nil {
					failed++
				} else if q == "ivory elephant" && r.Total != 1 {
					t.Errorf("%s %s: %q has %d results and no error", gone.Path, damage, q, r.Total)
				}
			}
		}
	}
	if failed < 30 {
		t.Errorf("only %d failures: the test damages nothing", failed)
	}
}

// TestBounds asks what nobody should.
func TestBounds(t *testing.T) {
	t.Parallel()
	x := open(t, search.Options{})
	for _, q := range []string{
		strings.Repeat("x", 5000), strings.Repeat("word ", 1000), strings.Repeat("a-", 2500), strings.Repeat("\"", 999),
		strings.Repeat("a.", 2500), strings.Repeat("-", 5000), strings.Repeat("é", 3000), "\xff\xfe", strings.Repeat("'s", 2000),
	} {
		r, err := x.Search(search.Query{Text: q, Filters: map[string][]string{q: {q}}, Offset: 1 << 40, Limit: 5})
		if err != nil || len(r.Words) > search.MaxWords {
			t.Errorf("%.20q…: %d words, %v", q, len(r.Words), err)
		}
		if _, err := x.Suggest(q, "en"); err != nil {
			t.Errorf("%.20q…: %v", q, err)
		}
	}
	if r, _ := x.Search(search.Query{Text: strings.Repeat("y", 5000)}); !r.Truncated {
		t.Error("the end of a long query is left out silently")
	}
	if _, _, err := search.Build([]search.Document{{Path: "a/"}, {Path: "a/"}}, nil, nil, search.Options{}); err == nil {
		t.Error("two documents with one path are no error")
	}
}

// TestEmpty builds and searches a site without documents.
func TestEmpty(t *testing.T) {
	t.Parallel()
	files, _, err := search.Build(nil, nil, nil, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := search.Open(search.Loader(files))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"", "a", "word", `"a b"`} {
		if r, err := x.Search(search.Query{Text: q}); err != nil || r.Total != 0 {
			t.Errorf("%q: %d results, %v", q, r.Total, err)
		}
		if _, err := x.Suggest(q, "en"); err != nil {
			t.Errorf("%q: %v", q, err)
		}
	}
}
