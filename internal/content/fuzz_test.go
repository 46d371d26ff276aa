package content

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// Whatever stands in a report: nothing panics, every problem stands inside its
// file, and a report that is accepted is the same after writing and reading.
func FuzzEdition(f *testing.F) {
	fuzzFile(f, "content/reports/wcc-2020-res-040/2023.md")
}

// The same for members, whose other names and old addresses share a key.
func FuzzMember(f *testing.F) {
	fuzzFile(f, "content/members/ifaw.md")
}

// The same for resolutions, with texts by language.
func FuzzResolution(f *testing.F) {
	fuzzFile(f, "content/resolutions/wcc-2020-res-040.md")
}

// Settings cannot be written, so only reading is held.
func FuzzSettings(f *testing.F) {
	site := base(f)
	f.Add(site[SettingsFile].Data)
	f.Fuzz(func(t *testing.T, data []byte) {
		tree := base(t)
		tree[SettingsFile] = &fstest.MapFile{Data: data}
		s, problems, err := Load(tree, Options{KnownCountry: country})
		if err != nil {
			t.Fatal(err)
		}
		inside(t, tree, problems)
		if errors, _ := diag.Count(problems); errors == 0 && (s.Settings == nil || len(s.Settings.Languages) == 0) {
			t.Error("settings without languages were accepted")
		}
	})
}

func fuzzFile(f *testing.F, path string) {
	site := base(f)
	f.Add(site[path].Data)
	archives, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil {
		f.Fatal(err)
	}
	folder, _, _ := strings.Cut(strings.TrimPrefix(path, "content/"), "/")
	for _, file := range archives {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, seed := range archive.Files {
			if strings.HasPrefix(seed.Name, "content/"+folder+"/") {
				f.Add(seed.Data)
			}
		}
	}
	settings := site[SettingsFile].Data
	f.Fuzz(func(t *testing.T, data []byte) {
		site[path] = &fstest.MapFile{Data: data}
		s, problems, err := Load(site, Options{KnownCountry: country})
		if err != nil {
			t.Fatal(err)
		}
		inside(t, site, problems)
		if errors, _ := diag.Count(problems); errors > 0 {
			return
		}
		roundTrip(t, s, settings, country)
	})
}

// Any text at all is the same after writing and reading, in a list, in a map
// and on its own: the importer writes what the old portal printed.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"no", "040", "a: b", "a #b", "- x", "2021-2025", "1e3", "none", "~", "x:", `a"b\c`, "https://a.b/?c=d#e", "/en/x/", "é", "’", "[a]", "{a}", "a, b", "!x", "0x1F", "12:30", "2024-01-01", "=", "<<", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" || strings.TrimSpace(s) != s || strings.ContainsAny(s, "\t\n") || unshown(s) != 0 || len(s) > maxTitle || strings.HasPrefix(s, "/") ||
			len(badRunes("", []byte(s))) > 0 {
			return
		}
		m := &report.Member{Name: s, OtherNames: []string{s}}
		r := &report.Resolution{Code: report.Code{Prefix: "WCC", Year: 2020, Type: "Res", Number: 40}, Title: report.Text{"en": s, "fr": s}, Keywords: []string{s}, Type: report.Ref{ID: "resolution"}, Congress: report.Ref{ID: "wcc-2020"}}
		tree := base(t)
		tree["content/members/a.md"] = &fstest.MapFile{Data: MarshalMember(m)}
		tree["content/resolutions/wcc-2020-res-040.md"] = &fstest.MapFile{Data: MarshalResolution(r)}
		got, problems, err := Load(tree, Options{KnownCountry: country})
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v\n%s\n%s%s", err, told(t, problems), MarshalMember(m), MarshalResolution(r))
		}
		if a := got.Members[0]; a.Name != s || a.OtherNames[0] != s {
			t.Errorf("%q came back as %q and %q", s, a.Name, a.OtherNames)
		}
		if b := got.Resolutions[1]; b.Title["en"] != s || b.Title["fr"] != s || b.Keywords[0] != s {
			t.Errorf("%q came back as %q and %q", s, b.Title, b.Keywords)
		}
	})
}

// An address that is accepted has a host, no credentials, nothing that ends an
// attribute, and a scheme that does no harm.
func FuzzCheckURL(f *testing.F) {
	for _, s := range []string{"https://example.org/", "javascript:alert(1)", "//x", "https://u:p@h/", "https://h\\@e", "https://h/\u202e", "HTTPS://H", "https://[::1]:80/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if CheckURL(s) != nil {
			return
		}
		rest, ok := bytes.CutPrefix(bytes.ToLower([]byte(s)), []byte("http"))
		if !ok || !bytes.HasPrefix(bytes.TrimPrefix(rest, []byte("s")), []byte("://")) || strings.ContainsAny(s, "\x00\t\r\n \\\"<>`") || len(badRunes("", []byte(s))) > 0 {
			t.Errorf("%q was accepted", s)
		}
		host, _, _ := strings.Cut(strings.SplitN(s, "//", 2)[1], "/")
		if host, _, _ = strings.Cut(host, "?"); strings.Contains(strings.SplitN(host, "#", 2)[0], "@") {
			t.Errorf("%q has credentials", s)
		}
	})
}
