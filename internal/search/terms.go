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
	// alone keeps the words of this folded form in a shard of their own.
	alone bool
	posting
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
func shards(entries []entry, folds []string, sizes []int, target int) [][2]int {
	var cuts [][2]int
	from, size, lastBig := 0, 0, false
	for i := 0; i < len(entries); {
		n, here := 0, 0
		alone := false
		for ; i+n < len(entries) && folds[i+n] == folds[i]; n++ {
			here += sizes[i+n]
			alone = alone || entries[i+n].alone
		}
		big := alone || here > target*3/4
		if size > 0 && (big || lastBig || size+here > target*3/2 || size > target*2/3 && hashOf(folds[i])%8 == 0) {
			cuts = append(cuts, [2]int{from, i})
			from, size = i, 0
		}
		size += here
		lastBig = big
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
		var e encoder
		for i := b * 256; i < min(b*256+256, len(entries)); i++ {
			folded[i] = analysis.Fold(entries[i].key)
			e.buf = e.buf[:0]
			e.deltas(entries[i].docs)
			sizes[i] = len(e.buf) + len(entries[i].docs) + 6
		}
	})
	cuts := shards(entries, folded, sizes, target)
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
func (x *index) writeTerms(s *store, target, workers int) table {
	groupOf, sizes := x.groups(2 * target)
	frequent := x.writeFrequent(s, groupOf, sizes, target, workers)
	x.tokens = nil // what follows needs the memory
	relatives := x.relatives(workers)
	entries := make([]entry, len(x.terms))
	for i := range x.terms {
		t := &x.terms[i]
		e := entry{key: t.raw, hidden: t.unproposed(), alone: groupOf[i] != 0, posting: x.lists[i]}
		for _, r := range relatives[i] {
			e.others = append(e.others, other{x.terms[r.term].raw, r.weak})
		}
		entries[i] = e
	}
	return s.writeShards(partTerms, entries, target, workers, func(from, to int) ref {
		if g := groupOf[from]; g != 0 {
			return s.put(partPositions, neighbourDirectory(frequent[g]))
		}
		return s.put(partPositions, positionsFile(x.blocks[from:to]))
	})
}

// The forms of a shard's file of positions.
const (
	formPositions  = iota // the positions of every word
	formNeighbours        // the directory of the files of one frequent word
)

func positionsFile(blocks [][]byte) []byte {
	var e encoder
	e.uint(formPositions)
	for _, b := range blocks {
		e.uint(len(b))
	}
	for _, b := range blocks {
		e.buf = append(e.buf, b...)
	}
	return e.buf
}

func neighbourDirectory(t table) []byte {
	var e encoder
	e.uint(formNeighbours)
	e.fronts(t.keys)
	for _, name := range t.refs {
		e.buf = append(e.buf, name...)
	}
	return e.buf
}
