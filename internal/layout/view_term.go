package layout

import "resolute/internal/chart"

// Count is a number of reports or resolutions behind a link.
type Count struct {
	// Link leads to what is counted.
	Link Link
	// ID is the id of what is counted.
	ID string
	// Status is what is counted where it is a status, else nil.
	Status *Status
	// N is the number; Of is what it is a part of, or 0.
	N, Of int
	// Percent is N of Of, rounded.
	Percent int
}

// TermView is the page of a term of a taxonomy: a country, an action, a year.
type TermView struct {
	Page
	// Kind is the taxonomy: "countries".
	Kind string
	// ID is the term's.
	ID string
	// Name is the term's label.
	Name Text
	// Gloss explains it, or "".
	Gloss string
	// Status is the term where it is a status, else nil.
	Status *Status
	// Facts are a congress's days and place, a commission's acronym, a country's region.
	Facts []Fact
	// Reports and Resolutions count what it applies to, Current the
	// resolutions whose latest report it applies to, Total all resolutions
	// with a report.
	Reports, Resolutions, Current, Total int
	// Rows are resolutions with the years of the reports.
	Rows []Row
	// Members belong to it, or took part, in order of name.
	Members []*Part
	// Statuses, Actions and Years are profiles of its reports.
	Statuses, Actions, Years []Count
	// Pager is set where the rows are spread over several pages.
	Pager *Pager
	// Charts show the profiles.
	Charts []*chart.Figure
}

// Fact is a labelled value.
type Fact struct {
	// Key is the message key of the label.
	Key string
	// Value is text; Href is "" where it leads nowhere.
	Value Text
	Href  string
}

// TaxonomyView is the index of a taxonomy.
type TaxonomyView struct {
	Page
	// Kind is the taxonomy: "countries".
	Kind string
	// Terms are in the taxonomy's order, or by name.
	Terms []TermRow
	// Letters are those of an A to Z list; empty where there is none.
	Letters []string
	// Chart shows the counts.
	Charts []*chart.Figure
}

// TermRow is a term in an index.
type TermRow struct {
	// Link leads to its page.
	Link Link
	// ID is the term's.
	ID string
	// Short is an acronym, or "".
	Short string
	// Status is the term where it is a status, else nil.
	Status *Status
	// Gloss explains it, or "".
	Gloss string
	// Reports, Resolutions, Current and Members count.
	Reports, Resolutions, Current, Members int
	// Letter is the heading under which it stands.
	Letter string
}
