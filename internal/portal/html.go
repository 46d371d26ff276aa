package portal

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlReader turns HTML into the lines that a browser would show. It works on
// tokens, because only these can be counted back to lines of the file.
type htmlReader struct {
	src    *source
	number int
	text   strings.Builder
	// start is the number of the line on which text began.
	start int
	links []link
	// open is the link that is not closed yet; its address is "" outside of one.
	open link
	// blank tells that white space was seen after text.
	blank bool
	lists []htmlList
	// item is the marker of the next line, set by an item's start.
	item    marker
	heading bool
	// chrome is the open element that holds navigation; label one that holds a
	// label of the portal.
	chrome, label region
	cells         int
}

// region is an element and those of the same name in it.
type region struct {
	name  atom.Atom
	depth int
}

// enter opens the region, or counts a further element in it.
func (g *region) enter(name atom.Atom, begins bool) {
	switch {
	case g.depth > 0 && g.name == name:
		g.depth++
	case g.depth == 0 && begins:
		g.name, g.depth = name, 1
	}
}

// leave tells whether an end tag closes the region.
func (g *region) leave(name atom.Atom) bool {
	if g.depth == 0 || g.name != name {
		return false
	}
	g.depth--
	return g.depth == 0
}

type htmlList struct {
	ordered bool
	next    int
}

// maxListDepth bounds the nesting that is kept.
const maxListDepth = 4

func readHTML(data []byte) *source {
	r := &htmlReader{src: &source{html: true}, number: 1}
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		kind := z.Next()
		raw := bytes.Count(z.Raw(), []byte("\n"))
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		switch kind {
		case html.TextToken:
			r.write(token.Data)
			continue
		case html.StartTagToken, html.SelfClosingTagToken:
			r.startTag(token, kind == html.SelfClosingTagToken)
			if skipped(token.DataAtom) && kind == html.StartTagToken {
				r.number += raw
				raw = skip(z, token.DataAtom)
			}
		case html.EndTagToken:
			r.endTag(token)
		}
		r.number += raw
	}
	r.flush()
	return r.src
}

// skipped are elements whose content is no text of the page.
func skipped(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Template, atom.Svg, atom.Select, atom.Textarea, atom.Iframe, atom.Noscript:
		return true
	}
	return false
}

// skip reads up to the end of an element and returns the line breaks in it.
func skip(z *html.Tokenizer, a atom.Atom) int {
	breaks, depth := 0, 1
	for depth > 0 {
		kind := z.Next()
		if kind == html.ErrorToken {
			return breaks
		}
		breaks += bytes.Count(z.Raw(), []byte("\n"))
		name, _ := z.TagName()
		if atom.Lookup(name) == a {
			switch kind {
			case html.StartTagToken:
				depth++
			case html.EndTagToken:
				depth--
			}
		}
	}
	return breaks
}

// write appends text, counting the lines of the file as it goes.
func (r *htmlReader) write(s string) {
	for _, c := range s {
		switch {
		case c == '\n':
			r.number++
			r.blank = true
		case isInvisible(c):
		case isBlank(c) && c != '\u00a0' && c != '\u202f':
			r.blank = true
		case c == '\u00a0' && r.text.Len() == 0:
		default:
			if r.text.Len() == 0 {
				r.start = r.number
			} else if r.blank {
				r.text.WriteByte(' ')
			}
			r.blank = false
			r.text.WriteRune(c)
		}
	}
}

// flush ends a line.
func (r *htmlReader) flush() {
	r.closeLink()
	text := strings.TrimRightFunc(r.text.String(), isBlank)
	if text != "" {
		l := &line{number: r.start, text: text, heading: r.heading, chrome: r.chrome.depth > 0, marker: r.item}
		for _, k := range r.links {
			k.end = min(k.end, len(text))
			for k.start < k.end && text[k.start] == ' ' {
				k.start++
			}
			if k.start < k.end {
				l.links = append(l.links, k)
			}
		}
		r.src.lines = append(r.src.lines, l)
		r.item = marker{}
	}
	r.text.Reset()
	r.links, r.blank = nil, false
}

// gap makes a blank line, so that paragraphs stay apart.
func (r *htmlReader) gap() {
	r.flush()
	if n := len(r.src.lines); n > 0 && r.src.lines[n-1].text != "" {
		r.src.lines = append(r.src.lines, &line{number: r.number})
	}
}

func (r *htmlReader) startTag(t html.Token, selfClosing bool) {
	switch t.DataAtom {
	case atom.A:
		r.closeLink()
		if address := attribute(t, "href"); address != "" && r.chrome.depth == 0 {
			r.open = link{start: r.text.Len(), address: address}
		}
	case atom.Link:
		if rel := attribute(t, "rel"); rel == "canonical" || rel == "shortlink" && r.src.canonical == "" {
			r.src.canonical = attribute(t, "href")
		}
	case atom.Br:
		r.flush()
	case atom.Ul, atom.Ol:
		r.flush()
		start, _ := strconv.Atoi(attribute(t, "start"))
		r.lists = append(r.lists, htmlList{ordered: t.DataAtom == atom.Ol, next: min(max(start, 1), 999)})
	case atom.Li:
		r.flush()
		r.item = r.nextMarker()
	case atom.Td, atom.Th:
		if r.cells++; r.cells > 1 && r.text.Len() > 0 {
			r.write(" | ")
		}
	case atom.Tr:
		r.flush()
		r.cells = 0
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.gap()
		r.heading = true
	case atom.P:
		r.gap()
	default:
		if isBlock(t.DataAtom) {
			r.flush()
		}
		if selfClosing {
			return
		}
		if isLabel(t) && r.label.depth == 0 || isChrome(t) {
			r.flush()
		}
		r.label.enter(t.DataAtom, isLabel(t))
		r.chrome.enter(t.DataAtom, isChrome(t))
	}
}

func (r *htmlReader) endTag(t html.Token) {
	switch t.DataAtom {
	case atom.A:
		r.closeLink()
	case atom.Ul, atom.Ol:
		r.flush()
		r.item = marker{}
		if len(r.lists) > 0 {
			r.lists = r.lists[:len(r.lists)-1]
		}
	case atom.Li:
		r.flush()
		r.item = marker{}
	case atom.Tr:
		r.flush()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.flush()
		r.heading = false
	case atom.P, atom.Table:
		r.gap()
	default:
		if isBlock(t.DataAtom) {
			r.flush()
		}
		if r.label.leave(t.DataAtom) {
			r.flush()
		}
		if r.chrome.depth == 1 && r.chrome.name == t.DataAtom {
			r.flush()
		}
		r.chrome.leave(t.DataAtom)
	}
}

func (r *htmlReader) closeLink() {
	if r.open.address == "" {
		return
	}
	if r.open.end = r.text.Len(); r.open.end > r.open.start {
		r.links = append(r.links, r.open)
	}
	r.open = link{}
}

// nextMarker is the marker that a list item has on the page.
func (r *htmlReader) nextMarker() marker {
	if len(r.lists) == 0 {
		return marker{kind: "•"}
	}
	depth := min(len(r.lists), maxListDepth)
	list := &r.lists[len(r.lists)-1]
	if list.ordered {
		list.next++
		return marker{kind: "ol" + strconv.Itoa(depth), number: list.next - 1, delimiter: '.'}
	}
	return marker{kind: "ul" + strconv.Itoa(depth)}
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Nav, atom.Aside, atom.Form, atom.Fieldset,
		atom.Legend, atom.Table, atom.Thead, atom.Tbody, atom.Dl, atom.Dt, atom.Dd, atom.Blockquote, atom.Pre, atom.Hr, atom.Title,
		atom.Body, atom.Head, atom.Address, atom.Figure, atom.Figcaption, atom.Button, atom.Label, atom.Option, atom.Caption:
		return true
	}
	return false
}

// isChrome tells elements that hold a page's navigation.
func isChrome(t html.Token) bool {
	switch t.DataAtom {
	case atom.Nav, atom.Footer, atom.Title, atom.Button:
		return true
	}
	role := attribute(t, "role")
	return isBlock(t.DataAtom) && (role == "navigation" || role == "contentinfo" || role == "banner" || role == "search")
}

// isLabel tells the elements in which the portal's content system writes the
// label of a field; some are inline elements beside the value.
func isLabel(t html.Token) bool {
	for class := range strings.FieldsSeq(attribute(t, "class")) {
		if class == "field__label" || class == "label" || strings.HasPrefix(class, "field-label") {
			return true
		}
	}
	return false
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
