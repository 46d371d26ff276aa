package registry

import (
	"strings"
	"testing"
	"testing/fstest"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/i18n"
)

const site = `title: {en: Small union}
base_url: https://small.example/
languages: [en]
organisation: {name: {en: Small union}}
types:
  - {id: resolution, code: Res, label: {en: Resolution}}
congresses:
  - {id: su-2020, prefix: SU, year: 2020, label: {en: Congress 2020}}
statuses:
  - {id: not-stated, label: {en: Not stated}}
actions:
  - {id: field, label: {en: Field work}}
`

// small is a site with three members and one report that names them as given.
func small(members string) fstest.MapFS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"content/site.yaml":                       file(site),
		"content/resolutions/su-2020-res-001.md":  file("---\ncode: SU-2020-Res-001\nsubject: Creeks\ntype: resolution\ncongress: su-2020\n---\n"),
		"content/members/a.md":                    file("---\nname: A\n---\n"),
		"content/members/b.md":                    file("---\nname: B\n---\n"),
		"content/members/c.md":                    file("---\nname: C\n---\n"),
		"content/reports/su-2020-res-001/2021.md": file("---\nresolution: SU-2020-Res-001\nyear: 2021\n" + members + "---\n\n## Results\n\nCreeks.\n"),
	}
}

func plan(t *testing.T, fsys fstest.MapFS, table string) (*Plan, []diag.Problem) {
	t.Helper()
	sources, problems, err := content.Load(fsys, content.Options{KnownCountry: i18n.KnownCountry})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	p, problems, err := Read(fsys, sources, "table.csv", []byte(table))
	if err != nil {
		t.Fatal(err)
	}
	return p, problems
}

// A merged member is written anew where reports name it, whatever the style of
// the list; where the other is named too, the item goes. All else stays.
func TestMergeInReports(t *testing.T) {
	for _, tt := range []struct{ before, after string }{
		{"members: [a, b]\n", "members: [a, c]\n"},
		{"members: [b, a, c] # known\n", "members: [a, c] # known\n"},
		{"members: [a, c, b]\n", "members: [a, c]\n"},
		{"members: [ a , b, c ]\n", "members: [ a , c ]\n"},
		{"members:\n  - a\n  - b\n  - c\n", "members:\n  - a\n  - c\n"},
		{"members:\n  - c\n  - b\n", "members:\n  - c\n"},
		{"members:\n  - b\n  # last\n  - a\n", "members:\n  - c\n  # last\n  - a\n"},
		{"members: [c, {portal_id: 6A10CF2B-0D25-E311-83D9-002655853524}, b]\n", "members: [c, {portal_id: 6A10CF2B-0D25-E311-83D9-002655853524}]\n"},
	} {
		fsys := small(tt.before)
		p, problems := plan(t, fsys, "id,merge_into\nb,c\n")
		if len(problems) > 0 {
			t.Error(problems)
		}
		for _, f := range p.Write {
			fsys[f.Path] = &fstest.MapFile{Data: f.Data}
		}
		for _, f := range p.Remove {
			delete(fsys, f)
		}
		got := string(fsys["content/reports/su-2020-res-001/2021.md"].Data)
		if !strings.Contains(got, "year: 2021\n"+tt.after+"---\n") {
			t.Errorf("%q: got\n%s\nwant %q", tt.before, got, tt.after)
		}
		if _, problems, err := content.Load(fsys, content.Options{KnownCountry: i18n.KnownCountry}); err != nil || len(problems) > 0 {
			t.Errorf("%q: the result has problems: %v", tt.before, problems)
		}
	}
}

// Merges may follow one another.
func TestMergeFollows(t *testing.T) {
	fsys := small("members: [a]\n")
	p, problems := plan(t, fsys, "id,merge_into\na,b\nb,c\n")
	if len(problems) > 0 || len(p.Remove) != 2 {
		t.Fatal(problems, p.Remove)
	}
	for _, f := range p.Write {
		if s := string(f.Data); strings.HasPrefix(f.Path, "content/reports/") && !strings.Contains(s, "members: [c]\n") ||
			f.Path == "content/members/c.md" && !(strings.Contains(s, "/en/members/a/") && strings.Contains(s, "/en/members/b/")) {
			t.Errorf("%s:\n%s", f.Path, s)
		}
	}
}

func TestTableMistakes(t *testing.T) {
	for table, want := range map[string]string{
		"":                               "table.csv:1:1: error: the table cannot be read: EOF (table)",
		"id;name;country\nb;B;SE\n":      "table.csv:1:1: error: the columns are divided by semicolons (table)",
		"idd,name\n":                     `table.csv:1:1: error: unknown column "idd" (column)`,
		"country\nSE\n":                  "table.csv:1:1: error: no column tells which member a row is about (column)",
		"id,id\n":                        `table.csv:1:4: error: the column "id" is there twice (column)`,
		"id,name\nb\n":                   "table.csv:2:1: error: the row cannot be read: wrong number of fields (table)",
		"id,merge_into\nb,x\n":           `table.csv:2:3: error: unknown member "x" (merge_into)`,
		"id,website\nb,otters.example\n": `table.csv:2:3: error: "otters.example" has no scheme (website)`,
	} {
		p, problems := plan(t, small(""), table)
		if len(problems) != 1 || len(p.Write)+len(p.Remove) > 0 {
			t.Errorf("%q: %v", table, problems)
			continue
		}
		if got := problems[0].String(); got != want && !(strings.Contains(want, "website") && problems[0].Rule == "website") {
			t.Errorf("%q: got %q, want %q", table, got, want)
		}
	}
}
