package layout

import "resolute/internal/chart"

// ResolutionView is the page of one resolution.
type ResolutionView struct {
	Page
	// Resolution names it.
	Resolution ResolutionRef
	// Congress adopted it; Type is the kind of decision.
	Congress Link
	Type     string
	// Official is the official number, Motion the motion's; "" where unknown.
	Official, Motion string
	// Keywords and Scope describe it.
	Keywords, Scope []string
	// URL is where the text is published, or "".
	URL string
	// Archived tells that the union has retired it.
	Archived bool
	// Timeline has all editions, oldest first, with what changed in each.
	Timeline []TimelineEntry
	// Latest is the newest edition in full; nil where there is none.
	Latest *Content
	// Changes are those of the latest since the one before.
	Changes *Changes
	// Silent marks a resolution without a report, or without one of late; nil else.
	Silent *SilentBadge
	// Participation tells which member took part in which year.
	Participation Participation
	// Previous and Next are the neighbours in the congress, or nil.
	Previous, Next *ResolutionRef
	// Related share most members or keywords with it.
	Related []Related
	// Body is the description in the resolution's file, if any.
	Body Section
	// BodyLang is that text's language, where it is not the page's.
	BodyLang string
	// Chart shows the statuses by year.
	Chart *chart.Figure
}

// Participation is a table of who took part in which year.
type Participation struct {
	// Years are the editions', oldest first.
	Years []YearLink
	// Rows are members, then commissions.
	Rows []ParticipationRow
}

// ParticipationRow is a member's or commission's years.
type ParticipationRow struct {
	// Link leads to it.
	Link Link
	// Acronym may be "".
	Acronym string
	// Took has one entry for each year of the table.
	Took []bool
}

// Related is a resolution near another.
type Related struct {
	// Resolution is the other.
	Resolution ResolutionRef
	// Members counts those that both have; Keywords likewise are words of both.
	Members  int
	Keywords []string
}

// ResolutionsView is the index of all resolutions.
type ResolutionsView struct {
	Page
	// Groups are the congresses, newest first.
	Groups []ResolutionGroup
	// Pager is set where the list is spread over several pages.
	Pager *Pager
	// Total counts all resolutions, Reported those with a report.
	Total, Reported int
	// Statuses are shares of resolutions by latest status.
	Statuses []Count
	// Charts show them.
	Charts []*chart.Figure
}

// ResolutionGroup is a congress's resolutions.
type ResolutionGroup struct {
	// Congress names the group; ID is its anchor.
	Congress Link
	ID       string
	// Rows are in the order of codes.
	Rows []Row
}
