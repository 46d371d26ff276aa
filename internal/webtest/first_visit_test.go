package webtest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
)

// What a first visit of an edition page may weigh, compressed, and move, and how
// long its largest part may take on a slow phone.
const (
	mostWithoutFonts = 40_000
	mostWithFonts    = 90_000
	mostShift        = 0.001
	mostPaint        = 1000 // milliseconds
)

// TestFirstVisit opens the largest page of each kind with nothing in the cache, on a
// phone with a slow connection and a slow processor: an edition weighs no more than
// it may, and nothing moves on any page. The time of the largest paint is held by
// make lighthouse alone, as a busy machine spoils it.
func TestFirstVisit(t *testing.T) {
	t.Parallel()
	public := published(t)
	browser := chromium(t)
	weights := &weigher{next: compress(serve(t, public).Config.Handler)}
	server := httptest.NewServer(weights)
	t.Cleanup(server.Close)
	b := newTab(t, browser, server.URL)
	command(t, b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	command(t, b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
	command(t, b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: 150, DownloadThroughput: 1_638_400 / 8, UploadThroughput: 750_000 / 8}},
	})
	command(t, b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
globalThis.moved = []; globalThis.painted = 0;
new PerformanceObserver((l) => { for (const e of l.getEntries()) if (!e.hadRecentInput) moved.push([e.value, ...e.sources.map((s) => [s.node?.nodeName, s.node?.className, s.previousRect.y, s.currentRect.y, s.previousRect.height, s.currentRect.height].join(" "))]); }).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((l) => { for (const e of l.getEntries()) painted = e.startTime; }).observe({type: "largest-contentful-paint", buffered: true});`})
	for _, p := range samplePages(t, public) {
		if !p.kind.look || p.lang != "" && p.lang != "fr" {
			continue
		}
		weights.take()
		b.show(t, 360)
		b.open(t, p.url())
		moved := call[[][]any](t, b.ctx, `new Promise((done) => setTimeout(() => done(moved), 300))`)
		painted := call[float64](t, b.ctx, "painted")
		fonts, others := weights.take()
		t.Logf("%-14s %5.1f KB, with fonts %5.1f; largest paint %4.0f ms; moved %v", p.kind.name, float64(others)/1000, float64(others+fonts)/1000, painted, moved)
		shift := 0.0
		for _, m := range moved {
			shift += m[0].(float64)
		}
		if shift > mostShift {
			t.Errorf("%s: the page moves by %.4f: %v", p.url(), shift, moved)
		}
		if p.kind.name != "edition" {
			continue
		}
		if others > mostWithoutFonts || others+fonts > mostWithFonts {
			t.Errorf("%s: %d bytes without fonts, want at most %d; %d with, want at most %d", p.url(), others, mostWithoutFonts, others+fonts, mostWithFonts)
		}
		if os.Getenv("RESOLUTE_LIGHTHOUSE") != "" && painted > mostPaint {
			t.Errorf("%s: the largest paint comes after %.0f ms, want at most %d", p.url(), painted, mostPaint)
		}
	}
}

// weigher counts what is sent.
type weigher struct {
	next          http.Handler
	mu            sync.Mutex
	fonts, others int
}

// ServeHTTP counts the bytes of an answer as they are sent.
func (s *weigher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &writeCounter{ResponseWriter: w}
	s.next.ServeHTTP(c, r)
	s.mu.Lock()
	defer s.mu.Unlock()
	if path.Ext(r.URL.Path) == ".woff2" {
		s.fonts += c.n
	} else {
		s.others += c.n
	}
}

func (s *weigher) take() (fonts, others int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fonts, others = s.fonts, s.others
	s.fonts, s.others = 0, 0
	return fonts, others
}

type writeCounter struct {
	http.ResponseWriter
	n int
}

func (c *writeCounter) Write(p []byte) (int, error) {
	c.n += len(p)
	return c.ResponseWriter.Write(p)
}
