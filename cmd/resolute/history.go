package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"resolute/internal/output"
)

// history asks git for the last commit of every content file, and for the commit
// that the source stands at. The reason says why something of it is not known: a
// clone without its whole history would give wrong commits, and so gives none.
func (f *flags) history(ctx context.Context, sys *system) (p *output.Provenance, reason string) {
	if !f.git {
		return nil, "git was not asked"
	}
	git := func(args ...string) ([]byte, error) { return f.askGit(ctx, args...) }
	about, err := git("rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD")
	lines := strings.Split(strings.TrimSuffix(string(about), "\n"), "\n")
	if err != nil || len(lines) != 3 || !isHash(lines[2]) {
		if ref := sys.getenv("COMMIT_REF"); isHash(ref) {
			return &output.Provenance{Commit: ref}, "there is no git repository here"
		}
		return nil, "there is no git repository here, or nothing is committed in it"
	}
	if own, err := git("ls-files", "--", "content/site.yaml"); err != nil || len(own) == 0 {
		return nil, "the content is not in the git repository around it"
	}
	shallow, prefix := lines[0] != "false", lines[1]
	p = &output.Provenance{Commit: lines[2]}
	status, err := git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=normal", "--", "content", "layouts", "static")
	if err != nil {
		return p, "git could not tell what has changed since the last commit"
	}
	changed := changedFiles(status, prefix)
	p.Modified = len(changed) > 0
	if shallow {
		return p, "the git repository has not its whole history (a shallow clone)"
	}
	log, err := git("log", "-c", "--no-renames", "--name-only", "-z", "--format=%x01%H %ct", "HEAD", "--", "content")
	if err != nil {
		return p, "git could not tell the history of the content"
	}
	p.Files = lastCommits(log, prefix, changed)
	return p, ""
}

// askGit runs git in the source folder.
func (f *flags) askGit(ctx context.Context, args ...string) ([]byte, error) {
	// Nothing that the repository configures is run, nothing is fetched or written.
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", f.source, "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0")
	return cmd.Output()
}

func isHash(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

// changedFiles are the paths below prefix of a status in the form of git's
// porcelain version 1, with NUL after each entry.
func changedFiles(status []byte, prefix string) map[string]bool {
	changed := map[string]bool{}
	for entry := range bytes.SplitSeq(status, []byte{0}) {
		if len(entry) > 3 {
			if path, ok := strings.CutPrefix(string(entry[3:]), prefix); ok {
				changed[path] = true
			}
		}
	}
	return changed
}

// lastCommits reads a log with names, newest first: after \x01 a commit and its
// time, then the files that it changed. A file that is not as it was committed
// has no last commit.
func lastCommits(log []byte, prefix string, changed map[string]bool) map[string]output.Commit {
	files := map[string]output.Commit{}
	var now output.Commit
	for token := range bytes.SplitSeq(log, []byte{0}) {
		if head, ok := bytes.CutPrefix(token, []byte{1}); ok {
			now = output.Commit{}
			hash, seconds, _ := strings.Cut(string(head), " ")
			if n, err := strconv.ParseInt(seconds, 10, 64); err == nil && isHash(hash) {
				now = output.Commit{Hash: hash, Time: time.Unix(n, 0).UTC().Format(time.RFC3339)}
			}
			continue
		}
		path, ok := strings.CutPrefix(strings.TrimPrefix(string(token), "\n"), prefix)
		if !ok || path == "" || changed[path] {
			continue
		}
		if _, known := files[path]; !known {
			files[path] = now
		}
	}
	for path, c := range files {
		if c.Hash == "" {
			delete(files, path)
		}
	}
	return files
}

// provenance adds the history to what is built, and says under -v why it is not whole.
func (f *flags) provenance(ctx context.Context, sys *system) *output.Provenance {
	p, reason := f.history(ctx, sys)
	if reason != "" && f.verbose {
		fmt.Fprintf(sys.stderr, "resolute: pages do not name the last commits of their files: %s\n", reason)
	}
	return p
}
