package searchtest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"

	"resolute/internal/search"
)

// Generate makes a site with that number of reports of 450 words, the same each
// time. vocabulary is the number of different words of each language; how often
// each is used follows Zipf's law, the first as often as in real reports. As in
// these, a report says much about its subject: its text compresses to about
// 1.3 KB.
func Generate(reports, vocabulary int) ([]search.Document, search.Labels) {
	g := newGenerator(vocabulary)
	g.countries()
	g.people(min(reports, 1400))
	for n := 0; n < reports; {
		n += g.resolution(reports - n)
	}
	return g.docs, g.labels
}

// frequent are the words used most.
var frequent = map[string]string{
	"en": "the of and to in for a on with by is as wildlife conservation nature climate change protected areas species management marine community policy national government project training support development forest water",
	"fr": "de la et les des le à en pour du dans sur par nature conservation espèces gestion changement climatique forêt eau aires protégées projet politique national formation",
	"es": "de la y el en los las para del con por conservación naturaleza especies gestión cambio climático bosque agua áreas protegidas proyecto política nacional formación",
}

// The sounds of made-up words.
var (
	onsets  = strings.Fields("b br c ch cl con d de dr f fl g gr h in l m n p pl pr pro qu r re s sp st t tr v w")
	nuclei  = strings.Fields("a e i o u ai ea io ou ee")
	codas   = strings.Fields("n r s t l m nt st ng ck x d")
	endings = map[string][]string{
		"en": strings.Fields("s ing ed tion ment ly al ity"),
		"fr": strings.Fields("e es tion ment eur ique é ées"),
		"es": strings.Fields("o os a as ción mente dad ería"),
	}
)

// The facets of a generated site, by their place.
const (
	countryFacet = 8
	memberFacet  = 9
)

type generator struct {
	rng    *rand.Rand
	words  map[string][]string
	sums   []float64 // of the frequencies
	labels search.Labels
	docs   []search.Document
	home   []int // the country of each member
	made   int   // resolutions
	topic  []string
}

// A report's own words: how many, and how often one of them is used instead of
// another.
const (
	topicWords = 40
	topicShare = 0.62
)

// setTopic chooses the words of a report's subject.
func (g *generator) setTopic(lang string) {
	g.topic = g.topic[:0]
	for len(g.topic) < topicWords {
		g.topic = append(g.topic, g.any(lang))
	}
}

// any is a word of the language, the frequent ones more often.
func (g *generator) any(lang string) string {
	return g.words[lang][sort.SearchFloat64s(g.sums, g.rng.Float64()*g.sums[len(g.sums)-1])]
}

func newGenerator(vocabulary int) *generator {
	g := &generator{rng: rand.New(rand.NewPCG(1, 2)), words: map[string][]string{}}
	for _, lang := range Languages {
		list := strings.Fields(frequent[lang])
		seen := map[string]bool{}
		for _, w := range list {
			seen[w] = true
		}
		for len(list) < vocabulary {
			if w := g.word(lang); !seen[w] {
				seen[w] = true
				list = append(list, w)
			}
		}
		g.words[lang] = list
	}
	sum := 0.0
	for i := range vocabulary {
		sum += 1 / math.Pow(float64(i)+2.7, 1.07)
		g.sums = append(g.sums, sum)
	}
	for _, name := range strings.Fields("kind status year language action congress commission region country member") {
		g.labels = append(g.labels, search.Facet{Name: name, Suggest: name == "country" || name == "member"})
	}
	return g
}

// word is a made-up word of two to five syllables.
func (g *generator) word(lang string) string {
	var b strings.Builder
	for range 1 + g.rng.IntN(3) {
		b.WriteString(g.one(onsets))
		b.WriteString(g.one(nuclei))
		if g.rng.IntN(3) == 0 {
			b.WriteString(g.one(codas))
		}
	}
	b.WriteString(g.one(endings[lang]))
	return b.String()
}

func (g *generator) one(list []string) string { return list[g.rng.IntN(len(list))] }

// name is a made-up name.
func (g *generator) name(lang string) string {
	w := g.word(lang)
	return strings.ToUpper(w[:1]) + w[1:]
}

// text is n words in sentences.
func (g *generator) text(lang string, n int) string {
	var b strings.Builder
	for i := range n {
		w := g.any(lang)
		if len(g.topic) > 0 && g.rng.Float64() < topicShare {
			w = g.one(g.topic)
		}
		switch {
		case i%14 == 0 && w[0] < 0x80:
			b.WriteString(strings.ToUpper(w[:1]) + w[1:])
		default:
			b.WriteString(w)
		}
		switch {
		case i == n-1 || i%14 == 13:
			b.WriteString(".")
		}
		if i < n-1 {
			b.WriteString(" ")
		}
	}
	return b.String()
}

// skewed is a number below n, small ones more often.
func (g *generator) skewed(n int) int { return int(float64(n) * math.Pow(g.rng.Float64(), 2.5)) }

// titles is a title in each language.
func (g *generator) titles(words int) []search.Text {
	var list []search.Text
	for _, lang := range Languages {
		list = append(list, search.Text{Lang: lang, Value: strings.TrimSuffix(g.text(lang, words), ".")})
	}
	return list
}

func (g *generator) countries() {
	values := &g.labels[countryFacet].Values
	for i := range 160 {
		*values = append(*values, search.FacetValue{
			ID: fmt.Sprintf("%c%c", 'A'+i/26, 'A'+i%26),
			Labels: []search.Text{
				{Lang: "en", Value: g.name("en") + " Land"}, {Lang: "fr", Value: "Pays " + g.name("fr")}, {Lang: "es", Value: "País " + g.name("es")},
			},
		})
	}
}

// people makes n members.
func (g *generator) people(n int) {
	for i := range n {
		name := g.name("en") + " " + g.name("fr") + " Society"
		id := fmt.Sprintf("%s-%d", strings.ReplaceAll(strings.ToLower(name), " ", "-"), i)
		country := g.skewed(160)
		g.home = append(g.home, country)
		g.labels[memberFacet].Values = append(g.labels[memberFacet].Values, search.FacetValue{ID: id, Labels: []search.Text{{Value: name}}})
		g.docs = append(g.docs, search.Document{
			Path: "members/" + id + "/", Kind: search.KindMember, Title: []search.Text{{Value: name}},
			Facets: map[string][]string{"member": {id}, "country": {g.labels[countryFacet].Values[country].ID}},
			Fields: []search.Field{{Kind: search.FieldName, Text: search.Text{Value: name}}},
		})
	}
}

// resolution makes one resolution with its reports, at most so many, and tells
// how many it has.
func (g *generator) resolution(most int) int {
	g.topic = nil
	held := 2004 + 4*(g.made%5)
	code := fmt.Sprintf("WCC-%d-Res-%03d", held, g.made/5+1)
	g.made++
	d := search.Document{
		Path: "resolutions/" + strings.ToLower(code) + "/", Kind: search.KindResolution, Codes: []string{code}, Title: g.titles(9),
		Year: held, Langs: []string{"en"}, Facets: map[string][]string{"congress": {fmt.Sprintf("wcc-%d", held)}},
	}
	g.docs = append(g.docs, d)
	usual := []int{g.skewed(len(g.home)), g.skewed(len(g.home)), g.skewed(len(g.home))}
	n := min(2+g.rng.IntN(5), most)
	for y := range n {
		g.report(d, held+1+y, usual)
	}
	return n
}

// report makes one report of a resolution; some of its members are the usual ones.
func (g *generator) report(of search.Document, year int, usual []int) {
	lang := g.one([]string{"en", "en", "en", "en", "fr", "es"})
	d := search.Document{
		Path: fmt.Sprintf("%s%d/", of.Path, year), Kind: search.KindEdition, Codes: of.Codes, Title: of.Title, Year: year,
		Status: g.one([]string{"ongoing", "ongoing", "ongoing", "underway", "initiated", "completed", "not-stated"}), Langs: []string{lang},
		Facets: map[string][]string{
			"congress": of.Facets["congress"], "commission": {fmt.Sprintf("c%d", g.skewed(6))},
			"region": {fmt.Sprintf("r%d", g.skewed(8)), fmt.Sprintf("r%d", g.skewed(8))},
		},
	}
	for k := range 1 + g.rng.IntN(4) {
		m := g.skewed(len(g.home))
		if k < len(usual) && g.rng.IntN(2) == 0 {
			m = usual[k]
		}
		member, country := &g.labels[memberFacet].Values[m], &g.labels[countryFacet].Values[g.home[m]]
		if slices.Contains(d.Facets["member"], member.ID) {
			continue
		}
		d.Facets["member"] = append(d.Facets["member"], member.ID)
		if !slices.Contains(d.Facets["country"], country.ID) {
			d.Facets["country"] = append(d.Facets["country"], country.ID)
		}
		d.Fields = append(d.Fields,
			search.Field{Kind: search.FieldName, Text: member.Labels[0]},
			search.Field{Kind: search.FieldCountry, Text: country.Labels[0]})
	}
	for range 1 + g.rng.IntN(4) {
		if action := fmt.Sprintf("action-%d", g.skewed(13)); !slices.Contains(d.Facets["action"], action) {
			d.Facets["action"] = append(d.Facets["action"], action)
		}
	}
	g.setTopic(lang)
	for _, words := range []int{180, 110, 90, 70} {
		d.Fields = append(d.Fields, search.Field{Kind: search.FieldBody, Text: search.Text{Lang: lang, Value: g.text(lang, words)}})
	}
	g.topic = nil
	g.docs = append(g.docs, d)
}
