package search

import (
	"encoding/binary"
	"hash/fnv"
	"unicode/utf8"

	"resolute/internal/search/analysis"
)

// dictionary is a list of words or of beginnings of words, in the order of their
// folded forms.
type dictionary struct {
	part, size int
	key        func(i int) string
	// alone keeps the words of this folded form in a shard of their own.
	alone func(i int) bool
	// documents is how many documents an entry has, or how many at most.
	documents func(i int) int
	// print is a digest of the documents and their levels.
	print func(i int) uint64
	// details and list are asked for only where they are needed.
	details func(i int) details
	list    func(i int, u *union) posting
}

// details are what else stands with an entry.
type details struct {
	// hidden keeps a word out of the suggestions.
	hidden bool
	// others are the word's other forms, or what the beginning is completed to.
	others []other
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

// plan is a dictionary cut into shards.
type plan struct {
	dictionary
	table // refs are set where a shard is there already
	cuts  [][2]int
	keys  []fileKey // digests of what the shards are made of
}

// plan cuts a dictionary into shards and looks which the last build has left.
// positions are the keys of their files of positions, made of the plan.
func (d dictionary) plan(s *store, target, space, workers int, positions func(p *plan) []fileKey) *plan {
	p := &plan{dictionary: d}
	folded, sizes, alone := make([]string, d.size), make([]int, d.size), make([]bool, d.size)
	for i := range d.size {
		folded[i], alone[i] = analysis.Fold(d.key(i)), d.alone(i)
		sizes[i] = entrySize(d.documents(i), space)
	}
	p.cuts = shards(alone, folded, sizes, target)
	p.table = table{keys: make([]string, len(p.cuts)), refs: make([]ref, len(p.cuts))}
	p.keys = make([]fileKey, len(p.cuts))
	at := positions(p)
	parallel(len(p.cuts), workers, func(k int) {
		if from := p.cuts[k][0]; from > 0 {
			p.table.keys[k] = separator(folded[from-1], folded[from])
		}
		p.keys[k] = p.keyOf(s, k, at[k])
		if names, ok := s.reuse(p.keys[k]); ok {
			p.refs[k] = names[0]
		}
	})
	return p
}

// each gives the entries of the shards that are not there.
func (p *plan) each(yield func(i int) bool) {
	for k, c := range p.cuts {
		for i := c[0]; p.refs[k] == "" && i < c[1]; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

// missing is how many shards are not there.
func (p *plan) missing() (n int) {
	for _, name := range p.refs {
		if name == "" {
			n++
		}
	}
	return n
}

// entrySize is about how many bytes an entry takes: its documents, as numbers of
// one or two bytes, and their levels.
func entrySize(documents, space int) int {
	if documents*100 < space {
		return 6 + 3*documents
	}
	return 6 + 2*documents
}

// keyOf is a digest of all that a shard is made of.
func (p *plan) keyOf(s *store, k int, positions fileKey) fileKey {
	return s.key("shard", func(e *encoder) {
		e.uint(s.hashLen)
		e.buf = append(e.buf, positions[:]...)
		for i := p.cuts[k][0]; i < p.cuts[k][1]; i++ {
			more := p.details(i)
			e.str(p.key(i))
			e.uint(flagged(len(more.others), more.hidden))
			for _, o := range more.others {
				e.str(o.text)
				e.uint(flagged(0, o.weak))
			}
			e.uint(p.documents(i))
			e.buf = binary.LittleEndian.AppendUint64(e.buf, p.print(i))
		}
	})
}

// flagged is a number with a flag in its lowest bit.
func flagged(n int, flag bool) int {
	if flag {
		return n<<1 | 1
	}
	return n << 1
}

// write writes the shards that are not there. positions is by shard its file of
// positions; without one there is none.
func (p *plan) write(s *store, space, workers int, positions []ref) {
	var writers free[shardWriter]
	parallel(len(p.cuts), workers, func(k int) {
		if p.refs[k] != "" {
			return
		}
		var at ref
		if positions != nil {
			at = positions[k]
		}
		w := writers.get()
		if w.union.best == nil {
			w.union.best = make([]uint8, space)
		}
		p.refs[k] = s.put(p.part, w.shard(p, k, at, s.hashLen))
		s.note(p.keys[k], p.refs[k])
		writers.put(w)
	})
}

// shardWriter is the working memory for writing shards.
type shardWriter struct {
	head, docs, levels encoder
	union              union
}

// shard is the bytes of one shard, until the next.
func (w *shardWriter) shard(p *plan, k int, positions ref, hashLen int) []byte {
	head, docs, levels := &w.head, &w.docs, &w.levels
	docs.buf, levels.buf = docs.buf[:0], levels.buf[:0]
	head.buf = append(head.buf[:0], positions...)
	head.buf = append(head.buf, make([]byte, hashLen-len(positions))...)
	from, to := p.cuts[k][0], p.cuts[k][1]
	head.uint(to - from)
	before := ""
	for i := from; i < to; i++ {
		key, more, list := p.key(i), p.details(i), p.list(i, &w.union)
		head.front(before, key)
		before = key
		head.uint(flagged(len(more.others), more.hidden))
		for _, o := range more.others {
			bytes, units := shared(key, o.text)
			head.uint(flagged(units, o.weak))
			head.str(o.text[bytes:])
		}
		at := len(docs.buf)
		docs.documents(list)
		head.uint(len(list))
		head.uint(len(docs.buf) - at)
		levels.levels(list)
	}
	head.buf = append(append(head.buf, docs.buf...), levels.buf...)
	return head.buf
}

// frequentSize is how often a word of every page is used, at least.
func frequentSize(target int) int { return target }

// words is the dictionary of all terms.
func (x *index) words(workers int) dictionary {
	relatives := x.relatives(workers)
	return dictionary{
		part:      partTerms,
		size:      len(x.terms),
		key:       func(i int) string { return x.terms[i].raw },
		alone:     func(i int) bool { return x.groupOf[i] != 0 },
		documents: func(i int) int { return int(x.measures[i].docs) },
		print:     func(i int) uint64 { return x.measures[i].postings },
		details: func(i int) details {
			more := details{hidden: x.terms[i].unproposed()}
			for _, r := range relatives[i] {
				more.others = append(more.others, other{x.terms[r.term].raw, r.weak})
			}
			return more
		},
		list: func(i int, _ *union) posting { return x.list(i) },
	}
}

// writeWords writes the dictionaries of words and of beginnings, and the positions.
// It looks first what the last build has left: only what the rest is made of is
// inverted.
func (x *index) writeWords(s *store, target, workers int) (terms, prefixes table) {
	var at positions
	words := x.words(workers).plan(s, target, x.space, workers, func(p *plan) []fileKey {
		at = x.planPositions(s, p.cuts, target)
		return at.keys
	})
	list := x.prefixes(&words.table)
	beginnings := x.beginnings(list).plan(s, target, x.space, workers, func(p *plan) []fileKey {
		return make([]fileKey, len(p.cuts))
	})
	if !x.patch(s, words, beginnings, list, at.wanted) {
		x.fill(workers, x.listed(words, beginnings, list, nil), at.wanted)
	}
	x.writePositions(s, &at, words.cuts, target, workers)
	words.write(s, x.space, workers, at.refs)
	beginnings.write(s, x.space, workers, nil)
	return words.table, beginnings.table
}

// listed marks the terms whose documents the shards need that are to be written, but
// for the beginnings of which they are there.
func (x *index) listed(words, beginnings *plan, list []prefix, begun map[int]posting) []bool {
	listed := make([]bool, len(x.terms))
	for t := range words.each {
		listed[t] = true
	}
	for i := range beginnings.each {
		if begun[i] == nil {
			for t := list[i].from; t < list[i].to; t++ {
				listed[t] = true
			}
		}
	}
	return listed
}

// positions are the files of positions, by shard.
type positions struct {
	keys   []fileKey // digests of what they are made of
	refs   []ref     // of those that are there
	wanted []bool    // by term: whether its positions must be written
	groups []int     // the frequent words that must be written
}

// planPositions looks which positions the last build has left.
func (x *index) planPositions(s *store, cuts [][2]int, target int) (p positions) {
	p.keys, p.refs, p.wanted = make([]fileKey, len(cuts)), make([]ref, len(cuts)), make([]bool, len(x.terms))
	for k, c := range cuts {
		group := int(x.groupOf[c[0]])
		if group != 0 {
			p.keys[k] = x.groupKey(s, group, target)
		} else {
			p.keys[k] = x.positionsKey(s, c[0], c[1])
		}
		if names, ok := s.reuse(p.keys[k]); ok {
			p.refs[k] = names[0]
			continue
		}
		if group != 0 {
			p.groups = append(p.groups, k)
			continue
		}
		for t := c[0]; t < c[1]; t++ {
			p.wanted[t] = x.positions(t) > 0
		}
	}
	return p
}

// writePositions writes the positions that are not there.
func (x *index) writePositions(s *store, p *positions, cuts [][2]int, target, workers int) {
	x.writeFrequent(s, p, cuts, target, workers)
	x.tokens, x.parts = nil, nil // what follows needs the memory
	var files free[encoder]
	parallel(len(cuts), workers, func(k int) {
		if p.refs[k] != "" {
			return
		}
		e := files.get()
		x.positionsFile(e, cuts[k][0], cuts[k][1])
		p.refs[k] = s.put(partPositions, e.buf)
		s.note(p.keys[k], p.refs[k])
		files.put(e)
	})
	x.blocks = nil
}

// positionsKey is a digest of all that the positions of the terms from … to-1
// are made of.
func (x *index) positionsKey(s *store, from, to int) fileKey {
	return s.key("positions", func(e *encoder) {
		for t := from; t < to; t++ {
			e.uint(x.positions(t))
			e.buf = binary.LittleEndian.AppendUint64(e.buf, x.measures[t].places)
		}
	})
}

// The forms of a shard's file of positions.
const (
	formPositions  = iota // the positions of every word
	formNeighbours        // the directory of the files of one frequent word
)

// positionsFile writes the positions of the terms from … to-1.
func (x *index) positionsFile(e *encoder, from, to int) {
	e.buf = e.buf[:0]
	e.uint(formPositions)
	for t := from; t < to; t++ {
		e.uint(len(x.block(t)))
	}
	// The blocks of neighbouring terms follow one another.
	e.buf = append(e.buf, x.blocks[x.blockStart[from]:x.blockStart[to]]...)
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
