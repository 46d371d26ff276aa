package search_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"resolute/internal/search"
)

// generator makes a large site whose words are spread as in real reports.
type generator struct {
	rng   *rand.Rand
	words map[string][]string
	cum   []float64
}

// vocabulary is the number of different words of each language.
const vocabulary = 40_000

func newGenerator() *generator {
	g := &generator{rng: rand.New(rand.NewPCG(1, 2)), words: map[string][]string{}}
	real := map[string]string{
		"en": "the of and to in for a on with by is as wildlife conservation nature climate change protected areas species management marine community policy national government project training support development forest water",
		"fr": "de la et les des le à en pour du dans sur par nature conservation espèces gestion changement climatique forêt eau aires protégées projet politique national formation",
		"es": "de la y el en los las para del con por conservación naturaleza especies gestión cambio climático bosque agua áreas protegidas proyecto política nacional formación",
	}
	for _, lang := range []string{"en", "fr", "es"} {
		list := strings.Fields(real[lang])
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
		g.cum = append(g.cum, sum)
	}
	return g
}

// word is a made-up word of two to five syllables.
func (g *generator) word(lang string) string {
	onsets := strings.Fields("b br c ch cl con d de dr f fl g gr h in l m n p pl pr pro qu r re s sp st t tr v w")
	nuclei := strings.Fields("a e i o u ai ea io ou ee")
	codas := strings.Fields("n r s t l m nt st ng ck x d")
	endings := map[string][]string{"en": strings.Fields("s ing ed tion ment ly al ity"), "fr": strings.Fields("e es tion ment eur ique é ées"), "es": strings.Fields("o os a as ción mente dad ería")}
	var b strings.Builder
	for range 1 + g.rng.IntN(3) {
		b.WriteString(onsets[g.rng.IntN(len(onsets))])
		b.WriteString(nuclei[g.rng.IntN(len(nuclei))])
		if g.rng.IntN(3) == 0 {
			b.WriteString(codas[g.rng.IntN(len(codas))])
		}
	}
	b.WriteString(endings[lang][g.rng.IntN(len(endings[lang]))])
	return b.String()
}

func (g *generator) rank() int {
	x := g.rng.Float64() * g.cum[len(g.cum)-1]
	return sort.SearchFloat64s(g.cum, x)
}

func (g *generator) text(lang string, n int) string {
	var b strings.Builder
	for i := range n {
		w := g.words[lang][g.rank()]
		if i%14 == 0 {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		b.WriteString(w)
		if i%14 == 13 {
			b.WriteString(". ")
		} else {
			b.WriteString(" ")
		}
	}
	return b.String()
}

// skewed is a number below n, small ones more often.
func (g *generator) skewed(n int) int { return int(float64(n) * math.Pow(g.rng.Float64(), 2.5)) }

// site is a site with that number of reports.
func (g *generator) site(reports int) ([]search.Document, search.Labels) {
	members, countries := 1400, 160
	if reports < 1400 {
		members = reports
	}
	var memberNames, memberCountry []string
	labels := search.Labels{{Name: "kind"}, {Name: "status"}, {Name: "year"}, {Name: "language"}, {Name: "action"}, {Name: "congress"}, {Name: "commission"}, {Name: "region"}, {Name: "country", Suggest: true}, {Name: "member", Suggest: true}}
	for i := range countries {
		id := fmt.Sprintf("%c%c", 'A'+i/26, 'A'+i%26)
		labels[8].Values = append(labels[8].Values, search.FacetValue{ID: id, Labels: []search.Text{{Lang: "en", Value: "Land " + g.word("en")}, {Lang: "fr", Value: "Pays " + g.word("fr")}, {Lang: "es", Value: "País " + g.word("es")}}})
	}
	var docs []search.Document
	for i := range members {
		name := fmt.Sprintf("%s %s %s", strings.Title(g.word("en")), strings.Title(g.word("fr")), "Society")
		id := fmt.Sprintf("%s-%d", strings.ReplaceAll(strings.ToLower(name), " ", "-"), i)
		country := labels[8].Values[g.skewed(countries)].ID
		memberNames, memberCountry = append(memberNames, name), append(memberCountry, country)
		labels[9].Values = append(labels[9].Values, search.FacetValue{ID: id, Labels: []search.Text{{Value: name}}})
		docs = append(docs, search.Document{
			Path: "members/" + id + "/", Kind: "member", Title: []search.Text{{Value: name}},
			Facets: map[string][]string{"member": {id}, "country": {country}},
			Fields: []search.Field{{Kind: search.FieldName, Text: search.Text{Value: name}}},
		})
	}
	statuses := []string{"ongoing", "ongoing", "ongoing", "underway", "initiated", "completed", "not-stated"}
	congresses := []string{"WCC-2004", "WCC-2008", "WCC-2012", "WCC-2016", "WCC-2020"}
	for n, r := 0, 0; n < reports; r++ {
		congress := congresses[r%len(congresses)]
		code := fmt.Sprintf("%s-Res-%03d", congress, r/len(congresses)+1)
		path := "resolutions/" + strings.ToLower(code) + "/"
		title := []search.Text{{Lang: "en", Value: g.text("en", 9)}, {Lang: "fr", Value: g.text("fr", 9)}, {Lang: "es", Value: g.text("es", 9)}}
		held := 2004 + 4*(r%len(congresses))
		docs = append(docs, search.Document{Path: path, Kind: "resolution", Codes: []string{code}, Title: title, Year: held, Langs: []string{"en"}, Facets: map[string][]string{"congress": {strings.ToLower(congress)}}})
		reporters := []int{g.skewed(members), g.skewed(members), g.skewed(members)}
		for y := range 2 + g.rng.IntN(5) {
			if n == reports {
				break
			}
			n++
			lang := []string{"en", "en", "en", "en", "fr", "es"}[g.rng.IntN(6)]
			d := search.Document{
				Path: fmt.Sprintf("%s%d/", path, held+1+y), Kind: "edition", Codes: []string{code}, Title: title, Year: held + 1 + y,
				Status: statuses[g.rng.IntN(len(statuses))], Langs: []string{lang},
				Facets: map[string][]string{"congress": {strings.ToLower(congress)}},
			}
			for k := range 1 + g.rng.IntN(4) {
				m := g.skewed(members)
				if k < 3 && g.rng.IntN(2) == 0 {
					m = reporters[k]
				}
				d.Facets["member"] = append(d.Facets["member"], labels[9].Values[m].ID)
				d.Facets["country"] = append(d.Facets["country"], memberCountry[m])
				d.Fields = append(d.Fields, search.Field{Kind: search.FieldName, Text: search.Text{Value: memberNames[m]}}, search.Field{Kind: search.FieldCountry, Text: search.Text{Lang: "en", Value: labels[8].Values[slices.IndexFunc(labels[8].Values, func(v search.FacetValue) bool { return v.ID == memberCountry[m] })].Labels[0].Value}})
			}
			for range 1 + g.rng.IntN(4) {
				d.Facets["action"] = append(d.Facets["action"], fmt.Sprintf("action-%d", g.skewed(13)))
			}
			d.Facets["commission"] = []string{fmt.Sprintf("c%d", g.skewed(6))}
			d.Facets["region"] = []string{fmt.Sprintf("r%d", g.skewed(8)), fmt.Sprintf("r%d", g.skewed(8))}
			for s, words := range []int{180, 110, 90, 70} {
				_ = s
				d.Fields = append(d.Fields, search.Field{Kind: search.FieldBody, Text: search.Text{Lang: lang, Value: g.text(lang, words)}})
			}
			docs = append(docs, d)
		}
	}
	return docs, labels
}

// TestBudget builds a site of 10,000 reports and holds the figures of the
// specification. It takes half a minute of CPU and runs only when asked for:
// RESOLUTE_BENCH=10000 go test -run Budget -v
func TestBudget(t *testing.T) {
	reports := 0
	if _, err := fmt.Sscan(os.Getenv("RESOLUTE_BENCH"), &reports); err != nil {
		t.Skip("set RESOLUTE_BENCH to the number of reports")
	}
	docs, labels := newGenerator().site(reports)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	files, stats, err := search.Build(docs, labels, []string{"en", "fr", "es"}, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	t.Logf("%d documents, %d words, %d files, %.1f MB, first load %d B, %v, sys +%d MB", stats.Documents, stats.Words, stats.Files, float64(stats.Bytes)/1e6, stats.FirstLoad, took, (after.Sys-before.Sys)>>20)
	for _, p := range stats.Parts {
		t.Logf("%-10s %6d files %9d bytes", p.Name, p.Files, p.Bytes)
	}
	measure(t, files)
}

// measure tells what some queries cost.
func measure(t *testing.T, files []search.File) {
	load := search.Loader(files)
	cost, requests := 0, 0
	x, err := search.Open(load)
	if err != nil {
		t.Fatal(err)
	}
	_ = x
	for _, q := range []search.Query{
		{Text: "wildlife "},
		{Text: "wildlife"},
		{Text: "conservation "},
		{Text: "zebra"},
		{Text: "climate change "},
		{Text: `"conservation of nature"`},
		{Text: "con"},
		{Text: "pro"},
		{Text: "c"},
		{Text: "conserv"},
		{Text: "wildlife ", Filters: map[string][]string{"status": {"ongoing"}, "country": {"AA"}}},
		{Filters: map[string][]string{"status": {"completed"}}},
		{Text: "the "},
	} {
		opened := false
		y, err := search.Open(func(path string) ([]byte, error) {
			data, err := load(path)
			if opened {
				cost, requests = cost+len(data), requests+1
			}
			return data, err
		})
		if err != nil {
			t.Fatal(err)
		}
		opened, cost, requests = true, 0, 0
		start := time.Now()
		r, err := y.Search(q)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-28q %v: %5d results %6d B %3d requests %v", q.Text, len(q.Filters), r.Total, cost, requests, time.Since(start))
		before := cost
		for _, f := range []string{"status", "kind", "year", "language", "action", "congress", "commission", "region", "country", "member"} {
			if _, err := y.Counts(&r, f, "en", nil); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%50s all counts +%d B", "", cost-before)
	}
}
