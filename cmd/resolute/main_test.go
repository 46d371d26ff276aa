package main

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// update rewrites what the scripts compare outputs with; read the diff.
var update = flag.Bool("update", false, "rewrite wanted outputs")

// TestMain lets the test binary stand for the program, so that scripts run it
// as a user does: a process with its own streams and exit code.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"resolute": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		os.Exit(run(ctx, os.Args[1:], &system{
			stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, home: os.Getenv("HOME"), clock: time.Now,
		}))
	}})
}

func TestScriptRuns(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true, UpdateScripts: *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// exits CODE COMMAND…: the command ends in this exit code.
			"exits": exits,
			// remember NAME DIR notes the digest of a folder; same NAME DIR compares.
			"remember": remember,
			"same":     same,
			// expand FILE writes a file with its \xNN, \r and \n written out.
			"expand": expand,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if err != nil {
		code = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if code != args[0] {
		ts.Fatalf("%s ended in %q, want %s\n%s%s", args[1], code, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// treeDigest covers names and bytes of all files of a folder.
func treeDigest(dir string) (string, error) {
	h := sha256.New()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, p)
		fmt.Fprintf(h, "%s\x00%d\x00%s", filepath.ToSlash(name), len(data), data)
		return err
	})
	return fmt.Sprintf("%x", h.Sum(nil)), err
}

func remember(ts *testscript.TestScript, neg bool, args []string) {
	digest, err := treeDigest(ts.MkAbs(args[1]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".digest"), []byte(digest), 0o644))
}

func same(ts *testscript.TestScript, neg bool, args []string) {
	digest, err := treeDigest(ts.MkAbs(args[1]))
	ts.Check(err)
	if equal := digest == ts.ReadFile(args[0]+".digest"); equal == neg {
		ts.Fatalf("%s: equal to %s is %v", args[1], args[0], equal)
	}
}

func expand(ts *testscript.TestScript, neg bool, args []string) {
	text := ts.ReadFile(args[0])
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		var n byte
		switch {
		case strings.HasPrefix(text[i:], `\r`):
			b.WriteByte('\r')
			i++
		case strings.HasPrefix(text[i:], `\x`) && i+3 < len(text):
			if _, err := fmt.Sscanf(text[i+2:i+4], "%02x", &n); err != nil {
				ts.Fatalf("%v", err)
			}
			b.WriteByte(n)
			i += 3
		default:
			b.WriteByte(text[i])
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o644))
}
