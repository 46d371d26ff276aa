package webtest

import (
	"context"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"resolute/internal/search"
	"resolute/internal/search/searchtest"
)

// pageWords are the words of the interface that the page's script reads.
var pageWords = [][2]string{
	{"found1", "1 result"},
	{"found2", "2 results"},
	{"found_for1", "1 result for “{query}”"},
	{"found_for2", "2 results for “{query}”"},
	{"nothing", "Nothing was found for “{query}”."},
	{"nothing_filtered", "Nothing was found with these filters."},
	{"advice", "Try fewer words."},
	{"corrected", "Results for “{query}”"},
	{"instead", "Search for “{query}” instead"},
	{"missing", "“{word}” is nowhere on this site and was left out."},
	{"missing_only", "“{word}” is nowhere on this site."},
	{"shortened", "The search was too long."},
	{"loading", "Searching…"},
	{"offline", "Part of the search index could not be loaded."},
	{"failed", "The search index could not be loaded."},
	{"retry", "Try again"},
	{"remove_filter", "Remove the filter {name}"},
	{"clear_filters", "Remove all filters"},
	{"more_values1", "Show 1 more"},
	{"more_values2", "Show 2 more"},
	{"no_values", "Nothing matches"},
	{"suggested1", "1 suggestion, use the arrow keys"},
	{"suggested2", "2 suggestions, use the arrow keys"},
	{"suggest_codes", "Resolutions"},
	{"suggest_members", "Members"},
	{"suggest_countries", "Countries"},
	{"suggest_words", "Words"},
	{"pager.previous", "Previous"},
	{"pager.next", "Next"},
	{"pager.page", "Page {number}"},
}

// pageFacets are the filters that the page offers, with their headings.
var pageFacets = [][2]string{
	{"kind", "Kind of page"},
	{"status", "Status"},
	{"action", "Kind of action"},
	{"year", "Year"},
	{"language", "Language"},
	{"country", "Country"},
	{"member", "Member"},
}

// searchPage is the HTML of a search page as the layout writes it.
func searchPage(s *searchSite) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Search</title>`)
	fmt.Fprintf(&b, `<link rel="stylesheet" href="%s"><script type="module" src="%s"></script><script type="module" src="%s"></script></head><body><main id="main" tabindex="-1">`,
		s.styles[0], s.scripts["search/page.js"], s.scripts["search/box.js"])
	b.WriteString(`<h1>Search</h1><form class="find wide" role="search" action="/en/search/"><label for="q">Search this site</label><input type="search" id="q" name="q" maxlength="5000" autocomplete="off"><button type="submit">Search</button>` +
		`<ul class="suggestions" id="suggestions" role="listbox" aria-label="Suggestions" hidden></ul><p class="vh" role="status"></p></form>`)
	b.WriteString(`<div id="search" hidden data-index="/search-index/index.json" data-home="/en/" data-statuses="initiated ongoing completed"><details class="facets"><summary>Filters</summary>`)
	for _, f := range pageFacets {
		fmt.Fprintf(&b, `<details data-facet="%s"><summary>%s</summary><input type="search" autocomplete="off" hidden aria-label="Find in: %s"><ul></ul></details>`, f[0], f[1], f[1])
	}
	b.WriteString(`</details><section class="found-list" tabindex="-1" aria-label="Results"><div class="bar"><p class="found" role="status"></p>` +
		`<p class="sorting"><label for="search-sort">Order</label> <select id="search-sort"><option value="">Best match first</option><option value="newest">Newest first</option><option value="code">By code</option></select></p></div>` +
		`<ul class="chips" aria-label="Active filters" hidden></ul><div class="notices"></div><ol class="hits"></ol><nav class="pager" aria-label="Pages" hidden></nav>` +
		`<ul class="help"><li>All words must occur.</li></ul></section></div><template id="search-words">`)
	for _, w := range pageWords {
		key, n := w[0], ""
		if strings.HasSuffix(key, "1") || strings.HasSuffix(key, "2") {
			key, n = key[:len(key)-1], ` data-n="`+key[len(key)-1:]+`"`
		}
		fmt.Fprintf(&b, `<i data-k="%s"%s>%s</i>`, key, n, html.EscapeString(w[1]))
	}
	b.WriteString(`</template></main></body></html>`)
	return b.String()
}

// opened is the search page in a browser.
type opened struct {
	t   *testing.T
	ctx context.Context
	s   *searchSite
}

// openSearch opens the page with a query string.
func openSearch(t *testing.T, ctx context.Context, s *searchSite, query string) *opened {
	t.Helper()
	s.pages["en/search/"] = searchPage(s)
	p := &opened{t, ctx, s}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(s.URL+"/en/search/"+query)); err != nil {
		t.Fatal(err)
	}
	p.settle()
	return p
}

// settle waits until the page shows the results of its state.
func (p *opened) settle() {
	p.t.Helper()
	p.until(`document.querySelector("#search")?.hidden === false && document.querySelector(".help").hidden === false || document.querySelector("#search")?.getAttribute("aria-busy") === "false"`)
}

// until waits until an expression is true.
func (p *opened) until(expression string) {
	p.t.Helper()
	_, err := chromedp.Run(p.ctx, chromedp.Poll[bool]("Boolean("+expression+")", chromedp.WithPollingTimeout(30*time.Second)))
	if err != nil {
		p.t.Fatalf("%s: %v\n%s", expression, err, call[string](p.t, p.ctx, `document.body.innerText`))
	}
}

// hits are the paths of the results shown.
func (p *opened) hits() []string {
	p.t.Helper()
	return call[[]string](p.t, p.ctx, `[...document.querySelectorAll(".hits h2 a")].map((a) => a.getAttribute("href").slice(4))`)
}

// text is the text of the first element that a selector finds.
func (p *opened) text(selector string) string {
	p.t.Helper()
	return call[string](p.t, p.ctx, fmt.Sprintf(`document.querySelector(%q)?.textContent ?? ""`, selector))
}

// press sends keys to what has the focus.
func (p *opened) press(keys string) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, chromedp.KeyEvent(keys)); err != nil {
		p.t.Fatal(err)
	}
}

// slash types / as a keyboard does: the letter follows only where the key is
// not taken.
func (p *opened) slash() {
	p.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{kb.KeyDown, kb.KeyUp} {
		key := input.DispatchKeyEventParams{Type: kind, Key: "/", Code: "Slash", WindowsVirtualKeyCode: 191}
		if kind == kb.KeyDown {
			key.Text, key.UnmodifiedText = "/", "/"
		}
		if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, key); err != nil {
			p.t.Fatal(err)
		}
	}
}

// click clicks the first element that a selector finds.
func (p *opened) click(selector string) {
	p.t.Helper()
	call[bool](p.t, p.ctx, fmt.Sprintf(`(document.querySelector(%q).click(), true)`, selector))
}

// clean fails where the page had errors or violations of the policy.
func (p *opened) clean() {
	p.t.Helper()
	if errs := p.s.errors(p.t, p.ctx); len(errs) > 0 {
		p.t.Errorf("errors in the page: %q", errs)
	}
}

func TestSearchPage(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	files, _ := build(t, searchtest.Documents(), searchtest.Labels(), search.Options{})
	s := newSearchSite(t, files)
	s.watch(t, ctx)

	t.Run("address", func(t *testing.T) {
		p := openSearch(t, ctx, s, "?q=elephant&status=ongoing&country=US&country=VN")
		if got := p.hits(); !slices.Equal(got, []string{"resolutions/wcc-2020-res-040/2023/", "resolutions/wcc-2016-rec-103/2019/"}) {
			t.Errorf("hits %q", got)
		}
		if got := p.text(".found"); got != "2 results for “elephant”" {
			t.Errorf("status %q", got)
		}
		p.until(`document.querySelector(".hits mark")?.textContent === "Elephant"`)
		p.until(`document.querySelectorAll(".chips button").length === 4`)
		if got := p.text(".chips"); got != "OngoingViet NamUnited States of AmericaRemove all filters" && got != "OngoingUnited States of AmericaViet NamRemove all filters" {
			t.Errorf("chips %q", got)
		}
		p.clean()
	})

	t.Run("filters", func(t *testing.T) {
		p := openSearch(t, ctx, s, "?q=humedales")
		p.click(".facets details:nth-of-type(2) summary")
		p.until(`document.querySelector("input[data-key=ongoing]")`)
		p.click("input[data-key=ongoing]")
		p.until(`document.querySelectorAll(".hits > li").length === 1`)
		p.settle()
		if got := p.hits(); !slices.Equal(got, []string{"resolutions/wcc-2016-res-018/2018/"}) {
			t.Errorf("hits %q", got)
		}
		if got := call[string](t, ctx, `location.search`); got != "?q=humedales&status=ongoing" {
			t.Errorf("address %q", got)
		}
		if got := p.text("label:has(input[data-key=initiated]) .n"); got != "1" {
			t.Errorf("the count of another status is %q", got)
		}
		p.click("input[data-key=initiated]")
		p.until(`document.querySelectorAll(".hits > li").length === 2`)
		call[bool](t, ctx, `(history.back(), true)`)
		p.until(`document.querySelectorAll(".hits > li").length === 1 && location.search === "?q=humedales&status=ongoing"`)
		call[bool](t, ctx, `(history.back(), true)`)
		p.until(`document.querySelectorAll(".hits > li").length === 3`)
		call[bool](t, ctx, `(history.forward(), true)`)
		p.until(`document.querySelectorAll(".hits > li").length === 1`)
		p.until(`document.querySelectorAll(".chips button").length === 1`)
		p.click(".chips button")
		p.until(`document.querySelectorAll(".hits > li").length === 3`)
		p.clean()
	})

	t.Run("keyboard", func(t *testing.T) {
		p := openSearch(t, ctx, s, "")
		p.slash()
		p.until(`document.activeElement.id === "q"`)
		p.press("pang")
		p.until(`document.querySelectorAll("#suggestions [role=option]").length === 2 && document.querySelector("#q").getAttribute("aria-expanded") === "true"`)
		p.press(kb.ArrowDown)
		p.press(kb.ArrowDown)
		if got := call[string](t, ctx, `document.getElementById(document.querySelector("#q").getAttribute("aria-activedescendant")).textContent`); got != "pangolins Words" {
			t.Errorf("active suggestion %q", got)
		}
		p.press(kb.Enter)
		p.until(`document.querySelector("#q").value === "pangolins " && document.querySelector("#suggestions").hidden`)
		p.until(`document.querySelector(".found").textContent.startsWith("1 result for")`)
		if got := call[string](t, ctx, `document.activeElement.id`); got != "q" {
			t.Errorf("the focus is on %q", got)
		}
		p.press("con")
		p.until(`!document.querySelector("#suggestions").hidden`)
		p.press(kb.Escape)
		p.until(`document.querySelector("#suggestions").hidden && document.querySelector("#q").value === "pangolins con"`)
		p.clean()
	})

	t.Run("suggested member", func(t *testing.T) {
		p := openSearch(t, ctx, s, "")
		p.slash()
		p.press("elephant ifa")
		p.until(`document.querySelector("#suggestions [role=option]")?.textContent.startsWith("International Fund")`)
		p.press(kb.ArrowDown)
		p.press(kb.Enter)
		p.until(`location.search === "?q=elephant+&member=ifaw" && document.querySelectorAll(".hits > li").length === 1`)
		p.clean()
	})

	t.Run("corrections", func(t *testing.T) {
		p := openSearch(t, ctx, s, "?q=cybercirme")
		if got := p.text(".notices"); got != "Results for “cybercrime” Search for “cybercirme” instead" {
			t.Errorf("notices %q", got)
		}
		p.click(".notices button")
		p.until(`location.search === "?q=%22cybercirme%22" && document.querySelector(".found").textContent.startsWith("Nothing")`)
		p = openSearch(t, ctx, s, "?q=wildlife+zxqvkj")
		if got := p.text(".notices"); got != "“zxqvkj” is nowhere on this site and was left out." {
			t.Errorf("notices %q", got)
		}
		p.clean()
	})

	t.Run("hostile", func(t *testing.T) {
		p := openSearch(t, ctx, s, "?q=%3Cscript%3E&status=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&sort=__proto__&page=-9")
		p.until(`document.querySelectorAll(".chips button").length === 1`)
		if n := call[int](t, ctx, `document.querySelectorAll("main script, main img").length`); n != 0 {
			t.Errorf("%d elements made of text", n)
		}
		p = openSearch(t, ctx, s, "?q=%3Cscript%3E")
		p.until(`document.querySelector(".excerpt")?.textContent.includes("<script>alert('x')</script>")`)
		if n := call[int](t, ctx, `document.querySelectorAll("main script").length`); n != 0 {
			t.Errorf("%d scripts made of text", n)
		}
		p.clean()
	})

	t.Run("pages", func(t *testing.T) {
		p := openSearch(t, ctx, s, "?q=c")
		p.until(`document.querySelector(".pager a[rel=next]")`)
		first := p.hits()
		p.click(".pager a[rel=next]")
		p.until(`location.search === "?q=c&page=2" && document.querySelector(".hits").start === 11`)
		p.settle()
		if second := p.hits(); len(second) == 0 || slices.Contains(second, first[0]) {
			t.Errorf("page 2 has %q after %q", second, first)
		}
		if got := call[string](t, ctx, `document.activeElement.className`); got != "found-list" {
			t.Errorf("the focus is on %q", got)
		}
		p.clean()
	})
}

// TestSearchPageAccessible has axe-core look at the page with results, with open
// filters and with suggestions. Walked with a screen reader in mind: the field is
// a combobox that tells how many suggestions there are; the number of results is
// told once, by the live region that stands in the page from the start; results
// are a list of headings; each chip says what it removes.
func TestSearchPageAccessible(t *testing.T) {
	t.Parallel()
	files, _ := build(t, searchtest.Documents(), searchtest.Labels(), search.Options{})
	s := newSearchSite(t, files)
	b := newTab(t, chromium(t), s.URL)
	audit := func(state string) {
		t.Helper()
		for _, problem := range append(b.audit(t, allRules), b.take()...) {
			t.Errorf("%s: %s", state, problem)
		}
	}
	p := openSearch(t, b.ctx, s, "?q=c&status=ongoing&country=MX")
	call[bool](t, b.ctx, `(document.querySelectorAll(".facets details").forEach((d) => (d.open = true)), true)`)
	p.until(`document.querySelectorAll("[data-facet=member] li input").length > 0 && document.querySelectorAll(".chips li").length === 3`)
	audit("results")
	if got := call[int](t, b.ctx, `document.querySelectorAll("#search [role=status]").length`); got != 1 {
		t.Errorf("%d live regions", got)
	}
	p.slash()
	p.press(kb.ArrowDown)
	p.until(`!document.querySelector("#suggestions").hidden`)
	p.press(kb.ArrowDown)
	audit("suggestions")
	openSearch(t, b.ctx, s, "?q=zxqvkj")
	audit("nothing found")
	openSearch(t, b.ctx, s, "")
	audit("start")
}

// TestSearchPageOffline takes the index away and brings it back.
func TestSearchPageOffline(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	files, _ := build(t, searchtest.Documents(), searchtest.Labels(), search.Options{})
	s := newSearchSite(t, nil)
	s.watch(t, ctx)
	p := openSearch(t, ctx, s, "?q=ivory")
	if got := p.text(".notices"); got != "The search index could not be loaded. Try again" {
		t.Errorf("notices %q", got)
	}
	s.use(files)
	p.click(".notices button")
	p.until(`document.querySelectorAll(".hits > li").length === 4`)
	if got := p.text(".notices"); got != "" {
		t.Errorf("notices %q", got)
	}
}
