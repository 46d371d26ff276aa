package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/portal"
	"resolute/internal/publish"
	"resolute/internal/report"
)

func importCommand() command {
	return command{
		name: "import", args: "portal FILE… | members FILE.csv", short: "turn the old portal's pages, or a table of members, into content files", common: true,
		long: "members brings the members' files up to date with a table: adds, updates, renames and\nmerges them, and accounts for every row. portal reads report pages of the old portal,\nsaved as text or HTML, and writes a report, its resolution and its members where they\nare not known, and accounts for every line of the source. It writes nothing over an existing file without --force.",
		flags: func(f *flags) {
			f.formats = []string{"text", "json", "github"}
			f.set.IntVar(&f.year, "year", 0, "the reporting `year`, which the pages do not say")
			f.set.StringVar(&f.address, "address", "", "the `address` of the page")
			f.set.StringVar(&f.language, "language", "", "the `language` of the report's text (default: the site's first)")
			f.set.StringVar(&f.resolution, "resolution", "", "the `code`, for a page without title")
			f.set.BoolVar(&f.activity, "activity", false, "print what an activity report says, to paste into a progress report")
			f.set.BoolVar(&f.force, "force", false, "write over existing files")
			f.set.BoolVar(&f.dryRun, "dry-run", false, "print the account and write nothing")
			f.set.BoolVar(&f.verify, "verify", false, "read the result back and list source lines that it does not hold")
		},
		run: runImport,
	}
}

// inputMost is the size up to which a page is read.
const inputMost = 4 << 20

func runImport(ctx context.Context, sys *system, f *flags) error {
	if len(f.args) < 2 || f.args[0] != "portal" && f.args[0] != "members" {
		return &usageError{"import: name what to import, and files", "resolute import portal page.txt --year 2023\nresolute import members members.csv"}
	}
	o, closeSource, err := f.options(sys)
	if err != nil {
		return err
	}
	defer closeSource()
	sources, problems, err := content.Load(o.Source, content.Options{KnownCountry: i18n.KnownCountry})
	if err != nil {
		return &environmentError{err: err}
	}
	if failed, _ := diag.Count(problems); failed > 0 || sources == nil || sources.Settings == nil {
		fmt.Fprintln(sys.stderr, "resolute: the content has problems; correct them before importing")
		return f.report(sys, problems, nil)
	}
	if f.args[0] == "members" {
		return f.importMembers(sys, o.Source, sources)
	}
	known := portal.Known{
		Settings: sources.Settings, Members: sources.Members, Resolutions: sources.Resolutions, Editions: sources.Editions,
	}
	pages := pageFiles(f.args[1:])
	tally := &importTally{many: len(pages) > 1, oddities: map[string]*oddity{}, from: map[string]string{}}
	for _, name := range pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		ok, err := f.importPage(sys, o.Source, name, &known, tally)
		if err != nil {
			return err
		}
		if !ok {
			tally.failed++
		}
	}
	tally.print(sys)
	if tally.failed > 0 {
		return errContent
	}
	return nil
}

// pageFiles puts the files of a folder in the place of the folder.
func pageFiles(args []string) []string {
	var files []string
	for _, arg := range args {
		entries, err := os.ReadDir(arg)
		if err != nil {
			files = append(files, arg)
			continue
		}
		for _, e := range entries {
			if e.Type().IsRegular() {
				files = append(files, filepath.Join(arg, e.Name()))
			}
		}
	}
	return files
}

// importPage imports one page; ok tells whether all went well.
func (f *flags) importPage(sys *system, source fs.FS, name string, known *portal.Known, tally *importTally) (ok bool, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return false, &environmentError{err: err}
	}
	if !info.Mode().IsRegular() || info.Size() > inputMost {
		return false, &environmentError{err: fmt.Errorf("%s is not a saved page", name), hint: "name a text or HTML file of at most 4 MB"}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return false, &environmentError{err: err}
	}
	result, err := portal.Import(filepath.ToSlash(name), data, *known, portal.Options{
		Year: f.year, Source: f.address, Language: report.Lang(f.language),
		Resolution: f.resolution, Activity: f.activity,
	})
	if err != nil {
		return false, err
	}
	failures, _ := diag.Count(result.Problems)
	if err := diag.Write(sys.stderr, diag.Format(f.format), result.Problems); err != nil {
		return false, &environmentError{err: err}
	}
	lost := result.Account.With(portal.NotUnderstood)
	if f.verify && failures == 0 {
		current := result
		if !f.force {
			if current, err = onDisk(source, result); err != nil {
				return false, err
			}
		}
		lost = portal.Verify(current)
	}
	tally.note(name, result, len(lost))
	if !f.quiet || len(lost) > 0 {
		f.printAccount(sys, name, result, lost)
	}
	if failures > 0 || f.strict && (len(lost) > 0 || len(result.Problems) > 0) {
		return false, nil
	}
	if len(result.Fragment) > 0 {
		fmt.Fprintf(sys.stdout, "\n%s", result.Fragment)
	}
	if path, there := tally.passOver(source, result); there && !f.force {
		tally.there++
		fmt.Fprintf(sys.stdout, "  %s is there already, and was left as it is\n", printable(path))
		return true, nil
	}
	if f.dryRun {
		tally.imported++
		return true, nil
	}
	if ok, err = f.writeImport(sys, result, known); ok {
		tally.imported++
		for _, file := range result.Files {
			tally.from[file.Path] = name
		}
	}
	return ok, err
}

func (f *flags) printAccount(sys *system, name string, r *portal.Result, lost []portal.Line) {
	count := func(u portal.Use) int { return len(r.Account.With(u)) }
	fmt.Fprintf(sys.stdout, "%s: %d lines: %d used, %d labels, %d boilerplate, %d not published, %d not understood\n",
		printable(name), len(r.Account.Lines), count(portal.UsedAsField), count(portal.UsedAsLabel), count(portal.Boilerplate), count(portal.Unpublished), count(portal.NotUnderstood))
	for _, l := range lost {
		fmt.Fprintf(sys.stdout, "  line %d not accounted for: %s\n", l.Number, printable(l.Text))
	}
	if f.verbose {
		for _, l := range r.Account.Lines {
			fmt.Fprintf(sys.stdout, "  %4d %-14s %-24s %s\n", l.Number, l.Use, l.Where, printable(l.Text))
		}
	}
}

// writeImport writes the files, all or none: what exists is kept unless --force.
func (f *flags) writeImport(sys *system, r *portal.Result, known *portal.Known) (ok bool, err error) {
	var files []publish.SourceFile
	for _, file := range r.Files {
		files = append(files, publish.SourceFile{Path: file.Path, Data: file.Data})
	}
	existing, err := publish.WriteSources(f.source, files, f.force)
	if err != nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			return false, &environmentError{err: err}
		}
		return false, publishError(err)
	}
	if len(existing) > 0 {
		slices.Sort(existing)
		for _, path := range existing {
			fmt.Fprintf(sys.stderr, "resolute: %s is there already; nothing of this page was written\n    --force writes over it\n", printable(path))
		}
		return false, nil
	}
	known.Add(r)
	for _, file := range r.Files {
		fmt.Fprintf(sys.stdout, "wrote %s\n", printable(file.Path))
	}
	return true, nil
}
