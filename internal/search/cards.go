package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sizes of a page of cards, in documents. A page ends between groups only.
const (
	cardsMin = 6
	cardsMax = 14
)

// Kinds of sections in a file of texts.
const (
	textNames = iota // names that are searched and shown only where they match
	textBody
)

// cardTable is the directory of the pages of cards.
type cardTable struct {
	first []uint32 // the lowest document number of each page
	refs  []ref
}

// writeCards writes what the list of results shows of every document, page by
// page, and the texts for excerpts. It gives up the texts of the documents.
func (c *corpus) writeCards(s *store, workers int) cardTable {
	var cuts [][2]int
	from := 0
	for i := 1; i <= len(c.docs); i++ {
		n := i - from
		switch {
		case i == len(c.docs):
		case groupOf(c.docs[i]) == groupOf(c.docs[i-1]):
			continue
		case n >= cardsMax, n >= cardsMin && hashOf(groupOf(c.docs[i]))%3 == 0:
		default:
			continue
		}
		cuts = append(cuts, [2]int{from, i})
		from = i
	}
	t := cardTable{first: make([]uint32, len(cuts)), refs: make([]ref, len(cuts))}
	var texts free[encoder]
	parallel(len(cuts), workers, func(k int) {
		from, to := cuts[k][0], cuts[k][1]
		t.first[k] = c.ids[from]
		key := c.pageKey(s, from, to)
		if names, ok := s.reuse(key); ok {
			t.refs[k] = names[0]
			return
		}
		for i := from; i < to; i++ {
			c.make(i)
		}
		text := texts.get()
		page, excerpts := c.page(s, text, from, to)
		t.refs[k] = s.put(partCards, page)
		s.note(key, t.refs[k], excerpts)
		texts.put(text)
		for i := from; i < to; i++ {
			d := *c.docs[i]
			d.Fields = nil
			c.docs[i] = &d
		}
	})
	return t
}

// pageKey is a digest of all that a page of cards and its file of texts are made of.
func (c *corpus) pageKey(s *store, from, to int) fileKey {
	return s.key("cards", func(e *encoder) {
		e.uint(s.hashLen)
		for i := from; i < to; i++ {
			e.uint(int(c.ids[i] - c.ids[from]))
			e.str(c.docs[i].Digest)
		}
	})
}

// page is the bytes of one page of cards, the documents from … to-1, and the name
// of its file of texts. text is working memory.
func (c *corpus) page(s *store, text *encoder, from, to int) (cards []byte, texts ref) {
	var e encoder
	e.uint(to - from)
	var before [5]string
	var titles []string
	for i := from; i < to; i++ {
		d := c.docs[i]
		e.uint(int(c.ids[i] - c.ids[from]))
		e.uint(d.Year)
		code := ""
		if len(d.Codes) > 0 {
			code = d.Codes[0]
		}
		for k, text := range [...]string{d.Path, code, d.Kind, d.Status, strings.Join(d.Langs, " ")} {
			e.front(before[k], text)
			before[k] = text
		}
		e.uint(len(d.Title))
		for k, t := range d.Title {
			text := t.Lang + "\t" + plain(t.Value)
			if k >= len(titles) {
				titles = append(titles, "")
			}
			e.front(titles[k], text)
			titles[k] = text
		}
	}
	p := s.packer()
	defer s.packers.put(p)
	for i := from; i < to; i++ {
		text.buf = text.buf[:0]
		writeText(text, c.docs[i])
		before := p.out.Len()
		p.add(text.buf)
		e.uint(p.out.Len() - before)
	}
	texts = s.keep(partTexts, p.out.Bytes())
	return append(e.buf, texts...), texts
}

// writeText writes the sections of one document.
func writeText(e *encoder, d *Document) {
	var names []string
	sections := 0
	for _, f := range d.Fields {
		if f.Kind == FieldBody {
			sections++
		} else {
			names = append(names, plain(f.Value))
		}
	}
	if len(names) > 0 {
		sections++
	}
	e.uint(sections)
	for _, f := range d.Fields {
		if f.Kind == FieldBody {
			e.uint(textBody)
			e.str(f.Lang)
			e.plain(f.Value)
		}
	}
	if len(names) > 0 {
		e.uint(textNames)
		e.str("")
		e.str(strings.Join(names, "; "))
	}
}

// plain is a text on one line: its words with one blank between.
func plain(s string) string {
	if unplain(s) == len(s) {
		return s
	}
	return string(appendPlain(nil, s))
}

// plain writes a text on one line, with its length before it.
func (e *encoder) plain(s string) {
	if unplain(s) == len(s) {
		e.str(s)
		return
	}
	e.line = appendPlain(e.line[:0], s)
	e.uint(len(e.line))
	e.buf = append(e.buf, e.line...)
}

// appendPlain appends a text on one line.
func appendPlain(buf []byte, s string) []byte {
	start := len(buf)
	for s = strings.TrimLeftFunc(s, unicode.IsSpace); s != ""; s = strings.TrimLeftFunc(s, unicode.IsSpace) {
		if len(buf) > start {
			buf = append(buf, ' ')
		}
		end := unplain(s)
		buf = append(buf, strings.TrimSuffix(s[:end], " ")...)
		s = s[end:]
	}
	return buf
}

// unplain is where a text has the first blank that does not belong on one line:
// at the beginning, after another or at the end, or one that is no space.
// Otherwise it is the text's length.
func unplain(s string) int {
	blank := true
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' && blank, c >= '\t' && c <= '\r', c >= 0xc2 && c <= 0xe3 && wideBlank(s[i:]):
			return i
		}
		blank = s[i] == ' '
	}
	if blank && s != "" {
		return len(s) - 1
	}
	return len(s)
}

// wideBlank reports whether s begins with a blank outside ASCII.
func wideBlank(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}
