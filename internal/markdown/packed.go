package markdown

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// Packed is a text that was made of another, its source, as what differs: pieces
// of its own, and places in the source where the rest stands. What is rendered
// of a body is nearly the body itself, so that kept so it takes a tenth of the
// memory.
type Packed string

// PackedHTML is packed HTML. As only HTML gives it, it is as safe.
type PackedHTML struct{ text Packed }

const (
	// packedPiece is the shortest piece that is looked for in the source, and
	// packedNear how far ahead of the one before.
	packedPiece = 12
	packedNear  = 256
)

// Pack makes a text what differs from its source.
func Pack(source []byte, text string) Packed {
	w := make([]byte, 0, len(text)/8+binary.MaxVarintLen32)
	w = binary.AppendUvarint(w, uint64(len(text)))
	at, own := 0, 0 // where the source is, and where the piece begins that was not found
	for i := 0; ; {
		i += tags(text[i:])
		if i+packedPiece > len(text) {
			break
		}
		near := min(at+packedNear, len(source))
		if at == 0 && i < packedNear {
			near = len(source) // a section begins anywhere
		}
		ahead := bytes.Index(source[at:near], []byte(text[i:i+packedPiece]))
		if ahead < 0 {
			i++
			continue
		}
		n := same(source[at+ahead:], text[i:])
		w = binary.AppendUvarint(w, uint64(i-own))
		w = append(w, text[own:i]...)
		w = binary.AppendUvarint(w, uint64(ahead))
		w = binary.AppendUvarint(w, uint64(n))
		at, i = at+ahead+n, i+n
		own = i
	}
	w = binary.AppendUvarint(w, uint64(len(text)-own))
	return Packed(append(w, text[own:]...))
}

// tags is the length of the elements' tags that a text begins with: they need
// not be looked for, as no source has them.
func tags(text string) int {
	n := 0
	for n < len(text) && (text[n] == '<' || text[n] == '\n' && n+1 < len(text) && text[n+1] == '<') {
		n += 1 + max(strings.IndexByte(text[n:], '>'), 0)
	}
	return n
}

// same is the length of what two texts begin with.
func same(a []byte, b string) int {
	n, i := min(len(a), len(b)), 0
	for i+packedPiece <= n && string(a[i:i+packedPiece]) == b[i:i+packedPiece] {
		i += packedPiece
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// Unpack makes the text again; ok is false where it was not made of this source.
func (p Packed) Unpack(source []byte) (text string, ok bool) {
	rest := string(p)
	size, ok := number(&rest)
	if !ok {
		return "", false
	}
	var b strings.Builder
	b.Grow(min(size, len(p)+len(source)))
	for {
		own, ok := number(&rest)
		if !ok || own > len(rest) {
			return "", false
		}
		b.WriteString(rest[:own])
		if rest = rest[own:]; rest == "" {
			if b.Len() != size {
				return "", false
			}
			return b.String(), true
		}
		ahead, _ := number(&rest)
		n, ok := number(&rest)
		if !ok || ahead > len(source) || n > len(source)-ahead {
			return "", false
		}
		b.Write(source[ahead : ahead+n])
		source = source[ahead+n:]
	}
}

// number takes a number from the start of what is packed.
func number(rest *string) (n int, ok bool) {
	for shift := 0; shift < 56; shift += 7 {
		if len(*rest) == 0 {
			break
		}
		c := (*rest)[0]
		*rest = (*rest)[1:]
		n |= int(c&0x7F) << shift
		if c < 0x80 {
			return n, true
		}
	}
	return 0, false
}

// Pack makes HTML what differs from the source that it was rendered of.
func (h HTML) Pack(source []byte) PackedHTML { return PackedHTML{Pack(source, string(h))} }

// HTML makes the HTML again, of the same source.
func (p PackedHTML) HTML(source []byte) HTML {
	text, ok := p.text.Unpack(source)
	if !ok {
		panic("markdown: HTML of another source")
	}
	return HTML(text)
}
