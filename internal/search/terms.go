package search

import (
	"hash/fnv"
	"slices"
	"unicode/utf8"

	"resolute/internal/search/analysis"
)

// entry is one line of a dictionary: a word, or the beginning of words.
type entry struct {
	key string
	// hidden keeps a word out of the suggestions: a compound that is written
	// with a hyphen, a stop word.
	hidden bool
	// others are the word's other forms, or what the beginning is completed to.
	others []other
	posting
	// term is the number of the term whose positions the shard's other file
	// holds, or -1.
	term int
}

type other struct {
	text string
	weak bool
}

// table is the directory of a dictionary's shards, as it stands in the root.
type table struct {
	// keys are the lower bounds of the shards, the first is "".
	keys []string
	refs []ref
}

// shardOf is the number of the shard that holds a folded word.
func (t *table) shardOf(fold string) int {
	lo, hi := 0, len(t.keys)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; analysis.Compare(t.keys[mid], fold) <= 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// span is the first and the last shard in which words beginning with the
// folded prefix can be.
func (t *table) span(prefix string) (first, last int) {
	return t.shardOf(prefix), t.shardOf(prefix + "\uffff")
}

// shards cuts entries into shards. A shard ends, once it has the wanted size,
// before a word whose own hash says so; so the cuts depend on the words around
// them and an edit moves few. A very long entry stands alone. Entries of one
// folded form are never parted.
func shards(entries []entry, folds func(i int) string, sizes []int, target int) [][2]int {
	var cuts [][2]int
	from, size, last := 0, 0, 0
	for i := 0; i < len(entries); {
		n, here := 0, 0
		for fold := folds(i); i+n < len(entries) && folds(i+n) == fold; n++ {
			here += sizes[i+n]
		}
		big := here > target*3/4 || last > target*3/4
		if size > 0 && (big || size+here > 2*target || size > target/2 && hashOf(folds(i))%8 == 0) {
			cuts = append(cuts, [2]int{from, i})
			from, size = i, 0
		}
		size += here
		last = here
		i += n
	}
	if len(entries) > 0 {
		cuts = append(cuts, [2]int{from, len(entries)})
	}
	return cuts
}

func hashOf(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return h.Sum32()
}

// separator is the shortest text above a and not above b, for a < b.
func separator(a, b string) string {
	n, _ := shared(a, b)
	_, size := utf8.DecodeRuneInString(b[n:])
	return b[:n+size]
}

// writeShards writes a dictionary and returns its directory. positions, where
// it is not nil, makes the file of positions for a stretch of entries.
func (s *store) writeShards(part int, entries []entry, target, workers int, positions func(from, to int) ref) table {
	folded := make([]string, len(entries))
	sizes := make([]int, len(entries))
	parallel((len(entries)+255)/256, workers, func(b int) {
		for i := b * 256; i < min(b*256+256, len(entries)); i++ {
			folded[i] = analysis.Fold(entries[i].key)
			var e encoder
			e.deltas(entries[i].docs)
			sizes[i] = len(e.buf) + len(entries[i].docs) + 6
		}
	})
	cuts := shards(entries, func(i int) string { return folded[i] }, sizes, target)
	t := table{keys: make([]string, len(cuts)), refs: make([]ref, len(cuts))}
	parallel(len(cuts), workers, func(k int) {
		from, to := cuts[k][0], cuts[k][1]
		if from > 0 {
			t.keys[k] = separator(folded[from-1], folded[from])
		}
		var at ref
		if positions != nil {
			at = positions(from, to)
		}
		t.refs[k] = s.put(part, s.shard(entries[from:to], at))
	})
	return t
}

// shard is the bytes of one shard.
func (s *store) shard(entries []entry, positions ref) []byte {
	var head, docs, levels encoder
	head.buf = append(head.buf, positions...)
	head.buf = append(head.buf, make([]byte, s.hashLen-len(positions))...)
	head.uint(len(entries))
	before := ""
	for i := range entries {
		e := &entries[i]
		head.front(before, e.key)
		before = e.key
		hidden := 0
		if e.hidden {
			hidden = 1
		}
		head.uint(len(e.others)<<1 | hidden)
		for _, o := range e.others {
			bytes, units := shared(e.key, o.text)
			weak := 0
			if o.weak {
				weak = 1
			}
			head.uint(units<<1 | weak)
			head.str(o.text[bytes:])
		}
		at := len(docs.buf)
		docs.deltas(e.docs)
		head.uint(len(e.docs))
		head.uint(len(docs.buf) - at)
		levels.buf = append(levels.buf, e.levels...)
	}
	return slices.Concat(head.buf, docs.buf, levels.buf)
}

// writeTerms writes the dictionary of words with its positions.
func (x *index) writeTerms(s *store, target, workers int) (table, []entry) {
	relatives := x.relatives(workers)
	entries := make([]entry, len(x.terms))
	for i := range x.terms {
		t := &x.terms[i]
		e := entry{key: t.raw, hidden: t.stop || t.solid == 0, posting: x.lists[i], term: i}
		for _, r := range relatives[i] {
			e.others = append(e.others, other{x.terms[r.term].raw, r.weak})
		}
		entries[i] = e
	}
	positions := func(from, to int) ref { return s.put(partPositions, x.positions(from, to)) }
	return s.writeShards(partTerms, entries, target, workers, positions), entries
}

// positions is the file of positions of the terms from … to-1.
func (x *index) positions(from, to int) []byte {
	runs := map[string]int{"": 0}
	list := []string{""}
	number := func(run string) int {
		n, ok := runs[run]
		if !ok {
			n = len(list)
			runs[run] = n
			list = append(list, run)
		}
		return n
	}
	var lengths, blocks encoder
	for t := from; t < to; t++ {
		at := len(blocks.buf)
		if !x.terms[t].stop {
			x.block(&blocks, t, number)
		}
		lengths.uint(len(blocks.buf) - at)
	}
	var head encoder
	head.fronts(list)
	return slices.Concat(head.buf, lengths.buf, blocks.buf)
}

// block writes the positions of one term, document by document in the order of
// its posting list.
func (x *index) block(b *encoder, t int, number func(string) int) {
	start, some := len(b.buf), false
	for _, o := range x.parts {
		for i := o.start[t]; i < o.start[t+1]; {
			from, doc, n := i, o.doc[i], 0
			for ; i < o.start[t+1] && o.doc[i] == doc; i++ {
				if o.place[i]>>8 != noPosition {
					n++
				}
			}
			b.uint(n)
			before := 0
			for k := from; k < i; k++ {
				pos := int(o.place[k] >> 8)
				if pos == noPosition {
					continue
				}
				some = true
				run := o.runs[o.run[k]]
				if run == "" {
					b.uint((pos - before) << 1)
				} else {
					b.uint((pos-before)<<1 | 1)
					b.uint(number(run))
				}
				before = pos
			}
		}
	}
	if !some {
		b.buf = b.buf[:start]
	}
}
