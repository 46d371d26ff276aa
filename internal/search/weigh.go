package search

import "sync"

// Weighting, after BM25F: a word's occurrences in all fields are added, each
// times its field's weight, running text by its length; the sum is saturated
// and kept as one of 15 levels.
const (
	saturation = 2.0 // k1: how fast more occurrences stop to matter
	lengthPull = 0.6 // b: how much a long text makes a word weigh less
	maxLevel   = 15
)

// fieldWeight is the weight of one occurrence.
func fieldWeight(field FieldKind, kind string) float64 {
	switch field {
	case fieldCode:
		if kind == KindResolution {
			return 60
		}
		return 8
	case fieldTitle:
		if kind == KindEdition {
			return 5 // it is its resolution's
		}
		return 14
	case FieldName:
		if kind == KindMember {
			return 40
		}
		return 5
	case FieldCountry, FieldKeyword:
		return 3
	case FieldBody, fieldKinds:
	}
	return 1
}

// weigh computes the posting list of every term.
func (x *index) weigh(workers int) {
	norms := x.norms(workers)
	kinds := make([]*[fieldKinds]float64, x.space)
	byKind := map[string]*[fieldKinds]float64{}
	for i := range x.docs {
		kind := x.docs[i].Kind
		w, ok := byKind[kind]
		if !ok {
			w = new([fieldKinds]float64)
			for f := range fieldKinds {
				w[f] = fieldWeight(f, kind)
			}
			byKind[kind] = w
		}
		kinds[x.ids[i]] = w
	}
	x.lists = make([]posting, len(x.terms))
	const batch = 256
	parallel((len(x.terms)+batch-1)/batch, workers, func(b int) {
		for t := b * batch; t < min((b+1)*batch, len(x.terms)); t++ {
			x.lists[t] = x.list(uint32(t), norms, kinds)
		}
	})
}

// list is the posting list of one term.
func (x *index) list(t uint32, norms []float64, kinds []*[fieldKinds]float64) posting {
	n := 0
	for _, o := range x.parts {
		for i := o.start[t]; i < o.start[t+1]; i++ {
			if i == o.start[t] || o.doc[i] != o.doc[i-1] {
				n++
			}
		}
	}
	list := posting{docs: make([]uint32, 0, n), levels: make([]uint8, 0, n)}
	for _, o := range x.parts {
		for i := o.start[t]; i < o.start[t+1]; {
			doc, sum := o.doc[i], 0.0
			for ; i < o.start[t+1] && o.doc[i] == doc; i++ {
				field := FieldKind(o.place[i])
				weight := kinds[doc][field]
				if field == FieldBody {
					weight *= norms[doc]
				}
				sum += weight
			}
			list.docs = append(list.docs, doc)
			list.levels = append(list.levels, level(sum))
		}
	}
	return list
}

// level is the saturated weight as a number of 1…15.
func level(sum float64) uint8 {
	n := int(maxLevel*sum/(sum+saturation) + 0.999)
	return uint8(min(max(n, 1), maxLevel))
}

// norms is by document the factor of a word in its running text. The average
// length is taken as a power of two, so that a small edit does not move the
// weights of all documents.
func (x *index) norms(workers int) []float64 {
	lengths := make([]uint32, x.space)
	var mu sync.Mutex
	parallel(len(x.parts), workers, func(k int) {
		local := make(map[uint32]uint32)
		o := x.parts[k]
		for i, place := range o.place {
			if FieldKind(place) == FieldBody {
				local[o.doc[i]]++
			}
		}
		mu.Lock()
		defer mu.Unlock()
		for doc, n := range local {
			lengths[doc] += n
		}
	})
	sum, count := 0, 0
	for i := range x.docs {
		id := x.ids[i]
		if languages := bodyLanguages(&x.docs[i]); languages > 1 {
			lengths[id] /= uint32(languages)
		}
		if lengths[id] > 0 {
			sum += int(lengths[id])
			count++
		}
	}
	average := 1
	for count > 0 && average*3/2 < sum/count {
		average *= 2
	}
	norms := make([]float64, x.space)
	for id, n := range lengths {
		norms[id] = 1 / (1 - lengthPull + lengthPull*float64(n)/float64(average))
	}
	return norms
}

// bodyLanguages counts the languages of a document's running text.
func bodyLanguages(d *Document) int {
	var seen []string
	for _, f := range d.Fields {
		if f.Kind != FieldBody {
			continue
		}
		known := false
		for _, lang := range seen {
			known = known || lang == f.Lang
		}
		if !known {
			seen = append(seen, f.Lang)
		}
	}
	return len(seen)
}
