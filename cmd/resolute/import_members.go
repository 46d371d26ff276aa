package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/publish"
	"resolute/internal/registry"
)

// importMembers brings the members' files up to date with a table.
func (f *flags) importMembers(sys *system, source fs.FS, sources *content.Sources) error {
	if len(f.args) != 2 {
		return &usageError{"import members: name one table", "resolute import members members.csv; its columns: " + strings.Join(registry.Columns(), ", ")}
	}
	name := f.args[1]
	info, err := os.Stat(name)
	if err != nil {
		return &environmentError{err: err}
	}
	if !info.Mode().IsRegular() || info.Size() > inputMost {
		return &environmentError{err: fmt.Errorf("%s is not a table", name), hint: "name a CSV file of at most 4 MB"}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return &environmentError{err: err}
	}
	plan, problems, err := registry.Read(source, sources, filepath.ToSlash(name), data)
	if err != nil {
		return &environmentError{err: err}
	}
	if err := diag.Write(sys.stderr, diag.Format(f.format), problems); err != nil {
		return &environmentError{err: err}
	}
	if failed, _ := diag.Count(problems); failed > 0 {
		fmt.Fprintf(sys.stderr, "resolute: %s; nothing was written\n", plural(failed, "error"))
		return errContent
	}
	f.printRows(sys, plan)
	if f.dryRun {
		return nil
	}
	var files []publish.SourceFile
	for _, x := range plan.Write {
		files = append(files, publish.SourceFile{Path: x.Path, Data: x.Data})
	}
	if len(files) > 0 {
		_, err = publish.WriteSources(f.source, files, true)
	}
	if err == nil {
		err = publish.RemoveSources(f.source, plan.Remove)
	}
	if err != nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			return &environmentError{err: err}
		}
		return publishError(err)
	}
	return nil
}

// printRows accounts for every row.
func (f *flags) printRows(sys *system, plan *registry.Plan) {
	counts := map[string]int{}
	for _, r := range plan.Rows {
		counts[r.State]++
		if r.State == registry.Unchanged && !f.verbose || f.quiet {
			continue
		}
		fmt.Fprintf(sys.stdout, "line %d: %s: %s\n", r.Line, r.ID, r.State)
		for _, w := range r.What {
			fmt.Fprintf(sys.stdout, "    %s\n", printable(w))
		}
	}
	fmt.Fprintf(sys.stdout, "%s:", plural(len(plan.Rows), "row"))
	for i, state := range []string{registry.Added, registry.Updated, registry.Renamed, registry.Merged, registry.Unchanged} {
		if i > 0 {
			fmt.Fprint(sys.stdout, ",")
		}
		fmt.Fprintf(sys.stdout, " %d %s", counts[state], state)
	}
	done := "written"
	if f.dryRun {
		done = "to be written"
	}
	fmt.Fprintf(sys.stdout, "; %s %s, %d removed\n", plural(len(plan.Write), "file"), done, len(plan.Remove))
}
