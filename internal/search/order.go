package search

import (
	"cmp"
	"slices"
	"strings"
)

// The three stretches of document numbers.
const (
	stretchResolutions = iota
	stretchMembers
	stretchOthers
	stretches
)

func stretchOf(kind string) int {
	switch kind {
	case KindResolution, KindEdition:
		return stretchResolutions
	case KindMember:
		return stretchMembers
	}
	return stretchOthers
}

// groupOf names what a document belongs to: a resolution with its editions, or
// the document alone. Groups stand together in the index.
func groupOf(d *Document) string {
	if stretchOf(d.Kind) != stretchResolutions {
		return d.Path
	}
	first := strings.IndexByte(d.Path, '/') + 1
	second := strings.IndexByte(d.Path[first:], '/') + 1
	if second == 0 {
		return d.Path
	}
	return d.Path[:first+second]
}

// number sorts the documents and gives each its number.
//
// The order is by identity: resolutions by code, each followed by its editions
// by year; then members; then the rest. The numbers leave room, so that a
// report added next year moves no other document, and the files of the index
// in which the new report has no word stay as they are: a group takes the next
// power of two above its size, and each stretch is followed by an eighth.
func (c *corpus) number(docs []Document) {
	type key struct {
		stretch int
		group   string
		*Document
	}
	keys := make([]key, len(docs))
	for i := range docs {
		d := &docs[i]
		keys[i] = key{stretchOf(d.Kind), groupOf(d), d}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.stretch, b.stretch), strings.Compare(a.group, b.group), strings.Compare(a.Path, b.Path))
	})
	c.docs, c.ids = make([]*Document, len(docs)), make([]uint32, len(docs))
	for i, k := range keys {
		c.docs[i] = k.Document
	}
	next, stretch := 0, stretchResolutions
	for i := 0; i < len(c.docs); {
		if s := stretchOf(c.docs[i].Kind); s != stretch {
			stretch = s
			next = (next + next/8 + 256) &^ 255
		}
		group, n := groupOf(c.docs[i]), 1
		for i+n < len(c.docs) && stretchOf(c.docs[i+n].Kind) == stretch && groupOf(c.docs[i+n]) == group {
			n++
		}
		for k := range n {
			c.ids[i+k] = uint32(next + k)
		}
		if stretch == stretchResolutions {
			next += room(n)
		} else {
			next += n
		}
		i += n
	}
	c.space = next
}

// room is the smallest power of two above n.
func room(n int) int {
	size := 2
	for size <= n {
		size *= 2
	}
	return size
}
