package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// answers runs a command at a terminal whose person gives these answers.
func answers(t *testing.T, dir, lines string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, messages bytes.Buffer
	code = run(context.Background(), append(args, "--source", dir), &system{
		stdin: strings.NewReader(lines), stdout: &out, stderr: &messages,
		getenv: func(string) string { return "" }, terminal: true, clock: time.Now,
	})
	return code, out.String(), messages.String()
}

// At a terminal what is missing is asked for, until the answer will do.
func TestNewAsks(t *testing.T) {
	dir := t.TempDir()
	a, err := txtar.ParseFile("testdata/script/problems.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		if strings.HasPrefix(f.Name, "content/") {
			path := filepath.Join(dir, f.Name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	code, stdout, stderr := answers(t, dir, "\nSU-2020-Res-100\nsu 2020 res 2\nlast year\n2024\n", "new", "report")
	want := "Resolution, as in SU-2020-Res-001: Resolution, as in SU-2020-Res-001:   there is no resolution SU-2020-Res-100\n" +
		"    did you mean SU-2020-Res-001? Else resolute new resolution SU-2020-Res-100 adds it\n" +
		"Resolution, as in SU-2020-Res-001: Reporting year:   \"last year\" is not a year\n" +
		"    write the reporting year, such as 2023\n" +
		"Reporting year:     fill it in, then run resolute check; resolute serve shows it as it will look\n"
	if code != exitDone || stdout != "wrote content/reports/su-2020-res-002/2024.md\n" || stderr != want {
		t.Errorf("code %d, stdout %q, stderr\n%s\nwant\n%s", code, stdout, stderr, want)
	}
	code, stdout, _ = answers(t, dir, "\n", "new", "report", "SU-2020-Res-002")
	if code != exitDone || stdout != "wrote content/reports/su-2020-res-002/2025.md\n" {
		t.Errorf("the year after the last is not suggested: code %d, %q", code, stdout)
	}
	code, stdout, _ = answers(t, dir, "River Watch\nRW\nno\n\n", "new", "member")
	if code != exitDone || stdout != "wrote content/members/rw.md\n" {
		t.Errorf("member: code %d, %q", code, stdout)
	}
	code, _, stderr = answers(t, dir, "", "new", "page")
	if code != exitUsage || !strings.Contains(stderr, "the answers ended before the questions") {
		t.Errorf("end of answers: code %d, %q", code, stderr)
	}
}
