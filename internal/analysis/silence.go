package analysis

import (
	"cmp"
	"slices"
	"strconv"

	"resolute/internal/report"
	"resolute/internal/site"
)

// Kinds of findings on silence.
const (
	// Never is a resolution on which there is no report.
	Never = "never"
	// Cycle is a resolution without a report for the last year for which there
	// are reports on its congress's resolutions.
	Cycle = "cycle"
	// Old is a resolution whose latest report is older than the settings' limit.
	Old = "old"
	// Plan is a plan that the next report does not take up.
	Plan = "plan"
	// Unstated is a field that the latest report does not state.
	Unstated = "not-stated"
)

// Kinds are all kinds of findings, in the order in which they are listed.
func Kinds() []string { return []string{Never, Cycle, Old, Plan, Unstated} }

// Finding is something of which the reports say nothing.
type Finding struct {
	// Kind is one of the above.
	Kind string
	// Resolution is the one concerned.
	Resolution *site.Resolution
	// Edition is the latest report, and for a plan the one that has it; nil for Never.
	Edition *site.Edition
	// Year is the year without a report (Cycle), or how many years ago the
	// latest one was (Old).
	Year int
	// Plan is the plan's text.
	Plan string
	// Field is the key of the field, Seen tells that its place was seen.
	Field string
	Seen  bool
}

// Silence is what the reports of a site do not tell. Resolutions that are
// archived or whose latest status is the last on the scale are not expected to
// be reported on, and only listed where there was never a report.
type Silence struct {
	// Newest is the newest reporting year of the site: no clock is read.
	Newest int
	// Limit is the number of years after which a report is old.
	Limit int
	// Cycles are the newest reporting years of the congresses' resolutions.
	Cycles map[string]int
	// Findings are in the order of kinds and codes.
	Findings []Finding
	// Latest counts the resolutions with a report.
	Latest int
	// Done counts those that are not expected to be reported on any more.
	Done int
}

// Of returns the findings of a kind.
func (s *Silence) Of(kind string) []Finding {
	from := 0
	for from < len(s.Findings) && s.Findings[from].Kind != kind {
		from++
	}
	to := from
	for to < len(s.Findings) && s.Findings[to].Kind == kind {
		to++
	}
	return s.Findings[from:to:to]
}

// Silent finds what is not told. The changes are those of each edition.
func Silent(s *site.Site, changes *site.Changes) *Silence {
	v := &Silence{Limit: cmp.Or(s.Settings.StaleAfter, report.DefaultStaleAfter), Cycles: map[string]int{}}
	for _, e := range s.Editions {
		v.Newest = max(v.Newest, e.Year)
		congress := e.Resolution.CongressTerm.ID
		v.Cycles[congress] = max(v.Cycles[congress], e.Year)
	}
	last := lastStatus(s.Settings.Statuses)
	for _, r := range s.Resolutions {
		v.resolution(r, last)
		for _, e := range r.Editions {
			if c := changes.Of(e); c != nil {
				for _, plan := range c.Forgotten {
					v.Findings = append(v.Findings, Finding{Kind: Plan, Resolution: r, Edition: e.Previous, Plan: plan})
				}
			}
		}
	}
	kinds := Kinds()
	slices.SortStableFunc(v.Findings, func(a, b Finding) int {
		return cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind))
	})
	return v
}

// resolution finds what is not told on a resolution.
func (v *Silence) resolution(r *site.Resolution, last string) {
	e := r.Latest()
	if e == nil {
		if !r.Archived {
			v.Findings = append(v.Findings, Finding{Kind: Never, Resolution: r})
		}
		return
	}
	v.Latest++
	for _, f := range fields(e) {
		v.Findings = append(v.Findings, Finding{Kind: Unstated, Resolution: r, Edition: e, Field: f.key, Seen: f.seen})
	}
	if r.Archived || e.StatusTerm.ID == last {
		v.Done++
		return
	}
	if cycle := v.Cycles[r.CongressTerm.ID]; e.Year < cycle {
		v.Findings = append(v.Findings, Finding{Kind: Cycle, Resolution: r, Edition: e, Year: cycle})
	}
	if years := v.Newest - e.Year; years > v.Limit {
		v.Findings = append(v.Findings, Finding{Kind: Old, Resolution: r, Edition: e, Year: years})
	}
}

// lastStatus is the last in the order of progress: no more work is expected.
// A scale of one status has no last.
func lastStatus(v report.Vocabulary) string {
	last, steps := "", 0
	for _, t := range v {
		if t.ID != report.StatusNotStated {
			last = t.ID
			steps++
		}
	}
	if steps < 2 {
		return ""
	}
	return last
}

// Fields are the keys of the fields that a report should state, in their order.
func Fields() []string {
	return []string{"status", "members", "commissions", "secretariat", "actions", "future_actions_planned", "other_organisations"}
}

type field struct {
	key  string
	seen bool
}

// fields are those that a report does not state; seen tells that their place
// was seen.
func fields(e *site.Edition) []field {
	var list []field
	add := func(key string, told, seen bool) {
		if !told {
			list = append(list, field{key, seen && !slices.Contains(e.NotVisible, key)})
		}
	}
	ofList := func(key string, p report.Presence) {
		add(key, p == report.Stated || p == report.None, p != report.NotVisible)
	}
	ofAnswer := func(key string, a report.Answer) { add(key, a == report.Yes || a == report.No, a != report.Unseen) }
	add("status", e.StatusTerm.ID != report.StatusNotStated, true)
	ofList("members", e.Edition.Members.Presence)
	ofList("commissions", e.Commissions.Presence)
	ofAnswer("secretariat", e.Secretariat)
	ofList("actions", e.Actions.Presence)
	ofAnswer("future_actions_planned", e.FutureActionsPlanned)
	ofList("other_organisations", e.OtherOrganisations.Presence)
	return list
}

// Detail tells in data what a finding is about: the year without a report, how
// many years ago the latest was, the year of a plan with its text, or the key of
// a field.
func (f *Finding) Detail() string {
	switch f.Kind {
	case Cycle, Old:
		return strconv.Itoa(f.Year)
	case Plan:
		return strconv.Itoa(f.Edition.Year) + ": " + f.Plan
	}
	return f.Field
}
