package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"resolute/internal/report"
)

// two are the editions of the small union's first resolution.
func two(t *testing.T) (before, e *Edition) {
	t.Helper()
	s, problems := Link(small(), Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, x := range s.Editions {
		x.Extent = report.Full
	}
	return s.Editions[0], s.Editions[1]
}

// told tells a change in one line, what stayed left out.
func (c *Change) told() string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if c.Moved() {
		add("%s>%s", c.StatusFrom, c.StatusTo)
	}
	for _, list := range []struct {
		sign string
		ids  []string
	}{{"+", c.Joined}, {"-", c.Left}, {"+c:", c.CommissionsJoined}, {"-c:", c.CommissionsLeft}, {"+a:", c.ActionsNew}, {"-a:", c.ActionsDropped}} {
		for _, id := range list.ids {
			add("%s%s", list.sign, id)
		}
	}
	if c.Secretariat != report.Unanswered {
		add("secretariat=%d", c.Secretariat)
	}
	if c.Planned != report.Unanswered {
		add("planned=%d", c.Planned)
	}
	for _, s := range c.Text.Sections {
		add("%s:%s:%d/%d", s.ID, s.State, s.Kept, s.Before)
	}
	if len(c.Silent) > 0 {
		add("silent:%s", strings.Join(c.Silent, ","))
	}
	for name, is := range map[string]bool{"unnamed": c.Unnamed, "languages": c.Languages, "parts": c.Parts, "nothing": c.Nothing(), "not-compared": c.NotCompared()} {
		if is {
			add("%s", name)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

func listOf(p report.Presence, ids ...string) report.List[report.Ref] {
	l := report.List[report.Ref]{Presence: p}
	for _, id := range ids {
		ref := report.Ref{ID: id}
		if strings.HasPrefix(id, "GUID") {
			ref = report.Ref{PortalID: id}
		}
		l.Items = append(l.Items, ref)
	}
	return l
}

// What both editions state is compared; where one is silent, nothing is told.
func TestCompare(t *testing.T) {
	text := CompareText([]SectionText{{"results", "one two three four"}, {"challenges", "as before"}}, []SectionText{{"results", "one five six seven"}, {"challenges", "as before"}, {"future-actions", "x"}})
	const (
		lists  = "+a:policy +pine -oak"
		silent = "silent:commissions,secretariat,future_actions_planned"
		move   = "initiated>ongoing"
		words  = "challenges:same:2/2 future-actions:added:0/0 results:rewritten:1/4"
	)
	tests := []struct {
		name   string
		change func(before, e *Edition)
		want   string
	}{
		{"as they are", func(_, _ *Edition) {}, strings.Join([]string{lists, "challenges:same:2/2", "future-actions:added:0/0", move, "results:rewritten:1/4", silent}, " ")},
		{"status not stated", func(_, e *Edition) { e.StatusTerm = &report.Term{ID: report.StatusNotStated} }, lists + " " + words + " silent:status,commissions,secretariat,future_actions_planned"},
		{"members not seen", func(_, e *Edition) { e.Edition.Members = listOf(report.NotVisible); e.Members = nil }, "+a:policy challenges:same:2/2 future-actions:added:0/0 " + move + " results:rewritten:1/4 silent:members,commissions,secretariat,future_actions_planned"},
		{"members not stated before", func(b, _ *Edition) { b.Edition.Members = listOf(report.NotStated); b.Members = nil }, "+a:policy challenges:same:2/2 future-actions:added:0/0 " + move + " results:rewritten:1/4 silent:members,commissions,secretariat,future_actions_planned"},
		{"no members, as stated", func(_, e *Edition) { e.Edition.Members = listOf(report.None); e.Members = nil }, "+a:policy -oak -otter challenges:same:2/2 future-actions:added:0/0 " + move + " results:rewritten:1/4 " + silent},
		{"commissions in the place of none", func(b, e *Edition) { b.Commissions, e.Commissions = listOf(report.None), listOf(report.Stated, "cc") }, "+a:policy +c:cc +pine -oak challenges:same:2/2 future-actions:added:0/0 " + move + " results:rewritten:1/4 silent:secretariat,future_actions_planned"},
		{"a commission without a name", func(b, e *Edition) {
			b.Commissions, e.Commissions = listOf(report.Stated, "cc", "GUID-1"), listOf(report.Stated, "cc", "sc")
		}, "+a:policy +c:sc +pine -oak challenges:same:2/2 future-actions:added:0/0 " + move + " results:rewritten:1/4 silent:secretariat,future_actions_planned unnamed"},
		{"the same without a name", func(b, e *Edition) { b.Unresolved, e.Unresolved = []string{"GUID-1"}, []string{"GUID-1"} }, "+a:policy +pine -oak challenges:same:2/2 future-actions:added:0/0 " + move + " results:rewritten:1/4 " + silent},
		{"secretariat no longer", func(b, e *Edition) { b.Secretariat, e.Secretariat = report.Yes, report.No }, "+a:policy +pine -oak challenges:same:2/2 future-actions:added:0/0 " + move + " results:rewritten:1/4 secretariat=2 silent:commissions,future_actions_planned"},
		{"secretariat not stated now", func(b, _ *Edition) { b.Secretariat = report.Yes }, "+a:policy +pine -oak challenges:same:2/2 future-actions:added:0/0 " + move + " results:rewritten:1/4 " + silent},
		{"planned now", func(b, e *Edition) { b.FutureActionsPlanned, e.FutureActionsPlanned = report.No, report.Yes }, "+a:policy +pine -oak challenges:same:2/2 future-actions:added:0/0 " + move + " planned=3 results:rewritten:1/4 silent:commissions,secretariat"},
		{"the older seen in part: what is new cannot be told", func(b, _ *Edition) { b.Extent = report.Beginning }, "+a:policy +pine -oak challenges:same:2/2 " + move + " parts results:rewritten:1/4 " + silent},
		{"the newer seen in part: nor what was kept", func(_, e *Edition) { e.Extent = report.Middle }, "+a:policy +pine -oak challenges:same:2/2 future-actions:added:0/0 " + move + " parts results:changed:0/0 " + silent},
		{"other languages", func(_, e *Edition) { e.Language = "fr" }, "+a:policy +pine -oak " + move + " languages " + silent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, e := two(t)
			tt.change(before, e)
			want := strings.Fields(tt.want)
			slices.Sort(want)
			if got := Compare(before, e, text).told(); got != strings.Join(want, " ") {
				t.Errorf("got  %s\nwant %s", got, strings.Join(want, " "))
			}
		})
	}
}

// A change is found when it is asked for, once; the first report of a resolution
// has none.
func TestChangesAreFoundWhenAskedFor(t *testing.T) {
	s, _ := Link(small(), Options{})
	asked := 0
	changes := NewChanges(s, func(e *Edition) *Change {
		asked++
		return Compare(e.Previous, e, TextChange{})
	})
	first, second := s.Editions[0], s.Editions[1]
	if changes.Of(first) != nil || asked != 0 {
		t.Error("the first report has a change")
	}
	c := changes.Of(second)
	if c == nil || c.StatusTo != "ongoing" || changes.Of(second) != c || asked != 1 {
		t.Errorf("%+v, found %d times", c, asked)
	}
	if (*Changes)(nil).Of(second) != nil {
		t.Error("no changes have one")
	}
}

func TestNothingChanged(t *testing.T) {
	before, e := two(t)
	*e.Edition, e.Members, e.StatusTerm = *before.Edition, before.Members, before.StatusTerm
	same := []SectionText{{"results", "one"}}
	if got := Compare(before, e, CompareText(same, same)).told(); got != "nothing results:same:1/1 silent:commissions,secretariat,future_actions_planned" {
		t.Error(got)
	}
	// With nothing on either side there is nothing that stayed.
	e.StatusTerm, e.Edition.Members, e.Actions = &report.Term{ID: report.StatusNotStated}, listOf(report.NotStated), listOf(report.NotVisible)
	if c := Compare(before, e, TextChange{}); !c.NotCompared() {
		t.Error(c.told())
	}
}

func TestCompareText(t *testing.T) {
	section := func(text string) []SectionText {
		if text == "" {
			return nil
		}
		return []SectionText{{"results", text}}
	}
	tests := []struct {
		before, after string
		want          SectionChange
	}{
		{"", "a", SectionChange{"results", SectionAdded, 0, 0}},
		{"a b", "", SectionChange{"results", SectionRemoved, 2, 0}},
		{"a b", "a b", SectionChange{"results", SectionSame, 2, 2}},
		{"a b c d", "d c b e", SectionChange{"results", SectionEdited, 4, 3}},
		{"a b c d", "a b e f", SectionChange{"results", SectionRewritten, 4, 2}},
		{"a a a", "a", SectionChange{"results", SectionRewritten, 3, 1}},
		{"a b", "a b c d e f", SectionChange{"results", SectionEdited, 2, 2}},
	}
	for _, tt := range tests {
		if got := CompareText(section(tt.before), section(tt.after)).Sections; !slices.Equal(got, []SectionChange{tt.want}) {
			t.Errorf("%q, %q: %v, want %v", tt.before, tt.after, got, tt.want)
		}
	}
	if p, ok := Percent(1000, 999); p != 99 || !ok {
		t.Errorf("999 of 1,000 words are %d %%", p)
	}
	if _, ok := Percent(0, 0); ok {
		t.Error("there is a share of nothing")
	}
}
