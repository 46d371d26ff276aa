package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/report"
	"resolute/internal/scaffold"
	"resolute/internal/schema"
)

// schemaKinds are what the command can print.
func schemaKinds() []string { return append(schema.Kinds(), "snippets") }

func schemaCommand() command {
	var lang string
	return command{
		name: "schema", args: strings.Join(schemaKinds(), "|"), short: "print the JSON Schema of a kind of front matter", common: true,
		long: "Prints a JSON Schema (draft 2020-12) with the explanation of every field, the\nvocabularies, and the ids of members and resolutions, for editors and forms.\nsnippets prints completions for Visual Studio Code instead, which work in Markdown.",
		flags: func(f *flags) {
			f.formats = []string{"json"}
			f.set.StringVar(&lang, "lang", "en", "the `language` of the explanations: en, fr, es")
		},
		run: func(_ context.Context, sys *system, f *flags) error { return runSchema(sys, f, lang) },
	}
}

func runSchema(sys *system, f *flags, lang string) error {
	if len(f.args) != 1 || !slices.Contains(schemaKinds(), f.args[0]) {
		hint := "write one of: " + strings.Join(schemaKinds(), ", ")
		if len(f.args) == 1 {
			hint = diag.DidYouMean(f.args[0], schemaKinds())
		}
		return &usageError{"schema: say of what", hint}
	}
	if !slices.Contains(scaffold.Languages(), lang) {
		return &usageError{fmt.Sprintf("schema: there are no explanations in the language %q", lang), "write one of: " + strings.Join(scaffold.Languages(), ", ")}
	}
	o, closeSource, err := f.options(sys)
	if err != nil {
		return err
	}
	defer closeSource()
	// Mistakes in the content are no matter here: the schema helps to find them.
	sources, _, err := content.Load(o.Source, content.Options{KnownCountry: i18n.KnownCountry})
	if err != nil {
		return &environmentError{err: err}
	}
	options := schema.Options{Sources: sources, Lang: report.Lang(lang)}
	data, err := schema.JSON(f.args[0], options)
	if f.args[0] == "snippets" {
		data, err = schema.Snippets(options)
	}
	if err != nil {
		return err
	}
	if _, err := sys.stdout.Write(data); err != nil {
		return &environmentError{err: err}
	}
	return nil
}
