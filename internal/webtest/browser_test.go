package webtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// schemes and widths in which a page must hold; the first ones are set before it
// is loaded, the others while it stands.
var (
	schemes = []string{"light", "dark"}
	widths  = []int64{360, 1280}
)

// inspect looks at a page in both schemes and widths and tells what is wrong.
func (b *tab) inspect(t *testing.T, path string) []string {
	t.Helper()
	b.take()
	var problems []string
	b.show(t, widths[0], "prefers-color-scheme", schemes[0])
	b.open(t, path)
	for _, width := range widths {
		for _, scheme := range schemes {
			b.show(t, width, "prefers-color-scheme", scheme)
			call[bool](t, b.ctx, settled)
			at := fmt.Sprintf("%s at %d px: ", scheme, width)
			if o := b.overflowing(t); o != "" {
				problems = append(problems, at+"scrolls sideways: "+o)
			}
			rules := allRules
			if scheme != schemes[0] {
				rules = colourRules
			}
			for _, p := range b.audit(t, rules) {
				problems = append(problems, at+p)
			}
		}
	}
	return append(problems, b.take()...)
}

// TestBrowser opens a page of each kind in each language, in light and dark, on
// a phone and a desk: no violation of axe-core, no scrolling sideways, no error,
// no violation of the published policy, no request to others.
func TestBrowser(t *testing.T) {
	t.Parallel()
	public := published(t)
	browser := chromium(t)
	server := serve(t, public)
	pages := samplePages(t, public)
	for _, lang := range append([]string{""}, languages...) {
		t.Run("lang="+lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, browser, server.URL)
			for _, p := range pages {
				if p.lang != lang || !p.kind.look {
					continue
				}
				for _, problem := range b.inspect(t, p.url()) {
					t.Errorf("%s: %s", p.url(), problem)
				}
			}
		})
	}
}

// TestBrowserCanFail shows the browser a page with one of each mistake.
func TestBrowserCanFail(t *testing.T) {
	t.Parallel()
	const bad = `<!doctype html><html><head><title>Bad</title><link rel="stylesheet" href="/bad.css"></head><body><h1>Bad</h1>
<img src="https://other.example/a.png"><p class="wide">wide</p><p style="margin:0">styled</p><script>1</script><script src="/bad.js"></script></body></html>`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src https:")
		switch r.URL.Path {
		case "/bad.css":
			w.Header().Set("Content-Type", "text/css")
			_, _ = w.Write([]byte(`.wide{width:2000px;color:#bbb;background:#fff}`))
		case "/bad.js":
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = w.Write([]byte(`console.error("complaint"); throw new Error("thrown")`))
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(bad))
		}
	}))
	t.Cleanup(server.Close)
	got := strings.Join(newTab(t, chromium(t), server.URL).inspect(t, "/"), "\n")
	for _, want := range []string{
		"light at 360 px: scrolls sideways", "dark at 1280 px: scrolls sideways", "axe image-alt", "axe html-has-lang", "axe color-contrast",
		"policy violated: script-src", "policy violated: style-src", "complaint", "thrown", "foreign request: https://other.example/a.png",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing tells of %q", want)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}
