// Package synthetic makes content for benchmarks: a fictional union with as
// many reports as wanted, the same bytes for the same numbers on any machine.
//
// No member, resolution or act in it is real. Words follow a Zipf-like
// distribution over an invented vocabulary, so that an index meets common and
// rare words as in real texts; reports have about 450 words and 8 members, as
// the real ones do.
package synthetic

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// Shape says how large the content is.
type Shape struct {
	// Reports is the number of reports.
	Reports int
	// Members is the number of members; 0 stands for 1,400.
	Members int
	// Languages are those of the site; none stands for English alone.
	Languages []string
}

// The numbers behind a report.
const (
	wordsPerReport   = 450
	membersPerReport = 8
	vocabularySize   = 20000
	reportsPerYear   = 7 // years of reports on one resolution
	firstYear        = 2001
)

// generator is a run.
type generator struct {
	shape Shape
	rand  *rand.Rand
	words []string
	// cumulative has the summed weights of the words.
	cumulative []float64
	names      map[string]bool
	files      map[string][]byte
}

// Files makes the content, as files by path relative to the source folder.
func Files(s Shape) map[string][]byte {
	if s.Members == 0 {
		s.Members = 1400
	}
	if len(s.Languages) == 0 {
		s.Languages = []string{"en"}
	}
	g := &generator{shape: s, rand: rand.New(rand.NewPCG(1, uint64(s.Reports))), names: map[string]bool{}, files: map[string][]byte{}}
	g.vocabulary()
	g.settings()
	g.members()
	g.resolutions()
	return g.files
}

// vocabulary invents words of syllables, common ones short, with weights that
// fall with the rank.
func (g *generator) vocabulary() {
	syllables := strings.Fields("ba be bi bo ca ce co da de di do fa fe fi fo ga ge go ha he hi la le li lo lu ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo")
	seen := map[string]bool{}
	for len(g.words) < vocabularySize {
		n := 1 + int(math.Log10(float64(len(g.words)+10))) + g.rand.IntN(2)
		var b strings.Builder
		for range n {
			b.WriteString(syllables[g.rand.IntN(len(syllables))])
		}
		if w := b.String(); !seen[w] {
			seen[w] = true
			g.words = append(g.words, w)
		}
	}
	total := 0.0
	for i := range g.words {
		total += 1 / math.Pow(float64(i+2), 1.05)
		g.cumulative = append(g.cumulative, total)
	}
}

func (g *generator) word() string {
	x := g.rand.Float64() * g.cumulative[len(g.cumulative)-1]
	lo, hi := 0, len(g.cumulative)-1
	for lo < hi {
		if mid := (lo + hi) / 2; g.cumulative[mid] < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return g.words[lo]
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (g *generator) sentence() string {
	n := 8 + g.rand.IntN(16)
	words := make([]string, n)
	for i := range words {
		words[i] = g.word()
	}
	return capital(strings.Join(words, " ")) + "."
}

func (g *generator) put(path, text string) { g.files[path] = []byte(text) }

// label is a label in every language of the site.
func (g *generator) label(s string) string {
	parts := make([]string, len(g.shape.Languages))
	for i, l := range g.shape.Languages {
		parts[i] = fmt.Sprintf("%s: %q", l, s)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// congresses are as many as the resolutions need: up to 999 each.
func (g *generator) congresses() int { return 1 + g.resolutionCount()/900 }

func (g *generator) resolutionCount() int { return max(1, g.shape.Reports/reportsPerYear+1) }

var countries = strings.Fields("KE TZ ZA NA MZ RW GH SN MA EG FR DE ES IT PL SE NO CH BE NL GB IE PT GR US CA MX CR PA CO PE EC BR AR CL BO IN CN JP KR VN TH ID MY PH AU NZ FJ WS JO LB KW AE OM")

func (g *generator) settings() {
	var b strings.Builder
	fmt.Fprintf(&b, "title: %s\ndescription: %s\nbase_url: https://synthetic.example/\nlanguages: [%s]\n", g.label("Synthetic union"), g.label("Fictional reports for measuring"), strings.Join(g.shape.Languages, ", "))
	fmt.Fprintf(&b, "organisation:\n  name: %s\nnotice: %s\n", g.label("Synthetic union"), g.label("Nothing here is real."))
	fmt.Fprintf(&b, "types:\n  - {id: resolution, code: Res, label: %s}\n  - {id: recommendation, code: Rec, label: %s}\n", g.label("Resolution"), g.label("Recommendation"))
	b.WriteString("congresses:\n")
	for i := range g.congresses() {
		fmt.Fprintf(&b, "  - {id: syn-%d, prefix: SYN, year: %d, ordinal: %d, label: %s}\n", firstYear+i, firstYear+i, i+1, g.label(fmt.Sprintf("Congress %d", firstYear+i)))
	}
	list := func(key string, ids ...string) {
		fmt.Fprintf(&b, "%s:\n", key)
		for _, id := range ids {
			fmt.Fprintf(&b, "  - {id: %s, label: %s}\n", id, g.label(capital(strings.ReplaceAll(id, "-", " "))))
		}
	}
	list("statuses", "not-initiated", "initiated", "underway", "ongoing", "completed", "not-stated")
	list("actions", actionIDs...)
	fmt.Fprintf(&b, "commissions:\n")
	for _, id := range commissionIDs {
		fmt.Fprintf(&b, "  - {id: %s, acronym: %s, label: %s}\n", id, strings.ToUpper(id), g.label("Commission "+strings.ToUpper(id)))
	}
	b.WriteString("regions:\n")
	for i := range 6 {
		var members []string
		for j := i; j < len(countries); j += 6 {
			members = append(members, countries[j])
		}
		fmt.Fprintf(&b, "  - {id: region-%d, label: %s, countries: [%s]}\n", i+1, g.label(fmt.Sprintf("Region %d", i+1)), quoted(members))
	}
	g.put("content/site.yaml", b.String())
}

// quoted quotes country codes: NO is Norway.
func quoted(list []string) string { return `"` + strings.Join(list, `", "`) + `"` }

var (
	actionIDs     = strings.Fields("capacity-building stakeholder-networking education-communication field fundraising policy scientific-technical")
	commissionIDs = strings.Fields("caa cbb ccc cdd cee cff cgg")
	statusIDs     = strings.Fields("initiated underway ongoing ongoing completed not-stated")
)

func (g *generator) members() {
	for i := range g.shape.Members {
		name := ""
		for name == "" || g.names[name] {
			name = "Society for " + capital(g.words[200+g.rand.IntN(4000)]) + " " + capital(g.words[200+g.rand.IntN(4000)])
		}
		g.names[name] = true
		acronym := strings.ToUpper(g.words[g.rand.IntN(2000)])
		g.put(fmt.Sprintf("content/members/m%04d.md", i), fmt.Sprintf("---\nname: %s\nacronym: %s\ncountry: %q\n---\n", name, acronym, countries[g.rand.IntN(len(countries))]))
	}
}

func (g *generator) resolutions() {
	left := g.shape.Reports
	perCongress := (g.resolutionCount() + g.congresses() - 1) / g.congresses()
	for i := range g.resolutionCount() {
		congress, number := firstYear+i/perCongress, i%perCongress+1
		code := fmt.Sprintf("SYN-%d-Res-%03d", congress, number)
		title := strings.Join(strings.Fields(strings.TrimSuffix(g.sentence(), "."))[:8], " ")
		g.put("content/resolutions/"+strings.ToLower(code)+".md", fmt.Sprintf("---\ncode: %s\ntitle: {%s: %q}\ntype: resolution\ncongress: syn-%d\nnumber: %d\nkeywords: [%s, %s]\n---\n",
			code, g.shape.Languages[0], title, congress, number, g.words[500+g.rand.IntN(30)], g.words[530+g.rand.IntN(30)]))
		partners := g.pick(30, g.shape.Members)
		for y := 0; y < reportsPerYear && left > 0; y++ {
			g.report(code, congress+1+y, partners)
			left--
		}
	}
}

// pick chooses n of 0 to of-1, low numbers more often: few members are in many
// reports, and most in a few.
func (g *generator) pick(n, of int) []int {
	seen := map[int]bool{}
	var list []int
	for len(list) < min(n, of) {
		x := int(float64(of) * math.Pow(g.rand.Float64(), 1.6))
		if x < of && !seen[x] {
			seen[x] = true
			list = append(list, x)
		}
	}
	return list
}

func (g *generator) report(code string, year int, partners []int) {
	var b strings.Builder
	fmt.Fprintf(&b, "---\nresolution: %s\nyear: %d\nlanguage: %s\nmembers:\n", code, year, g.shape.Languages[0])
	for _, i := range g.pick(membersPerReport, len(partners)) {
		fmt.Fprintf(&b, "  - m%04d\n", partners[i])
	}
	fmt.Fprintf(&b, "commissions: [{id: %s, term: 2021-2025}]\nsecretariat: true\nactions: [%s]\nstatus: %s\nfuture_actions_planned: true\nsource: https://synthetic.example/node/%d\n---\n",
		commissionIDs[g.rand.IntN(len(commissionIDs))], strings.Join(g.actions(), ", "), statusIDs[g.rand.IntN(len(statusIDs))], 10000+g.rand.IntN(90000))
	sections := []struct {
		heading string
		words   int
	}{{"Results", wordsPerReport * 6 / 10}, {"Challenges", wordsPerReport * 2 / 10}, {"Future actions", wordsPerReport * 2 / 10}}
	for _, s := range sections {
		fmt.Fprintf(&b, "\n## %s\n\n", s.heading)
		g.text(&b, s.words)
	}
	g.put(fmt.Sprintf("content/reports/%s/%d.md", strings.ToLower(code), year), b.String())
}

func (g *generator) actions() []string {
	var list []string
	for _, a := range actionIDs {
		if g.rand.IntN(7) < 3 {
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		list = actionIDs[:1]
	}
	return list
}

// text writes paragraphs, a list and some emphasis, about as many words as told.
func (g *generator) text(b *strings.Builder, words int) {
	for n := 0; n < words; {
		switch g.rand.IntN(5) {
		case 0:
			for range 3 {
				s := g.sentence()
				n += strings.Count(s, " ") + 1
				b.WriteString("- " + s + "\n")
			}
		case 1:
			s := g.sentence()
			n += strings.Count(s, " ") + 3
			fmt.Fprintf(b, "%s **%s** [%s](https://synthetic.example/%s).\n", s, g.word(), g.word(), g.word())
		default:
			for range 3 {
				s := g.sentence()
				n += strings.Count(s, " ") + 1
				b.WriteString(s + " ")
			}
			b.WriteString("\n")
		}
		b.WriteString("\n")
	}
}
