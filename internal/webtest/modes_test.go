package webtest

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// modePaths are pages with all components: looked at in the rarer modes.
func modePaths(t *testing.T, public string) []string {
	t.Helper()
	var paths []string
	for _, p := range samplePages(t, public) {
		if p.lang == "fr" && (p.kind.name == "home" || p.kind.name == "edition" || p.kind.name == "resolutions") {
			paths = append(paths, p.url())
		}
	}
	return paths
}

// unforced tells texts that keep colours of their own where the device's are
// wanted, unless they are drawn in a colour of the device on its background. What
// forced colours change is not in the computed style, so axe-core cannot tell.
const unforced = `(() => {
  const probe = document.body.appendChild(document.createElement("i"));
  const system = ["CanvasText", "LinkText", "VisitedText", "HighlightText", "ButtonText"].map((name) => (probe.style.color = name, getComputedStyle(probe).color));
  probe.remove();
  const own = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll("body *")].filter((e) => {
    const s = getComputedStyle(e);
    if (s.forcedColorAdjust !== "none" || !own(e) || !e.checkVisibility() || ["title", "desc"].includes(e.localName)) return false;
    return !system.includes(e instanceof SVGElement ? s.fill : s.color);
  }).slice(0, 5).map((e) => "<" + e.localName + " class=" + JSON.stringify(e.getAttribute("class") ?? "") + "> " + e.textContent.trim().slice(0, 40));
})()`

// TestModes looks at pages in forced colours, without motion and with text of
// twice the size.
func TestModes(t *testing.T) {
	t.Parallel()
	public := published(t)
	b := newTab(t, chromium(t), serve(t, public).URL)
	for _, path := range modePaths(t, public) {
		b.show(t, 360, "forced-colors", "active")
		b.open(t, path)
		for _, p := range append(call[[]string](t, b.ctx, unforced), b.overflowing(t)) {
			if p != "" {
				t.Errorf("%s in forced colours: %s", path, p)
			}
		}
		b.show(t, 1280, "prefers-reduced-motion", "reduce")
		moving := call[string](t, b.ctx, `(() => {
  const long = (text) => text.split(",").some((s) => parseFloat(s) > 0.02);
  if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") return "html scrolls smoothly";
  const e = [...document.querySelectorAll("*")].find((e) => { const s = getComputedStyle(e); return long(s.transitionDuration) || (s.animationName !== "none" && long(s.animationDuration)); });
  return e ? "<" + e.localName + " class=" + JSON.stringify(e.getAttribute("class") ?? "") + ">" : "";
})()`)
		if moving != "" {
			t.Errorf("%s moves where no motion is wanted: %s", path, moving)
		}
		b.show(t, 1280)
		// As a reader sets it in the browser: queries in rem follow it too.
		text := func(px int64) {
			command(t, b, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: px}})
			call[bool](t, b.ctx, settled)
		}
		text(32)
		if size := call[string](t, b.ctx, `getComputedStyle(document.documentElement).fontSize`); size != "32px" {
			t.Errorf("%s does not follow the reader's size of text: %s", path, size)
		}
		if o := b.overflowing(t); o != "" {
			t.Errorf("%s with text of 200 %% scrolls sideways: %s", path, o)
		}
		text(16)
	}
	for _, p := range b.take() {
		t.Error(p)
	}
}

// focusable lists what the keyboard must reach before the main part.
const focusable = `(globalThis.wanted = [...document.querySelectorAll("body a[href], body button, body input, body summary")].filter((e) =>
  (e.closest("header") || e.matches(".skip")) && !e.disabled && e.checkVisibility({visibilityProperty: true}))).length`

// focused tells the place in that list of what has the focus, and whether it shows.
const focused = `(() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  const shown = (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
  return {at: wanted.indexOf(e), what: e.outerHTML.slice(0, 90), shown, seen: r.bottom > 0 && r.top < innerHeight && r.width > 0}; })()`

// TestKeyboard walks the header with Tab, follows the skip link, opens and
// closes the menu of a phone, and switches the colours.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	public := published(t)
	b := newTab(t, chromium(t), serve(t, public).URL)
	press := func(key string) {
		if err := chromedp.Do(b.ctx, chromedp.KeyEvent(key)); err != nil {
			t.Fatal(err)
		}
	}
	for _, width := range widths {
		b.show(t, width, "prefers-reduced-motion", "reduce")
		b.open(t, "/en/resolutions/")
		n := call[int](t, b.ctx, focusable)
		if n < 5 {
			t.Fatalf("%d things to reach in the header at %d px", n, width)
		}
		for i := range n {
			press(kb.Tab)
			f := call[struct {
				At          int
				What        string
				Shown, Seen bool
			}](t, b.ctx, focused)
			if f.At != i || !f.Shown || !f.Seen {
				t.Errorf("at %d px, Tab %d of %d: at %d, focus drawn %v, in view %v: %s", width, i+1, n, f.At, f.Shown, f.Seen, f.What)
			}
		}
	}
	b.open(t, "/en/resolutions/")
	press(kb.Tab)
	press(kb.Enter)
	if got := call[string](t, b.ctx, `document.activeElement.id`); got != "main" {
		t.Errorf("the skip link leads to %q", got)
	}
	b.show(t, 360, "prefers-reduced-motion", "reduce")
	const open = `document.querySelector("#menu").matches(":popover-open")`
	call[bool](t, b.ctx, `(document.querySelector("[popovertarget=menu]").focus(), true)`)
	press(kb.Enter)
	if !call[bool](t, b.ctx, open) {
		t.Error("Enter does not open the menu")
	}
	press(kb.Tab)
	if !call[bool](t, b.ctx, `!!document.activeElement.closest("#menu")`) {
		t.Error("Tab does not go into the open menu")
	}
	press(kb.Escape)
	if call[bool](t, b.ctx, open) {
		t.Error("Escape does not close the menu")
	}
	call[bool](t, b.ctx, `(document.querySelector("[data-theme-switch]").focus(), true)`)
	press(kb.Enter)
	b.open(t, "/en/")
	if theme := call[string](t, b.ctx, `document.documentElement.dataset.theme ?? ""`); theme != "light" {
		t.Errorf("the chosen colours are %q on the next page, want light", theme)
	}
}

// TestWithoutScript walks from home to an edition by plain links.
func TestWithoutScript(t *testing.T) {
	t.Parallel()
	server := serve(t, published(t))
	for _, lang := range languages {
		at := "/" + lang + "/"
		for _, next := range []string{"resolutions/", "resolutions/[^/]+/", `resolutions/[^/]+/\d{4}/`} {
			d := fetch(t, server.URL+at)
			pattern := regexp.MustCompile("^/" + lang + "/" + next + "$")
			found := ""
			for _, link := range d.links {
				if pattern.MatchString(link) {
					found = link
					break
				}
			}
			if found == "" {
				t.Fatalf("%s has no link to %s", at, pattern)
			}
			at = found
		}
		if d := fetch(t, server.URL+at); len(d.problems) > 0 {
			t.Errorf("%s: %q", at, d.problems)
		}
	}
}

func fetch(t *testing.T, address string) *document {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", address, resp.Status, err)
	}
	d, err := readDocument(body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestScreenshots writes pictures of all kinds of pages where -screenshots says.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no -screenshots folder")
	}
	public := published(t)
	folder := *screenshots
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(repository, folder)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	b := newTab(t, chromium(t), serve(t, public).URL)
	for _, p := range samplePages(t, public) {
		if p.lang != languages[0] && p.kind.name != "languages" && p.kind.name != "home" {
			continue
		}
		b.open(t, p.url())
		for _, width := range []int64{360, 768, 1280} {
			for _, scheme := range schemes {
				b.show(t, width, "prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
				call[bool](t, b.ctx, settled)
				shot := command(t, b, page.CaptureScreenshot, page.CaptureScreenshotParams{})
				name := strings.TrimPrefix(fmt.Sprintf("%s-%s-%d-%s.png", p.lang, p.kind.name, width, scheme), "-")
				if err := os.WriteFile(filepath.Join(folder, name), shot.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
