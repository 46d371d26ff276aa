package markdown

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"resolute/internal/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

// testSections knows the headings of the tests' reports.
func testSections(heading string) (id, hint string, ok bool) {
	for _, s := range []struct{ id, heading string }{
		{"results", "Results"},
		{"results", "Résultats"},
		{"results", "Resultados"},
		{"challenges", "Challenges"},
		{"future-actions", "Future actions"},
	} {
		if s.heading == heading {
			return s.id, "", true
		}
		if strings.EqualFold(s.heading, heading) {
			hint = fmt.Sprintf("did you mean %q?", s.heading)
		}
	}
	return "", hint, false
}

// testLink knows two pages.
func testLink(dest string) (url, problem, hint string) {
	switch dest {
	case "../members/wwf.md", "/members/wwf/", "https://site.example/en/members/wwf/":
		return "/members/wwf/", "", ""
	case "about.md":
		return "/about/", "", ""
	case "abuot.md":
		return "", "no such page", `did you mean "about.md"?`
	}
	return "", "", ""
}

// testImage knows one image.
func testImage(dest string) (Image, string, string) {
	if dest == "images/reef.jpg" {
		return Image{URL: "/base/images/reef.0123abcd.jpg", Width: 640, Height: 480}, "", ""
	}
	return Image{}, "no such image", "put the file beside the text"
}

func testOptions(lang string, report bool) Options {
	o := Options{File: "x.md", Line: 10, Lang: lang, Link: testLink, Image: testImage}
	if report {
		o.Sections = testSections
	}
	return o
}

// describe is a body as the golden files show it.
func describe(b *Body, problems []diag.Problem) string {
	var out strings.Builder
	for _, s := range b.Sections {
		if s.ID != "" {
			fmt.Fprintf(&out, "== %s %q at %s\n", s.ID, s.Heading, s.Pos)
		}
		out.WriteString(visible(string(s.HTML.Under("/b/en"))))
		fmt.Fprintf(&out, "-- text\n%s\n", visible(s.Text))
		for _, h := range s.Headings {
			fmt.Fprintf(&out, "-- h%d %s %q\n", h.Level, h.ID, h.Text)
		}
	}
	for _, l := range b.Links {
		fmt.Fprintf(&out, "-- link %q #%s at %s\n", l.URL, l.Fragment, l.Pos)
	}
	if b.Words > 0 {
		fmt.Fprintf(&out, "-- %d words, ids %q\n", b.Words, b.IDs)
	}
	for _, p := range problems {
		fmt.Fprintf(&out, "%s\n    %s\n", p, p.Hint)
	}
	return out.String()
}

// visible shows the spaces that look like others.
func visible(s string) string {
	return strings.NewReplacer("\u00A0", "[nbsp]", "\u202F", "[nnbsp]", "\uFE0E", "", "\t", "→").Replace(s)
}

// TestGolden renders every source of testdata/*.txtar, whose name says how:
// fr.report.md is a report in French, page.md a page in English.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	r := New()
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var fresh []txtar.File
			for i, f := range archive.Files {
				if !strings.HasSuffix(f.Name, ".md") {
					continue
				}
				lang := "en"
				if len(f.Name) > 3 && f.Name[2] == '.' {
					lang = f.Name[:2]
				}
				body, problems := r.Render(f.Data, testOptions(lang, strings.Contains(f.Name, "report")))
				for _, fault := range inspect(body, "") {
					t.Errorf("%s: %s", f.Name, fault)
				}
				got := describe(body, problems)
				fresh = append(fresh, f, txtar.File{Name: strings.TrimSuffix(f.Name, ".md") + ".out", Data: []byte(got)})
				if *update {
					continue
				}
				if i+1 >= len(archive.Files) || string(archive.Files[i+1].Data) != got {
					t.Errorf("%s: got\n%s", f.Name, got)
				}
			}
			if *update {
				archive.Files = fresh
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
