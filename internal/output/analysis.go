package output

import (
	"bytes"
	"strings"

	"resolute/internal/analysis"
	"resolute/internal/chart"
	"resolute/internal/dataset"
	"resolute/internal/layout"
	"resolute/internal/site"
)

// analyses are made once, for all languages.
func (in *Input) analyses() []analysis.Analysis {
	in.counting.Do(func() { in.counted = analysis.All(in.Site) })
	return in.counted
}

func (p *pages) analysisTargets() []Target {
	var list []Target
	for i := range p.analyses() {
		a := &p.analyses()[i]
		list = append(list, p.html("analysis", a.Path(), func() any { return p.analysis(a) }), Target{
			Path: string(p.lang) + "/" + a.Path() + "numbers.csv", Stage: "data", view: func() any { return p.numbers(a) },
			format: format{"numbers" + p.Version, func(b *bytes.Buffer, v any) error { return v.(*dataset.Table).CSV(b) }},
		})
		for j := range a.Measures {
			m := &a.Measures[j]
			list = append(list, p.listingTargets(p.listing(a, m), m, p.word("analysis.title."+m.ID), p.analysisName(a))...)
		}
	}
	return list
}

// analysisName is what an analysis is of.
func (p *pages) analysisName(a *analysis.Analysis) layout.Link {
	if a.Term == nil {
		return layout.Link{Href: p.href(a.Path()), Text: layout.Text{Value: p.word("analysis.all")}}
	}
	return layout.Link{Href: p.href(a.Path()), Text: p.termName(a.Term)}
}

func (p *pages) analysis(a *analysis.Analysis) *layout.AnalysisView {
	title := layout.Text{Value: p.word("nav.analysis")}
	if a.Term != nil {
		title.Value = p.word("analysis.of", "name", p.termName(a.Term).Value)
	}
	v := &layout.AnalysisView{
		Page: p.page(a.Path(), "analysis", title, p.word("analysis.description")), Kind: a.Of(),
		Resolutions: len(a.Resolutions), Reported: a.Reported, Reports: len(a.Editions),
		CSV: p.href(a.Path() + "numbers.csv"), Silence: p.href(site.SilencePath),
	}
	if a.Term != nil {
		v.Name = layout.Link{Href: p.href(a.Term.Path()), Text: p.termName(a.Term)}
		p.below(&v.Page, "analysis")
	}
	for i := range p.analyses() {
		other := &p.analyses()[i]
		v.Scopes = append(v.Scopes, layout.ScopeLink{Link: p.analysisName(other), Self: other == a})
	}
	if m := a.Measure(analysis.Members); m != nil {
		v.Members = m.Total
	}
	if m := a.Measure(analysis.Countries); m != nil {
		v.Countries = m.Total
	}
	for i := range a.Measures {
		v.Sections = append(v.Sections, p.measure(a, &a.Measures[i], v.CSV))
	}
	return v
}

// measure is a part of an analysis.
func (p *pages) measure(a *analysis.Analysis, m *analysis.Measure, csv string) layout.Measure {
	list := p.listing(a, m)
	v := layout.Measure{ID: m.ID, Of: m.Of, Figure: p.measureFigure(a, m, list)}
	if v.Figure != nil {
		v.Figure.CSV = csv
	}
	if m.Total > len(m.Groups) {
		v.Shown, v.Total = len(m.Groups), m.Total
	}
	if n := m.Unstated.N(); n > 0 {
		v.Unstated = layout.NumberLink{N: n, Href: list.href(m.Unstated.ID)}
	}
	if m.ID == analysis.Constituency {
		v.Parties = p.parties(m, list)
	}
	if len(list.groups) > 0 && !p.elsewhere(a, m) {
		v.Behind = list.address(0)
	}
	return v
}

// measureFigure draws a measure. Each mark and number leads to the reports
// behind it, each label of the table to what is counted.
func (p *pages) measureFigure(a *analysis.Analysis, m *analysis.Measure, list *listing) *chart.Figure {
	title, value := "chart."+m.ID, "chart.reports"
	if m.ID == analysis.Statuses {
		value = "chart.resolutions"
		if a.Of() == analysis.Years {
			title, value = "chart.report_statuses", "chart.reports"
		}
	}
	frame := p.frame("chart-"+m.ID, title, "analysis.name."+m.ID, value)
	var made []*chart.Figure
	shown := m.Groups
	switch m.ID {
	case analysis.Statuses:
		shares := make([]chart.Share, len(shown))
		for i := range shown {
			s := chartStatus(p.statuses[shown[i].ID])
			s.Href = list.href(shown[i].ID)
			shares[i] = chart.Share{Status: s, Value: shown[i].N()}
		}
		made = p.figure(chart.StatusShares(frame, shares))
	case analysis.Movement:
		made = p.movement(frame, shown)
	case analysis.Years:
		counts := make([]layout.Count, len(shown))
		for i := range shown {
			counts[i] = layout.Count{ID: shown[i].ID, N: shown[i].N(), Link: layout.Link{Href: list.href(shown[i].ID)}}
		}
		made = p.figure(chart.Columns(frame, yearValues(counts)))
		shown = nil // its table has years without reports as well, each with its link
	default:
		if m.ID == analysis.Constituency {
			shown = parties(m)
		}
		bars := make([]chart.Bar, len(shown))
		for i := range shown {
			bars[i] = chart.Bar{Label: p.groupLabel(m, &shown[i], true).Value, Href: list.href(shown[i].ID), Value: shown[i].N()}
		}
		made = p.figure(chart.Bars(frame, bars, m.Of))
	}
	if len(made) == 0 {
		return nil
	}
	f := made[0]
	if m.ID == analysis.Years {
		for i := range f.Table.Rows {
			year := f.Table.Rows[i].Cells
			year[1].Href, year[0].Href = year[0].Href, ""
		}
	}
	for i := range shown {
		cells := f.Table.Rows[i].Cells
		number := 1
		if m.ID == analysis.Movement {
			number = 2
		} else {
			cells[0].Text, cells[0].Href = p.groupLabel(m, &shown[i], false).Value, p.groupHref(m, &shown[i])
		}
		cells[number].Href = list.href(shown[i].ID)
	}
	return f
}

// movement draws from which status to which reports moved. The groups are in
// the order of the figure's table.
func (p *pages) movement(frame chart.Frame, groups []analysis.Group) []*chart.Figure {
	frame.Words.From, frame.Words.To = p.word("chart.before"), p.word("chart.after")
	var scale []chart.Status
	at := map[string]int{}
	for _, t := range p.Site.Settings.Statuses {
		if s := p.statuses[t.ID]; s.Step > 0 {
			at[t.ID] = len(scale)
			scale = append(scale, chartStatus(s))
		}
	}
	flows := make([]chart.Flow, len(groups))
	for i, g := range groups {
		flows[i] = chart.Flow{From: at[g.From.ID], To: at[g.To.ID], Value: g.N()}
	}
	return p.figure(chart.Movement(frame, scale, flows))
}

// parties are the groups of those that took part.
func parties(m *analysis.Measure) []analysis.Group {
	var list []analysis.Group
	for _, id := range []string{analysis.ByMembers, analysis.ByCommissions, analysis.BySecretariat, analysis.ByAll} {
		list = append(list, *m.Find(id))
	}
	return list
}

// parties are the same with those that did not, or of which nothing is said.
func (p *pages) parties(m *analysis.Measure, list *listing) []layout.Party {
	number := func(id string) *layout.NumberLink {
		g := m.Find(id)
		if g == nil {
			return nil
		}
		return &layout.NumberLink{N: g.N(), Href: list.href(id)}
	}
	var rows []layout.Party
	for _, g := range parties(m) {
		rows = append(rows, layout.Party{ID: g.ID, Yes: number(g.ID), No: number(g.ID + analysis.NoneSuffix), Unstated: number(g.ID + analysis.UnstatedSuffix)})
	}
	return rows
}

// groupLabel names what is counted; short is for drawings.
func (p *pages) groupLabel(m *analysis.Measure, g *analysis.Group, short bool) layout.Text {
	plain := func(s string) layout.Text { return layout.Text{Value: s} }
	switch {
	case m.ID == "fields":
		key, unseen := strings.CutSuffix(g.ID, unseenSuffix)
		state := "state.not-stated"
		if unseen {
			state = "state.not-visible"
		}
		return plain(p.word("site.labelled", "label", p.word("field."+key)) + " " + p.word(state))
	case g.ID == m.Unstated.ID && g.From == nil && g.Members == nil && m.ID != analysis.Statuses:
		return plain(p.word("analysis.unlisted." + m.ID))
	case g.From != nil:
		return plain(p.word("analysis.move", "from", p.statuses[g.From.ID].Label, "to", p.statuses[g.To.ID].Label))
	case m.ID == analysis.Constituency:
		return plain(p.word("analysis.party." + g.ID))
	case len(g.Members) == 2:
		a, b := g.Members[0], g.Members[1]
		if short && a.Acronym != "" && b.Acronym != "" {
			return plain(a.Acronym + " + " + b.Acronym)
		}
		return plain(a.Name + " + " + b.Name)
	case len(g.Members) == 1:
		return plain(g.Members[0].Name)
	}
	if t, ok := p.Site.Taxonomy(m.ID).Find(g.ID); ok {
		return p.termName(t)
	}
	return plain(g.ID)
}

// groupHref leads to what is counted: a status, a country, a member; "" where
// it has no page.
func (p *pages) groupHref(m *analysis.Measure, g *analysis.Group) string {
	if len(g.Members) == 1 {
		return p.href(g.Members[0].Path())
	}
	if x := p.Site.Taxonomy(m.ID); x != nil && len(g.Members) == 0 {
		if t, ok := x.Find(g.ID); ok {
			return p.href(t.Path())
		}
	}
	return ""
}

// elsewhere tells that the pages of what is counted list exactly the reports.
func (p *pages) elsewhere(a *analysis.Analysis, m *analysis.Measure) bool {
	if a.Term != nil {
		return false
	}
	switch m.ID {
	case analysis.Years, analysis.Actions, analysis.Regions, analysis.Countries, analysis.Members, analysis.Commissions:
		return true
	}
	return false
}

// numbers are all numbers of an analysis.
func (p *pages) numbers(a *analysis.Analysis) *dataset.Table {
	t := &dataset.Table{Name: "numbers", Columns: []dataset.Column{
		{Name: "measure", Type: dataset.String},
		{Name: "id", Type: dataset.String},
		{Name: "name", Type: dataset.String},
		{Name: "reports", Type: dataset.Integer},
		{Name: "of", Type: dataset.Integer},
	}}
	for i := range a.Measures {
		m := &a.Measures[i]
		add := func(g *analysis.Group) {
			of := ""
			if m.Of > 0 {
				of = itoa(m.Of)
			}
			t.Add(m.ID, g.ID, p.groupLabel(m, g, false).Value, itoa(g.N()), of)
		}
		for j := range m.Groups {
			add(&m.Groups[j])
		}
		if m.Unstated.N() > 0 {
			add(&m.Unstated)
		}
	}
	t.Seal()
	return t
}
