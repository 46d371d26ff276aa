// Command resolute publishes progress reports on resolutions: it turns Markdown
// reports with front matter into a static site.
//
// This package talks to the person: commands, flags, exit codes, printing.
// Rules of its output: the result of a command goes to stdout, messages go to
// stderr; a message starts with "resolute: " and a lower-case letter and has no
// full stop; what to do stands below it, indented; nothing is coloured, and
// control characters of content never reach the terminal.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"
)

// Exit codes (contract, section 1).
const (
	exitDone        = 0
	exitContent     = 1
	exitUsage       = 2
	exitEnvironment = 3
	exitBug         = 70
	exitInterrupted = 130
)

// system is what the program takes from outside, so that tests can bring
// their own.
type system struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	home           string
	// terminal tells whether a person is asked and answers.
	terminal bool
	clock    func() time.Time
}

func main() {
	home, _ := os.UserHomeDir()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], &system{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, home: home,
		terminal: term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stderr.Fd())), clock: time.Now,
	})
	stop()
	os.Exit(code)
}

// command is one command with its flags.
type command struct {
	// name is what is typed; two words for the commands with a kind.
	name string
	// args name what follows, for the usage line.
	args string
	// short is one line for the list of commands, long the help text.
	short, long string
	// flags adds the command's own flags; common tells which shared ones it has.
	flags  func(*flags)
	common bool
	run    func(context.Context, *system, *flags) error
}

// commands are all commands, in the order of the help.
func commands() []command {
	return []command{
		buildCommand(), checkCommand(), verifyCommand(), serveCommand(), newCommand(), importCommand(), listCommand(), schemaCommand(),
		versionCommand(), completionCommand(), helpCommand(),
	}
}

// usageError is wrong usage: exit code 2.
type usageError struct{ message, hint string }

// Error is the message.
func (e *usageError) Error() string { return e.message }

// environmentError is a failure of reading, writing or a port: exit code 3.
type environmentError struct {
	err  error
	hint string
}

// Error is the cause's message.
func (e *environmentError) Error() string { return e.err.Error() }

// Unwrap is the cause.
func (e *environmentError) Unwrap() error { return e.err }

// errContent tells that the content has problems, which have been printed.
var errContent = errors.New("the content has problems")

// run is the program: arguments in, exit code out.
func run(ctx context.Context, args []string, sys *system) (code int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(sys.stderr, "resolute: a mistake in resolute itself: %v\n", r)
			fmt.Fprintf(sys.stderr, "    please report it with these lines; nothing was published\n%s", debug.Stack())
			code = exitBug
		}
	}()
	if len(args) == 0 {
		fmt.Fprint(sys.stderr, usage())
		return exitUsage
	}
	name := args[0]
	switch name {
	case "-h", "--help", "-help":
		name = "help"
	case "--version", "-version":
		name = "version"
	}
	for _, c := range commands() {
		if c.name != name {
			continue
		}
		f, err := parse(c, args[1:], sys)
		if err == errHelp {
			fmt.Fprint(sys.stdout, helpOf(c))
			return exitDone
		}
		if err == nil {
			err = c.run(ctx, sys, f)
		}
		return exit(ctx, sys, err)
	}
	return exit(ctx, sys, &usageError{fmt.Sprintf("unknown command %q", name), didYouMeanCommand(name)})
}

// exit prints a failure and chooses the exit code.
func exit(ctx context.Context, sys *system, err error) int {
	say := func(hint string) {
		fmt.Fprintf(sys.stderr, "resolute: %s\n", printable(err.Error()))
		for line := range strings.SplitSeq(hint, "\n") {
			if line != "" {
				fmt.Fprintf(sys.stderr, "    %s\n", printable(line))
			}
		}
	}
	var usage *usageError
	var environment *environmentError
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		fmt.Fprintln(sys.stderr, "resolute: interrupted; nothing was changed")
		return exitInterrupted
	case errors.Is(err, errContent):
		return exitContent
	case errors.As(err, &usage):
		say(usage.hint)
		return exitUsage
	case errors.As(err, &environment):
		say(environment.hint)
		return exitEnvironment
	}
	say("this is a mistake in resolute itself or in a template; nothing was published")
	return exitBug
}

// printable keeps control characters of file names and content away from the
// terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\uFFFD'
		}
		return r
	}, s)
}
