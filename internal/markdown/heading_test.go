package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSlug(t *testing.T) {
	tests := []struct{ heading, want string }{
		{"Next steps", "next-steps"},
		{"  Mesures à l'échelle européenne ! ", "mesures-à-l-échelle-européenne"},
		{"Mesures a\u0300 l'e\u0301chelle", "mesures-à-l-échelle"},
		{"保护区 2023", "保护区-2023"},
		{"المناطق المحمية", "المناطق-المحمية"},
		{"हिन्दी", "हिन्दी"},
		{"ÄÖÜ–ß", "äöü-ß"},
		{"C++ & \"x\"<y>", "c-x-y"},
		{"***", "section"},
		{"", "section"},
	}
	for _, tt := range tests {
		if got := Slug(tt.heading); got != tt.want {
			t.Errorf("Slug(%q) = %q, want %q", tt.heading, got, tt.want)
		}
	}
	long := Slug(strings.Repeat("é ", 100))
	if len(long) > longestSlug || !utf8.ValidString(long) || strings.HasSuffix(long, "-") {
		t.Errorf("long slug %q of %d bytes", long, len(long))
	}
}

// TestHeadingIDsAreUnique: also where a heading is named like the number that
// another one was given.
func TestHeadingIDsAreUnique(t *testing.T) {
	o := testOptions("en", false)
	o.IDPrefix = "e2-"
	body, _ := New().Render([]byte("## A\n## A 2\n## A\n## A\n## A 2\n"), o)
	want := "e2-h-a e2-h-a-2 e2-h-a-3 e2-h-a-4 e2-h-a-2-2"
	if got := strings.Join(body.IDs, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := body.Sections[0].Headings[2]; got != (Heading{Level: 2, ID: "e2-h-a-3", Text: "A"}) {
		t.Errorf("got %+v", got)
	}
}

// TestFragments: a link within a body finds its heading by the id, with or
// without the prefixes, or by the text; any other is left to be checked later.
func TestFragments(t *testing.T) {
	o := testOptions("en", false)
	o.IDPrefix = "e2-"
	for _, fragment := range []string{"next-steps", "h-next-steps", "e2-h-next-steps", "Next-Steps"} {
		body, problems := New().Render([]byte("[see](#"+fragment+")\n\n## Next steps\n"), o)
		if !strings.Contains(string(body.Sections[0].HTML), `href="#e2-h-next-steps"`) || len(body.Links) > 0 || len(problems) > 0 {
			t.Errorf("%s: %s %v %v", fragment, body.Sections[0].HTML, body.Links, problems)
		}
	}
	body, _ := New().Render([]byte("a [see](#results)"), o)
	if len(body.Links) != 1 || body.Links[0].URL != "" || body.Links[0].Fragment != "results" || body.Links[0].Pos.String() != "x.md:10:9" {
		t.Errorf("links %+v", body.Links)
	}
}
