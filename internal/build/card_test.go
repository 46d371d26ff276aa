package build_test

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"resolute/internal/build"
	"resolute/layouts"
	"resolute/static"
)

// TestCards holds that every page names a picture for link previews by its absolute
// address, that the picture is published, and that pages of one kind share theirs;
// and that every page has a description.
func TestCards(t *testing.T) {
	t.Parallel()
	o := build.Options{Source: os.DirFS(filepath.Join("..", "..")), Layouts: layouts.FS, Static: static.FS, Version: "test", BaseURL: "https://host.example/reports/"}
	p, problems, err := build.Load(t.Context(), o)
	if err != nil || p == nil {
		t.Fatal(err, problems)
	}
	const prefix = "assets/cards/"
	drawn, named := map[string]bool{}, map[string]int{}
	image := regexp.MustCompile(`<meta property="og:image" content="https://host\.example/reports/([^"]+)">`)
	for _, target := range p.Targets() {
		var b bytes.Buffer
		switch {
		case strings.HasPrefix(target.Path, prefix):
			drawn[target.Path] = true
			if !strings.HasPrefix(target.Path, prefix+"en-edition.") {
				continue
			}
			view, _ := target.View()
			if err := target.Render(&b, view); err != nil {
				t.Fatal(err)
			}
			if c, err := png.DecodeConfig(&b); err != nil || c.Width != 1200 || c.Height != 630 {
				t.Errorf("%s: %v, %v", target.Path, c, err)
			}
		case strings.HasPrefix(target.Path, "en/") && strings.HasSuffix(target.Path, "/index.html") && strings.Count(target.Path, "/") < 5:
			view, _ := target.View()
			if err := target.Render(&b, view); err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(b.Bytes(), []byte(`<meta name="description" content="`)) || bytes.Contains(b.Bytes(), []byte(`<meta name="description" content=""`)) {
				t.Errorf("%s has no description", target.Path)
			}
			if m := image.FindSubmatch(b.Bytes()); m != nil {
				named[string(m[1])]++
			} else if !strings.Contains(b.String(), `http-equiv="refresh"`) {
				t.Errorf("%s names no picture", target.Path)
			}
		}
	}
	for path, pages := range named {
		if !drawn[path] {
			t.Errorf("%d pages name %s, which is not published", pages, path)
		}
	}
	if len(named) < 8 || len(named) > 20 || len(drawn) < 3*8 {
		t.Errorf("%d pictures are named, %d published", len(named), len(drawn))
	}
}
