package search

import (
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
const batchNeighbours = 1_500_000

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

// writeFrequent writes the positions of all frequent words and returns by group
// the directory of its files.
func (x *index) writeFrequent(s *store, target, workers int) []table {
	tables := make([]table, len(x.sizes))
	for from := 1; from < len(x.sizes); {
		to, sum := from, 0
		for to < len(x.sizes) && (to == from || sum+int(x.sizes[to]) <= batchNeighbours) {
			sum += int(x.sizes[to])
			to++
		}
		parts := x.collect(uint32(from), uint32(to), workers)
		parallel(to-from, workers, func(g int) {
			var list []neighbour
			for _, p := range parts {
				list = append(list, p[g]...)
				p[g] = nil
			}
			tables[from+g] = x.writeNeighbours(s, list, target)
		})
		from = to
	}
	return tables
}

// collect is the neighbours of the groups from … to-1, by stretch of documents.
func (x *index) collect(from, to uint32, workers int) [][][]neighbour {
	bounds := x.ranges(workers)
	parts := make([][][]neighbour, len(bounds)-1)
	parallel(len(parts), workers, func(k int) {
		lists := make([][]neighbour, to-from)
		for g := range lists {
			lists[g] = make([]neighbour, 0, int(x.sizes[from+uint32(g)])*9/8/len(parts))
		}
		var words []occurrence
		for i := bounds[k]; i < bounds[k+1]; i++ {
			words = x.walk(i, words[:0])
			id := x.ids[i]
			x.neighbours(words, func(group, key, pos uint32, between run) {
				if g := group - from; g < to-from {
					lists[g] = append(lists[g], neighbour{key, id, pos, between})
				}
			})
		}
		parts[k] = lists
	})
	return parts
}

// neighbourEntry is one key of a frequent word with its documents.
type neighbourEntry struct {
	key  string
	docs int
	data []byte // a part of a buffer that all share
}

// neighbourKey is the text of a key.
func (x *index) neighbourKey(key uint32) string {
	kind, other := keyKinds[key>>28:key>>28+1], key&^kindMask
	if key&kindMask == kindRun {
		return kind + x.runText(run(other))
	}
	return kind + x.terms[other].fold
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

// byKey orders neighbours by their key, those of words before those of runs. Of
// one key they come in the order of their documents and positions, and stay so.
func (x *index) byKey(list []neighbour) []neighbour {
	// Two places for each word; runs have more values than there is room for.
	place := func(key uint32) uint32 { return key>>28*uint32(len(x.terms)) + key&^kindMask }
	next := make([]uint32, 2*len(x.terms)+1)
	sorted := make([]neighbour, len(list))
	words := len(list)
	for i := range list {
		if list[i].key&kindMask == kindRun {
			words--
		} else {
			next[place(list[i].key)+1]++
		}
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	runs := sorted[words:words]
	for i := range list {
		if list[i].key&kindMask == kindRun {
			runs = append(runs, list[i])
			continue
		}
		at := &next[place(list[i].key)]
		sorted[*at] = list[i]
		*at++
	}
	slices.SortStableFunc(runs, func(a, b neighbour) int { return int(a.key) - int(b.key) })
	return sorted
}

// writeNeighbours writes the files of one frequent word and returns their
// directory.
func (x *index) writeNeighbours(s *store, list []neighbour, target int) table {
	list = x.byKey(list)
	var entries []neighbourEntry
	e := encoder{buf: make([]byte, 0, 7*len(list))}
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && list[to].key == list[from].key {
			to++
		}
		at := len(e.buf)
		key := x.neighbourKey(list[from].key)
		docs := e.neighbours(list[from:to], key[0] != keyRun)
		entries = append(entries, neighbourEntry{key, docs, e.buf[at:len(e.buf):len(e.buf)]})
		from = to
	}
	slices.SortFunc(entries, func(a, b neighbourEntry) int { return analysis.Compare(a.key, b.key) })
	var t table
	for from := 0; from < len(entries); {
		to, size := from+1, len(entries[from].data)
		for to < len(entries) && size+len(entries[to].data) < target {
			size += len(entries[to].data) + 4
			to++
		}
		key := ""
		if from > 0 {
			key = separator(entries[from-1].key, entries[from].key)
		}
		t.keys = append(t.keys, key)
		t.refs = append(t.refs, s.put(partPositions, neighbourFile(entries[from:to])))
		from = to
	}
	return t
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

func neighbourFile(entries []neighbourEntry) []byte {
	var e encoder
	keys := make([]string, len(entries))
	for i := range entries {
		keys[i] = entries[i].key
	}
	e.fronts(keys)
	for _, n := range entries {
		e.uint(n.docs)
		e.uint(len(n.data))
	}
	for _, n := range entries {
		e.buf = append(e.buf, n.data...)
	}
	return e.buf
}
