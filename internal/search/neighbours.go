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

const keyKinds = "<>^"

// batchOccurrences bounds the occurrences of frequent words that are collected
// at once.
const batchOccurrences = 500_000

// neighbour is one occurrence of a frequent word with its neighbour.
type neighbour struct {
	key     uint32 // kind << 28 | term or run
	doc     uint32
	pos     uint32 // of the first of the two words
	between run
}

// groups finds the folded forms whose positions take more than limit bytes. They
// are kept by their neighbours, so that a phrase with a word of every page costs
// little. It returns by term the number of its group, counted from one, and by
// group how often it occurs.
func (x *index) groups(limit int) (of, sizes []uint32) {
	of = make([]uint32, len(x.terms))
	sizes = []uint32{0}
	for from := 0; from < len(x.terms); {
		to, size, count := from, 0, uint32(0)
		for to < len(x.terms) && x.alike[to] == uint32(from) {
			size += len(x.blocks[to])
			count += x.total(&x.terms[to])
			to++
		}
		if size > limit {
			for t := from; t < to; t++ {
				of[t] = uint32(len(sizes))
				x.blocks[t] = nil
			}
			sizes = append(sizes, count)
		}
		from = to
	}
	return of, sizes
}

// writeFrequent writes the positions of all frequent words and returns by group
// the directory of its files.
func (x *index) writeFrequent(s *store, of, sizes []uint32, target, workers int) []table {
	tables := make([]table, len(sizes))
	for from := 1; from < len(sizes); {
		to, sum := from, 0
		for to < len(sizes) && (to == from || sum+int(sizes[to]) <= batchOccurrences) {
			sum += int(sizes[to])
			to++
		}
		parts := x.neighbours(of, uint32(from), sizes[from:to], workers)
		parallel(to-from, workers, func(g int) {
			list := slices.Concat(column(parts, g)...)
			for _, p := range parts {
				p[g] = nil
			}
			tables[from+g] = x.writeNeighbours(s, list, target)
		})
		from = to
	}
	return tables
}

// column is what each stretch of documents has of a group.
func column(parts [][][]neighbour, g int) [][]neighbour {
	list := make([][]neighbour, len(parts))
	for k, p := range parts {
		list[k] = p[g]
	}
	return list
}

// neighbours collects the occurrences of the groups from first on, of which
// sizes says how large they are, by stretch of documents. A pair of which both
// words are frequent is kept with the first alone.
func (x *index) neighbours(of []uint32, first uint32, sizes []uint32, workers int) [][][]neighbour {
	bounds := x.ranges(workers)
	parts := make([][][]neighbour, len(bounds)-1)
	parallel(len(parts), workers, func(k int) {
		lists := make([][]neighbour, len(sizes))
		for g := range lists {
			lists[g] = make([]neighbour, 0, int(sizes[g])*3/2/len(parts))
		}
		for i := bounds[k]; i < bounds[k+1]; i++ {
			x.pairsOf(i, of, first, lists)
		}
		parts[k] = lists
	})
	return parts
}

// pairsOf adds the occurrences of one document that belong to the groups from
// first on.
func (x *index) pairsOf(i int, of []uint32, first uint32, lists [][]neighbour) {
	doc := x.ids[i]
	var last occurrence
	have := false
	x.walk(i, func(w occurrence) {
		if w.pos == noPosition || x.stopNumber[w.term] != 0 {
			return
		}
		add := func(term uint32, kind byte, other, pos uint32, between run) {
			if g := of[term] - first; g < uint32(len(lists)) {
				key := uint32(strings.IndexByte(keyKinds, kind))<<28 | other
				lists[g] = append(lists[g], neighbour{key, doc, pos, between})
			}
		}
		if have && w.pos-last.pos < sectionGap {
			switch {
			case of[last.term] != 0:
				add(last.term, keyAfter, x.alike[w.term], last.pos, w.run)
			case of[w.term] != 0:
				add(w.term, keyBefore, x.alike[last.term], last.pos, w.run)
			}
		}
		if of[w.term] != 0 && w.run != 0 {
			add(w.term, keyRun, uint32(w.run), 0, 0)
		}
		last, have = w, true
	})
}

// neighbourEntry is one key of a frequent word with its documents.
type neighbourEntry struct {
	key  string
	docs int
	data []byte // a part of a buffer that all share
}

// neighbourKey is the text of a key.
func (x *index) neighbourKey(key uint32) string {
	kind, other := keyKinds[key>>28], key&(1<<28-1)
	if kind == keyRun {
		return string(kind) + x.runText(run(other))
	}
	return string(kind) + x.terms[other].fold
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

// byKey orders neighbours by their key. Of one key they come in the order of their
// documents and positions, and stay so.
func byKey(list []neighbour) []neighbour {
	order := make([]uint64, len(list))
	for i := range list {
		order[i] = uint64(list[i].key)<<32 | uint64(i)
	}
	slices.Sort(order)
	sorted := make([]neighbour, len(list))
	for i, o := range order {
		sorted[i] = list[uint32(o)]
	}
	return sorted
}

// writeNeighbours writes the files of one frequent word and returns their
// directory.
func (x *index) writeNeighbours(s *store, list []neighbour, target int) table {
	list = byKey(list)
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
			at := 0
			for _, v := range list[from:to] {
				e.position(int(v.pos)-at, v.between)
				at = int(v.pos)
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
