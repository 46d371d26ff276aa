package output

import (
	"resolute/internal/analysis"
	"resolute/internal/layout"
	"resolute/internal/site"
)

// listing are the lists of the reports behind the numbers of a measure: one
// after the other, on one page or, where they are long, on several.
type listing struct {
	p    *pages
	path string
	// groups are the lists, with the page on which each begins.
	groups []*analysis.Group
	starts map[string]int
	pages  []listingPage
	// other leads to the lists that stand elsewhere.
	other map[string]string
}

// listingPage are the lists of a page: parts of groups.
type listingPage []listingPart

// listingPart is a group's reports on a page.
type listingPart struct {
	group    *analysis.Group
	from, to int // of its reports
}

// listing makes the plan of a measure's lists; their reports are laid out when
// a page is made.
func (p *pages) listing(a *analysis.Analysis, m *analysis.Measure) *listing {
	if p.elsewhere(a, m) {
		return p.lists(a.Path(), m, func(g *analysis.Group) string { return p.groupHref(m, g) + "#resolutions" })
	}
	return p.lists(a.Path(), m, nil)
}

// lists makes the plan of the lists below a page. Where elsewhere is given, it
// leads to a page that has the reports of a group.
func (p *pages) lists(path string, m *analysis.Measure, elsewhere func(*analysis.Group) string) *listing {
	l := &listing{p: p, path: path + m.ID + "/", starts: map[string]int{}, other: map[string]string{}}
	add := func(g *analysis.Group) {
		if g.N() > 0 {
			l.groups = append(l.groups, g)
		}
	}
	for i := range m.Groups {
		g := &m.Groups[i]
		if elsewhere != nil {
			l.other[g.ID] = elsewhere(g)
		} else {
			add(g)
		}
	}
	add(&m.Unstated)
	l.divide()
	return l
}

// divide spreads the lists over pages: one where they are short.
func (l *listing) divide() {
	total := 0
	for _, g := range l.groups {
		total += g.N()
	}
	room := total
	if total > rowsMost {
		room = rowsPage
	}
	var page listingPage
	left := room
	for _, g := range l.groups {
		l.starts[g.ID] = len(l.pages)
		for from := 0; from < g.N(); {
			if left == 0 {
				l.pages, page, left = append(l.pages, page), nil, room
				if from == 0 {
					l.starts[g.ID] = len(l.pages)
				}
			}
			to := min(g.N(), from+left)
			page = append(page, listingPart{g, from, to})
			left -= to - from
			from = to
		}
	}
	if len(page) > 0 {
		l.pages = append(l.pages, page)
	}
}

// address is that of a page, from 0.
func (l *listing) address(i int) string { return l.p.href(pageAddress(l.path, i)) }

// href leads to the list of a group, or is "" where there is nothing to list.
func (l *listing) href(id string) string {
	if h, ok := l.other[id]; ok {
		return h
	}
	if i, ok := l.starts[id]; ok {
		return l.address(i) + "#" + anchor(id)
	}
	return ""
}

// anchor is the id of a list on its page: apart from those of the frame.
func anchor(id string) string { return "of-" + id }

// listingTargets are the pages of the lists; back leads to their numbers.
func (p *pages) listingTargets(l *listing, m *analysis.Measure, title string, back layout.Link) []Target {
	var list []Target
	for i := range l.pages {
		list = append(list, p.html("listing", pageAddress(l.path, i), func() any { return p.listingPage(l, m, title, back, i) }))
	}
	return list
}

func (p *pages) listingPage(l *listing, m *analysis.Measure, title string, back layout.Link, i int) *layout.ListingView {
	v := &layout.ListingView{
		Page: p.page(pageAddress(l.path, i), "analysis", layout.Text{Value: title}, p.word("analysis.behind_description", "measure", title, "name", back.Text.Value)),
		Back: back, Pager: p.pager(l.path, i, len(l.pages)),
	}
	p.below(&v.Page, "analysis")
	if back.Href != p.href(site.AnalysisPath("")) {
		v.Breadcrumbs = append(v.Breadcrumbs, back)
	}
	for _, g := range l.groups {
		v.Jumps = append(v.Jumps, layout.Jump{Link: layout.Link{Href: l.href(g.ID), Text: p.groupLabel(m, g, false)}, N: g.N()})
	}
	for _, part := range l.pages[i] {
		g := part.group
		v.Groups = append(v.Groups, layout.ListGroup{
			ID: anchor(g.ID), Label: p.groupLabel(m, g, false), N: g.N(), Continued: part.from > 0, Rows: p.listRows(g.Editions[part.from:part.to]),
		})
	}
	return v
}

// listRows groups editions, which are in the order of codes, by resolution.
func (p *pages) listRows(editions []*site.Edition) []layout.ListRow {
	n, years := 0, make([]*layout.Part, len(editions))
	for i, e := range editions {
		years[i] = p.years.at(e.Index)
		if i == 0 || editions[i-1].Resolution != e.Resolution {
			n++
		}
	}
	rows := make([]layout.ListRow, 0, n)
	for start := 0; start < len(editions); {
		end := sameResolution(editions, start)
		rows = append(rows, layout.ListRow{Head: p.names.at(editions[start].Resolution.Index), Editions: years[start:end:end]})
		start = end
	}
	return rows
}

// sameResolution is where the reports on the resolution of the one at start end.
func sameResolution(editions []*site.Edition, start int) int {
	end := start + 1
	for end < len(editions) && editions[end].Resolution == editions[start].Resolution {
		end++
	}
	return end
}
