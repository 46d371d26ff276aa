package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"resolute/internal/content"
	"resolute/internal/portal"
)

// importTally counts what became of many pages.
type importTally struct {
	// many tells that there is more than one page: those whose report is there
	// already are then passed over, so that a run that was broken off goes on.
	many                                        bool
	pages, imported, there, failed, lines, lost int
	// oddities are the rules of problems, with how often and in how many pages.
	oddities map[string]*oddity
	// from leads from reports written in this run to their pages.
	from map[string]string
}

type oddity struct {
	times, pages int
	last         string
}

// note counts a page.
func (t *importTally) note(name string, r *portal.Result, lost int) {
	t.pages++
	t.lines += len(r.Account.Lines)
	t.lost += lost
	for _, p := range r.Problems {
		o := t.oddities[p.Rule]
		if o == nil {
			o = &oddity{}
			t.oddities[p.Rule] = o
		}
		o.times++
		if o.last != name {
			o.pages, o.last = o.pages+1, name
		}
	}
}

// passOver tells whether the report of a page is there from an earlier run.
func (t *importTally) passOver(source fs.FS, r *portal.Result) (path string, ok bool) {
	for _, f := range r.Files {
		if !t.many || !strings.HasPrefix(f.Path, content.Root+"/reports/") || t.from[f.Path] != "" {
			continue
		}
		if _, err := fs.Stat(source, f.Path); err == nil {
			return f.Path, true
		}
	}
	return "", false
}

// onDisk is a result with the files as they are on disk, where they are there:
// an edited report is compared with its page as it stands.
func onDisk(source fs.FS, r *portal.Result) (*portal.Result, error) {
	current := *r
	current.Files = slices.Clone(r.Files)
	for i, f := range current.Files {
		data, err := fs.ReadFile(source, f.Path)
		switch {
		case err == nil:
			current.Files[i].Data = data
		case !errors.Is(err, fs.ErrNotExist):
			return nil, &environmentError{err: err}
		}
	}
	return &current, nil
}

// print writes the summary of many pages.
func (t *importTally) print(sys *system) {
	if !t.many {
		return
	}
	fmt.Fprintf(sys.stdout, "%s: %d imported, %d there already, %d failed; %s, %d not accounted for\n",
		plural(t.pages, "page"), t.imported, t.there, t.failed, plural(t.lines, "line"), t.lost)
	kinds := slices.Collect(maps.Keys(t.oddities))
	slices.SortFunc(kinds, func(a, b string) int {
		if d := t.oddities[b].times - t.oddities[a].times; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	for _, k := range kinds {
		fmt.Fprintf(sys.stdout, "  %-16s %4d in %s\n", k, t.oddities[k].times, plural(t.oddities[k].pages, "page"))
	}
}
