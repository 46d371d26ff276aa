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
	x.keep([]textKey{{2}, {1}, {9}}, map[textKey]site.TextChange{
		{1}: {Sections: []site.SectionChange{{ID: "results", State: site.SectionEdited, Before: 300, Kept: 299}, {ID: "challenges", State: site.SectionAdded}}},
		{2}: {Sections: []site.SectionChange{{ID: "results", State: site.SectionSame, Before: 4, Kept: 4}}, Forgotten: []string{"A plan\nin lines."}},
		{3}: {},
	})
	return x
}

func TestTextsReadBack(t *testing.T) {
	data := textsOf(t).bytes("v1")
	x, err := readTexts(data, "v1")
	if err != nil || len(x.known) != 2 {
		t.Fatalf("%d entries, %v; want the two that were used", len(x.known), err)
	}
	for k, text := range x.known {
		if want := textsOf(t).known[k]; !reflect.DeepEqual(text, want) {
			t.Errorf("got %+v, want %+v", text, want)
		}
	}
	x.keep([]textKey{{1}, {2}}, nil)
	if !bytes.Equal(x.bytes("v1"), data) {
		t.Error("written again it differs")
	}
	if x, err := readTexts(data, "v2"); err != nil || len(x.known) != 0 {
		t.Errorf("another version of the program: %d entries, %v", len(x.known), err)
	}
	if x, err := readTexts(nil, "v1"); err != nil || len(x.known) != 0 {
		t.Errorf("nothing: %d entries, %v", len(x.known), err)
	}
}

// A preview that goes on for a day holds no more than twice what it uses.
func TestTextsForgetWhatIsNotUsed(t *testing.T) {
	x := newTexts()
	for i := range 100 {
		x.keep([]textKey{{1}, {2, byte(i)}}, map[textKey]site.TextChange{{1}: {}, {2, byte(i)}: {}})
		if _, ok := x.known[textKey{1}]; !ok || len(x.known) > 4 {
			t.Fatalf("%d entries after %d edits (one that is used is there: %v)", len(x.known), i+1, ok)
		}
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
		if x, err := readTexts(data, "v"); err != nil && len(x.known) > 0 {
			t.Error("an error came with entries")
		}
	})
}
