package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"resolute/internal/report"
	"resolute/internal/site"
)

func TestSilence(t *testing.T) {
	m := newMaker()
	for _, line := range []string{
		"2020 1 2021 started    no-a cc yes field", // old, and not in the last year
		"2020 2 2021 started    no-a cc yes field",
		"2020 2 2023 half       ?    -  ?   ?",     // in the last year of its congress
		"2020 3 2021 done       no-a cc yes field", // done: nothing is expected
		"2024 1 2025 not-stated -    cc no  -",
	} {
		m.report(line)
	}
	never := func(number int, archived bool) {
		code := report.Code{Prefix: "SU", Year: 2020, Type: "Res", Number: number}
		m.src.Resolutions = append(m.src.Resolutions, &report.Resolution{File: report.File{Path: code.ID()}, Code: code, Type: report.Ref{ID: "resolution"}, Congress: report.Ref{ID: "su-2020"}, Archived: archived})
	}
	never(8, false)
	never(9, true)
	m.src.Settings.StaleAfter = 3
	s, problems := site.Link(m.src, site.Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	changes := site.NewChanges(s, func(*site.Edition) *site.Change { return &site.Change{Forgotten: []string{"a plan"}} })
	v := Silent(s, changes)
	if v.Newest != 2025 || v.Limit != 3 || v.Cycles["su-2020"] != 2023 || v.Latest != 4 || v.Done != 1 {
		t.Errorf("got %+v", v)
	}
	var got []string
	for _, f := range v.Findings {
		if f.Kind == Unstated && f.Field == "other_organisations" {
			continue // no report of this test states them
		}
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Kind, f.Resolution.Code.ID()[3:], f.Detail())))
	}
	want := []string{
		"never 2020-res-008", "cycle 2020-res-001 2023", "old 2020-res-001 4", "plan 2020-res-002 2021: a plan",
		"not-stated 2020-res-001 future_actions_planned", "not-stated 2020-res-002 members", "not-stated 2020-res-002 secretariat",
		"not-stated 2020-res-002 actions", "not-stated 2020-res-002 future_actions_planned", "not-stated 2020-res-003 future_actions_planned",
		"not-stated 2024-res-001 status", "not-stated 2024-res-001 future_actions_planned",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// The limit is that of the settings, or three years.
	m.src.Settings.StaleAfter = 4
	s, _ = site.Link(m.src, site.Options{})
	if n := len(Silent(s, nil).Of(Old)); n != 0 {
		t.Errorf("%d are older than four years", n)
	}
	m.src.Settings.StaleAfter = 0
	s, _ = site.Link(m.src, site.Options{})
	if n := Silent(s, nil); n.Limit != report.DefaultStaleAfter {
		t.Errorf("the limit is %d years", n.Limit)
	}
}
