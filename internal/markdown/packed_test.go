package markdown

import (
	"strings"
	"testing"
)

// What is rendered of a body is packed to a part of its size, and is the same after.
func TestPack(t *testing.T) {
	source := []byte(strings.Repeat("## Results\n\nThe members’ report, of *one* year, and what [others](https://example.org/) say of it: they’re right. "+
		"Nobody \"else\" has told it so far. "+strings.Repeat("It goes on with words as they are typed, one after the other. ", 9)+"\n\n- One item of the list\n- Another <https://example.org/other>\n\n### More & more\n\nAn end.\n\n", 9))
	body, _ := New().Render(source, Options{})
	for _, section := range body.Sections {
		for _, text := range []string{section.Text, string(section.HTML)} {
			p := Pack(source, text)
			if got, ok := p.Unpack(source); !ok || got != text {
				t.Errorf("got\n%s\nwant\n%s", got, text)
			}
			if len(p) > len(text)/3 {
				t.Errorf("%d bytes are packed to %d", len(text), len(p))
			}
		}
		if got := section.HTML.Pack(source).HTML(source); got != section.HTML {
			t.Errorf("got\n%s\nwant\n%s", got, section.HTML)
		}
	}
}

// Any text comes back from its source; nothing comes of what was not packed.
func FuzzPack(f *testing.F) {
	f.Add([]byte("## Results\n\nThe members’ report, of *one* year.\n"), "<p>The members’ report, of <em>one</em> year.</p>\n", "")
	f.Add([]byte("one\n\n"+strings.Repeat("word ", 200)+"end"), "end"+strings.Repeat("word ", 200), "\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x00\x01\x02")
	f.Add([]byte(nil), "<", "\x05")
	f.Fuzz(func(t *testing.T, source []byte, text, other string) {
		if got, ok := Pack(source, text).Unpack(source); !ok || got != text {
			t.Errorf("%q is %q", text, got)
		}
		if got, ok := Packed(other).Unpack(source); !ok && got != "" || len(got) > len(other)+len(source) {
			t.Errorf("%d bytes of %d and %d", len(got), len(other), len(source))
		}
	})
}
