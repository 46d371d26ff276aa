package layout_test

import (
	"testing"

	"resolute/internal/chart"
	"resolute/internal/cite"
	"resolute/internal/content"
	"resolute/internal/i18n"
	"resolute/internal/layout"
	"resolute/internal/markdown"
	"resolute/internal/redline"
	"resolute/layouts"
)

// hostile is text that must come out as text wherever it is put.
const hostile = `<script>alert(1)</script>"'&{{.}}` + "`"

// load makes the built-in templates in the sample's languages.
func load(t testing.TB) *layout.Set {
	t.Helper()
	var locales []*i18n.Locale
	for _, lang := range []string{"en", "fr", "es"} {
		words, problems, err := content.LoadMessages(layouts.FS, "i18n/"+lang+".yaml")
		if err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		l, err := i18n.New(lang, words)
		if err != nil {
			t.Fatal(err)
		}
		locales = append(locales, l)
	}
	set, err := layout.Load(layouts.FS, locales)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// maker makes views whose texts are all one string, so that what a template
// does with it can be seen.
type maker struct {
	set        *layout.Set
	lang, text string
}

func (m maker) part(partial string, view any) *layout.Part {
	return m.set.Part(m.lang, partial, layout.Sum{}, view)
}

func (m maker) nav() []layout.NavItem {
	return []layout.NavItem{{Section: "resolutions", Href: "/r/", Text: m.text}, {Section: "members", Href: "/m/", Text: m.text}, {Section: "countries", Href: "/c/", Text: m.text}, {Section: "statuses", Href: "/s/", Text: m.text}}
}

func rich(body markdown.HTML) layout.Rich {
	return layout.NewRich("digest", func() markdown.HTML { return body })
}

func (m maker) foreign() layout.Text { return layout.Text{Value: m.text, Lang: "pt"} }

func (m maker) link() layout.Link {
	return layout.Link{Href: "/x/", Text: layout.Text{Value: m.text}}
}

func (m maker) page(section string) layout.Page {
	site := &layout.Chrome{
		Lang: m.lang, Title: m.text, Description: m.text, Notice: m.text, Organisation: m.link(),
		Home: "/" + m.lang + "/", Search: "/" + m.lang + "/search/", Base: "/", BaseURL: "https://example.org/",
		Nav:       m.nav(),
		Footer:    []layout.NavItem{{Section: "about", Href: "/about/", Text: m.text}},
		Languages: []layout.Language{{Lang: "en", Name: "English"}, {Lang: "fr", Name: "Français"}},
		Styles:    []string{"/assets/site.css"}, Scripts: map[string]string{"theme.js": "/assets/theme.js", "table.js": "/assets/table.js", "copy.js": "/assets/copy.js", "toc.js": "/assets/toc.js"},
		Assets: map[string]string{"images/icon.svg": "/assets/icon.svg"}, Repository: "https://example.org/r", Feed: "/feed.xml", SearchIndex: "/search/index.bin",
	}
	return layout.Page{
		Site: site, Menu: m.part("menu", map[string]any{"Section": section, "Items": m.nav()}), Section: section, Title: m.foreign(), Description: m.text, Href: "/" + m.lang + "/x/", Canonical: "https://example.org/" + m.lang + "/x/",
		Alternates:  []layout.Alternate{{Lang: "en", Name: "English", Href: "/en/x/", URL: "https://example.org/en/x/", Self: m.lang == "en"}, {Lang: "fr", Name: "Français", Href: "/fr/x/", URL: "https://example.org/fr/x/", Self: m.lang == "fr"}},
		Breadcrumbs: []layout.Link{m.link()}, Feed: "/f.xml", JSON: "/x.json", File: "content/x.md", Card: "https://example.org/card.png",
	}
}

func (m maker) status(step int) layout.Status {
	return layout.Status{ID: "underway", Label: m.text, Gloss: m.text, Href: "/s/", Step: step, Steps: 5}
}

func (m maker) resolution() layout.ResolutionRef {
	return layout.ResolutionRef{Code: "WCC-2020-Res-040", Href: "/r/", Title: m.foreign()}
}

func (m maker) subject() layout.ResolutionRef {
	r := m.resolution()
	r.Subject = true
	return r
}

func (m maker) edition(year int) layout.EditionRef {
	return layout.EditionRef{Year: year, Href: "/e/", Status: m.status(0), Members: 2, Draft: true}
}

func (m maker) member() layout.MemberRef {
	return layout.MemberRef{Name: m.text, Acronym: m.text, Href: "/m/", Country: m.link(), CountryID: "FR"}
}

func (m maker) memberPart() *layout.Part { return m.part("member", m.member()) }

func (m maker) yearPart() *layout.Part {
	return m.part("year", layout.YearLink{Year: 2023, Href: "/e/"})
}

func (m maker) commission() layout.Commission {
	return layout.Commission{Name: m.foreign(), Acronym: m.text, Term: m.text, Href: "/c/"}
}

func (m maker) rows() []layout.Row {
	head := func(r layout.ResolutionRef, s layout.Status) *layout.Part {
		return m.part("row", map[string]any{"Resolution": r, "Status": s})
	}
	return []layout.Row{
		{Head: head(m.resolution(), m.status(3)), Editions: []*layout.Part{m.yearPart(), m.yearPart()}},
		{Head: head(m.subject(), layout.Status{}), Subject: true},
		{Head: head(layout.ResolutionRef{Code: "WCC-2020-Res-041", Href: "/r/"}, m.status(0))},
	}
}

func (m maker) counts() []layout.Count {
	s := m.status(2)
	return []layout.Count{{Link: m.link(), ID: "x", N: 1, Of: 2, Percent: 50, Status: &s}}
}

func (m maker) figure(id string) *chart.Figure {
	f, err := chart.Bars(chart.Frame{ID: id, Title: "Figure " + m.text, Description: m.text}, []chart.Bar{{Label: m.text, Href: "/x/", Value: 5}}, 0)
	if err != nil {
		panic(err)
	}
	f.Title, f.CSV = m.text, "/data.csv"
	return f
}

func (m maker) section() layout.Section {
	return layout.Section{ID: "results", Body: rich("<h3 id=\"h-plan\">Plan</h3><p>Body</p>"), Headings: []markdown.Heading{{Level: 3, ID: "h-plan", Text: m.text}}}
}

// description is the body of a resolution's, member's or page's file.
func (m maker) description() layout.Section {
	return layout.Section{Body: rich("<h2 id=\"h-about\">About</h2><p>Body</p>"), Headings: []markdown.Heading{{Level: 2, ID: "h-about", Text: m.text}}}
}

func (m maker) content() layout.Content {
	return layout.Content{
		Year: 2023, Href: "/e/", Status: m.status(4),
		Members:     layout.Members{State: "stated", Items: []*layout.Part{m.memberPart(), m.memberPart()}, Unresolved: []string{m.text}},
		Commissions: layout.Commissions{State: "stated", Items: []layout.Commission{m.commission(), {PortalID: m.text}}},
		Secretariat: "yes", Others: layout.Names{State: "stated", Items: []string{m.text}}, Actions: layout.Actions{State: "stated", Items: []layout.Link{m.link()}},
		Planned: "no", Date: "2023-10-02", Source: "https://example.org/source", Extent: "beginning", NotVisible: []string{"status", "body"},
		Lang: "pt", LangName: m.text, Translation: &layout.Translation{Original: "pt", OriginalName: m.text, State: "stale", Date: "2023-05-12", Href: "/o/", History: "https://example.org/history", Sections: m.changes().Sections},
		Languages: []layout.Alternate{{Lang: "en", Name: "English", Href: "/en/e/"}, {Lang: "fr", Name: "Français", Href: "/fr/e/", Self: true}},
		Sections:  []layout.Section{m.section()}, Words: 900, Draft: true, Contents: true,
	}
}

func (m maker) changes() *layout.Changes {
	from, to := m.status(1), m.status(5)
	return &layout.Changes{
		Since: layout.YearLink{Year: 2022, Href: "/e/"}, From: &from, To: &to, Joined: []*layout.Part{m.memberPart()}, Left: []*layout.Part{m.memberPart()},
		CommissionsJoined: []layout.Commission{m.commission()}, CommissionsLeft: []layout.Commission{m.commission()},
		ActionsNew: []layout.Link{m.link()}, ActionsDropped: []layout.Link{m.link()},
		Secretariat: "yes", Planned: "no", Lang: "pt", Silent: []string{"members", "status"}, Unnamed: true, Languages: true, Parts: true,
		Sections: []layout.SectionChange{
			{ID: "results", State: "rewritten", Kept: layout.Share{Known: true, Percent: 40}, Redline: layout.NewRedline(func() []redline.Paragraph {
				return []redline.Paragraph{{{Op: redline.Kept, Text: m.text}, {Op: redline.Deleted, Text: m.text}, {Op: redline.Inserted, Text: m.text}}}
			})},
			{ID: "challenges", State: "added"},
			{ID: "future-actions", State: "edited", Kept: layout.Share{Known: true, Percent: 80}, Redline: layout.NewRedline(func() []redline.Paragraph { return nil })},
		},
	}
}

func (m maker) change() *layout.Part {
	from, to := m.status(1), m.status(5)
	return m.part("change", layout.ChangeSummary{
		Since: 2022, Href: "/e/#changes", From: &from, To: &to, Joined: 2, Left: 1, CommissionsJoined: 1, CommissionsLeft: 2, ActionsNew: 1, ActionsDropped: 1,
		Secretariat: "no", Planned: "yes", Text: "changed", Kept: layout.Share{Known: true, Percent: 12},
	})
}

// views are one of each kind of page, with everything that it can show.
func (m maker) views() map[string]any {
	older, newer, near, year := m.edition(2022), m.edition(2024), m.subject(), layout.YearLink{Year: 2022, Href: "/e/"}
	status := m.status(3)
	pager := &layout.Pager{Number: 2, Count: 3, Previous: "/1/", Next: "/3/", Pages: []string{"/1/", "/2/", "/3/"}}
	latest := m.content()
	return map[string]any{
		"home": &layout.HomeView{
			Page: m.page(""), Resolutions: 54, Reports: 1234, Members: 209, Countries: 80, FirstYear: 2017, LastYear: 2025, Statuses: m.counts(),
			Latest: []layout.LatestItem{{Resolution: m.resolution(), Edition: m.edition(2023)}}, Congresses: m.counts(),
			Charts: []*chart.Figure{m.figure("status-all"), m.figure("actions"), m.figure("regions")},
		},
		"resolutions": &layout.ResolutionsView{
			Page: m.page("resolutions"), Groups: []layout.ResolutionGroup{{Congress: m.link(), ID: "wcc-2020", Rows: m.rows()}, {Congress: m.link(), ID: "wcc-2016"}},
			Pager: pager, Total: 54, Reported: 50, Charts: []*chart.Figure{m.figure("status-all")},
		},
		"resolution": &layout.ResolutionView{
			Page: m.page("resolutions"), Resolution: m.resolution(), Congress: m.link(), Type: m.text, Official: m.text, Motion: m.text,
			Keywords: []string{m.text}, Scope: []string{m.text}, URL: "https://example.org/", Archived: true, Timeline: []layout.TimelineEntry{{EditionRef: older}, {EditionRef: newer, Changes: m.change()}}, Latest: &latest,
			Changes:       m.changes(),
			Silent:        &layout.SilentBadge{Kind: "old", Year: 2017, Href: "/s/#old"},
			Participation: layout.Participation{Years: []layout.YearLink{{Year: 2022, Href: "/e/"}}, Rows: []layout.ParticipationRow{{Link: m.link(), Acronym: m.text, Took: []bool{true}}, {Link: m.link(), Took: []bool{false}}}},
			Previous:      &near, Next: &near, Related: []layout.Related{{Resolution: m.subject(), Members: 2, Keywords: []string{m.text}}},
			Body: m.description(), BodyLang: "pt", Chart: m.figure("timeline"),
		},
		"edition": &layout.EditionView{
			Page: m.page("resolutions"), Resolution: m.subject(), Congress: m.link(), Type: m.text, Content: m.content(), Changes: m.changes(),
			Previous: &year, Next: &year, Latest: &year, Citation: m.text, Original: "/e/index.md", Work: cite.Work{Key: "e-2023", Title: m.text, Year: 2023, URL: "https://example.org/e/"}, Contributors: []string{"/m/"},
			Provenance: layout.Provenance{File: "content/" + m.text, Digest: "ab", History: "https://example.org/log", Commit: "https://example.org/commit", Short: "abc", Date: "2024-02-29"}, EditHref: "https://example.org/edit", ReportHref: "https://example.org/new", GuideHref: "/editors/",
		},
		"members": &layout.MembersView{Page: m.page("members"), Members: []layout.MemberItem{{MemberRef: m.member(), Reports: 3, Latest: 2023, Letter: "A"}, {MemberRef: layout.MemberRef{Name: m.text, Href: "/m/"}, Letter: "…"}}, Letters: []string{"A", "…"}, Total: 2, Pager: pager},
		"member": &layout.MemberView{
			Page: m.page("members"), Member: m.member(), Region: m.link(), Category: m.text, OtherNames: []string{m.text}, Website: "https://example.org/",
			Rows: m.rows(), Reports: 4, Resolutions: 3, Years: m.counts(), Actions: m.counts(), Statuses: m.counts(),
			Partners: []layout.Partner{{Member: m.memberPart(), Reports: 2}}, Body: m.description(), BodyLang: "pt", Charts: []*chart.Figure{m.figure("years")},
		},
		"taxonomy": &layout.TaxonomyView{
			Page: m.page("statuses"), Kind: "statuses", Terms: []layout.TermRow{{Link: m.link(), ID: "x", Short: m.text, Gloss: m.text, Status: &status, Letter: "A"}, {Link: m.link(), ID: "y", Letter: "0–9"}},
			Letters: []string{"A"}, Charts: []*chart.Figure{m.figure("status-all")},
		},
		"term": &layout.TermView{
			Page: m.page("statuses"), Kind: "statuses", ID: "underway", Name: m.foreign(), Gloss: m.text, Status: &status, Facts: []layout.Fact{{Key: "term.region", Value: m.foreign(), Href: "/x/"}},
			Reports: 4, Resolutions: 3, Current: 2, Total: 50, Rows: m.rows(), Members: []*layout.Part{m.memberPart()}, Pager: pager, Charts: []*chart.Figure{m.figure("years")},
		},
		"page": &layout.PageView{Page: m.page("about"), Body: m.description(), Lang: "pt", LangName: m.text},
		"data": m.data(),
		"translations": &layout.TranslationsView{
			Page: m.page("translations"), Reports: 3,
			Languages: []layout.TranslationCount{{Lang: "en", Name: m.text, Originals: 2, Readable: 2, Percent: "67%"}, {Lang: "fr", Name: m.text, Fresh: 1, Stale: 1, Unknown: 1, Readable: 3, Percent: "100%"}},
			Years:     []layout.TranslationYear{{Year: 2023, Href: "/y/", Reports: 3, Readable: []int{2, 3}}},
			Stale:     []layout.TranslationLine{{Resolution: m.resolution(), Year: 2023, Href: "/r/", Lang: "fr", LangName: m.text}},
		},
		"search":   &layout.SearchView{Page: m.page("search"), Scale: []string{"initiated", "completed"}, Browse: m.page("").Site.Nav},
		"notfound": &layout.NotFoundView{Page: m.page(""), Browse: m.page("").Site.Nav},
		"changes": &layout.ChangesView{
			Page: m.page("changes"), Years: []layout.YearLink{{Year: 2023, Href: "/2023/"}}, Year: 2023, First: []layout.LatestItem{{Resolution: m.resolution(), Edition: older}},
			Moved:    []layout.ChangeItem{{Resolution: m.subject(), Href: "/e/", Status: status, Changes: m.change()}},
			Same:     []layout.ChangeItem{{Resolution: m.subject(), Href: "/e/", Status: status, Changes: m.part("change", layout.ChangeSummary{Since: 2022, Href: "/e/", Nothing: true})}},
			Unstated: []layout.ChangeItem{{Resolution: m.subject(), Href: "/e/", Status: status, Changes: m.part("change", layout.ChangeSummary{Since: 2022, Href: "/e/", Nothing: true, Silent: true})}},
			Counts:   []layout.YearChanges{{Year: 2023, Href: "/2023/", Reports: 3, First: 1, Moved: 1}},
		},
		"analysis": &layout.AnalysisView{
			Page: m.page("analysis"), Kind: "congresses", Name: m.link(), Resolutions: 54, Reported: 50, Reports: 1234, Members: 209, Countries: 80,
			Scopes: []layout.ScopeLink{{Link: m.link(), Self: true}, {Link: m.link()}},
			Sections: []layout.Measure{
				{ID: "members", Figure: m.figure("chart-members"), Shown: 10, Total: 209, Unstated: layout.NumberLink{N: 3, Href: "/l/#of-not-stated"}, Behind: "/l/"},
				{ID: "constituency", Figure: m.figure("chart-constituency"), Parties: []layout.Party{
					{ID: "members", Yes: &layout.NumberLink{N: 4, Href: "/l/#of-members"}, No: &layout.NumberLink{}, Unstated: &layout.NumberLink{N: 1, Href: "/l/#of-x"}},
					{ID: "all", Yes: &layout.NumberLink{N: 4, Href: "/l/#of-all"}},
				}},
			},
			CSV: "/numbers.csv", Silence: "/s/",
		},
		"silence": &layout.SilenceView{
			Page: m.page("analysis"), Newest: 2025, Limit: 3, Latest: 50, Done: 2, Cycles: []layout.CycleYear{{Congress: m.link(), Year: 2025}},
			Lists: []layout.SilentList{
				{Kind: "never", Total: 1, Items: []layout.SilentItem{{Head: m.part("named", m.subject())}}},
				{Kind: "cycle", Total: 9, Items: []layout.SilentItem{{Head: m.part("named", m.subject()), Latest: m.part("year", layout.YearLink{Year: 2022, Href: "/e/"}), Status: status, Year: 2023}}},
				{Kind: "old"},
			},
			Plans: []layout.ForgottenPlan{{Head: m.part("named", m.subject()), Year: 2022, Href: "/e/#future-actions", Next: 2023, NextHref: "/f/", Text: m.text, Lang: "pt"}}, PlansTotal: 1,
			Fields: []layout.SilentField{{Key: "members", Unstated: layout.NumberLink{N: 3, Href: "/l/#of-members"}}}, CSV: "/silence.csv",
		},
		"listing": &layout.ListingView{
			Page: m.page("analysis"), Back: m.link(), Jumps: []layout.Jump{{Link: m.link(), N: 4}}, Pager: pager,
			Groups: []layout.ListGroup{{ID: "of-x", Label: m.foreign(), N: 4, Continued: true, Rows: []layout.ListRow{{Head: m.part("named", m.subject()), Editions: []*layout.Part{m.part("year", layout.YearLink{Year: 2022, Href: "/e/"})}}}}},
		},
		"root": &layout.RootView{Site: m.page("").Site, Canonical: "https://example.org/", Choices: []layout.RootChoice{{Lang: "en", Name: "English", Href: "/en/", Title: m.text, Description: m.text, Notice: m.text}, {Lang: "fr", Name: "Français", Href: "/fr/", Title: m.text}}},
	}
}

// data is the page of downloads.
func (m *maker) data() *layout.DataView {
	return &layout.DataView{
		Page: m.page("data"), Version: "1.0.0", Files: []layout.Download{{Name: "all.zip", Href: "/data/all.zip", Title: m.text}},
		Feeds: []layout.Download{{Name: "feed.xml", Href: "/feed.xml", Title: m.text}},
		Tables: []layout.DataTable{{
			Name: "reports", Title: m.text, Rows: 1234, Files: []layout.Download{{Name: "reports.csv", Href: "/data/reports.csv"}},
			Columns: []layout.DataColumn{{Name: "code", Type: "string", Description: m.text, Key: true}, {Name: "year", Type: "integer", Description: m.text}},
		}},
	}
}
