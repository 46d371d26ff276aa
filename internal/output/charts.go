package output

import (
	"strconv"

	"resolute/internal/chart"
	"resolute/internal/layout"
)

// frame is what all figures of a language are given: the title's message key
// and what is counted decide the words.
func (l *language) frame(id, title, name, value string) chart.Frame {
	return chart.Frame{
		ID: id, Title: l.word(title),
		Words: chart.Words{
			Name: l.word(name), Value: l.word(value), Share: l.word("chart.share"), Year: l.word("chart.year"),
			Empty: l.word("chart.empty"), NoReport: l.word("chart.no_report"), Number: l.locale.Number, Percent: l.locale.Percent,
		},
	}
}

// figure keeps a figure, or fails the build; there is none of no numbers.
func (l *language) figure(f *chart.Figure, err error) []*chart.Figure {
	l.fail(err)
	if err != nil || f == nil {
		return nil
	}
	return []*chart.Figure{f}
}

// withCSV tells where the numbers of a figure can be taken.
func (l *language) withCSV(list []*chart.Figure, name string) []*chart.Figure {
	for _, f := range list {
		f.CSV = l.href("data/" + name + ".csv")
	}
	return list
}

func chartStatus(s layout.Status) chart.Status {
	return chart.Status{ID: s.ID, Label: s.Label, Href: s.Href, Step: s.Step, Steps: s.Steps}
}

// statusChart draws shares of statuses of resolutions or reports.
func (l *language) statusChart(id, title, value string, counts []layout.Count) []*chart.Figure {
	if len(counts) == 0 {
		return nil
	}
	shares := make([]chart.Share, len(counts))
	for i, c := range counts {
		shares[i] = chart.Share{Status: chartStatus(l.statuses[c.ID]), Value: c.N}
	}
	return l.figure(chart.StatusShares(l.frame(id, title, "chart.status", value), shares))
}

func (l *language) statusCharts(id string, counts []layout.Count) []*chart.Figure {
	return l.withCSV(l.statusChart("status-"+id, "chart.statuses", "chart.resolutions", counts), "resolutions")
}

// barChart draws counts as bars.
func (l *language) barChart(id, title, name string, counts []layout.Count, whole int) []*chart.Figure {
	if len(counts) == 0 {
		return nil
	}
	return l.withCSV(l.figure(chart.Bars(l.frame(id, title, name, "chart.reports"), bars(counts), whole)), "reports")
}

func bars(counts []layout.Count) []chart.Bar {
	list := make([]chart.Bar, len(counts))
	for i, c := range counts {
		list[i] = chart.Bar{Label: c.Link.Text.Value, Href: c.Link.Href, Value: c.N}
	}
	return list
}

// yearChart draws reports by year, with the years between that have none.
func (l *language) yearChart(id string, counts []layout.Count) []*chart.Figure {
	if len(counts) < 2 {
		return nil
	}
	return l.withCSV(l.figure(chart.Columns(l.frame(id, "chart.years", "chart.year", "chart.reports"), yearValues(counts))), "statuses")
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
func (l *language) timelineChart(reports []folderReport) *chart.Figure {
	if len(reports) < 2 {
		return nil
	}
	var scale []chart.Status
	for _, t := range l.settings.Statuses {
		if s := l.statuses[t.ID]; s.Step > 0 {
			scale = append(scale, chartStatus(s))
		}
	}
	editions := make([]chart.Edition, len(reports))
	for i, e := range reports {
		editions[i] = chart.Edition{Year: e.Face.Year, Href: e.Face.href, Status: chartStatus(l.status(e.Face))}
	}
	list := l.figure(chart.Timeline(l.frame("timeline", "chart.timeline", "chart.status", "chart.reports"), scale, editions))
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func (l *language) memberCharts(v *layout.MemberView) []*chart.Figure {
	if v.Reports < 3 {
		return nil
	}
	return append(l.yearChart("years", v.Years), l.barChart("actions", "chart.actions", "chart.action", v.Actions, v.Reports)...)
}

func (l *language) termCharts(v *layout.TermView) []*chart.Figure {
	if v.Reports < 2 || v.Pager != nil && v.Pager.Number > 1 {
		return nil
	}
	var list []*chart.Figure
	if v.Kind == "years" {
		list = l.withCSV(l.statusChart("statuses", "chart.report_statuses", "chart.reports", v.Statuses), "statuses")
	} else {
		list = l.statusCharts("term", v.Statuses)
	}
	list = append(list, l.yearChart("years", v.Years)...)
	return append(list, l.barChart("actions", "chart.actions", "chart.action", v.Actions, v.Reports)...)
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
		return p.statusCharts("all", p.statusCounts(p.facesOf(p.Site.Resolutions)))
	case "years":
		return p.yearChart("years", p.yearCounts(p.faces(p.Site.Editions)))
	case "actions":
		return p.barChart("actions", "chart.actions", "chart.action", counts, len(p.Site.Editions))
	case "commissions":
		return p.barChart("commissions", "chart.commissions", "chart.commission", counts, len(p.Site.Editions))
	}
	return nil
}

func (l *language) homeCharts(v *layout.HomeView, years []layout.Count) []*chart.Figure {
	list := l.statusCharts("all", v.Statuses)
	list = append(list, l.yearChart("years", years)...)
	list = append(list, l.barChart("actions", "chart.actions", "chart.action", v.Actions, v.Reports)...)
	if len(v.Regions) > 0 {
		list = append(list, l.withCSV(l.figure(chart.Tiles(l.frame("regions", "chart.regions", "chart.region", "chart.reports"), bars(v.Regions))), "participation")...)
	}
	return list
}
