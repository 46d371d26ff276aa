package guide

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"resolute/internal/content"
	"resolute/internal/i18n"
	"resolute/internal/review"
)

var update = flag.Bool("update", false, "write the pages of the guide anew")

// The guide in content/pages says what is declared, in every language.
func TestGuideGolden(t *testing.T) {
	root := filepath.Join("..", "..")
	sources, _, err := content.Load(os.DirFS(root), content.Options{KnownCountry: i18n.KnownCountry})
	if err != nil || sources.Settings == nil {
		t.Fatal(err)
	}
	pages, err := Pages(sources.Settings)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != len(Slugs())*len(Languages()) {
		t.Errorf("%d pages", len(pages))
	}
	for _, p := range pages {
		path := filepath.Join(root, filepath.FromSlash(p.Path))
		if *update {
			if err := os.WriteFile(path, p.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, p.Data) {
			t.Errorf("%s is not up to date: run make update", p.Path)
		}
		if bytes.Contains(p.Data, []byte("\n@")) {
			t.Errorf("%s: a place was not filled", p.Path)
		}
		s := string(p.Data)
		if strings.Contains(p.Path, "warnings") {
			for _, r := range review.Rules() {
				if !strings.Contains(s, "### `"+r.Name+"`\n") {
					t.Errorf("%s: the rule %s is missing", p.Path, r.Name)
				}
			}
			continue
		}
		for _, k := range content.Kinds() {
			for _, f := range k.Fields {
				if k.Name != "site" && k.Name != "page" && !strings.Contains(s, "(`"+f.Key+"`)") {
					t.Errorf("%s: the field %s is missing", p.Path, f.Key)
				}
			}
		}
	}
}
