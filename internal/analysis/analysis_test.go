package analysis

import (
	"fmt"
	"strings"
	"testing"

	"resolute/internal/report"
	"resolute/internal/site"
)

// maker makes a site of reports written in a few words.
type maker struct {
	src  site.Sources
	seen map[string]bool
}

func newMaker() *maker {
	term := func(id string) report.Term { return report.Term{ID: id, Label: report.Text{"en": id}} }
	return &maker{seen: map[string]bool{}, src: site.Sources{Settings: &report.Settings{
		Path: "content/site.yaml", Languages: []report.Lang{"en"}, Vocabularies: report.Vocabularies{
			Types:       report.Vocabulary{{ID: "resolution", Code: "Res"}},
			Congresses:  report.Vocabulary{{ID: "su-2020", Prefix: "SU", Year: 2020}, {ID: "su-2024", Prefix: "SU", Year: 2024}},
			Statuses:    report.Vocabulary{term("started"), term("half"), term("done"), term("not-stated")},
			Actions:     report.Vocabulary{term("field"), term("policy")},
			Commissions: report.Vocabulary{term("cc"), term("tc")},
			Regions:     report.Vocabulary{{ID: "north", Countries: []string{"NO", "SE"}}, {ID: "south", Countries: []string{"ES"}}},
		},
	}}}
}

func list(words string) report.List[report.Ref] {
	switch words {
	case "?":
		return report.List[report.Ref]{}
	case "-":
		return report.List[report.Ref]{Presence: report.None}
	}
	l := report.List[report.Ref]{Presence: report.Stated}
	for _, id := range strings.Split(words, ",") {
		l.Items = append(l.Items, report.Ref{ID: id})
	}
	return l
}

// report adds one: number, year, status, members, commissions, secretariat
// (yes, no, ?) and actions.
func (m *maker) report(line string) {
	var congress, number, year int
	var status, members, commissions, secretariat, actions string
	if _, err := fmt.Sscan(line, &congress, &number, &year, &status, &members, &commissions, &secretariat, &actions); err != nil {
		panic(err)
	}
	code := report.Code{Prefix: "SU", Year: congress, Type: "Res", Number: number}
	file := func(path string) report.File { return report.File{Path: path} }
	if id := code.ID(); !m.seen[id] {
		m.seen[id] = true
		m.src.Resolutions = append(m.src.Resolutions, &report.Resolution{File: file(id), Code: code, Type: report.Ref{ID: "resolution"}, Congress: report.Ref{ID: fmt.Sprint("su-", congress)}})
	}
	for _, r := range list(members).Items {
		if !m.seen["m "+r.ID] {
			m.seen["m "+r.ID] = true
			country, _, _ := strings.Cut(r.ID, "-")
			m.src.Members = append(m.src.Members, &report.Member{File: file(r.ID), ID: r.ID, Name: r.ID, Country: report.Ref{ID: strings.ToUpper(strings.TrimPrefix(country, "xx"))}})
		}
	}
	answers := map[string]report.Answer{"yes": report.Yes, "no": report.No}
	m.src.Editions = append(m.src.Editions, &report.Edition{
		File: file(fmt.Sprint(code.ID(), "/", year)), Code: code, Year: year, Language: "en", Status: report.Ref{ID: status},
		Members: list(members), Commissions: list(commissions), Secretariat: answers[secretariat], Actions: list(actions), Extent: report.Full,
	})
}

// told writes a measure in one line.
func told(a *Analysis, id string) string {
	m := a.Measure(id)
	if m == nil {
		return "-"
	}
	parts := make([]string, 0, len(m.Groups)+1)
	for _, g := range m.Groups {
		if g.N() > 0 {
			parts = append(parts, fmt.Sprintf("%s:%d", g.ID, g.N()))
		}
	}
	if m.Unstated.N() > 0 {
		parts = append(parts, fmt.Sprintf("?%d", m.Unstated.N()))
	}
	return strings.Join(parts, " ") + fmt.Sprintf(" of %d", m.Of)
}

func TestAnalysis(t *testing.T) {
	m := newMaker()
	for _, line := range []string{
		"2020 1 2021 started    no-a,es-b cc   yes field",
		"2020 1 2022 half       no-a,es-b,se-c - yes field,policy",
		"2020 1 2023 half       no-a      ?    ?   ?",
		"2020 2 2021 done       -         cc   no  policy",
		"2020 2 2023 not-stated ?         tc   yes -",
		"2024 1 2025 started    xx-d,no-a cc   yes field",
	} {
		m.report(line)
	}
	s, problems := site.Link(m.src, site.Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	all := All(s)
	var paths []string
	for _, a := range all {
		paths = append(paths, a.Path())
	}
	if got := strings.Join(paths, " "); got != "analysis/ analysis/su-2024/ analysis/su-2020/ analysis/2025/ analysis/2023/ analysis/2022/ analysis/2021/" {
		t.Fatalf("the analyses are %s", got)
	}
	tests := []struct {
		scope    int
		id, want string
	}{
		{0, Statuses, "started:1 half:1 not-stated:1 of 3"},
		{0, Movement, "half-to-half:1 started-to-half:1 ?1 of 2"},
		{0, Years, "2021:2 2022:1 2023:2 2025:1 of 6"},
		{0, Constituency, "members:4 members-none:1 members-not-stated:1 commissions:4 commissions-none:1 commissions-not-stated:1 secretariat:4 secretariat-none:1 secretariat-not-stated:1 all:2 of 6"},
		{0, Actions, "field:3 policy:2 ?1 of 6"},
		{0, Regions, "north:4 south:2 ?2 of 6"},
		{0, Countries, "NO:4 ES:2 SE:1 ?2 of 6"},
		{0, Members, "no-a:4 es-b:2 se-c:1 xx-d:1 ?1 of 6"},
		{0, Commissions, "cc:3 tc:1 ?1 of 6"},
		{0, Partners, "es-b-and-no-a:2 of 0"},
		{1, Partners, "-"},
		{2, Statuses, "half:1 not-stated:1 of 2"},
		{4, Statuses, "half:1 not-stated:1 of 2"},
		{4, Movement, "half-to-half:1 ?1 of 1"},
		{4, Congresses, "su-2020:2 of 2"},
		{6, Movement, "-"},
		{6, Statuses, "started:1 done:1 of 2"},
	}
	for _, tt := range tests {
		if got := told(&all[tt.scope], tt.id); got != tt.want {
			t.Errorf("%s %s: %s, want %s", all[tt.scope].Path(), tt.id, got, tt.want)
		}
	}
	if n := all[0].Reported; n != 3 {
		t.Errorf("%d resolutions have a report", n)
	}
}

// A report that names very many members is not counted in pairs, and told apart.
func TestManyPartners(t *testing.T) {
	names := make([]string, PairsMost+1)
	for i := range names {
		names[i] = fmt.Sprintf("no-%03d", i)
	}
	m := newMaker()
	for year := range 2 {
		m.report(fmt.Sprintf("2020 1 %d half %s ? ? ?", 2021+year, strings.Join(names, ",")))
		m.report(fmt.Sprintf("2020 2 %d half %s ? ? ?", 2021+year, strings.Join(names[:PairsMost], ",")))
	}
	s, _ := site.Link(m.src, site.Options{})
	partners := All(s)[0].Measure(Partners)
	if got := partners.Unstated.N(); got != 2 || partners.Total != PairsMost*(PairsMost-1)/2 || len(partners.Groups) != most {
		t.Errorf("%d reports left out, %d of %d pairs", got, len(partners.Groups), partners.Total)
	}
}
