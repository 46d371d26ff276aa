package review

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/report"
)

// blockKind tells how a block of Markdown is read.
type blockKind uint8

const (
	paragraph blockKind = iota
	heading
	item
	quotation
	table
)

// block is a paragraph, heading, item, quotation or table of an authored body.
// Code is left out. It is no parse of Markdown: it is exact for what people
// write in reports, and a warning more or less does no harm elsewhere.
type block struct {
	kind  blockKind
	level int
	// text is as authored, without the marks before its first line.
	text []byte
	// line and col are its place in the file.
	line, col int
}

// section is a part of a report.
type section struct {
	id     string
	pos    diag.Pos
	blocks []block
	// raw is its text as authored, without blanks at its ends.
	raw []byte
}

// text is an authored body with its sections. A page has one, without id.
type text struct {
	file     *report.File
	lang     report.Lang
	sections []section
}

// find returns a section, or nil.
func (t *text) find(id string) *section {
	for i := range t.sections {
		if t.sections[i].id == id {
			return &t.sections[i]
		}
	}
	return nil
}

// read divides a body into blocks, and a report's into sections.
func read(f *report.File, lang report.Lang, sectioned bool) *text {
	t := &text{file: f, lang: lang, sections: []section{{pos: diag.Pos{File: f.Path, Line: f.BodyLine, Col: 1}}}}
	body := f.Text()
	s := scanner{body: body, line: f.BodyLine}
	start := 0
	for {
		b, at, ok := s.next()
		last := &t.sections[len(t.sections)-1]
		if !ok {
			last.raw = bytes.TrimSpace(body[start:])
			break
		}
		if sectioned && b.kind == heading && b.level == 2 {
			last.raw = bytes.TrimSpace(body[start:at])
			id, _, _ := content.Section(string(b.text))
			t.sections = append(t.sections, section{id: id, pos: diag.Pos{File: f.Path, Line: b.line, Col: 1}})
			start = s.offset
			continue
		}
		last.blocks = append(last.blocks, b)
	}
	return t
}

// scanner reads blocks from a body.
type scanner struct {
	body   []byte
	offset int
	line   int
}

// peek is the next line, without its break, and the offset after it.
func (s *scanner) peek() (line []byte, after int) {
	if i := bytes.IndexByte(s.body[s.offset:], '\n'); i >= 0 {
		return s.body[s.offset : s.offset+i], s.offset + i + 1
	}
	return s.body[s.offset:], len(s.body)
}

// next returns the next block and the offset at which its first line starts.
func (s *scanner) next() (b block, at int, ok bool) {
	for s.offset < len(s.body) {
		line, after := s.peek()
		trimmed := bytes.TrimLeft(line, " \t")
		if fence := fenceOf(trimmed); fence != nil {
			s.skipCode(fence)
			continue
		}
		if len(trimmed) == 0 {
			s.offset, s.line = after, s.line+1
			continue
		}
		at = s.offset
		kind, level, mark := kindOf(trimmed)
		first := s.offset + len(line) - len(trimmed) + mark
		b = block{kind: kind, level: level, line: s.line, col: 1 + utf8.RuneCount(s.body[at:first])}
		s.offset, s.line = after, s.line+1
		end := at + len(line)
		for kind != heading && s.offset < len(s.body) {
			line, after := s.peek()
			trimmed := bytes.TrimLeft(line, " \t")
			if len(trimmed) == 0 || fenceOf(trimmed) != nil {
				break
			}
			if next, _, _ := kindOf(trimmed); next != paragraph && next != kind || next == item {
				break
			}
			end = s.offset + len(line)
			s.offset, s.line = after, s.line+1
		}
		b.text = bytes.TrimRight(s.body[first:end], " \t")
		if kind == heading {
			b.text = bytes.TrimRight(bytes.TrimRight(b.text, "#"), " ")
		}
		return b, at, true
	}
	return block{}, len(s.body), false
}

// skipCode passes over a fenced block.
func (s *scanner) skipCode(fence []byte) {
	_, after := s.peek()
	s.offset, s.line = after, s.line+1
	for s.offset < len(s.body) {
		line, after := s.peek()
		s.offset, s.line = after, s.line+1
		if bytes.HasPrefix(bytes.TrimLeft(line, " "), fence) {
			return
		}
	}
}

func fenceOf(line []byte) []byte {
	for _, f := range []string{"```", "~~~"} {
		if bytes.HasPrefix(line, []byte(f)) {
			return []byte(f)
		}
	}
	return nil
}

// kindOf tells what begins with a line, and how many bytes its mark has.
func kindOf(line []byte) (kind blockKind, level, mark int) {
	switch line[0] {
	case '#':
		for level < len(line) && line[level] == '#' {
			level++
		}
		if level <= 6 && level < len(line) && line[level] == ' ' {
			return heading, level, level + 1
		}
	case '>':
		return quotation, 0, 1
	case '|':
		return table, 0, 0
	case '-', '*', '+':
		if len(line) > 1 && line[1] == ' ' {
			return item, 0, 2
		}
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		n := bytes.IndexFunc(line, func(r rune) bool { return r < '0' || r > '9' })
		if n > 0 && n < 10 && n+1 < len(line) && (line[n] == '.' || line[n] == ')') && line[n+1] == ' ' {
			return item, 0, n + 2
		}
	}
	return paragraph, 0, 0
}

// eachWord calls yield for every word, in lower case: letters, digits and marks
// in a row. The word is valid until the next.
func eachWord(text []byte, yield func(word []byte)) {
	var buffer [64]byte
	word := buffer[:0]
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
				word = append(word, c)
			case c >= 'A' && c <= 'Z':
				word = append(word, c+'a'-'A')
			case len(word) > 0:
				yield(word)
				word = word[:0]
			}
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		i += size
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
			word = utf8.AppendRune(word, unicode.ToLower(r))
		} else if len(word) > 0 {
			yield(word)
			word = word[:0]
		}
	}
	if len(word) > 0 {
		yield(word)
	}
}

// wordCount is the number of words.
func wordCount(text []byte) int {
	n := 0
	eachWord(text, func([]byte) { n++ })
	return n
}

// sentences calls yield for every sentence of a block.
func sentences(s string, yield func(sentence string, offset int)) {
	start := 0
	for i := 0; i < len(s); i++ {
		if (s[i] == '.' || s[i] == '!' || s[i] == '?') && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\n') {
			yield(s[start:i+1], start)
			start = i + 1
		}
	}
	if strings.TrimSpace(s[start:]) != "" {
		yield(s[start:], start)
	}
}
