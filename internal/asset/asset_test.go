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

func TestErrors(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"rules outside of the layer":   {map[string]string{"css/base.css": "@layer base{p{color:red}}b{color:red}"}, "static/css/base.css: all its rules belong within @layer base {…}"},
		"another layer":                {map[string]string{"css/base.css": "@layer print{p{color:red}}"}, "@layer base"},
		"no layer":                     {map[string]string{"css/components/x.css": "p{color:red}"}, "@layer components"},
		"an unknown layer":             {map[string]string{"css/other.css": ""}, "static/css/other.css"},
		"a file that is not there":     {map[string]string{"css/base.css": "@layer base{p{mask:url(x.svg)}}"}, "url(x.svg): there is no such file"},
		"an address elsewhere":         {map[string]string{"css/base.css": "@layer base{p{background:url(https://example.org/x.png)}}"}, "there is no such file"},
		"a script that is broken":      {map[string]string{"js/x.js": "let = ;;)"}, "static/js/x.js"},
		"an import that is not there":  {map[string]string{"js/x.js": "import './y.js'"}, "it imports ./y.js"},
		"modules that import in turns": {map[string]string{"js/x.js": "import './y.js'", "js/y.js": "import './x.js'"}, "it imports itself"},
		"a name that is not exported":  {map[string]string{"js/x.js": "import {y} from './y.js';", "js/y.js": "const y = 1;"}, `it imports "y" of ./y.js`},
		"a name that two modules have": {map[string]string{"js/x.js": "import {y} from './y.js';\nconst z = y;", "js/y.js": "export const y = 1;\nconst z = 2;"}, "static/js/x.js: identifier z has already been declared"},
		"another way to import":        {map[string]string{"js/x.js": "import y from './y.js';", "js/y.js": "export const y = 1;"}, "modules are joined"},
		"a default":                    {map[string]string{"js/x.js": "export default 1;"}, "modules are joined"},
		"an import at run time":        {map[string]string{"js/x.js": "const y = await import('./y.js');"}, "modules are joined"},
		"no module":                    {map[string]string{"js/x.ts": ""}, "static/js/x.ts"},
		"a manifest that is no JSON":   {map[string]string{"x.webmanifest": "{"}, "static/x.webmanifest"},
	} {
		if _, err := asset.Build(site(test.files), "/"); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
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
