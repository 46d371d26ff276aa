package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// bareLinkParser asks for a bare link only where one can begin. goldmark tries
// at every word, and looks for the @ of an e-mail address without a bound.
type bareLinkParser struct{ parser.InlineParser }

// longestLocalPart is the length of what stands before the @ (RFC 5321, 4.5.3.1).
const longestLocalPart = 64

func (p bareLinkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	switch line[0] {
	case '(':
		if block.PrecendingCharacter() == ']' { // the address of a link that is not one
			return nil
		}
		line = line[1:]
	case ' ', '*', '_', '~':
		line = line[1:]
	}
	if !mayBeLink(line) {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

func mayBeLink(line []byte) bool {
	if len(line) < 4 {
		return false
	}
	switch line[0] {
	case 'h', 'w', 'f':
		if bytes.HasPrefix(line, []byte("http")) || bytes.HasPrefix(line, []byte("www.")) || bytes.HasPrefix(line, []byte("ftp:")) {
			return true
		}
	}
	for i, c := range line[:min(len(line), longestLocalPart+1)] {
		switch {
		case c == '@':
			return i > 0
		case c <= ' ' || c == '<' || c == '(' || c == ')' || c == ',' || c >= 0x80:
			return false
		}
	}
	return false
}

// hasBareLink tells whether a source may hold a bare link. Looking for them
// makes goldmark stop at every blank, which is a third of its work; most bodies
// have none.
func hasBareLink(src []byte) bool {
	if bytes.IndexByte(src, '@') >= 0 {
		return true
	}
	for _, mark := range []string{"://", "www."} {
		for i := 0; ; i += len(mark) {
			j := bytes.Index(src[i:], []byte(mark))
			if j < 0 {
				break
			}
			i += j
			start := i
			for start > 0 && util.IsAlphaNumeric(src[start-1]) {
				start--
			}
			if !linked(src[:start]) {
				return true
			}
		}
	}
	return false
}

// linked tells whether an address after this text is that of a link in brackets.
func linked(before []byte) bool {
	return bytes.HasSuffix(before, []byte("](")) || bytes.HasSuffix(before, []byte("<")) || bytes.HasSuffix(before, []byte("://"))
}
