package asset_test

import (
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"resolute/internal/asset"
	"resolute/internal/diag"
	"resolute/static"
)

func site(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func build(t *testing.T, files map[string]string) *asset.Set {
	t.Helper()
	set, err := asset.Build(site(files), "/base/")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// one is the published file whose name, without its digest, is given.
func one(t *testing.T, set *asset.Set, name string) asset.File {
	t.Helper()
	ext := path.Ext(name)
	form := regexp.MustCompile(`^assets/` + regexp.QuoteMeta(strings.TrimSuffix(name, ext)) + `\.[0-9a-f]{10}` + regexp.QuoteMeta(ext) + `$`)
	for _, f := range set.Files {
		if form.MatchString(f.Path) {
			return f
		}
	}
	t.Fatalf("no file %s among %v", name, paths(set))
	return asset.File{}
}

func paths(set *asset.Set) []string {
	var list []string
	for _, f := range set.Files {
		list = append(list, f.Path)
	}
	return list
}

func TestStyles(t *testing.T) {
	set := build(t, map[string]string{
		"css/print.css":         "@layer print { p { color: red } }",
		"css/tokens.css":        `@layer tokens { @font-face { font-family: X; src: url("../fonts/x.woff2") format("woff2") } }`,
		"css/components/b.css":  "@layer components { b { mask: url('../../images/i.svg#m') } }",
		"css/components/a.css":  "/* A comment. */\n@layer components { a::before { content: \"}\" } a { & b { color: light-dark(#fff, #000) } } }",
		"fonts/x.woff2":         "font",
		"images/i.svg":          "<svg/>",
		"root/security.txt":     "Contact: x",
		"root/.well-known/junk": "not published: an editor's file",
		"embed.go":              "package static",
	})
	sheet := one(t, set, "site.css")
	text := string(sheet.Data)
	if !slices.Equal(set.Styles, []string{"/base/" + sheet.Path}) {
		t.Errorf("styles are %v", set.Styles)
	}
	order := []string{"@layer tokens,base,layout,components,print;", "@layer tokens{", "@layer components{a", "@layer components{b", "@layer print{"}
	last := -1
	for _, s := range order {
		at := strings.Index(text, s)
		if at <= last {
			t.Errorf("%s stands at %d, after %d: %s", s, at, last, text)
		}
		last = at
	}
	for _, name := range []string{"fonts/x.woff2", "images/i.svg"} {
		f := one(t, set, name)
		if !strings.Contains(text, "url("+strings.TrimPrefix(f.Path, "assets/")) {
			t.Errorf("%s is not named: %s", f.Path, text)
		}
		if set.Assets[name] != "/base/"+f.Path {
			t.Errorf("the address of %s is %s", name, set.Assets[name])
		}
	}
	if !strings.Contains(text, "#m)") || strings.Contains(text, "comment") || !strings.Contains(text, `content:"}"`) {
		t.Error(text)
	}
	if !slices.Contains(paths(set), "security.txt") || len(set.Files) != 4 {
		t.Errorf("published: %v", paths(set))
	}
}

func TestModules(t *testing.T) {
	files := map[string]string{
		"js/main.js":          "import {\n  one,\n} from './lib/one.js';\nimport './lib/two.js';\nshow(one);\nexport const unused = 1;",
		"js/lib/one.js":       "import {two} from './two.js';\nexport const one = two + 1;",
		"js/lib/two.js":       "export const two = twice(1); // two\nexport function twice(n) { return 2 * n; }",
		"js/theme.js":         "(() => { document.documentElement.dataset.theme = 'dark'; })();",
		"site.webmanifest":    `{"icons":[{"src":"images/i.svg"}],"name":"images"}`,
		"images/i.svg":        "<svg/>",
		"js/lib/.hidden/x.js": "broken(",
	}
	set := build(t, files)
	main := string(one(t, set, "js/main.js").Data)
	if strings.Contains(main, "port") || strings.Contains(main, "two") || strings.Count(main, "2*") != 1 {
		t.Errorf("main.js is not one script with short names: %s", main)
	}
	if two, last := strings.Index(main, "(1)"), strings.Index(main, "show("); two < 0 || last < two {
		t.Errorf("main.js is in another order: %s", main)
	}
	if got := slices.Sorted(maps.Keys(set.Scripts)); !slices.Equal(got, []string{"main.js", "theme.js"}) {
		t.Errorf("scripts are %v", got)
	}
	manifest := string(one(t, set, "site.webmanifest").Data)
	if want := "./" + strings.TrimPrefix(one(t, set, "images/i.svg").Path, "assets/"); !strings.Contains(manifest, `"src":"`+want+`"`) || !strings.Contains(manifest, `"name":"images"`) {
		t.Errorf("manifest: %s", manifest)
	}

	// A change deep down gives a new name to what it is part of, and to nothing else.
	files["js/lib/two.js"] = "export const two = 3;"
	changed := build(t, files)
	for name, same := range map[string]bool{"main.js": false, "theme.js": true} {
		if got := changed.Scripts[name] == set.Scripts[name]; got != same {
			t.Errorf("%s: same name %v, want %v", name, got, same)
		}
	}
}

// TestMistakes shows that what is wrong in the files is told where it stands, all
// of it at once.
func TestMistakes(t *testing.T) {
	const outside = "static/css/base.css:1:1: error: all its rules belong within @layer base {…} (asset)"
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"rules outside of the layer": {map[string]string{"css/base.css": "@layer base{p{color:red}}b{color:red}"}, []string{outside}},
		"another layer":              {map[string]string{"css/base.css": "@layer print{p{color:red}}"}, []string{outside}},
		"no layer": {map[string]string{"css/components/x.css": "p{color:red}"}, []string{
			"static/css/components/x.css:1:1: error: all its rules belong within @layer components {…} (asset)",
		}},
		"unknown layers": {map[string]string{"css/other.css": "", "css/print.scss": ""}, []string{
			"static/css/other.css: error: css/ has style sheets named by their layer, or in a folder named so: tokens, base, layout, components, print (asset)",
			"static/css/print.scss: error: css/ has style sheets named by their layer, or in a folder named so: tokens, base, layout, components, print (asset)",
		}},
		"a file that is not there": {map[string]string{"css/base.css": "@layer base{\n  p{mask:url(x.svg)}}"}, []string{
			"static/css/base.css:2:14: error: url(x.svg): there is no such file in static/ (asset)",
		}},
		"an address elsewhere": {map[string]string{"css/base.css": "@layer base{p{background:url(https://example.org/x.png)}}"}, []string{
			"static/css/base.css:1:30: error: url(https://example.org/x.png): there is no such file in static/ (asset)",
		}},
		"a script that is broken": {map[string]string{"js/x.js": "let a = 1;\nlet = ;;)"}, []string{
			"static/js/x.js:2:7: error: unexpected ; in expression (asset)",
		}},
		"a broken script that another imports": {map[string]string{"js/x.js": "import {y} from './y.js';\ny();", "js/y.js": "\n\nexport const y = ;"}, []string{
			"static/js/y.js:3:18: error: unexpected ; in expression (asset)",
		}},
		"an import that is not there": {map[string]string{"js/x.js": "// x\nimport './y.js'"}, []string{
			"static/js/x.js:2:1: error: it imports ./y.js, which is not in static/ (asset)",
		}},
		"modules that import in turns": {map[string]string{"js/x.js": "import './y.js'", "js/y.js": "import './x.js'"}, []string{
			"static/js/x.js:1:1: error: it imports itself, by way of others (asset)",
			"static/js/y.js:1:1: error: it imports itself, by way of others (asset)",
		}},
		"a name that is not exported": {map[string]string{"js/x.js": "import {y} from './y.js';", "js/y.js": "const y = 1;"}, []string{
			`static/js/x.js:1:1: error: it imports "y" of ./y.js, which does not export it by that name (asset)`,
		}},
		"a name that two modules have": {map[string]string{"js/x.js": "import {y} from './y.js';\nconst z = y;", "js/y.js": "export const y = 1;\nconst z = 2;"}, []string{
			"static/js/x.js:1:1: error: joined with js/y.js: identifier z has already been declared (asset)",
		}},
		"another way to import": {map[string]string{"js/x.js": "import y from './y.js';", "js/y.js": "export const y = 1;"}, []string{
			"static/js/x.js:1:1: error: modules are joined, and this cannot be followed: import y from './y.js'; (asset)",
		}},
		"a default": {map[string]string{"js/x.js": "\nexport default 1;"}, []string{
			"static/js/x.js:2:1: error: modules are joined, and this cannot be followed: export default 1; (asset)",
		}},
		"an import at run time": {map[string]string{"js/x.js": "const y = await import('./y.js');"}, []string{
			"static/js/x.js:1:17: error: modules are joined, and this cannot be followed: import( (asset)",
		}},
		"no module": {map[string]string{"js/x.ts": ""}, []string{"static/js/x.ts: error: js/ has only modules, named .js (asset)"}},
		"a manifest that is no JSON": {map[string]string{"x.webmanifest": "{\n  \"a\": b}"}, []string{
			"static/x.webmanifest:2:8: error: invalid character 'b' looking for beginning of value (asset)",
		}},
		"several mistakes": {map[string]string{"js/x.js": "let = ;", "css/base.css": "b{}", "x.webmanifest": "{"}, []string{
			"static/x.webmanifest:1:1: error: unexpected end of JSON input (asset)", outside, "static/js/x.js:1:7: error: unexpected ; in expression (asset)",
		}},
	} {
		_, err := asset.Build(site(test.files), "/")
		problems, rest := diag.Split(err)
		var got []string
		for _, p := range problems {
			got = append(got, p.String())
			if p.Hint == "" {
				t.Errorf("%s: no hint", name)
			}
		}
		if rest != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v\n%s", name, rest, strings.Join(got, "\n"))
		}
	}
}

// TestBuiltIn builds the program's own assets, twice with the same result.
func TestBuiltIn(t *testing.T) {
	first, err := asset.Build(static.FS, "/")
	if err != nil {
		t.Fatal(err)
	}
	second, err := asset.Build(static.FS, "/")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(first, second) {
		t.Error("two builds differ")
	}
	if !slices.IsSortedFunc(first.Files, func(a, b asset.File) int { return strings.Compare(a.Path, b.Path) }) {
		t.Error("files are not in order")
	}
	sheet := string(one(t, first, "site.css").Data)
	for _, outside := range []string{"http:", "https:", "//", "@import"} {
		if strings.Contains(sheet, outside) {
			t.Errorf("the style sheet has %s", outside)
		}
	}
	for name, address := range first.Scripts {
		for _, f := range first.Files {
			if "/"+f.Path == address && !strings.Contains(name, "/") && len(f.Data) > 2048 {
				t.Errorf("%s has %d bytes, more than 2048", name, len(f.Data))
			}
			if "/"+f.Path == address && (strings.Contains(string(f.Data), "innerHTML") || strings.Contains(string(f.Data), "eval(")) {
				t.Errorf("%s makes HTML or code of text", name)
			}
		}
	}
}
