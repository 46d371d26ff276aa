package external

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/report"
	"resolute/internal/review"
)

func TestLinks(t *testing.T) {
	f := report.File{Path: "content/pages/a.md", BodyLine: 5, Body: []byte("See [x](https://a.example/one) and https://a.example/two.\n\n" +
		"(https://a.example/three_(3)) <https://b.example/?q=1&r=2>, **https://b.example/bold**\n```\nhttps://c.example/code\n```\n`https://c.example/code`\n" +
		"- é [y](https://a.example/one#part)\n[z]: https://d.example/ref\n")}
	s := &content.Sources{
		Settings: &report.Settings{Path: "content/site.yaml", Organisation: report.Organisation{URL: "https://union.example/"}},
		Pages:    []*report.Page{{File: f}},
		Editions: []*report.Edition{{Source: "https://a.example/two", SourcePos: diag.Pos{File: "content/reports/x/2020.md", Line: 3, Col: 9}}},
	}
	var got []string
	for _, l := range Links(s) {
		line := l.URL
		for _, p := range l.Places {
			line += " " + p.String()
		}
		got = append(got, line)
	}
	want := []string{
		"https://a.example/one content/pages/a.md:5:9 content/pages/a.md:12:9",
		"https://a.example/three_(3) content/pages/a.md:7:2",
		"https://a.example/two content/pages/a.md:5:36 content/reports/x/2020.md:3:9",
		"https://b.example/?q=1&r=2 content/pages/a.md:7:32",
		"https://b.example/bold content/pages/a.md:7:63",
		"https://d.example/ref content/pages/a.md:13:6",
		"https://union.example/ content/site.yaml:1:1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// host is a loopback server that counts what is asked of it.
type host struct {
	*httptest.Server
	mu           sync.Mutex
	asked        []string
	now, atMost  atomic.Int32
	noHeads      bool
	answerStatus map[string]int
}

func newHost(t *testing.T) *host {
	h := &host{answerStatus: map[string]int{}}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := h.now.Add(1)
		defer h.now.Add(-1)
		for m := h.atMost.Load(); n > m && !h.atMost.CompareAndSwap(m, n); m = h.atMost.Load() {
		}
		h.mu.Lock()
		h.asked = append(h.asked, r.Method+" "+r.URL.Path)
		h.mu.Unlock()
		switch {
		case h.noHeads && r.Method == http.MethodHead:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case r.URL.Path == "/moved":
			http.Redirect(w, r, "/there", http.StatusMovedPermanently)
		case r.URL.Path == "/found":
			http.Redirect(w, r, "/there", http.StatusFound)
		case r.URL.Path == "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case h.answerStatus[r.URL.Path] != 0:
			w.WriteHeader(h.answerStatus[r.URL.Path])
		}
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *host) requests() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Sorted(slices.Values(h.asked))
}

func links(urls ...string) []Link {
	var list []Link
	for i, u := range urls {
		list = append(list, Link{u, []diag.Pos{{File: "a.md", Line: i + 1, Col: 1}}})
	}
	return list
}

func options(now time.Time, known Known, waits *atomic.Int32) Options {
	return Options{
		Transport: http.DefaultTransport, Agent: "test", Now: now, Known: known, Hosts: 4, Pause: time.Second, Timeout: 5 * time.Second,
		Wait: func(context.Context, time.Duration) error { waits.Add(1); return nil },
	}
}

var day = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func TestCheck(t *testing.T) {
	h := newHost(t)
	h.answerStatus["/gone"], h.answerStatus["/missing"], h.answerStatus["/broken"], h.answerStatus["/busy"] = 410, 404, 500, 429
	closed := newHost(t)
	closed.Close()
	list := links(h.URL+"/ok", h.URL+"/gone", h.URL+"/missing", h.URL+"/moved", h.URL+"/found", h.URL+"/broken", h.URL+"/busy", h.URL+"/round", closed.URL+"/x")
	var waits atomic.Int32
	known, asked, err := Check(context.Background(), list, options(day, nil, &waits))
	if err != nil || asked != len(list) || len(known) != len(list) {
		t.Fatal(err, asked, len(known))
	}
	var got []string
	for _, p := range Problems(list, known) {
		if p.Severity != diag.Warning || p.Hint == "" {
			t.Errorf("%+v", p)
		}
		got = append(got, strings.ReplaceAll(strings.ReplaceAll(p.String()+" / "+p.Hint, h.URL, "H"), closed.URL, "C"))
	}
	look := "look at it in a browser; it may be a matter of the moment"
	gone := "find where it is now, link to a copy in an archive, or take the link out"
	want := []string{
		"a.md:2:1: warning: there is no page any more (410): H/gone (external-gone) / " + gone,
		"a.md:3:1: warning: there is no page any more (404): H/missing (external-gone) / " + gone,
		"a.md:4:1: warning: the page has moved for good: H/moved (external-moved) / write H/there",
		"a.md:6:1: warning: the host answers 500: H/broken (external-unreachable) / " + look,
		"a.md:8:1: warning: too many redirects: H/round (external-unreachable) / " + look,
		"a.md:9:1: warning: no connection: C/x (external-unreachable) / " + look,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// One at a time, with a pause between two requests of the same host.
	if h.atMost.Load() != 1 || waits.Load() < 7 {
		t.Errorf("%d requests at once, %d pauses", h.atMost.Load(), waits.Load())
	}
}

// A host that gives no heads is asked for the page.
func TestCheckWithoutHead(t *testing.T) {
	h := newHost(t)
	h.noHeads = true
	var waits atomic.Int32
	known, _, err := Check(context.Background(), links(h.URL+"/a"), options(day, nil, &waits))
	if err != nil || known[h.URL+"/a"].Status != 200 || !slices.Equal(h.requests(), []string{"GET /a", "HEAD /a"}) {
		t.Error(err, known, h.requests())
	}
}

// What is known is not asked for again until it is old: sooner where it failed.
func TestKnown(t *testing.T) {
	h := newHost(t)
	h.answerStatus["/gone"] = 404
	list := links(h.URL+"/ok", h.URL+"/gone")
	var waits atomic.Int32
	found, _, err := Check(context.Background(), list, options(day, nil, &waits))
	if err != nil {
		t.Fatal(err)
	}
	data, err := Known{"https://old.example/": {Status: 200, Checked: day.Add(-100 * 24 * time.Hour)}}.Merge(day, found).Encode()
	if err != nil || strings.Contains(string(data), "old.example") {
		t.Fatal(err, string(data))
	}
	for _, tt := range []struct {
		after time.Duration
		asked int
	}{{time.Hour, 0}, {2 * 24 * time.Hour, 1}, {15 * 24 * time.Hour, 2}, {-time.Hour, 2}} {
		known, asked, err := Check(context.Background(), list, options(day.Add(tt.after), Decode(data), &waits))
		if err != nil || asked != tt.asked || len(known) != 2 || len(Problems(list, known)) != 1 {
			t.Errorf("after %v: %d asked, want %d; %v, %v", tt.after, asked, tt.asked, known, err)
		}
	}
	if len(Decode([]byte("broken"))) != 0 {
		t.Error("a broken file is something known")
	}
}

func TestCheckEnds(t *testing.T) {
	h := newHost(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var waits atomic.Int32
	if _, _, err := Check(ctx, links(h.URL+"/a", h.URL+"/b"), options(day, nil, &waits)); err == nil || len(h.requests()) > 0 {
		t.Error(err, h.requests())
	}
}

// The warnings are among the rules that are explained and can be switched off.
func TestRulesAreExplained(t *testing.T) {
	var names []string
	for _, r := range review.Rules() {
		if r.External {
			names = append(names, r.Name)
		}
	}
	if !slices.Equal(names, []string{RuleGone, RuleMoved, RuleUnreachable}) {
		t.Error(names)
	}
}
