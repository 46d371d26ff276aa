package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Nearest returns the candidate closest to a word that was not understood, or
// "" where none is near enough to be a plausible slip. Case, blanks, hyphens
// and underscores do not count as differences. Of equally near candidates the
// first wins.
func Nearest(word string, candidates []string) string {
	folded := fold(word)
	limit := 1 + utf8.RuneCountInString(folded)/4
	best, bestDistance := "", limit+1
	for _, c := range candidates {
		if d := distance([]rune(folded), []rune(fold(c)), bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// DidYouMean is the usual hint: the nearest candidate where there is one, else
// the list of all where it is short, else nothing.
func DidYouMean(word string, candidates []string) string {
	if near := Nearest(word, candidates); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(candidates) > 0 && len(candidates) <= 12 {
		return "write one of: " + strings.Join(candidates, ", ")
	}
	return ""
}

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '_', '\u00a0':
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// distance is the number of insertions, deletions, substitutions and swaps of
// neighbours between a and b (optimal string alignment), or limit where it is
// not smaller than that.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range a {
		current[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(previous[j+1]+1, current[j]+1, previous[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			current[j+1] = d
		}
		before, previous, current = previous, current, before
	}
	return min(previous[len(b)], limit)
}
