package serve

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"resolute/internal/diag"
)

// The preview's own files stand under this path, which no page can have.
const own = "/_resolute/"

//go:embed client.js
var clientScript []byte

//go:embed overlay.css
var overlayStyle []byte

// client is an open page.
type client struct {
	// path is the page's file.
	path string
	// tag is that of the bytes which it shows, plain that of the same without
	// the addresses of stylesheets.
	tag, plain string
	// messages are sent without waiting: a page that does not read them misses
	// some, and is told the last state when it does.
	messages chan message
}

// message is what a page is told.
type message struct {
	// Kind is hello, reload, styles, problems or navigate.
	Kind string `json:"kind"`
	// Styles are the addresses of the stylesheets now, Tag the page's with them.
	Styles []string `json:"styles,omitempty"`
	Tag    string   `json:"tag,omitempty"`
	// Problems are all that keep the site from being built.
	Problems []problem `json:"problems"`
	// Href is where to go.
	Href string `json:"href,omitempty"`
}

// problem is a problem as the overlay shows it.
type problem struct {
	Place   string `json:"place"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	Line    string `json:"line"`
	Caret   string `json:"caret"`
	Open    string `json:"open"`
	Warning bool   `json:"warning"`
}

// hub knows the open pages.
type hub struct {
	mu      sync.Mutex
	clients map[*client]bool
	closed  chan struct{}
	once    sync.Once
}

func newHub() *hub { return &hub{clients: map[*client]bool{}, closed: make(chan struct{})} }

func (h *hub) close() { h.once.Do(func() { close(h.closed) }) }

// join adds a page, unless there are too many.
func (h *hub) join(c *client) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.clients) >= clientsMost {
		return false
	}
	h.clients[c] = true
	return true
}

func (h *hub) leave(c *client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients, c)
}

func (h *hub) all() []*client {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := make([]*client, 0, len(h.clients))
	for c := range h.clients {
		list = append(list, c)
	}
	return list
}

// send gives a page a message; the newest wins where the page is slow.
func (c *client) send(m message) {
	for {
		select {
		case c.messages <- m:
			return
		default:
		}
		select {
		case <-c.messages:
		default:
		}
	}
}

// announce tells open pages what the last round means for them.
func (s *Server) announce(changed []string) {
	state := s.state.Load()
	for _, c := range s.hub.all() {
		if m, ok := s.messageFor(c, state); ok {
			c.send(m)
		}
	}
	if s.options.Navigate && state.failure == "" && len(state.problems) == 0 && len(changed) == 1 {
		s.navigate(changed[0])
	}
}

// messageFor is what a page must know now: that there are problems; or that
// its bytes have changed, which for a stylesheet alone needs no reload.
func (s *Server) messageFor(c *client, state *status) (message, bool) {
	if list := s.overlay(state); len(list) > 0 {
		return message{Kind: "problems", Problems: list}, true
	}
	g := s.current.Load()
	if g == nil {
		return message{}, false
	}
	f, ok, err := g.file(c.path)
	switch {
	case err != nil:
		return message{Kind: "problems", Problems: []problem{{Message: err.Error()}}}, true
	case !ok:
		return message{Kind: "reload", Problems: []problem{}}, true
	case f.tag == c.tag:
		return message{Kind: "hello", Problems: []problem{}}, true
	}
	if plainTag(f.data, g.project.Input.Styles) == c.plain {
		return message{Kind: "styles", Problems: []problem{}, Styles: g.project.Input.Styles, Tag: f.tag}, true
	}
	return message{Kind: "reload", Problems: []problem{}}, true
}

// plainTag identifies a page but for the addresses of its stylesheets.
func plainTag(data []byte, styles []string) string {
	for _, s := range styles {
		data = bytes.ReplaceAll(data, []byte(s), nil)
	}
	return tagOf(data)
}

// navigate sends all pages to the page of a changed file.
func (s *Server) navigate(file string) {
	g := s.current.Load()
	if g == nil {
		return
	}
	address, ok := g.project.Site.Address(file)
	if !ok {
		return
	}
	for _, c := range s.hub.all() {
		lang, _, _ := strings.Cut(c.path, "/")
		path := lang + "/" + address + "index.html"
		if _, ok := g.targets[path]; ok && path != c.path {
			c.send(message{Kind: "navigate", Problems: []problem{}, Href: "/" + lang + "/" + address})
		}
	}
}

// overlay puts problems into the form in which the page shows them: with the
// line of the file and a caret, as an editor would.
func (s *Server) overlay(state *status) []problem {
	var list []problem
	if state.failure != "" {
		list = append(list, problem{Message: state.failure})
	}
	for _, p := range state.problems {
		item := problem{Place: p.Pos.String(), Message: p.Message, Hint: p.Hint, Warning: p.Severity == diag.Warning}
		item.Line, item.Caret = s.source.excerpt(p.Pos)
		if s.options.Editor != "" && p.Pos.File != "" {
			item.Open = fmt.Sprintf("%s://file%s/%s:%d:%d", s.options.Editor, s.options.Dir, p.Pos.File, max(p.Pos.Line, 1), max(p.Pos.Col, 1))
		}
		list = append(list, item)
	}
	return list
}

// events is the stream that a page listens to.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		http.Error(w, "only for the preview's own pages", http.StatusForbidden)
		return
	}
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "streaming is not possible", http.StatusInternalServerError)
		return
	}
	c := &client{path: r.URL.Query().Get("page"), tag: r.URL.Query().Get("tag"), plain: r.URL.Query().Get("plain"), messages: make(chan message, 1)}
	if !s.hub.join(c) {
		http.Error(w, "too many pages are open", http.StatusServiceUnavailable)
		return
	}
	defer s.hub.leave(c)
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	// The first message tells a page that was away what it has missed.
	if m, ok := s.messageFor(c, s.state.Load()); ok {
		c.send(m)
	}
	fmt.Fprint(w, "retry: 500\n\n")
	flusher.Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-s.hub.closed:
			return
		case m := <-c.messages:
			data, err := json.Marshal(m)
			if err != nil {
				return
			}
			if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil {
				return
			}
			flusher.Flush()
		}
	}
}
