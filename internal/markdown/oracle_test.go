package markdown

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// allowed is the closed list of elements and their attributes. It is written
// apart from the writer, and read from the DOM as a browser would build it.
var allowed = map[string][]string{
	"p": nil, "br": nil, "em": nil, "strong": nil, "del": nil, "code": nil, "hr": nil,
	"pre": {"tabindex"}, "blockquote": nil, "ul": nil, "ol": {"start"}, "li": {"id"},
	"h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
	"a":   {"href", "title", "rel", "role", "aria-label"},
	"img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
	"div": {"class", "role", "tabindex", "aria-label"}, "table": nil, "thead": nil, "tbody": nil, "tr": nil,
	"th": {"scope", "class"}, "td": {"class"},
	"sup": {"class", "id"}, "section": {"class", "role", "aria-label"}, "span": {"class", "role", "aria-label"},
}

var allowedClasses = []string{"align-left", "align-right", "align-center", "table-scroll", "note-ref", "notes", "task"}

// inspect returns everything in a body that may not be there.
func inspect(b *Body, prefix string) []string {
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	var ids []string
	for _, s := range b.Sections {
		if strings.Contains(s.Text, rootMark) {
			fault("mark in the plain text")
		}
		shown := string(s.HTML.Under("/base/fr"))
		if strings.Contains(shown, rootMark) {
			fault("mark left in the HTML")
		}
		context := &html.Node{Type: html.ElementNode, Data: "main", DataAtom: atom.Main}
		nodes, err := html.ParseFragment(strings.NewReader(shown), context)
		if err != nil {
			fault("cannot be parsed: %v", err)
			continue
		}
		var walk func(n *html.Node, inLink bool)
		walk = func(n *html.Node, inLink bool) {
			switch n.Type {
			case html.TextNode:
			case html.ElementNode:
				attributes, ok := allowed[n.Data]
				if !ok {
					fault("element %s", n.Data)
				}
				if n.Data == "a" && inLink {
					fault("link within a link")
				}
				inLink = inLink || n.Data == "a"
				for _, a := range n.Attr {
					if !slices.Contains(attributes, a.Key) {
						fault("attribute %s of %s", a.Key, n.Data)
					}
					switch a.Key {
					case "id":
						ids = append(ids, a.Val)
						if !strings.HasPrefix(a.Val, prefix+"h-") && !strings.HasPrefix(a.Val, prefix+"fn") {
							fault("id %q", a.Val)
						}
					case "href", "src":
						if !safeAddress(a.Val, a.Key == "src") {
							fault("address %q", a.Val)
						}
					case "class":
						if !slices.Contains(allowedClasses, a.Val) {
							fault("class %q", a.Val)
						}
					}
				}
			default:
				fault("node of type %v: %q", n.Type, n.Data)
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c, inLink)
			}
		}
		for _, n := range nodes {
			walk(n, false)
		}
	}
	if !slices.Equal(ids, b.IDs) {
		fault("ids of the HTML %q, of the body %q", ids, b.IDs)
	}
	slices.Sort(ids)
	if n := len(ids); len(slices.Compact(ids)) != n {
		fault("an id twice: %q", ids)
	}
	return faults
}

// safeAddress judges an address as a browser reads it: control characters and
// blanks are dropped before anything else.
func safeAddress(s string, local bool) bool {
	for _, r := range s {
		if r <= ' ' || r == '\\' || r >= 0x7F {
			return false
		}
	}
	u, err := url.Parse(s)
	if err != nil || u.User != nil || strings.HasPrefix(s, "//") {
		return false
	}
	switch u.Scheme {
	case "":
		return strings.HasPrefix(s, "/") || !local && strings.HasPrefix(s, "#")
	case "http", "https":
		return !local && u.Host != ""
	case "mailto", "tel":
		return !local
	}
	return false
}

// TestOracleSees proves that the oracle finds what it is there to find.
func TestOracleSees(t *testing.T) {
	for _, bad := range []HTML{
		"<script>x</script>", `<p onclick="x">`, `<p style="x">`, `<a href="javascript:x">y</a>`, `<a href="//evil.example">y</a>`,
		`<img src="https://evil.example/x">`, "<!-- x -->", "<svg></svg>", `<h2 id="main">x</h2>`, `<a href="https://u@evil.example/">x</a>`,
	} {
		if len(inspect(&Body{Sections: []Section{{HTML: bad}}}, "")) == 0 {
			t.Errorf("nothing found in %s", bad)
		}
	}
}
