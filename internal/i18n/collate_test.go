package i18n

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
)

func TestCompare(t *testing.T) {
	tests := []struct {
		lang string
		want string // in order
	}{
		{"en", "100 Elephants|Aaranyak|AAT|Écoles|ecology|Eden|Œuvre|of|Zoo|Ελλάς|中国"},
		{"en", "cote|coté|côte|côté"},
		{"en", "wwf|Wwf|WWF"},
		{"en", "Nandu|Ñandú|Nanga"},
		{"es", "Nandu|Nz|Ñandú|Ñu|Oca"},
		{"es", "China|Cuba|llano|lobo"},
		{"fr", "Égypte|Émirats arabes unis|Équateur|Érythrée|Espagne|Eswatini|États-Unis|Éthiopie"},
		{"fr", "coeur|cœur|coeurs|cofondateur"},
		{"fr", "‘Auamo|Avenir|« Azur »|Bleu"},
		{"sv", "Zoo|Åland|Ängel|Öland"},
		{"en", "New Zealand|Newfoundland"},
	}
	for _, tt := range tests {
		l := locale(t, tt.lang, nil)
		want := strings.Split(tt.want, "|")
		got := slices.Clone(want)
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		SortBy(l, got, func(s string) string { return s })
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", tt.lang, got, want)
		}
	}
}

// What the language does not tell apart is still in one order, and what is
// equal keeps its order.
func TestCompareIsTotal(t *testing.T) {
	l := locale(t, "en", nil)
	for _, pair := range [][2]string{{"é", "e\u0301"}, {"a\u00ad", "a"}, {"“a", "a"}, {"", "\x00"}} {
		ab, ba := l.Compare(pair[0], pair[1]), l.Compare(pair[1], pair[0])
		if ab == 0 || ab != -ba {
			t.Errorf("Compare of %q: %d, and %d the other way", pair, ab, ba)
		}
	}
	if l.Compare("a", "a") != 0 {
		t.Error("a text differs from itself")
	}
	items := []string{"b2", "a1", "b1", "a2"}
	SortBy(l, items, func(s string) string { return s[:1] })
	if want := []string{"a1", "a2", "b2", "b1"}; !slices.Equal(items, want) {
		t.Errorf("got %q, want %q", items, want)
	}
}

func TestLetter(t *testing.T) {
	tests := []struct{ lang, name, want string }{
		{"en", "Aaranyak", "A"},
		{"en", "zoo", "Z"},
		{"en", "École", "E"},
		{"en", "E\u0301cole", "E"},
		{"fr", "Œuvre", "O"},
		{"fr", "« Azur »", "A"},
		{"en", "''Salamandra''", "S"},
		{"en", "The Nature Conservancy", "T"},
		{"en", "Ørsted", "O"},
		{"en", "Łódź", "L"},
		{"en", "Žabljak", "Z"},
		{"en", "Ｗide", "W"},
		{"en", "Ñandú", "N"},
		{"es", "Ñandú", "Ñ"},
		{"es", "n\u0303andú", "Ñ"},
		{"es", "Nandu", "N"},
		{"es", "Nz", "N"},
		{"es", "Oñate", "O"},
		{"en", "100 Elephants", Digits},
		{"en", "٣", Digits},
		{"en", "***", Digits},
		{"en", "", Digits},
		{"en", "\xff", Digits},
		{"en", "Ελλάς", Others},
		{"en", "中国", Others},
		{"en", "Þór", Others},
		{"sv", "Åland", Others},
		{"lt", "Ylakiai", "I"},
	}
	for _, tt := range tests {
		if got := locale(t, tt.lang, nil).Letter(tt.name); got != tt.want {
			t.Errorf("%s: Letter(%q) = %q, want %q", tt.lang, tt.name, got, tt.want)
		}
	}
}

// In a sorted list, the names of a bucket must stand together, in the order of
// the buckets: every letter of the Unicode blocks in use by members is tried.
func TestLettersFollowTheOrder(t *testing.T) {
	var names []string
	for r := rune(0x20); r < 0x500; r++ {
		if unicode.IsPrint(r) && !unicode.IsMark(r) {
			names = append(names, string(r)+"ot")
		}
	}
	for _, r := range "ḀẞỳﬁⅣ½²①Ａ中אب" {
		names = append(names, string(r)+"ot")
	}
	for _, lang := range []string{"en", "fr", "es", "sv", "et", "lt"} {
		l := locale(t, lang, nil)
		SortBy(l, names, func(s string) string { return s })
		buckets, at := l.Letters(), 0
		for _, name := range names {
			i := slices.Index(buckets, l.Letter(name))
			if i < at {
				t.Errorf("%s: %q is in bucket %q, after %q", lang, name, l.Letter(name), buckets[at])
			}
			at = max(at, i)
		}
		if at != len(buckets)-1 {
			t.Errorf("%s: the last bucket is %q", lang, buckets[at])
		}
	}
}

func TestLetters(t *testing.T) {
	if got := strings.Join(locale(t, "es", nil).Letters(), ""); got != "0–9ABCDEFGHIJKLMNÑOPQRSTUVWXYZ…" {
		t.Errorf("es: %s", got)
	}
	if got := strings.Join(locale(t, "fr", nil).Letters(), ""); got != "0–9ABCDEFGHIJKLMNOPQRSTUVWXYZ…" {
		t.Errorf("fr: %s", got)
	}
}

// A locale is used by many goroutines at once; the race detector watches.
func TestLocaleIsConcurrent(t *testing.T) {
	l := locale(t, "es", map[string]Message{"n": {One: "{count} a", Other: "{count} b"}})
	names := strings.Fields("ñandú nandu Óscar oca 中国 élan 100")
	want := make([]Key, len(names))
	for i, n := range names {
		want[i] = locale(t, "es", nil).Key(n)
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 50 {
				at := (i + g) % len(names)
				if l.Key(names[at]) != want[at] || l.Letter(names[at]) == "" {
					t.Errorf("key of %q differs", names[at])
				}
				if s, err := l.N("n", i); err != nil || s == "" {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkSortBy1400(b *testing.B) {
	var names []string
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 1400 {
		names = append(names, fmt.Sprintf("%c%c Société pour la protection de la nature %d", 'A'+random.IntN(26), 'a'+random.IntN(26), i))
	}
	same := func(s string) string { return s }
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			SortBy(locale(b, "fr", nil), slices.Clone(names), same)
		}
	})
	b.Run("again", func(b *testing.B) {
		l := locale(b, "fr", nil)
		for b.Loop() {
			SortBy(l, slices.Clone(names), same)
		}
	})
}

// Whatever the text, it has a bucket, and a place that is neither before nor
// after itself.
func FuzzLetter(f *testing.F) {
	for _, s := range []string{"Ñandú", "n\u0303", "\xff", "", "***", "中国", "\u0301a", "ß"} {
		f.Add(s, "Nandu")
	}
	l, err := New("es", nil)
	if err != nil {
		f.Fatal(err)
	}
	buckets := l.Letters()
	f.Fuzz(func(t *testing.T, a, b string) {
		at, bt := slices.Index(buckets, l.Letter(a)), slices.Index(buckets, l.Letter(b))
		if at < 0 || bt < 0 {
			t.Fatalf("%q and %q are in %q and %q", a, b, l.Letter(a), l.Letter(b))
		}
		order := l.Compare(a, b)
		if order != -l.Compare(b, a) || (order == 0) != (a == b) {
			t.Errorf("%q and %q have no order", a, b)
		}
		if order < 0 && at > bt || order > 0 && at < bt {
			t.Errorf("%q in %q and %q in %q, but Compare says %d", a, buckets[at], b, buckets[bt], order)
		}
	})
}
