package review_test

import (
	"bytes"
	"context"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"resolute/internal/build"
	"resolute/internal/diag"
	"resolute/internal/report"
	"resolute/internal/review"
	"resolute/layouts"
	"resolute/static"
)

var update = flag.Bool("update", false, "rewrite the wanted messages of the fixtures")

// fixture is a case of one rule: files that break it, and files that do not.
type fixture struct {
	bad, good fstest.MapFS
	want      string
	archive   *txtar.Archive
}

func readFixture(t *testing.T, name string) fixture {
	t.Helper()
	parse := func(path string) *txtar.Archive {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	f := fixture{bad: fstest.MapFS{}, good: fstest.MapFS{}, archive: parse(filepath.Join("testdata", name))}
	for _, file := range parse(filepath.Join("testdata", "base.txtar")).Files {
		f.bad[file.Name] = &fstest.MapFile{Data: file.Data}
		f.good[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	for _, file := range f.archive.Files {
		// A mark that no editor shows cannot stand in a fixture as it is.
		data := bytes.ReplaceAll(file.Data, []byte("<BOM>"), []byte("\xef\xbb\xbf"))
		if rest, ok := bytes.CutPrefix(data, []byte("@fr.yaml\n")); ok { // the built-in words, and more
			words, err := fs.ReadFile(layouts.FS, "i18n/fr.yaml")
			if err != nil {
				t.Fatal(err)
			}
			data = append(words, rest...)
		}
		if rest, ok := strings.CutPrefix(file.Name, "bad/"); ok {
			f.bad[rest] = &fstest.MapFile{Data: data}
		} else if rest, ok := strings.CutPrefix(file.Name, "good/"); ok {
			f.good[rest] = &fstest.MapFile{Data: data}
		} else {
			f.want = string(file.Data)
		}
	}
	return f
}

// memory keeps templates and words from one fixture to the next.
var memory = build.NewProcessMemory()

func check(t *testing.T, fsys fs.FS) []diag.Problem {
	t.Helper()
	_, problems, err := build.Check(context.Background(), build.Options{Source: fsys, Layouts: layouts.FS, Static: static.FS, Memory: memory})
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

func format(t *testing.T, problems []diag.Problem) string {
	t.Helper()
	var b strings.Builder
	if err := diag.Write(&b, diag.Text, problems); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Every rule has a fixture that breaks it and one that does not, tells what to
// do, and can be switched off for the site and for the file.
func TestRulesGolden(t *testing.T) {
	for _, rule := range review.Rules() {
		if rule.External {
			continue // internal/external has their tests
		}
		t.Run(rule.Name, func(t *testing.T) {
			name := rule.Name + ".txtar"
			f := readFixture(t, name)
			problems := check(t, f.bad)
			got := format(t, problems)
			if *update {
				f.archive.Files = append(slices.DeleteFunc(f.archive.Files, func(x txtar.File) bool { return x.Name == "want" }), txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(filepath.Join("testdata", name), txtar.Format(f.archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != f.want {
				t.Errorf("got\n%s\nwant\n%s", got, f.want)
			}
			at := slices.IndexFunc(problems, func(p diag.Problem) bool { return p.Rule == rule.Name })
			if at < 0 {
				t.Fatal("the bad fixture does not break the rule")
			}
			if p := problems[at]; p.Severity != diag.Warning || p.Hint == "" || p.Pos.File == "" {
				t.Errorf("not a warning with a place and a hint: %+v", p)
			}
			if rest := check(t, f.good); len(rest) > 0 {
				t.Errorf("the good fixture has problems:\n%s", format(t, rest))
			}
			if rule.Name == "unknown-rule" {
				return // its own switch is the mistake
			}
			site := f.bad["content/site.yaml"]
			f.bad["content/site.yaml"] = &fstest.MapFile{Data: append(bytes.Clone(site.Data), "checks: {off: ["+rule.Name+"]}\n"...)}
			hasNot(t, check(t, f.bad), rule.Name, "switched off for the site")
			f.bad["content/site.yaml"] = site
			file := f.bad[problems[at].Pos.File]
			if file == nil || !bytes.HasPrefix(file.Data, []byte("---\n")) {
				return // no front matter, no comment
			}
			f.bad[problems[at].Pos.File] = &fstest.MapFile{Data: bytes.Replace(file.Data, []byte("---\n"), []byte("---\n# resolute: off "+rule.Name+" (a test)\n"), 1)}
			for _, p := range check(t, f.bad) {
				if p.Rule == rule.Name && p.Pos.File == problems[at].Pos.File {
					t.Errorf("switched off for the file, and told: %v", p)
				}
			}
		})
	}
}

func hasNot(t *testing.T, problems []diag.Problem, rule, when string) {
	t.Helper()
	for _, p := range problems {
		if p.Rule == rule {
			t.Errorf("%s, and told: %v", when, p)
		}
	}
}

func TestRulesAreExplained(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range review.Rules() {
		if seen[r.Name] {
			t.Errorf("%s is explained twice", r.Name)
		}
		seen[r.Name] = true
		for _, lang := range []string{"en", "fr", "es"} {
			if r.Doc[reportLang(lang)] == "" {
				t.Errorf("%s has no explanation in %s", r.Name, lang)
			}
		}
	}
	// Every warning that the code makes has an explanation.
	for _, dir := range []string{"content", "markdown", "site", "build", "review"} {
		for name, at := range warnings(t, filepath.Join("..", dir)) {
			if !seen[name] {
				t.Errorf("%s: the warning %q is not among the rules", at, name)
			}
		}
	}
}

// warnings are the names given to Warnf and warnf as constants.
func warnings(t *testing.T, dir string) map[string]string {
	t.Helper()
	names := map[string]string{}
	set := token.NewFileSet()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal(err, dir)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 3 {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !strings.EqualFold(sel.Sel.Name, "warnf") {
				return true
			}
			if lit, ok := call.Args[1].(*ast.BasicLit); ok {
				name, _ := strconv.Unquote(lit.Value)
				names[name] = set.Position(call.Pos()).String()
			}
			return true
		})
	}
	return names
}

// Errors cannot be switched off.
func TestErrorsStay(t *testing.T) {
	f := readFixture(t, "no-text.txtar")
	f.bad["content/reports/su-2020-res-001/2022.md"] = &fstest.MapFile{Data: []byte("---\n# resolute: off status\nresolution: SU-2020-Res-001\nyear: 2022\nstatus: done\n---\n\n## Results\n\nText.\n")}
	got := format(t, check(t, f.bad))
	if !strings.Contains(got, `error: unknown status "done"`) || !strings.Contains(got, `there is no rule "status" to switch off`) {
		t.Error(got)
	}
}

func reportLang(s string) report.Lang { return report.Lang(s) }
