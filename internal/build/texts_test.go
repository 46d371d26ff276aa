package build

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"resolute/internal/output"
	"resolute/internal/site"
)

func textsOf(t testing.TB) *texts {
	t.Helper()
	x := newTexts()
	x.now = map[textKey]site.TextChange{
		{1}: {Sections: []site.SectionChange{{ID: "results", State: site.SectionEdited, Before: 300, Kept: 299}, {ID: "challenges", State: site.SectionAdded}}},
		{2}: {Sections: []site.SectionChange{{ID: "results", State: site.SectionSame, Before: 4, Kept: 4}}, Forgotten: []string{"A plan\nin lines."}},
	}
	return x
}

func TestTextsReadBack(t *testing.T) {
	data := textsOf(t).bytes("v1")
	x, err := readTexts(data, "v1")
	if err != nil || len(x.before) != 2 || len(x.now) != 0 {
		t.Fatalf("%d entries, %v; want two", len(x.before), err)
	}
	for k, text := range x.before {
		if want := textsOf(t).now[k]; !reflect.DeepEqual(text, want) {
			t.Errorf("got %+v, want %+v", text, want)
		}
	}
	x.now = x.before
	if !bytes.Equal(x.bytes("v1"), data) {
		t.Error("written again it differs")
	}
	if x, err := readTexts(data, "v2"); err != nil || len(x.before) != 0 {
		t.Errorf("another version of the program: %d entries, %v", len(x.before), err)
	}
	if x, err := readTexts(nil, "v1"); err != nil || len(x.before) != 0 {
		t.Errorf("nothing: %d entries, %v", len(x.before), err)
	}
}

// Texts are compared once, as long as they are asked for; what is kept for the
// next build is what was. A preview that goes on for a day keeps few more.
func TestTextsAreComparedOnce(t *testing.T) {
	body := func(text string) *output.Body {
		return &output.Body{Digest: text, Sections: []output.BodySection{{ID: "results"}}, Text: func(int) string { return text }}
	}
	a, b := body("one two"), body("one three")
	x := newTexts()
	first := x.change(a, b, false)
	if first.Sections[0].Kept != 1 {
		t.Fatalf("got %+v", first)
	}
	same := func() bool { return &x.change(a, b, false).Sections[0] == &first.Sections[0] }
	if !same() {
		t.Error("the same texts were compared again")
	}
	for i := range 100 {
		x.turn(4)
		x.change(a, body(string(rune('a'+i))), false)
		if !same() || len(x.now)+len(x.before) > 12 {
			t.Fatalf("%d entries after %d edits", len(x.now)+len(x.before), i+1)
		}
	}
	y, err := readTexts(x.bytes("v"), "v")
	if err != nil || len(y.before) != len(x.now) {
		t.Errorf("%d entries kept, %v, want %d", len(y.before), err, len(x.now))
	}
}

// The key tells texts, their order, sections and plans apart.
func TestTextKeys(t *testing.T) {
	body := func(digest string, ids ...string) *output.Body {
		b := &output.Body{Digest: digest}
		for _, id := range ids {
			b.Sections = append(b.Sections, output.BodySection{ID: id})
		}
		return b
	}
	a, b := body("a", "results"), body("b", "results")
	keys := []textKey{
		textKeyOf(a, b, false), textKeyOf(b, a, false), textKeyOf(a, b, true), textKeyOf(a, a, false),
		textKeyOf(body("a", "challenges"), b, false), textKeyOf(body("a"), b, false), textKeyOf(a, body("b", "results", "challenges"), false),
	}
	for i, k := range keys {
		if slices.Contains(keys[:i], k) {
			t.Errorf("key %d is that of another", i)
		}
	}
}

// Damaged texts give an error or none at all: no panic, and no entry with an error.
func FuzzReadTexts(f *testing.F) {
	data := textsOf(f).bytes("v")
	f.Add(data)
	f.Add(data[:len(data)-1])
	f.Add([]byte(textsFormat + "v\n\x01\x01a\xff\xff\xff\xff\x0f"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if x, err := readTexts(data, "v"); err != nil && len(x.before) > 0 {
			t.Error("an error came with entries")
		}
	})
}
