package portal

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"resolute/internal/markdown"
	"resolute/internal/report"
)

// linesOf makes lines of a text, as read does.
func linesOf(text string) []*line { return readText(text).lines }

func testHeadings() *headings {
	return &headings{
		actions: report.Vocabulary{{ID: "field", Portal: []string{"Field activities"}}, {ID: "other", Portal: []string{"Other"}}},
		member:  func(folded string) bool { return folded == foldName("Heron Trust") },
	}
}

// shapes writes blocks down as one line each.
func shapes(blocks []block) []string {
	var s []string
	for _, b := range blocks {
		switch b.shape {
		case paragraph:
			s = append(s, "p "+b.text)
		case subheading:
			s = append(s, "h3 "+b.text)
		case item:
			number := ""
			if b.marker.delimiter != 0 {
				number = fmt.Sprint(b.marker.number)
			}
			s = append(s, fmt.Sprintf("li%d%s %s", b.depth+1, number, b.text))
		}
	}
	return s
}

func render(t *testing.T, blocks []block) (md string, text string, fragment *html.Node) {
	t.Helper()
	var b strings.Builder
	writeBlocks(&b, blocks)
	md = "## Results\n\n" + b.String() + "\n"
	body, problems := markdown.New().Render([]byte(md), markdown.Options{
		File: "body.md", Lang: "en", Sections: func(h string) (string, string, bool) { return h, "", h == "Results" },
	})
	for _, p := range problems {
		t.Errorf("%v\n%s", p, md)
	}
	if len(body.Sections) != 1 {
		t.Fatalf("%d sections\n%s", len(body.Sections), md)
	}
	doc, err := html.Parse(strings.NewReader(string(body.Sections[0].HTML)))
	if err != nil {
		t.Fatal(err)
	}
	return md, body.Sections[0].Text, doc
}

// outline reads the blocks back from HTML: the element of each and, for list
// items, depth and number. Links are listed apart; any other element is told.
func outline(doc *html.Node) (blocks, links, others []string) {
	var walk func(n *html.Node, depth int, next *int)
	walk = func(n *html.Node, depth int, next *int) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "html", "head", "body":
			case "ul":
				depth, next = depth+1, nil
				blocks = append(blocks, "list")
			case "ol":
				start := 1
				for _, a := range n.Attr {
					if a.Key == "start" {
						fmt.Sscan(a.Val, &start)
					}
				}
				depth, next = depth+1, &start
				blocks = append(blocks, "list")
			case "li":
				number := ""
				if next != nil {
					number = fmt.Sprint(*next)
					*next++
				}
				blocks = append(blocks, fmt.Sprintf("li%d%s", depth, number))
			case "p":
				if n.Parent.Data != "li" {
					blocks = append(blocks, "p")
				}
			case "h3":
				blocks = append(blocks, "h3")
			case "a":
				for _, a := range n.Attr {
					if a.Key == "href" {
						links = append(links, a.Val)
					}
				}
			default:
				others = append(others, n.Data)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth, next)
		}
	}
	walk(doc, 0, nil)
	return blocks, links, others
}

// plain removes what may differ between a text and its rendering: white space.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// checkBlocks tests that rendering gives back the blocks, each with its text,
// and nothing else.
func checkBlocks(t *testing.T, blocks []block) {
	t.Helper()
	if len(blocks) == 0 {
		return
	}
	md, text, doc := render(t, blocks)
	got, links, others := outline(doc)
	var want, texts []string
	intended := 0
	for i, s := range shapes(blocks) {
		kind, _, _ := strings.Cut(s, " ")
		if startsList(blocks, i) {
			want = append(want, "list")
		}
		want = append(want, kind)
		texts = append(texts, plain(blocks[i].text))
		intended += len(spans(blocks[i].text, blocks[i].links))
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got blocks %v\nwant %v\nof %s", got, want, md)
	}
	if plain(text) != strings.Join(texts, " ") {
		t.Errorf("got text %q\nwant %q\nof %s", plain(text), strings.Join(texts, " "), md)
	}
	if len(links) != intended || len(others) > 0 {
		t.Errorf("%d links, want %d; other elements %v\nof %s", len(links), intended, others, md)
	}
}

// startsList tells whether a block is the first item of a list: of another run,
// on a deeper level, or with a number that does not follow.
func startsList(blocks []block, i int) bool {
	b := blocks[i]
	if b.shape != item {
		return false
	}
	for j := i - 1; j >= 0 && blocks[j].shape == item && blocks[j].list == b.list && blocks[j].depth >= b.depth; j-- {
		if blocks[j].depth == b.depth {
			return b.marker.delimiter != 0 && blocks[j].marker.number+1 != b.marker.number
		}
	}
	return true
}

func TestMakeBlocks(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"paragraphs", "One.\nTwo.\n\nThree.", "p One.|p Two.|p Three."},
		{
			"broken line", "This line is long enough to be the first part of a paragraph that\nwas broken. End.",
			"p This line is long enough to be the first part of a paragraph that was broken. End.",
		},
		{"short lines stay apart", "mangroves\nseagrass", "p mangroves|p seagrass"},
		{"round bullets", "• one\n•two\n● three", "li1 one|li1 two|li2 three"},
		{"hyphens", "- one\n- two\n-three", "li1 one|li1 two|p -three"},
		{"nested", "• one\no half\no more\n• two", "li1 one|li2 half|li2 more|li1 two"},
		{"o is a word", "o bien todo\nOtra cosa", "p o bien todo|p Otra cosa"},
		{"numbers", "1. one\n2. two", "li11 one|li12 two"},
		{"numbers with parenthesis", "1) one\n2) two", "li11 one|li12 two"},
		{"numbers with both", "1.) one\n2.) two", "li11 one|li12 two"},
		{"numbers from 3", "Before.\n3. three\n4. four", "p Before.|li13 three|li14 four"},
		{"lone number", "2. Not a list", "p 2. Not a list"},
		{"numbers that jump", "1. one\n3. three", "p 1. one|p 3. three"},
		{"numbers that start again", "1. one\n2. two\n1. one\n2. two", "li11 one|li12 two|li11 one|li12 two"},
		{"padded numbers", "01. one\n02. two", "p 01. one|p 02. two"},
		{"numbers with bullets", "1. one\n- a\n- b\n2. two", "li11 one|li2 a|li2 b|li12 two"},
		{"bullets with numbers", "- one\n1) a\n2) b\n- two", "li1 one|li21 a|li22 b|li1 two"},
		{"numbers from 2 below a bullet", "- one\n2) a\n3) b\n- two", "li1 one|li22 a|li23 b|li1 two"},
		{"three lists", "- a\n\n• b\n\n- c", "li1 a|li1 b|li1 c"},
		{"letters", "a) one\nb) two", "p a) one|p b) two"},
		{"two lists", "• one\n\n- two", "li1 one|li1 two"},
		{"one list with blank lines", "• one\n\n• two", "li1 one|li1 two"},
		{"kind of action", "Field activities\nWe counted.", "h3 Field activities|p We counted."},
		{"kind of action at the end", "We counted.\nOther", "p We counted.|p Other"},
		{"member", "Heron Trust (HT):\nCounted.", "h3 Heron Trust (HT)|p Counted."},
		{"title", "Reed and Rush Alliance (RRA):\nCounted.", "h3 Reed and Rush Alliance (RRA)|p Counted."},
		{"lead-in", "Key partners include:\n- one", "p Key partners include:|li1 one"},
		{"year", "2021 and into 2022:\nCounted.", "h3 2021 and into 2022|p Counted."},
		{"year and unit", "2023: Secretariat:\nCounted.", "h3 2023: Secretariat|p Counted."},
		{"label in running text", "Heron Trust: counted on.\nMore.", "p Heron Trust: counted on.|p More."},
		{"empty bullet", "•\n-\nText.", "p •|p -|p Text."},
		{"sentence with year", "2023 was dry.\nMore.", "p 2023 was dry.|p More."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			blocks := makeBlocks(linesOf(tt.text), testHeadings().match)
			if got := strings.Join(shapes(blocks), "|"); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			checkBlocks(t, blocks)
		})
	}
}

// hazards are lines that Markdown would take for something.
var hazards = []string{
	"# not a heading", "## Results", "#hashtag", "Title\n===", "Title\n---", "---", "***", "___", "- - -", "+ plus", "> quote", ">quote",
	"    indented", "```\ncode\n```", "~~~", "~~struck~~ ~x~", "`code`", "*bold* **bold** _em_ __em__", "_all_ Members", "snake_case_name",
	"[link](https://example.org)", "[ref][x]", "[x]: https://example.org", "![image](x.png)", "[^1] note", "[^1]: note", "- [ ] task", "- [x] task",
	"<b>bold</b>", "<script>alert(1)</script>", "<!-- comment -->", "<https://example.org>", "&amp; &lt; &#42; &copy &notit;", "AT&T", "a | b\n--- | ---\n1 | 2",
	"line\\", "line  ", "\\# \\* \\\\", "1. one", "1.", "1)", "12345678901. x", "2023. The year", "* star", "*star", "-", "+", "=", "===",
	"see https://example.org/a_b_(c)?x=1&y=2, and www.example.org/path_x.", "mail me@example.org or mailto:me@example.org", "ftp://example.org/x",
	"https://user:secret@example.org/", "(https://example.org/)", "https://example.org/?a=1&amp;b=2", "http://", "HTTPS://EXAMPLE.ORG/X", "javascript:alert(1)",
	"''doubled'' ´acute´ Kua`aina Ulu `Auamo", "1 895 000 €", "word\u00a0word", "\u00a0", "o ", "o", "• # x", "• - x", "- > x", "1. # x\n2. - y", "• 1. x",
	"Other", "Field activities:", "2022:", "Heron Trust:\n# x", "Heron #:\ntext", "C#:\ntext", ": definition", "Term\n: definition", "\uFFFD", "a\tb", "{#id} {.class}",
	"!\u005b", "www.", "www.a.b", "xhttps://example.org", "https://example.org/*x*", "https://example.org/**", "https://example.org/)", "@a@b", "a@b", "\"quoted\" 'single' -- --- ...",
}

func TestHazards(t *testing.T) {
	for _, h := range hazards {
		for _, text := range []string{h, "Before.\n" + h + "\nafter", "• item\n" + h, h + "\n\n" + h, "1. one\n2. " + h} {
			checkBlocks(t, makeBlocks(linesOf(text), testHeadings().match))
		}
	}
}

func TestLinks(t *testing.T) {
	src := readHTML([]byte(`<p>see <a href="https://example.org/a?b=1&amp;copy;=2">the [best] page</a>, <a href="javascript:alert(1)">not this</a>, ` +
		`<a href="https://example.org/x_(y)">https://example.org/x_(y)</a>!</p><ul><li>look!<a href="https://example.org/z">at *this*</a></ul>`))
	blocks := makeBlocks(src.lines, testHeadings().match)
	checkBlocks(t, blocks)
	md, _, doc := render(t, blocks)
	_, links, _ := outline(doc)
	if want := "https://example.org/a?b=1&copy;=2 https://example.org/x_(y) https://example.org/z"; strings.Join(links, " ") != want {
		t.Errorf("got links %q\nwant %q\nof %s", links, want, md)
	}
}

// FuzzBody tests that the narrative survives: rendering the Markdown gives back
// every character of the source in order, and the blocks that were intended.
func FuzzBody(f *testing.F) {
	for _, h := range hazards {
		f.Add(h)
	}
	f.Add("• one\no half\n\n- two\n1. a\n2. b\n# x\nHeron Trust:\n• last")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 || notUTF8([]byte(text)) != nil {
			return
		}
		lines := linesOf(text)
		blocks := makeBlocks(lines, testHeadings().match)
		checkBlocks(t, blocks)
		var source, kept strings.Builder
		for _, l := range lines {
			source.WriteString(squeeze(l.text))
		}
		for _, b := range blocks {
			kept.WriteString(squeeze(b.marker.raw + b.text + b.suffix))
		}
		if source.String() != kept.String() {
			t.Errorf("source %q\nblocks %q", source.String(), kept.String())
		}
	})
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
