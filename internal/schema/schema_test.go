package schema

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"maps"
	"math/big"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
	"golang.org/x/tools/txtar"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/report"
)

func load(t *testing.T, fsys fs.FS) (*content.Sources, []diag.Problem) {
	t.Helper()
	s, problems, err := content.Load(fsys, content.Options{KnownCountry: i18n.KnownCountry})
	if err != nil {
		t.Fatal(err)
	}
	return s, problems
}

func compile(t *testing.T, kind string, s *content.Sources) *jsonschema.Schema {
	t.Helper()
	data, err := JSON(kind, Options{Sources: s, Lang: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mem:"+kind, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mem:" + kind) // validates against the draft's own schema
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	return schema
}

// kindOf tells the kind of a content file.
func kindOf(name string) string {
	switch {
	case name == content.SettingsFile:
		return "site"
	case strings.HasPrefix(name, "content/resolutions/"):
		return "resolution"
	case strings.HasPrefix(name, "content/members/"):
		return "member"
	case strings.HasPrefix(name, "content/pages/"):
		return "page"
	case strings.HasPrefix(name, "content/reports/") && strings.Count(path.Base(name), ".") == 2:
		return "translation"
	case strings.HasPrefix(name, "content/reports/"):
		return "report"
	}
	return ""
}

// value is front matter as a program reads it that knows YAML 1.2 alone; ok is
// false for what is none.
func value(kind string, data []byte) (v any, ok bool) {
	if kind != "site" {
		front, found := bytes.CutPrefix(data, []byte("---\n"))
		if !found {
			return nil, false
		}
		if data, _, found = bytes.Cut(front, []byte("\n---\n")); !found {
			return nil, false
		}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil || len(doc.Content) != 1 {
		return nil, false
	}
	return plain(doc.Content[0])
}

func plain(n *yaml.Node) (any, bool) {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			v, ok := plain(n.Content[i+1])
			if _, twice := m[n.Content[i].Value]; twice || !ok {
				return nil, false
			}
			m[n.Content[i].Value] = v
		}
		return m, true
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			v, ok := plain(c)
			if !ok {
				return nil, false
			}
			list = append(list, v)
		}
		return list, true
	case yaml.ScalarNode:
		switch n.ShortTag() {
		case "!!null":
			return nil, true
		case "!!bool":
			return n.Value == "true", true
		case "!!int", "!!float":
			if f, ok := new(big.Rat).SetString(n.Value); ok {
				return json.Number(f.RatString()), !strings.Contains(f.RatString(), "/") || true
			}
		}
		return n.Value, true
	}
	return nil, false
}

// number makes fractions what the validator reads.
func number(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = number(v[k])
		}
	case []any:
		for i := range v {
			v[i] = number(v[i])
		}
	case json.Number:
		if f, ok := new(big.Rat).SetString(string(v)); ok {
			return json.Number(f.FloatString(6))
		}
	}
	return v
}

// The sample content passes, all of it.
func TestSampleContent(t *testing.T) {
	root := os.DirFS("../..")
	sources, _ := load(t, root)
	schemas := map[string]*jsonschema.Schema{}
	for _, kind := range Kinds() {
		schemas[kind] = compile(t, kind, sources)
	}
	files := map[string]int{}
	err := fs.WalkDir(root, "content", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, p)
		if err != nil {
			return err
		}
		kind := kindOf(p)
		v, ok := value(kind, data)
		if !ok {
			t.Errorf("%s: no front matter", p)
			return nil
		}
		files[kind]++
		if err := schemas[kind].Validate(number(v)); err != nil {
			t.Errorf("%s: %v", p, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range Kinds() {
		if files[kind] == 0 {
			t.Errorf("no file of the kind %s was tried", kind)
		}
	}
}

// told are the rules of which a schema tells every breach, by the words that
// begin their messages.
func told(p diag.Problem) bool {
	switch {
	case strings.HasPrefix(p.Message, "unknown ") && strings.HasSuffix(p.Message, `"none"`):
		return false // a schema does not see the quotes that make a text of it
	case p.Rule == "unknown-key", strings.HasPrefix(p.Message, "the field ") && strings.HasSuffix(p.Message, " is missing"),
		strings.HasPrefix(p.Message, "unknown "), strings.HasPrefix(p.Message, "this must be "), strings.HasSuffix(p.Message, " has no value"),
		(strings.HasSuffix(p.Message, " is neither true nor false") || strings.HasSuffix(p.Message, " is not a whole number")) && !taken(p.Message),
		strings.HasSuffix(p.Message, " is not an id of the old portal"):
		return p.Rule != "file-name" && p.Rule != "section"
	}
	return false
}

// taken tells a value, the first in quotes, that other readers of YAML take for a
// number or a truth value: they see no mistake, as 02001 is 1025 to them.
func taken(message string) bool {
	value := strings.Split(message, `"`)[1]
	var n yaml.Node
	if yaml.Unmarshal([]byte(value), &n) != nil || len(n.Content) != 1 {
		return false
	}
	tag := n.Content[0].ShortTag()
	return tag == "!!int" || tag == "!!float" || tag == "!!bool"
}

// Every fixture of internal/content: what a schema refuses, resolute refuses as
// well; and what a schema can tell, it does.
func TestFixtures(t *testing.T) {
	base, err := txtar.ParseFile("../content/testdata/base/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("../content/testdata/*.txtar")
	if err != nil || len(names) < 10 {
		t.Fatal(err, names)
	}
	refused, found := 0, 0
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fsys := fstest.MapFS{}
		for _, f := range append(slices.Clone(base.Files), archive.Files...) {
			if strings.HasPrefix(f.Name, "content/") {
				fsys[f.Name] = &fstest.MapFile{Data: f.Data}
			}
		}
		sources, problems := load(t, fsys)
		byFile := map[string][]diag.Problem{}
		for _, p := range problems {
			if p.Severity == diag.Error {
				byFile[p.Pos.File] = append(byFile[p.Pos.File], p)
			}
		}
		if sources.Settings == nil {
			continue // nothing to make a schema of but site.yaml's own
		}
		for _, p := range slices.Sorted(maps.Keys(fsys)) {
			kind := kindOf(p)
			if kind == "" {
				continue
			}
			v, ok := value(kind, fsys[p].Data)
			if !ok {
				continue // no front matter that YAML can read
			}
			err := compile(t, kind, withFiles(sources, fsys)).Validate(number(v))
			if err != nil {
				refused++
				if len(byFile[p]) == 0 {
					t.Errorf("%s: %s is refused by the schema alone: %v", name, p, err)
				}
			}
			for _, problem := range byFile[p] {
				if told(problem) {
					found++
					if err == nil {
						t.Errorf("%s: the schema does not tell: %v", name, problem)
					}
				}
			}
		}
	}
	if refused < 20 || found < 40 {
		t.Errorf("only %d files were refused, with %d problems that a schema can tell", refused, found)
	}
}

// withFiles counts files with mistakes among the members, as resolute does.
func withFiles(s *content.Sources, fsys fstest.MapFS) *content.Sources {
	more := *s
	for p := range fsys {
		if id, ok := strings.CutPrefix(p, "content/members/"); ok && strings.HasSuffix(id, ".md") {
			more.Members = append(more.Members, &report.Member{ID: strings.TrimSuffix(id, ".md")})
		}
	}
	return &more
}

var update = flag.Bool("update", false, "write the files in .vscode anew")

// The committed files for editors are those of the declaration and of site.yaml.
func TestEditorFilesGolden(t *testing.T) {
	sources, _ := load(t, os.DirFS("../.."))
	o := Options{Sources: sources, Lang: "en"}
	snippets, err := Snippets(o)
	if err != nil {
		t.Fatal(err)
	}
	site, err := JSON("site", o)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"resolute.code-snippets": snippets, "site.schema.json": site} {
		path := filepath.Join("..", "..", ".vscode", name)
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not up to date: run make update", path)
		}
	}
	var read map[string]struct{ Scope, Prefix, Body string }
	if err := json.Unmarshal(snippets, &read); err != nil {
		t.Fatal(err)
	}
	for name, s := range read {
		if s.Scope != "markdown" || !strings.HasPrefix(s.Body, s.Prefix+": ") {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
