package site

import (
	"slices"
	"strings"
	"testing"

	"resolute/internal/report"
)

// small are the sources of a union with two resolutions, three reports and
// three members.
func small() Sources {
	code := func(n int) report.Code { return report.Code{Prefix: "SU", Year: 2020, Type: "Res", Number: n} }
	refs := func(ids ...string) report.List[report.Ref] {
		l := report.List[report.Ref]{Presence: report.Stated}
		for _, id := range ids {
			l.Items = append(l.Items, report.Ref{ID: id})
		}
		return l
	}
	resolution := func(n int) *report.Resolution {
		c := code(n)
		return &report.Resolution{
			File: report.File{Path: "content/resolutions/" + c.ID() + ".md"}, Code: c, Title: report.Text{"en": "T"},
			Type: report.Ref{ID: "resolution"}, Congress: report.Ref{ID: "su-2020"}, Keywords: []string{"creeks"},
		}
	}
	edition := func(n, year int, status string, members, actions report.List[report.Ref]) *report.Edition {
		c := code(n)
		return &report.Edition{
			File: report.File{Path: "content/reports/" + c.ID() + "/" + yearText(year) + ".md"}, Code: c, Year: year, Language: "en",
			Members: members, Actions: actions, Status: report.Ref{ID: status},
		}
	}
	member := func(id, country string) *report.Member {
		return &report.Member{File: report.File{Path: "content/members/" + id + ".md"}, ID: id, Name: strings.ToUpper(id), Country: report.Ref{ID: country}}
	}
	term := func(id string) report.Term { return report.Term{ID: id, Label: report.Text{"en": id}} }
	settings := &report.Settings{Path: "content/site.yaml", Languages: []report.Lang{"en", "fr"}, Vocabularies: report.Vocabularies{
		Types:      report.Vocabulary{{ID: "resolution", Code: "Res"}},
		Congresses: report.Vocabulary{{ID: "su-2020", Prefix: "SU", Year: 2020, Ordinal: 2}},
		Statuses:   report.Vocabulary{term("initiated"), term("ongoing"), term("not-stated")},
		Actions:    report.Vocabulary{term("field"), term("policy")},
		Regions:    report.Vocabulary{{ID: "north", Countries: []string{"NO", "SE"}}, {ID: "south", Countries: []string{"ES"}}},
	}}
	first := edition(1, 2021, "initiated", refs("otter", "oak"), refs("field"))
	second := edition(1, 2022, "ongoing", refs("otter", "pine"), refs("policy", "field"))
	french := &report.Edition{File: report.File{Path: "content/reports/su-2020-res-001/2022.fr.md"}, Code: code(1), Year: 2022, Language: "fr", IsTranslation: true}
	draft := edition(2, 2022, "ongoing", refs("oak"), refs("field"))
	draft.Draft = true
	// Out of order on purpose: linking sorts.
	return Sources{
		Settings: settings, Resolutions: []*report.Resolution{resolution(2), resolution(1)},
		Editions: []*report.Edition{french, second, draft, first},
		Members:  []*report.Member{member("pine", "ES"), member("otter", "NO"), member("oak", "SE")},
		Pages:    []*report.Page{{File: report.File{Path: "content/pages/about.md"}, Slug: "about", Language: "en", Title: "About"}},
	}
}

func yearText(y int) string { return year(y) }

func TestLinkOrdersAndResolves(t *testing.T) {
	s, problems := Link(small(), Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if len(s.Editions) != 2 || s.Editions[0].Year != 2021 || s.Editions[0].Next != s.Editions[1] || s.Editions[1].Previous != s.Editions[0] {
		t.Fatalf("editions are not in order: %v", s.Editions)
	}
	e := s.Editions[1]
	if e.In("fr").Path != "content/reports/su-2020-res-001/2022.fr.md" || e.In("es") != e.Edition {
		t.Error("the translation is not found, or another text does not fall back")
	}
	if got := e.Countries; !slices.Equal(got, []string{"ES", "NO"}) {
		t.Errorf("countries %v", got)
	}
	if got := e.Regions; !slices.Equal(got, []string{"north", "south"}) {
		t.Errorf("regions %v", got)
	}
	otter, _ := s.Member("otter")
	if len(otter.Editions) != 2 || otter.Editions[0].Year != 2022 || len(otter.Resolutions) != 1 {
		t.Errorf("otter took part in %v of %v", otter.Editions, otter.Resolutions)
	}
	first, _ := s.Resolution("su-2020-res-001")
	if first.Next == nil || first.Next.Code.Number != 2 || first.Latest() != e {
		t.Error("neighbours or the latest edition are wrong")
	}
	withDrafts, _ := Link(small(), Options{Drafts: true})
	if len(withDrafts.Editions) != 3 {
		t.Errorf("%d editions with drafts, want 3", len(withDrafts.Editions))
	}
}

func TestTaxonomies(t *testing.T) {
	s, _ := Link(small(), Options{})
	tests := []struct {
		kind, term                            string
		editions, resolutions, current, extra int
	}{
		{"statuses", "initiated", 1, 1, 0, 0},
		{"statuses", "ongoing", 1, 1, 1, 0},
		{"statuses", "not-stated", 0, 0, 0, 0},
		{"actions", "field", 2, 1, 1, 0},
		{"actions", "policy", 1, 1, 1, 0},
		{"countries", "NO", 2, 1, 1, 1},
		{"countries", "SE", 1, 1, 0, 1},
		{"regions", "south", 1, 1, 1, 1},
		{"congresses", "su-2020", 2, 2, 1, 0},
		{"years", "2021", 1, 1, 0, 0},
	}
	for _, tt := range tests {
		term, ok := s.Taxonomy(tt.kind).Find(tt.term)
		if !ok {
			t.Errorf("%s/%s is missing", tt.kind, tt.term)
			continue
		}
		if len(term.Editions) != tt.editions || len(term.Resolutions) != tt.resolutions || len(term.Current) != tt.current || len(term.Members) != tt.extra {
			t.Errorf("%s/%s: %d editions, %d resolutions, %d current, %d members; want %+v", tt.kind, tt.term,
				len(term.Editions), len(term.Resolutions), len(term.Current), len(term.Members), tt)
		}
	}
	if years := s.Taxonomy("years").Terms; years[0].ID != "2022" {
		t.Errorf("years begin with %s, want the newest", years[0].ID)
	}
	if norway, _ := s.Taxonomy("countries").Find("NO"); norway.Path() != "countries/norway/" {
		t.Errorf("Norway is at %s", norway.Path())
	}
}

func TestCollisionsNameBothFiles(t *testing.T) {
	src := small()
	src.Pages = append(src.Pages, &report.Page{File: report.File{Path: "content/pages/members.md"}, Slug: "members", Language: "en"})
	src.Members[0].Aliases = []report.Alias{{Path: "/en/old/"}}
	src.Members[1].Aliases = []report.Alias{{Path: "/en/old/"}, {Path: "/en/about/"}}
	_, problems := Link(src, Options{})
	var all []string
	for _, p := range problems {
		all = append(all, p.Message)
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{
		"the address /members/ is taken by a page that the site makes by itself",
		`the old address "/en/old/" is already used`,
		`the old address "/en/about/" is the address of a page of this site`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no problem says %q:\n%s", want, text)
		}
	}
}

// A congress whose id is that of another page below the analysis is told.
func TestAnalysesHaveTheirOwnAddresses(t *testing.T) {
	for id, bad := range map[string]bool{"su-2020": false, "2022": true, "silence": true, "members": true} {
		src := small()
		src.Settings.Congresses[0].ID = id
		for _, r := range src.Resolutions {
			r.Congress.ID = id
		}
		s, problems := Link(src, Options{})
		if bad != (len(problems) == 1) {
			t.Errorf("%q: %v", id, problems)
		}
		if !s.HasAddress("analysis/2021/") || !s.HasAddress(SilencePath) || !bad && !s.HasAddress("analysis/su-2020/") {
			t.Errorf("%q: an address is missing", id)
		}
	}
}

func TestRedirectsKeepTheirLanguage(t *testing.T) {
	src := small()
	src.Members[0].Aliases = []report.Alias{{Path: "/fr/vieux/"}, {Path: "/older/"}}
	s, problems := Link(src, Options{})
	want := []Redirect{{"/fr/vieux/", "/fr/members/pine/"}, {"/older/", "/en/members/pine/"}}
	if len(problems) > 0 || !slices.Equal(s.Redirects, want) {
		t.Errorf("redirects %v, problems %v; want %v", s.Redirects, problems, want)
	}
}
