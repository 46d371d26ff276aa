package i18n

import (
	"regexp"
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Côte d'Ivoire", "cote-d-ivoire"},
		{"Côte d’Ivoire", "cote-d-ivoire"},
		{"Co\u0302te", "cote"},
		{"  Re:wild!  ", "re-wild"},
		{"Straße", "strasse"},
		{"STRAẞE", "strasse"},
		{"Œuvre & Ægir", "oeuvre-aegir"},
		{"Øresund", "oresund"},
		{"Łódź", "lodz"},
		{"Đà Nẵng", "da-nang"},
		{"Doğa Derneği", "doga-dernegi"},
		{"İstanbul Iğdır", "istanbul-igdir"},
		{"Þingvellir", "thingvellir"},
		{"ﬁnance Ⅳ ½", "finance-iv-1-2"},
		{"ＩＦＡＷ", "ifaw"},
		{"NoƩ", "no"},
		{"中国", ""},
		{"Ελλάς", ""},
		{"--", ""},
		{"", ""},
		{"a\xffb\x00c", "a-b-c"},
		{strings.Repeat("a", 80), strings.Repeat("a", 80)},
		{strings.Repeat("a", 200), strings.Repeat("a", 80)},
		{strings.Repeat("abcdefghi ", 20), strings.Repeat("abcdefghi-", 7) + "abcdefghi"},
		{strings.Repeat("abcdefgh ", 20), strings.Repeat("abcdefgh-", 8) + "abcdefgh"},
		{strings.Repeat("a", 80) + " b", strings.Repeat("a", 80)},
		{strings.Repeat("a", 79) + "œ", strings.Repeat("a", 79) + "o"},
		{"a " + strings.Repeat("b", 100), "a-" + strings.Repeat("b", 78)},
	}
	for _, tt := range tests {
		if got := Slug(tt.in); got != tt.want {
			t.Errorf("Slug(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"Côte d'Ivoire", "Straße", "中国", strings.Repeat("œ-", 60), strings.Repeat("ß", 60), "\xff", "İ", "ǽ", "a\u0301"} {
		f.Add(s)
	}
	form := regexp.MustCompile(`^([a-z0-9]+(-[a-z0-9]+)*)?$`)
	f.Fuzz(func(t *testing.T, s string) {
		got := Slug(s)
		if !form.MatchString(got) || len(got) > MaxSlug {
			t.Errorf("Slug(%q) = %q, %d bytes", s, got, len(got))
		}
		if again := Slug(got); again != got {
			t.Errorf("Slug(%q) = %q, but the slug of that is %q", s, got, again)
		}
	})
}
