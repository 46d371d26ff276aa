package search

import (
	"encoding/binary"
	"hash/fnv"
	"sync"
	"unicode/utf8"

	"resolute/internal/search/analysis"
)

// entry is one line of a dictionary: a word, or the beginning of words.
type entry struct {
	key string
	// alone keeps the words of this folded form in a shard of their own.
	alone bool
	docs  posting
}

// details are what is made of an entry only when it is written.
type details struct {
	// hidden keeps a word out of the suggestions.
	hidden bool
	// others are the word's other forms, or what the beginning is completed to.
	others []other
}

// dictionary is a list of entries in the order of their folded keys.
type dictionary struct {
	size    int
	entry   func(i int) entry
	details func(i int) details
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
func shards(alone []bool, folds []string, sizes []int, target int) [][2]int {
	var cuts [][2]int
	from, size, lastBig := 0, 0, false
	for i := 0; i < len(sizes); {
		n, here := 0, 0
		big := false
		for ; i+n < len(sizes) && folds[i+n] == folds[i]; n++ {
			here += sizes[i+n]
			big = big || alone[i+n]
		}
		big = big || here > target*3/4
		if size > 0 && (big || lastBig || size+here > target*3/2 || size > target*2/3 && hashOf(folds[i])%8 == 0) {
			cuts = append(cuts, [2]int{from, i})
			from, size = i, 0
		}
		size += here
		lastBig = big
		i += n
	}
	if len(sizes) > 0 {
		cuts = append(cuts, [2]int{from, len(sizes)})
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

// cut cuts a dictionary into shards and makes its directory, without the names.
// sizeOf is the size in bytes of the documents of an entry.
func (d *dictionary) cut(target, workers int, sizeOf func(i int) int) (cuts [][2]int, t table) {
	folded, sizes, alone := make([]string, d.size), make([]int, d.size), make([]bool, d.size)
	parallel((d.size+255)/256, workers, func(b int) {
		for i := b * 256; i < min(b*256+256, d.size); i++ {
			e := d.entry(i)
			folded[i], alone[i] = analysis.Fold(e.key), e.alone
			sizes[i] = sizeOf(i) + 6
		}
	})
	cuts = shards(alone, folded, sizes, target)
	t = table{keys: make([]string, len(cuts)), refs: make([]ref, len(cuts))}
	for k, c := range cuts {
		if from := c[0]; from > 0 {
			t.keys[k] = separator(folded[from-1], folded[from])
		}
	}
	return cuts, t
}

// writeShards writes the shards of a dictionary. positions, where it is not nil,
// is by shard its file of positions.
func (s *store) writeShards(part int, d dictionary, cuts [][2]int, workers int, positions []ref) []ref {
	refs := make([]ref, len(cuts))
	pool := sync.Pool{New: func() any { return new(shardWriter) }}
	parallel(len(cuts), workers, func(k int) {
		var at ref
		if positions != nil {
			at = positions[k]
		}
		w := pool.Get().(*shardWriter)
		refs[k] = s.put(part, w.shard(d, cuts[k][0], cuts[k][1], at, s.hashLen))
		pool.Put(w)
	})
	return refs
}

// shardWriter is the working memory for writing shards.
type shardWriter struct{ head, docs, levels encoder }

// shard is the bytes of one shard, until the next: the entries from … to-1.
func (w *shardWriter) shard(d dictionary, from, to int, positions ref, hashLen int) []byte {
	head, docs, levels := &w.head, &w.docs, &w.levels
	docs.buf, levels.buf = docs.buf[:0], levels.buf[:0]
	head.buf = append(head.buf[:0], positions...)
	head.buf = append(head.buf, make([]byte, hashLen-len(positions))...)
	head.uint(to - from)
	before := ""
	for i := from; i < to; i++ {
		e, more := d.entry(i), d.details(i)
		head.front(before, e.key)
		before = e.key
		hidden := 0
		if more.hidden {
			hidden = 1
		}
		head.uint(len(more.others)<<1 | hidden)
		for _, o := range more.others {
			bytes, units := shared(e.key, o.text)
			weak := 0
			if o.weak {
				weak = 1
			}
			head.uint(units<<1 | weak)
			head.str(o.text[bytes:])
		}
		at := len(docs.buf)
		docs.documents(e.docs)
		head.uint(len(e.docs))
		head.uint(len(docs.buf) - at)
		levels.levels(e.docs)
	}
	head.buf = append(append(head.buf, docs.buf...), levels.buf...)
	return head.buf
}

// frequentSize is how many bytes of positions make a word frequent.
func frequentSize(target int) int { return 5 * target / 2 }

// writeTerms writes the dictionary of words with its positions.
func (x *index) writeTerms(s *store, target, workers int) table {
	relatives := x.relatives(workers)
	words := dictionary{
		size: len(x.terms),
		entry: func(i int) entry {
			e := entry{key: x.terms[i].raw, alone: x.groupOf[i] != 0}
			if x.postings != nil {
				e.docs = x.list(i)
			}
			return e
		},
		details: func(i int) details {
			more := details{hidden: x.terms[i].unproposed()}
			for _, r := range relatives[i] {
				more.others = append(more.others, other{x.terms[r.term].raw, r.weak})
			}
			return more
		},
	}
	cuts, t := words.cut(target, workers, func(i int) int {
		return int(x.measures[i].documents + x.start[i+1] - x.start[i])
	})
	t.refs = s.writeShards(partTerms, words, cuts, workers, x.writePositions(s, cuts, target, workers))
	return t
}

// writePositions inverts the documents, and writes the files of positions of the
// shards. What the last build has written of the same is not even inverted.
func (x *index) writePositions(s *store, cuts [][2]int, target, workers int) []ref {
	refs, keys := make([]ref, len(cuts)), make([]fileKey, len(cuts))
	wanted := make([]bool, len(x.terms))
	for k, c := range cuts {
		if x.groupOf[c[0]] != 0 {
			continue
		}
		keys[k] = x.positionsKey(c[0], c[1])
		if names, ok := s.reuse(keys[k]); ok {
			refs[k] = names[0]
			continue
		}
		for t := c[0]; t < c[1]; t++ {
			wanted[t] = true
		}
	}
	x.fill(workers, wanted)
	frequent := x.writeFrequent(s, target, workers)
	x.tokens, x.parts = nil, nil // what follows needs the memory
	parallel(len(cuts), workers, func(k int) {
		from, to := cuts[k][0], cuts[k][1]
		switch {
		case refs[k] != "":
		case x.groupOf[from] != 0:
			refs[k] = frequent[x.groupOf[from]]
		default:
			refs[k] = s.put(partPositions, x.positionsFile(from, to))
			s.note(keys[k], refs[k])
		}
	})
	x.blocks = nil
	return refs
}

// positionsKey is a digest of all that the positions of the terms from … to-1
// are made of.
func (x *index) positionsKey(from, to int) fileKey {
	e := encoder{buf: []byte("positions")}
	for t := from; t < to; t++ {
		e.uint(int(x.measures[t].positions))
		e.buf = binary.LittleEndian.AppendUint64(e.buf, x.measures[t].print)
	}
	return keyOf(e.buf)
}

// The forms of a shard's file of positions.
const (
	formPositions  = iota // the positions of every word
	formNeighbours        // the directory of the files of one frequent word
)

func (x *index) positionsFile(from, to int) []byte {
	// The blocks of neighbouring terms follow one another.
	blocks := x.blocks[x.blockStart[from]:x.blockStart[to]]
	e := encoder{buf: make([]byte, 0, 1+3*(to-from)+len(blocks))}
	e.uint(formPositions)
	for t := from; t < to; t++ {
		e.uint(len(x.block(t)))
	}
	return append(e.buf, blocks...)
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
