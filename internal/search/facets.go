package search

import (
	"encoding/binary"
	"maps"
	"slices"
	"strconv"

	"resolute/internal/search/analysis"
)

// columnValues is the number of values up to which a facet with one value for
// each document is a column of bytes.
const columnValues = 250

// Forms of a facet's file.
const (
	formLists = iota
	formColumn
)

// facetTable is the directory of one facet.
type facetTable struct {
	name   string
	values int
	keys   []string // the first value of each file
	refs   []ref
	labels [][]ref // by file, then by language of the user interface
}

// facetLists is the documents of each value of a facet, values in order of id.
type facetLists struct {
	ids   []string
	lists [][]uint32
	// single is true where no document has two values.
	single bool
}

// valuesOf is the ids of a document in a facet.
func valuesOf(d *Document, name string) []string {
	switch name {
	case FacetKind:
		return one(d.Kind)
	case FacetStatus:
		return one(d.Status)
	case FacetLanguage:
		return d.Langs
	case FacetYear:
		if d.Year == 0 {
			return nil
		}
		return one(strconv.Itoa(d.Year))
	}
	return d.Facets[name]
}

func one(id string) []string {
	if id == "" {
		return nil
	}
	return []string{id}
}

// facets writes the facets with their labels, the values that are suggested and the
// codes; or it recalls them, where all documents show the same as in the last build.
func (x *index) facets(s *store, r *root, labels Labels, o Options) {
	key := x.facetsKey(s, labels, r.languages, o.ShardSize)
	if r.recallFacets(s, key) {
		return
	}
	parallel(len(x.docs), o.Workers, func(i int) { x.makeRest(i) })
	lists := make([]facetLists, len(labels))
	r.facets = make([]facetTable, len(labels))
	parallel(len(labels), o.Workers, func(i int) {
		r.facets[i], lists[i] = x.writeFacet(s, labels[i], r.languages, o.ShardSize)
	})
	r.labels = x.writeLabels(s, r.languages, func(e *encoder, lang string) {
		for i := range labels {
			if len(r.facets[i].labels) == 0 {
				e.fronts(lists[i].ids)
				displayOrder(labels[i]).write(e, lists[i].ids, lang)
			}
		}
	})
	r.entities = writeEntities(s, labels, lists, r.languages)
	r.codes = x.writeCodes(s)
	r.learnFacets(s, key)
}

// facetsKey is a digest of all that the facets are made of.
func (c *corpus) facetsKey(s *store, labels Labels, languages []string, target int) fileKey {
	e := encoder{buf: []byte("facets")}
	e.uint(s.hashLen)
	e.uint(target)
	e.uint(c.space)
	e.fronts(languages)
	e.print(c.tags)
	for i := range labels {
		f := &labels[i]
		e.str(f.Name)
		e.uint(flagged(len(f.Values), f.Suggest))
		for _, v := range f.Values {
			e.str(v.ID)
			e.uint(len(v.Labels))
			for _, t := range v.Labels {
				e.str(t.Lang)
				e.str(t.Value)
			}
			e.list(v.Keywords)
		}
	}
	return keyOf(e.buf)
}

// tag is a digest of what facets and the list of codes take of a document. Those of
// all documents are added up.
func (d *Document) tag(e *encoder, id uint32) uint64 {
	e.buf = e.buf[:0]
	e.uint(int(id))
	e.str(d.Kind)
	e.str(d.Status)
	e.uint(d.Year)
	e.list(d.Langs)
	if d.Kind == KindResolution {
		e.list(d.Codes)
	}
	var room [16]string
	names := slices.AppendSeq(room[:0], maps.Keys(d.Facets))
	slices.Sort(names)
	for _, name := range names {
		e.str(name)
		e.list(d.Facets[name])
	}
	key := keyOf(e.buf)
	return binary.LittleEndian.Uint64(key[:])
}

// facetRefs are the names of the files of facets and of what belongs to them.
func (r *root) facetRefs() (list []*ref) {
	add := func(refs []ref) {
		for i := range refs {
			list = append(list, &refs[i])
		}
	}
	list = append(list, &r.codes)
	add(r.entities.refs)
	add(r.labels)
	for i := range r.facets {
		add(r.facets[i].refs)
		for _, refs := range r.facets[i].labels {
			add(refs)
		}
	}
	return list
}

// learnFacets remembers the directory of the facets, and their files.
func (r *root) learnFacets(s *store, key fileKey) {
	if s.memory == nil {
		return
	}
	var e encoder
	e.fronts(r.entities.keys)
	e.uint(len(r.facets))
	for i := range r.facets {
		f := &r.facets[i]
		e.str(f.name)
		e.uint(f.values)
		e.fronts(f.keys)
		e.uint(len(f.labels))
	}
	s.memory.now.facets = e.buf
	var names []ref
	for _, name := range r.facetRefs() {
		names = append(names, *name)
	}
	s.note(key, names...)
}

// recallFacets takes what learnFacets has remembered under the same key.
func (r *root) recallFacets(s *store, key fileKey) bool {
	names, ok := s.reuse(key)
	if !ok {
		return false
	}
	s.memory.now.facets = s.memory.before.facets
	d := &decoder{data: s.memory.before.facets}
	read := root{languages: r.languages, labels: make([]ref, len(r.languages))}
	read.entities.keys = d.fronts()
	read.entities.refs = make([]ref, len(read.entities.keys))
	read.facets = make([]facetTable, d.count())
	for i := range read.facets {
		f := facetTable{name: d.str(), values: d.uint(), keys: d.fronts()}
		f.refs, f.labels = make([]ref, len(f.keys)), make([][]ref, d.uint())
		for k := range f.labels {
			f.labels[k] = make([]ref, len(r.languages))
		}
		read.facets[i] = f
	}
	refs := read.facetRefs()
	if d.bad || len(refs) != len(names) {
		return false
	}
	for i, name := range refs {
		*name = names[i]
	}
	r.codes, r.entities, r.labels, r.facets = read.codes, read.entities, read.labels, read.facets
	return true
}

// facet collects the documents of every value.
func (c *corpus) facet(name string) facetLists {
	byID := map[string][]uint32{}
	f := facetLists{single: true}
	for i := range c.docs {
		ids := valuesOf(c.docs[i], name)
		for _, id := range ids {
			list := byID[id]
			if n := len(list); n > 0 && list[n-1] == c.ids[i] {
				continue // the id is given twice
			}
			byID[id] = append(list, c.ids[i])
		}
		f.single = f.single && len(ids) <= 1
	}
	for id := range byID {
		f.ids = append(f.ids, id)
	}
	slices.SortFunc(f.ids, analysis.Compare)
	for _, id := range f.ids {
		f.lists = append(f.lists, byID[id])
	}
	return f
}

// writeFacet writes the lists of a facet and, where they are long, its labels;
// the labels of short ones are bundled by the caller.
func (c *corpus) writeFacet(s *store, facet Facet, languages []string, target int) (facetTable, facetLists) {
	f := c.facet(facet.Name)
	t := facetTable{name: facet.Name, values: len(f.ids)}
	if f.single && len(f.ids) <= columnValues {
		t.keys = []string{""}
		t.refs = []ref{s.put(partFacets, c.column(f))}
		return t, f
	}
	from, size := 0, 0
	for i := 0; i <= len(f.ids); i++ {
		var e encoder
		if i < len(f.ids) {
			e.deltas(f.lists[i])
			if size+len(e.buf) <= target || i == from {
				size += len(e.buf) + 4
				continue
			}
		}
		t.add(s, f, from, i)
		from, size = i, len(e.buf)
	}
	if len(t.keys) > 1 {
		order := displayOrder(facet)
		for k := range t.keys {
			from, to := f.chunk(&t, k)
			t.labels = append(t.labels, c.writeLabels(s, languages, func(e *encoder, lang string) {
				order.write(e, f.ids[from:to], lang)
			}))
		}
	}
	return t, f
}

// add writes the lists of the values from … to-1.
func (t *facetTable) add(s *store, f facetLists, from, to int) {
	var e encoder
	e.uint(formLists)
	e.fronts(f.ids[from:to])
	for _, list := range f.lists[from:to] {
		e.uint(len(list))
		e.deltas(list)
	}
	key := ""
	if from > 0 {
		key = f.ids[from]
	}
	t.keys = append(t.keys, key)
	t.refs = append(t.refs, s.put(partFacets, e.buf))
}

// chunk is the values in the k-th file.
func (f facetLists) chunk(t *facetTable, k int) (from, to int) {
	at := func(k int) int {
		if k == len(t.keys) {
			return len(f.ids)
		}
		n, _ := slices.BinarySearchFunc(f.ids, t.keys[k], analysis.Compare)
		return n
	}
	return at(k), at(k + 1)
}

// column is a facet with one byte for each document number: 0 for none, else
// the value's place plus one.
func (c *corpus) column(f facetLists) []byte {
	var e encoder
	e.uint(formColumn)
	e.fronts(f.ids)
	bytes := make([]byte, c.space)
	for v, list := range f.lists {
		for _, doc := range list {
			bytes[doc] = byte(v + 1)
		}
	}
	return append(e.buf, bytes...)
}

// labelOrder is the labels of a facet's values and their place on display.
type labelOrder map[string]labelled

type labelled struct {
	rank  int
	value *FacetValue
}

func displayOrder(f Facet) labelOrder {
	order := labelOrder{}
	for i := range f.Values {
		order[f.Values[i].ID] = labelled{i, &f.Values[i]}
	}
	return order
}

// write writes the place and the label of each id.
func (o labelOrder) write(e *encoder, ids []string, lang string) {
	for _, id := range ids {
		l, ok := o[id]
		if !ok {
			e.uint(len(o))
			e.str("")
			continue
		}
		e.uint(l.rank)
		e.str(textIn(l.value.Labels, lang))
	}
}

// textIn is the text in a language, or without one, or the first.
func textIn(texts []Text, lang string) string {
	for _, want := range []string{lang, ""} {
		for _, t := range texts {
			if t.Lang == want {
				return t.Value
			}
		}
	}
	if len(texts) > 0 {
		return texts[0].Value
	}
	return ""
}

// writeLabels writes one file for each language of the user interface.
func (c *corpus) writeLabels(s *store, languages []string, write func(e *encoder, lang string)) []ref {
	refs := make([]ref, len(languages))
	for i, lang := range languages {
		var e encoder
		write(&e, lang)
		refs[i] = s.put(partLabels, e.buf)
	}
	return refs
}
