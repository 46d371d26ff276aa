//go:build unix

package search_test

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	"resolute/internal/search"
	"resolute/internal/search/searchtest"
)

// TestBudget builds a large site, tells what it costs and holds the figures for
// CPU and for what every visitor loads. It runs only when asked for:
// RESOLUTE_BENCH=10000 go test -run Budget -v ./internal/search
func TestBudget(t *testing.T) {
	reports := 0
	if _, err := fmt.Sscan(os.Getenv("RESOLUTE_BENCH"), &reports); err != nil {
		t.Skip("set RESOLUTE_BENCH to the number of reports")
	}
	docs, labels := searchtest.Generate(reports, 40_000)
	debug.FreeOSMemory()
	resident, peak, cpu := peakMemory(t)
	start := time.Now()
	files, stats, err := search.Build(docs, labels, searchtest.Languages, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	_, peakAfter, cpuAfter := peakMemory(t)
	perReport := (cpuAfter - cpu) / time.Duration(reports)
	t.Logf("%d documents, %d words, %d files, %.1f MB, first load %d B", stats.Documents, stats.Words, stats.Files, float64(stats.Bytes)/1e6, stats.FirstLoad)
	t.Logf("%v, CPU %v per report; resident %d MB before, peak before %d MB, after %d MB", took, perReport, resident, peak, peakAfter)
	for _, p := range stats.Parts {
		t.Logf("%-10s %6d files %9d bytes", p.Name, p.Files, p.Bytes)
	}
	measure(t, files)
}

// peakMemory is the memory now and at most so far, in MB, and the CPU time so far.
func peakMemory(t *testing.T) (now, peak int, cpu time.Duration) {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.Sys-m.HeapReleased) >> 20, int(u.Maxrss) >> 10, time.Duration(u.Utime.Nano() + u.Stime.Nano())
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
