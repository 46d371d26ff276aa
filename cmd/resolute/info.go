package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"strings"

	"resolute/internal/diag"
)

func versionCommand() command {
	return command{name: "version", short: "print the version", long: "Prints the version of resolute and of the Go that built it.", run: func(_ context.Context, sys *system, f *flags) error {
		if err := noArgs(f); err != nil {
			return err
		}
		fmt.Fprintf(sys.stdout, "resolute %s (%s %s/%s)\n", versionText(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return nil
	}}
}

func helpCommand() command {
	return command{name: "help", args: "[COMMAND]", short: "explain a command", long: "Explains a command and its flags.", run: func(_ context.Context, sys *system, f *flags) error {
		if len(f.args) == 0 {
			fmt.Fprint(sys.stdout, usage())
			return nil
		}
		for _, c := range commands() {
			if c.name == f.args[0] {
				fmt.Fprint(sys.stdout, helpOf(c))
				return nil
			}
		}
		return &usageError{fmt.Sprintf("unknown command %q", f.args[0]), didYouMeanCommand(f.args[0])}
	}}
}

// usage is the list of commands.
func usage() string {
	var b strings.Builder
	b.WriteString("resolute publishes progress reports on resolutions as a static site.\n\nUsage: resolute COMMAND [flags]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "  %-11s %s\n", c.name, c.short)
	}
	b.WriteString("\nresolute help COMMAND explains a command. Exit codes: 0 done, 1 the content has\nproblems, 2 wrong usage, 3 reading or writing failed, 70 a mistake of resolute,\n130 interrupted.\n")
	return b.String()
}

// helpOf is the help text of a command.
func helpOf(c command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: resolute %s [flags]\n\n%s\n", strings.TrimSpace(c.name+" "+c.args), c.long)
	f := emptyFlags(c)
	first := true
	f.set.VisitAll(func(x *flag.Flag) {
		if first {
			b.WriteString("\nFlags:\n")
			first = false
		}
		name, usage := flag.UnquoteUsage(x)
		dash := "--"
		if len(x.Name) == 1 {
			dash = "-"
		}
		if x.Name == "format" {
			usage = "how to print: " + strings.Join(f.formats, ", ")
		}
		label := strings.TrimSpace(dash + x.Name + " " + strings.ToUpper(name))
		fmt.Fprintf(&b, "  %-22s %s\n", label, usage)
	})
	return b.String()
}

// emptyFlags are a command's flags before parsing.
func emptyFlags(c command) *flags {
	f, err := parse(c, nil, &system{getenv: func(string) string { return "" }})
	if err != nil {
		panic(err) // the flags of a command do not depend on anything
	}
	return f
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

func didYouMeanCommand(name string) string {
	if near := diag.Nearest(name, commandNames()); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "resolute help lists the commands"
}
