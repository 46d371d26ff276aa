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

	"resolute/internal/synthetic"
)

// publishedSample is a small site, published into a folder.
func publishedSample(t *testing.T) (source, public string) {
	t.Helper()
	source = t.TempDir()
	for name, data := range synthetic.Files(synthetic.Shape{Reports: 5, Members: 4, Languages: []string{"en", "fr"}}) {
		file := filepath.Join(source, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if code, out := runTest(t, "build", "--source", source); code != exitDone {
		t.Fatal(out)
	}
	return source, filepath.Join(source, "public")
}

// runTest runs a command and returns its exit code and all that it printed.
func runTest(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var b bytes.Buffer
	code := run(context.Background(), args, &system{stdin: strings.NewReader(""), stdout: &b, stderr: &b, getenv: func(string) string { return "" }, clock: time.Now})
	return code, b.String()
}

// A site is verified on the network as in a folder, by a server that serves it
// as hosts do.
func TestVerifyOverNetwork(t *testing.T) {
	t.Parallel()
	source, public := publishedSample(t)
	broken := ""
	served := http.FileServer(http.Dir(public))
	server := httptest.NewServer(http.StripPrefix("/reports", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == broken && broken == "/en/feed.xml":
			_, _ = w.Write([]byte("other"))
		case r.URL.Path == broken && broken == "/en/members/":
			http.Redirect(w, r, "/reports/en/", http.StatusFound)
		case r.URL.Path == broken:
			http.Error(w, "no", http.StatusInternalServerError)
		case strings.HasPrefix(r.URL.Path, "/_"):
			http.NotFound(w, r)
		default:
			served.ServeHTTP(w, r)
		}
	})))
	defer server.Close()
	for _, tt := range []struct {
		broken, say string
		code        int
	}{
		{"", "files as published", exitDone},
		{"/en/feed.xml", "en/feed.xml: not as listed\n", exitContent},
		{"/en/members/", "en/members/index.html: cannot be read: the server answers \"302 Found\"\n", exitEnvironment},
		{"/en/feed.json", "en/feed.json: cannot be read: the server answers \"500", exitEnvironment},
		{"/manifest.json", "cannot read manifest.json", exitEnvironment},
	} {
		broken = tt.broken
		code, out := runTest(t, "verify", server.URL+"/reports/")
		if code != tt.code || !strings.Contains(out, tt.say) {
			t.Errorf("with %q broken: %d\n%s", tt.broken, code, out)
		}
	}
	broken = ""
	if err := os.Remove(filepath.Join(public, "fr", "index.html")); err != nil {
		t.Fatal(err)
	}
	if code, out := runTest(t, "verify", server.URL+"/reports"); code != exitContent || !strings.Contains(out, "fr/index.html: ") {
		t.Errorf("a page is gone: %d\n%s", code, out)
	}
	if code, out := runTest(t, "verify", "--against-build", "--source", source, "--format", "json", server.URL+"/reports/"); code != exitContent || strings.Contains(out, `"from":"build"`) || !strings.Contains(out, `{"from":"manifest","file":"fr/index.html"`) {
		t.Errorf("against a build: %d\n%s", code, out)
	}
	server.Close()
	if code, _ := runTest(t, "verify", server.URL); code != exitEnvironment {
		t.Errorf("without a server: %d", code)
	}
}
