package serve

import (
	"bytes"
	"fmt"
	"html"
	"mime"
	"net"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"resolute/internal/output"
)

// handler answers requests: the checks first, then the preview's own files,
// then the site as its host would serve it.
func (s *Server) handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if code, why := s.refuse(r); code != 0 {
			if code == http.StatusMethodNotAllowed {
				h.Set("Allow", "GET, HEAD")
			}
			http.Error(w, why, code)
			return
		}
		switch r.URL.Path {
		case own + "events":
			s.events(w, r)
		case own + "client.js":
			write(w, r, http.StatusOK, "text/javascript; charset=utf-8", clientScript)
		case own + "overlay.css":
			write(w, r, http.StatusOK, "text/css; charset=utf-8", overlayStyle)
		default:
			s.site(w, r)
		}
	})
}

// refuse tells why a request is not answered; code 0: it is.
func (s *Server) refuse(r *http.Request) (code int, why string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return http.StatusMethodNotAllowed, "only GET and HEAD"
	}
	// A page of another site can reach this address by a name of its own (DNS
	// rebinding): only the preview's own names are answered.
	if !s.hosts[strings.ToLower(r.Host)] {
		return http.StatusForbidden, "this preview does not answer to that host name; see --allow-host"
	}
	if origin := r.Header.Get("Origin"); origin != "" && !s.ownOrigin(origin) {
		return http.StatusForbidden, "only for the preview's own pages"
	}
	if site := r.Header.Get("Sec-Fetch-Site"); (site == "cross-site" || site == "same-site") && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
		return http.StatusForbidden, "only for the preview's own pages"
	}
	if r.ContentLength != 0 {
		return http.StatusBadRequest, "a request has no body here"
	}
	if odd(r.URL) {
		return http.StatusBadRequest, "that is not an address of this site"
	}
	return 0, ""
}

// ownOrigin tells whether an origin is the preview itself.
func (s *Server) ownOrigin(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == "http" && s.hosts[strings.ToLower(u.Host)]
}

// odd tells addresses that no link of the site has: they are refused before
// anything is looked up.
func odd(u *url.URL) bool {
	raw := strings.ToLower(u.EscapedPath())
	if !strings.HasPrefix(u.Path, "/") || strings.ContainsAny(u.Path, "\\\x00") || strings.Contains(raw, "%2f") || strings.Contains(raw, "%5c") || strings.Contains(u.Path, "//") {
		return true
	}
	for part := range strings.SplitSeq(u.Path, "/") {
		if part == ".." || part == "." {
			return true
		}
	}
	return false
}

// ownHosts are the values of Host that are answered.
func ownHosts(a net.Addr, allowed []string) map[string]bool {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return map[string]bool{a.String(): true}
	}
	names := []string{"localhost", "127.0.0.1", "::1"}
	if ip := net.ParseIP(host); ip == nil || !ip.IsUnspecified() {
		names = append(names, host)
	}
	hosts := map[string]bool{}
	for _, n := range append(names, allowed...) {
		hosts[strings.ToLower(net.JoinHostPort(n, port))] = true
		if port == "80" {
			hosts[strings.ToLower(n)] = true
		}
	}
	return hosts
}

// site serves the built site as its host would: redirects, folders with their
// index, the page for what is not there by language, and the headers.
func (s *Server) site(w http.ResponseWriter, r *http.Request) {
	g := s.current.Load()
	if g == nil {
		s.waiting(w, r)
		return
	}
	for _, rule := range output.HeaderRules("/", true, g.project.Input.Admin) {
		if matches(rule.Path, r.URL.Path) {
			for _, h := range rule.Headers {
				// A preview has no certificate, and is never to be cached.
				if h[0] != "Strict-Transport-Security" && h[0] != "Cache-Control" {
					w.Header().Set(h[0], strings.TrimSuffix(h[1], "; upgrade-insecure-requests"))
				}
			}
		}
	}
	a := g.answer(r.URL.Path)
	switch {
	case a.err != nil:
		s.failed(w, r, a.err)
	case a.location != "":
		to := a.location
		if r.URL.RawQuery != "" && !strings.Contains(to, "?") {
			to += "?" + r.URL.RawQuery
		}
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusMovedPermanently)
	case a.name == "":
		http.Error(w, "not found", http.StatusNotFound)
	default:
		s.page(w, r, g, a)
	}
}

// hidden tells files that a host does not serve: those that tell it how to
// serve the others, and those whose names begin with a dot.
func hidden(name string) bool {
	if name == "_headers" || name == "_redirects" {
		return true
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != ".well-known" {
			return true
		}
	}
	return false
}

// page writes a file; an HTML page gets the preview's script, and is otherwise
// what will be published.
func (s *Server) page(w http.ResponseWriter, r *http.Request, g *generation, a answer) {
	kind := contentType(a.name)
	data := a.page.data
	// The web form must not be loaded anew below what an editor is writing.
	isPage := strings.HasPrefix(kind, "text/html")
	if isPage && !strings.HasPrefix(a.name, output.AdminFolder) {
		data = inject(data, s.scriptElement(r.URL.Path, a.page, g.project.Input.Styles))
	}
	w.Header().Set("ETag", `"`+a.page.tag+`"`)
	if isPage || a.code != http.StatusOK {
		write(w, r, a.code, kind, data)
		return
	}
	// Search asks for parts of files, as it does of the host.
	w.Header().Set("Content-Type", kind)
	limitWriting(w)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// scriptElement is the one element that a previewed page has more than the
// published one.
func (s *Server) scriptElement(path string, f page, styles []string) string {
	return fmt.Sprintf(`<script src="%sclient.js" defer data-page="%s" data-tag="%s" data-plain="%s" data-token="%s"></script>`,
		own, html.EscapeString(path), f.tag, plainTag(f.data, styles), s.token)
}

// inject puts an element at the end of a page's head.
func inject(data []byte, element string) []byte {
	i := max(0, bytes.Index(data, []byte("</head>")))
	return slices.Concat(data[:i], []byte(element), data[i:])
}

// waiting is shown until there is a first good site: with the script, so that
// the problems appear and the page comes when they are gone.
func (s *Server) waiting(w http.ResponseWriter, r *http.Request) {
	s.standIn(w, r, http.StatusServiceUnavailable, "No site yet", "The content has problems; this page shows them, and the site once they are gone.")
}

// failed is shown in place of a page that could not be made.
func (s *Server) failed(w http.ResponseWriter, r *http.Request, err error) {
	s.standIn(w, r, http.StatusInternalServerError, "This page could not be made", err.Error())
}

// standIn is a page that is not of the site; it goes when there is one.
func (s *Server) standIn(w http.ResponseWriter, r *http.Request, code int, title, text string) {
	body := fmt.Sprintf("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%[1]s</title></head><body><main><h1>%[1]s</h1><p>%[2]s</p></main></body></html>\n",
		html.EscapeString(title), html.EscapeString(text))
	write(w, r, code, "text/html; charset=utf-8", inject([]byte(body), s.scriptElement(r.URL.Path, page{tag: "none"}, nil)))
}

func write(w http.ResponseWriter, r *http.Request, code int, kind string, data []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", fmt.Sprint(len(data)))
	limitWriting(w)
	w.WriteHeader(code)
	if r.Method != http.MethodHead {
		w.Write(data)
	}
}

// limitWriting keeps a reader that does not read from holding its connection
// for ever.
func limitWriting(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout))
}

// contentType is that of a file by its ending, the same on every machine.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json", ".webmanifest":
		return "application/json; charset=utf-8"
	case ".xml":
		return "application/xml; charset=utf-8"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".woff2":
		return "font/woff2"
	case ".txt", "":
		return "text/plain; charset=utf-8"
	case ".bin", ".gz":
		return "application/octet-stream"
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

// matches tells whether a path matches a pattern of _headers.
func matches(pattern, p string) bool {
	before, after, star := strings.Cut(pattern, "*")
	if !star {
		return p == pattern
	}
	return strings.HasPrefix(p, before) && strings.HasSuffix(p, after) && len(p) >= len(before)+len(after)
}
