package search

import (
	"fmt"
	"slices"
	"strings"
)

// Card is what the list of results shows of a document.
type Card struct {
	Path, Code, Kind, Status string
	Year                     int
	Langs                    []string
	Title                    []Text
}

// cardPage is one page of cards with the file of its texts, which has for each
// document a piece of that size.
type cardPage struct {
	ids   []uint32
	cards []Card
	texts ref
	sizes []int
}

// pageOf reads the page on which a document is.
func (x *Index) pageOf(id uint32) (cardPage, int, error) {
	var p cardPage
	k, same := slices.BinarySearch(x.root.cards.first, id)
	if !same {
		k--
	}
	if k < 0 {
		return p, 0, fmt.Errorf("%w: no document %d", errDamaged, id)
	}
	d, err := x.decoder(x.root.cards.refs[k])
	if err != nil {
		return p, 0, err
	}
	p.read(d, x.root.cards.first[k], x.root.hashLen)
	at := slices.Index(p.ids, id)
	if d.bad || d.at != len(d.data) || at < 0 {
		return p, 0, fmt.Errorf("%w: %s", errDamaged, fileName([]byte(x.root.cards.refs[k])))
	}
	return p, at, nil
}

// read reads a page; d.bad tells of damage.
func (p *cardPage) read(d *decoder, first uint32, hashLen int) {
	n := d.count()
	var before [5]string
	var titles []string
	for range n {
		p.ids = append(p.ids, first+uint32(d.uint()))
		c := Card{Year: d.uint()}
		for k := range before {
			before[k] = d.front(before[k])
		}
		c.Path, c.Code, c.Kind, c.Status = before[0], before[1], before[2], before[3]
		c.Langs = strings.Fields(before[4])
		for k := range d.count() {
			if k >= len(titles) {
				titles = append(titles, "")
			}
			titles[k] = d.front(titles[k])
			lang, value, _ := strings.Cut(titles[k], "\t")
			c.Title = append(c.Title, Text{Lang: lang, Value: value})
		}
		if d.bad {
			return
		}
		p.cards = append(p.cards, c)
	}
	for range n {
		p.sizes = append(p.sizes, d.uint())
	}
	p.texts = ref(d.raw(hashLen))
}

// card is the card of a document.
func (x *Index) card(id uint32) (Card, error) {
	p, at, err := x.pageOf(id)
	if err != nil {
		return Card{}, err
	}
	return p.cards[at], nil
}

// textSection is one text of a document.
type textSection struct {
	kind       int
	lang, text string
}

// texts reads the texts of a document.
func (x *Index) texts(id uint32) ([]textSection, error) {
	p, at, err := x.pageOf(id)
	if err != nil {
		return nil, err
	}
	from := 0
	for _, size := range p.sizes[:at] {
		from += size
	}
	data, err := x.part(fileName([]byte(p.texts)), from, from+p.sizes[at])
	if err != nil {
		return nil, err
	}
	d := &decoder{data: data}
	var list []textSection
	for range d.count() {
		list = append(list, textSection{kind: d.uint(), lang: d.str(), text: d.str()})
	}
	return list, d.err()
}
