package output

import (
	"cmp"
	"slices"
	"strings"

	"resolute/internal/report"
	"resolute/internal/site"
)

// census has by numbers what pages count again and again: it is made once, for
// all languages. Editions and members are known by their indexes, terms by their
// places in the vocabularies.
type census struct {
	// statuses and actions are those that each edition states.
	statuses []int
	actions  [][]int
	// byMember are the editions that name each member, in the order of codes and years,
	// and resolutions what they are on; members are those that each edition names.
	byMember             [][]*site.Edition
	resolutions, members [][]int32
	// newest are all editions, the newest first, and ages the place of each there.
	newest []*site.Edition
	ages   []int
	// firstYear and lastYear span them.
	firstYear, lastYear int
}

// census is made once.
func (in *Input) census() *census {
	in.takingCensus.Do(func() { in.taken = takeCensus(in.Site) })
	return in.taken
}

func takeCensus(s *site.Site) *census {
	n := len(s.Editions)
	c := &census{statuses: make([]int, n), actions: make([][]int, n), byMember: make([][]*site.Edition, len(s.Members)), ages: make([]int, n)}
	c.resolutions, c.members = indexes(s.Members, func(m *site.Member) []*site.Resolution { return m.Resolutions }, func(r *site.Resolution) int { return r.Index }),
		indexes(s.Editions, func(e *site.Edition) []*site.Member { return e.Members }, func(m *site.Member) int { return m.Index })
	statuses, actions := places(s.Settings.Statuses), places(s.Settings.Actions)
	dates := make([]string, n)
	var room []int
	for i, m := range s.Members {
		c.byMember[i] = make([]*site.Edition, 0, len(m.Editions))
	}
	for i, e := range s.Editions {
		c.statuses[i], dates[i] = statuses[e.StatusTerm.ID], e.Date.String()
		from := len(room)
		for _, a := range e.Actions.Items {
			if place, ok := actions[a.ID]; ok {
				room = append(room, place)
			}
		}
		c.actions[i] = room[from:len(room):len(room)]
		for _, m := range e.Members {
			c.byMember[m.Index] = append(c.byMember[m.Index], e)
		}
		if i == 0 || e.Year < c.firstYear {
			c.firstYear = e.Year
		}
		c.lastYear = max(c.lastYear, e.Year)
	}
	// By year, then day of publication, then code.
	c.newest = slices.Clone(s.Editions)
	slices.SortFunc(c.newest, func(a, b *site.Edition) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), strings.Compare(dates[b.Index], dates[a.Index]), cmp.Compare(a.Index, b.Index))
	})
	for age, e := range c.newest {
		c.ages[e.Index] = age
	}
	return c
}

// indexes are those of what belongs to each of a list.
func indexes[T, Of any](list []T, of func(T) []Of, index func(Of) int) [][]int32 {
	all := make([][]int32, len(list))
	n := 0
	for _, x := range list {
		n += len(of(x))
	}
	room := make([]int32, 0, n)
	for i, x := range list {
		from := len(room)
		for _, o := range of(x) {
			room = append(room, int32(index(o)))
		}
		all[i] = room[from:len(room):len(room)]
	}
	return all
}

// places are those of a vocabulary's terms, by their ids.
func places(v report.Vocabulary) map[string]int {
	m := make(map[string]int, len(v))
	for i := range v {
		m[v[i].ID] = i
	}
	return m
}

// newest are the n newest editions: by year, then day of publication, then code.
func (in *Input) newest(editions []*site.Edition, n int) []*site.Edition {
	c := in.census()
	ages := make([]int, len(editions))
	for i, e := range editions {
		ages[i] = c.ages[e.Index]
	}
	slices.Sort(ages)
	list := make([]*site.Edition, min(n, len(ages)))
	for i := range list {
		list[i] = c.newest[ages[i]]
	}
	return list
}
