package redline

import "slices"

// pair is a paragraph of each text, by its place.
type pair struct{ a, b int }

const (
	// common is the number of paragraphs from which a word says nothing on
	// which of them is the earlier version of another.
	common = 12
	// mostPairs is the number of likely pairs from which no more are looked for.
	mostPairs = 1000
)

// likely is a pair of paragraphs that share words.
type likely struct {
	pair
	shared int
	// best is the most words that a chain of pairs shares which ends here, and
	// before the place of the one before in it, or -1.
	best, before int
}

// versions finds the paragraphs that are versions of each other: those that
// share at least a third of the different words of the longer one, in the order
// of both texts, so that as many words as can be are shared.
func (c *comparison) versions(a, b []paragraph) []pair {
	pairs := c.likelyPairs(a, b)
	last := -1
	for i := range pairs {
		p := &pairs[i]
		p.best, p.before = p.shared, -1
		for j := range pairs[:i] {
			if q := &pairs[j]; q.a < p.a && q.b < p.b && q.best+p.shared > p.best {
				p.best, p.before = q.best+p.shared, j
			}
		}
		if last < 0 || p.best > pairs[last].best {
			last = i
		}
	}
	var chain []pair
	for i := last; i >= 0; i = pairs[i].before {
		chain = append(chain, pairs[i].pair)
	}
	slices.Reverse(chain)
	return chain
}

// likelyPairs are in the order of b, then a.
func (c *comparison) likelyPairs(a, b []paragraph) []likely {
	// in has the paragraphs of a that have a word, different the number of
	// different words of each.
	in := make([][]int32, len(c.ids))
	different := make([]int, len(a))
	for i := range a {
		for _, w := range a[i].ids {
			if n := len(in[w]); n == 0 || in[w][n-1] != int32(i) {
				in[w] = append(in[w], int32(i))
				different[i]++
			}
		}
	}
	seen := make([]int, len(c.ids)) // the paragraph of b, from 1, in which a word was last met
	shared := make([]int, len(a))
	var touched []int32
	var pairs []likely
	for j := range b {
		n := 0
		for _, w := range b[j].ids {
			if seen[w] == j+1 {
				continue
			}
			seen[w] = j + 1
			n++
			if len(in[w]) > common {
				continue
			}
			for _, i := range in[w] {
				if shared[i] == 0 {
					touched = append(touched, i)
				}
				shared[i]++
			}
		}
		slices.Sort(touched)
		for _, i := range touched {
			if 3*shared[i] >= max(n, different[i]) && len(pairs) < mostPairs {
				pairs = append(pairs, likely{pair: pair{int(i), j}, shared: shared[i]})
			}
			shared[i] = 0
		}
		touched = touched[:0]
	}
	return pairs
}
