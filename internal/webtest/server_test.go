package webtest

import (
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// A headerRule is a block of a published _headers file.
type headerRule struct {
	pattern string // with at most one *
	headers [][2]string
}

func (r headerRule) covers(urlPath string) bool {
	before, after, any := strings.Cut(r.pattern, "*")
	if !any {
		return urlPath == r.pattern
	}
	return len(urlPath) >= len(before)+len(after) && strings.HasPrefix(urlPath, before) && strings.HasSuffix(urlPath, after)
}

// readHeaders reads a _headers file.
func readHeaders(text string) []headerRule {
	var rules []headerRule
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		name, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t"):
			rules = append(rules, headerRule{pattern: line})
		case ok && len(rules) > 0:
			r := &rules[len(rules)-1]
			r.headers = append(r.headers, [2]string{name, strings.TrimSpace(value)})
		}
	}
	return rules
}

// serve serves a published folder as its host does: under its own _headers,
// with its 404 page. Only the upgrade to https is taken out, which no local
// server can follow.
func serve(t *testing.T, public string) *httptest.Server {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(public, "_headers"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "Content-Security-Policy:") {
		t.Fatal("_headers has no Content-Security-Policy")
	}
	rules := readHeaders(strings.ReplaceAll(string(text), "; upgrade-insecure-requests", ""))
	root, err := os.OpenRoot(public)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, rule := range rules {
			if rule.covers(r.URL.Path) {
				for _, h := range rule.headers {
					w.Header().Add(h[0], h[1])
				}
			}
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		status := http.StatusOK
		data, err := root.ReadFile(name)
		if err != nil {
			status, name = http.StatusNotFound, "404.html"
			data, _ = root.ReadFile(name)
		}
		w.Header().Set("Content-Type", contentType(name))
		w.WriteHeader(status)
		_, _ = w.Write(data)
	}))
	t.Cleanup(func() {
		server.Close()
		_ = root.Close()
	})
	return server
}

func contentType(name string) string {
	if path.Ext(name) == ".webmanifest" {
		return "application/manifest+json"
	}
	if typ := mime.TypeByExtension(path.Ext(name)); typ != "" {
		return typ
	}
	return "application/octet-stream"
}

func TestReadHeaders(t *testing.T) {
	t.Parallel()
	rules := readHeaders("# all\n/*\n  A: b: c\n\n/assets/*\n  D: e\n/*.svg\n  F: g\n/one\n  H: i\n")
	for urlPath, want := range map[string]string{"/": "A", "/assets/x.svg": "ADF", "/one": "AH", "/assets": "A", "/x.svg/": "A"} {
		got := ""
		for _, r := range rules {
			if r.covers(urlPath) {
				got += r.headers[0][0]
			}
		}
		if got != want {
			t.Errorf("%s has the headers %s, want %s", urlPath, got, want)
		}
	}
	if v := rules[0].headers[0][1]; v != "b: c" {
		t.Errorf("value %q", v)
	}
}
