package markdown

import (
	"strings"
	"testing"
)

func TestCheckURL(t *testing.T) {
	accepted := []struct {
		raw, url string
		kind     Kind
	}{
		{"https://example.org", "https://example.org", External},
		{"HTTPS://Example.ORG/A?b=c&d=%C3%A9#e", "https://example.org/A?b=c&d=%C3%A9#e", External},
		{"http://example.org:8080/", "http://example.org:8080/", External},
		{"https://exämple.org/é'\"", "https://xn--exmple-cua.org/%C3%A9%27%22", External},
		{"https://en.wikipedia.org/wiki/Reef_(coral)", "https://en.wikipedia.org/wiki/Reef_(coral)", External},
		{"mailto:info@example.org", "mailto:info@example.org", Contact},
		{"MAILTO:info@example.org?subject=A%20b", "mailto:info@example.org?subject=A%20b", Contact},
		{"tel:+41-22-999-0000", "tel:+41-22-999-0000", Contact},
		{"#part", "#part", Fragment},
		{"../members/wwf.md", "../members/wwf.md", Relative},
		{"/members/wwf/", "/members/wwf/", Relative},
		{"a/b:c", "a/b:c", Relative},
		{"?q=reef", "?q=reef", Relative},
		{"Été.md", "%C3%89t%C3%A9.md", Relative},
	}
	for _, tt := range accepted {
		got, problem, _ := CheckURL(tt.raw)
		if problem != "" || got.URL != tt.url || got.Kind != tt.kind {
			t.Errorf("%q: got %+v %q, want %q of kind %d", tt.raw, got, problem, tt.url, tt.kind)
		}
	}
	refused := []struct{ raw, problem string }{
		{"", "empty"},
		{"https://example.org/" + strings.Repeat("a", longestURL), "too long"},
		{strings.Repeat("é", longestURL/4), "too long"},
		{"javascript:alert(1)", "scheme javascript:"},
		{"JavaScript:alert(1)", "scheme javascript:"},
		{"java\tscript:alert(1)", "blank"},
		{"java\x01script:alert(1)", "invisible"},
		{"\u200Bjavascript:alert(1)", "invisible"},
		{"https://example.org/\u202Egpj", "invisible"},
		{"data:text/html,x", "scheme data:"},
		{"vbscript:x", "scheme vbscript:"},
		{"file:///etc/passwd", "scheme file:"},
		{"blob:https://example.org/x", "scheme blob:"},
		{"intent:x", "scheme intent:"},
		{"1:x", "scheme 1:"},
		{":x", "scheme :"},
		{"java%73cript:x", "scheme java%73cript:"},
		{"//example.org", `"//"`},
		{`\\example.org`, "backslash"},
		{`/\example.org`, "backslash"},
		{"/%5Cexample.org", "control"},
		{"https:example.org", "without a host"},
		{"https:/example.org", "without a host"},
		{"https://", "proper host"},
		{"https:///x", "proper host"},
		{"https://user@example.org/", "user name"},
		{"https://user:pass@example.org/", "user name"},
		{"https://example.org:0/", "port"},
		{"https://example.org:x/", "port"},
		{"https://[::1]/", "port"},
		{"https://a b/", "blank"},
		{"https://exa\u00ADmple.org/", "invisible"},
		{"https://example..org/", "proper host"},
		{"https://-example.org/", "proper host"},
		{"https://example.org/%0d%0aSet-Cookie:x", "control"},
		{"https://example.org/%zz", "hexadecimal"},
		{"https://example.org/%4", "hexadecimal"},
		{"mailto:", "e-mail"},
		{"mailto:a@b.example?bcc=c@d.example", "e-mail"},
		{"mailto:a@b.example,c@d.example", "e-mail"},
		{"tel:", "telephone"},
		{"tel:*#06#", "telephone"},
		{"\xff", "damaged"},
	}
	for _, tt := range refused {
		got, problem, hint := CheckURL(tt.raw)
		if !strings.Contains(problem, tt.problem) || hint == "" || got != (Target{}) {
			t.Errorf("%q: got %+v, problem %q, hint %q; want a problem with %q", tt.raw, got, problem, hint, tt.problem)
		}
	}
}
