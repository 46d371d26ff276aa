package search

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

// weights are the weights of the fields by document number.
type weights [][fieldKinds]float32

// posting appends the posting list of one term.
func (w weights) posting(list *posting, parts []*occurrences, term int) {
	for _, o := range parts {
		t := term - o.from
		for i := o.start[t]; i < o.start[t+1]; {
			doc, sum := o.doc[i], float32(0)
			for ; i < o.start[t+1] && o.doc[i] == doc; i++ {
				sum += w[doc][uint8(o.place[i])]
			}
			list.docs = append(list.docs, doc)
			list.levels = append(list.levels, level(float64(sum)))
		}
	}
}

// level is the saturated weight as a number of 1…15.
func level(sum float64) uint8 {
	n := int(maxLevel*sum/(sum+saturation) + 0.999)
	return uint8(min(max(n, 1), maxLevel))
}

// weights computes the weights of all documents. The average length of running
// text is taken as a power of two, so that a small edit does not move the
// weights of all documents.
func (c *corpus) weights() weights {
	sum, count := 0, 0
	for i := range c.docs {
		if n := int(c.tokens[i].body); n > 0 {
			c.tokens[i].body /= uint32(bodyLanguages(&c.docs[i]))
			sum += int(c.tokens[i].body)
			count++
		}
	}
	average := 1
	for count > 0 && average*3/2 < sum/count {
		average *= 2
	}
	w := make(weights, c.space)
	for i := range c.docs {
		of := &w[c.ids[i]]
		for f := range fieldKinds {
			of[f] = float32(fieldWeight(f, c.docs[i].Kind))
		}
		of[FieldBody] /= float32(1 - lengthPull + lengthPull*float64(c.tokens[i].body)/float64(average))
	}
	return w
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
