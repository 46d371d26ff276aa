package output

import (
	"strconv"

	"resolute/internal/chart"
	"resolute/internal/layout"
	"resolute/internal/site"
)

// frame is what all figures of a language are given: the title's message key
// and what is counted decide the words.
func (p *pages) frame(id, title, name, value string) chart.Frame {
	return chart.Frame{
		ID: id, Title: p.word(title),
		Words: chart.Words{
			Name: p.word(name), Value: p.word(value), Share: p.word("chart.share"), Year: p.word("chart.year"),
			Empty: p.word("chart.empty"), NoReport: p.word("chart.no_report"), Number: p.locale.Number, Percent: p.locale.Percent,
		},
	}
}

// figure keeps a figure, or fails the build; there is none of no numbers.
func (p *pages) figure(f *chart.Figure, err error) []*chart.Figure {
	p.fail(err)
	if err != nil || f == nil {
		return nil
	}
	return []*chart.Figure{f}
}

// withCSV tells where the numbers of a figure can be taken.
func (p *pages) withCSV(list []*chart.Figure, name string) []*chart.Figure {
	for _, f := range list {
		f.CSV = p.href("data/" + name + ".csv")
	}
	return list
}

func chartStatus(s layout.Status) chart.Status {
	return chart.Status{ID: s.ID, Label: s.Label, Href: s.Href, Step: s.Step, Steps: s.Steps}
}

// statusChart draws shares of statuses of resolutions or reports.
func (p *pages) statusChart(id, title, value string, counts []layout.Count) []*chart.Figure {
	if len(counts) == 0 {
		return nil
	}
	shares := make([]chart.Share, len(counts))
	for i, c := range counts {
		shares[i] = chart.Share{Status: chartStatus(p.statuses[c.ID]), Value: c.N}
	}
	return p.figure(chart.StatusShares(p.frame(id, title, "chart.status", value), shares))
}

func (p *pages) statusCharts(id string, counts []layout.Count) []*chart.Figure {
	return p.withCSV(p.statusChart("status-"+id, "chart.statuses", "chart.resolutions", counts), "resolutions")
}

// barChart draws counts as bars.
func (p *pages) barChart(id, title, name string, counts []layout.Count, whole int) []*chart.Figure {
	if len(counts) == 0 {
		return nil
	}
	return p.withCSV(p.figure(chart.Bars(p.frame(id, title, name, "chart.reports"), bars(counts), whole)), "reports")
}

func bars(counts []layout.Count) []chart.Bar {
	list := make([]chart.Bar, len(counts))
	for i, c := range counts {
		list[i] = chart.Bar{Label: c.Link.Text.Value, Href: c.Link.Href, Value: c.N}
	}
	return list
}

// yearChart draws reports by year, with the years between that have none.
func (p *pages) yearChart(id string, counts []layout.Count) []*chart.Figure {
	if len(counts) < 2 {
		return nil
	}
	return p.withCSV(p.figure(chart.Columns(p.frame(id, "chart.years", "chart.year", "chart.reports"), yearValues(counts))), "statuses")
}

func yearValues(counts []layout.Count) []chart.YearValue {
	list := make([]chart.YearValue, len(counts))
	for i, c := range counts {
		year, _ := strconv.Atoi(c.ID)
		list[i] = chart.YearValue{Year: year, Href: c.Link.Href, Value: c.N}
	}
	return list
}

// timelineChart draws a resolution's statuses by year; one report is no line.
func (p *pages) timelineChart(r *site.Resolution) *chart.Figure {
	if len(r.Editions) < 2 {
		return nil
	}
	var scale []chart.Status
	for _, t := range p.Site.Settings.Statuses {
		if s := p.statuses[t.ID]; s.Step > 0 {
			scale = append(scale, chartStatus(s))
		}
	}
	editions := make([]chart.Edition, len(r.Editions))
	for i, e := range r.Editions {
		editions[i] = chart.Edition{Year: e.Year, Href: p.of(e).href, Status: chartStatus(p.statuses[e.StatusTerm.ID])}
	}
	list := p.figure(chart.Timeline(p.frame("timeline", "chart.timeline", "chart.status", "chart.reports"), scale, editions))
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func (p *pages) memberCharts(v *layout.MemberView) []*chart.Figure {
	if v.Reports < 3 {
		return nil
	}
	return append(p.yearChart("years", v.Years), p.barChart("actions", "chart.actions", "chart.action", v.Actions, v.Reports)...)
}

func (p *pages) termCharts(v *layout.TermView) []*chart.Figure {
	if v.Reports < 2 || v.Pager != nil && v.Pager.Number > 1 {
		return nil
	}
	var list []*chart.Figure
	if v.Kind == "years" {
		list = p.withCSV(p.statusChart("statuses", "chart.report_statuses", "chart.reports", v.Statuses), "statuses")
	} else {
		list = p.statusCharts("term", v.Statuses)
	}
	list = append(list, p.yearChart("years", v.Years)...)
	return append(list, p.barChart("actions", "chart.actions", "chart.action", v.Actions, v.Reports)...)
}

func (p *pages) taxonomyCharts(v *layout.TaxonomyView) []*chart.Figure {
	counts := make([]layout.Count, 0, len(v.Terms))
	for _, t := range v.Terms {
		counts = append(counts, layout.Count{Link: t.Link, ID: t.ID, N: t.Reports})
	}
	switch v.Kind {
	case "regions":
		return p.withCSV(p.figure(chart.Tiles(p.frame("regions", "chart.regions", "chart.region", "chart.reports"), bars(counts))), "participation")
	case "statuses":
		return p.statusCharts("all", p.statusCounts(p.Site.Resolutions))
	case "years":
		return p.yearChart("years", p.yearCounts(p.Site.Editions))
	case "actions":
		return p.barChart("actions", "chart.actions", "chart.action", counts, len(p.Site.Editions))
	case "commissions":
		return p.barChart("commissions", "chart.commissions", "chart.commission", counts, len(p.Site.Editions))
	}
	return nil
}

func (p *pages) homeCharts(v *layout.HomeView, years []layout.Count) []*chart.Figure {
	list := p.statusCharts("all", v.Statuses)
	list = append(list, p.yearChart("years", years)...)
	list = append(list, p.barChart("actions", "chart.actions", "chart.action", v.Actions, v.Reports)...)
	if len(v.Regions) > 0 {
		list = append(list, p.withCSV(p.figure(chart.Tiles(p.frame("regions", "chart.regions", "chart.region", "chart.reports"), bars(v.Regions))), "participation")...)
	}
	return list
}
