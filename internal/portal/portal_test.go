package portal

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"resolute/internal/diag"
	"resolute/internal/report"
)

var update = flag.Bool("update", false, "write what the imports give into testdata")

// known is a small site: the portal's vocabularies, three members, one
// resolution with one edition.
func known() Known {
	s := &report.Settings{Languages: []report.Lang{"en", "fr", "es"}}
	s.Types = report.Vocabulary{{ID: "resolution", Code: "Res"}, {ID: "recommendation", Code: "Rec"}, {ID: "decision", Code: "Dec"}}
	s.Congresses = report.Vocabulary{
		{ID: "wcc-2016", Prefix: "WCC", Year: 2016, Ordinal: 6},
		{ID: "wcc-2020", Prefix: "WCC", Year: 2020, Ordinal: 7},
	}
	s.Statuses = report.Vocabulary{
		{ID: "not-initiated", Portal: []string{"Not initiated"}},
		{ID: "initiated", Portal: []string{"Initiated"}},
		{ID: "underway", Portal: []string{"Underway"}},
		{ID: "ongoing", Portal: []string{"On-going", "Ongoing"}},
		{ID: "completed", Portal: []string{"Completed"}},
		{ID: "not-stated"},
	}
	s.Actions = report.Vocabulary{
		{ID: "capacity-building", Portal: []string{"Capacity-building", "Capacity building", "Formation"}},
		{ID: "stakeholder-networking", Portal: []string{"Convene stakeholders/Networking", "Rassembler des parties prenantes/Réseautage"}},
		{ID: "education-communication", Portal: []string{"Education/Communication/Raising awareness"}},
		{ID: "field", Portal: []string{"Field activities"}},
		{ID: "fundraising", Portal: []string{"Fundraising", "Recaudación de fondos"}},
		{ID: "policy", Portal: []string{"Policy influencing/advocacy"}},
		{ID: "scientific-technical", Portal: []string{"Scientific/technical activities"}},
		{ID: "other", Portal: []string{"Other"}},
	}
	s.Commissions = report.Vocabulary{
		{ID: "cem", Acronym: "CEM", Portal: []string{"IUCN Commission on Ecosystem Management", "IUCN Commission on Ecosystems Management"}},
		{ID: "ceesp", Acronym: "CEESP", Portal: []string{"IUCN Commission on Environmental, Economic, and Social Policy"}},
		{ID: "ssc", Acronym: "SSC", Portal: []string{"IUCN Species Survival Commission"}},
		{ID: "wcel", Acronym: "WCEL", Portal: []string{"IUCN World Commission on Environmental Law"}},
	}
	member := func(id, name, acronym, country string) *report.Member {
		return &report.Member{ID: id, Name: name, Acronym: acronym, Country: report.Ref{ID: country}, File: report.File{Path: "content/members/" + id + ".md"}}
	}
	heron, board, club := member("heron-trust", "Heron Trust", "HT", "CH"), member("reed-board", "Reed Board", "RB", "CA"), member("reed-club", "Reed Club", "", "GB")
	heron.OtherNames = []string{"Egret Fund"}
	board.PortalIDs = []string{"0A10CF2B-0D25-E311-83D9-002655853524"}
	code := report.Code{Prefix: "WCC", Year: 2020, Type: "Res", Number: 15}
	return Known{
		Settings:    s,
		Members:     []*report.Member{heron, board, club},
		Resolutions: []*report.Resolution{{Code: code}},
		Editions:    []*report.Edition{{Code: code, Year: 2022}},
	}
}

// options reads the options of a fixture.
func options(t *testing.T, text string) Options {
	var o Options
	for l := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(l), "=")
		switch key {
		case "":
		case "year":
			o.Year, _ = strconv.Atoi(value)
		case "source":
			o.Source = value
		case "language":
			o.Language = report.Lang(value)
		case "resolution":
			o.Resolution = value
		case "activity":
			o.Activity = true
		default:
			t.Fatalf("unknown option %q", key)
		}
	}
	return o
}

// listing writes a result down as the files of an archive.
func listing(r *Result) []txtar.File {
	var files []txtar.File
	var account, problems strings.Builder
	for _, l := range r.Account.Lines {
		fmt.Fprintf(&account, "%d\t%s\t%s\t%s\n", l.Number, l.Use, l.Where, l.Text)
	}
	if err := diag.Write(&problems, diag.Text, r.Problems); err != nil {
		panic(err)
	}
	add := func(name string, data []byte) {
		if len(data) > 0 {
			files = append(files, txtar.File{Name: "want/" + name, Data: data})
		}
	}
	for _, f := range r.Files {
		name := f.Path
		if f.Exists {
			name += " exists"
		}
		add(name, f.Data)
	}
	add("fragment", r.Fragment)
	add("account", []byte(account.String()))
	add("problems", []byte(problems.String()))
	return files
}

func TestImport(t *testing.T) {
	paths, err := filepath.Glob("testdata/import/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var input []txtar.File
			var o Options
			var name string
			var page []byte
			want := map[string]string{}
			for _, f := range archive.Files {
				switch {
				case f.Name == "options":
					o = options(t, string(f.Data))
				case strings.HasPrefix(f.Name, "page."):
					name, page = f.Name, f.Data
				case strings.HasPrefix(f.Name, "want/"):
					want[f.Name] = string(f.Data)
					continue
				}
				input = append(input, f)
			}
			result, err := Import(name, page, known(), o)
			if err != nil {
				t.Fatal(err)
			}
			got := listing(result)
			if *update {
				archive.Files = append(input, got...)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			for _, f := range got {
				if want[f.Name] != string(f.Data) {
					t.Errorf("%s: got\n%s\nwant\n%s", f.Name, f.Data, want[f.Name])
				}
				delete(want, f.Name)
			}
			for name := range want {
				t.Errorf("%s: missing", name)
			}
			checkAccount(t, page, result)
		})
	}
}

// checkAccount tests what holds for every import: each line that is not blank is
// accounted for, and what was used can be found again in the files.
func checkAccount(t *testing.T, page []byte, r *Result) {
	t.Helper()
	src, problem := read(page)
	if problem != nil {
		if len(r.Files) > 0 {
			t.Error("files from a page that cannot be read")
		}
		return
	}
	var source, account strings.Builder
	for _, l := range src.lines {
		source.WriteString(squeeze(l.text))
	}
	for _, l := range r.Account.Lines {
		account.WriteString(squeeze(l.Text))
		if l.Use == "" || l.Where == "" && l.Use != NotUnderstood {
			t.Errorf("line %d %q: use %q, where %q", l.Number, l.Text, l.Use, l.Where)
		}
	}
	if source.String() != account.String() {
		t.Errorf("source  %q\naccount %q", source.String(), account.String())
	}
	for _, l := range Verify(r) {
		if l.Use != NotUnderstood {
			t.Errorf("line %d is not in the files, but in the account as %s: %q", l.Number, l.Where, l.Text)
		}
	}
	for i, f := range r.Files {
		for _, g := range r.Files[:i] {
			if strings.EqualFold(f.Path, g.Path) {
				t.Errorf("two files %s", f.Path)
			}
		}
	}
}

// FuzzImport tests what holds for any input: every line is accounted for, what
// was used is in the files, and the same page gives the same files.
func FuzzImport(f *testing.F) {
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
				f.Add(file.Data)
			}
		}
	}
	f.Add([]byte("\xff\xfe"))
	f.Add([]byte("<p>WCC 2020 Res 040 - Progress Report<br>IUCN Members: \x00<li>x"))
	site := known()
	f.Fuzz(func(t *testing.T, page []byte) {
		if len(page) > 1<<14 {
			return
		}
		o := Options{Year: 2023, Resolution: "WCC 2020 Res 040"}
		r, err := Import("page", page, site, o)
		if err != nil {
			t.Fatal(err)
		}
		checkAccount(t, page, r)
		again, err := Import("page", page, site, o)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := txtar.Format(&txtar.Archive{Files: listing(r)}), txtar.Format(&txtar.Archive{Files: listing(again)}); string(a) != string(b) {
			t.Errorf("two imports differ:\n%s\n%s", a, b)
		}
	})
}
