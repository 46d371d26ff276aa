package output

import (
	"slices"

	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// latestMost is the number of reports listed as the newest.
const latestMost = 8

func (p *pages) home() *layout.HomeView {
	reports := p.faces(p.Site.Editions)
	v := &layout.HomeView{
		Page:        p.page("", "", layout.Text{Value: p.chrome.Title}, p.chrome.Description),
		Resolutions: len(p.Site.Resolutions), Reports: len(p.Site.Editions),
		Statuses: p.statusCounts(p.facesOf(p.Site.Resolutions)), Actions: p.actionCounts(reports), Regions: p.regionCounts(p.Site.Editions),
	}
	// Those that no report names are in the indexes alone.
	for _, m := range p.Site.Members {
		if len(m.Editions) > 0 {
			v.Members++
		}
	}
	for _, t := range p.Site.Taxonomy("countries").Terms {
		if len(t.Editions) > 0 {
			v.Countries++
		}
	}
	years := p.yearCounts(reports)
	for i, e := range reports {
		if i == 0 || e.Year < v.FirstYear {
			v.FirstYear = e.Year
		}
		v.LastYear = max(v.LastYear, e.Year)
	}
	for _, e := range p.newest(p.Site.Editions, latestMost) {
		v.Latest = append(v.Latest, p.latestItem(e))
	}
	for _, t := range slices.Backward(p.Site.Taxonomy("congresses").Terms) {
		v.Congresses = append(v.Congresses, layout.Count{
			Link: layout.Link{Href: p.href(t.Path()), Text: p.termName(t)}, ID: t.ID, N: len(t.Resolutions), Of: len(p.Site.Resolutions),
			Percent: percent(len(t.Resolutions), len(p.Site.Resolutions)),
		})
	}
	v.Feed = p.chrome.Feed
	v.Charts = p.homeCharts(v, years)
	return v
}

func (p *pages) latestItem(e *site.Edition) layout.LatestItem {
	return layout.LatestItem{Resolution: p.refs[e.Resolution.Index], Edition: p.editionRef(p.of(e), e.Edition)}
}

func (p *pages) ownPage(page *site.Page) *layout.PageView {
	text := page.In(p.lang)
	v := &layout.PageView{
		Page: p.page(page.Path(), page.Slug, p.in(text.Title, text.Language), text.Description),
	}
	v.File = text.File.Path
	if body := p.Bodies[&text.File]; body != nil && len(body.Sections) > 0 {
		v.Body = layout.Section{Headings: body.Sections[0].Headings, Body: p.rich(body, 0)}
	}
	if text.Language != p.lang {
		v.Lang, v.LangName = string(text.Language), p.nameOf(text.Language)
	}
	return v
}

func (p *pages) search() *layout.SearchView {
	v := &layout.SearchView{
		Page:   p.page("search/", "search", layout.Text{Value: p.word("nav.search")}, p.word("search.description")),
		Browse: p.chrome.Nav,
	}
	for _, t := range p.Site.Settings.Statuses {
		if t.ID != report.StatusNotStated {
			v.Scale = append(v.Scale, t.ID)
		}
	}
	return v
}

func (p *pages) notFound() *layout.NotFoundView {
	v := &layout.NotFoundView{
		Page:   p.page("", "", layout.Text{Value: p.word("notfound.title")}, p.word("notfound.description")),
		Browse: p.chrome.Nav,
	}
	v.NoIndex = true
	return v
}
