package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"resolute/internal/diag"
	"resolute/internal/serve"
)

// defaultAddress is where the preview listens unless told otherwise.
const defaultAddress = "127.0.0.1:1313"

func serveCommand() command {
	return command{
		name: "serve", short: "preview: watch, rebuild, live reload", common: true,
		long: "Serves the site from memory on this machine, rebuilds it when a file is saved, and\nreloads the open pages whose bytes changed. Problems are shown in the page and here.",
		flags: func(f *flags) {
			f.formats = []string{"text"}
			f.set.StringVar(&f.address, "addr", defaultAddress, "the `address` to listen on; port 0 picks one")
			f.set.BoolVar(&f.open, "open", false, "open a browser")
			f.set.BoolVar(&f.navigate, "navigate", false, "go to the page of the file that was saved")
			f.set.BoolVar(&f.poll, "poll", false, "look for changes every second instead of being told by the system")
			f.set.StringVar(&f.editor, "editor", "", "the link `scheme` that opens a file in your editor, such as vscode")
			f.set.Func("allow-host", "answer to this host `name` too; may be repeated", func(s string) error {
				f.hosts = append(f.hosts, s)
				return nil
			})
		},
		run: runServe,
	}
}

func runServe(ctx context.Context, sys *system, f *flags) error {
	if err := noArgs(f); err != nil {
		return err
	}
	o, closeSource, err := f.options(sys)
	if err != nil {
		return err
	}
	defer closeSource()
	dir, err := filepath.Abs(f.source)
	if err != nil {
		return &environmentError{err: err}
	}
	listener, err := net.Listen("tcp", f.address)
	if err != nil {
		return listenError(f.address, err)
	}
	defer listener.Close()
	if tcp, ok := listener.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		fmt.Fprintf(sys.stderr, "resolute: other machines can reach this preview at %s\n    it has no password; use it in a network that you trust\n", listener.Addr())
	}
	o.Preview = true
	address := serve.URL(listener)
	fmt.Fprintf(sys.stdout, "previewing on %s (Ctrl+C ends it)\n", address)
	if f.open {
		openBrowser(address)
	}
	err = serve.Run(ctx, serve.Options{
		Dir: dir, Source: o.Source, Build: o, Listener: listener, AllowHosts: f.hosts, Poll: f.poll,
		Navigate: f.navigate, Editor: f.editor, Strict: f.strict,
		Told: func(e serve.Event) { f.tell(sys, e) },
	})
	if err != nil {
		return &environmentError{err: err}
	}
	// Ctrl+C is how a preview ends; it is no failure.
	fmt.Fprintln(sys.stdout, "ended")
	return nil
}

// tell prints one calm line for each round, and the problems.
func (f *flags) tell(sys *system, e serve.Event) {
	if e.Warning != "" {
		fmt.Fprintf(sys.stderr, "resolute: %s\n", printable(e.Warning))
		return
	}
	if err := diag.Write(sys.stderr, diag.Text, e.Problems); err != nil {
		return
	}
	failed, warnings := diag.Count(e.Problems)
	if f.strict {
		failed, warnings = failed+warnings, 0
	}
	what := "ready"
	switch {
	case e.Err != nil:
		what = "could not be built: " + e.Err.Error()
	case failed > 0 && e.Serving:
		what = tally(failed, warnings) + "; showing the last good site"
	case failed > 0:
		what = tally(failed, warnings) + "; no site yet"
	case len(e.Changed) == 1:
		what = e.Changed[0]
	case len(e.Changed) > 1:
		what = fmt.Sprintf("%s and %d more", e.Changed[0], len(e.Changed)-1)
	}
	if !f.quiet || failed > 0 || e.Err != nil {
		fmt.Fprintf(sys.stdout, "%s  %s  (%s)\n", sys.clock().Format("15:04:05"), printable(what), e.Took.Round(time.Millisecond))
	}
}

func listenError(address string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return &environmentError{fmt.Errorf("%s is in use by another program", address), "end that program, or choose another port: --addr 127.0.0.1:0 picks a free one"}
	case strings.Contains(err.Error(), "missing port") || strings.Contains(err.Error(), "invalid port") || strings.Contains(err.Error(), "unknown port"):
		return &usageError{fmt.Sprintf("serve: %q is not an address such as %s", address, defaultAddress), ""}
	}
	return &environmentError{err: err}
}

// openBrowser opens the person's browser; where there is none, the address
// has been printed.
func openBrowser(address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	// The command may be the browser itself: it outlives the preview.
	c := exec.Command(name, args...)
	if c.Start() == nil {
		go func() { _ = c.Wait() }()
	}
}
