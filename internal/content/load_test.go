package content

import (
	"os"
	"testing"

	"resolute/internal/diag"
	"resolute/internal/i18n"
)

// The content of this repository has to be without problems.
func TestRepositoryContent(t *testing.T) {
	s, problems, err := Load(os.DirFS("../.."), Options{KnownCountry: i18n.KnownCountry})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s\n\t%s", p, p.Hint)
	}
	if s == nil || len(s.Editions) < 79 || len(s.Resolutions) < 54 || len(s.Members) < 209 {
		t.Fatalf("content is missing: %+v", s)
	}
	if failed, _ := diag.Count(problems); failed > 0 {
		t.FailNow()
	}
	for _, e := range s.Editions {
		back := string(MarshalEdition(e))
		if back == "" {
			t.Errorf("%s cannot be written", e.Path)
		}
	}
}
