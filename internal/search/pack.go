package search

import (
	"strconv"
	"sync"
)

// packs is the number of parts of a memory in which the words of documents lie, so
// that a build reads and writes only those of the documents that are others.
const packs = 64

// pack is one of them.
type pack struct {
	size int
	sum  uint32
	once sync.Once
	data []byte // nil where it cannot be read
}

// packOf is the number of a document's pack.
func packOf(path string) int { return int(hashOf(path) % packs) }

// packName is the name of the part of the memory.
func packName(k int) string { return "." + strconv.Itoa(k) }

// pack reads a pack; without it the memory is of no use.
func (m *Memory) pack(k int) []byte {
	p := &m.packs[k]
	p.once.Do(func() {
		if data := m.part(packName(k)); len(data) == p.size && sumOf(data) == p.sum {
			p.data = data
		} else {
			m.broken.Store(true)
		}
	})
	return p.data
}

// wordsOf is the packed words of a document; none where they cannot be read.
func (m *Memory) wordsOf(r *remembrance) []byte {
	if data := m.pack(r.pack); data != nil {
		return data[r.from:r.to]
	}
	return nil
}

// spoilt reports whether something could not be read that was needed. The memory
// knows no documents then.
func (m *Memory) spoilt() bool {
	if m == nil || !m.broken.Load() {
		return false
	}
	m.docs, m.at = nil, nil
	m.broken.Store(false)
	return true
}

// stalePacks marks the packs of which some document is new, or gone.
func (c *corpus) stalePacks() (stale [packs]bool) {
	for i, r := range c.known {
		if r == nil {
			stale[packOf(c.docs[i].Path)] = true
		}
	}
	for _, r := range c.gone {
		stale[r.pack] = true
	}
	for k := range stale {
		stale[k] = stale[k] || c.from == nil
	}
	return stale
}

// learnPacks writes the packs that are stale, and tells how long the words of each
// document are.
func (m *Memory) learnPacks(c *corpus, number []uint32) (sizes []int) {
	m.parts = map[string][]byte{}
	stale := c.stalePacks()
	var bufs [packs]encoder
	if c.from == nil {
		words := 0
		for i := range c.tokens {
			words += len(c.tokens[i].tokens)
		}
		for k := range bufs {
			bufs[k].buf = make([]byte, 0, words*2/packs)
		}
	}
	sizes = make([]int, len(c.docs))
	for i, r := range c.known {
		k := packOf(c.docs[i].Path)
		switch {
		case r == nil:
			before := len(bufs[k].buf)
			bufs[k].words(&c.tokens[i], number)
			sizes[i] = len(bufs[k].buf) - before
			continue
		case stale[k]:
			bufs[k].buf = append(bufs[k].buf, m.wordsOf(r)...)
		}
		sizes[i] = r.to - r.from
	}
	for k := range bufs {
		if stale[k] {
			m.parts[packName(k)] = bufs[k].buf
		}
	}
	return sizes
}
