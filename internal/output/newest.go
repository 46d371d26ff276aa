package output

import (
	"cmp"
	"slices"
	"strings"

	"resolute/internal/site"
)

// newest are all editions, the newest first: by year, then day of publication, then
// code. They are put in order once, for all languages.
type newest struct {
	editions []*site.Edition
	// ages has the place of each, by its index.
	ages []int
}

func putInOrder(s *site.Site) *newest {
	n := &newest{slices.Clone(s.Editions), make([]int, len(s.Editions))}
	dates := make([]string, len(s.Editions))
	for i, e := range s.Editions {
		dates[i] = e.Date.String()
	}
	slices.SortFunc(n.editions, func(a, b *site.Edition) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), strings.Compare(dates[b.Index], dates[a.Index]), cmp.Compare(a.Index, b.Index))
	})
	for age, e := range n.editions {
		n.ages[e.Index] = age
	}
	return n
}

// newest are the n newest of some editions.
func (in *Input) newest(editions []*site.Edition, n int) []*site.Edition {
	in.ordering.Do(func() { in.ordered = putInOrder(in.Site) })
	ages := make([]int, len(editions))
	for i, e := range editions {
		ages[i] = in.ordered.ages[e.Index]
	}
	slices.Sort(ages)
	list := make([]*site.Edition, min(n, len(ages)))
	for i := range list {
		list[i] = in.ordered.editions[ages[i]]
	}
	return list
}
