package search

import "math/bits"

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

// level is the saturated weight as a number of 1…15.
func level(sum float64) uint8 {
	n := int(maxLevel*sum/(sum+saturation) + 0.999)
	return uint8(min(max(n, 1), maxLevel))
}

// weigh computes what the lengths of texts are compared with: the average length of
// running text, as a power of two, so that a small edit does not move the weights of
// all documents.
func (c *corpus) weigh() {
	sum, count := 0, 0
	for i := range c.docs {
		if n := c.bodyLength(i); n > 0 {
			sum += int(n)
			count++
		}
	}
	c.average = 1
	for count > 0 && c.average*3/2 < sum/count {
		c.average *= 2
	}
}

// weights are the weights of the fields of a document.
type weights [fieldKinds]float32

// weights computes them for a document of a kind.
func (t *docTokens) weights(kind string, average int) (w weights) {
	for f := range fieldKinds {
		w[f] = float32(fieldWeight(f, kind))
	}
	w[FieldBody] /= float32(1 - lengthPull + lengthPull*float64(t.bodyLength())/float64(average))
	if title := t.titleLength(); title > 0 && kind != KindEdition {
		w[fieldTitle] /= float32(1 - lengthPull + lengthPull*title/usualTitle)
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

// bodyLength is the number of words of running text, on average over its
// languages.
func (t *docTokens) bodyLength() uint32 {
	words, seen := uint32(0), uint64(0)
	for _, s := range t.sections {
		if s.field == FieldBody {
			words += s.tokens
			seen |= 1 << (s.lang & 63)
		}
	}
	return words / max(uint32(bits.OnesCount64(seen)), 1)
}
