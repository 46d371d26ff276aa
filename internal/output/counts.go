package output

import (
	"cmp"
	"slices"

	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// percent is n of whole, rounded half up; 0 of nothing.
func percent(n, whole int) int {
	if whole == 0 {
		return 0
	}
	return (200*n + whole) / (2 * whole)
}

// statusCounts counts resolutions by the status of their latest report; those
// without a report are not counted. Statuses without any are left out.
func (p *pages) statusCounts(resolutions []*site.Resolution) []layout.Count {
	n := map[string]int{}
	total := 0
	for _, r := range resolutions {
		if latest := r.Latest(); latest != nil {
			n[latest.StatusTerm.ID]++
			total++
		}
	}
	return p.vocabularyCounts(p.Site.Settings.Statuses, "statuses", n, total)
}

// editionStatusCounts counts reports by the status that they state.
func (p *pages) editionStatusCounts(editions []*site.Edition) []layout.Count {
	n := map[string]int{}
	for _, e := range editions {
		n[e.StatusTerm.ID]++
	}
	return p.vocabularyCounts(p.Site.Settings.Statuses, "statuses", n, len(editions))
}

// actionCounts counts reports by kind of action; one report may have several.
func (p *pages) actionCounts(editions []*site.Edition) []layout.Count {
	n := map[string]int{}
	for _, e := range editions {
		for _, a := range e.Actions.Items {
			n[a.ID]++
		}
	}
	return p.vocabularyCounts(p.Site.Settings.Actions, "actions", n, len(editions))
}

// regionCounts counts reports by the regions of their members.
func (p *pages) regionCounts(editions []*site.Edition) []layout.Count {
	n := map[string]int{}
	for _, e := range editions {
		for _, r := range e.Regions {
			n[r]++
		}
	}
	return p.vocabularyCounts(p.Site.Settings.Regions, "regions", n, len(editions))
}

func (p *pages) vocabularyCounts(v report.Vocabulary, kind string, n map[string]int, of int) []layout.Count {
	var list []layout.Count
	for _, t := range v {
		if n[t.ID] > 0 {
			list = append(list, layout.Count{
				Link: layout.Link{Href: p.href(kind + "/" + t.ID + "/"), Text: p.text(t.Label)},
				ID:   t.ID, N: n[t.ID], Of: of, Percent: percent(n[t.ID], of), Status: p.statusOf(kind, t.ID),
			})
		}
	}
	return list
}

// yearCounts counts reports by year, oldest first.
func (p *pages) yearCounts(editions []*site.Edition) []layout.Count {
	n := map[int]int{}
	for _, e := range editions {
		n[e.Year]++
	}
	var list []layout.Count
	for y, count := range n {
		list = append(list, layout.Count{
			Link: layout.Link{Href: p.href("years/" + itoa(y) + "/"), Text: layout.Text{Value: itoa(y)}},
			ID:   itoa(y), N: count, Of: len(editions), Percent: percent(count, len(editions)),
		})
	}
	slices.SortFunc(list, func(a, b layout.Count) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// statusOf is the status of that id among the terms of a taxonomy, or nil where
// the taxonomy is another.
func (p *pages) statusOf(kind, id string) *layout.Status {
	s, ok := p.statuses[id]
	if kind != "statuses" || !ok {
		return nil
	}
	return &s
}
