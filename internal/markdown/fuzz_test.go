package markdown

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// FuzzRender holds any source, with any language and in both forms, to the
// closed list of elements, attributes and schemes; to ids that are unique and
// prefixed; to problems with a place in the source; and to the same result
// twice.
func FuzzRender(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, a := range archive.Files {
			if strings.HasSuffix(a.Name, ".md") {
				f.Add(string(a.Data), uint8(len(a.Name)), strings.Contains(a.Name, "report"))
			}
		}
	}
	for _, tt := range hostile {
		f.Add(tt.body(200), uint8(1), false)
	}
	for _, s := range []string{
		"[a](\x00/x)", "<a\x00b>", "[a](&#0;)", "![a [b](c) `d` <e>](images/reef.jpg)", "[![a](images/reef.jpg)](about.md)", "#b    \n]", "a\n-:\na    \n-\n", "0;(", "a\r    \n a", "a\r\nb", "[a](http://b c) x](http://y", "`a`http://b.cd *x*www.y.za \\_http://c.de", "[a [^1] <b@c.de>](about.md)\n\n[^1]: [^1]",
		"# <script>alert(1)</script>\n## \"><img src=x onerror=alert(1)>", "[a](about.md \"\\\" onclick=alert(1)\")", "```\"><script>\n</code>\n```",
		"[a](https://example.org/\"onclick=x)", "[a](<javascript:x>)", "[a](java\tscript:x)", "[a](\u2028javascript:x)", "<https://example.org/'\">", "|a\n|:-:|\n|`\\|`<b>|",
	} {
		f.Add(s, uint8(0), false)
		f.Add("## Results\n\n"+s, uint8(2), true)
	}
	r := New()
	f.Fuzz(func(t *testing.T, src string, language uint8, report bool) {
		o := testOptions([]string{"en", "fr", "es"}[language%3], report)
		o.IDPrefix = "e1-"
		body, problems := r.Render([]byte(src), o)
		for _, fault := range inspect(body, o.IDPrefix) {
			t.Error(fault)
		}
		lines := strings.Count(src, "\n") + 1
		for _, p := range problems {
			if p.Pos.File != o.File || p.Message == "" || p.Rule == "" {
				t.Errorf("problem without a place, message or rule: %+v", p)
			}
			if p.Rule != "too-many-problems" && (p.Pos.Line < o.Line || p.Pos.Line >= o.Line+lines || p.Pos.Col < 1) {
				t.Errorf("problem outside the source: %+v", p)
			}
		}
		again, problemsAgain := r.Render([]byte(src), o)
		if !reflect.DeepEqual(body, again) || !reflect.DeepEqual(problems, problemsAgain) {
			t.Error("a second rendering differs")
		}
		src = strings.ReplaceAll(src, "\r\n", "\n")
		linking, problemsLinking := r.render(r.linking, []byte(src), o)
		if !reflect.DeepEqual(body, linking) || !reflect.DeepEqual(problems, problemsLinking) {
			t.Error("a bare link was overlooked")
		}
	})
}

// FuzzCheckURL holds an accepted address to what a browser would make of it.
func FuzzCheckURL(f *testing.F) {
	for _, s := range []string{
		"https://example.org/a b", "HTTPS://EXAMPLE.org:443/ä?x=%41#y", "javascript:alert(1)", "java\nscript:x", "//evil.example", "/\\evil.example", "mailto:a@b.cd?subject=x",
		"tel:+41", "#x", "a/b.md", "../x", "a:b", ":x", "https://a@b", "https://[::1]/", "https://münchen.example/", "data:text/html,x", "https://a%2eb/", "?x", "%00", strings.Repeat("'", 1500),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		target, problem, hint := CheckURL(raw)
		if problem != "" {
			if target != (Target{}) || hint == "" {
				t.Errorf("%q: refused with %+v and the hint %q", raw, target, hint)
			}
			return
		}
		checked := target.URL
		if target.Kind == Relative && !strings.HasPrefix(checked, "/") {
			checked = "/" + checked
		}
		if !safeAddress(checked, false) {
			t.Errorf("%q: accepted as %q", raw, target.URL)
		}
		if second, problem, _ := CheckURL(target.URL); problem != "" || second != target {
			t.Errorf("%q: %+v becomes %+v %s", raw, target, second, problem)
		}
	})
}
