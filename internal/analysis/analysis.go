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
	"slices"

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
	whole := []Scope{{Editions: s.Editions, Resolutions: s.Resolutions}}
	var congresses, years []Scope
	for _, t := range slices.Backward(s.Taxonomy(Congresses).Terms) {
		if len(t.Editions) > 0 {
			congresses = append(congresses, Scope{t, t.Editions, t.Resolutions})
		}
	}
	for _, t := range s.Taxonomy(Years).Terms {
		years = append(years, Scope{t, t.Editions, t.Resolutions})
	}
	var list []Analysis
	before := make([][]int32, len(s.Editions))
	for _, scopes := range [][]Scope{whole, congresses, years} {
		among := newDivision(s, scopes)
		for i, scope := range scopes {
			c := &counter{site: s, scope: scope, before: before, of: func(t *site.Term) []*site.Edition { return among.part(t, i) }}
			list = append(list, c.analyse())
		}
	}
	return list
}

// division tells which reports of a term belong to which of several scopes that
// have no report in common. The terms know their reports; that they are divided
// once, and not looked for in each scope, makes counting linear.
type division struct {
	// at is the place of each edition's scope, by the edition's index.
	at []int
	// parts are the reports of a term, by scope.
	parts map[*site.Term][][]*site.Edition
	n     int
}

func newDivision(s *site.Site, scopes []Scope) *division {
	d := &division{at: make([]int, len(s.Editions)), parts: map[*site.Term][][]*site.Edition{}, n: len(scopes)}
	for i, scope := range scopes {
		for _, e := range scope.Editions {
			d.at[e.Index] = i
		}
	}
	return d
}

// part are the reports of a term in the i-th scope.
func (d *division) part(t *site.Term, i int) []*site.Edition {
	parts, ok := d.parts[t]
	if !ok {
		parts = d.divide(t.Editions)
		d.parts[t] = parts
	}
	return parts[i]
}

func (d *division) divide(editions []*site.Edition) [][]*site.Edition {
	if d.n == 1 {
		return [][]*site.Edition{editions}
	}
	return spread(editions, d.n, func(e *site.Edition) int { return d.at[e.Index] })
}

// spread divides reports among n lists, by the place of the list of each.
func spread(editions []*site.Edition, n int, place func(*site.Edition) int) [][]*site.Edition {
	counts, lists := make([]int, n), make([][]*site.Edition, n)
	for _, e := range editions {
		counts[place(e)]++
	}
	room := make([]*site.Edition, len(editions))
	for i, n := range counts {
		lists[i], room = room[:0:n], room[n:]
	}
	for _, e := range editions {
		i := place(e)
		lists[i] = append(lists[i], e)
	}
	return lists
}

// counter counts in a scope.
type counter struct {
	site  *site.Site
	scope Scope
	// of are the reports of a term in the scope.
	of func(*site.Term) []*site.Edition
	// named are the reports that name each member, by the members' indexes.
	named [][]*site.Edition
	// before are the members of each report that were met so far, by the reports'
	// indexes; it serves one scope after the other.
	before [][]int32
}

func (c *counter) analyse() Analysis {
	latest := c.latest()
	c.named = c.byMember()
	a := Analysis{Scope: c.scope, Reported: len(latest)}
	measures := []Measure{c.statuses(latest), c.movement()}
	switch c.scope.Of() {
	case "", Congresses:
		years := c.terms(Years)
		slices.Reverse(years.Groups)
		measures = append(measures, years)
	case Years:
		measures = append(measures, c.terms(Congresses))
	}
	measures = append(measures, c.constituency(), c.actions(), c.regions(), c.countries(), c.members(), c.commissions(), c.partners())
	for _, m := range measures {
		if len(m.Groups)+m.Unstated.N() > 0 {
			a.Measures = append(a.Measures, m)
		}
	}
	return a
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

// terms makes groups of the reports of a taxonomy's terms, in its order.
func (c *counter) terms(id string) Measure { return c.groups(id, len(c.scope.Editions), c.of) }

func (c *counter) groups(id string, whole int, of func(*site.Term) []*site.Edition) Measure {
	m := Measure{ID: id, Of: whole, Unstated: Group{ID: notStated}}
	for _, t := range c.site.Taxonomy(id).Terms {
		if list := of(t); len(list) > 0 {
			m.Groups = append(m.Groups, Group{ID: t.ID, Editions: list})
		}
	}
	m.Total = len(m.Groups)
	return m
}

// notStated is the group of the reports that say nothing.
const notStated = "not-stated"

func (c *counter) statuses(latest []*site.Edition) Measure {
	byStatus := map[string][]*site.Edition{}
	for _, e := range latest {
		byStatus[e.StatusTerm.ID] = append(byStatus[e.StatusTerm.ID], e)
	}
	return c.groups(Statuses, len(latest), func(t *site.Term) []*site.Edition { return byStatus[t.ID] })
}

// movement counts from which status to which reports moved since the one before
// them; the status of both must be stated.
func (c *counter) movement() Measure {
	m := Measure{ID: Movement, Unstated: Group{ID: notStated}}
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

// party is one of those whose part in the work a report tells.
type party struct {
	id string
	// answer is "", NoneSuffix or UnstatedSuffix.
	answer func(*site.Edition) string
}

func parties() []party {
	return []party{
		{ByMembers, func(e *site.Edition) string { return stated(e.Edition.Members.Presence) }},
		{ByCommissions, func(e *site.Edition) string { return stated(e.Commissions.Presence) }},
		{BySecretariat, func(e *site.Edition) string {
			switch e.Secretariat {
			case report.Yes:
				return ""
			case report.No:
				return NoneSuffix
			}
			return UnstatedSuffix
		}},
	}
}

func stated(p report.Presence) string {
	switch p {
	case report.Stated:
		return ""
	case report.None:
		return NoneSuffix
	}
	return UnstatedSuffix
}

func (c *counter) constituency() Measure {
	m := Measure{ID: Constituency, Of: len(c.scope.Editions)}
	if m.Of == 0 {
		return m
	}
	list := parties()
	for _, p := range list {
		answers := []string{"", NoneSuffix, UnstatedSuffix}
		for i, editions := range spread(c.scope.Editions, len(answers), func(e *site.Edition) int { return slices.Index(answers, p.answer(e)) }) {
			m.Groups = append(m.Groups, Group{ID: p.id + answers[i], Editions: editions})
		}
	}
	m.Groups = append(m.Groups, Group{ID: ByAll, Editions: filter(c.scope.Editions, func(e *site.Edition) bool {
		return !slices.ContainsFunc(list, func(p party) bool { return p.answer(e) != "" })
	})})
	m.Total = len(m.Groups)
	return m
}

// filter are the reports for which something holds.
func filter(editions []*site.Edition, holds func(*site.Edition) bool) []*site.Edition {
	var list []*site.Edition
	for _, e := range editions {
		if holds(e) {
			list = append(list, e)
		}
	}
	return list
}

// unstated are the reports that do not state a list.
func unstated(editions []*site.Edition, presence func(*site.Edition) report.Presence) []*site.Edition {
	return filter(editions, func(e *site.Edition) bool { return stated(presence(e)) == UnstatedSuffix })
}

func (c *counter) actions() Measure {
	m := c.terms(Actions)
	m.Unstated.Editions = unstated(c.scope.Editions, func(e *site.Edition) report.Presence { return e.Actions.Presence })
	return m
}

func (c *counter) regions() Measure {
	m := c.terms(Regions)
	m.Unstated.Editions = filter(c.scope.Editions, func(e *site.Edition) bool { return len(e.Regions) == 0 })
	return m
}

func (c *counter) commissions() Measure {
	m := c.terms(Commissions)
	m.Unstated.Editions = unstated(c.scope.Editions, func(e *site.Edition) report.Presence { return e.Commissions.Presence })
	byNumber(m.Groups)
	return m
}

func (c *counter) countries() Measure {
	m := c.terms(Countries)
	m.Unstated.Editions = filter(c.scope.Editions, func(e *site.Edition) bool { return len(e.Countries) == 0 })
	return cut(m)
}

func (c *counter) members() Measure {
	m := Measure{ID: Members, Of: len(c.scope.Editions)}
	for i, editions := range c.named {
		if len(editions) > 0 {
			x := c.site.Members[i]
			m.Groups = append(m.Groups, Group{ID: x.ID, Members: []*site.Member{x}, Editions: editions})
		}
	}
	m.Unstated = Group{ID: notStated, Editions: unstated(c.scope.Editions, func(e *site.Edition) report.Presence { return e.Edition.Members.Presence })}
	return cut(m)
}

// byMember are the reports that name each member.
func (c *counter) byMember() [][]*site.Edition {
	counts, total := make([]int, len(c.site.Members)), 0
	for _, e := range c.scope.Editions {
		for _, x := range e.Members {
			counts[x.Index]++
		}
		total += len(e.Members)
	}
	lists, room := make([][]*site.Edition, len(counts)), make([]*site.Edition, total)
	for i, n := range counts {
		lists[i], room = room[:0:n], room[n:]
	}
	for _, e := range c.scope.Editions {
		for _, x := range e.Members {
			lists[x.Index] = append(lists[x.Index], e)
		}
	}
	return lists
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
