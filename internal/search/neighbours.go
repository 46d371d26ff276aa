package search

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"resolute/internal/search/analysis"
)

// The neighbours of a frequent word, as the first character of a key.
const (
	keyBefore = '<' // the word before it
	keyAfter  = '>' // the word after it
	keyRun    = '^' // the stop words before it
)

// keyKinds are in ascending order, as keys are.
const keyKinds = "<>^"

// The places of the kinds in keyKinds, as the top bits of a key.
const (
	kindBefore = iota << 28
	kindAfter
	kindRun
	kindMask = 3 << 28
)

// batchNeighbours bounds the neighbours of frequent words that are in memory at
// once.
const batchNeighbours = 1_000_000

// neighbour is one occurrence of a frequent word with its neighbour.
type neighbour struct {
	key     uint32 // kind, and term or run
	doc     uint32
	pos     uint32 // of the first of the two words
	between run
}

// neighbours reports what stands beside the frequent words of a document. A pair
// of which both words are frequent is kept with the first alone.
func (x *index) neighbours(words []occurrence, emit func(group, key, pos uint32, between run)) {
	var last *occurrence
	lastGroup := uint32(0)
	for i := range words {
		w := &words[i]
		if w.pos == noPosition || x.stopNumber[w.term] != 0 {
			continue
		}
		group := x.groupOf[w.term]
		if last != nil && w.pos-last.pos < sectionGap {
			switch {
			case lastGroup != 0:
				emit(lastGroup, kindAfter|x.alike[w.term], last.pos, w.run)
			case group != 0:
				emit(group, kindBefore|x.alike[last.term], last.pos, w.run)
			}
		}
		if group != 0 && w.run != 0 {
			emit(group, kindRun|uint32(w.run), 0, 0)
		}
		last, lastGroup = w, group
	}
}

// writeFrequent writes the positions of frequent words. The file of each is the
// directory of others.
func (x *index) writeFrequent(s *store, p *positions, cuts [][2]int, target, workers int) {
	groups, most := make([]int, len(p.groups)), 0
	for i, k := range p.groups {
		groups[i] = int(x.groupOf[cuts[k][0]])
		most = max(most, x.size(groups[i]))
	}
	var memory []neighbour
	var writers free[neighbourWriter]
	for from := 0; from < len(groups); {
		to, sum := from, 0
		for to < len(groups) && (to == from || sum+x.size(groups[to]) <= batchNeighbours) {
			sum += x.size(groups[to])
			to++
		}
		if sum > len(memory) {
			memory = make([]neighbour, sum)
		}
		starts := x.collect(memory, groups[from:to], workers)
		parallel(to-from, workers, func(i int) {
			w, k := writers.get(), p.groups[from+i]
			if w.index == nil {
				*w = neighbourWriter{index: x, store: s, target: target, sorted: make([]neighbour, most)}
			}
			t := w.write(memory[starts[i]:starts[i+1]])
			p.refs[k] = s.put(partPositions, neighbourDirectory(t))
			s.note(p.keys[k], append([]ref{p.refs[k]}, t.refs...)...)
			writers.put(w)
		})
		from = to
	}
}

// size is how many neighbours a group has.
func (x *index) size(group int) (n int) {
	for _, p := range x.parts {
		n += int(p.groups[group].size)
	}
	return n
}

// groupKey is a digest of all that the files of a frequent word are made of.
func (x *index) groupKey(s *store, group, target int) fileKey {
	e := encoder{buf: []byte("frequent")}
	e.uint(s.hashLen)
	e.uint(target)
	e.fronts(x.stops)
	e.uint(x.size(group))
	print := uint64(0)
	for _, p := range x.parts {
		print += p.groups[group].print
	}
	return keyOf(binary.LittleEndian.AppendUint64(e.buf, print))
}

// collect puts the neighbours of groups into memory, group by group and in the
// order of the documents, and tells where each begins.
func (x *index) collect(memory []neighbour, groups []int, workers int) (starts []int) {
	place := make([]int32, x.groups) // by group, counted from one
	next := make([][]int, len(x.parts))
	at := 0
	for i, g := range groups {
		place[g] = int32(i + 1)
		starts = append(starts, at)
		for k, p := range x.parts {
			next[k] = append(next[k], at)
			at += int(p.groups[g].size)
		}
	}
	parallel(len(next), workers, func(k int) {
		next, p := next[k], x.parts[k]
		for i := p.from; i < p.to; i++ {
			p.words = x.walk(x.corpus.words(i, &p.room), p.words[:0])
			id := x.ids[i]
			x.neighbours(p.words, func(group, key, pos uint32, between run) {
				if g := place[group] - 1; g >= 0 {
					memory[next[g]] = neighbour{key, id, pos, between}
					next[g]++
				}
			})
		}
	})
	return append(starts, at)
}

// neighbourWriter is the working memory for writing frequent words.
type neighbourWriter struct {
	*index
	store  *store
	target int

	next    []uint32
	sorted  []neighbour
	entries []neighbourEntry
	data    encoder // of the entries
	file    encoder
}

// neighbourEntry is one key of a frequent word.
type neighbourEntry struct {
	kind     byte
	text     string
	from, to int // its neighbours
	docs     int
	size     int // of its data
}

func (n *neighbourEntry) key() string { return string(n.kind) + n.text }

// write writes the files of one frequent word and returns their directory.
func (w *neighbourWriter) write(list []neighbour) table {
	w.sort(list)
	w.data.buf = w.data.buf[:0]
	var t table
	first, size := 0, 0 // of the file
	key, written := "", 0
	flush := func(to int) {
		t.keys = append(t.keys, key)
		t.refs = append(t.refs, w.store.put(partPositions, w.fileOf(w.entries[first:to], w.data.buf[:written])))
		w.data.buf = append(w.data.buf[:0], w.data.buf[written:]...)
	}
	for i := range w.entries {
		n := &w.entries[i]
		before := len(w.data.buf)
		n.docs = w.data.neighbours(w.sorted[n.from:n.to], n.kind != keyRun)
		n.size = len(w.data.buf) - before
		if i > first && size+n.size >= w.target {
			written = before
			flush(i)
			first, size, key = i, n.size, separator(w.entries[i-1].key(), n.key())
		} else {
			size += n.size
		}
		if i > first {
			size += 4
		}
	}
	if written = len(w.data.buf); len(w.entries) > 0 {
		flush(len(w.entries))
	}
	return t
}

// sort orders neighbours by their key and lists the keys. Of one key the
// neighbours come in the order of their documents and positions, and stay so.
func (w *neighbourWriter) sort(list []neighbour) {
	// Two places for each term; runs have more values than there is room for.
	n := uint32(len(w.terms))
	place := func(key uint32) uint32 { return key>>28*n + key&^kindMask }
	if w.next == nil {
		w.next = make([]uint32, 2*n+1)
	}
	clear(w.next)
	w.sorted = w.sorted[:len(list)]
	for i := range list {
		if list[i].key&kindMask != kindRun {
			w.next[place(list[i].key)+1]++
		}
	}
	w.entries = w.entries[:0]
	for i := range w.next[1:] {
		count := w.next[i+1]
		w.next[i+1] += w.next[i]
		if count > 0 {
			w.entries = append(w.entries, neighbourEntry{
				kind: keyKinds[uint32(i)/n], text: w.terms[uint32(i)%n].fold, from: int(w.next[i]), to: int(w.next[i+1]),
			})
		}
	}
	words := int(w.next[2*n])
	runs := w.sorted[words:words]
	for i := range list {
		if list[i].key&kindMask == kindRun {
			runs = append(runs, list[i])
			continue
		}
		at := &w.next[place(list[i].key)]
		w.sorted[*at] = list[i]
		*at++
	}
	w.sortRuns(runs, words)
}

// sortRuns orders the neighbours that are stop words, which stand in sorted from
// there on, and lists them.
func (w *neighbourWriter) sortRuns(runs []neighbour, from int) {
	slices.SortStableFunc(runs, func(a, b neighbour) int { return cmp.Compare(a.key, b.key) })
	first := len(w.entries)
	for i := 0; i < len(runs); {
		to := i + 1
		for to < len(runs) && runs[to].key == runs[i].key {
			to++
		}
		w.entries = append(w.entries, neighbourEntry{kind: keyRun, text: w.runText(run(runs[i].key &^ kindMask)), from: from + i, to: from + to})
		i = to
	}
	slices.SortFunc(w.entries[first:], func(a, b neighbourEntry) int { return analysis.Compare(a.text, b.text) })
}

// runText is the stop words of a run, the last one first, so that the runs that
// end alike stand together.
func (c *corpus) runText(r run) string {
	var words []string
	for ; r != 0; r >>= 8 {
		words = append(words, c.stops[r&0xff-1])
	}
	return strings.Join(words, " ")
}

// neighbours writes the documents of one key and returns their number: the
// distance from the document before and, where they are wanted, the positions.
func (e *encoder) neighbours(list []neighbour, positions bool) (docs int) {
	before := -1
	for from := 0; from < len(list); docs++ {
		to := from + 1
		for to < len(list) && list[to].doc == list[from].doc {
			to++
		}
		e.uint(int(list[from].doc) - before - 1)
		before = int(list[from].doc)
		if positions {
			e.uint(to - from)
			at := uint32(0)
			for _, v := range list[from:to] {
				e.buf = v.between.append(e.buf, v.pos-at)
				at = v.pos
			}
		}
		from = to
	}
	return docs
}

// fileOf is the bytes of one file, until the next.
func (w *neighbourWriter) fileOf(entries []neighbourEntry, data []byte) []byte {
	e := &w.file
	e.buf = e.buf[:0]
	e.uint(len(entries))
	for i := range entries {
		n := &entries[i]
		if i > 0 && n.kind == entries[i-1].kind {
			bytes, units := shared(entries[i-1].text, n.text)
			e.uint(units + 1)
			e.str(n.text[bytes:])
		} else {
			e.front("", n.key())
		}
	}
	for i := range entries {
		e.uint(entries[i].docs)
		e.uint(entries[i].size)
	}
	e.buf = append(e.buf, data...)
	return e.buf
}
