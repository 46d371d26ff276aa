package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"resolute/internal/build"
	"resolute/internal/manifest"
)

// Bounds of asking a site on the network.
const (
	verifyWorkers = 8
	dialMost      = 10 * time.Second
	headerMost    = 20 * time.Second
	fileMost      = 2 * time.Minute
)

func verifyCommand() command {
	return command{
		name: "verify", args: "DIR|URL", short: "compare a published site with its list of files", common: true,
		long: "Reads every file of a published site, in a folder or on the network, and compares it\nwith the digest in the site's manifest.json. Files that are there and not listed are\nwarnings. With --against-build the list is compared with a fresh build of the source too.\n" +
			"Ends in 0 where all is as listed, in 1 where not, in 3 where it could not be read.",
		flags: func(f *flags) {
			f.formats = []string{"text", "json"}
			f.set.BoolVar(&f.againstBuild, "against-build", false, "build the source, and compare with that as well")
			f.gitFlag()
		},
		run: runVerify,
	}
}

// finding is a difference, from what.
type finding struct {
	// From is manifest (of what is published) or build (of the manifest).
	From string `json:"from"`
	manifest.Difference
}

// errDiffers tells that the site is not as it should be, which has been printed.
var errDiffers = fmt.Errorf("%w: the site is not as it should be", errContent)

func runVerify(ctx context.Context, sys *system, f *flags) error {
	if len(f.args) != 1 {
		return &usageError{"verify: name one published site", "write its folder, such as public, or its address, such as https://example.org/"}
	}
	site, err := openPublished(f.args[0])
	if err != nil {
		return err
	}
	defer site.close()
	m, err := site.manifest(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &environmentError{err: fmt.Errorf("cannot read %s of %s: %w", manifest.Name, f.args[0], err), hint: "a site that resolute build has published has one"}
	}
	published := *m
	published.Files = site.served(m.Files)
	differences, err := published.Compare(ctx, site.open, verifyWorkers)
	if err != nil {
		return err
	}
	var found []finding
	for _, d := range differences {
		found = append(found, finding{"manifest", d})
	}
	extra, err := site.extra(m.Files)
	if err != nil {
		return &environmentError{err: err}
	}
	for _, path := range extra {
		found = append(found, finding{"manifest", manifest.Difference{Path: path, Kind: manifest.Extra}})
	}
	if f.againstBuild {
		more, err := f.compareBuild(ctx, sys, m)
		if err != nil {
			return err
		}
		found = append(found, more...)
	}
	return f.printFindings(sys, found, len(published.Files), len(m.Files)-len(published.Files))
}

// printFindings prints what differs, and chooses the exit code.
func (f *flags) printFindings(sys *system, found []finding, read, skipped int) error {
	differ, unreadable := 0, 0
	for _, x := range found {
		switch {
		case x.Kind == manifest.Unreadable:
			unreadable++
		case x.Kind != manifest.Extra || x.From == "build" || f.strict:
			differ++
		}
	}
	if f.format == "json" {
		e := json.NewEncoder(sys.stdout)
		for _, x := range found {
			if err := e.Encode(x); err != nil {
				return &environmentError{err: err}
			}
		}
	} else {
		left := 0
		for _, x := range found {
			// A build leaves the assets of the one before for readers who still have its pages.
			if !f.verbose && !f.strict && x.From == "manifest" && x.Kind == manifest.Extra && strings.HasPrefix(x.Path, "assets/") {
				left++
				continue
			}
			line := fmt.Sprintf("%s: %s", x.Path, sayFinding(x))
			if x.Why != "" {
				line += ": " + x.Why
			}
			fmt.Fprintln(sys.stdout, printable(line))
		}
		if left > 0 && !f.quiet {
			fmt.Fprintf(sys.stdout, "assets/: warning: %s there, and not listed; an earlier build leaves some (-v lists them)\n", plural(left, "file"))
		}
		if skipped > 0 && f.verbose {
			fmt.Fprintf(sys.stderr, "resolute: %s not served and not compared\n", plural(skipped, "file"))
		}
		if differ+unreadable == 0 && !f.quiet {
			fmt.Fprintf(sys.stdout, "%s as published\n", plural(read, "file"))
		}
	}
	switch {
	case differ > 0:
		return errDiffers
	case unreadable > 0:
		return &environmentError{err: fmt.Errorf("%s could not be read", plural(unreadable, "file")), hint: "try again, or look at the server"}
	}
	return nil
}

// sayFinding is a finding in words.
func sayFinding(x finding) string {
	if x.From == "build" {
		return map[manifest.Kind]string{
			manifest.Missing: "a build of the source makes it, and it is not published", manifest.Changed: "a build of the source makes it otherwise",
			manifest.Extra: "a build of the source does not make it",
		}[x.Kind]
	}
	return map[manifest.Kind]string{
		manifest.Missing: "listed, and not there", manifest.Changed: "not as listed", manifest.Extra: "warning: there, and not listed", manifest.Unreadable: "cannot be read",
	}[x.Kind]
}

// compareBuild compares a manifest with a build of the source, for the same
// address and with the same options.
func (f *flags) compareBuild(ctx context.Context, sys *system, m *manifest.Manifest) ([]finding, error) {
	o, closeSource, err := f.options(sys)
	if err != nil {
		return nil, err
	}
	defer closeSource()
	if f.baseURL == "" {
		o.BaseURL = m.BaseURL
	}
	o.Preview, o.Drafts, o.Provenance, o.Versions = m.Preview, m.Drafts, f.provenance(ctx, sys), f.versions(ctx)
	printing := *f
	printing.format = "text"
	project, problems, err := build.Load(ctx, o)
	if err := printing.report(sys, problems, err); err != nil {
		return nil, err
	}
	sink := &digestSink{files: map[string]string{}}
	if _, err := project.Emit(ctx, sink); err != nil {
		return nil, err
	}
	var found []finding
	for _, d := range m.Differ(sink.files) {
		found = append(found, finding{"build", d})
	}
	if p := o.Provenance; len(found) > 0 && p != nil && m.Commit != "" && p.Commit != m.Commit {
		fmt.Fprintf(sys.stderr, "resolute: the site is of commit %s, and the source stands at %s\n", printable(m.Commit), p.Commit)
	}
	return found, nil
}

// digestSink takes files, and keeps their digests alone.
type digestSink struct {
	mu    sync.Mutex
	files map[string]string
}

// Previous knows of no earlier build.
func (s *digestSink) Previous(string) (string, bool) { return "", false }

// Keep has nothing to keep.
func (s *digestSink) Keep(path string) error { return fmt.Errorf("%s: %w", path, fs.ErrNotExist) }

// Put notes the digest of a file.
func (s *digestSink) Put(path, _ string, data []byte) error {
	sum := sha256.Sum256(data)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[path] = hex.EncodeToString(sum[:])
	return nil
}

// publishedSite is a site in a folder or on the network.
type publishedSite struct {
	open manifest.Open
	// folder is the one that it is in, nil on the network.
	folder *os.Root
}

func openPublished(arg string) (*publishedSite, error) {
	if strings.Contains(arg, "://") {
		u, err := url.Parse(arg)
		if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.Fragment != "" {
			return nil, &usageError{fmt.Sprintf("verify: %q is not an address such as https://example.org/", arg), ""}
		}
		return &publishedSite{open: overNetwork(u)}, nil
	}
	root, err := os.OpenRoot(arg)
	if err != nil {
		return nil, &environmentError{err: fmt.Errorf("cannot open the published site: %w", err), hint: "name the folder of a published site, or its address"}
	}
	return &publishedSite{folder: root, open: func(_ context.Context, name string) (io.ReadCloser, error) {
		info, err := root.Lstat(name)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, errors.New("it is no regular file")
		}
		return root.Open(name)
	}}, nil
}

func (s *publishedSite) close() {
	if s.folder != nil {
		s.folder.Close()
	}
}

func (s *publishedSite) manifest(ctx context.Context) (*manifest.Manifest, error) {
	f, err := s.open(ctx, manifest.Name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, manifest.Most))
	if err != nil {
		return nil, err
	}
	return manifest.Parse(data)
}

// served are the files that can be asked for: hosts do not serve those that
// tell them what to do.
func (s *publishedSite) served(files map[string]string) map[string]string {
	if s.folder != nil {
		return files
	}
	list := make(map[string]string, len(files))
	for path, sum := range files {
		if path != "_headers" && path != "_redirects" {
			list[path] = sum
		}
	}
	return list
}

// extra are the files of the folder that are not listed. Hidden ones at its top
// are not ours: a repository, what a host keeps.
func (s *publishedSite) extra(files map[string]string) ([]string, error) {
	if s.folder == nil {
		return nil, nil
	}
	var list []string
	err := fs.WalkDir(s.folder.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(name, ".") && !strings.HasPrefix(name, ".well-known"):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || name == manifest.Name:
			return nil
		}
		if _, ok := files[name]; !ok {
			list = append(list, name)
		}
		return nil
	})
	return list, err
}

// overNetwork opens the files of a site by asking its server.
func overNetwork(base *url.URL) manifest.Open {
	client := &http.Client{
		Timeout: fileMost,
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: dialMost}).DialContext, TLSHandshakeTimeout: dialMost,
			ResponseHeaderTimeout: headerMost, MaxConnsPerHost: verifyWorkers, MaxIdleConnsPerHost: verifyWorkers, ForceAttemptHTTP2: true,
		},
		// What stands under another address is another file.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return func(ctx context.Context, name string) (io.ReadCloser, error) {
		// Pages stand under the address of their folder.
		if path.Base(name) == "index.html" {
			name = strings.TrimSuffix(name, "index.html")
		}
		u := *base
		u.Path, u.RawPath = strings.TrimSuffix(base.Path, "/")+"/"+name, ""
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
		if err != nil {
			return nil, err
		}
		request.Header.Set("User-Agent", "resolute-verify")
		response, err := client.Do(request)
		if err != nil {
			return nil, err
		}
		switch {
		case response.StatusCode == http.StatusOK:
			return response.Body, nil
		case response.StatusCode == http.StatusNotFound || response.StatusCode == http.StatusGone:
			response.Body.Close()
			return nil, fs.ErrNotExist
		}
		response.Body.Close()
		return nil, fmt.Errorf("the server answers %q", response.Status)
	}
}
