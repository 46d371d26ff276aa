package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// pairs are adjacent words that are also written as one.
type pairs struct {
	joined map[uint64]uint32    // first<<32 | second → the joined term
	split  map[uint32][2]uint32 // a joined term → the words that names write apart
	flags  []uint8              // by term
}

// findPairs finds which words are written apart as well as in one: wild life
// and wildlife, CoP 19 and CoP19.
func (c *corpus) findPairs() *pairs {
	p := &pairs{joined: map[uint64]uint32{}, split: map[uint32][2]uint32{}, flags: make([]uint8, len(c.terms))}
	byRaw := make(map[string]uint32, len(c.terms))
	for i := range c.terms {
		byRaw[c.terms[i].raw] = uint32(i)
	}
	for i := range c.terms {
		raw := c.terms[i].raw
		for at := 2; at < len(raw); at++ {
			if !utf8.RuneStart(raw[at]) || !mayPart(raw[:at], raw[at:]) {
				continue
			}
			a, ok := byRaw[raw[:at]]
			if !ok {
				continue
			}
			if b, ok := byRaw[raw[at:]]; ok {
				p.joined[uint64(a)<<32|uint64(b)] = uint32(i)
				p.flags[a] |= isLead
			}
		}
	}
	c.confirmSplits(p)
	return p
}

// mayPart reports whether two parts may be one word written apart: both of at
// least three letters, or letters and then digits.
func mayPart(a, b string) bool {
	if isDigit(b[0]) {
		last, _ := utf8.DecodeLastRuneInString(a)
		return unicode.IsLetter(last) && strings.IndexFunc(b, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
	}
	if len(a) < 3 || len(b) < 3 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(b)
	return unicode.IsLetter(first) && utf8.RuneCountInString(a) >= 3 && utf8.RuneCountInString(b) >= 3
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// confirmSplits notes the words that names and countries write apart: a text
// with Vietnam is then also found by Viet Nam.
func (c *corpus) confirmSplits(p *pairs) {
	for i := range c.tokens {
		t := &c.tokens[i]
		at := uint32(0)
		for _, s := range t.sections {
			if s.field == FieldName || s.field == FieldCountry {
				for k := at; k+1 < at+s.tokens; k++ {
					a, b := t.tokens[k], t.tokens[k+1]
					if (a|b)&joinedBit != 0 {
						continue
					}
					a, b = a&termMask, b&termMask
					if p.flags[a]&isLead == 0 {
						continue
					}
					if joined, ok := p.joined[uint64(a)<<32|uint64(b)]; ok {
						p.split[joined] = [2]uint32{a, b}
						p.flags[joined] |= isSplit
					}
				}
			}
			at += s.tokens
		}
	}
}

// extra reports the terms under which the word n, followed by rest, is found
// besides itself.
func (p *pairs) extra(n uint32, rest []uint32, emit func(term uint32)) {
	if p.flags[n]&isLead != 0 && len(rest) > 0 && rest[0]&joinedBit == 0 {
		if joined, ok := p.joined[uint64(n)<<32|uint64(rest[0]&termMask)]; ok {
			emit(joined)
		}
	}
	if p.flags[n]&isSplit != 0 {
		parts := p.split[n]
		emit(parts[0])
		emit(parts[1])
	}
}
