package scaffold

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"resolute/internal/content"
	"resolute/internal/i18n"
	"resolute/internal/report"
)

// sample is the sample content of the repository, with files of a test.
func sample(t *testing.T, more map[string]string) fs.FS {
	t.Helper()
	fsys := fstest.MapFS{}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, "content", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, p)
		fsys[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for p, data := range more {
		fsys[p] = &fstest.MapFile{Data: []byte(data)}
	}
	return fsys
}

func load(t *testing.T, fsys fs.FS) *content.Sources {
	t.Helper()
	s, problems, err := content.Load(fsys, content.Options{KnownCountry: i18n.KnownCountry})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Rule != "title" { // a resolution may be started without one
			t.Error(p)
		}
	}
	return s
}

// What is made can be read as it is, whatever the language, and says of every
// field what there is to say.
func TestNewFilesAreContent(t *testing.T) {
	sources := load(t, sample(t, nil))
	for _, lang := range Languages() {
		m := &Maker{Sources: sources, Lang: report.Lang(lang)}
		for kind, make := range map[string]func() (*File, error){
			"report":      func() (*File, error) { return m.Report(Edition{Code: "7.040", Year: 2024, FromPrevious: true}) },
			"translation": func() (*File, error) { return m.Translation(Edition{Code: "WCC-2020-Res-111", Year: 2023}, "fr") },
			"resolution":  func() (*File, error) { return m.Resolution("wcc 2020 res 41", "Closing: a \"test\" #1", "") },
			"member":      func() (*File, error) { return m.Member("", "Société: des loutres", "NO", "FR") },
			"page":        func() (*File, error) { return m.Page("", "How we work") },
		} {
			file, err := make()
			if err != nil {
				t.Errorf("%s: %v", kind, err)
				continue
			}
			load(t, sample(t, map[string]string{file.Path: string(file.Data)}))
			for _, k := range content.Kinds() {
				if k.Name != kind {
					continue
				}
				for _, f := range k.Fields {
					if n := strings.Count(string(file.Data), "\n"+f.Key+":") + strings.Count(string(file.Data), "\n# "+f.Key+": "); n != 1 {
						t.Errorf("%s in %s: the field %s is there %d times", kind, lang, f.Key, n)
					}
					if !strings.Contains(string(file.Data), "# "+f.Label[m.Lang]) {
						t.Errorf("%s in %s: the field %s is not explained", kind, lang, f.Key)
					}
				}
			}
			if kind == "report" {
				for _, v := range []report.Vocabulary{sources.Settings.Statuses, sources.Settings.Actions, sources.Settings.Commissions} {
					for _, id := range v.IDs() {
						if !strings.Contains(string(file.Data), "#   "+id+" ") {
							t.Errorf("in %s: the id %s is not listed", lang, id)
						}
					}
				}
			}
		}
	}
}

func TestReportStartsFromThePrevious(t *testing.T) {
	sources := load(t, sample(t, nil))
	m := &Maker{Sources: sources, Lang: "en"}
	file, err := m.Report(Edition{Code: "7.040", Year: 2024, FromPrevious: true})
	if err != nil {
		t.Fatal(err)
	}
	after := load(t, sample(t, map[string]string{file.Path: string(file.Data)}))
	find := func(year int) *report.Edition {
		i := slices.IndexFunc(after.Editions, func(e *report.Edition) bool { return e.Code.Number == 40 && e.Year == year && !e.IsTranslation })
		return after.Editions[i]
	}
	ids := func(l report.List[report.Ref]) []string {
		var list []string
		for _, r := range l.Items {
			list = append(list, r.ID+r.PortalID+r.Term)
		}
		return list
	}
	before, made := find(2023), find(2024)
	if !slices.Equal(ids(before.Members), ids(made.Members)) || !slices.Equal(ids(before.Commissions), ids(made.Commissions)) || !slices.Equal(ids(before.Actions), ids(made.Actions)) {
		t.Error("not those of the report before")
	}
	if made.Status.ID != report.StatusNotStated || made.Source != "" {
		t.Errorf("taken over without being asked: %q, %q", made.Status.ID, made.Source)
	}
}

func TestTranslationLaysTheOriginalBeside(t *testing.T) {
	m := &Maker{Sources: load(t, sample(t, nil)), Lang: "en"}
	file, err := m.Translation(Edition{Code: "WCC-2020-Res-111", Year: 2023}, "fr")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\n## Résultats\n\nThe technical report", "\n## Difficultés\n", "\ntranslation: fb7d6bf4088a4d72\n", "\ndraft: true\n"} {
		if !strings.Contains(string(file.Data), want) {
			t.Errorf("missing: %q", want)
		}
	}
}

func TestRefusals(t *testing.T) {
	m := &Maker{Sources: load(t, sample(t, nil)), Lang: "en"}
	tests := []struct {
		name string
		make func() (*File, error)
		want string
	}{
		{"unknown code", func() (*File, error) { return m.Report(Edition{Code: "WCC-2020-Res-400", Year: 2024}) }, "there is no resolution WCC-2020-Res-400"},
		{"no code", func() (*File, error) { return m.Report(Edition{Code: "ivory", Year: 2024}) }, `"ivory" is not a code such as WCC-2020-Res-040`},
		{"unknown number", func() (*File, error) { return m.Report(Edition{Code: "7.999", Year: 2024}) }, `no resolution has the official number "7.999"`},
		{"report there", func() (*File, error) { return m.Report(Edition{Code: "7.040", Year: 2023}) }, "there is a report on WCC-2020-Res-040 for 2023 already: content/reports/wcc-2020-res-040/2023.md"},
		{"no year", func() (*File, error) { return m.Report(Edition{Code: "7.040", Year: 23}) }, "23 is not a reporting year"},
		{"no previous", func() (*File, error) { return m.Report(Edition{Code: "7.040", Year: 1999, FromPrevious: true}) }, "there is no report on WCC-2020-Res-040 before 1999"},
		{"language", func() (*File, error) { return m.Report(Edition{Code: "7.040", Year: 2024, Language: "de"}) }, `unknown language "de"`},
		{"translation there", func() (*File, error) { return m.Translation(Edition{Code: "7.040", Year: 2023}, "fr") }, "there is a translation already: content/reports/wcc-2020-res-040/2023.fr.md"},
		{"same language", func() (*File, error) { return m.Translation(Edition{Code: "7.040", Year: 2023}, "en") }, `the report is in the language "en" itself`},
		{"no original", func() (*File, error) { return m.Translation(Edition{Code: "7.040", Year: 2030}, "fr") }, "there is no report on WCC-2020-Res-040 for 2030 to translate"},
		{"number taken", func() (*File, error) { return m.Resolution("WCC-2020-Rec-040", "", "") }, "the number 40 of WCC 2020 is taken: content/resolutions/wcc-2020-res-040.md"},
		{"member there", func() (*File, error) { return m.Member("", "international fund for animal welfare", "", "") }, "a member of that name is there: content/members/ifaw.md"},
		{"id taken", func() (*File, error) { return m.Member("ifaw", "Irish Fund", "", "IE") }, `the id "ifaw" is that of International Fund for Animal Welfare`},
		{"no id", func() (*File, error) { return m.Member("", "自然保护", "", "CN") }, `"" cannot be the id of the member`},
		{"country", func() (*File, error) { return m.Member("", "Nobody", "", "XQ") }, `unknown country "XQ"`},
		{"page there", func() (*File, error) { return m.Page("", "About") }, "the page is there already: content/pages/about.md"},
		{"page reserved", func() (*File, error) { return m.Page("", "Members") }, "the site has pages of its own under /members/"},
	}
	for _, tt := range tests {
		file, err := tt.make()
		var r *Refusal
		if file != nil || !errors.As(err, &r) || r.Message != tt.want || r.Hint == "" {
			t.Errorf("%s: got %v, want %q with a hint", tt.name, err, tt.want)
		}
	}
}

// Ids are suggested by the acronym, the name, and with the country where those
// are taken.
func TestMemberID(t *testing.T) {
	m := &Maker{Sources: load(t, sample(t, nil)), Lang: "en"}
	for _, tt := range []struct{ name, acronym, country, want string }{
		{"Otter Society", "OS-X", "SE", "os-x"},
		{"Otter Society", "IFAW", "SE", "otter-society"},
		{"Ifaw", "IFAW", "SE", "ifaw-se"},
		{"自然", "", "", ""},
	} {
		if got := m.MemberID(tt.name, tt.acronym, tt.country); got != tt.want {
			t.Errorf("MemberID(%q, %q, %q) = %q, want %q", tt.name, tt.acronym, tt.country, got, tt.want)
		}
	}
}
