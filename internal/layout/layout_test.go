package layout_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/layout"
)

func render(t testing.TB, set *layout.Set, lang, kind string, view any) string {
	t.Helper()
	var b bytes.Buffer
	if err := set.Render(&b, lang, kind, view); err != nil {
		t.Fatalf("%s %s: %v", lang, kind, err)
	}
	return b.String()
}

func parse(t testing.TB, page string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// text is all text below a node.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// elements are those of HTML below a node with a name.
func elements(n *html.Node, name string) []*html.Node {
	var list []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Namespace == "" && d.Data == name {
			list = append(list, d)
		}
	}
	return list
}

// TestPages holds what is true of every kind of page in every language.
func TestPages(t *testing.T) {
	set := load(t)
	for _, lang := range []string{"en", "fr", "es"} {
		views := maker{set, lang, "Text"}.views()
		for _, kind := range slices.Sorted(maps.Keys(views)) {
			t.Run(lang+"/"+kind, func(t *testing.T) {
				doc := parse(t, render(t, set, lang, kind, views[kind]))
				checkFrame(t, doc, lang)
				checkIDs(t, doc)
				checkHeadings(t, doc)
				checkTables(t, doc)
				checkScripts(t, doc)
				if kind != "root" && !strings.Contains(text(doc), "Text") {
					t.Error("the notice is not on the page")
				}
			})
		}
	}
	if slow := set.Interpreted(); len(slow) > 0 {
		t.Errorf("%q are beyond a program", slow)
	}
}

func checkFrame(t *testing.T, doc *html.Node, lang string) {
	t.Helper()
	if got, _ := attr(elements(doc, "html")[0], "lang"); got != lang {
		t.Errorf("lang is %q, not %q", got, lang)
	}
	for name, want := range map[string]int{"main": 1, "h1": 1, "title": 1} {
		if got := len(elements(doc, name)); got != want {
			t.Errorf("%d elements %s, not %d", got, name, want)
		}
	}
	for _, nav := range elements(doc, "nav") {
		_, label := attr(nav, "aria-label")
		_, labelled := attr(nav, "aria-labelledby")
		if !label && !labelled {
			t.Error("a nav has no name")
		}
	}
}

// checkIDs finds ids that are there twice, and references to ids that are not.
func checkIDs(t *testing.T, doc *html.Node) {
	t.Helper()
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if id, ok := attr(n, "id"); ok {
			if ids[id] {
				t.Errorf("the id %q is there twice", id)
			}
			ids[id] = true
		}
	}
	for n := range doc.Descendants() {
		for _, key := range []string{"for", "aria-labelledby", "popovertarget", "data-copy"} {
			of, ok := attr(n, key)
			for _, id := range strings.Fields(of) {
				if !ids[id] {
					t.Errorf("%s=%q leads nowhere", key, id)
				}
			}
			if ok && of == "" {
				t.Errorf("%s leads nowhere", key)
			}
		}
		if href, _ := attr(n, "href"); strings.HasPrefix(href, "#") && !ids[href[1:]] {
			t.Errorf("the link %s leads nowhere", href)
		}
	}
}

// checkHeadings wants no level to be skipped.
func checkHeadings(t *testing.T, doc *html.Node) {
	t.Helper()
	last := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		level := int(n.Data[1] - '0')
		if level > last+1 {
			t.Errorf("the heading %q is of level %d after one of level %d", text(n), level, last)
		}
		last = level
	}
}

func checkTables(t *testing.T, doc *html.Node) {
	t.Helper()
	for _, table := range elements(doc, "table") {
		if len(elements(table, "caption")) != 1 {
			t.Error("a table has no caption")
		}
		for _, th := range elements(table, "th") {
			if _, ok := attr(th, "scope"); !ok {
				t.Errorf("the heading %q of a table has no scope", text(th))
			}
		}
	}
}

// checkScripts holds the law that nothing is inline.
func checkScripts(t *testing.T, doc *html.Node) {
	t.Helper()
	for _, s := range elements(doc, "script") {
		if kind, _ := attr(s, "type"); kind == "application/ld+json" {
			continue // data, which no browser runs; see structured
		}
		if _, ok := attr(s, "src"); !ok || s.FirstChild != nil {
			t.Error("a script is inline")
		}
	}
	if len(elements(doc, "style")) > 0 {
		t.Error("a style is inline")
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s> is inline", n.Data, a.Key)
			}
		}
	}
}

// TestHostileText shows that no text of a view makes an element or attribute:
// the page has the same ones as with harmless text.
func TestHostileText(t *testing.T) {
	set := load(t)
	harmless, bad := maker{set, "fr", "Text"}.views(), maker{set, "fr", hostile}.views()
	for _, kind := range slices.Sorted(maps.Keys(bad)) {
		page := render(t, set, "fr", kind, bad[kind])
		want, got := skeleton(parse(t, render(t, set, "fr", kind, harmless[kind]))), skeleton(parse(t, page))
		if !slices.Equal(got, want) {
			t.Errorf("%s: hostile text changes the elements of the page", kind)
		}
		if strings.Contains(page, "<script>alert") {
			t.Errorf("%s: a script got through", kind)
		}
	}
}

// skeleton lists all elements with the names of their attributes.
func skeleton(doc *html.Node) []string {
	var list []string
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			s := n.Data
			for _, a := range n.Attr {
				s += " " + a.Key
			}
			list = append(list, s)
		}
	}
	return list
}

// TestForeignText wants the language on every text that is not in the page's.
func TestForeignText(t *testing.T) {
	set := load(t)
	m := maker{set, "en", "estrangeiro"}
	v := m.views()["edition"].(*layout.EditionView)
	doc := parse(t, render(t, set, "en", "edition", v))
	h1 := elements(doc, "h1")[0]
	spoken := false
	for d := range h1.Descendants() {
		if lang, ok := attr(d, "lang"); ok && lang == "pt" && strings.Contains(text(d), "estrangeiro") {
			spoken = true
		}
	}
	if !spoken {
		t.Error("the title has no lang")
	}
	for _, div := range elements(doc, "div") {
		if class, _ := attr(div, "class"); class == "prose" {
			if lang, _ := attr(div, "lang"); lang != "pt" {
				t.Errorf("the text has lang %q", lang)
			}
		}
	}
}

// TestStates wants stated, none, not stated and not visible to read differently.
func TestStates(t *testing.T) {
	set := load(t)
	m := maker{set, "en", "X"}
	seen := map[string]string{}
	for _, state := range []string{layout.StateNone, layout.StateNotStated, layout.StateNotVisible, layout.StateStated} {
		v := m.views()["edition"].(*layout.EditionView)
		v.Content.Members = layout.Members{State: state}
		if state == layout.StateStated {
			v.Content.Members.Items = []*layout.Part{m.memberPart()}
		}
		doc := parse(t, render(t, set, "en", "edition", v))
		for _, s := range elements(doc, "section") {
			if class, _ := attr(s, "class"); class == "who" {
				words := text(elements(s, "dd")[0])
				if other, ok := seen[words]; ok {
					t.Errorf("%s and %s read alike: %q", state, other, words)
				}
				seen[words] = state
			}
		}
	}
	if len(seen) != 4 {
		t.Errorf("%d ways to read four states", len(seen))
	}
}

func TestPlainPages(t *testing.T) {
	// A site that has just begun: every list is empty.
	set := load(t)
	m := maker{set, "en", "X"}
	for kind, view := range map[string]any{
		"home":        &layout.HomeView{Page: m.page("")},
		"resolutions": &layout.ResolutionsView{Page: m.page("resolutions")},
		"resolution":  &layout.ResolutionView{Page: m.page("resolutions"), Resolution: layout.ResolutionRef{Code: "WCC-2020-Res-001", Href: "/r/"}},
		"members":     &layout.MembersView{Page: m.page("members")},
		"member":      &layout.MemberView{Page: m.page("members"), Member: layout.MemberRef{Name: "X", Href: "/m/"}},
		"taxonomy":    &layout.TaxonomyView{Page: m.page("years"), Kind: "years"},
		"term":        &layout.TermView{Page: m.page("years"), Kind: "years", Name: layout.Text{Value: "2023"}},
		"changes":     &layout.ChangesView{Page: m.page("changes")},
		"data":        &layout.DataView{Page: m.page("data")},
	} {
		doc := parse(t, render(t, set, "en", kind, view))
		checkIDs(t, doc)
		checkHeadings(t, doc)
	}
}

func TestRenderErrors(t *testing.T) {
	set := load(t)
	if err := set.Render(new(bytes.Buffer), "en", "nothing", nil); err == nil {
		t.Error("a kind without a template is no error")
	}
	m := maker{set, "en", "X"}
	v := m.views()["page"].(*layout.PageView)
	v.Breadcrumbs[0].Href = "javascript:alert(1)"
	if err := set.Render(new(bytes.Buffer), "en", "page", v); err == nil || !strings.Contains(err.Error(), "unsafe address") {
		t.Errorf("an unsafe address gives %v", err)
	}
}

// TestMistakes shows that what is wrong in templates is told where it stands, all
// of it at once.
func TestMistakes(t *testing.T) {
	var locales []*i18n.Locale
	for _, lang := range []string{"en", "fr"} {
		locale, err := i18n.New(lang, map[string]i18n.Message{"hello": {Other: "Hello"}})
		if err != nil {
			t.Fatal(err)
		}
		locales = append(locales, locale)
	}
	const frame = `{{block "main" .}}{{end}}`
	type files map[string]string
	for name, test := range map[string]struct {
		files files
		want  []string
	}{
		"a word that is not there": {files{"baseof.html": frame, "x.html": "{{define \"main\"}}\n é {{t \"bye\"}}{{end}}"}, []string{
			`layouts/x.html:2:6: error: there are no words for "bye" in the language "en" (template)`,
			`layouts/x.html:2:6: error: there are no words for "bye" in the language "fr" (template)`,
		}},
		"several files": {files{"baseof.html": frame, "_partials/p.html": "\n{{", "x.html": `{{define "main"}}{{if}}{{end}}`, "y.html": `{{define "main"}}{{member 1}}`}, []string{
			"layouts/_partials/p.html:2:1: error: unclosed action (template)",
			"layouts/x.html:1:1: error: missing value for if (template)",
			"layouts/y.html:1:1: error: function \"member\" not defined (template)",
		}},
		"what no page shows": {files{"baseof.html": frame, "x.html": "{{define \"main\"}}\n{{.Nothing}}{{end}}"}, []string{
			`layouts/x.html:2:3: error: executing "main" at <.Nothing>: can't evaluate field Nothing in type layout_test.shown (template)`,
		}},
		"what no page shows, in a partial": {files{"baseof.html": frame, "_partials/p.html": "{{.Nothing}}", "x.html": `{{define "main"}}{{template "p" .}}{{end}}`}, []string{
			`layouts/_partials/p.html:1:3: error: executing "p" at <.Nothing>: can't evaluate field Nothing in type layout_test.shown (template)`,
		}},
		"an attribute that is not closed": {files{"baseof.html": frame, "x.html": "{{define \"main\"}}<p>\n{{if .Title}}<a href=\"{{end}}{{.Title}}{{end}}"}, []string{
			"layouts/x.html:2:6: error: {{if}} branches end in different contexts: ",
		}},
	} {
		fsys := fstest.MapFS{}
		for name, text := range test.files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		set, err := layout.Load(fsys, locales)
		if err == nil {
			err = set.Render(new(bytes.Buffer), "en", "x", shown{})
		}
		problems, rest := diag.Split(err)
		var got []string
		for _, p := range diag.Sort(problems) {
			got = append(got, p.String())
		}
		if rest != nil || !slices.EqualFunc(got, test.want, strings.HasPrefix) {
			t.Errorf("%s: %v\n%s", name, rest, strings.Join(got, "\n"))
		}
	}
}

// shown is a view.
type shown struct{ Title string }

// TestWords shows that words are put into text and into attributes as they are.
func TestWords(t *testing.T) {
	locale, err := i18n.New("en", map[string]i18n.Message{"hello": {Other: "Hello <all> & “one”'s \"two\""}})
	if err != nil {
		t.Fatal(err)
	}
	set, err := layout.Load(fstest.MapFS{
		"baseof.html": {Data: []byte("<p title=\"{{t \"hello\"}}\">  {{t \"hello\"}}{{t \"hello\"}}\n\n {{if .}}{{t \"hello\"}}{{end}}</p>{{block \"main\" .}}{{end}}")},
		"x.html":      {Data: []byte(`{{define "main"}}{{range .}}{{t "hello"}}{{.}}{{else}}{{t "hello"}}{{end}}{{end}}`)},
	}, []*i18n.Locale{locale})
	if err != nil {
		t.Fatal(err)
	}
	page := render(t, set, "en", "x", []string{"a", "b"})
	const words = `Hello <all> & “one”'s "two"`
	doc := parse(t, page)
	p := elements(doc, "p")[0]
	if got, _ := attr(p, "title"); got != words {
		t.Errorf("the attribute is %q", got)
	}
	if got, want := text(p), " "+words+words+"\n"+words; got != want {
		t.Errorf("the text is %q, not %q", got, want)
	}
	if got := strings.Count(text(doc), words); got != 5 {
		t.Errorf("the words are there %d times: %s", got, page)
	}
}

func BenchmarkEdition(b *testing.B) {
	set := load(b)
	m := maker{set, "en", "Some words of usual length"}
	v := m.views()["edition"].(*layout.EditionView)
	for range 6 {
		v.Content.Members.Items = append(v.Content.Members.Items, m.memberPart())
	}
	var buf bytes.Buffer
	for b.Loop() {
		buf.Reset()
		if err := set.Render(&buf, "en", "edition", v); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(buf.Len()), "bytes")
}

func BenchmarkMembers(b *testing.B) {
	set := load(b)
	m := maker{set, "en", "Some words of usual length"}
	v := m.views()["members"].(*layout.MembersView)
	v.Members = slices.Repeat([]layout.MemberItem{{MemberRef: m.member(), Reports: 3, Latest: 2023, Letter: "A"}}, 1400)
	var buf bytes.Buffer
	for b.Loop() {
		buf.Reset()
		if err := set.Render(&buf, "en", "members", v); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(buf.Len()), "bytes")
}
