package search

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"resolute/internal/search/analysis"
)

const (
	// shortPrefix is the length in UTF-16 units up to which every beginning of
	// a word has its own document list.
	shortPrefix = 3
	// wideSpan is the number of shards above which a longer one has it too.
	wideSpan = 3
	// completions is how many words a beginning proposes.
	completions = 8
)

// prefix is a beginning of words and the terms that have it.
type prefix struct {
	text     string
	from, to int
}

// prefixes lists the beginnings that need a document list of their own: the
// short ones, and those whose words are spread over many shards.
func (x *index) prefixes(terms *table) []prefix {
	var list []prefix
	open := []prefix{} // the beginnings of the current word, by length
	closeTo := func(depth, at int) {
		for _, p := range open[depth:] {
			p.to = at
			if analysis.Units(p.text) <= shortPrefix || p.isWide(terms) {
				list = append(list, p)
			}
		}
		open = open[:depth]
	}
	before := ""
	for i := range x.terms {
		word := x.terms[i].fold
		common, _ := shared(before, word)
		depth := 0
		for depth < len(open) && len(open[depth].text) <= common {
			depth++
		}
		closeTo(depth, i)
		for at := 0; at < len(word); {
			_, size := utf8.DecodeRuneInString(word[at:])
			at += size
			if at > common {
				open = append(open, prefix{text: word[:at], from: i})
			}
		}
		before = word
	}
	closeTo(0, len(x.terms))
	slices.SortFunc(list, func(a, b prefix) int { return analysis.Compare(a.text, b.text) })
	return list
}

// isWide reports whether words with this beginning are in many shards. Each
// shard after the first begins with another of them.
func (p prefix) isWide(terms *table) bool {
	if p.to-p.from < wideSpan {
		return false
	}
	first, last := terms.span(p.text)
	return last-first >= wideSpan
}

// union is working memory for one goroutine.
type union struct {
	best    []uint8
	touched []uint32
	list    posting
}

// of is the union of the posting lists of neighbouring terms, with the highest
// level of each document; it is good until the next.
func (u *union) of(lists posting) posting {
	for _, p := range lists {
		d, level := p>>levelBits, uint8(p&(1<<levelBits-1))
		if u.best[d] == 0 {
			u.touched = append(u.touched, d)
		}
		u.best[d] = max(u.best[d], level)
	}
	list := u.list[:0]
	add := func(d uint32) {
		list = append(list, d<<levelBits|uint32(u.best[d]))
		u.best[d] = 0
	}
	if len(u.touched) > len(u.best)/32 { // looking at all is faster than sorting
		for d := range u.best {
			if u.best[d] != 0 {
				add(uint32(d))
			}
		}
	} else {
		slices.Sort(u.touched)
		for _, d := range u.touched {
			add(d)
		}
	}
	u.touched, u.list = u.touched[:0], list
	return list
}

// beginnings is the dictionary of beginnings of words.
func (x *index) beginnings(list []prefix) dictionary {
	docs, prints := make([]int, len(x.terms)+1), make([]uint64, len(x.terms)+1)
	for t := range x.terms {
		docs[t+1] = docs[t] + int(x.measures[t].docs)
		prints[t+1] = prints[t] + x.measures[t].postings
	}
	return dictionary{
		part:  partPrefixes,
		size:  len(list),
		key:   func(i int) string { return list[i].text },
		alone: func(int) bool { return false },
		documents: func(i int) int {
			return min(docs[list[i].to]-docs[list[i].from], len(x.docs))
		},
		print:   func(i int) uint64 { return prints[list[i].to] - prints[list[i].from] },
		details: func(i int) details { return details{others: x.complete(list[i])} },
		list: func(i int, u *union) posting {
			if known := x.begun[i]; known != nil {
				return known
			}
			return u.of(x.postings[x.start[list[i].from]:x.start[list[i].to]])
		},
	}
}

// complete is the words most used that begin with p, the most used first.
func (x *index) complete(p prefix) []other {
	var best []int
	for t := p.from; t < p.to; t++ {
		if len(best) == completions && x.measures[t].docs <= x.measures[best[completions-1]].docs {
			continue
		}
		w := &x.terms[t]
		if w.unproposed() || w.fold == p.text || utf8.RuneCountInString(w.raw) < 3 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, t, func(a, b int) int {
			return cmp.Or(-cmp.Compare(x.measures[a].docs, x.measures[b].docs), cmp.Compare(a, b))
		})
		best = slices.Insert(best, at, t)
		best = best[:min(len(best), completions)]
	}
	list := make([]other, 0, len(best))
	for _, t := range best {
		list = append(list, other{text: x.terms[t].raw})
	}
	return list
}
