package search

import (
	"crypto/sha256"
	"errors"
	"slices"

	"resolute/internal/search/analysis"
)

// former is the index of the last build. What it says of a document that is as it was
// need not be found out again.
type former struct {
	*Index
	touched []bool // by number, the documents that are others now, or gone
	shards  map[ref]*formerShard
}

// formerShard is a shard with the positions of its lines, nil where they are not read.
type formerShard struct {
	lines     []line
	positions ref
	blocks    [][]byte
}

// former opens the index of the last build; nil where it cannot be read.
func (x *index) former(s *store) *former {
	if x.came == nil || s.memory == nil || s.published == nil || len(s.memory.before.root) != s.hashLen {
		return nil
	}
	f := &former{shards: map[ref]*formerShard{}, Index: &Index{files: map[string][]byte{}}}
	f.load = func(path string) ([]byte, error) {
		data, ok := s.published(s.dir + path)
		if sum := sha256.Sum256(data); !ok || fileName(sum[:s.hashLen]) != path {
			return nil, errDamaged
		}
		return data, nil
	}
	data, err := f.file(fileName([]byte(s.memory.before.root)))
	if err != nil {
		return nil
	}
	if f.root, err = decodeRoot(data); err != nil || f.root.hashLen != s.hashLen {
		return nil
	}
	f.touched = make([]bool, max(f.root.space, x.space))
	for _, list := range [][]uint32{x.came.ids, x.went} {
		for _, id := range list {
			f.touched[min(int(id), len(f.touched)-1)] = true
		}
	}
	return f
}

// line is that of a key, or an empty one, and its positions if they are asked for.
func (f *former) line(t *table, key string, positions bool) (*line, []byte, error) {
	if len(t.keys) == 0 {
		return &line{}, nil, nil
	}
	k := t.shardOf(analysis.Fold(key))
	s := f.shards[t.refs[k]]
	if s == nil {
		s = &formerShard{}
		var err error
		if s.lines, s.positions, err = f.shard(t, k); err != nil {
			return nil, nil, err
		}
		f.shards[t.refs[k]] = s
	}
	i := slices.IndexFunc(s.lines, func(l line) bool { return l.key == key })
	switch {
	case i < 0:
		return &line{}, nil, nil
	case !positions:
		return &s.lines[i], nil, nil
	case s.blocks == nil:
		d, err := f.decoder(s.positions)
		if err != nil {
			return nil, nil, err
		}
		if s.blocks = d.blocks(len(s.lines)); d.bad {
			return nil, nil, errDamaged
		}
	}
	return &s.lines[i], s.blocks[i], nil
}

// blocks reads the positions of the lines of a shard.
func (d *decoder) blocks(lines int) [][]byte {
	if d.uint() != formPositions {
		d.fail()
		return nil
	}
	sizes, blocks := make([]int, lines), make([][]byte, lines)
	for i := range sizes {
		sizes[i] = d.uint()
	}
	for i := range blocks {
		blocks[i] = d.raw(sizes[i])
	}
	return blocks
}

// postings appends those of a line, with what is new for what is touched.
func (f *former) postings(list posting, l *line, came posting) posting {
	for i, doc := range l.docs {
		for ; len(came) > 0 && came[0]>>levelBits < doc; came = came[1:] {
			list = append(list, came[0])
		}
		if !f.touched[doc] {
			list = append(list, doc<<levelBits|uint32(l.levels[i]))
		}
	}
	return append(list, came...)
}

// positions appends the block of a line, with what is new for what is touched.
func (f *former) positions(buf []byte, l *line, block []byte, came posting, fresh []byte) []byte {
	d, more := &decoder{data: block}, &decoder{data: fresh}
	if len(block) == 0 { // no phrase could use the word
		d.data = make([]byte, len(l.docs))
	}
	for _, doc := range l.docs {
		for ; len(came) > 0 && came[0]>>levelBits < doc; came = came[1:] {
			buf = append(buf, more.document()...)
		}
		if old := d.document(); !f.touched[doc] {
			buf = append(buf, old...)
		}
	}
	return append(buf, more.data[more.at:]...)
}

// document is the positions of one document.
func (d *decoder) document() []byte {
	from := d.at
	for range d.count() {
		for range d.uint() & 3 {
			d.uint()
		}
	}
	return d.data[from:d.at]
}

// errFormer tells that the index of the last build says something else than what it
// has measured.
var errFormer = errors.New("search: not the index that was measured")

// patch does what fill does for the shards that are to be written, by what the last
// build has written. It is false where that is of no use, and nothing is done then.
func (x *index) patch(s *store, words, beginnings *plan, list []prefix, wanted []bool) bool {
	if words.missing()+beginnings.missing() > (len(words.refs)+len(beginnings.refs))/2 {
		return false
	}
	f := x.former(s)
	if f == nil {
		return false
	}
	all := make([]bool, len(x.terms))
	for t := range all {
		all[t] = true
	}
	x.came.fill(1, all, wanted)
	begun := map[int]posting{}
	u := union{best: make([]uint8, x.space)}
	for i := range beginnings.each {
		l, _, err := f.line(&f.root.prefixes, list[i].text, false)
		if err != nil {
			return false
		}
		if len(l.docs) > 0 {
			from, to := x.came.start[list[i].from], x.came.start[list[i].to]
			begun[i] = f.postings(nil, l, u.of(x.came.postings[from:to]))
		}
	}
	listed := x.listed(words, beginnings, list, begun)
	if err := x.patchTerms(f, listed, wanted); err != nil {
		return false
	}
	x.begun = begun
	return true
}

// patchTerms makes the postings and positions of terms.
func (x *index) patchTerms(f *former, listed, wanted []bool) error {
	start, blockStart := make([]uint32, len(x.terms)+1), make([]uint32, len(x.terms)+1)
	var postings posting
	var blocks []byte
	for t := range x.terms {
		start[t], blockStart[t] = uint32(len(postings)), uint32(len(blocks))
		if !listed[t] && !wanted[t] {
			continue
		}
		l, block, err := f.line(&f.root.terms, x.terms[t].raw, wanted[t])
		if err != nil {
			return err
		}
		postings = f.postings(postings, l, x.came.list(t))
		print, m := uint64(0), &x.measures[t]
		for _, p := range postings[start[t]:] {
			print += mix(uint64(p))
		}
		if wanted[t] {
			blocks = f.positions(blocks, l, block, x.came.list(t), x.came.block(t))
		}
		if print != m.postings || wanted[t] && len(blocks)-int(blockStart[t]) != int(m.bytes) {
			return errFormer
		}
	}
	start[len(x.terms)], blockStart[len(x.terms)] = uint32(len(postings)), uint32(len(blocks))
	x.postings, x.start, x.blocks, x.blockStart = postings, start, blocks, blockStart
	return nil
}
