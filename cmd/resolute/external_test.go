package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// Links to other sites are told as warnings that fail nothing, whatever the
// flags; what was found is kept in the folder of caches.
func TestCheckExternal(t *testing.T) {
	asked := 0 // requests, one after the other
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(http.StatusGone)
	}))
	defer server.Close()
	dir, cache := t.TempDir(), t.TempDir()
	a, err := txtar.ParseFile("testdata/script/problems.txt")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, data string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range a.Files {
		if strings.HasPrefix(f.Name, "content/") {
			write(f.Name, strings.NewReplacer("https://small.example/}", server.URL+"/}", "https://small.example/node/2", server.URL+"/").Replace(string(f.Data)))
		}
	}
	settings, err := os.ReadFile(filepath.Join(dir, "content", "site.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	write("content/site.yaml", string(settings)+"checks: {off: [translation-undated]}\n")
	check := func(args ...string) (int, string) {
		var out, messages bytes.Buffer
		code := run(context.Background(), append([]string{"check", "--external", "--source", dir}, args...), &system{
			stdin: strings.NewReader(""), stdout: &out, stderr: &messages, clock: func() time.Time { return time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) },
			getenv: func(name string) string {
				if name == "XDG_CACHE_HOME" {
					return cache
				}
				return ""
			},
		})
		return code, out.String() + messages.String()
	}
	for i, wanted := range []string{"1 asked for now", "0 asked for now"} {
		code, out := check("--strict")
		if code != exitDone || !strings.Contains(out, "content/site.yaml:1:1: warning: there is no page any more (410): "+server.URL+"/ (external-gone)") || !strings.Contains(out, wanted) {
			t.Errorf("run %d: code %d\n%s", i, code, out)
		}
	}
	if asked != 1 {
		t.Errorf("%d requests in two runs, want 1", asked)
	}
	if _, err := os.Stat(filepath.Join(cache, "resolute", linksFile)); err != nil {
		t.Error(err)
	}
	write("content/site.yaml", string(settings)+"checks: {off: [external-gone, translation-undated]}\n")
	if code, out := check(); code != exitDone || strings.Contains(out, "external-gone") {
		t.Errorf("switched off: code %d\n%s", code, out)
	}
}
