package portal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/markdown"
)

// siteFile is the settings of the repository's own content: its vocabularies
// hold the portal's spellings.
func siteFile(t testing.TB) *fstest.MapFile {
	t.Helper()
	data, err := os.ReadFile("../../content/site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: data}
}

// load reads the files of results together with the settings. The only errors
// allowed are the missing titles, which the import has told already.
func load(t testing.TB, files ...File) *content.Sources {
	t.Helper()
	tree := fstest.MapFS{content.SettingsFile: siteFile(t)}
	for _, f := range files {
		tree[f.Path] = &fstest.MapFile{Data: f.Data}
	}
	sources, problems, err := content.Load(tree, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Severity == diag.Error && !(p.Rule == "title" && strings.HasPrefix(p.Pos.File, "content/resolutions/")) {
			t.Errorf("%v (%s)\n%s", p, p.Hint, tree[p.Pos.File].Data)
		}
	}
	return sources
}

// What the import writes is content: it loads without errors, and loading it
// gives the values that were written.
func TestFilesLoad(t *testing.T) {
	settings := load(t).Settings
	paths, err := filepath.Glob("testdata/import/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var o Options
		for _, f := range archive.Files {
			if f.Name == "options" {
				o = options(t, string(f.Data))
			}
			if !strings.HasPrefix(f.Name, "page.") {
				continue
			}
			t.Run(filepath.Base(path), func(t *testing.T) {
				r, err := Import(f.Name, f.Data, Known{Settings: settings}, o)
				if err != nil {
					t.Fatal(err)
				}
				checkLoaded(t, r)
			})
		}
	}
}

func checkLoaded(t *testing.T, r *Result) {
	t.Helper()
	if len(r.Files) == 0 {
		return
	}
	s := load(t, r.Files...)
	if len(s.Editions) != 1 || len(s.Members) != len(r.Members) {
		t.Fatalf("%d editions, %d members of %d", len(s.Editions), len(s.Members), len(r.Members))
	}
	got, want := s.Editions[0], r.Edition
	if got.Code != want.Code || got.Year != want.Year || got.Status.ID != want.Status.ID || got.Secretariat != want.Secretariat ||
		got.FutureActionsPlanned != want.FutureActionsPlanned || got.Extent != want.Extent || got.Date != want.Date || got.Source != want.Source ||
		got.Members.Presence != want.Members.Presence || len(got.Members.Items) != len(want.Members.Items) ||
		got.Commissions.Presence != want.Commissions.Presence || len(got.Commissions.Items) != len(want.Commissions.Items) ||
		got.Actions.Presence != want.Actions.Presence || got.OtherOrganisations.Presence != want.OtherOrganisations.Presence ||
		strings.Join(got.OtherOrganisations.Items, "|") != strings.Join(want.OtherOrganisations.Items, "|") ||
		strings.Join(got.NotVisible, "|") != strings.Join(want.NotVisible, "|") {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	_, problems := markdown.New().Render(got.Body, markdown.Options{File: got.Path, Line: got.BodyLine, Sections: content.Section})
	for _, p := range problems {
		if p.Severity == diag.Error {
			t.Errorf("%v\n%s", p, got.Body)
		}
	}
}

// FuzzFilesLoad tests that whatever a page holds, the files are content.
func FuzzFilesLoad(f *testing.F) {
	settings := load(f).Settings
	paths, err := filepath.Glob("testdata/import/*.txtar")
	if err != nil || len(paths) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasPrefix(file.Name, "page.") {
				f.Add(string(file.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, page string) {
		if len(page) > 1<<13 {
			return
		}
		r, err := Import("page", []byte(page), Known{Settings: settings}, Options{Year: 2023, Resolution: "WCC 2020 Res 040"})
		if err != nil {
			t.Fatal(err)
		}
		checkLoaded(t, r)
	})
}
