package webtest

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

var screenshots = flag.String("screenshots", "", "write screenshots of all kinds of pages to this `folder`, from the root of the repository")

// languages of the sample content, the first language first.
var languages = []string{"en", "fr", "es"}

// repository is the root of the repository, seen from the tests.
var repository = filepath.Join("..", "..")

// sample is the sample content, published once for all tests.
var sample = sync.OnceValues(publishSample)

// sampleFolder holds the sample until the tests end; empty when none was built.
var sampleFolder string

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if sampleFolder != "" {
		_ = os.RemoveAll(sampleFolder)
	}
	os.Exit(code)
}

// publishSample builds the program and the site as a user does, and returns the
// published folder.
func publishSample() (string, error) {
	folder, err := os.MkdirTemp("", "resolute-webtest-")
	if err != nil {
		return "", err
	}
	sampleFolder = folder
	program, public := filepath.Join(folder, "resolute"), filepath.Join(folder, "public")
	for _, args := range [][]string{
		{"go", "build", "-o", program, "./cmd/resolute"},
		{program, "build", "--source", ".", "--out", public},
	} {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = repository
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, out)
		}
	}
	return public, nil
}

// published is the folder of the published sample.
func published(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("publishes the whole sample")
	}
	public, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return public
}

// A kind of page, as the contract lists them.
type kind struct {
	name string
	// pattern of the files below the folder of a language, for path.Match.
	pattern string
	// look tells that the browser looks at a page of this kind. The lists and
	// pages of all taxonomies come from the same two layouts: it looks at those
	// of one with long lists and at those with other charts.
	look bool
}

var kinds = []kind{
	{"home", "index.html", true},
	{"not-found", "404.html", true},
	{"resolutions", "resolutions/index.html", true},
	{"resolution", "resolutions/*/index.html", true},
	{"edition", "resolutions/*/*/index.html", true},
	{"members", "members/index.html", true},
	{"member", "members/*/index.html", true},
	{"countries", "countries/index.html", true},
	{"country", "countries/*/index.html", true},
	{"regions", "regions/index.html", false},
	{"region", "regions/*/index.html", false},
	{"commissions", "commissions/index.html", false},
	{"commission", "commissions/*/index.html", false},
	{"actions", "actions/index.html", false},
	{"action", "actions/*/index.html", false},
	{"statuses", "statuses/index.html", true},
	{"status", "statuses/*/index.html", false},
	{"congresses", "congresses/index.html", false},
	{"congress", "congresses/*/index.html", false},
	{"years", "years/index.html", false},
	{"year", "years/*/index.html", true},
	{"changes", "changes/index.html", true},
	{"changes-year", "changes/*/index.html", false},
	{"translations", "translations/index.html", false},
	{"search", "search/index.html", true},
	{"data", "data/index.html", true},
	{"page", "accessibility/index.html", true},
	{"page-about", "about/index.html", false},
	{"page-data-policy", "data-policy/index.html", false},
	{"page-editors", "editors/index.html", false},
	{"page-warnings", "warnings/index.html", false},
	{"analysis", "analysis/index.html", true},
	{"analysis-page", "analysis/[0-9w]*/index.html", false},
	{"silence", "analysis/silence/index.html", true},
	{"analysis-list", "analysis/*/*/index.html", true},
	{"analysis-list-of-all", "analysis/*/index.html", false},
}

// A page of the sample that stands for its kind in one language.
type samplePage struct {
	kind kind
	lang string // empty for pages of no language
	file string // below the published folder, with slashes
}

// url of the page below the root of the site.
func (p samplePage) url() string { return "/" + strings.TrimSuffix(p.file, "index.html") }

// samplePages chooses for each kind that the site has, and each language, the
// page with the most bytes: what is too long shows there. The page of the
// languages comes first.
func samplePages(t *testing.T, public string) []samplePage {
	t.Helper()
	pages := []samplePage{{kind: kind{"languages", "", true}, file: "index.html"}, {kind: kind{"not-found-root", "", false}, file: "404.html"}}
	files := htmlFiles(t, public)
	for _, lang := range languages {
		for _, k := range kinds {
			largest, size := "", int64(-1)
			for _, f := range files {
				if rest, ok := strings.CutPrefix(f, lang+"/"); !ok || !matches(k.pattern, rest) {
					continue
				}
				info, err := os.Stat(filepath.Join(public, filepath.FromSlash(f)))
				if err != nil {
					t.Fatal(err)
				}
				if info.Size() > size {
					largest, size = f, info.Size()
				}
			}
			if largest != "" {
				pages = append(pages, samplePage{k, lang, largest})
			}
		}
	}
	return pages
}

// htmlFiles are all published HTML files, with slashes, sorted.
func htmlFiles(t *testing.T, public string) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS(public), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ".html" {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	return files
}

func matches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return err == nil && ok
}

// TestKindsOfPages holds the list of kinds to the published site: a page of a
// kind that no test looks at would pass unseen.
func TestKindsOfPages(t *testing.T) {
	t.Parallel()
	public := published(t)
	seen := map[string]bool{}
	for _, f := range htmlFiles(t, public) {
		lang, rest, ok := strings.Cut(f, "/")
		if !ok {
			if f != "index.html" && f != "404.html" {
				t.Errorf("%s: a page outside the languages", f)
			}
			continue
		}
		if !slices.Contains(languages, lang) {
			t.Errorf("%s: not in a language of the sample", f)
		}
		i := slices.IndexFunc(kinds, func(k kind) bool { return matches(k.pattern, rest) })
		if i < 0 {
			t.Errorf("%s: of no known kind; add it to kinds", f)
			continue
		}
		seen[lang+" "+kinds[i].name] = true
	}
	for _, k := range kinds {
		for _, lang := range languages {
			if k.look && !seen[lang+" "+k.name] {
				t.Errorf("the sample has no page of kind %s in %s", k.name, lang)
			}
		}
	}
}
