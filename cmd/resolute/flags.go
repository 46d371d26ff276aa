package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"resolute/internal/diag"
)

// errHelp asks for a command's help.
var errHelp = errors.New("help")

// flags are a command's flags, after parsing.
type flags struct {
	set *flag.FlagSet
	// args are the arguments that are no flags.
	args []string

	source, out, baseURL         string
	drafts, strict, clean, adopt bool
	git, againstBuild            bool
	quiet, verbose, stats        bool
	format                       string
	formats                      []string
	year                         int
	language, address, search    string
	force, dryRun, verify        bool
	open, navigate, poll         bool
	editor                       string
	hosts                        []string
	resolution                   string
	activity                     bool
}

// parse reads flags, which may stand before, between and after arguments. A
// flag that is not given is taken from the environment, as RESOLUTE_BASE_URL
// for --base-url.
func parse(c command, args []string, sys *system) (*flags, error) {
	f := &flags{set: flag.NewFlagSet(c.name, flag.ContinueOnError), formats: []string{"text", "json", "github"}}
	f.set.SetOutput(io.Discard)
	if c.common {
		f.set.StringVar(&f.source, "source", ".", "the `folder` that holds content/")
		f.set.StringVar(&f.baseURL, "base-url", "", "the `address` under which the site is published")
		f.set.BoolVar(&f.drafts, "drafts", false, "include drafts")
		f.set.BoolVar(&f.strict, "strict", false, "treat warnings as errors")
		f.set.BoolVar(&f.quiet, "q", false, "print problems only")
		f.set.BoolVar(&f.verbose, "v", false, "print more")
		f.set.StringVar(&f.format, "format", "", "how to print: `name`")
	}
	if c.flags != nil {
		c.flags(f)
	}
	for {
		if err := f.set.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, errHelp
			}
			return nil, &usageError{c.name + ": " + flagMessage(err), "see resolute help " + c.name}
		}
		if f.set.NArg() == 0 {
			break
		}
		f.args = append(f.args, f.set.Arg(0))
		args = f.set.Args()[1:]
	}
	if err := f.fromEnvironment(sys); err != nil {
		return nil, err
	}
	if c.common && f.format == "" {
		f.format = f.formats[0]
	}
	if c.common && !slices.Contains(f.formats, f.format) {
		return nil, &usageError{fmt.Sprintf("%s: unknown format %q", c.name, f.format), diag.DidYouMean(f.format, f.formats)}
	}
	return f, nil
}

// flagMessage puts the flag package's message into the program's form.
func flagMessage(err error) string {
	return strings.NewReplacer("flag provided but not defined: -", "unknown flag --", "flag needs an argument: -", "a value is missing after --").Replace(err.Error())
}

// fromEnvironment sets flags that were not given from RESOLUTE_… variables.
func (f *flags) fromEnvironment(sys *system) error {
	given := map[string]bool{}
	f.set.Visit(func(x *flag.Flag) { given[x.Name] = true })
	var failed error
	f.set.VisitAll(func(x *flag.Flag) {
		if given[x.Name] || len(x.Name) == 1 {
			return
		}
		name := "RESOLUTE_" + strings.ToUpper(strings.ReplaceAll(x.Name, "-", "_"))
		if value := sys.getenv(name); value != "" {
			if err := f.set.Set(x.Name, value); err != nil {
				failed = &usageError{fmt.Sprintf("the environment variable %s has the value %q, which --%s cannot take", name, value, x.Name), ""}
			}
		}
	})
	return failed
}

// outFolder is where the site is published.
func (f *flags) outFolder() string {
	if f.out != "" {
		return f.out
	}
	return filepath.Join(f.source, "public")
}

// base is the address of the site by precedence: flag and RESOLUTE_BASE_URL,
// then what Netlify says, then nothing, so that the settings decide. On a
// preview of Netlify search engines are kept away.
func (f *flags) base(sys *system) (address string, preview bool) {
	context := sys.getenv("CONTEXT")
	preview = sys.getenv("NETLIFY") != "" && context != "" && context != "production"
	switch {
	case f.baseURL != "":
		return f.baseURL, preview
	case preview:
		return sys.getenv("DEPLOY_PRIME_URL"), true
	case sys.getenv("NETLIFY") != "":
		return sys.getenv("URL"), false
	}
	return "", false
}

// gitFlag adds the flag of commands whose pages may name commits.
func (f *flags) gitFlag() {
	f.set.BoolVar(&f.git, "git", true, "name the last commit of each file, where the source is in git with its whole history")
}
