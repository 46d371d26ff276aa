package webtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"resolute/internal/search"
	"resolute/internal/search/searchtest"
)

// build builds an index and opens it in Go.
func build(t *testing.T, docs []search.Document, labels search.Labels, o search.Options) ([]search.File, *search.Index) {
	t.Helper()
	files, _, err := search.Build(docs, labels, searchtest.Languages, o)
	if err != nil {
		t.Fatal(err)
	}
	x, err := search.Open(search.Loader(files))
	if err != nil {
		t.Fatal(err)
	}
	return files, x
}

// noErrors fails where a script threw or the policy was violated.
func noErrors(t *testing.T, call func() []string) {
	t.Helper()
	if errs := call(); len(errs) > 0 {
		t.Errorf("errors in the page: %q", errs)
	}
}

// TestSearchParityLarge compares on a site that has all forms of files: listed
// prefixes, frequent words kept by their neighbours, long facets in many files.
func TestSearchParityLarge(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	docs, labels := searchtest.Generate(500, 6000)
	files, x := build(t, docs, labels, search.Options{ShardSize: 1200})
	engineOn(t, ctx, newSearchSite(t, files))
	member := labels[9].Values[3].ID
	for _, q := range []search.Query{
		{Text: "conservation"},
		{Text: "c"},
		{Text: "con"},
		{Text: "conserv"},
		{Text: "nature "},
		{Text: "the"},
		{Text: `"conservation of nature"`},
		{Text: `"of nature"`},
		{Text: `"of the nature"`},
		{Text: `"climate change"`},
		{Text: `"nature" -wildlife`},
		{Text: `wildlife -"climate change"`},
		{Text: `"wildlife conservation nature"`},
		{Text: "nature", Filters: map[string][]string{"member": {member}}},
		{Text: "nature", Filters: map[string][]string{"country": {"AA", "AC"}, "action": {"action-1"}}, Sort: search.ByYear},
		{Filters: map[string][]string{"status": {"completed"}}},
		{Text: "WCC-2012-Res-004"},
		{Text: "conservatoin"},
		{Text: "Society zxqvkj", Sort: search.ByCode},
	} {
		q.Limit, q.Lang = 12, "fr"
		r := askBoth(t, ctx, x, q, []string{"member", "country", "status", "region"})
		if r.Total == 0 && !strings.HasPrefix(q.Text, `"conservation`) && !strings.HasPrefix(q.Text, `"wildlife`) {
			t.Errorf("%q %v finds nothing and proves nothing", q.Text, q.Filters)
		}
	}
	noErrors(t, func() []string { return call[[]string](t, ctx, "errors") })
}

// TestSearchSuggestions compares what is proposed.
func TestSearchSuggestions(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	files, x := build(t, searchtest.Documents(), searchtest.Labels(), search.Options{ShardSize: 150})
	engineOn(t, ctx, newSearchSite(t, files))
	for _, typed := range []string{
		"", "i", "if", "ifa", "pang", "pang ", "illegal pang", "res 4", "WCC-2020-R", "7.04", "comité fr", "cote d'iv", "viet", "usa",
		"c", "con", "conserv", "é", "œuv", "<script", "__proto__", "constructor", "🐘", strings.Repeat("x", 3000), "40", "zxq",
	} {
		for _, lang := range []string{"en", "es"} {
			want, err := x.Suggest(typed, lang)
			if err != nil {
				t.Fatal(err)
			}
			type suggestion struct {
				Facet, ID, Text string
				Words           int
			}
			got := call[[]suggestion](t, ctx, fmt.Sprintf("results.suggest(index, %s, %q)", quote(typed), lang))
			same := slices.EqualFunc(got, want, func(a suggestion, b search.Suggestion) bool {
				return a.Facet == b.Facet && a.ID == b.ID && a.Text == b.Text && a.Words == b.Words
			})
			if !same {
				t.Errorf("%.40q in %s: %v, in Go %v", typed, lang, got, want)
			}
		}
	}
	noErrors(t, func() []string { return call[[]string](t, ctx, "errors") })
}

// TestSearchFaults takes away and damages each file of the index, replaces the
// index under an open page, and asks what nobody should: the engine answers, and
// says where it could not read.
func TestSearchFaults(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	files, _ := build(t, searchtest.Documents(), searchtest.Labels(), search.Options{})
	s := newSearchSite(t, files)
	engineOn(t, ctx, s)
	type answer struct {
		Total, Missing int
		Failed         bool
		Words          []struct{ Text, Outcome string }
	}
	const attempt = `(async (q) => { const index = engine.open("/search-index/index.json");
	  const s = await engine.search(index, {q, filters: {country: ["US", "MX"]}});
	  const cards = await results.cards(index, s.ids);
	  await Promise.all(s.ids.map((i) => results.excerpt(index, s, i, "en")));
	  await Promise.all(["member", "country"].map((f) => results.counts(index, s, f, "en")));
	  await results.suggest(index, q, "en"); await results.labels(index, "country", ["US"], "en");
	  return {total: s.ids.length, failed: s.failed, words: s.words, missing: cards.filter((c) => !c).length}; })`
	failed := 0
	for i, f := range files {
		original := f.Data
		damages := [][]byte{{}, original[:len(original)/2], []byte("<!DOCTYPE html><p>Not here"), {0x1f, 0x8b}}
		for _, damage := range [][]byte{nil, damages[i%len(damages)]} {
			s.set(f.Path, damage)
			for _, q := range []string{"ivory elephant", []string{`"conservation of nature"`, "pangolns"}[i%2]} {
				a := call[answer](t, ctx, fmt.Sprintf("%s(%s)", attempt, quote(q)))
				if a.Failed || a.Missing > 0 {
					failed++
				}
				if q == "ivory elephant" && !a.Failed && a.Total != 1 {
					t.Errorf("%s: %d results without %.10q… and no word of it", q, a.Total, f.Path)
				}
			}
		}
		s.set(f.Path, original)
	}
	if failed < 10 {
		t.Errorf("only %d failures: the test damages nothing", failed)
	}
	// The other words are searched.
	small, _ := build(t, searchtest.Documents(), searchtest.Labels(), search.Options{ShardSize: 300})
	s.use(small)
	call[bool](t, ctx, `(index = engine.open("/search-index/index.json"), true)`)
	term := call[string](t, ctx, `index.ask(async (r) => r.terms.names[r.terms.keys.findLastIndex((k) => k <= "ivory")])`)
	s.set("search-index/"+term, nil)
	a := call[answer](t, ctx, `(async () => { const i = engine.open("/search-index/index.json"); const s = await engine.search(i, {q: "ivory conservation "}); return {total: s.ids.length, failed: s.failed, words: s.words}; })()`)
	if !a.Failed || a.Total == 0 || a.Words[0].Outcome != "failed" || a.Words[1].Outcome != "found" {
		t.Errorf("one word of two unreadable: %+v", a)
	}
	noErrors(t, func() []string { return call[[]string](t, ctx, "errors") })
}

// TestSearchNewIndex publishes another index while a page is open.
func TestSearchNewIndex(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	files, _ := build(t, searchtest.Documents(), searchtest.Labels(), search.Options{ShardSize: 200})
	s := newSearchSite(t, files)
	engineOn(t, ctx, s)
	count := func(q string) int {
		return call[int](t, ctx, fmt.Sprintf("engine.search(index, {q: %s}).then((s) => s.failed ? -1 : s.ids.length)", quote(q)))
	}
	if n := count("ivory "); n != 4 {
		t.Fatalf("%d results for ivory", n)
	}
	docs := append(searchtest.Documents(), search.Document{
		Path: "resolutions/wcc-2020-res-111/2025/", Kind: search.KindEdition, Year: 2025, Title: []search.Text{{Lang: "en", Value: "A new report"}},
		Fields: []search.Field{{Kind: search.FieldBody, Text: search.Text{Lang: "en", Value: "Ivory and seagrass were both seen."}}},
	})
	newer, _ := build(t, docs, searchtest.Labels(), search.Options{ShardSize: 200})
	s.use(newer)
	if n := count("seagrass "); n != 3 {
		t.Errorf("%d results for seagrass after another index was published, want 3", n)
	}
	if n := count("ivory "); n != 5 {
		t.Errorf("%d results for ivory in the new index, want 5", n)
	}
	noErrors(t, func() []string { return call[[]string](t, ctx, "errors") })
}

// TestSearchBounds asks what nobody should.
func TestSearchBounds(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	files, x := build(t, searchtest.Documents(), searchtest.Labels(), search.Options{})
	engineOn(t, ctx, newSearchSite(t, files))
	for _, q := range []string{
		strings.Repeat("x", 5000), strings.Repeat("word ", 200), strings.Repeat("a-", 2500), strings.Repeat("\"", 999), strings.Repeat("a.", 2500),
		strings.Repeat("-", 5000), strings.Repeat("é", 3000), strings.Repeat("'s", 2000), strings.Repeat("🐘", 900), "a\x00b", "\u202eabc", "hasOwnProperty", "valueOf",
	} {
		askBoth(t, ctx, x, search.Query{Text: q, Filters: map[string][]string{"constructor": {"__proto__"}}, Lang: "en", Limit: 5}, nil)
		askBoth(t, ctx, x, search.Query{Text: q, Lang: "en", Limit: 5}, []string{"__proto__", "kind"})
	}
	noErrors(t, func() []string { return call[[]string](t, ctx, "errors") })
}
