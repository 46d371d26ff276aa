package search

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// encoder writes the primitives of the format.
type encoder struct {
	buf  []byte
	line []byte // for plain
}

// uint writes n as a varint: seven bits a byte, the lowest first.
func (e *encoder) uint(n int) { e.buf = binary.AppendUvarint(e.buf, uint64(n)) }

// uintSize is how many bytes uint writes.
func uintSize(n uint32) uint32 { return uint32(bits.Len32(n|1)+6) / 7 }

// str writes a text with its length in bytes before it.
func (e *encoder) str(s string) {
	e.uint(len(s))
	e.buf = append(e.buf, s...)
}

// front writes s by what it shares with the text before it: the number of
// UTF-16 code units in common, then the rest.
func (e *encoder) front(before, s string) {
	bytes, units := shared(before, s)
	e.uint(units)
	e.str(s[bytes:])
}

// fronts writes a list of texts, each by what it shares with the one before.
func (e *encoder) fronts(list []string) {
	e.uint(len(list))
	before := ""
	for _, s := range list {
		e.front(before, s)
		before = s
	}
}

// list writes a list of texts.
func (e *encoder) list(texts []string) {
	e.uint(len(texts))
	for _, s := range texts {
		e.str(s)
	}
}

// shared is the length of the common beginning of two texts, in bytes and in
// UTF-16 code units; it never cuts a character.
func shared(a, b string) (bytes, units int) {
	n := min(len(a), len(b))
	for bytes < n && a[bytes] == b[bytes] {
		if b[bytes] < utf8.RuneSelf {
			bytes++
			units++
			continue
		}
		r, size := utf8.DecodeRuneInString(b[bytes:])
		if bytes+size > len(a) || a[bytes:bytes+size] != b[bytes:bytes+size] {
			break
		}
		bytes += size
		units++
		if r > 0xffff {
			units++
		}
	}
	return bytes, units
}

// deltas writes ascending document numbers as differences, the first from -1.
func (e *encoder) deltas(docs []uint32) {
	before := -1
	for _, d := range docs {
		e.uint(int(d) - before - 1)
		before = int(d)
	}
}

// documents writes the documents of a posting list as deltas does.
func (e *encoder) documents(list posting) {
	before := -1
	for _, p := range list {
		d := int(p >> levelBits)
		e.uint(d - before - 1)
		before = d
	}
}

// levels writes a byte for each document.
func (e *encoder) levels(list posting) {
	for _, p := range list {
		e.buf = append(e.buf, byte(p&(1<<levelBits-1)))
	}
}
