package output

import (
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
func (l *language) statusCounts(resolutions []*resolutionFace) []layout.Count {
	n, total := make([]int, len(l.statusTerms)), 0
	for _, r := range resolutions {
		if r.Latest >= 0 {
			n[r.Latest]++
			total++
		}
	}
	return l.statusTerms.counts(n, total)
}

// reportStatusCounts counts reports by the status that they state.
func (l *language) reportStatusCounts(reports []*editionFace) []layout.Count {
	n := make([]int, len(l.statusTerms))
	for _, e := range reports {
		n[e.Status]++
	}
	return l.statusTerms.counts(n, len(reports))
}

// actionCounts counts reports by kind of action; one report may have several.
func (l *language) actionCounts(reports []*editionFace) []layout.Count {
	n := make([]int, len(l.actionTerms))
	for _, e := range reports {
		for _, a := range e.Actions {
			n[a]++
		}
	}
	return l.actionTerms.counts(n, len(reports))
}

// yearCounts counts reports by year, oldest first.
func (l *language) yearCounts(reports []*editionFace) []layout.Count {
	if len(reports) == 0 {
		return nil
	}
	first, last := reports[0].Year, reports[0].Year
	for _, e := range reports {
		first, last = min(first, e.Year), max(last, e.Year)
	}
	n := make([]int, last-first+1)
	for _, e := range reports {
		n[e.Year-first]++
	}
	years := make(terms, len(n))
	for i := range years {
		id := itoa(first + i)
		years[i] = layout.Count{Link: layout.Link{Href: l.href("years/" + id + "/"), Text: layout.Text{Value: id}}, ID: id}
	}
	return years.counts(n, len(reports))
}

// regionCounts counts reports by the regions of their members.
func (p *pages) regionCounts(editions []*site.Edition) []layout.Count {
	place, n := places(p.Site.Settings.Regions), make([]int, len(p.Site.Settings.Regions))
	for _, e := range editions {
		for _, r := range e.Regions {
			n[place[r]]++
		}
	}
	return p.regionTerms.counts(n, len(editions))
}

// places are those of a vocabulary's terms, by their ids.
func places(v report.Vocabulary) map[string]int {
	m := make(map[string]int, len(v))
	for i := range v {
		m[v[i].ID] = i
	}
	return m
}

// terms are those of a vocabulary as they stand where they are counted: each
// without a number.
type terms []layout.Count

func (l *language) makeTerms(v report.Vocabulary, kind string) terms {
	list := make(terms, len(v))
	for i, t := range v {
		list[i] = layout.Count{
			Link: layout.Link{Href: l.href(kind + "/" + t.ID + "/"), Text: l.text(t.Label)}, ID: t.ID, Status: l.statusOf(kind, t.ID),
		}
	}
	return list
}

// counts gives the terms their numbers; those of none are left out.
func (t terms) counts(n []int, of int) []layout.Count {
	some := 0
	for _, n := range n {
		if n > 0 {
			some++
		}
	}
	if some == 0 {
		return nil
	}
	list := make([]layout.Count, 0, some)
	for i, n := range n {
		if n > 0 {
			c := t[i]
			c.N, c.Of, c.Percent = n, of, percent(n, of)
			list = append(list, c)
		}
	}
	return list
}

// statusOf is the status of that id among the terms of a taxonomy, or nil where
// the taxonomy is another.
func (l *language) statusOf(kind, id string) *layout.Status {
	s, ok := l.statuses[id]
	if kind != "statuses" || !ok {
		return nil
	}
	return &s
}

// weights tell what weighs most of many things, known by their indexes.
type weights struct {
	of []weight
	// touched are those to which something was added.
	touched []int32
}

// weight is a sum, and the number of what was added.
type weight struct {
	sum   float64
	times int
}

// newWeights makes those of n things.
func newWeights(n int) func() any { return func() any { return &weights{of: make([]weight, n)} } }

func (w *weights) add(list []int32, weight float64) {
	of, touched := w.of, w.touched
	for _, i := range list {
		x := &of[i]
		if x.times == 0 {
			touched = append(touched, i)
		}
		x.times++
		x.sum += weight
	}
	w.touched = touched
}

// most are the n heaviest but for one thing, of several the first.
func (w *weights) most(n, but int) []int {
	top := make([]int, 0, n+1)
	heavier := func(i, j int) bool { return w.of[i].sum > w.of[j].sum || w.of[i].sum == w.of[j].sum && i < j }
	for _, touched := range w.touched {
		i := int(touched)
		if i == but || len(top) == n && !heavier(i, top[n-1]) {
			continue
		}
		at := len(top)
		for at > 0 && heavier(i, top[at-1]) {
			at--
		}
		top = slices.Insert(top, at, i)
		top = top[:min(n, len(top))]
	}
	return top
}

func (w *weights) clear() {
	for _, i := range w.touched {
		w.of[i] = weight{}
	}
	w.touched = w.touched[:0]
}
