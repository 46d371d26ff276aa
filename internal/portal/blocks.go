package portal

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"resolute/internal/report"
)

// marker is what stands before the text of a list item.
type marker struct {
	// kind tells which markers belong to one level: "•", "-", "o", "1.", "ol2".
	kind string
	// number and delimiter are those of numbered items; delimiter is 0 for others.
	number    int
	delimiter byte
	// raw is the marker as it stands in the text.
	raw string
}

var (
	// bulletForm are the bullets that people type or paste from word processors.
	// The round ones need no blank after them.
	bulletForm = regexp.MustCompile(`^(?:([•▪▫■□●○◦‣⁃∙·➢➤✓✔\x{F0B7}\x{F0A7}\x{F0D8}])\s*|([-–—*o])\s+)(\S.*)$`)
	numberForm = regexp.MustCompile(`^([0-9]{1,3})(\.\)|[.)])\s+(\S.*)$`)
)

// cutMarker reads a bullet or number before a text. Whether it is meant as one
// depends on its neighbours.
func cutMarker(text string) (m marker, rest string, ok bool) {
	if b := bulletForm.FindStringSubmatch(text); b != nil {
		m.raw = b[1] + b[2]
		m.kind = m.raw
		return m, b[3], true
	}
	// "007." is text: it would come back as 7.
	if n := numberForm.FindStringSubmatch(text); n != nil && (len(n[1]) == 1 || n[1][0] != '0') {
		m.number, _ = strconv.Atoi(n[1])
		m.raw, m.kind, m.delimiter = n[1]+n[2], "1"+n[2], n[2][len(n[2])-1]
		return m, n[3], true
	}
	return m, text, false
}

// shape is what a block of the narrative is.
type shape int

const (
	paragraph shape = iota
	subheading
	item
)

// block is one paragraph, sub-heading or list item of the narrative.
type block struct {
	shape shape
	// text is one line without its marker, and links the addresses behind it.
	text  string
	links []link
	// level is a sub-heading's, where it is not 3.
	level int
	// suffix is the colon that a sub-heading drops.
	suffix string
	// marker and depth are an item's; list numbers the runs of items, so that
	// two lists in a row stay two.
	marker marker
	depth  int
	list   int
}

// draft is a line on its way to a block.
type draft struct {
	line   *line
	marker marker
	rest   string
	listed bool
}

// makeBlocks turns the lines of a field into blocks. isHeading tells lines that
// are sub-headings by their words.
func makeBlocks(lines []*line, isHeading func(text string) bool) []block {
	var drafts []draft
	for _, l := range lines {
		d := draft{line: l, rest: l.text}
		switch {
		case l.text == "":
		case l.marker.kind != "":
			d.marker, d.listed = l.marker, true
		case !l.heading:
			d.marker, d.rest, d.listed = cutMarker(l.text)
		}
		drafts = append(drafts, d)
	}
	confirmNumbers(drafts)
	confirmLetters(drafts)
	b := &blockMaker{isHeading: isHeading}
	for i := range drafts {
		b.take(drafts, i)
	}
	return demoteLast(b.blocks)
}

// confirmNumbers keeps numbers as markers only where at least two follow one
// another in a run of items; a lone "2. " stays text.
func confirmNumbers(drafts []draft) {
	last := map[string]int{} // index of a kind's last number in this run
	sure := make([]bool, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		switch {
		case d.rest == "":
		case !d.listed:
			if !continues(drafts, i) {
				clear(last)
			}
		case d.typed():
			if j, ok := last[d.marker.kind]; ok && drafts[j].marker.number+1 == d.marker.number {
				sure[i], sure[j] = true, true
			}
			last[d.marker.kind] = i
		}
	}
	for i := range drafts {
		if d := &drafts[i]; d.typed() && !sure[i] {
			d.unlist()
		}
	}
}

// typed tells that an item's number was typed, and not made by HTML.
func (d *draft) typed() bool { return d.listed && d.marker.delimiter != 0 && d.marker.raw != "" }

// unlist makes the marker text again.
func (d *draft) unlist() { d.listed, d.marker, d.rest = false, marker{}, d.line.text }

// confirmLetters keeps "o " as a bullet only among items: it is a word in some
// languages.
func confirmLetters(drafts []draft) {
	var full []int
	for i := range drafts {
		if drafts[i].rest != "" {
			full = append(full, i)
		}
	}
	for n, i := range full {
		d := &drafts[i]
		if d.marker.kind != "o" {
			continue
		}
		after := n > 0 && drafts[full[n-1]].listed
		before := n+1 < len(full) && drafts[full[n+1]].marker.kind == "o"
		if !after && !before {
			d.unlist()
		}
	}
}

// longLine is the length from which on a line without an end is taken for the
// first part of a paragraph that was broken into lines.
const longLine = 60

// continues tells whether a line goes on where the line before it was broken.
func continues(drafts []draft, i int) bool {
	if i == 0 || drafts[i].listed || drafts[i].line.heading || drafts[i-1].line.heading {
		return false
	}
	before := drafts[i-1].rest
	first, _ := utf8.DecodeRuneInString(drafts[i].rest)
	last, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsLower(first) && utf8.RuneCountInString(before) >= longLine && !strings.ContainsRune(".:;!?…", last)
}

// blockMaker collects blocks.
type blockMaker struct {
	isHeading func(string) bool
	blocks    []block
	// kinds are the markers of the open list, outermost first.
	kinds []string
	lists int
	// blank tells that a blank line was seen since the last block.
	blank bool
}

func (b *blockMaker) take(drafts []draft, i int) {
	d := drafts[i]
	switch {
	case d.rest == "":
		b.blank = true
		return
	case d.listed:
		b.blocks = append(b.blocks, block{shape: item, text: d.rest, links: shifted(d), marker: d.marker, depth: b.depth(d.marker.kind), list: b.lists})
	case len(b.blocks) > 0 && continues(drafts, i):
		last := &b.blocks[len(b.blocks)-1]
		for _, k := range d.line.links {
			shift := len(last.text) + 1
			last.links = append(last.links, link{k.start + shift, k.end + shift, k.address})
		}
		last.text += " " + d.rest
	default:
		b.kinds = nil
		b.blocks = append(b.blocks, b.plain(d))
	}
	b.blank = false
}

// shifted are the links of a line in the text without its marker.
func shifted(d draft) []link {
	shift := len(d.line.text) - len(d.rest)
	var links []link
	for _, k := range d.line.links {
		if k.start >= shift {
			links = append(links, link{k.start - shift, k.end - shift, k.address})
		}
	}
	return links
}

// depth is an item's level: a marker that is new under the open items goes one
// level down, unless a blank line starts another list.
func (b *blockMaker) depth(kind string) int {
	at := slices.Index(b.kinds, kind)
	switch {
	case at >= 0:
		b.kinds = b.kinds[:at+1]
	case len(b.kinds) == 0 || b.blank || len(b.kinds) == maxListDepth:
		b.kinds = []string{kind}
		b.lists++
	default:
		b.kinds = append(b.kinds, kind)
	}
	return len(b.kinds) - 1
}

// plain makes a paragraph or a sub-heading.
func (b *blockMaker) plain(d draft) block {
	if d.line.heading || len(d.line.links) == 0 && b.isHeading(d.rest) {
		text := strings.TrimRight(d.rest, " :")
		if text != "" {
			return block{shape: subheading, text: text, links: d.line.links, suffix: d.rest[len(text):]}
		}
	}
	return block{shape: paragraph, text: d.rest, links: d.line.links}
}

// demoteLast makes a sub-heading under which nothing stands a paragraph again.
func demoteLast(blocks []block) []block {
	for i := len(blocks) - 1; i >= 0 && blocks[i].shape == subheading; i-- {
		blocks[i] = block{shape: paragraph, text: blocks[i].text + blocks[i].suffix, links: blocks[i].links}
	}
	return blocks
}

// headings tells sub-headings by their words.
type headings struct {
	actions report.Vocabulary
	// member tells names of members, and names holds those of other
	// participants, all folded by foldName.
	member func(folded string) bool
	names  map[string]bool
}

// longestHeading bounds what can be a sub-heading, in characters.
const longestHeading = 100

var (
	yearLine  = regexp.MustCompile(`^(?:19|20)[0-9]{2}(?:\b.{0,40}:)?$`)
	someWord  = regexp.MustCompile(`[\p{L}\p{N}]`)
	inParens  = regexp.MustCompile(`\s*\([^()]*\)$`)
	anAddress = regexp.MustCompile(`(?i)https?://|www\.`)
)

// match tells lines that are sub-headings: a kind of action, a year, or before
// a colon the name of a participant, or a title with capitals.
func (h *headings) match(text string) bool {
	name := strings.TrimRight(text, " :")
	if name == "" || utf8.RuneCountInString(text) > longestHeading || anAddress.MatchString(text) || !someWord.MatchString(text) {
		return false
	}
	if term(h.actions, name) != nil || yearLine.MatchString(text) {
		return true
	}
	if !strings.HasSuffix(text, ":") {
		return false
	}
	for _, n := range []string{name, inParens.ReplaceAllString(name, "")} {
		if folded := foldName(n); h.names[folded] || h.member(folded) {
			return true
		}
	}
	return isTitle(name)
}

// isTitle tells a short text of two or more words in which all but the little
// ones begin with a capital.
func isTitle(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 8 || strings.ContainsAny(s, ".;:?!,") || !startsName(s) {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(&/"))
		if unicode.IsLower(r) && utf8.RuneCountInString(w) > 3 {
			return false
		}
	}
	return true
}
