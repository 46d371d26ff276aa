package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// inlines writes the inline content of a node.
func (w *writer) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if w.full() {
			return
		}
		if t, ok := c.(*ast.Text); ok {
			c = w.textRun(t)
			continue
		}
		w.inline(c)
	}
}

func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Emphasis:
		name := "em"
		if n.Level == 2 {
			name = "strong"
		}
		w.element(name, n)
	case *east.Strikethrough:
		w.element("del", n)
	case *ast.CodeSpan:
		w.codeSpan(n)
	case *ast.Link:
		w.link(n)
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Image:
		w.image(n)
	case *ast.RawHTML:
		w.rawHTML(n.Pos(), n.Segments.Value(w.src))
	case *east.FootnoteLink:
		w.notes.reference(w, n)
	case *east.TaskCheckBox:
		w.task(n)
	}
}

func (w *writer) element(name string, n ast.Node) {
	w.tag("<" + name + ">")
	w.inlines(n)
	w.tag("</" + name + ">")
}

// textRun writes a text, together with those that follow it in the source: the
// parser divides a text wherever it has looked for something. It returns the
// last one.
func (w *writer) textRun(n *ast.Text) *ast.Text {
	value, offset := n.Segment.Value(w.src), n.Segment.Start
	if n.IsRaw() {
		w.verbatim(value)
		return n
	}
	for !n.SoftLineBreak() && !n.HardLineBreak() {
		next, ok := n.NextSibling().(*ast.Text)
		if !ok || next.IsRaw() || next.Segment.Start != n.Segment.Stop || next.Segment.Padding > 0 {
			break
		}
		n = next
		if len(value) == n.Segment.Start-offset {
			value = w.src[offset:n.Segment.Stop]
		} else { // the first one was indented by a part of a tab
			value = append(value, n.Segment.Value(w.src)...)
		}
	}
	w.next, w.offset = w.runeAfter(n), offset
	w.write(value)
	if n.HardLineBreak() || n.SoftLineBreak() { // the parser leaves some blanks before them
		w.html, w.text = bytes.TrimRight(w.html, " "), bytes.TrimRight(w.text, " ")
	}
	switch {
	case n.HardLineBreak():
		w.tag("<br>\n")
		w.text = append(w.text, '\n')
		w.last = '\n'
	case n.SoftLineBreak():
		w.tag("\n")
		w.text = appendBlank(w.text)
		w.last = '\n'
	}
	return n
}

// runeAfter is the character after a text: a blank at the end of a line, the
// first of the text that follows, a letter for any other element, 0 at the end
// of the block.
func (w *writer) runeAfter(n *ast.Text) rune {
	if n.SoftLineBreak() || n.HardLineBreak() {
		return '\n'
	}
	for c := ast.Node(n); c != nil && c.Type() == ast.TypeInline; c = c.Parent() {
		switch sibling := c.NextSibling().(type) {
		case nil:
			continue
		case *ast.Text:
			r, _ := utf8.DecodeRune(sibling.Segment.Value(w.src))
			return r
		case *east.FootnoteLink:
			return ' '
		default:
			return 'x'
		}
	}
	return 0
}

func (w *writer) codeSpan(n *ast.CodeSpan) {
	w.tag("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		value := t.Segment.Value(w.src)
		if line, ok := bytes.CutSuffix(value, []byte("\n")); ok {
			w.verbatim(line)
			w.verbatim([]byte(" "))
			continue
		}
		w.verbatim(value)
	}
	w.tag("</code>")
	w.last = 'x'
}

// task writes the box of a task. It is a picture of a box and not a form
// field, which nobody could fill in.
func (w *writer) task(n *east.TaskCheckBox) {
	label, box := w.labels.Open, "☐"
	if n.IsChecked {
		label, box = w.labels.Done, "☑"
	}
	w.tag(`<span class="task" role="img" aria-label="`)
	w.html = appendEscapedString(w.html, label)
	w.tag(`">` + box + `</span> `)
}

// link writes a link, or its text alone where the address is refused.
func (w *writer) link(n *ast.Link) {
	start := len(w.text)
	href, external, ok := w.resolve(unescape(n.Destination), w.addressOffset(n, n.Destination, n.Reference != nil))
	if ok && !w.inLink {
		w.inLink = true
		w.openLink(href, external, n.Title)
		w.inlines(n)
		w.tag("</a>")
		w.inLink = false
	} else {
		w.inlines(n)
	}
	text := string(bytes.TrimSpace(w.text[min(start, len(w.text)):]))
	if text == "" {
		w.log.errorf(n.Pos(), "link", "write between the square brackets where it leads", "link without a text")
	} else if w.lang.vague(text) {
		w.log.warnf(n.Pos(), "link-text", "name what the link leads to", "link text %q says nothing out of its context", text)
	}
}

// autoLink writes an address in angle brackets, or a bare one.
func (w *writer) autoLink(n *ast.AutoLink) {
	label := string(n.Label(w.src))
	dest := string(n.URL(w.src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	href, external, ok := w.resolve(dest, n.Pos())
	ok = ok && !w.inLink
	if ok {
		w.openLink(href, external, nil)
	}
	w.html = appendEscapedString(w.html, label)
	w.text = append(w.text, label...)
	w.last = 'x'
	if ok {
		w.tag("</a>")
	}
}

func (w *writer) openLink(href string, external bool, title []byte) {
	w.tag(`<a href="`)
	if strings.HasPrefix(href, rootMark) {
		w.tag(rootMark)
		href = href[len(rootMark):]
	}
	w.html = appendEscapedString(w.html, href)
	if external {
		w.tag(`" rel="noopener noreferrer`)
	}
	w.title(title)
	w.tag(`">`)
}

// title writes the title of a link or an image, within its tag.
func (w *writer) title(title []byte) {
	if s := strings.Join(strings.Fields(unescape(title)), " "); s != "" {
		w.tag(`" title="`)
		w.html = appendEscapedString(w.html, s)
	}
}

// addressOffset is the place of an address in the source: after the text of
// its link, or the link's own where it is defined elsewhere.
func (w *writer) addressOffset(n ast.Node, dest []byte, reference bool) int {
	offset := n.Pos()
	if reference || offset < 0 || len(dest) == 0 {
		return offset
	}
	const farthest = 4096
	rest := w.src[offset:min(offset+farthest, len(w.src))]
	if i := bytes.Index(rest, append([]byte("]("), dest...)); i >= 0 {
		return offset + i + 2
	}
	return offset
}

// resolve turns an authored address into one that can be written, and reports
// it where it cannot.
func (w *writer) resolve(dest string, offset int) (href string, external, ok bool) {
	target, problem, hint := CheckURL(dest)
	if problem == "" {
		switch target.Kind {
		case Contact:
			return target.URL, false, true
		case Fragment:
			return w.ownFragment(dest[1:], offset), false, true
		}
		href, problem, hint = w.internal(dest, target.Kind, offset)
		if problem == "" {
			if href != "" {
				return href, false, true
			}
			return target.URL, true, true
		}
	}
	w.log.errorf(offset, "link", hint, "%s", about(problem, dest))
	return "", false, false
}

// about adds the address to a problem with it.
func about(problem, dest string) string {
	if dest == "" {
		return problem
	}
	return problem + ": " + excerpt([]byte(dest))
}

// ownFragment resolves a link within the page. A part that is not in the body
// may be elsewhere on the page, which is checked when the page is known.
func (w *writer) ownFragment(name string, offset int) string {
	if id, ok := w.fragment(name); ok {
		return "#" + encode(id)
	}
	w.links = append(w.links, Link{Fragment: name, Pos: w.log.pos(offset)})
	return "#" + encode(name)
}

// internal asks the site for an address. It returns "" for one of elsewhere.
func (w *writer) internal(dest string, kind Kind, offset int) (href, problem, hint string) {
	rest := dest
	rest, fragment, _ := strings.Cut(rest, "#")
	path, query, hasQuery := strings.Cut(rest, "?")
	var url string
	if w.o.Link != nil {
		if url, problem, hint = w.o.Link(path); problem != "" {
			return "", problem, hint
		}
	}
	if url == "" {
		if kind == Relative {
			return "", "no such page", "write the path of a content file, such as ../pages/about.md, or a whole address: https://…"
		}
		return "", "", ""
	}
	target, problem, hint := CheckURL(url)
	if problem == "" && (target.Kind != Relative || url[0] != '/') {
		problem, hint = "link leads outside the site", ""
	}
	if problem != "" {
		return "", problem, hint
	}
	href = rootMark + target.URL
	if hasQuery {
		href += "?" + encode(query)
	}
	if fragment != "" {
		w.links = append(w.links, Link{URL: url, Fragment: fragment, Pos: w.log.pos(offset)})
		href += "#" + encode(fragment)
	}
	return href, "", ""
}

// decorative is the title by which an author says that an image needs no
// description.
const decorative = "decorative"

// image writes a local image, or its description where the image is refused.
func (w *writer) image(n *ast.Image) {
	alt := plainText(n, w.src)
	title := n.Title
	if unescape(title) == decorative {
		alt, title = "", nil
	} else if alt == "" {
		w.log.errorf(n.Pos(), "image", `write what it shows between the brackets: ![…](…); or, for a mere ornament, ![](… "decorative")`, "image without a description")
	}
	img, ok := w.resolveImage(n)
	if ok {
		w.tag(`<img src="`)
		w.html = appendEscapedString(w.html, img.URL)
		w.tag(`" alt="`)
	}
	w.html = appendEscapedString(w.html, alt)
	w.text = append(w.text, alt...)
	w.last = 'x'
	if !ok {
		return
	}
	w.title(title)
	if img.Width > 0 && img.Height > 0 {
		w.tag(`" width="` + strconv.Itoa(img.Width) + `" height="` + strconv.Itoa(img.Height))
	}
	w.tag(`" loading="lazy" decoding="async">`)
}

func (w *writer) resolveImage(n *ast.Image) (img Image, ok bool) {
	dest := unescape(n.Destination)
	target, problem, hint := CheckURL(dest)
	switch {
	case problem != "":
	case target.Kind != Relative:
		problem, hint = "image from elsewhere", "save the image beside the text and write its path"
	case w.o.Image == nil:
		problem, hint = "images are not possible here", "leave the image out"
	default:
		img, problem, hint = w.o.Image(dest)
	}
	if problem == "" {
		if target, problem, hint = CheckURL(img.URL); problem == "" && target.Kind != Relative {
			problem, hint = "image from elsewhere", "save the image beside the text and write its path"
		}
		img.URL = target.URL
	}
	if problem != "" {
		w.log.errorf(w.addressOffset(n, n.Destination, n.Reference != nil), "image", hint, "%s", about(problem, dest))
	}
	return img, problem == ""
}
