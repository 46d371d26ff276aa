package analysis

import (
	"cmp"
	"slices"

	"resolute/internal/site"
)

// pair is two members by their indexes, which are in the order of their ids, with
// the number of reports that name both.
type pair struct{ a, b, n int }

// compare orders pairs by their numbers, the largest first, and then by ids.
func (p pair) compare(q pair) int {
	return cmp.Or(cmp.Compare(q.n, p.n), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
}

// partners counts pairs of members that are named in the same reports, and
// keeps those that recur.
func (c *counter) partners() Measure {
	m := Measure{ID: Partners, Unstated: Group{ID: "not-counted"}}
	m.Unstated.Editions = filter(c.scope.Editions, func(e *site.Edition) bool { return len(e.Members) > PairsMost })
	byMember := c.byMember(filter(c.scope.Editions, func(e *site.Edition) bool { return len(e.Members) <= PairsMost }))
	var first []pair
	first, m.Total = recurrent(byMember)
	for _, p := range first {
		a, b := c.site.Members[p.a], c.site.Members[p.b]
		g := Group{ID: a.ID + "-and-" + b.ID, Members: []*site.Member{a, b}}
		for _, e := range byMember[p.a] {
			if slices.Contains(e.Members, b) {
				g.Editions = append(g.Editions, e)
			}
		}
		m.Groups = append(m.Groups, g)
	}
	return m
}

// recurrent are the pairs that are met most often, as many as are shown, and how
// many recur in all. The partners of one member after the other are counted by
// their indexes: a table of all pairs would take most of the time.
func recurrent(byMember [][]*site.Edition) (first []pair, total int) {
	met := make([]int, len(byMember))
	var touched []int
	for a, editions := range byMember {
		for _, e := range editions {
			for _, x := range e.Members {
				b := x.Index
				if b <= a {
					continue
				}
				if met[b] == 0 {
					touched = append(touched, b)
				}
				met[b]++
			}
		}
		for _, b := range touched {
			if met[b] >= recurring {
				total++
				first = keep(first, pair{a, b, met[b]})
			}
			met[b] = 0
		}
		touched = touched[:0]
	}
	return first, total
}

// keep puts a pair into its place among the first, if it has one there.
func keep(first []pair, p pair) []pair {
	if len(first) == most && p.compare(first[most-1]) > 0 {
		return first
	}
	at, _ := slices.BinarySearchFunc(first, p, pair.compare)
	first = slices.Insert(first, at, p)
	return first[:min(most, len(first))]
}
