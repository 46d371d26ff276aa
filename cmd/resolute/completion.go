package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
)

func completionCommand() command {
	return command{
		name: "completion", args: "bash|zsh|fish", short: "print a completion script for a shell",
		long: "Prints a script that completes commands and flags. In bash: source <(resolute completion bash)",
		run: func(_ context.Context, sys *system, f *flags) error {
			if len(f.args) != 1 {
				return &usageError{"completion: name one shell", "write bash, zsh or fish"}
			}
			switch f.args[0] {
			case "bash":
				fmt.Fprint(sys.stdout, bashCompletion())
			case "zsh":
				fmt.Fprint(sys.stdout, "#compdef resolute\nautoload -U +X bashcompinit && bashcompinit\n"+bashCompletion())
			case "fish":
				fmt.Fprint(sys.stdout, fishCompletion())
			default:
				return &usageError{fmt.Sprintf("completion: unknown shell %q", f.args[0]), "write bash, zsh or fish"}
			}
			return nil
		},
	}
}

// flagNames are a command's flags as typed.
func flagNames(c command) []string {
	var names []string
	emptyFlags(c).set.VisitAll(func(x *flag.Flag) {
		if len(x.Name) == 1 {
			names = append(names, "-"+x.Name)
		} else {
			names = append(names, "--"+x.Name)
		}
	})
	return names
}

// words are what can follow a command.
func words(c command) []string {
	list := flagNames(c)
	switch c.name {
	case "import":
		list = append(list, "portal", "members")
	case "schema":
		list = append(list, schemaKinds()...)
	case "new":
		list = append(list, newKinds()...)
	case "list":
		list = append(list, listKinds()...)
	case "completion":
		list = append(list, "bash", "zsh", "fish")
	case "help":
		list = append(list, commandNames()...)
	}
	return list
}

func bashCompletion() string {
	var b strings.Builder
	b.WriteString("_resolute() {\n  local cur=${COMP_WORDS[COMP_CWORD]} words\n  if [ \"$COMP_CWORD\" -eq 1 ]; then words=\"" + strings.Join(commandNames(), " ") + "\"\n  else case ${COMP_WORDS[1]} in\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "    %s) words=\"%s\" ;;\n", c.name, strings.Join(words(c), " "))
	}
	b.WriteString("  esac; fi\n  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\ncomplete -o default -F _resolute resolute\n")
	return b.String()
}

func fishCompletion() string {
	var b strings.Builder
	for _, c := range commands() {
		fmt.Fprintf(&b, "complete -c resolute -n __fish_use_subcommand -a %s -d '%s'\n", c.name, c.short)
		for _, w := range words(c) {
			fmt.Fprintf(&b, "complete -c resolute -n '__fish_seen_subcommand_from %s' -a '%s'\n", c.name, w)
		}
	}
	return b.String()
}
