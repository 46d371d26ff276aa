package search

import (
	"cmp"
	"slices"

	"resolute/internal/search/analysis"
)

// facetValue is one value of a facet with its documents.
type facetValue struct {
	id   string
	docs []uint32
	// file and place say where its label is.
	file, place int
}

// values reads the values of a facet: all, or only the files in which the ids
// are. An unknown facet has none.
func (x *Index) values(name string, ids []string) ([]facetValue, error) {
	var list []facetValue
	f := x.facetNumber(name)
	if f < 0 {
		return nil, nil
	}
	t := &x.root.facets[f]
	for k := range t.keys {
		wanted := ids == nil || slices.ContainsFunc(ids, func(id string) bool { return t.fileOf(id) == k })
		if !wanted {
			continue
		}
		d, err := x.decoder(t.refs[k])
		if err != nil {
			return list, err
		}
		values := d.facet(x.root.space)
		if d.bad || d.at != len(d.data) {
			return list, errDamaged
		}
		for i := range values {
			values[i].file = k
		}
		list = append(list, values...)
	}
	return list, nil
}

// fileOf is the file in which a value is if it is anywhere.
func (t *facetTable) fileOf(id string) int {
	k, same := slices.BinarySearchFunc(t.keys, id, analysis.Compare)
	if !same {
		k--
	}
	return max(k, 0)
}

// facet reads a file of a facet.
func (d *decoder) facet(space int) []facetValue {
	form := d.uint()
	ids := d.fronts()
	list := make([]facetValue, len(ids))
	for i, id := range ids {
		list[i].id, list[i].place = id, i
	}
	switch form {
	case formLists:
		for i := range list {
			list[i].docs = d.deltas(d.count(), space)
		}
	case formColumn:
		for doc, v := range d.raw(space) {
			if int(v) > len(list) {
				d.fail()
				return nil
			}
			if v > 0 {
				list[v-1].docs = append(list[v-1].docs, uint32(doc))
			}
		}
	default:
		d.fail()
	}
	return list
}

// Count is how many results a value of a facet would have.
type Count struct {
	ID, Label string
	Count     int

	rank int
}

// Counts tells for every value of a facet how many documents of the results
// have it, leaving out the choice made in the facet itself. Values are in order
// of display; those without a result are left out unless they are chosen.
func (x *Index) Counts(r *Results, name, lang string, chosen []string) ([]Count, error) {
	values, err := x.values(name, nil)
	if err != nil {
		return nil, err
	}
	pass := make([]bool, x.root.space)
	for doc := range pass {
		pass[doc] = r.matched[doc] && r.passes(uint32(doc), name)
	}
	labels, err := x.labels(name, lang)
	var list []Count
	for _, v := range values {
		c := Count{ID: v.id, Label: v.id}
		for _, doc := range v.docs {
			if pass[doc] {
				c.Count++
			}
		}
		if c.Count == 0 && !slices.Contains(chosen, v.id) {
			continue
		}
		if at := len(labels); v.file < at && v.place < len(labels[v.file]) {
			l := labels[v.file][v.place]
			c.rank = l.rank
			if l.text != "" {
				c.Label = l.text
			}
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b Count) int { return cmp.Compare(a.rank, b.rank) })
	return list, err
}

// label is the label of a value and its place on display.
type label struct {
	rank int
	text string
}

// labels reads the labels of a facet, by file and place in it.
func (x *Index) labels(name, lang string) ([][]label, error) {
	f := x.facetNumber(name)
	l := max(slices.Index(x.root.languages, lang), 0)
	if f < 0 || len(x.root.languages) == 0 {
		return nil, nil
	}
	t := &x.root.facets[f]
	if len(t.labels) == 0 {
		return x.bundled(f, l)
	}
	var list [][]label
	for k := range t.labels {
		d, err := x.decoder(t.labels[k][l])
		if err != nil {
			return list, err
		}
		var labels []label
		for d.at < len(d.data) {
			labels = append(labels, label{rank: d.uint(), text: d.str()})
		}
		if d.bad {
			return list, errDamaged
		}
		list = append(list, labels)
	}
	return list, nil
}

// bundled reads the labels of a short facet from the file of all of these.
func (x *Index) bundled(f, l int) ([][]label, error) {
	d, err := x.decoder(x.root.labels[l])
	if err != nil {
		return nil, err
	}
	var labels []label
	for i := range f + 1 {
		if len(x.root.facets[i].labels) > 0 {
			continue
		}
		labels = labels[:0]
		for range d.fronts() {
			labels = append(labels, label{rank: d.uint(), text: d.str()})
		}
		if d.bad {
			return nil, errDamaged
		}
	}
	return [][]label{labels}, nil
}
