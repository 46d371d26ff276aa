package markdown

import (
	"strings"
	"testing"
)

// TestTypography tries the rules one by one: » and « stand with no-break
// spaces, written _, and narrow ones, written ~.
func TestTypography(t *testing.T) {
	tests := []struct{ lang, source, want string }{
		{"en", `"a"`, "“a”"},
		{"en", `("a")`, "(“a”)"},
		{"en", `a "b c" d`, "a “b c” d"},
		{"en", `"a *b*"`, "“a <em>b</em>”"},
		{"en", `*"a"*`, "<em>“a”</em>"},
		{"en", "\"`a`\"", "“<code>a</code>”"},
		{"en", `["a"](about.md)`, "<a href=\"/en/about/\">“a”</a>"},
		{"en", `"a" and "b`, "“a” and “b"},
		{"en", `6" wide`, `6&#34; wide`},
		{"en", `a " b`, `a &#34; b`},
		{"en", `'a'`, "‘a’"},
		{"en", `it's`, "it’s"},
		{"en", `the members' reef`, "the members’ reef"},
		{"en", `the '90s`, "the ’90s"},
		{"en", `the 'nineties and the members'`, "the ‘nineties and the members’"},
		{"en", `'tis`, "’tis"},
		{"en", `"'a' b"`, "“‘a’ b”"},
		{"en", `a -- b`, "a – b"},
		{"en", `a---b`, "a—b"},
		{"en", `a----b -`, "a----b -"},
		{"en", `a... b.... c..`, "a… b.... c.."},
		{"en", `a ; b : c ! d ?`, "a ; b : c ! d ?"},
		{"en", `\"a\" \'b\' \-\-`, "&#34;a&#34; &#39;b&#39; --"},
		{"en", `&quot;a&quot;`, "&#34;a&#34;"},
		{"en", "`\"a\" -- b...`", "<code>\"a\" -- b...</code>"},
		{"en-GB", `"a"`, "“a”"},
		{"de", `"a"`, "“a”"},
		{"fr", `"a"`, "«_a_»"},
		{"fr", `"a 'b' c"`, "«_a “b” c_»"},
		{"fr", `« a »`, "«_a_»"},
		{"fr", `«a»`, "«_a_»"},
		{"fr", "«\u00A0a\u202F»", "«_a~»"},
		{"fr", `*«a»*`, "<em>«_a_»</em>"},
		{"fr", `a ; b : c ! d ?`, "a~; b_: c~! d~?"},
		{"fr", `a; b: c! d?`, "a~; b_: c~! d~?"},
		{"fr", `a ?! b!!! (c !)`, "a~?! b~!!! (c~!)"},
		{"fr", `*a* : b`, "<em>a</em>_: b"},
		{"fr", `*a*: b`, "<em>a</em>_: b"},
		{"fr", `10:30 1:2 a:b`, "10:30 1:2 a:b"},
		{"fr", `l'eau, aujourd'hui`, "l’eau, aujourd’hui"},
		{"fr", "a :\nb", "a_:\nb"},
		{"fr", "a\n: b", "a\n: b"},
		{"fr", "`a : b` ; c", "<code>a : b</code>~; c"},
		{"fr", `[a](https://example.org/?b=c;d "e : f")`, `<a href="https://example.org/?b=c;d" rel="noopener noreferrer" title="e : f">a</a>`},
		{"fr", `https://example.org/?b ; c`, `<a href="https://example.org/?b" rel="noopener noreferrer">https://example.org/?b</a>~; c`},
		{"fr", `&amp; a&nbsp;: b`, "&amp; a_: b"},
		{"fr-CA", `a !`, "a~!"},
		{"es", `"¿Qué?" "¡Sí!"`, "“¿Qué?” “¡Sí!”"},
		{"es", `«a» : b`, "«a» : b"},
		{"en", "日本 *語* \u00A0", "日本 <em>語</em> _"},
	}
	r := New()
	for _, tt := range tests {
		body, problems := r.Render([]byte(tt.source), testOptions(tt.lang, false))
		got := strings.NewReplacer("\u00A0", "_", "\u202F", "~").Replace(string(body.Sections[0].HTML.Under("/en")))
		if want := "<p>" + tt.want + "</p>\n"; got != want || len(problems) > 0 {
			t.Errorf("%s %q: got %q, want %q; %v", tt.lang, tt.source, got, want, problems)
		}
	}
}

// TestTextIsIndependentOfTypography: a text can be compared over the years only
// when it is what the author typed.
func TestTextIsIndependentOfTypography(t *testing.T) {
	const source = `"A" : b -- c...  d's&nbsp;! «e» \* *f*
g`
	const want = `"A" : b -- c... d's ! «e» * f g`
	for _, lang := range []string{"en", "fr", "es"} {
		body, _ := New().Render([]byte(source), testOptions(lang, false))
		if got := body.Sections[0].Text; got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
		if got := body.Words; got != 8 {
			t.Errorf("%s: %d words", lang, got)
		}
	}
}

func TestReferences(t *testing.T) {
	tests := []struct{ source, want string }{
		{"&eacute;&#233;&#xE9;&#XE9;", "ééé" + "é"},
		{"&lt;b&gt; &#60;", "&lt;b&gt; &lt;"},
		{"&unknown; &#; &#x; &#xg; &#1234567890; &", "&amp;unknown; &amp;#; &amp;#x; &amp;#xg; &amp;#1234567890; &amp;"},
		{"&NotEqualTilde;", "≂̸"},
	}
	for _, tt := range tests {
		body, problems := New().Render([]byte(tt.source), testOptions("en", false))
		if got := string(body.Sections[0].HTML); got != "<p>"+tt.want+"</p>\n" || len(problems) > 0 {
			t.Errorf("%q: got %q, want %q; %v", tt.source, got, tt.want, problems)
		}
	}
	for _, source := range []string{"&#0;", "&#1;", "&#xD800;", "&#x110000;", "&#x202E;", "&#x2066;", "&#xFFFE;", "&#127;"} {
		body, _ := New().Render([]byte(source), testOptions("en", false))
		if got := string(body.Sections[0].HTML); got != "<p>\uFFFD</p>\n" {
			t.Errorf("%q: got %q", source, got)
		}
	}
}
