package webtest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/chromedp/chromedp"

	"resolute/internal/asset"
	"resolute/internal/search"
	"resolute/internal/search/searchtest"
)

// TestSearchBudget measures what the browser loads and how long it takes on a
// large site. It runs only when asked for:
// RESOLUTE_BENCH=10000 go test -run SearchBudget -v ./internal/webtest
func TestSearchBudget(t *testing.T) {
	reports := 0
	if _, err := fmt.Sscan(os.Getenv("RESOLUTE_BENCH"), &reports); err != nil {
		t.Skip("set RESOLUTE_BENCH to the number of reports")
	}
	ctx := browser(t)
	docs, labels := searchtest.Generate(reports, 40_000)
	files, _ := build(t, docs, labels, search.Options{})
	s := newSearchSite(t, files)
	s.watch(t, ctx)
	openSearch(t, ctx, s, "")
	time.Sleep(time.Second)
	ready := s.bytes.Load()
	t.Logf("ready: %d bytes of index in %d files", ready, s.served.Load())
	for _, c := range []struct {
		name, query string
		most        int64
	}{
		{"rare word", "?q=" + rareWord(docs), 18_000},
		{"common word", "?q=conservation", 28_000},
		{"two words", "?q=climate+change", 46_000},
		{"word and two filters", "?q=wildlife&status=ongoing&country=AA", 108_000},
		{"filter alone", "?status=completed", 23_000},
		{"phrase with a stop word", "?q=" + url.QueryEscape(`"conservation of nature"`), 60_000},
		{"three letters", "?q=con", 1 << 30},
	} {
		if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
			t.Fatal(err)
		}
		s.bytes.Store(0)
		s.served.Store(0)
		start := time.Now()
		p := openSearch(t, ctx, s, c.query)
		took := time.Since(start)
		time.Sleep(time.Second) // excerpts in view
		n := s.bytes.Load() - ready
		t.Logf("%-24s %6d bytes in %2d files, %v, %s", c.name, n, s.served.Load(), took.Round(time.Millisecond), p.text(".found"))
		if n > c.most {
			t.Errorf("%s: %d bytes, want at most %d", c.name, n, c.most)
		}
	}
	engineOn(t, ctx, s)
	took := call[float64](t, ctx, `(async () => {
	  const s = await engine.search(index, {q: "the "});
	  const names = ["kind", "status", "year", "language", "action", "congress", "commission", "region", "country", "member"];
	  await Promise.all(names.map((f) => results.counts(index, s, f, "en")));
	  const start = performance.now();
	  const t = await engine.search(index, {q: "the ", filters: {status: ["ongoing"]}});
	  await Promise.all(names.map((f) => results.counts(index, t, f, "en")));
	  return performance.now() - start; })()`)
	t.Logf("a broad query with the counts of all facets: %.0f ms", took)
	if took > 90 {
		t.Errorf("counts take %.0f ms, want at most 90", took)
	}
}

// TestSearchScripts holds what the scripts weigh: the engine at most 6 KB, all of
// them 12 KB.
func TestSearchScripts(t *testing.T) {
	t.Parallel()
	set := searchAssets(t)
	weight := func(script string) int {
		at := slices.IndexFunc(set.Files, func(f asset.File) bool { return "/"+f.Path == set.Scripts[script] })
		if at < 0 {
			t.Fatalf("there is no script %s", script)
		}
		return compressed(set.Files[at].Data)
	}
	engine, all := weight("engine.js"), weight("search/page.js")+weight("search/box.js")
	t.Logf("the engine has %d bytes, all scripts %d", engine, all)
	if engine > 6<<10 || all > 12<<10 {
		t.Errorf("the engine has %d bytes, want at most %d; all scripts %d, want at most %d", engine, 6<<10, all, 12<<10)
	}
}

// compressed is the size of data as a host sends it.
func compressed(data []byte) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Len()
}

// rareWord is a word that about ten documents have.
func rareWord(docs []search.Document) string {
	in := map[string]int{}
	for i := range docs {
		seen := map[string]bool{}
		for _, f := range docs[i].Fields {
			for w := range strings.FieldsFuncSeq(strings.ToLower(f.Value), func(r rune) bool { return !unicode.IsLetter(r) }) {
				if len(w) > 7 && !seen[w] {
					seen[w] = true
					in[w]++
				}
			}
		}
	}
	best := ""
	for w, n := range in {
		if n >= 10 && n <= 12 && (best == "" || w < best) {
			best = w
		}
	}
	return best
}
