package layout

// SilenceView tells what the reports do not.
type SilenceView struct {
	Page
	// Newest is the newest reporting year; Limit the number of years after which
	// a report is old.
	Newest, Limit int
	// Latest counts resolutions with a report, Done those of them that are not
	// expected to be reported on any more.
	Latest, Done int
	// Cycles are the newest reporting years by congress.
	Cycles []CycleYear
	// Lists are resolutions never reported on, without a report for the last
	// year, and with an old one.
	Lists []SilentList
	// Plans were not taken up; PlansTotal counts them all.
	Plans      []ForgottenPlan
	PlansTotal int
	// Fields are those that latest reports do not state.
	Fields []SilentField
	// CSV has all of it.
	CSV string
}

// CycleYear is the newest reporting year of a congress's resolutions.
type CycleYear struct {
	// Congress leads to its page.
	Congress Link
	// Year is the newest.
	Year int
}

// SilentList are resolutions without a report of a kind.
type SilentList struct {
	// Kind is never, cycle or old.
	Kind string
	// Total counts them all; Items are the first.
	Total int
	Items []SilentItem
}

// SilentItem is a resolution without a report.
type SilentItem struct {
	// Head is made by the partial "named".
	Head *Part
	// Latest is the latest report, made by the partial "year"; nil where there is none.
	Latest *Part
	// Status is the one that it states.
	Status Status
	// Year is the year without a report, or how many years ago the latest was.
	Year int
}

// ForgottenPlan is a plan that the next report does not take up.
type ForgottenPlan struct {
	// Head is made by the partial "named".
	Head *Part
	// Year is the year of the report that has it, Href leads to it there.
	Year int
	Href string
	// Next is the year of the next report, NextHref leads to it.
	Next     int
	NextHref string
	// Text is the plan; Lang is its language, where it is not the page's.
	Text, Lang string
}

// SilentField counts the latest reports that do not state a field.
type SilentField struct {
	// Key is the field's.
	Key string
	// Unstated are those that leave it out, Unseen those whose place was not seen.
	Unstated, Unseen NumberLink
}

// SilentBadge marks a resolution without a report.
type SilentBadge struct {
	// Kind is never, cycle or old.
	Kind string
	// Year is the year without a report, or that of the last one.
	Year int
	// Href leads to the page on silence.
	Href string
}
