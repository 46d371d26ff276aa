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

// named tells who is named where. It is found once, for all languages, in the
// order of editions, which is quicker than asking each member for its own.
type named struct {
	// byMember are the editions that name each member, in the order of codes and years.
	byMember [][]*site.Edition
	// members are the indexes of those that each edition names.
	members [][]int32
}

func (in *Input) namings() *named {
	in.naming.Do(func() {
		n := &named{make([][]*site.Edition, len(in.Site.Members)), indexes(in.Site.Editions, func(e *site.Edition) []*site.Member { return e.Members }, func(m *site.Member) int { return m.Index })}
		for i, m := range in.Site.Members {
			n.byMember[i] = make([]*site.Edition, 0, len(m.Editions))
		}
		for i, members := range n.members {
			for _, m := range members {
				n.byMember[m] = append(n.byMember[m], in.Site.Editions[i])
			}
		}
		in.named = n
	})
	return in.named
}

// tookPart are the resolutions on whose reports each member is named.
func (in *Input) tookPart() [][]int32 {
	in.joining.Do(func() {
		in.took = indexes(in.Site.Members, func(m *site.Member) []*site.Resolution { return m.Resolutions }, func(r *site.Resolution) int { return r.Index })
	})
	return in.took
}

// indexes are those of what belongs to each of a list.
func indexes[T, Of any](list []T, of func(T) []Of, index func(Of) int) [][]int32 {
	all, n := make([][]int32, len(list)), 0
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
