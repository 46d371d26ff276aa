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
	var first []pair
	first, m.Total = c.recurrent()
	for _, p := range first {
		a, b := c.site.Members[p.a], c.site.Members[p.b]
		g := Group{ID: a.ID + "-and-" + b.ID, Members: []*site.Member{a, b}}
		for _, e := range c.named[p.a] {
			if len(e.Members) <= PairsMost && slices.Contains(e.Members, b) {
				g.Editions = append(g.Editions, e)
			}
		}
		m.Groups = append(m.Groups, g)
	}
	return m
}

// recurrent are the pairs that are met most often, as many as are shown, and how
// many recur in all. The partners of one member after the other are counted by
// their indexes, those before it alone: a table of all pairs would take most of the
// time, and so would looking at each pair twice.
func (c *counter) recurrent() (first []pair, total int) {
	for _, e := range c.scope.Editions {
		c.before[e.Index] = c.before[e.Index][:0]
	}
	met := make([]int, len(c.named))
	var touched []int32
	for b, editions := range c.named {
		for _, e := range editions {
			if len(e.Members) > PairsMost {
				continue
			}
			for _, a := range c.before[e.Index] {
				if met[a] == 0 {
					touched = append(touched, a)
				}
				met[a]++
			}
			c.before[e.Index] = append(c.before[e.Index], int32(b))
		}
		for _, a := range touched {
			if met[a] >= recurring {
				total++
				first = keep(first, pair{int(a), b, met[a]})
			}
			met[a] = 0
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
