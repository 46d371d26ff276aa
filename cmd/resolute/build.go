package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"resolute/internal/build"
	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/publish"
	"resolute/layouts"
	"resolute/static"
)

func buildCommand() command {
	return command{
		name: "build", short: "publish the site: content/ -> public/", common: true,
		long: "Reads content/, checks all of it, and makes the folder of the published site\nequal to it: all or nothing. With a problem in the content the folder stays as it was.",
		flags: func(f *flags) {
			f.set.StringVar(&f.out, "out", "", "the `folder` to publish into (default: public under the source)")
			f.set.BoolVar(&f.clean, "clean", false, "build without what the last build left")
			f.set.BoolVar(&f.adopt, "adopt", false, "publish into a folder that has other files, which stay")
			f.gitFlag()
			f.set.BoolVar(&f.stats, "stats", false, "print how long each stage took")
		},
		run: runBuild,
	}
}

func runBuild(ctx context.Context, sys *system, f *flags) error {
	if err := noArgs(f); err != nil {
		return err
	}
	start := sys.clock()
	ctx, done := context.WithCancel(ctx)
	defer done()
	go boundHeap(ctx)
	o, closeSource, err := f.options(sys)
	if err != nil {
		return err
	}
	defer closeSource()
	o.Provenance, o.Versions = f.provenance(ctx, sys), f.versions(ctx)
	source, err := filepath.Abs(f.source)
	if err != nil {
		return &environmentError{err: err}
	}
	publication, err := publish.Begin(ctx, f.outFolder(), publish.Options{
		Adopt: f.adopt, Clean: f.clean, Protect: []string{source, sys.home}, Version: o.Version,
		Wait: func(pid int) {
			fmt.Fprintf(sys.stderr, "resolute: waiting for another build (process %d)\n", pid)
		},
	})
	if err != nil {
		return publishError(err)
	}
	defer publication.Abort()
	project, problems, err := build.Publish(ctx, o, publication)
	if err := f.report(sys, problems, err); err != nil {
		return err
	}
	summary := project.Summary
	result, err := publication.Commit(ctx)
	if err != nil {
		return publishError(err)
	}
	took := sys.clock().Sub(start)
	for _, note := range append(project.Notes, result.Notes...) {
		fmt.Fprintf(sys.stderr, "resolute: %s\n", printable(note))
	}
	if !f.quiet {
		fmt.Fprintf(sys.stdout, "%d pages; %d files written, %d unchanged, %d removed; %s\n",
			summary.Pages, result.Written, result.Unchanged, result.Removed, took.Round(time.Millisecond))
	}
	if f.stats {
		for _, s := range project.Stages {
			fmt.Fprintf(sys.stdout, "  %-8s %s\n", s.Name, s.Took.Round(time.Microsecond))
		}
		fmt.Fprintf(sys.stdout, "  %d files rendered, %d kept by their views; %d bytes written\n", summary.Rendered, summary.Kept, result.Bytes)
	}
	return nil
}

// publishError sorts failures of publishing into those of the environment,
// which have a hint, and mistakes of the program.
func publishError(err error) error {
	var e *publish.Error
	if errors.As(err, &e) {
		return &environmentError{err: err, hint: e.Hint}
	}
	return err
}

func noArgs(f *flags) error {
	if len(f.args) > 0 {
		return &usageError{fmt.Sprintf("%s: unexpected %q", f.set.Name(), f.args[0]), "see resolute help " + f.set.Name()}
	}
	return nil
}

// options opens the source and says what to build of it.
func (f *flags) options(sys *system) (build.Options, func() error, error) {
	base, preview := f.base(sys)
	if base != "" {
		if err := content.CheckBase(base); err != nil {
			return build.Options{}, nil, &usageError{err.Error(), "write an address such as https://example.org/reports/"}
		}
	}
	root, err := os.OpenRoot(f.source)
	if err != nil {
		return build.Options{}, nil, &environmentError{err: fmt.Errorf("cannot open the source: %w", err), hint: "name the folder that holds content/ with --source"}
	}
	if _, err := root.Stat("content"); err != nil {
		root.Close()
		return build.Options{}, nil, &environmentError{err: fmt.Errorf("there is no folder content/ in %s", f.source), hint: "name the folder that holds content/ with --source"}
	}
	source := newSource(root)
	return build.Options{
		Source: source, Layouts: layouts.FS, Static: static.FS, BaseURL: base, Drafts: f.drafts, Strict: f.strict, Preview: preview,
		Version: programDigest(), Clock: sys.clock,
	}, source.Close, nil
}

// report prints the problems and tells whether they stop the command.
func (f *flags) report(sys *system, problems []diag.Problem, err error) error {
	problems = diag.Sort(problems)
	if f.strict {
		for i := range problems {
			problems[i].Severity = diag.Error
		}
	}
	out := sys.stderr
	if f.format == string(diag.GitHub) {
		// Workflow commands are read from the standard output.
		out = sys.stdout
	}
	if werr := diag.Write(out, diag.Format(f.format), problems); werr != nil {
		return &environmentError{err: werr}
	}
	if err != nil {
		if isEnvironment(err) {
			return &environmentError{err: err}
		}
		return publishError(err)
	}
	failed, warnings := diag.Count(problems)
	if failed == 0 {
		return nil
	}
	if f.format == string(diag.Text) {
		fmt.Fprintf(sys.stderr, "resolute: %s; nothing was published\n", tally(failed, warnings))
	}
	return errContent
}

func tally(failed, warnings int) string {
	s := plural(failed, "error")
	if warnings > 0 {
		s += " and " + plural(warnings, "warning")
	}
	return s
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// isEnvironment tells failures of reading files.
func isEnvironment(err error) bool {
	var p *os.PathError
	var s *os.SyscallError
	return errors.As(err, &p) || errors.As(err, &s)
}

// programDigest identifies the program, so that a changed one never keeps a page
// that an earlier one made: by the build ID of the linker, which has a digest of
// all that the program was made of, or else by its own bytes.
func programDigest() string {
	path, err := os.Executable()
	if err != nil {
		return versionText()
	}
	h := sha256.New()
	if id := buildID(path); id != nil {
		h.Write(id)
		return hex.EncodeToString(h.Sum(nil)[:12])
	}
	f, err := os.Open(path)
	if err != nil {
		return versionText()
	}
	defer f.Close()
	if _, err := io.Copy(h, f); err != nil {
		return versionText()
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// buildID is the note in which the go command says what a program was made of, on
// Linux and the like; nil where there is none. It has four digests: an ID that was
// given by hand says nothing.
func buildID(path string) []byte {
	f, err := elf.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	note := f.Section(".note.go.buildid")
	if note == nil {
		return nil
	}
	id, err := note.Data()
	if err != nil || bytes.Count(id, []byte("/")) != 3 {
		return nil
	}
	return id
}

// versionText is the version as built in by the go command.
func versionText() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version := info.Main.Version
	if version == "" || version == "(devel)" {
		version = "development"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && !strings.Contains(version, s.Value[:min(12, len(s.Value))]) {
			version += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return version
}
