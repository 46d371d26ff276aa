package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"resolute/internal/analysis"
	"resolute/internal/build"
	"resolute/internal/diag"
	"resolute/internal/search"
	"resolute/internal/site"
)

func listKinds() []string {
	return []string{"reports", "resolutions", "members", "translations", "silent"}
}

func listCommand() command {
	return command{
		name: "list", args: strings.Join(listKinds(), "|"), short: "list reports, resolutions, members, translations, or what nobody reported on", common: true,
		long: "Prints a table of what is in the content. translations lists each text in each\nlanguage: fresh, stale, missing or unknown. silent lists what the reports\ndo not tell: resolutions without a report (never), without one for the last year\n(cycle) or with an old one (old), plans that the next report does not take up (plan),\nand fields that the latest report does not state (not-stated). --search lists the reports, resolutions or members that\nthe site's search finds, in its order.",
		flags: func(f *flags) {
			f.formats = []string{"table", "csv", "json"}
			f.set.StringVar(&f.search, "search", "", "list what a `query` finds, the best first")
		},
		run: runList,
	}
}

// listing is a table of text.
type listing struct {
	head []string
	rows [][]string
}

func runList(ctx context.Context, sys *system, f *flags) error {
	if len(f.args) != 1 || !slices.Contains(listKinds(), f.args[0]) {
		hint := "write one of: " + strings.Join(listKinds(), ", ")
		if len(f.args) == 1 {
			hint = diag.DidYouMean(f.args[0], listKinds())
		}
		return &usageError{"list: say what to list", hint}
	}
	kind := searched()[f.args[0]]
	if f.search != "" && kind == "" {
		return &usageError{"list: --search finds reports, resolutions and members", ""}
	}
	o, closeSource, err := f.options(sys)
	if err != nil {
		return err
	}
	defer closeSource()
	project, problems, err := build.Load(ctx, o)
	printing := *f
	printing.format = string(diag.Text)
	if err := printing.report(sys, problems, err); err != nil {
		return err
	}
	linked := project.Site
	if f.search != "" {
		if linked, err = found(sys, project, f.search, kind); err != nil {
			return err
		}
	}
	l := map[string]func(*site.Site) listing{
		"reports": listReports, "resolutions": listResolutions, "members": listMembers, "translations": listTranslations,
		"silent": func(s *site.Site) listing { return listSilent(analysis.Silent(s, project.Input.Changes), s) },
	}[f.args[0]](linked)
	if err := l.write(sys, f.format); err != nil {
		return &environmentError{err: err}
	}
	return nil
}

// searched are the kinds of documents of the search by what is listed.
func searched() map[string]string {
	return map[string]string{"reports": search.KindEdition, "resolutions": search.KindResolution, "members": search.KindMember}
}

// found is the site with what a query finds alone, the best first. It says what
// became of words that are nowhere.
func found(sys *system, p *build.Project, query, kind string) (*site.Site, error) {
	paths, words, err := p.Find(query, kind)
	if err != nil {
		return nil, err
	}
	for _, w := range words {
		switch w.Outcome {
		case search.Missing:
			fmt.Fprintf(sys.stderr, "resolute: no text has %q\n", printable(w.Text))
		case search.Corrected:
			fmt.Fprintf(sys.stderr, "resolute: no text has %q; these are the results for %q\n", printable(w.Text), printable(w.With))
		case search.Found, search.Failed:
		}
	}
	s := *p.Site
	s.Editions = chosen(s.Editions, paths)
	s.Resolutions = chosen(s.Resolutions, paths)
	s.Members = chosen(s.Members, paths)
	return &s, nil
}

// chosen are the things that stand at some addresses, in the order of these.
func chosen[T interface{ Path() string }](list []T, paths []string) []T {
	at := make(map[string]T, len(list))
	for _, x := range list {
		at[x.Path()] = x
	}
	var kept []T
	for _, p := range paths {
		if x, ok := at[p]; ok {
			kept = append(kept, x)
		}
	}
	return kept
}

func (l listing) write(sys *system, format string) error {
	switch format {
	case "csv":
		w := csv.NewWriter(sys.stdout)
		if err := w.Write(l.head); err != nil {
			return err
		}
		if err := w.WriteAll(l.rows); err != nil {
			return err
		}
		return w.Error()
	case "json":
		list := make([]map[string]string, 0, len(l.rows))
		for _, r := range l.rows {
			object := map[string]string{}
			for i, h := range l.head {
				object[h] = r[i]
			}
			list = append(list, object)
		}
		e := json.NewEncoder(sys.stdout)
		e.SetIndent("", "  ")
		return e.Encode(list)
	}
	w := tabwriter.NewWriter(sys.stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, strings.ToUpper(strings.Join(l.head, "\t")))
	for _, r := range l.rows {
		cells := slices.Clone(r)
		for i := range cells {
			cells[i] = printable(cells[i])
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	return w.Flush()
}

func listReports(s *site.Site) listing {
	l := listing{head: []string{"code", "year", "status", "members", "language", "title", "file"}}
	for _, e := range s.Editions {
		name, _, _ := e.Resolution.Name(s.Settings.Default(), s.Settings.Languages)
		l.rows = append(l.rows, []string{e.Code.String(), strconv.Itoa(e.Year), e.StatusTerm.ID, strconv.Itoa(len(e.Members)), string(e.Language), name, e.File.Path})
	}
	return l
}

func listResolutions(s *site.Site) listing {
	l := listing{head: []string{"code", "reports", "latest", "status", "title", "file"}}
	for _, r := range s.Resolutions {
		name, _, _ := r.Name(s.Settings.Default(), s.Settings.Languages)
		latest, status := "", ""
		if e := r.Latest(); e != nil {
			latest, status = strconv.Itoa(e.Year), e.StatusTerm.ID
		}
		l.rows = append(l.rows, []string{r.Code.String(), strconv.Itoa(len(r.Editions)), latest, status, name, r.File.Path})
	}
	return l
}

func listMembers(s *site.Site) listing {
	l := listing{head: []string{"id", "name", "acronym", "country", "reports", "file"}}
	for _, m := range s.Members {
		l.rows = append(l.rows, []string{m.ID, m.Name, m.Acronym, m.Country.ID, strconv.Itoa(len(m.Editions)), m.File.Path})
	}
	return l
}

func listTranslations(s *site.Site) listing {
	l := listing{head: []string{"code", "year", "language", "state", "original", "file"}}
	for _, e := range s.Editions {
		for _, lang := range s.Settings.Languages {
			if lang == e.Language {
				continue
			}
			text := e.In(lang)
			state, file := "missing", ""
			if text.IsTranslation {
				state, file = e.TranslationState(text), text.File.Path
			}
			l.rows = append(l.rows, []string{e.Code.String(), strconv.Itoa(e.Year), string(lang), state, string(e.Language), file})
		}
	}
	return l
}

// listSilent lists what the reports do not tell, a finding in a row.
func listSilent(silence *analysis.Silence, s *site.Site) listing {
	l := listing{head: []string{"code", "last_report", "kind", "detail", "title", "file"}}
	for _, f := range silence.Findings {
		year, file := "never", f.Resolution.File.Path
		if latest := f.Resolution.Latest(); latest != nil {
			year = strconv.Itoa(latest.Year)
		}
		if f.Edition != nil {
			file = f.Edition.File.Path
		}
		name, _, _ := f.Resolution.Name(s.Settings.Default(), s.Settings.Languages)
		l.rows = append(l.rows, []string{f.Resolution.Code.String(), year, f.Kind, f.Detail(), name, file})
	}
	return l
}
