package webtest

import (
	"fmt"
	"slices"
	"testing"
	"unicode"
	"unicode/utf16"

	"resolute/internal/search/analysis"
	"resolute/internal/search/searchtest"
)

// TestSearchWords cuts texts in the browser and in Go: with every character of
// the Basic Multilingual Plane that Go knows inside a word, and the queries of
// the specification.
func TestSearchWords(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	s := newSearchSite(t, nil)
	engineOn(t, ctx, s)
	texts := []string{
		"Hawai‘i l’eau qu'on rock'n'roll 7.040 i.f.a.w. U.S.A.'s 3.5km ﬁn İstanbul ὈΔΥΣΣΕΎΣ ǅ ẞ", "a.b.cd 1.2.3.x d'a' 'tis -x- a--b a-'b 𝔸𝕓-c 🐘-1 e\u0301.f\u0301",
		"WCC-2020-Res-040 a-b-c-d-e a-b-c-d-e-f 2020-2021 x-'s aujourd’hui jusqu’à lorsqu’il L’IFAW’s",
	}
	for _, c := range searchtest.Cases {
		texts = append(texts, c.Query)
	}
	assigned := []*unicode.RangeTable{unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf}
	for r := rune(1); r <= 0xffff; r++ {
		if unicode.In(r, assigned...) {
			texts = append(texts, "ab"+string(r)+"cd")
		}
	}
	type piece struct {
		Text, Fold, Lower string
		Start, End        int
		Joined            bool
	}
	for part := range slices.Chunk(texts, 4000) {
		got := call[[][]piece](t, ctx, fmt.Sprintf(`%s.map((s) => words.pieces(s).map((p) => ({...p, joined: !!p.joined, fold: words.fold(p.text), lower: words.lower(p.text)})))`, quote(part)))
		for i, text := range part {
			var want []piece
			units := func(at int) int { return len(utf16.Encode([]rune(text[:at]))) }
			analysis.Pieces(text, func(p analysis.Piece) {
				want = append(want, piece{p.Text, analysis.Fold(p.Text), analysis.Lower(p.Text), units(p.Start), units(p.End), p.Joined})
			})
			if !slices.Equal(got[i], want) {
				t.Errorf("%q: %+v, in Go %+v", text, got[i], want)
			}
		}
	}
}
