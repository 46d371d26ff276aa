package layout

import "resolute/internal/chart"

// AnalysisView is the analysis of all reports, of a congress or of a year.
type AnalysisView struct {
	Page
	// Kind is "", "congresses" or "years".
	Kind string
	// Name is that of the congress or the year, Href leads to its own page.
	Name Link
	// Resolutions are those that could be reported on, Reported those that are.
	Resolutions, Reported int
	// Reports, Members and Countries count what there is in it.
	Reports, Members, Countries int
	// Scopes lead to the other analyses, by congress and by year.
	Scopes []ScopeLink
	// Sections are the measures.
	Sections []Measure
	// CSV has all numbers of the page; Silence leads to the page on silence.
	CSV, Silence string
}

// ScopeLink leads to an analysis.
type ScopeLink struct {
	// Link leads there.
	Link Link
	// Self marks the page itself.
	Self bool
}

// Measure is a part of an analysis: a figure, and the reports behind it.
type Measure struct {
	// ID is the measure's.
	ID string
	// Figure has a link at each number; Figure.CSV has the same.
	Figure *chart.Figure
	// Shown and Total count the groups, where some are not shown; 0 else.
	Shown, Total int
	// Of is the number of reports of which each number is a part.
	Of int
	// Unstated counts reports that could not be counted, with their list.
	Unstated NumberLink
	// Parties tell who took part, who did not, and of whom nothing is said.
	Parties []Party
	// Behind leads to the lists of reports, or is "".
	Behind string
}

// NumberLink is a number with the list of what is counted.
type NumberLink struct {
	// N is the number, Href leads to the list; "" where there is nothing to list.
	N    int
	Href string
}

// Party is a constituency of the union.
type Party struct {
	// ID is members, commissions, secretariat or all.
	ID string
	// Yes, No and Unstated are reports; No and Unstated are nil for all.
	Yes, No, Unstated *NumberLink
}

// ListingView lists the reports behind the numbers of a measure.
type ListingView struct {
	Page
	// Back leads to the analysis, and says of what.
	Back Link
	// Groups are the numbers on this page.
	Groups []ListGroup
	// Jumps lead to all numbers.
	Jumps []Jump
	// Pager is set where the lists are spread over several pages.
	Pager *Pager
}

// ListGroup is a number with the reports behind it.
type ListGroup struct {
	// ID is the anchor.
	ID string
	// Label names what is counted.
	Label Text
	// N is the number of reports.
	N int
	// Continued tells that the list began on an earlier page.
	Continued bool
	// Rows are the reports by resolution.
	Rows []ListRow
}

// ListRow is a resolution with the reports that are counted.
type ListRow struct {
	// Head is made by the partial "named".
	Head *Part
	// Editions are made by the partial "year".
	Editions []*Part
}

// Jump leads to a list.
type Jump struct {
	// Link leads there.
	Link Link
	// N is the number.
	N int
}
