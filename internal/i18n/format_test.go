package i18n

import (
	"math"
	"strings"
	"testing"
)

const (
	thin = "\u202f"
	nbsp = "\u00a0"
)

func TestDate(t *testing.T) {
	tests := []struct {
		lang    string
		y, m, d int
		want    string
	}{
		{"en", 2023, 5, 12, "12 May 2023"},
		{"en", 2023, 5, 0, "May 2023"},
		{"en", 2023, 0, 0, "2023"},
		{"en", 2023, 13, 1, "2023"},
		{"fr", 2023, 5, 12, "12 mai 2023"},
		{"fr", 2023, 5, 1, "1er mai 2023"},
		{"fr", 2023, 5, 11, "11 mai 2023"},
		{"fr", 2023, 8, 0, "août 2023"},
		{"fr-CH", 2023, 12, 31, "31 décembre 2023"},
		{"es", 2023, 5, 12, "12 de mayo de 2023"},
		{"es", 2023, 1, 1, "1 de enero de 2023"},
		{"es", 2023, 9, 0, "septiembre de 2023"},
		{"de", 2023, 5, 2, "2023-05-02"},
		{"de", 2023, 11, 0, "2023-11"},
	}
	for _, tt := range tests {
		if got := locale(t, tt.lang, nil).Date(tt.y, tt.m, tt.d); got != tt.want {
			t.Errorf("%s: Date(%d, %d, %d) = %q, want %q", tt.lang, tt.y, tt.m, tt.d, got, tt.want)
		}
	}
}

func TestNumber(t *testing.T) {
	tests := []struct {
		lang string
		n    int
		want string
	}{
		{"en", 0, "0"},
		{"en", 999, "999"},
		{"en", 1234, "1,234"},
		{"en", 1234567, "1,234,567"},
		{"en", -1234, "−1,234"},
		{"en", math.MinInt64, "−9,223,372,036,854,775,808"},
		{"fr", 1234, "1" + thin + "234"},
		{"fr", -12, "−12"},
		{"es", 1234, "1234"},
		{"es", 12345, "12" + thin + "345"},
		{"es", 1234567, "1" + thin + "234" + thin + "567"},
		{"sw", 12345, "12,345"},
	}
	for _, tt := range tests {
		if got := locale(t, tt.lang, nil).Number(tt.n); got != tt.want {
			t.Errorf("%s: Number(%d) = %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestDecimal(t *testing.T) {
	tests := []struct {
		lang   string
		f      float64
		digits int
		want   string
	}{
		{"en", 1234.56, 1, "1,234.6"},
		{"en", 2, 1, "2.0"},
		{"en", -0.04, 1, "0.0"},
		{"en", -0.06, 1, "−0.1"},
		{"en", 2.4, 0, "2"},
		{"en", math.NaN(), 1, "–"},
		{"en", math.Inf(-1), 1, "–"},
		{"fr", 1234.5, 1, "1" + thin + "234,5"},
		{"es", 1234.5, 1, "1234,5"},
		{"es", 12345.25, 2, "12" + thin + "345,25"},
	}
	for _, tt := range tests {
		if got := locale(t, tt.lang, nil).Decimal(tt.f, tt.digits); got != tt.want {
			t.Errorf("%s: Decimal(%v, %d) = %q, want %q", tt.lang, tt.f, tt.digits, got, tt.want)
		}
	}
}

func TestPercent(t *testing.T) {
	tests := []struct {
		lang        string
		part, whole int
		want        string
	}{
		{"en", 45, 100, "45%"},
		{"en", 1, 3, "33%"},
		{"en", 2, 3, "67%"},
		{"en", 1, 200, "1%"},
		{"en", 1, 201, "<1%"},
		{"en", 199, 200, ">99%"},
		{"en", 989, 1000, "99%"},
		{"en", 0, 5, "0%"},
		{"en", 5, 5, "100%"},
		{"en", 0, 0, "–"},
		{"en", -1, 5, "–"},
		{"en", 6, 5, "–"},
		{"en", math.MaxInt64, math.MaxInt64, "100%"},
		{"fr", 45, 100, "45" + thin + "%"},
		{"fr", 1, 1000, "<" + thin + "1" + thin + "%"},
		{"es", 45, 100, "45" + thin + "%"},
	}
	for _, tt := range tests {
		if got := locale(t, tt.lang, nil).Percent(tt.part, tt.whole); got != tt.want {
			t.Errorf("%s: Percent(%d, %d) = %q, want %q", tt.lang, tt.part, tt.whole, got, tt.want)
		}
	}
}

func TestList(t *testing.T) {
	tests := []struct{ lang, items, want string }{
		{"en", "", ""},
		{"en", "a", "a"},
		{"en", "a|b", "a and b"},
		{"en", "a|b|c", "a, b and c"},
		{"fr", "a|b|c", "a, b et c"},
		{"es", "a|b|c", "a, b y c"},
		{"es", "Francia|Italia", "Francia e Italia"},
		{"es", "Francia|Íñigo", "Francia e Íñigo"},
		{"es", "padres|hijos", "padres e hijos"},
		{"es", "madera|hierro", "madera y hierro"},
		{"es", "aguja|hilo", "aguja e hilo"},
		{"es", "WWF|IFAW", "WWF e IFAW"},
		{"es", "WWF|IUCN", "WWF e IUCN"},
		{"es", "moléculas|iones", "moléculas y iones"},
		{"es", "a|«Islas»", "a e «Islas»"},
		{"es", "a|Yemen", "a y Yemen"},
		{"es", "a|h", "a y h"},
		{"es", "a|", "a y "},
		{"de", "a|b|c", "a, b, c"},
	}
	for _, tt := range tests {
		var items []string
		if tt.items != "" {
			items = strings.Split(tt.items, "|")
		}
		if got := locale(t, tt.lang, nil).List(items); got != tt.want {
			t.Errorf("%s: List(%q) = %q, want %q", tt.lang, items, got, tt.want)
		}
	}
}

func TestQuote(t *testing.T) {
	for lang, want := range map[string]string{"en": "“s”", "fr": "«" + nbsp + "s" + nbsp + "»", "es": "«s»", "de": "“s”"} {
		if got := locale(t, lang, nil).Quote("s"); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestSpace(t *testing.T) {
	tests := []struct{ lang, in, want string }{
		{"fr", "Résultats : lesquels ?", "Résultats" + nbsp + ": lesquels" + thin + "?"},
		{"fr", "Non ! Si ; oui", "Non" + thin + "! Si" + thin + "; oui"},
		{"fr", "« mot »", "«" + nbsp + "mot" + nbsp + "»"},
		{"fr", "«" + thin + "mot" + nbsp + " » ?", "«" + nbsp + "mot" + nbsp + "»" + thin + "?"},
		{"fr", "45 % de https://a.b/?c à 12:30", "45" + thin + "% de https://a.b/?c à 12:30"},
		{"fr", "un %", "un %"},
		{"fr", " : a", " : a"},
		{"fr", "a ", "a "},
		{"fr", "", ""},
		{"fr", "a\xff :", "a\xff" + nbsp + ":"},
		{"fr-CA", "a : b", "a" + nbsp + ": b"},
		{"es", "45 % : a", "45" + thin + "% : a"},
		{"en", "a : 45 %", "a : 45 %"},
		{"?", "a : b", "a : b"},
	}
	for _, tt := range tests {
		got := Space(tt.lang, tt.in)
		if got != tt.want {
			t.Errorf("%s: Space(%q) = %q, want %q", tt.lang, tt.in, got, tt.want)
		}
		if again := Space(tt.lang, got); again != got {
			t.Errorf("%s: Space(%q) = %q, but again %q", tt.lang, tt.in, got, again)
		}
	}
}

// Space changes nothing but blanks, and settles at once.
func FuzzSpace(f *testing.F) {
	for _, s := range []string{"« a » : b ?", "«  »", " \u00a0%", "1 %", "a\xff :"} {
		f.Add(s)
	}
	bare := strings.NewReplacer(" ", "", nbsp, "", thin, "")
	f.Fuzz(func(t *testing.T, s string) {
		got := Space("fr", s)
		if bare.Replace(got) != bare.Replace(s) {
			t.Errorf("Space(%q) = %q", s, got)
		}
		if again := Space("fr", got); again != got {
			t.Errorf("Space(%q) = %q, then %q", s, got, again)
		}
	})
}
