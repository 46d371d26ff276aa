package cms

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"resolute/internal/content"
	"resolute/internal/i18n"
	"resolute/internal/report"
)

var words = Words{Reports: "Rapports", Resolutions: "Résolutions", Members: "Membres", Pages: "Pages", Body: "Texte", None: "Aucun", Yes: "Oui", No: "Non"}

func sources(t *testing.T) *content.Sources {
	t.Helper()
	s, problems, err := content.Load(os.DirFS("../.."), content.Options{KnownCountry: i18n.KnownCountry})
	if err != nil || s.Settings == nil {
		t.Fatal(err, problems)
	}
	return s
}

// made is the configuration of the sample content, read back.
func made(t *testing.T, a report.Admin) config {
	t.Helper()
	s := sources(t)
	s.Settings.Admin = &a
	data, err := Config(Options{Sources: s, Lang: "fr", Words: words, SiteURL: "https://example.org/"})
	if err != nil {
		t.Fatal(err)
	}
	var c config
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// Every field of the declaration is in the form, with its label and explanation,
// and asked for only where it must be there.
func TestFields(t *testing.T) {
	c := made(t, report.Admin{Backend: "github", Repository: "example/reports"})
	seen := 0
	for _, k := range content.Kinds() {
		i := slices.IndexFunc(c.Collections, func(c collection) bool { return c.Name == k.Name })
		if i < 0 {
			if k.Name != "site" && k.Name != "translation" {
				t.Errorf("there is no collection for the kind %s", k.Name)
			}
			continue
		}
		fields := c.Collections[i].Fields
		if len(fields) != len(k.Fields)+1 || fields[len(fields)-1].Name != "body" {
			t.Errorf("%s: %d fields, want %d and the body", k.Name, len(fields), len(k.Fields))
		}
		for j, declared := range k.Fields {
			f := fields[j]
			seen++
			if f.Name != declared.Key || f.Label != declared.Label["fr"] || f.Hint != declared.Doc["fr"] || f.Required != declared.Required || f.Widget == "" {
				t.Errorf("%s: %+v is not what is declared of %s", k.Name, f, declared.Key)
			}
			if f.Widget == "select" && len(f.Options) < 2 {
				t.Errorf("%s: %s has the options %v", k.Name, f.Name, f.Options)
			}
			if f.Widget == "select" && declared.OrNone != (f.Options[0] == option{"Aucun", "none"}) {
				t.Errorf("%s: %s has the first option %v", k.Name, f.Name, f.Options[0])
			}
		}
	}
	if seen < 30 {
		t.Errorf("only %d fields were compared", seen)
	}
}

func find(t *testing.T, c config, kind, key string) field {
	t.Helper()
	for _, k := range c.Collections {
		for _, f := range k.Fields {
			if k.Name == kind && f.Name == key {
				return f
			}
		}
	}
	t.Fatalf("%s has no field %s", kind, key)
	return field{}
}

// Options are those of the vocabularies, the members and the resolutions.
func TestOptions(t *testing.T) {
	c, s := made(t, report.Admin{Backend: "gitea", Repository: "example/reports"}), sources(t)
	for _, tt := range []struct {
		kind, key string
		want      option
		n         int
	}{
		{"report", "status", option{"Achevée", "completed"}, len(s.Settings.Statuses)},
		{"report", "actions", option{"Activités de terrain", "field"}, len(s.Settings.Actions) + 1},
		{"report", "members", option{"Aaranyak", "aaranyak"}, len(s.Members) + 1},
		{"report", "secretariat", option{"Non", false}, 2},
		{"report", "language", option{"es", "es"}, 3},
		{"resolution", "congress", option{"Congrès mondial de la nature 2020 (Marseille)", "wcc-2020"}, len(s.Settings.Congresses)},
	} {
		f := find(t, c, tt.kind, tt.key)
		if !slices.Contains(f.Options, tt.want) || len(f.Options) != tt.n {
			t.Errorf("%s: %d options, want %d with %v: %v", tt.key, len(f.Options), tt.n, tt.want, f.Options)
		}
	}
	if f := find(t, c, "report", "resolution"); len(f.Options) != len(s.Resolutions) {
		t.Errorf("%d resolutions to choose from, want %d", len(f.Options), len(s.Resolutions))
	}
	if f := find(t, c, "resolution", "title"); len(f.Fields) != 3 || f.Fields[1].Name != "fr" {
		t.Errorf("the title has the languages %v", f.Fields)
	}
}

// The place of the repository, and drafts as pull requests where the form can.
func TestBackend(t *testing.T) {
	for _, tt := range []struct {
		admin report.Admin
		want  backend
		mode  string
	}{
		{
			report.Admin{Backend: "github", Repository: "a/b", Branch: "main", Server: "https://auth.example.org/"},
			backend{Name: "github", Repo: "a/b", Branch: "main", BaseURL: "https://auth.example.org"},
			"editorial_workflow",
		},
		{
			report.Admin{Backend: "gitlab", Repository: "a/b/c", Server: "https://git.example.org", AppID: "1f"},
			backend{Name: "gitlab", Repo: "a/b/c", BaseURL: "https://git.example.org", APIRoot: "https://git.example.org/api/v4", Auth: "pkce", AppID: "1f"},
			"editorial_workflow",
		},
		{
			report.Admin{Backend: "gitea", Repository: "a/b", Server: "https://git.example.org", AppID: "1f"},
			backend{Name: "gitea", Repo: "a/b", BaseURL: "https://git.example.org", APIRoot: "https://git.example.org/api/v1", AppID: "1f"},
			"",
		},
	} {
		if c := made(t, tt.admin); c.Backend != tt.want || c.PublishMode != tt.mode {
			t.Errorf("%+v: %+v %q", tt.admin, c.Backend, c.PublishMode)
		}
	}
}
