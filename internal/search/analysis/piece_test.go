package analysis

import (
	"testing"
	"unicode"
)

// TestWordRunes compares the short ways to tell a letter with Unicode's tables.
func TestWordRunes(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		want := unicode.In(r, unicode.L, unicode.N, unicode.M) && r != okina && r != apostrophe
		if got := isWordRune(r); got != want {
			t.Errorf("%U: %v, want %v", r, got, want)
		}
	}
}

// FuzzPlainWords compares the short way through plain words with the rules: a
// word that is cut off from its text stays what it is.
func FuzzPlainWords(f *testing.F) {
	for _, s := range []string{"", "a", "word. Next", "7.040", "7a.5", "i.f.a.w. a.", "l'eau", "it-is", "x’y", "é", "aé", "end-", "3.", "a.b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for i := range len(s) {
			end := plainEnd(s, i)
			if end == i {
				continue
			}
			if i > 0 && isASCIIWord(s[i-1]) {
				continue // not where a word begins
			}
			if numberEnd(s, i) > 0 || acronymEnd(s, i) > 0 || runEnd(s, i) != end {
				t.Fatalf("%q at %d: another rule is about it", s, i)
			}
			if size, joiner := joinerAt(s, end); joiner != 0 && startsWord(s, end+size) {
				t.Fatalf("%q at %d: it is joined", s, i)
			}
		}
	})
}
