package content

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/report"
)

// Every field is explained in the languages of the documentation, and has an
// example; so does every kind.
func TestDeclarationIsComplete(t *testing.T) {
	languages := []report.Lang{"en", "fr", "es"}
	complete := func(where string, text report.Text) {
		t.Helper()
		for _, l := range languages {
			if strings.TrimSpace(text[l]) == "" {
				t.Errorf("%s has no text in %s", where, l)
			}
		}
	}
	var fields func(where string, list []Field)
	fields = func(where string, list []Field) {
		seen := map[string]bool{}
		for _, f := range list {
			at := where + "." + f.Key
			if seen[f.Key] {
				t.Errorf("%s is declared twice", at)
			}
			seen[f.Key] = true
			complete(at+": the label", f.Label)
			complete(at+": the explanation", f.Doc)
			if f.Example == "" || strings.Contains(f.Example, "…") {
				t.Errorf("%s has no example that can be copied: %q", at, f.Example)
			}
			if d := f.Doc["en"]; len(d) < 20 || !strings.HasSuffix(d, ".") {
				t.Errorf("%s is explained by %q only", at, d)
			}
			if f.Type == "" {
				t.Errorf("%s has no type", at)
			}
			if slices.Contains([]Type{TypeID, TypeIDs, TypeReferences}, f.Type) && f.Vocabulary == "" {
				t.Errorf("%s has no vocabulary", at)
			}
			fields(at, f.Fields)
		}
	}
	for _, k := range Kinds() {
		complete(k.Name, k.Doc)
		fields(k.Name, k.Fields)
	}
}

// What Kinds returns is the caller's: no change of it reaches the next one.
func TestKindsAreCopies(t *testing.T) {
	Kinds()[0].Fields[0].Key = "changed"
	if f, ok := Kinds()[0].Field("resolution"); !ok || !f.Required {
		t.Error("the declaration was changed from outside")
	}
}

// Every example is taken by the field that it explains.
func TestExamplesAreAccepted(t *testing.T) {
	tree := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("../.."), Root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile("../../" + p)
		tree[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// Each kind has a file in which all its required fields stand already.
	files := map[string]struct{ path, front string }{
		"report":      {"content/reports/wcc-2020-res-040/1999.md", "resolution: WCC-2020-Res-040\nyear: 1999\n"},
		"translation": {"content/reports/wcc-2020-res-040/2023.fr.md", "resolution: WCC-2020-Res-040\nyear: 2023\n"},
		"resolution":  {"content/resolutions/wcc-2020-res-040.md", "code: WCC-2020-Res-040\ntype: resolution\ncongress: wcc-2020\n"},
		"member":      {"content/members/an-example.md", "name: An example\n"},
		"page":        {"content/pages/an-example.md", "title: An example\n"},
	}
	for _, k := range Kinds() {
		file, ok := files[k.Name]
		if !ok {
			continue
		}
		for _, f := range k.Fields {
			front := file.front
			if f.Required {
				front = replaceField(front, f.Key, f.Example)
			} else {
				front += f.Key + ": " + f.Example + "\n"
			}
			if f.Key == "title" && k.Name != "page" || f.Key == "category" {
				continue
			}
			if f.Key == "language" && k.Name == "translation" {
				front = replaceField(front, "language", "fr")
			}
			if f.Key == "year" && k.Name == "report" {
				continue // it has to be that of the file
			}
			changed := fstest.MapFS{}
			for p, data := range tree {
				changed[p] = data
			}
			changed[file.path] = &fstest.MapFile{Data: []byte("---\n" + front + "---\n")}
			_, problems, err := Load(changed, Options{KnownCountry: i18n.KnownCountry})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range problems {
				if p.Pos.File == file.path && p.Severity == diag.Error {
					t.Errorf("%s.%s: %s\n%s", k.Name, f.Key, told(t, []diag.Problem{p}), front)
				}
			}
		}
	}
}

func replaceField(front, key, example string) string {
	lines := strings.Split(front, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, key+":") {
			lines[i] = key + ": " + example
		}
	}
	return strings.Join(lines, "\n")
}

func TestLoadMessages(t *testing.T) {
	load := func(text string) (map[string]i18n.Message, string) {
		t.Helper()
		m, problems, err := LoadMessages(fstest.MapFS{"i18n/en.yaml": {Data: []byte(text)}}, "i18n/en.yaml")
		if err != nil {
			t.Fatal(err)
		}
		return m, told(t, problems)
	}
	got, problems := load("home: Home\nmenu:\n  open: \"Open: the menu\"\n  no: no\nreports: {one: 1 report, other: \"{n} reports\"}\n")
	want := map[string]i18n.Message{
		"home": {Other: "Home"}, "menu.open": {Other: "Open: the menu"}, "menu.no": {Other: "no"},
		"reports": {One: "1 report", Other: "{n} reports"},
	}
	if problems != "" || len(got) != len(want) {
		t.Errorf("%s%v", problems, got)
	}
	for key, m := range want {
		if got[key] != m {
			t.Errorf("%s is %+v, not %+v", key, got[key], m)
		}
	}
	for text, want := range map[string]string{
		"a: x\na: y\n":                          "layouts/i18n/en.yaml:2:1: error: the key \"a\" is here twice",
		"a: {b: x}\na.b: y\n":                   "layouts/i18n/en.yaml:2:1: error: the key \"a.b\" is here twice",
		"a: {one: x, one: y, other: z}\n":       "layouts/i18n/en.yaml:1:13: error: the key \"a.one\" is here twice",
		"a: {one: x, others: y}\n":              "layouts/i18n/en.yaml:1:13: error: unknown plural form \"others\"",
		"a: {one: x, few: y}\n":                 "layouts/i18n/en.yaml:1:4: error: the key \"a\" has plural forms without other",
		"a: {one: x, other: [y]}\n":             "layouts/i18n/en.yaml:1:20: error: the key \"a.other\" has no words",
		"a: {one: x, other: }\n":                "error: the key \"a.other\" has no words",
		"a:\n":                                  "layouts/i18n/en.yaml:1:3: error: the key \"a\" has no words",
		"a: [x]\n":                              "layouts/i18n/en.yaml:1:4: error: the key \"a\" has no words",
		"a: b: c\n":                             "layouts/i18n/en.yaml:1:4: error: a colon and a blank inside a value",
		"a: \"x\\u202ey\"\n":                    "layouts/i18n/en.yaml:1:4: error: the text has a character that reverses",
		"a: x\xff\n":                            "layouts/i18n/en.yaml:1:5: error: not UTF-8 (byte 0xFF)",
		"a: x # y\n":                            "layouts/i18n/en.yaml:1:4: warning: what follows the blank before #",
		"- a\n":                                 "layouts/i18n/en.yaml:1:1: error: fields are expected here",
		"a: " + strings.Repeat("x", 1<<20) + "": "layouts/i18n/en.yaml:1:1: error: the file has more than 1 MB",
	} {
		if _, problems := load(text); !strings.Contains(problems, want) {
			t.Errorf("%.40q: got %swant %s", text, problems, want)
		}
	}
	if _, _, err := LoadMessages(fstest.MapFS{}, "i18n/en.yaml"); err == nil {
		t.Error("a missing file is no error")
	}
}
