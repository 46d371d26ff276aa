package webtest

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A document is what the crawl keeps of a page.
type document struct {
	ids       map[string]bool
	links     []string // addresses, as written
	refs      []string // ids that attributes of the same page name
	canonical string
	problems  []string
}

// linkAttributes hold an address of something the site must have.
var linkAttributes = []string{"href", "src", "action", "data", "poster"}

// refAttributes hold ids of the same page, apart by spaces.
var refAttributes = []string{
	"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "form", "headers", "list", "popovertarget",
}

// readDocument parses a page and notes what must not be in any.
func readDocument(page []byte) (*document, error) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	d := &document{ids: map[string]bool{}}
	if bytes.Contains(page, []byte("ZgotmplZ")) {
		d.add("a value was taken out by html/template (ZgotmplZ)")
	}
	headings := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.DataAtom == atom.H1 {
			headings++
		}
		d.element(n)
	}
	if headings != 1 {
		d.add("%d elements h1, want 1", headings)
	}
	return d, nil
}

func (d *document) add(format string, args ...any) {
	d.problems = append(d.problems, fmt.Sprintf(format, args...))
}

// element notes the ids and links of one element and what is wrong with it.
func (d *document) element(n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "id" && a.Namespace == "":
			if a.Val == "" || strings.ContainsAny(a.Val, " \t\n") {
				d.add("id %q", a.Val)
			}
			if d.ids[a.Val] {
				d.add("id %q twice", a.Val)
			}
			d.ids[a.Val] = true
		case a.Key == "style":
			d.add("<%s style=%q>: the policy forbids it", n.Data, a.Val)
		case strings.HasPrefix(a.Key, "on"):
			d.add("<%s %s=%q>: the policy forbids it", n.Data, a.Key, a.Val)
		case slices.Contains(linkAttributes, a.Key):
			d.links = append(d.links, a.Val)
		case slices.Contains(refAttributes, a.Key):
			d.refs = append(d.refs, strings.Fields(a.Val)...)
		}
	}
	switch n.DataAtom {
	case atom.Html:
		if attribute(n, "lang") == "" {
			d.add("<html> without lang")
		}
	case atom.Style:
		d.add("<style>: the policy forbids it")
	case atom.Script:
		src := attribute(n, "src")
		switch {
		case src == "" && attribute(n, "type") != "application/ld+json":
			d.add("inline <script>: the policy forbids it")
		case strings.HasPrefix(src, "http:") || strings.HasPrefix(src, "//"):
			d.add("<script src=%q>: not of this site", src)
		}
	case atom.Link:
		if attribute(n, "rel") == "canonical" {
			d.canonical = attribute(n, "href")
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

// A crawl knows the pages of a published folder.
type crawl struct {
	public string
	base   string // address of the site's root, as its pages name it; empty when none does
	pages  map[string]*document
}

func newCrawl(t *testing.T, public string) *crawl {
	t.Helper()
	c := &crawl{public: public, pages: map[string]*document{}}
	for _, f := range htmlFiles(t, public) {
		page, err := os.ReadFile(filepath.Join(public, filepath.FromSlash(f)))
		if err != nil {
			t.Fatal(err)
		}
		if c.pages[f], err = readDocument(page); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
	}
	if home := c.pages["en/index.html"]; home != nil {
		c.base = strings.TrimSuffix(home.canonical, "en/")
	}
	return c
}

// problems of a page, with those of its links.
func (c *crawl) problems(file string) []string {
	d := c.pages[file]
	problems := slices.Clone(d.problems)
	for _, ref := range d.refs {
		if !d.ids[ref] {
			problems = append(problems, fmt.Sprintf("an attribute names the id %q, which is not there", ref))
		}
	}
	for _, link := range d.links {
		if p := c.broken(file, link); p != "" {
			problems = append(problems, fmt.Sprintf("link %q: %s", link, p))
		}
	}
	return problems
}

// broken says why a link leads nowhere; empty when it is sound or leaves the site.
func (c *crawl) broken(file, link string) string {
	if c.base != "" && strings.HasPrefix(link, c.base) {
		link = "/" + strings.TrimPrefix(link, c.base)
	}
	u, err := url.Parse(link)
	switch {
	case err != nil:
		return err.Error()
	case u.Scheme == "http", u.Scheme == "https", u.Scheme == "mailto":
		return ""
	case u.Scheme != "":
		return "a scheme that no page may use"
	case u.Host != "":
		return "leaves the site without naming a scheme"
	}
	at := &url.URL{Path: "/" + strings.TrimSuffix(file, "index.html")}
	u = at.ResolveReference(u)
	target := strings.TrimPrefix(u.Path, "/")
	if target == "" || strings.HasSuffix(target, "/") {
		target += "index.html"
	}
	if d := c.pages[target]; d != nil {
		if u.Fragment != "" && !d.ids[u.Fragment] {
			return "the page has no such id"
		}
		return ""
	}
	info, err := os.Stat(filepath.Join(c.public, filepath.FromSlash(target)))
	switch {
	case err != nil:
		return "no such file is published"
	case info.IsDir():
		return "a folder, without its slash"
	}
	return ""
}

// TestPages reads every published page: sound links, ids, one main heading, a
// language, nothing that the policy forbids.
func TestPages(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, published(t))
	if len(c.pages) < 1000 {
		t.Errorf("%d pages: the sample has more", len(c.pages))
	}
	const most = 60
	told := map[string]int{}
	for _, f := range htmlFiles(t, c.public) {
		for _, p := range c.problems(f) {
			told[p]++
			if told[p] == 1 && len(told) <= most {
				t.Errorf("%s: %s", f, p)
			}
		}
	}
	for p, n := range told {
		if n > 1 {
			t.Logf("%d times: %s", n, p)
		}
	}
}

// TestPagesCanFail shows the crawl a page with one of each mistake.
func TestPagesCanFail(t *testing.T) {
	t.Parallel()
	public := t.TempDir()
	const bad = `<!doctype html><html><head><link rel="canonical" href="https://site.example/en/"><style>p{}</style><script>1</script>
<script src="http://other.example/a.js"></script><script type="application/ld+json">{}</script></head>
<body onload="x()"><h1>a</h1><h1 style="color:red">b</h1><p id="a" aria-labelledby="nobody"><p id="a"><a href="/en/missing/">1</a>
<a href="#nowhere">2</a><a href="https://site.example/fr/">3</a><a href="javascript:x">4</a><a href="//other.example/">5</a>
<a href="/en">6</a><a href="../en/#a">sound</a><a href="https://elsewhere.example/">sound</a><a href="#ZgotmplZ">7</a></body></html>`
	if err := os.MkdirAll(filepath.Join(public, "en"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(public, "en", "index.html"), []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	got := newCrawl(t, public).problems("en/index.html")
	want := []string{
		"ZgotmplZ", "2 elements h1", "without lang", "<style>", "inline <script>", `"http://other.example/a.js"`, "onload", "style=",
		`id "a" twice`, `id "nobody"`, `"/en/missing/": no such file`, `"#nowhere": the page has no such id`, `"https://site.example/fr/": no such file`,
		`"javascript:x": a scheme`, `"//other.example/": leaves`, `"/en": a folder`, `"#ZgotmplZ": the page`,
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(p string) bool { return strings.Contains(p, w) }) {
			t.Errorf("no problem tells of %s", w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d problems, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
}
