package webtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"resolute/internal/asset"
	pipeline "resolute/internal/build"

	"resolute/internal/synthetic"
	"resolute/layouts"
	"resolute/static"
)

// TestBenchSearch builds a site of so many reports, lets Pagefind index the same
// HTML, and asks both the same in the same browser. It prints a table for the
// README. It runs only when asked for, by make bench-search.
func TestBenchSearch(t *testing.T) {
	reports := 0
	if _, err := fmt.Sscan(os.Getenv("RESOLUTE_BENCH_SEARCH"), &reports); err != nil {
		t.Skip("make bench-search runs it")
	}
	pagefind, err := filepath.Abs("tools/node_modules/.bin/pagefind")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(pagefind); err != nil {
		t.Fatalf("%v: run make bench-search, which fetches it", err)
	}
	dir := t.TempDir()
	q := writeBenchSource(t, filepath.Join(dir, "source"), reports)
	public := filepath.Join(dir, "public")
	ours := benchBuild(t, dir, public)
	theirs := benchRun(t, pagefind, "--site", public, "--glob", "en/**/*.html", "--output-path", filepath.Join(public, "pagefind"))
	ours.index, ours.files = folderSize(t, filepath.Join(public, "search-index"))
	theirs.index, theirs.files = folderSize(t, filepath.Join(public, "pagefind"))

	s := newBenchSite(t, public)
	browser := chromium(t)
	table := [][]string{{"", "resolute", "Pagefind 1.6.0", "ratio"}}
	row := func(name, format string, a, b float64) {
		table = append(table, []string{name, fmt.Sprintf(format, a), fmt.Sprintf(format, b), fmt.Sprintf("%.2f", a/b)})
	}
	for i, c := range q.cases() {
		a, b := s.measure(t, browser, "ours", c), s.measure(t, browser, "theirs", c)
		if i == 0 {
			row("ready to search, KB", "%.1f", a.ready.kilobytes(), b.ready.kilobytes())
			row("ready to search, requests", "%.0f", float64(a.ready.requests), float64(b.ready.requests))
		}
		name := fmt.Sprintf("%s, %d and %d results", c.name, a.Total, b.Total)
		row(name+", KB", "%.1f", a.query.kilobytes(), b.query.kilobytes())
		row(c.name+", requests", "%.0f", float64(a.query.requests), float64(b.query.requests))
		row(c.name+", ms cold", "%.0f", a.Cold, b.Cold)
		row(c.name+", ms warm", "%.1f", a.Warm, b.Warm)
		if c.facets {
			row(c.name+" with the counts of all facets, KB more", "%.1f", a.facets.kilobytes(), b.facets.kilobytes())
			row(c.name+" with the counts of all facets, ms warm", "%.0f", a.Facets, b.Facets)
		}
	}
	row("index, MB", "%.1f", float64(ours.index)/1e6, float64(theirs.index)/1e6)
	row("index, files", "%.0f", float64(ours.files), float64(theirs.files))
	row("making it, ms of CPU a report", "%.2f", ours.cpu.Seconds()*1000/float64(reports), theirs.cpu.Seconds()*1000/float64(reports))
	row("making it, MB of memory", "%.0f", float64(ours.memory), float64(theirs.memory))
	var out strings.Builder
	for i, cells := range table {
		out.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		if i == 0 {
			out.WriteString("|---|--:|--:|--:|\n")
		}
	}
	t.Logf("%d reports\n%s", reports, out.String())
}

// benchCost is what making an index takes.
type benchCost struct {
	cpu          time.Duration
	memory       int // MB
	index, files int
}

// benchRun runs a program and tells what it took.
func benchRun(t *testing.T, program string, args ...string) benchCost {
	t.Helper()
	c := exec.Command(program, args...)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	u := c.ProcessState.SysUsage().(*syscall.Rusage)
	return benchCost{cpu: time.Duration(u.Utime.Nano() + u.Stime.Nano()), memory: int(u.Maxrss >> 10)}
}

// benchBuild publishes the site. What the index takes is measured in a process of
// its own: this test's, started again.
func benchBuild(t *testing.T, dir, public string) benchCost {
	t.Helper()
	program := filepath.Join(dir, "resolute")
	benchRun(t, "go", "build", "-o", program, "resolute/cmd/resolute")
	benchRun(t, program, "build", "--source", filepath.Join(dir, "source"), "--out", public, "-q")
	c := exec.Command(os.Args[0], "-test.run", "^TestBenchSearchIndex$", "-test.v")
	c.Env = append(os.Environ(), "RESOLUTE_BENCH_SOURCE="+filepath.Join(dir, "source"))
	out, err := c.CombinedOutput()
	var cost benchCost
	m := regexp.MustCompile(`cpu (\d+) memory (\d+)`).FindSubmatch(out)
	if err != nil || m == nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, _ = fmt.Sscan(string(m[1]), (*int64)(&cost.cpu))
	_, _ = fmt.Sscan(string(m[2]), &cost.memory)
	return cost
}

// TestBenchSearchIndex makes the index of a source and tells what that takes
// beyond loading it. TestBenchSearch starts it.
func TestBenchSearchIndex(t *testing.T) {
	source := os.Getenv("RESOLUTE_BENCH_SOURCE")
	if source == "" {
		t.Skip("TestBenchSearch starts it")
	}
	p, problems, err := pipeline.Load(t.Context(), pipeline.Options{Source: os.DirFS(source), Layouts: layouts.FS, Static: static.FS})
	if err != nil || p == nil {
		t.Fatal(err, problems)
	}
	usage := func() (cpu time.Duration, memory int64) {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano()), u.Maxrss >> 10
	}
	cpu, memory := usage()
	if _, err := p.SearchIndex(); err != nil {
		t.Fatal(err)
	}
	cpuAfter, memoryAfter := usage()
	t.Logf("cpu %d memory %d", cpuAfter-cpu, memoryAfter-memory)
}

func folderSize(t *testing.T, dir string) (size, files int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size, files = size+int(info.Size()), files+1
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size, files
}

// benchWords are words of the site to ask for.
type benchWords struct {
	rare, common, second, third string
}

// benchCase is one question to both.
type benchCase struct {
	name, text string
	status     bool // and country, if both
	country    bool
	facets     bool
}

func (w benchWords) cases() []benchCase {
	return []benchCase{
		{name: "rare word", text: w.rare},
		{name: "common word", text: w.common, facets: true},
		{name: "two words", text: w.common + " " + w.second},
		{name: "word and two filters", text: w.common, status: true, country: true},
		{name: "filter alone", status: true},
		{name: "three letters", text: w.third[:3]},
		{name: "phrase with a stop word", text: `"` + w.common + " of " + w.second + `"`},
	}
}

// writeBenchSource writes synthetic content whose six most used words are
// English ones without meaning, as in real texts.
func writeBenchSource(t *testing.T, dir string, reports int) benchWords {
	t.Helper()
	files := synthetic.Files(synthetic.Shape{Reports: reports})
	word := regexp.MustCompile(`[a-z]+`)
	uses, docs := map[string]int{}, map[string]int{}
	isReport := func(name string) bool { return strings.HasPrefix(name, "content/reports/") }
	body := func(name string) (head, body []byte) {
		at := bytes.LastIndex(files[name], []byte("\n---\n"))
		return files[name][:at+5], files[name][at+5:]
	}
	for name := range files {
		if !isReport(name) {
			continue
		}
		_, text := body(name)
		seen := map[string]bool{}
		for _, w := range word.FindAll(bytes.ToLower(text), -1) {
			uses[string(w)]++
			if !seen[string(w)] {
				seen[string(w)] = true
				docs[string(w)]++
			}
		}
	}
	var list []string
	for w := range uses {
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b string) int { return uses[b] - uses[a] + strings.Compare(a, b)*boolInt(uses[a] == uses[b]) })
	stops := map[string]string{}
	for i, s := range []string{"the", "of", "and", "to", "in", "a"} {
		stops[list[i]] = s
	}
	for name, data := range files {
		if isReport(name) {
			head, text := body(name)
			data = append(slices.Clone(head), word.ReplaceAllFunc(text, func(w []byte) []byte {
				if s, ok := stops[string(w)]; ok {
					return []byte(s)
				}
				return w
			})...)
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w := benchWords{common: list[6], second: list[7], third: list[8]}
	for _, x := range list {
		if len(x) >= 3 && len(w.third) < 3 {
			w.third = x
		}
		if docs[x] <= 10 && w.rare == "" {
			w.rare = x
		}
	}
	return w
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// benchSite serves a published site and counts what is asked for. Texts are sent
// compressed, as hosts do.
type benchSite struct {
	*httptest.Server
	bytes, requests atomic.Int64
}

func newBenchSite(t *testing.T, public string) *benchSite {
	t.Helper()
	s := &benchSite{}
	assets := searchAssets(t)
	harness := slices.IndexFunc(assets.Files, func(f asset.File) bool { return "/"+f.Path == assets.Scripts["harness.js"] })
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "ours/" || name == "theirs/" || name == "favicon.ico" {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<!doctype html><title>Bench</title>"))
			return
		}
		s.requests.Add(1)
		data, err := os.ReadFile(filepath.Join(public, filepath.FromSlash(name)))
		if name == "harness.js" {
			data, err = assets.Files[harness].Data, nil
		}
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", contentType(name))
		if ext := filepath.Ext(name); ext == ".js" || ext == ".json" {
			s.bytes.Add(int64(compressed(data)))
			_, _ = w.Write(data)
			return
		}
		http.ServeContent(&counter{ResponseWriter: w, bytes: &s.bytes}, r, "", time.Time{}, bytes.NewReader(data))
	}))
	t.Cleanup(s.Close)
	return s
}

// traffic is what was loaded.
type traffic struct{ bytes, requests int64 }

func (t traffic) kilobytes() float64 { return float64(t.bytes) / 1000 }

func (s *benchSite) take() traffic {
	return traffic{s.bytes.Swap(0), s.requests.Swap(0)}
}

// benchResult is what one of them took for a question.
type benchResult struct {
	Total              int
	Cold, Warm, Facets float64 // milliseconds
	ready              traffic
	query, facets      traffic
}

// The two, each as three steps: to get ready, to ask and show ten results with
// excerpts, and to count all facets.
const (
	benchOurs = `Object.assign(globalThis, {
  async ready() { await import("/harness.js"); globalThis.index = engine.open("/search-index/index.json"); await index.root(); },
  async query(c) {
    const filters = {};
    if (c.status) filters.status = [c.statusID];
    if (c.country) filters.country = [c.countryID];
    const s = await engine.search(index, {q: c.text && c.text + (c.prefix ? "" : " "), filters});
    const ids = s.ids.slice(0, 10);
    await Promise.all([results.cards(index, ids), c.text && Promise.all(ids.map((i) => results.excerpt(index, s, i, "en")))]);
    globalThis.last = s;
    return s.ids.length;
  },
  async facets(c) {
    await query(c);
    await Promise.all(["kind", "status", "year", "country", "action", "member", "region", "commission", "congress", "language"].map((f) => results.counts(index, last, f, "en")));
  },
})`
	benchTheirs = `Object.assign(globalThis, {
  async ready() { globalThis.pagefind = await import("/pagefind/pagefind.js"); await pagefind.init(); await pagefind.search(""); },
  async query(c) {
    const filters = {};
    if (c.status) filters.status = c.statusLabel;
    if (c.country) filters.country = c.countryLabel;
    const s = await pagefind.search(c.text || null, {filters});
    await Promise.all(s.results.slice(0, 10).map((r) => r.data()));
    return s.results.length;
  },
  async facets(c) { await pagefind.filters(); await query(c); },
})`
)

// measure asks in a tab of its own that has nothing yet, then again.
func (s *benchSite) measure(t *testing.T, browser context.Context, who string, c benchCase) benchResult {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	defer cancel()
	var r benchResult
	script := map[string]string{"ours": benchOurs, "theirs": benchTheirs}[who]
	err := chromedp.Do(ctx, chromedp.Navigate(s.URL+"/"+who+"/"))
	if err != nil {
		t.Fatal(err)
	}
	call[bool](t, ctx, "("+script+", true)")
	s.take()
	call[bool](t, ctx, "ready().then(() => true)")
	r.ready = s.take()
	question, err := json.Marshal(map[string]any{
		"text": c.text, "prefix": c.name == "three letters", "status": c.status, "country": c.country,
		"statusID": "ongoing", "statusLabel": "Ongoing", "countryID": "FR", "countryLabel": "France",
	})
	if err != nil {
		t.Fatal(err)
	}
	timed := `(async () => { const start = performance.now(); const total = await %s(` + string(question) + `); return {total: total ?? 0, ms: performance.now() - start}; })()`
	type answer struct {
		Total int
		MS    float64
	}
	first := call[answer](t, ctx, fmt.Sprintf(timed, "query"))
	r.query = s.take()
	r.Total, r.Cold = first.Total, first.MS
	r.Warm = call[answer](t, ctx, fmt.Sprintf(timed, "query")).MS
	if c.facets {
		call[answer](t, ctx, fmt.Sprintf(timed, "facets"))
		r.facets = s.take()
		r.Facets = call[answer](t, ctx, fmt.Sprintf(timed, "facets")).MS
	}
	return r
}
