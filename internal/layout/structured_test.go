package layout

import (
	"encoding/json"
	"strings"
	"testing"
)

// hostileTexts are what a browser or a search engine might take for more than text.
var hostileTexts = []string{`</script><script>alert(1)</script>`, `"},{"@type":"Person"`, "<!--", "\u2028\u2029", `\u003c/script>`, "]]>"}

func structuredPage(text, address string) Page {
	return Page{
		Site: &Chrome{Lang: "en", Title: text, Description: text, Base: "/r/", BaseURL: "https://x.example/r/", Home: "/r/en/", Organisation: Link{Text: Text{Value: text}, Href: address}},
		Href: "/r/en/a/", Title: Text{Value: text}, Description: text, Breadcrumbs: []Link{{Href: "/r/en/", Text: Text{Value: text}}, {Href: address, Text: Text{Value: text}}},
		JSON: "/r/en/a/index.json",
	}
}

func TestStructuredDataIsDataAlone(t *testing.T) {
	addresses := []string{"javascript:alert(1)", "//evil.example/", "https://user:pw@evil.example/", "data:text/html,x", "https://ok.example/?a=1&b=\"<"}
	for i, text := range hostileTexts {
		address := addresses[i%len(addresses)]
		page := structuredPage(text, address)
		for name, view := range map[string]any{
			"edition": &EditionView{
				Page: page, Resolution: ResolutionRef{Code: text, Href: address, Title: Text{Value: text}}, Contributors: []string{address, "/r/en/members/x/"}, Original: address,
				Content: Content{Year: 2022, Source: address, Lang: text, Date: text}, Provenance: Provenance{Digest: text, Date: text},
			},
			"member": &MemberView{Page: page, Member: MemberRef{Name: text, Acronym: text, CountryID: text}, OtherNames: []string{text}, Website: address},
			"data":   &DataView{Page: page, Version: text, Tables: []DataTable{{Name: text, Title: text, Files: []Download{{Name: text, Href: address}}, Columns: []DataColumn{{Name: text}}}}},
			"page":   &PageView{Page: page},
		} {
			got, err := new(memory).structured(view)
			if err != nil {
				t.Fatal(err)
			}
			data, ok := strings.CutPrefix(string(got), `<script type="application/ld+json">`)
			data, ends := strings.CutSuffix(data, "</script>")
			if !ok || !ends || strings.ContainsAny(data, "<>&\u2028\u2029") {
				t.Fatalf("%s: %s", name, got)
			}
			var graph struct {
				Context string           `json:"@context"`
				Graph   []map[string]any `json:"@graph"`
			}
			if err := json.Unmarshal([]byte(data), &graph); err != nil {
				t.Fatalf("%s: %v in %s", name, err, data)
			}
			if graph.Context != "https://schema.org" || len(graph.Graph) == 0 || graph.Graph[0]["@type"] != "BreadcrumbList" {
				t.Errorf("%s: %s", name, data)
			}
			// Texts may say anything; addresses are only those of the fields that have one.
			for _, n := range graph.Graph {
				checkAddresses(t, name, n)
			}
		}
	}
}

// checkAddresses looks at all fields that hold an address.
func checkAddresses(t *testing.T, name string, v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			checkAddresses(t, name, x)
		}
	case map[string]any:
		for key, x := range v {
			switch key {
			case "@id", "url", "item", "contentUrl", "isBasedOn", "mainEntityOfPage":
				if s := x.(string); !strings.HasPrefix(s, "https://x.example/r/") && !strings.HasPrefix(s, "https://ok.example/") && !strings.HasPrefix(s, "#") && s != "" {
					t.Errorf("%s: %s is %q", name, key, s)
				}
			}
			checkAddresses(t, name, x)
		}
	}
}

func TestStructuredReport(t *testing.T) {
	v := &EditionView{
		Page: structuredPage("T", "/r/en/resolutions/"), Resolution: ResolutionRef{Code: "SU-1", Href: "/r/en/resolutions/su-1/", Title: Text{Value: "Creeks"}},
		Contributors: []string{"/r/en/members/x/"}, Original: "/r/en/a/index.md", Content: Content{Year: 2022, Source: "https://old.example/1", Date: "2023-01-02"},
		Provenance: Provenance{Digest: "ff", Date: "2024-02-29"},
	}
	v.Site.Organisation.Href = "https://union.example/"
	got, err := new(memory).structured(v)
	const want = `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[` +
		`{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","position":1,"name":"T","item":"https://x.example/r/en/"},{"@type":"ListItem","position":2,"name":"T","item":"https://x.example/r/en/resolutions/"},{"@type":"ListItem","position":3,"name":"T"}]},` +
		`{"@type":"Report","@id":"https://x.example/r/en/a/#report","url":"https://x.example/r/en/a/","name":"T","description":"T","reportNumber":"SU-1","inLanguage":"en","temporalCoverage":"2022","datePublished":"2023-01-02","dateModified":"2024-02-29",` +
		`"about":{"@type":"CreativeWork","name":"Creeks","identifier":"SU-1","url":"https://x.example/r/en/resolutions/su-1/"},"publisher":{"@type":"Organization","name":"T","url":"https://union.example/"},` +
		`"contributor":[{"@id":"https://x.example/r/en/members/x/#organisation"}],"isBasedOn":"https://old.example/1",` +
		`"encoding":[{"@type":"MediaObject","encodingFormat":"text/markdown","contentUrl":"https://x.example/r/en/a/index.md","sha256":"ff"},{"@type":"MediaObject","encodingFormat":"application/json","contentUrl":"https://x.example/r/en/a/index.json"}]}]}</script>`
	if err != nil || string(got) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want)
	}
	if got, err := new(memory).structured(&PageView{Page: Page{Site: v.Site}}); got != "" || err != nil {
		t.Errorf("a page without a way to it: %q, %v", got, err)
	}
}

func BenchmarkStructured(b *testing.B) {
	v := &EditionView{
		Page: structuredPage("T", "/r/en/resolutions/"), Resolution: ResolutionRef{Code: "SU-1", Href: "/r/en/resolutions/su-1/", Title: Text{Value: "Creeks"}},
		Contributors: []string{"/r/en/members/1/", "/r/en/members/2/", "/r/en/members/3/", "/r/en/members/4/", "/r/en/members/5/"}, Original: "/r/en/a/index.md",
		Content: Content{Year: 2022, Source: "https://old.example/1"}, Provenance: Provenance{Digest: "ff"},
	}
	m := new(memory)
	for b.Loop() {
		if _, err := m.structured(v); err != nil {
			b.Fatal(err)
		}
	}
}
