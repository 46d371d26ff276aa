// Package serve is the preview: it watches the source folder, links the site
// anew after each change, serves it from memory, and tells open pages to reload.
//
// A change becomes a generation: an immutable site in which every page is made
// when it is first asked for, by the same targets as a build, and remembered by
// the fingerprint of its view. There is no graph of what depends on what, so
// that no page can be stale; and a saved file costs the linking of the site and
// the making of the pages that somebody looks at. A generation takes the place
// of the one before in one step: a request sees one or the other.
//
// With problems in the content the last good generation stays, and open pages
// show the problems over it.
//
// The preview is for the person at the machine: it answers to its own host
// names only, to GET and HEAD only, and serves nothing but the built site. What
// happens to the content is told only to those who have the token of a page.
package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"resolute/internal/build"
	"resolute/internal/diag"
)

// Options say what to preview, and how.
type Options struct {
	// Dir is the source folder on disk, which is watched.
	Dir string
	// Source reads the same folder, without leaving it.
	Source fs.FS
	// Build says what to build; its source and base URL are set here.
	Build build.Options
	// Listener accepts connections; its address is the preview's own.
	Listener net.Listener
	// AllowHosts are further host names that requests may name.
	AllowHosts []string
	// Poll looks for changes every second instead of being told by the system.
	Poll bool
	// Navigate makes open pages go to the page of the file that changed.
	Navigate bool
	// Editor is a link scheme that opens a file at a line, "vscode"; "" for none.
	Editor string
	// Strict treats warnings as problems.
	Strict bool
	// Told is called after each build, from one goroutine.
	Told func(Event)
}

// Event is what happened in one round.
type Event struct {
	// Changed are the files that did, relative to the source; nil the first time.
	Changed []string
	// Problems are those of the content.
	Problems []diag.Problem
	// Err is a failure of the environment or of a template.
	Err error
	// Serving tells that there is a good site, of this round or an earlier one.
	Serving bool
	// Took is from noticing the change to the new site.
	Took time.Duration
	// Warning is a remark on watching, such as the fall-back to polling.
	Warning string
}

// Server is a running preview.
type Server struct {
	options Options
	hosts   map[string]bool
	address string
	current atomic.Pointer[generation]
	state   atomic.Pointer[status]
	hub     *hub
	// token stands in every page, and in the address of the events that it asks for.
	token  string
	memory *build.Memory
	source *snapshot
}

// status is what the overlay shows.
type status struct {
	problems []diag.Problem
	failure  string
}

// ok tells that nothing stops the site.
func (s *status) ok() bool { return s.failure == "" && len(s.problems) == 0 }

// Limits of the server; a person has a few pages open.
const (
	headerTimeout  = 5 * time.Second
	writeTimeout   = 30 * time.Second
	idleTimeout    = 60 * time.Second
	headerBytes    = 16 << 10
	connectionMost = 256
	clientsMost    = 100
)

// Run previews until the context ends. It returns nil then, or what kept it
// from starting.
func Run(ctx context.Context, o Options) error {
	s := &Server{options: o, hub: newHub(), token: rand.Text(), memory: build.NewProcessMemory(), address: o.Listener.Addr().String()}
	s.hosts = ownHosts(o.Listener.Addr(), o.AllowHosts)
	s.options.Build.BaseURL = "http://" + displayHost(o.Listener.Addr()) + "/"
	s.state.Store(&status{})
	source, err := readSnapshot(o.Source)
	if err != nil {
		return err
	}
	s.source = source
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := &http.Server{
		Handler: s.handler(), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(limitListener(o.Listener, connectionMost)) }()
	watcher := newWatcher(o.Dir, o.Poll)
	go watcher.run(ctx)
	s.rebuild(ctx, nil, s.now())
	err = s.loop(ctx, watcher, served)
	cancel()
	shutdown, done := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer done()
	if stop := server.Shutdown(shutdown); stop != nil {
		server.Close()
	}
	watcher.wait()
	return err
}

// loop rebuilds after each burst of changes.
func (s *Server) loop(ctx context.Context, w *watcher, served <-chan error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-served:
			if errors.Is(err, http.ErrServerClosed) {
				return nil
			}
			return err
		case warning := <-w.warnings:
			s.tell(Event{Warning: warning})
		case burst := <-w.bursts:
			start := s.now()
			changed, err := s.source.update(s.options.Source, burst)
			if err != nil {
				s.tell(Event{Err: err})
				continue
			}
			// A touched or a temporary file changes nothing.
			if len(changed) > 0 {
				s.rebuild(ctx, changed, start)
			}
		}
	}
}

func (s *Server) tell(e Event) {
	if s.options.Told != nil {
		s.options.Told(e)
	}
}

// now is the time by the clock of the build's options, which measures.
func (s *Server) now() time.Time {
	if s.options.Build.Clock == nil {
		return time.Time{}
	}
	return s.options.Build.Clock()
}

// rebuild makes a generation of what is in the snapshot now.
func (s *Server) rebuild(ctx context.Context, changed []string, start time.Time) {
	g, problems, err := s.generate(ctx)
	if ctx.Err() != nil {
		return
	}
	next := &status{}
	switch {
	case err != nil:
		next.failure, next.problems = err.Error(), problems
	case g == nil:
		next.problems = problems
	default:
		// Warnings are told in the terminal; the overlay is for what stops the site.
		s.current.Store(g)
	}
	s.state.Store(next)
	s.tell(Event{Changed: changed, Problems: problems, Err: err, Serving: s.current.Load() != nil, Took: s.now().Sub(start)})
	s.announce(changed)
}

// generate makes a generation; it is nil where the problems stop the site.
func (s *Server) generate(ctx context.Context) (g *generation, problems []diag.Problem, err error) {
	// A mistake of the program must not end the preview: the next change may
	// well avoid it.
	defer func() {
		if r := recover(); r != nil {
			g, err = nil, fmt.Errorf("a mistake in resolute itself: %v", r)
		}
	}()
	o := s.options.Build
	o.Source, o.Memory = s.source.fs(), s.memory
	project, problems, err := build.Load(ctx, o)
	if err != nil {
		return nil, problems, err
	}
	failed, _ := diag.Count(problems)
	if failed > 0 || project == nil || s.options.Strict && len(problems) > 0 {
		return nil, problems, nil
	}
	return newGeneration(project, s.current.Load()), problems, nil
}

// displayHost is the host and port that a person types for an address.
func displayHost(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// URL is the preview's address for a listener.
func URL(l net.Listener) string { return fmt.Sprintf("http://%s/", displayHost(l.Addr())) }
