package webtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium starts one Chromium for a test and its subtests; without one the test
// fails, unless short tests are asked for. CHROME names its program where it is not in PATH.
func chromium(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	options := []chromedp.ExecAllocatorOption{chromedp.NoSandbox}
	if program := os.Getenv("CHROME"); program != "" {
		options = append(options, chromedp.ExecPath(program))
	}
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(options...))
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, 15*time.Minute)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("no browser: %v; run make tools", err)
	}
	return ctx
}

// A tab is one page of the browser, with all it complains of.
type tab struct {
	ctx  context.Context
	site string // address of the server, without a slash at the end
	axe  string // source of axe-core

	mu       sync.Mutex
	problems []string
}

// violations notes what the policy stops, from the first moment of a page.
const violations = `addEventListener("securitypolicyviolation", (e) =>
  console.error("policy violated: " + e.violatedDirective + " by " + (e.blockedURI || e.sample) + " at " + e.sourceFile + ":" + e.lineNumber))`

// newTab opens a tab of the browser for a site.
func newTab(t *testing.T, browser context.Context, site string) *tab {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal("axe-core is missing: run make tools")
	}
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	b := &tab{ctx: ctx, site: site, axe: string(axe)}
	if err := chromedp.Listen(ctx, b.event); err != nil {
		t.Fatal(err)
	}
	command(t, b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: violations})
	return b
}

// event notes errors, warnings and requests to others.
func (b *tab) event(ev any) {
	switch e := ev.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.add("log: %s %s", e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		b.add("exception: %s", text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			var words []string
			for _, a := range e.Args {
				words = append(words, string(a.Value)+a.Description)
			}
			b.add("console: %s", strings.Join(words, " "))
		}
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		if err == nil && u.Scheme != "data" && u.Scheme != "about" && !strings.HasPrefix(e.Request.URL, b.site+"/") {
			b.add("foreign request: %s", e.Request.URL)
		}
	}
}

func (b *tab) add(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p := fmt.Sprintf(format, args...); !slices.Contains(b.problems, p) {
		b.problems = append(b.problems, p)
	}
}

// take returns what was noted since the last time.
func (b *tab) take() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.problems
	b.problems = nil
	return p
}

func command[P, R any](t *testing.T, b *tab, c cdp.Command[P, R], params P) R {
	t.Helper()
	r, err := chromedp.Call(b.ctx, c, params)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// open loads a page until its fonts are there and it has been drawn.
func (b *tab) open(t *testing.T, path string) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(b.site+path)); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	call[bool](t, b.ctx, settled)
}

// settled waits for fonts and two frames, with transitions at their end: half-way
// between two schemes no colour is right.
const settled = `document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  for (const a of document.getAnimations()) if (a.effect.getComputedTiming().endTime !== Infinity) a.finish();
  requestAnimationFrame(() => done(true));
}))))`

// show sets the width of the window, in CSS pixels, and features of the device,
// in pairs of name and value.
func (b *tab) show(t *testing.T, width int64, features ...string) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 800)); err != nil {
		t.Fatal(err)
	}
	params := emulation.SetEmulatedMediaParams{}
	for i := 0; i+1 < len(features); i += 2 {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	command(t, b, emulation.SetEmulatedMedia, params)
}

// overflowing says what makes the page scroll sideways; empty when nothing does.
func (b *tab) overflowing(t *testing.T) string {
	t.Helper()
	return call[string](t, b.ctx, `(() => {
  const root = document.documentElement, width = root.clientWidth;
  if (root.scrollWidth <= width) return "";
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 0.5);
  return root.scrollWidth + " px in " + width + ": " + wide.slice(0, 3).map((e) => "<" + e.localName + " class=" + JSON.stringify(e.getAttribute("class") ?? "") + ">").join(", ");
})()`)
}

// What axe-core runs: all rules, with that of WCAG 2.2 on the size of targets; or
// those rules alone that another colour scheme can break.
const (
	allRules    = `{rules: {"target-size": {enabled: true}}}`
	colourRules = `{runOnly: ["color-contrast", "link-in-text-block"]}`
)

// audit runs rules of axe-core over the page and tells their violations.
func (b *tab) audit(t *testing.T, rules string) []string {
	t.Helper()
	if !call[bool](t, b.ctx, `"axe" in globalThis`) {
		if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[json.RawMessage](b.axe+"\n;true")); err != nil {
			t.Fatal(err)
		}
	}
	return call[[]string](t, b.ctx, `axe.run(document, {resultTypes: ["violations"], ...`+rules+`}).then((r) =>
  r.violations.map((v) => "axe " + v.id + ": " + v.help + ": " + v.nodes.length + " ×, " + v.nodes.slice(0, 2).map((n) =>
    n.target.join(" ") + " (" + [...n.any, ...n.all, ...n.none].map((c) => c.message).slice(0, 1).join("; ") + ")").join(", ")))`)
}
