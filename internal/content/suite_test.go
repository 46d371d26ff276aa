package content

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"resolute/internal/diag"
)

var update = flag.Bool("update", false, "write the problems of testdata/*.txtar anew")

// base is a small sound site, into which the trees of testdata are put.
func base(t testing.TB) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", "base", "site.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	return put(fstest.MapFS{}, archive)
}

// put adds the files of an archive; an empty file takes one out.
func put(tree fstest.MapFS, archive *txtar.Archive) fstest.MapFS {
	for _, f := range archive.Files {
		tree[f.Name] = &fstest.MapFile{Data: f.Data}
		if len(f.Data) == 0 {
			delete(tree, f.Name)
		}
	}
	return tree
}

func told(t testing.TB, problems []diag.Problem) string {
	t.Helper()
	var b strings.Builder
	if err := diag.Write(&b, diag.Text, problems); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// country knows a few, so that the tests do not depend on a table elsewhere.
func country(code string) bool {
	return strings.Contains(" FR KE NO US DE ", " "+code+" ") && len(code) == 2
}

func TestBaseIsSound(t *testing.T) {
	s, problems, err := Load(base(t), Options{KnownCountry: country})
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v\n%s", err, told(t, problems))
	}
	if len(s.Editions) != 2 || len(s.Members) != 2 || len(s.Resolutions) != 2 || len(s.Pages) != 1 {
		t.Errorf("%d editions, %d members, %d resolutions, %d pages", len(s.Editions), len(s.Members), len(s.Resolutions), len(s.Pages))
	}
}

// Each archive in testdata is put into the sound site; its comment is what has
// to be told, as printed by the text format.
func TestProblems(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			tree := put(base(t), archive)
			_, problems, err := Load(tree, Options{KnownCountry: country})
			if err != nil {
				t.Fatal(err)
			}
			inside(t, tree, problems)
			sameAsKept(t, tree)
			got := told(t, problems)
			if *update {
				archive.Comment = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(archive.Comment); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// inside holds that every position is a place in its file: a character of a
// line, or the end of it.
func inside(t testing.TB, tree fs.FS, problems []diag.Problem) {
	t.Helper()
	for _, p := range problems {
		if p.Pos.Line == 0 || p.Pos.File == SettingsFile && p.Pos.Line == 1 && p.Pos.Col == 1 {
			continue
		}
		data, err := fs.ReadFile(tree, p.Pos.File)
		if err != nil {
			t.Errorf("%s: %v", p, err)
			continue
		}
		data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		lines := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
		if p.Pos.Line < 1 || p.Pos.Line > len(lines) || p.Pos.Col < 1 || p.Pos.Col > len([]rune(lines[p.Pos.Line-1]))+1 {
			t.Errorf("%s stands outside of its file (%d lines)", p, len(lines))
		}
	}
}
