package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/external"
	"resolute/internal/publish"
	"resolute/internal/review"
)

// linksFile holds what is known of the addresses of other sites, in the user's
// folder of caches.
const linksFile = "links.json"

// cacheFolder is where caches are kept; "" where there is no such place.
func cacheFolder(sys *system) string {
	if dir := sys.getenv("XDG_CACHE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "resolute")
	}
	if sys.home != "" {
		return filepath.Join(sys.home, ".cache", "resolute")
	}
	return ""
}

// checkExternal looks at the links to other sites and prints what it finds. It
// never fails the command: servers come and go.
func (f *flags) checkExternal(ctx context.Context, sys *system, sources *content.Sources) error {
	links := external.Links(sources)
	dir, known := cacheFolder(sys), external.Known{}
	if dir != "" {
		data, err := os.ReadFile(filepath.Join(dir, linksFile))
		if err == nil {
			known = external.Decode(data)
		} else if !errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(sys.stderr, "resolute: what is known of links cannot be read: %s\n", printable(err.Error()))
		}
	}
	now := sys.clock()
	found, asked, err := external.Check(ctx, links, external.Options{
		Transport: http.DefaultTransport, Agent: "resolute-link-check/1.0 (" + sources.Settings.BaseURL + ")",
		Now: now, Known: known, Hosts: 8, Pause: time.Second, Timeout: 20 * time.Second, Wait: wait,
	})
	if dir != "" {
		// What a run that was broken off has found is kept as well.
		data, encodeErr := known.Merge(now, found).Encode()
		if encodeErr == nil {
			encodeErr = publish.WriteCache(dir, linksFile, data)
		}
		if encodeErr != nil {
			fmt.Fprintf(sys.stderr, "resolute: what is known of links cannot be kept: %s\n", printable(encodeErr.Error()))
		}
	}
	if err != nil {
		return err
	}
	problems := review.Silence(external.Problems(links, found), sources)
	if err := diag.Write(sys.stdout, diag.Format(f.format), problems); err != nil {
		return &environmentError{err: err}
	}
	if !f.quiet && f.format == string(diag.Text) {
		fmt.Fprintf(sys.stdout, "%s to other sites: %d asked for now, %s\n", plural(len(links), "link"), asked, plural(len(problems), "warning"))
	}
	return nil
}

// wait waits for a time, or until the run ends.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
