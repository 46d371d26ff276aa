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
	apart  map[uint64]uint32    // how often names write such words apart
}

// findPairs finds which words are written apart as well as in one: wild life
// and wildlife, CoP 19 and CoP19.
func (c *corpus) findPairs() *pairs {
	p := &pairs{joined: map[uint64]uint32{}, split: map[uint32][2]uint32{}, flags: make([]uint8, len(c.terms))}
	if !c.recallPairs(p) {
		c.joinPairs(p)
	}
	c.confirmSplits(p)
	return p
}

// recallPairs takes the pairs that the memory has, where the words are the same.
func (c *corpus) recallPairs(p *pairs) bool {
	if c.from == nil || len(c.terms) != len(c.from.terms) || len(c.lost) > 0 {
		return false
	}
	for _, old := range c.from.pairs {
		p.add(old.first, old.second, old.joined)
	}
	return true
}

func (p *pairs) add(first, second, joined uint32) {
	p.joined[uint64(first)<<32|uint64(second)] = joined
	p.flags[first] |= isLead
}

// joinPairs looks for the two parts of every word.
func (c *corpus) joinPairs(p *pairs) {
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
				p.add(a, b, uint32(i))
			}
		}
	}
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
	if c.recallSplits(p) {
		return
	}
	p.apart, p.split = map[uint64]uint32{}, map[uint32][2]uint32{}
	var room docTokens
	for i := range c.docs {
		p.namesOf(c.words(i, &room), func(pair uint64) {
			p.apart[pair]++
			p.split[p.joined[pair]] = [2]uint32{uint32(pair >> 32), uint32(pair)}
		})
	}
	p.flagSplits()
}

func (p *pairs) flagSplits() {
	for joined := range p.split {
		p.flags[joined] |= isSplit
	}
}

// recallSplits counts them by what the memory has counted, where the pairs are the
// same and it does not matter which of the documents come first.
func (c *corpus) recallSplits(p *pairs) bool {
	if c.from == nil || len(c.from.pairs) != len(p.joined) {
		return false
	}
	p.apart = make(map[uint64]uint32, len(p.joined))
	for _, old := range c.from.pairs {
		pair := uint64(c.place[old.first])<<32 | uint64(c.place[old.second])
		if joined, ok := p.joined[pair]; !ok || joined != c.place[old.joined] {
			return false
		}
		p.apart[pair] = old.apart
	}
	var room docTokens
	for _, r := range c.gone {
		p.namesOf(room.unpack(c.from.wordsOf(r), c.codes), func(pair uint64) { p.apart[pair]-- })
	}
	for i := range c.tokens {
		if c.known[i] == nil {
			p.namesOf(&c.tokens[i], func(pair uint64) { p.apart[pair]++ })
		}
	}
	for pair, times := range p.apart {
		if times == 0 {
			continue
		}
		if _, twice := p.split[p.joined[pair]]; twice {
			return false
		}
		p.split[p.joined[pair]] = [2]uint32{uint32(pair >> 32), uint32(pair)}
	}
	p.flagSplits()
	return true
}

// namesOf reports the pairs that stand in the names of a document.
func (p *pairs) namesOf(t *docTokens, emit func(pair uint64)) {
	at := uint32(0)
	for _, s := range t.sections {
		if s.field == FieldName || s.field == FieldCountry {
			for k := at; k+1 < at+s.tokens; k++ {
				a, b := t.tokens[k], t.tokens[k+1]
				if (a|b)&joinedBit != 0 {
					continue
				}
				a, b = a&termMask, b&termMask
				if int(a) >= len(p.flags) || p.flags[a]&isLead == 0 {
					continue
				}
				if pair := uint64(a)<<32 | uint64(b); p.isPair(pair) {
					emit(pair)
				}
			}
		}
		at += s.tokens
	}
}

func (p *pairs) isPair(pair uint64) bool {
	_, ok := p.joined[pair]
	return ok
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
