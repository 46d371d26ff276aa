package i18n

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// locale is a locale without words, unless some are given.
func locale(t testing.TB, lang string, messages map[string]Message) *Locale {
	t.Helper()
	l, err := New(lang, messages)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestT(t *testing.T) {
	l := locale(t, "en", map[string]Message{
		"plain":   {Other: "Members"},
		"edition": {Other: "{code}, report for {year} ({code})"},
	})
	tests := []struct {
		key  string
		args []any
		want string // "" for an error
	}{
		{"plain", nil, "Members"},
		{"edition", []any{"code", "WCC-2020-Res-040", "year", 2023}, "WCC-2020-Res-040, report for 2023 (WCC-2020-Res-040)"},
		{"edition", []any{"year", 2023, "code", "{year}"}, "{year}, report for 2023 ({year})"},
		{"edition", []any{"code", "x"}, ""},
		{"edition", nil, ""},
		{"edition", []any{"code"}, ""},
		{"edition", []any{"code", "x", "year", 1, "month", 2}, ""},
		{"plain", []any{"year", 1}, ""},
		{"plain", []any{"", 1}, ""},
		{"absent", nil, ""},
	}
	for _, tt := range tests {
		got, err := l.T(tt.key, tt.args...)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("T(%q, %v) = %q, %v; want %q", tt.key, tt.args, got, err, tt.want)
		}
	}
	var wrong *MessageError
	if _, err := l.T("absent"); !errors.As(err, &wrong) || wrong.Key != "absent" {
		t.Errorf("a missing key gives %v", err)
	}
}

func TestN(t *testing.T) {
	reports := map[string]Message{
		"reports": {One: "{count} report by {member}", Other: "{count} reports by {member}"},
		"bare":    {One: "One report", Other: "{count} reports"},
		"forms":   {One: "one", Few: "few", Many: "many", Other: "other {count}"},
	}
	tests := []struct {
		lang, key string
		n         int
		want      string
	}{
		{"en", "reports", 0, "0 reports by A"},
		{"en", "reports", 1, "1 report by A"},
		{"en", "reports", 1234, "1,234 reports by A"},
		{"fr", "reports", 0, "0 report by A"},
		{"fr", "reports", 1, "1 report by A"},
		{"fr", "reports", 2, "2 reports by A"},
		{"fr", "reports", 1234, "1\u202f234 reports by A"},
		{"fr", "reports", 10_000_000, "10\u202f000\u202f000 reports by A"},
		{"es", "reports", 0, "0 reports by A"},
		{"es", "reports", 1, "1 report by A"},
		{"es", "reports", 1234, "1234 reports by A"},
		{"es-MX", "reports", 1, "1 report by A"},
		{"en", "bare", 1, "One report"},
		{"en", "bare", 2, "2 reports"},
		{"pl", "forms", 1, "one"},
		{"pl", "forms", 3, "few"},
		{"pl", "forms", 5, "many"},
		{"ja", "forms", 1, "other 1"},
	}
	for _, tt := range tests {
		l := locale(t, tt.lang, reports)
		var args []any
		if tt.key == "reports" {
			args = []any{"member", "A"}
		}
		if got, err := l.N(tt.key, tt.n, args...); got != tt.want || err != nil {
			t.Errorf("%s: N(%q, %d) = %q, %v; want %q", tt.lang, tt.key, tt.n, got, err, tt.want)
		}
	}
	en := locale(t, "en", reports)
	for count, want := range map[any]string{1: "1 report by A", 1234: "1,234 reports by A", "no": "no reports by A"} {
		if got, err := en.T("reports", "member", "A", "count", count); got != want || err != nil {
			t.Errorf("T with count %v = %q, %v; want %q", count, got, err, want)
		}
	}
	if got, err := locale(t, "en", map[string]Message{"none": {Other: "none"}}).N("none", 2); err == nil {
		t.Errorf("a number that is told nowhere gives %q", got)
	}
	if got, err := en.N("reports", 1); err == nil {
		t.Errorf("a placeholder without value gives %q", got)
	}
}

func TestAround(t *testing.T) {
	l := locale(t, "en", map[string]Message{
		"only":  {Other: "In {language} only, {year}."},
		"twice": {Other: "{a} and {a}"},
	})
	if got, err := l.Around("only", "language", "year", 2023); got != [2]string{"In ", " only, 2023."} || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	for _, key := range []string{"twice", "absent"} {
		if got, err := l.Around(key, "a"); err == nil {
			t.Errorf("%s gives %q", key, got)
		}
	}
}

func TestUnder(t *testing.T) {
	l := locale(t, "en", map[string]Message{"a.b": {Other: "{x}"}, "a.c.d": {One: "1", Other: "2"}, "ab": {Other: "x"}})
	got := l.Under("a.")
	if len(got) != 2 || got["b"] != (Message{Other: "{x}"}) || got["c.d"] != (Message{One: "1", Other: "2"}) {
		t.Errorf("got %v", got)
	}
}

func TestNewRefuses(t *testing.T) {
	if _, err := New("not a language", nil); err == nil {
		t.Error("a bad tag is accepted")
	}
	bad := map[string]Message{"d": {Other: "{}"}, "c": {Other: "a } b"}, "b": {Other: "{count"}, "a": {One: "x"}, "e": {One: "{A}", Other: "x"}, "fine": {Other: "x"}}
	_, err := New("en", bad)
	if err == nil {
		t.Fatal("bad messages are accepted")
	}
	lines := strings.Split(err.Error(), "\n")
	for i, key := range []string{"a", "b", "c", "d", "e"} {
		if len(lines) != 5 || !strings.HasPrefix(lines[i], `message "`+key+`": `) {
			t.Fatalf("got\n%v\nwant one line for each of a to e", err)
		}
	}
}

func TestMissing(t *testing.T) {
	reference := map[string]Message{
		"a":   {Other: "A {x} {y}"},
		"b":   {One: "{count} of {x}", Other: "{count} of {x}"},
		"c":   {Other: "C"},
		"d":   {Other: "{x}"},
		"e":   {One: "{count} e", Other: "{count} e"},
		"f":   {Other: "f"},
		"one": {One: "A report of {x}", Other: "{count} reports of {x}"},
	}
	other := map[string]Message{
		"a":   {Other: "{y} und {x}, {x}"},
		"b":   {One: "eins", Other: "{count} von {x}"},
		"d":   {Other: "{z}"},
		"e":   {Other: "{count} e"},
		"f":   {Other: "{"},
		"g":   {Other: "g"},
		"one": {One: "Ein Bericht von {x}", Few: "{count} Berichte von {x}", Other: "{count} Berichte von {x}"},
	}
	missing, extra, bad := Missing(reference, other)
	if !slices.Equal(missing, []string{"c"}) || !slices.Equal(extra, []string{"g"}) || !slices.Equal(bad, []string{"b", "d", "f"}) {
		t.Errorf("missing %q, extra %q, bad %q", missing, extra, bad)
	}
}

func TestDir(t *testing.T) {
	for lang, want := range map[string]string{"en": "ltr", "fr": "ltr", "ar": "rtl", "he": "rtl", "fa-IR": "rtl", "az-Arab": "rtl", "ja": "ltr"} {
		if got := locale(t, lang, nil).Dir(); got != want {
			t.Errorf("%s: %s, want %s", lang, got, want)
		}
	}
}

func BenchmarkT(b *testing.B) {
	l := locale(b, "en", map[string]Message{"plain": {Other: "Members"}, "two": {Other: "{code}, {year}"}})
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			if _, err := l.T("plain"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("placeholders", func(b *testing.B) {
		for b.Loop() {
			if _, err := l.T("two", "code", "WCC", "year", 2023); err != nil {
				b.Fatal(err)
			}
		}
	})
}
