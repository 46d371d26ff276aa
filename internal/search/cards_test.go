package search

import (
	"strings"
	"testing"
)

// FuzzPlain compares a text on one line with its words and a blank between.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{"", " ", "a", "a b", " a  b ", "a\nb\r\n\n c", "\u00a0a\u3000b ", "a\x00b", "a \n", "\n", "é\u2028x", "\xc2", "a\x1fb", "a \u2003 b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := strings.Join(strings.Fields(s), " ")
		if got := plain(s); got != want {
			t.Errorf("plain(%q) = %q, want %q", s, got, want)
		}
		var e encoder
		e.plain(s)
		d := decoder{data: e.buf}
		if got := d.str(); got != want || d.at != len(d.data) {
			t.Errorf("plain(%q) writes %q, want %q", s, got, want)
		}
	})
}
