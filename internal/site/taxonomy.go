package site

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"resolute/internal/i18n"
	"resolute/internal/report"
)

// Taxonomy is one way of finding reports: by country, by status. All work
// alike; the table below says what they are.
type Taxonomy struct {
	// Kind names the taxonomy in addresses and words: "countries".
	Kind string
	// Terms are in the taxonomy's own order: a vocabulary's, else by id.
	Terms []*Term

	terms map[string]*Term
}

// Term is one entry of a taxonomy with what it applies to.
type Term struct {
	// Kind is the taxonomy's.
	Kind string
	// ID is the term's id in data and addresses.
	ID string
	// Vocabulary is the term's entry there, or nil.
	Vocabulary *report.Term
	// Country is an alpha-2 code, for countries.
	Country string
	// Year is the reporting year, for years.
	Year int
	// Editions are those to which it applies, in the order of code and year.
	Editions []*Edition
	// Resolutions are those with such an edition, and for congresses all that
	// were adopted there, in the order of codes.
	Resolutions []*Resolution
	// Current are the resolutions whose latest edition it applies to.
	Current []*Resolution
	// Members are those that belong to it: a country's or a region's.
	Members []*Member
}

// Path is the address without language: "countries/kenya/".
func (t *Term) Path() string { return t.Kind + "/" + t.Slug() + "/" }

// Slug is the last part of the term's address.
func (t *Term) Slug() string {
	if t.Country != "" {
		return i18n.CountrySlug(t.Country)
	}
	return t.ID
}

// Find returns the term with the id.
func (x *Taxonomy) Find(id string) (*Term, bool) {
	t, ok := x.terms[id]
	return t, ok
}

// Path is the address without language: "countries/".
func (x *Taxonomy) Path() string { return x.Kind + "/" }

// definition is a row of the table of taxonomies.
type definition struct {
	// kind is the name in addresses.
	kind string
	// vocabulary lists the terms that exist whether or not a report uses them.
	vocabulary func(*report.Vocabularies) report.Vocabulary
	// of tells the ids that apply to an edition; one told twice counts once.
	of func(e *Edition, tell func(id string))
	// compare orders terms where there is no vocabulary; nil: by id.
	compare func(a, b *Term) int
}

// definitions is the table: a new taxonomy is a new row.
func definitions() []definition {
	return []definition{
		{kind: "countries", of: func(e *Edition, tell func(string)) { each(e.Countries, tell) }},
		{
			kind: "regions", of: func(e *Edition, tell func(string)) { each(e.Regions, tell) },
			vocabulary: func(v *report.Vocabularies) report.Vocabulary { return v.Regions },
		},
		{
			kind: "commissions", of: func(e *Edition, tell func(string)) { eachID(e.Commissions.Items, tell) },
			vocabulary: func(v *report.Vocabularies) report.Vocabulary { return v.Commissions },
		},
		{
			kind: "actions", of: func(e *Edition, tell func(string)) { eachID(e.Actions.Items, tell) },
			vocabulary: func(v *report.Vocabularies) report.Vocabulary { return v.Actions },
		},
		{
			kind: "statuses", of: func(e *Edition, tell func(string)) { tell(e.StatusTerm.ID) },
			vocabulary: func(v *report.Vocabularies) report.Vocabulary { return v.Statuses },
		},
		{
			kind: "congresses", of: func(e *Edition, tell func(string)) { tell(e.Resolution.CongressTerm.ID) },
			vocabulary: func(v *report.Vocabularies) report.Vocabulary { return v.Congresses },
		},
		{
			kind: "years", of: func(e *Edition, tell func(string)) { tell(e.yearID()) },
			compare: func(a, b *Term) int { return cmp.Compare(b.Year, a.Year) },
		},
	}
}

// Taxonomy returns the taxonomy of a kind, or nil.
func (s *Site) Taxonomy(kind string) *Taxonomy {
	for _, x := range s.Taxonomies {
		if x.Kind == kind {
			return x
		}
	}
	return nil
}

// classify fills the taxonomies from the editions, which are in order; each by
// itself, and all at a time.
func (s *Site) classify() {
	table := definitions()
	s.Taxonomies = make([]*Taxonomy, len(table))
	var group sync.WaitGroup
	for i, d := range table {
		group.Go(func() { s.Taxonomies[i] = s.taxonomy(d) })
	}
	group.Wait()
}

// taxonomy fills one.
func (s *Site) taxonomy(d definition) *Taxonomy {
	x := &Taxonomy{Kind: d.kind, terms: map[string]*Term{}}
	if d.vocabulary != nil {
		v := d.vocabulary(&s.Settings.Vocabularies)
		for i := range v {
			x.add(&Term{ID: v[i].ID, Vocabulary: &v[i]})
		}
	}
	var e *Edition
	take := func(id string) {
		t := x.terms[id]
		if t == nil {
			t = x.add(&Term{ID: id})
		}
		t.take(e)
	}
	for _, e = range s.Editions {
		d.of(e, take)
	}
	s.complete(x)
	if d.vocabulary == nil {
		by := d.compare
		if by == nil {
			by = func(a, b *Term) int { return cmp.Compare(a.ID, b.ID) }
		}
		slices.SortFunc(x.Terms, by)
	}
	return x
}

func (x *Taxonomy) add(t *Term) *Term {
	t.Kind = x.Kind
	x.terms[t.ID] = t
	x.Terms = append(x.Terms, t)
	switch x.Kind {
	case "countries":
		t.Country = t.ID
	case "years":
		t.Year, _ = strconv.Atoi(t.ID)
	}
	return t
}

// take adds an edition, unless it has it; editions of one resolution come one
// after the other.
func (t *Term) take(e *Edition) {
	if n := len(t.Editions); n > 0 && t.Editions[n-1] == e {
		return
	}
	t.Editions = append(t.Editions, e)
	if n := len(t.Resolutions); n == 0 || t.Resolutions[n-1] != e.Resolution {
		t.Resolutions = append(t.Resolutions, e.Resolution)
	}
	if e.Next == nil {
		t.Current = append(t.Current, e.Resolution)
	}
}

// complete adds what belongs to a term without any report: the members of a
// country or region, the resolutions of a congress.
func (s *Site) complete(x *Taxonomy) {
	switch x.Kind {
	case "countries":
		for _, m := range s.Members {
			if m.Country.ID == "" {
				continue
			}
			t := x.terms[m.Country.ID]
			if t == nil {
				t = x.add(&Term{ID: m.Country.ID})
			}
			t.Members = append(t.Members, m)
		}
	case "regions":
		for _, m := range s.Members {
			if m.Region == nil {
				continue
			}
			x.terms[m.Region.ID].Members = append(x.terms[m.Region.ID].Members, m)
		}
	case "congresses":
		for _, t := range x.Terms {
			t.Resolutions = nil
		}
		for _, r := range s.Resolutions {
			t := x.terms[r.CongressTerm.ID]
			t.Resolutions = append(t.Resolutions, r)
		}
	}
}

// ids adds the ids of references to a list, each once.
func ids(list []string, refs []report.Ref) []string {
	for i := range refs {
		if id := refs[i].ID; id != "" && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

func each(ids []string, tell func(id string)) {
	for _, id := range ids {
		tell(id)
	}
}

func eachID(refs []report.Ref, tell func(id string)) {
	for _, r := range refs {
		if r.ID != "" {
			tell(r.ID)
		}
	}
}

// yearID is the year as in the address, of which it is the last part.
func (e *Edition) yearID() string { return e.path[len(e.Resolution.path) : len(e.path)-1] }

func year(y int) string { return strconv.Itoa(y) }
