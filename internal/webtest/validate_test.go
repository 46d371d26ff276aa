package webtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// validate runs html-validate once over files of a folder. Its configuration
// departs from the recommended rules in four: the doctype is in lower case, titles
// are those of resolutions, which others made long, lists may have names, and a
// list of suggestions while one types is no select.
func validate(t *testing.T, folder string, files []string) []string {
	t.Helper()
	program := absolute(t, filepath.Join("node_modules", "html-validate", "bin", "html-validate.mjs"))
	if _, err := os.Stat(program); err != nil {
		t.Fatal("html-validate is missing: run make tools")
	}
	args := append([]string{program, "--config", absolute(t, "htmlvalidate.json"), "--formatter", "json"}, files...)
	cmd := exec.Command("node", args...)
	cmd.Dir = folder
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatalf("html-validate: %v", err)
	}
	var results []struct {
		FilePath string
		Messages []struct {
			RuleID       string
			Message      string
			Line, Column int
		}
	}
	if err := json.Unmarshal(out, &results); err != nil {
		t.Fatalf("html-validate: %v in %.300s", err, out)
	}
	var problems []string
	for _, r := range results {
		name, err := filepath.Rel(folder, r.FilePath)
		if err != nil {
			name = r.FilePath
		}
		for _, m := range r.Messages {
			problems = append(problems, fmt.Sprintf("%s:%d:%d: %s (%s)", name, m.Line, m.Column, m.Message, m.RuleID))
		}
	}
	return problems
}

func absolute(t *testing.T, name string) string {
	t.Helper()
	name, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// TestHTML validates a page of each kind in each language.
func TestHTML(t *testing.T) {
	t.Parallel()
	public := published(t)
	var files []string
	for _, p := range samplePages(t, public) {
		if _, err := os.Stat(filepath.Join(public, p.file)); err == nil {
			files = append(files, p.file)
		}
	}
	for i, p := range validate(t, public, files) {
		if i < 60 {
			t.Error(p)
		}
	}
}

// TestHTMLCanFail shows the validator a page that is wrong.
func TestHTMLCanFail(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	const bad = "<!doctype html>\n<html lang=\"en\"><head><title>Bad</title></head><body><p><div>no</div></p><img src=\"/a.png\"></body></html>\n"
	if err := os.WriteFile(filepath.Join(folder, "bad.html"), []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := validate(t, folder, []string{"bad.html"}); len(got) < 2 {
		t.Errorf("html-validate sees no mistake: %q", got)
	}
}
