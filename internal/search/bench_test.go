package search_test

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"resolute/internal/search"
	"resolute/internal/search/searchtest"
)

// TestBudget builds a site of 10,000 reports and holds the figures of the
// specification. It takes half a minute of CPU and runs only when asked for:
// RESOLUTE_BENCH=10000 go test -run Budget -v
func TestBudget(t *testing.T) {
	reports := 0
	if _, err := fmt.Sscan(os.Getenv("RESOLUTE_BENCH"), &reports); err != nil {
		t.Skip("set RESOLUTE_BENCH to the number of reports")
	}
	docs, labels := searchtest.Generate(reports, 40_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	files, stats, err := search.Build(docs, labels, []string{"en", "fr", "es"}, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	t.Logf("%d documents, %d words, %d files, %.1f MB, first load %d B, %v, sys +%d MB", stats.Documents, stats.Words, stats.Files, float64(stats.Bytes)/1e6, stats.FirstLoad, took, (after.Sys-before.Sys)>>20)
	for _, p := range stats.Parts {
		t.Logf("%-10s %6d files %9d bytes", p.Name, p.Files, p.Bytes)
	}
	measure(t, files)
}

// measure tells what some queries cost.
func measure(t *testing.T, files []search.File) {
	load := search.Loader(files)
	cost, requests := 0, 0
	x, err := search.Open(load)
	if err != nil {
		t.Fatal(err)
	}
	_ = x
	for _, q := range []search.Query{
		{Text: "wildlife "},
		{Text: "wildlife"},
		{Text: "conservation "},
		{Text: "zebra"},
		{Text: "climate change "},
		{Text: `"conservation of nature"`},
		{Text: "con"},
		{Text: "pro"},
		{Text: "c"},
		{Text: "conserv"},
		{Text: "wildlife ", Filters: map[string][]string{"status": {"ongoing"}, "country": {"AA"}}},
		{Filters: map[string][]string{"status": {"completed"}}},
		{Text: "the "},
	} {
		opened := false
		y, err := search.Open(func(path string) ([]byte, error) {
			data, err := load(path)
			if opened {
				cost, requests = cost+len(data), requests+1
			}
			return data, err
		})
		if err != nil {
			t.Fatal(err)
		}
		opened, cost, requests = true, 0, 0
		start := time.Now()
		r, err := y.Search(q)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-28q %v: %5d results %6d B %3d requests %v", q.Text, len(q.Filters), r.Total, cost, requests, time.Since(start))
		before := cost
		for _, f := range []string{"status", "kind", "year", "language", "action", "congress", "commission", "region", "country", "member"} {
			if _, err := y.Counts(&r, f, "en", nil); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%50s all counts +%d B", "", cost-before)
	}
}
