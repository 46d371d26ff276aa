package build

import (
	"bytes"
	"testing"

	"resolute/internal/diag"
	"resolute/internal/markdown"
	"resolute/internal/output"
)

func memoryOf(t testing.TB) *Memory {
	t.Helper()
	m := NewMemory()
	m.put(bodyKey{1}, &remembered{
		words:    7,
		sections: []output.BodySection{{ID: "results", Headings: []markdown.Heading{{Level: 3, ID: "h-one", Text: "One"}}}},
		links:    []markdown.Link{{URL: "/members/wwf/", Fragment: "h-x", Pos: diag.Pos{File: "content/a.md", Line: 3, Col: 9}}},
		ids:      []string{"h-one"},
		texts:    []markdown.Packed{markdown.Pack([]byte("*One*\ntwo"), "One\ntwo")},
	})
	m.put(bodyKey{2}, &remembered{words: 300})
	return m
}

func TestMemoryReadsBack(t *testing.T) {
	data := memoryOf(t).Bytes()
	m, err := ReadMemory(data)
	if err != nil {
		t.Fatal(err)
	}
	if r := m.get(bodyKey{1}); r == nil || r.words != 7 || r.sections[0].ID != "results" || r.links[0].Pos.Col != 9 {
		t.Errorf("got %+v", r)
	} else if text, ok := r.texts[0].Unpack([]byte("*One*\ntwo")); !ok || text != "One\ntwo" {
		t.Errorf("got the text %q", text)
	}
	if m.get(bodyKey{3}) != nil {
		t.Error("an entry came from nowhere")
	}
	m.get(bodyKey{2})
	if !bytes.Equal(m.Bytes(), data) {
		t.Error("written again it differs")
	}
}

func TestMemoryForgetsWhatIsNotAskedFor(t *testing.T) {
	m := memoryOf(t)
	m.turn()
	m.get(bodyKey{1})
	m.turn()
	if m.get(bodyKey{1}) == nil || m.get(bodyKey{2}) != nil {
		t.Error("want the entry that was asked for, and no other")
	}
}

// A damaged memory gives an error and nothing else: no panic, no entry.
func FuzzReadMemory(f *testing.F) {
	f.Add(memoryOf(f).Bytes())
	f.Add([]byte(memoryFormat + "\xff\xff\xff\xff\x0f"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadMemory(data)
		if err != nil && len(m.before) > 0 {
			t.Error("an error came with entries")
		}
	})
}

func TestLinksInside(t *testing.T) {
	for text, want := range map[string]bool{
		"plain": false, "[a](https://example.org/)": false, "[a](/members/wwf/)": true, "[a](#h-b)": true,
		"[a](http://x.org) and [b](../about/)": true, "[a]: /members/": true,
	} {
		if got := linksInside([]byte(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
