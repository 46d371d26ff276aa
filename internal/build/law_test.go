package build

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed is the table of rooms: what each package of the module may import of
// the others. Arrows point down; the ground floor imports nothing.
var allowed = map[string][]string{
	"internal/diag":      {},
	"internal/i18n":      {},
	"internal/report":    {"diag"},
	"internal/redline":   {},
	"internal/synthetic": {},
	"internal/card":      {},
	"internal/chart":     {},
	"internal/markdown":  {"diag"},
	"internal/asset":     {"diag"},
	"internal/cite":      {},
	"internal/feed":      {},
	"internal/dataset":   {},
	"internal/publish":   {},
	"internal/manifest":  {},
	"internal/search":    {"search/analysis"},
	"internal/site":      {"diag", "i18n", "report"},
	"internal/content":   {"diag", "i18n", "report"},
	"internal/layout":    {"chart", "cite", "diag", "i18n", "markdown", "redline"},
	"internal/portal":    {"content", "diag", "i18n", "markdown", "report"},
	"internal/scaffold":  {"content", "diag", "i18n", "report", "site"},
	"internal/schema":    {"content", "report"},
	"internal/cms":       {"content", "report"},
	"internal/analysis":  {"report", "site"},
	"internal/registry":  {"content", "diag", "i18n", "report"},
	"internal/guide":     {"content", "report", "review"},
	"internal/external":  {"content", "diag", "report"},
	"internal/review":    {"content", "diag", "report", "site"},
	"internal/output":    {"analysis", "card", "chart", "feed", "cite", "dataset", "i18n", "layout", "markdown", "redline", "report", "site"},
	"internal/build":     {"asset", "cms", "content", "dataset", "diag", "i18n", "layout", "manifest", "markdown", "output", "report", "review", "search", "site"},
	"internal/serve":     {"build", "diag", "output", "report"},
}

// doors says which package alone may import a third-party one.
var doors = map[string]string{
	"github.com/adrg/frontmatter":   "internal/content",
	"github.com/aymanbagabas":       "internal/redline",
	"go.yaml.in/yaml":               "internal/content",
	"github.com/yuin/goldmark":      "internal/markdown",
	"github.com/tdewolff/minify":    "internal/asset",
	"github.com/tdewolff/parse":     "internal/asset",
	"github.com/fsnotify/fsnotify":  "internal/serve",
	"github.com/kljensen/snowball":  "internal/search",
	"github.com/klauspost/compress": "internal/search",
	"github.com/xuri/excelize":      "internal/dataset",
	"golang.org/x/image":            "internal/card",
	"html/template":                 "internal/layout",
}

// banned calls are those that make a build depend on when and where it runs;
// only cmd may have them, and publish for what concerns the disk.
var banned = map[string][]string{
	"time": {"Now", "Since", "Until"},
	"os":   {"Getenv", "LookupEnv", "Environ", "Getwd", "UserHomeDir", "Hostname"},
}

// writes are calls that change the disk: publish alone has them.
var writes = []string{"WriteFile", "Create", "OpenFile", "Mkdir", "MkdirAll", "Remove", "RemoveAll", "Rename", "Symlink", "Link", "Chmod", "Chtimes", "CreateTemp", "MkdirTemp"}

// exempt packages are not part of the program: generators and test tools.
func exempt(dir string) bool {
	return strings.HasPrefix(dir, "internal/webtest") || strings.HasSuffix(dir, "/gen")
}

func TestLaws(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || name != "." && strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || exempt(path.Dir(name)) {
			return nil
		}
		files++
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, filepath.Join(root, filepath.FromSlash(name)), nil, 0)
		if err != nil {
			return err
		}
		checkImports(t, name, f)
		checkCalls(t, name, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 40 {
		t.Errorf("only %d files were read", files)
	}
}

// room is the folder of the table that a file belongs to.
func room(name string) string {
	parts := strings.SplitN(name, "/", 3)
	if parts[0] == "internal" && len(parts) > 2 {
		return parts[0] + "/" + parts[1]
	}
	return path.Dir(name)
}

func checkImports(t *testing.T, name string, f *ast.File) {
	here := room(name)
	for _, spec := range f.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		for prefix, owner := range doors {
			if (imported == prefix || strings.HasPrefix(imported, prefix+"/")) && here != owner {
				t.Errorf("%s imports %s, whose one door is %s", name, imported, owner)
			}
		}
		local, ok := strings.CutPrefix(imported, "resolute/internal/")
		if !ok || strings.HasPrefix(here, "cmd/") {
			continue
		}
		may, known := allowed[here]
		if !known {
			t.Errorf("%s: %s has no row in the table of rooms", name, here)
		} else if !slices.Contains(may, local) && "internal/"+local != here && !strings.HasPrefix("internal/"+local, here+"/") {
			t.Errorf("%s imports %s: no arrow from %s goes there", name, local, here)
		}
	}
}

func checkCalls(t *testing.T, name string, f *ast.File) {
	here := room(name)
	if strings.HasPrefix(here, "cmd/") {
		return
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			pkg, ok := n.X.(*ast.Ident)
			if !ok || pkg.Obj != nil {
				return true
			}
			if slices.Contains(banned[pkg.Name], n.Sel.Name) && here != "internal/publish" && here != "internal/serve" {
				t.Errorf("%s uses %s.%s: it is passed in from cmd", name, pkg.Name, n.Sel.Name)
			}
			if pkg.Name == "os" && slices.Contains(writes, n.Sel.Name) && here != "internal/publish" {
				t.Errorf("%s uses os.%s: only publish writes to disk", name, n.Sel.Name)
			}
			if pkg.Name == "fmt" && strings.HasPrefix(n.Sel.Name, "Print") || pkg.Name == "os" && n.Sel.Name == "Exit" {
				t.Errorf("%s uses %s.%s: only cmd prints and exits", name, pkg.Name, n.Sel.Name)
			}
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				t.Errorf("%s has an init function", name)
			}
		}
		return true
	})
}
