package search

// Weighting, after BM25F: a word's occurrences in running text are counted, by
// the text's length; in another field, which is a title or a list of names, it
// counts once. The fields are added, each times its weight; the sum is saturated
// and kept as one of 15 levels.
const (
	saturation = 2.0 // k1: how fast more occurrences stop to matter
	lengthPull = 0.6 // b: how much a long text makes a word weigh less
	usualTitle = 8.0 // words
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
		switch kind {
		case KindResolution:
			return 32
		case KindEdition:
			return 5 // it is its resolution's
		case KindMember:
			return 10
		}
		return 14
	case FieldName:
		if kind == KindMember {
			return 12
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
		if title := c.tokens[i].titleLength(); title > 0 && c.docs[i].Kind != KindEdition {
			of[fieldTitle] /= float32(1 - lengthPull + lengthPull*title/usualTitle)
		}
	}
	return w
}

// titleLength is the number of words of a title, on average over its languages.
func (t *docTokens) titleLength() float64 {
	words, titles := uint32(0), 0
	for _, s := range t.sections {
		if s.field == fieldTitle {
			words += s.tokens
			titles++
		}
	}
	return float64(words) / float64(max(titles, 1))
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
