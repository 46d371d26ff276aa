// Package analysis counts what the reports of a site tell: how far the work has
// come, what was done, who took part. It keeps with every number the reports
// behind it, so that nothing has to be believed.
//
// Counting is pure, always done in full, and linear in the content; only the
// pairs of partners are counted report by report, and reports that name very
// many members are left out there.
package analysis

import (
	"cmp"
	"iter"
	"slices"
	"strconv"

	"resolute/internal/report"
	"resolute/internal/site"
)

// The measures, in the order of the page.
const (
	Statuses     = "statuses"
	Movement     = "movement"
	Years        = "years"
	Congresses   = "congresses"
	Constituency = "constituency"
	Actions      = "actions"
	Regions      = "regions"
	Countries    = "countries"
	Members      = "members"
	Commissions  = "commissions"
	Partners     = "partners"
)

// The groups of the measure Constituency: who took part, of whom a report says
// that they did not, and of whom it says nothing.
const (
	ByMembers      = "members"
	ByCommissions  = "commissions"
	BySecretariat  = "secretariat"
	ByAll          = "all"
	NoneSuffix     = "-none"
	UnstatedSuffix = "-not-stated"
)

const (
	// most is the number of members, countries and pairs that are shown.
	most = 10
	// recurring is the number of reports from which a pair recurs.
	recurring = 2
	// PairsMost is the number of members from which a report says little on who
	// works with whom.
	PairsMost = 100
)

// Scope is what an analysis is made of.
type Scope struct {
	// Term is a congress or a year; nil stands for all reports.
	Term *site.Term
	// Editions are the reports, in the order of code and year.
	Editions []*site.Edition
	// Resolutions are those that could be reported on: of a year, those that are.
	Resolutions []*site.Resolution
}

// Path is the address without language: "analysis/wcc-2020/".
func (s *Scope) Path() string {
	if s.Term == nil {
		return site.AnalysisPath("")
	}
	return site.AnalysisPath(s.Term.ID)
}

// Of tells what kind of scope it is: "", "congresses" or "years".
func (s *Scope) Of() string {
	if s.Term == nil {
		return ""
	}
	return s.Term.Kind
}

// Group is a number: the reports that are counted.
type Group struct {
	// ID is unique within the measure: a term's or member's id, or made of two.
	ID string
	// Editions are the reports behind the number, in the order of code and year.
	Editions []*site.Edition
	// From and To are statuses, in Movement.
	From, To *report.Term
	// Members is the one counted, or the two, in Members and Partners.
	Members []*site.Member
}

// N is the number.
func (g *Group) N() int { return len(g.Editions) }

// Measure is a list of numbers of one kind.
type Measure struct {
	// ID is one of the names above.
	ID string
	// Of is the number of reports that each number is a part of; 0 where it is none.
	Of int
	// Groups are the numbers, in the order in which they are shown.
	Groups []Group
	// Total counts all groups, those that are not shown included.
	Total int
	// Unstated are the reports that could not be counted, as they say nothing on it.
	Unstated Group
}

// Find returns the group with the id, or nil.
func (m *Measure) Find(id string) *Group {
	for i := range m.Groups {
		if m.Groups[i].ID == id {
			return &m.Groups[i]
		}
	}
	return nil
}

// Analysis are the measures of a scope.
type Analysis struct {
	Scope
	// Reported counts the scope's resolutions with a report in it.
	Reported int
	// Measures are in the order of the page; none is there without a report.
	Measures []Measure
}

// Measure returns the measure with the id, or nil.
func (a *Analysis) Measure(id string) *Measure {
	for i := range a.Measures {
		if a.Measures[i].ID == id {
			return &a.Measures[i]
		}
	}
	return nil
}

// All makes the analyses of a site: of all reports, of each congress, newest
// first, and of each year, newest first.
func All(s *site.Site) []Analysis {
	scopes := []Scope{{Editions: s.Editions, Resolutions: s.Resolutions}}
	for _, t := range slices.Backward(s.Taxonomy("congresses").Terms) {
		if len(t.Editions) > 0 {
			scopes = append(scopes, Scope{t, t.Editions, t.Resolutions})
		}
	}
	for _, t := range s.Taxonomy("years").Terms {
		scopes = append(scopes, Scope{t, t.Editions, t.Resolutions})
	}
	list := make([]Analysis, len(scopes))
	for i, scope := range scopes {
		list[i] = analyse(s, scope)
	}
	return list
}

func analyse(s *site.Site, scope Scope) Analysis {
	c := &counter{site: s, scope: scope}
	latest := c.latest()
	a := Analysis{Scope: scope, Reported: len(latest)}
	measures := []Measure{c.statuses(latest), c.movement()}
	switch scope.Of() {
	case "", Congresses:
		measures = append(measures, c.terms(Years, s.Taxonomy(Years), one(yearOf), true))
	case Years:
		measures = append(measures, c.terms(Congresses, s.Taxonomy(Congresses), one(func(e *site.Edition) string { return e.Resolution.CongressTerm.ID }), false))
	}
	measures = append(measures, c.constituency(), c.actions(), c.regions(), c.countries(), c.members(), c.commissions(), c.partners())
	for _, m := range measures {
		if len(m.Groups)+m.Unstated.N() > 0 {
			a.Measures = append(a.Measures, m)
		}
	}
	return a
}

// counter counts in a scope.
type counter struct {
	site  *site.Site
	scope Scope
}

// latest are the newest reports on each resolution in the scope.
func (c *counter) latest() []*site.Edition {
	var list []*site.Edition
	for i, e := range c.scope.Editions {
		if i+1 == len(c.scope.Editions) || c.scope.Editions[i+1].Resolution != e.Resolution {
			list = append(list, e)
		}
	}
	return list
}

// ids are those that a report has of a kind, without those that are "".
type ids func(*site.Edition) iter.Seq[string]

// one is the only id that a report has of a kind.
func one(of func(*site.Edition) string) ids {
	return func(e *site.Edition) iter.Seq[string] { return func(yield func(string) bool) { yield(of(e)) } }
}

// some are several ids.
func some(of func(*site.Edition) []string) ids {
	return func(e *site.Edition) iter.Seq[string] { return slices.Values(of(e)) }
}

// refs are the ids of what is known by one.
func refs(of func(*site.Edition) []report.Ref) ids {
	return func(e *site.Edition) iter.Seq[string] {
		return func(yield func(string) bool) {
			for _, r := range of(e) {
				if r.ID != "" && !yield(r.ID) {
					return
				}
			}
		}
	}
}

// reports are those of an id.
type reports struct{ list []*site.Edition }

// group collects the reports of each id, and those of none.
func group(editions []*site.Edition, of ids) (byID map[string]*reports, none []*site.Edition) {
	byID = map[string]*reports{}
	for _, e := range editions {
		any := false
		for id := range of(e) {
			any = true
			r := byID[id]
			if r == nil {
				r = &reports{}
				byID[id] = r
			}
			// A report that names something twice counts once.
			if n := len(r.list); n == 0 || r.list[n-1] != e {
				r.list = append(r.list, e)
			}
		}
		if !any {
			none = append(none, e)
		}
	}
	return byID, none
}

// terms makes groups in the order of a taxonomy, backwards where it is told.
func (c *counter) terms(id string, x *site.Taxonomy, of ids, backwards bool) Measure {
	byID, none := group(c.scope.Editions, of)
	m := Measure{ID: id, Of: len(c.scope.Editions), Unstated: Group{ID: "not-stated", Editions: none}}
	for _, t := range x.Terms {
		if r := byID[t.ID]; r != nil {
			m.Groups = append(m.Groups, Group{ID: t.ID, Editions: r.list})
		}
	}
	if backwards {
		slices.Reverse(m.Groups)
	}
	m.Total = len(m.Groups)
	return m
}

func (c *counter) statuses(latest []*site.Edition) Measure {
	within := counter{c.site, Scope{c.scope.Term, latest, c.scope.Resolutions}}
	return within.terms(Statuses, c.site.Taxonomy(Statuses), one(func(e *site.Edition) string { return e.StatusTerm.ID }), false)
}

// movement counts from which status to which reports moved since the one before
// them; the status of both must be stated.
func (c *counter) movement() Measure {
	m := Measure{ID: Movement, Unstated: Group{ID: "not-stated"}}
	type move struct{ from, to string }
	groups := map[move]*Group{}
	for _, e := range c.scope.Editions {
		if e.Previous == nil {
			continue
		}
		from, to := e.Previous.StatusTerm, e.StatusTerm
		if from.ID == report.StatusNotStated || to.ID == report.StatusNotStated {
			m.Unstated.Editions = append(m.Unstated.Editions, e)
			continue
		}
		g := groups[move{from.ID, to.ID}]
		if g == nil {
			g = &Group{ID: from.ID + "-to-" + to.ID, From: from, To: to}
			groups[move{from.ID, to.ID}] = g
		}
		g.Editions = append(g.Editions, e)
		m.Of++
	}
	// The furthest first, as in the drawing.
	v := c.site.Settings.Statuses
	for i := range slices.Backward(v) {
		for j := range slices.Backward(v) {
			if g := groups[move{v[i].ID, v[j].ID}]; g != nil {
				m.Groups = append(m.Groups, *g)
			}
		}
	}
	m.Total = len(m.Groups)
	return m
}

func (c *counter) constituency() Measure {
	m := Measure{ID: Constituency, Of: len(c.scope.Editions)}
	byID, _ := group(c.scope.Editions, some(parties))
	of := func(id string) (list []*site.Edition) {
		if r := byID[id]; r != nil {
			list = r.list
		}
		return list
	}
	for _, id := range []string{ByMembers, ByCommissions, BySecretariat} {
		for _, suffix := range []string{"", NoneSuffix, UnstatedSuffix} {
			m.Groups = append(m.Groups, Group{ID: id + suffix, Editions: of(id + suffix)})
		}
	}
	m.Groups = append(m.Groups, Group{ID: ByAll, Editions: of(ByAll)})
	m.Total = len(m.Groups)
	if m.Of == 0 {
		m.Groups = nil
	}
	return m
}

// parties tells which groups of the measure Constituency a report belongs to.
func parties(e *site.Edition) []string {
	states := [3]string{of(e.Edition.Members.Presence), of(e.Commissions.Presence), UnstatedSuffix}
	switch e.Secretariat {
	case report.Yes:
		states[2] = ""
	case report.No:
		states[2] = NoneSuffix
	}
	list := []string{ByMembers + states[0], ByCommissions + states[1], BySecretariat + states[2]}
	if states == [3]string{} {
		list = append(list, ByAll)
	}
	return list
}

func of(p report.Presence) string {
	switch p {
	case report.Stated:
		return ""
	case report.None:
		return NoneSuffix
	}
	return UnstatedSuffix
}

func (c *counter) actions() Measure {
	m := c.terms(Actions, c.site.Taxonomy(Actions), refs(func(e *site.Edition) []report.Ref { return e.Actions.Items }), false)
	m.Unstated.Editions = unstated(c.scope.Editions, func(e *site.Edition) report.Presence { return e.Actions.Presence })
	return m
}

func (c *counter) regions() Measure {
	return c.terms(Regions, c.site.Taxonomy(Regions), some(func(e *site.Edition) []string { return e.Regions }), false)
}

func (c *counter) commissions() Measure {
	m := c.terms(Commissions, c.site.Taxonomy(Commissions), refs(func(e *site.Edition) []report.Ref { return e.Commissions.Items }), false)
	m.Unstated.Editions = unstated(c.scope.Editions, func(e *site.Edition) report.Presence { return e.Commissions.Presence })
	byNumber(m.Groups)
	return m
}

func (c *counter) countries() Measure {
	m := c.terms(Countries, c.site.Taxonomy(Countries), some(func(e *site.Edition) []string { return e.Countries }), false)
	return cut(m)
}

func (c *counter) members() Measure {
	m := Measure{ID: Members, Of: len(c.scope.Editions)}
	byMember := make([][]*site.Edition, len(c.site.Members))
	for _, e := range c.scope.Editions {
		for _, x := range e.Members {
			byMember[x.Index] = append(byMember[x.Index], e)
		}
	}
	for i, editions := range byMember {
		if len(editions) > 0 {
			x := c.site.Members[i]
			m.Groups = append(m.Groups, Group{ID: x.ID, Members: []*site.Member{x}, Editions: editions})
		}
	}
	m.Unstated = Group{ID: "not-stated", Editions: unstated(c.scope.Editions, func(e *site.Edition) report.Presence { return e.Edition.Members.Presence })}
	return cut(m)
}

// byNumber orders groups by their numbers, the largest first.
func byNumber(groups []Group) {
	slices.SortFunc(groups, func(a, b Group) int { return cmp.Or(cmp.Compare(b.N(), a.N()), cmp.Compare(a.ID, b.ID)) })
}

// cut keeps the largest numbers.
func cut(m Measure) Measure {
	byNumber(m.Groups)
	m.Total = len(m.Groups)
	m.Groups = m.Groups[:min(most, len(m.Groups))]
	return m
}

// unstated are the reports that do not state a list.
func unstated(editions []*site.Edition, presence func(*site.Edition) report.Presence) []*site.Edition {
	var list []*site.Edition
	for _, e := range editions {
		if p := presence(e); p != report.Stated && p != report.None {
			list = append(list, e)
		}
	}
	return list
}

func yearOf(e *site.Edition) string { return strconv.Itoa(e.Year) }
