package serve

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// Requests that another site or machine could make are refused before anything
// is looked up.
func TestRefusals(t *testing.T) {
	s := still(t, tiny())
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	header := func(pairs ...string) func(*http.Request) {
		return func(r *http.Request) {
			for i := 0; i < len(pairs); i += 2 {
				r.Header.Set(pairs[i], pairs[i+1])
			}
		}
	}
	for _, c := range []struct {
		name, method, target string
		set                  func(*http.Request)
		want                 int
	}{
		{"own address", "GET", "/en/", nil, 200},
		{"localhost", "GET", "/en/", host("localhost:1313"), 200},
		{"in capitals", "GET", "/en/", host("LOCALHOST:1313"), 200},
		{"ipv6", "GET", "/en/", host("[::1]:1313"), 200},
		{"allowed host", "GET", "/en/", host("preview.test:1313"), 200},
		{"other site", "GET", "/en/", host("evil.com"), 403},
		{"other site, our port", "GET", "/en/", host("evil.com:1313"), 403},
		{"name that begins as ours", "GET", "/en/", host("localhost.evil.com:1313"), 403},
		{"name that leads here", "GET", "/en/", host("127.0.0.1.nip.io:1313"), 403},
		{"unspecified", "GET", "/en/", host("0.0.0.0:1313"), 403},
		{"mapped", "GET", "/en/", host("[::ffff:127.0.0.1]:1313"), 403},
		{"other port", "GET", "/en/", host("localhost:8080"), 403},
		{"no port", "GET", "/en/", host("localhost"), 403},
		{"no host", "GET", "/en/", host(""), 403},
		{"forwarded host is ignored", "GET", "/en/", header("X-Forwarded-Host", "evil.com"), 200},
		{"own origin", "GET", "/en/", header("Origin", "http://127.0.0.1:1313"), 200},
		{"origin null", "GET", "/en/", header("Origin", "null"), 403},
		{"other origin", "GET", "/en/", header("Origin", "http://evil.com"), 403},
		{"other address", "GET", "/en/", header("Origin", "http://1.2.3.4"), 403},
		{"other scheme", "GET", "/en/", header("Origin", "https://localhost:1313"), 403},
		{"script of another site", "GET", "/en/", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"), 403},
		{"script of another port", "GET", "/en/", header("Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors"), 403},
		{"link from another site", "GET", "/en/", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"), 200},
		{"events from another site", "GET", own + "events", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"), 403},
		{"head", "HEAD", "/en/", nil, 200},
		{"head of events", "HEAD", own + "events", nil, 200},
		{"post", "POST", "/en/", nil, 405},
		{"options", "OPTIONS", "/en/", nil, 405},
		{"body", "GET", "/en/", func(r *http.Request) { r.ContentLength = 3 }, 400},
		{"traversal", "GET", "/../content/site.yaml", nil, 400},
		{"traversal inside", "GET", "/en/../../content/site.yaml", nil, 400},
		{"traversal encoded", "GET", "/en/%2e%2e/%2e%2e/content/site.yaml", nil, 400},
		{"slash encoded", "GET", "/..%2fcontent/site.yaml", nil, 400},
		{"backslash", "GET", "/..%5ccontent", nil, 400},
		{"nul", "GET", "/en/%00", nil, 400},
		{"two slashes", "GET", "//evil.com/", func(r *http.Request) { r.URL.Path = "//evil.com/" }, 400},
		{"source file", "GET", "/content/site.yaml", nil, 404},
		{"source file as another tool's raw", "GET", "/content/site.yaml?raw??", nil, 404},
		{"dot file", "GET", "/.env", nil, 404},
		{"folder with a dot", "GET", "/.git/config", nil, 404},
		{"host's own file", "GET", "/_headers", nil, 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := request(s, c.method, c.target, c.set)
			if r.StatusCode != c.want {
				t.Errorf("got %d, want %d", r.StatusCode, c.want)
			}
			if r.Header.Get("Access-Control-Allow-Origin") != "" || r.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" || r.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("headers: %v", r.Header)
			}
			if c.want == http.StatusMethodNotAllowed && r.Header.Get("Allow") != "GET, HEAD" {
				t.Error("does not tell which methods are")
			}
			if body, _ := io.ReadAll(r.Body); c.method == "HEAD" && len(body) > 0 {
				t.Error("a body came")
			}
		})
	}
}

// Addresses lead where the published site's host would lead.
func TestRouting(t *testing.T) {
	s := still(t, tiny())
	for _, c := range []struct {
		target   string
		code     int
		location string
		kind     string
		contains string
	}{
		{"/", 200, "", "text/html", "<html"},
		{"/en/", 200, "", "text/html", `lang="en"`},
		{"/fr/", 200, "", "text/html", `lang="fr"`},
		{"/en", 301, "/en/", "", ""},
		{"/en/members", 301, "/en/members/", "", ""},
		{"/en/members?q=x", 301, "/en/members/?q=x", "", ""},
		{"/en/old/about/", 301, "/en/about/", "", ""},
		{"/en/nothing/", 404, "", "text/html", `lang="en"`},
		{"/fr/nothing", 404, "", "text/html", `lang="fr"`},
		{"/fr/nothing/deep/", 404, "", "text/html", `lang="fr"`},
		{"/de/nothing/", 404, "", "text/", ""},
		{"/sitemap.xml", 200, "", "application/xml", "<urlset"},
		{own + "client.js", 200, "", "text/javascript", "EventSource"},
		{own + "overlay.css", 200, "", "text/css", ".panel"},
		{own + "other", 404, "", "text/", ""},
	} {
		r := request(s, "GET", c.target, nil)
		body, _ := io.ReadAll(r.Body)
		if r.StatusCode != c.code || r.Header.Get("Location") != c.location || !strings.HasPrefix(r.Header.Get("Content-Type"), c.kind) || !bytes.Contains(body, []byte(c.contains)) {
			t.Errorf("%s: %d to %q, %s, want %d to %q, %s with %q", c.target, r.StatusCode, r.Header.Get("Location"), r.Header.Get("Content-Type"), c.code, c.location, c.kind, c.contains)
		}
	}
}

// Parts of files are answered as the host does.
func TestParts(t *testing.T) {
	s := still(t, tiny())
	const file = "/sitemap.xml"
	whole := served(t, s, file)
	for _, c := range []struct {
		header, value string
		code          int
		from, to      int
	}{
		{"Range", "bytes=10-19", 206, 10, 20},
		{"Range", "bytes=10-", 206, 10, len(whole)},
		{"Range", "bytes=-7", 206, len(whole) - 7, len(whole)},
		{"Range", "bytes=0-99999999", 206, 0, len(whole)},
		{"Range", "pages=1-2", 416, 0, -1},
		{"Range", "bytes=99999999-", 416, 0, -1},
		{"X-Range", "bytes=10-19", 200, 0, len(whole)},
	} {
		r := request(s, "GET", file, func(r *http.Request) { r.Header.Set(c.header, c.value) })
		body, _ := io.ReadAll(r.Body)
		if r.StatusCode != c.code {
			t.Errorf("%s: %d, want %d", c.value, r.StatusCode, c.code)
		}
		if c.to >= 0 && !bytes.Equal(body, whole[c.from:c.to]) {
			t.Errorf("%s: %d bytes, want those from %d to %d", c.value, len(body), c.from, c.to)
		}
		if want := fmt.Sprintf("bytes %d-%d/%d", c.from, c.to-1, len(whole)); c.code == 206 && r.Header.Get("Content-Range") != want {
			t.Errorf("%s: %q, want %q", c.value, r.Header.Get("Content-Range"), want)
		}
		if r.Header.Get("Access-Control-Allow-Origin") != "" || r.Header.Get("Cache-Control") != "no-store" && c.code < 300 {
			t.Errorf("%s: %v", c.value, r.Header)
		}
	}
	// A page has the preview's script within, and comes whole.
	r := request(s, "GET", "/en/", func(r *http.Request) { r.Header.Set("Range", "bytes=0-9") })
	if body, _ := io.ReadAll(r.Body); r.StatusCode != 200 || !bytes.HasSuffix(bytes.TrimSpace(body), []byte("</html>")) {
		t.Errorf("part of a page: %d, %d bytes", r.StatusCode, len(body))
	}
}

func TestHeadersOfTheHost(t *testing.T) {
	s := still(t, tiny())
	h := request(s, "GET", "/en/", nil).Header
	policy := h.Get("Content-Security-Policy")
	if !strings.Contains(policy, "script-src 'self'") || !strings.Contains(policy, "connect-src 'self'") || strings.Contains(policy, "upgrade-insecure-requests") {
		t.Errorf("policy: %s", policy)
	}
	if h.Get("X-Frame-Options") != "DENY" || h.Get("X-Robots-Tag") != "noindex" || h.Get("Strict-Transport-Security") != "" {
		t.Errorf("headers: %v", h)
	}
	icon := regexp.MustCompile(`/assets/[^"]*\.svg`).Find(served(t, s, "/en/"))
	if r := request(s, "GET", string(icon), nil); r.StatusCode != 200 || !strings.Contains(r.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("image %q: %d %v", icon, r.StatusCode, r.Header)
	}
}

func served(t *testing.T, s *Server, target string) []byte {
	t.Helper()
	body, err := io.ReadAll(request(s, "GET", target, nil).Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// A page has one element more than the published one, and everything else is
// the published file itself.
func TestScriptIsAllThatIsAdded(t *testing.T) {
	s := still(t, tiny())
	g := s.current.Load()
	script := regexp.MustCompile(`<script src="/_resolute/client\.js" defer data-page="[^"<>]*" data-tag="[^"<>]+" data-plain="[^"<>]+" data-token="[^"<>]+"></script>`)
	pages := 0
	for _, name := range g.names() {
		if hidden(name) {
			continue
		}
		want, ok, err := g.file(name)
		if !ok || err != nil {
			t.Fatal(name, err)
		}
		got := served(t, s, "/"+name)
		if strings.HasSuffix(name, ".html") {
			pages++
			if n := len(script.FindAll(got, -1)); n != 1 {
				t.Fatalf("%s: %d scripts", name, n)
			}
			if i, head := script.FindIndex(got)[0], bytes.Index(got, []byte("</head>")); i > head {
				t.Errorf("%s: the script stands outside the head", name)
			}
			got = script.ReplaceAll(got, nil)
		}
		if !bytes.Equal(got, want.data) {
			t.Errorf("%s differs from the published file", name)
		}
	}
	if pages < 20 {
		t.Errorf("only %d pages", pages)
	}
	if got := string(served(t, s, `/en/%22%3E%3Cb%3E/`)); strings.Contains(got, `"><b>`) {
		t.Error("an address got into the page as markup")
	}
}

// Before there is a good site, pages tell so, and listen.
func TestNoSiteYet(t *testing.T) {
	fsys := tiny()
	fsys["content/site.yaml"] = &fstest.MapFile{Data: []byte("title: [")}
	s := still(t, fsys)
	r := request(s, "GET", "/en/", nil)
	body, _ := io.ReadAll(r.Body)
	if r.StatusCode != 503 || !bytes.Contains(body, []byte(own+"client.js")) {
		t.Errorf("%d %s", r.StatusCode, body)
	}
	m := s.messageFor(&client{path: "/en/", tag: "none"})
	if m.Kind != "problems" || len(m.Problems) == 0 || !strings.HasPrefix(m.Problems[0].Place, "content/site.yaml:1:") || m.Problems[0].Line != "title: [" {
		t.Errorf("message: %+v", m)
	}
}

// Drafts are left out unless asked for, and marked where they are shown.
func TestDrafts(t *testing.T) {
	fsys := tiny()
	file := reports(fsys)[0]
	fsys[file] = &fstest.MapFile{Data: bytes.Replace(fsys[file].Data, []byte("---\n"), []byte("---\ndraft: true\n"), 1)}
	s := still(t, fsys)
	if r := request(s, "GET", addressOf(file), nil); r.StatusCode != 404 {
		t.Errorf("a draft without asking: %d", r.StatusCode)
	}
	s.options.Build.Drafts = true
	s.rebuild(t.Context(), nil, s.now())
	if got := served(t, s, addressOf(file)); !bytes.Contains(got, []byte(`class="notice draft"`)) {
		t.Error("the draft is not marked")
	}
}
