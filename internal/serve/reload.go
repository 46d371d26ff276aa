package serve

import (
	"bytes"
	"crypto/subtle"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

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
	// path is the page's address.
	path string
	// tag is that of the bytes which it shows, plain that of the same without
	// the addresses of stylesheets.
	tag, plain string
	// wake tells that there is a new state, hrefs where to go. What a page is
	// told is found out when it can be told, so that it is never old.
	wake  chan struct{}
	hrefs chan string
}

// message is what a page is told.
type message struct {
	// Kind is hello (all is well), reload, styles, problems or navigate.
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
}

func newHub() *hub { return &hub{clients: map[*client]bool{}} }

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

// announce tells open pages that there is a new state.
func (s *Server) announce(changed []string) {
	state := s.state.Load()
	navigate := s.options.Navigate && state.ok() && len(changed) == 1
	for _, c := range s.hub.all() {
		if navigate {
			s.navigate(c, changed[0])
		}
		select {
		case c.wake <- struct{}{}:
		default: // it will look at the newest state anyway
		}
	}
}

// messageFor is what a page must know now: that there are problems; or that
// its bytes have changed, which for a stylesheet alone needs no reload.
func (s *Server) messageFor(c *client) message {
	state, g := s.state.Load(), s.current.Load()
	if !state.ok() {
		return message{Kind: "problems", Problems: s.overlay(state)}
	}
	if g == nil {
		return message{Kind: "hello", Problems: []problem{}}
	}
	a := g.answer(c.path)
	styles := g.project.Input.Styles
	switch {
	case a.err != nil:
		return message{Kind: "problems", Problems: []problem{{Message: a.err.Error()}}}
	case a.page.tag == c.tag:
		return message{Kind: "hello", Problems: []problem{}, Styles: styles, Tag: a.page.tag}
	case a.location == "" && plainTag(a.page.data, styles) == c.plain:
		return message{Kind: "styles", Problems: []problem{}, Styles: styles, Tag: a.page.tag}
	}
	return message{Kind: "reload", Problems: []problem{}}
}

// plainTag identifies a page but for the addresses of its stylesheets.
func plainTag(data []byte, styles []string) string {
	for _, s := range styles {
		data = bytes.ReplaceAll(data, []byte(s), nil)
	}
	return tagOf(data)
}

// navigate sends a page to that of a changed file, in the page's language.
func (s *Server) navigate(c *client, file string) {
	g := s.current.Load()
	address, ok := g.project.Site.Address(file)
	if !ok {
		return
	}
	lang, _, _ := strings.Cut(strings.TrimPrefix(c.path, "/"), "/")
	href := "/" + lang + "/" + address
	if _, ok := g.target(href[1:] + "index.html"); !ok || href == c.path {
		return
	}
	select {
	case <-c.hrefs:
	default:
	}
	c.hrefs <- href
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
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	query := r.URL.Query()
	c := &client{
		path: query.Get("page"), tag: query.Get("tag"), plain: query.Get("plain"),
		wake: make(chan struct{}, 1), hrefs: make(chan string, 1),
	}
	if !s.hub.join(c) {
		http.Error(w, "too many pages are open", http.StatusServiceUnavailable)
		return
	}
	defer s.hub.leave(c)
	stream := &eventStream{w: w, control: http.NewResponseController(w)}
	err := stream.begin()
	// Who has not seen a page of this preview learns nothing from it. A page of one
	// that has been started again is told to come back for the new token.
	if err == nil && subtle.ConstantTimeCompare([]byte(query.Get("token")), []byte(s.token)) != 1 {
		_ = stream.message(message{Kind: "reload", Problems: []problem{}})
		return
	}
	// The first message tells a page that was away what it has missed.
	for err == nil {
		if err = stream.message(s.messageFor(c)); err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-c.wake:
		case href := <-c.hrefs:
			err = stream.message(message{Kind: "navigate", Problems: []problem{}, Href: href})
		}
	}
}

// eventStream writes messages to a page, each once.
type eventStream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	last    []byte
}

func (e *eventStream) begin() error {
	_, err := fmt.Fprint(e.w, "retry: 500\n\n")
	return err
}

func (e *eventStream) message(m message) error {
	data, err := json.Marshal(m)
	if err != nil || bytes.Equal(data, e.last) {
		return err
	}
	e.last = data
	if err := e.control.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.w, "data: %s\n\n", data); err != nil {
		return err
	}
	return e.control.Flush()
}
