package layout

import "resolute/internal/chart"

// MemberItem is a member in the list of all.
type MemberItem struct {
	MemberRef
	// Reports counts those that name it; Latest is the year of the newest, or 0.
	Reports, Latest int
	// Letter is the heading under which it stands.
	Letter string
}

// MemberView is the page of one member.
type MemberView struct {
	Page
	// Member names it.
	Member MemberRef
	// Region is that of its country.
	Region Link
	// Category is its kind of membership, or "".
	Category string
	// OtherNames are earlier names and other spellings.
	OtherNames []string
	// Website is its own site, or "".
	Website string
	// Rows are the resolutions it took part in, with the years.
	Rows []Row
	// Reports and Resolutions count them.
	Reports, Resolutions int
	// Years are those in which it took part, oldest first, with counts.
	Years []Count
	// Actions and Statuses are profiles of the reports that name it.
	Actions, Statuses []Count
	// Partners are the members most often named with it.
	Partners []Partner
	// Body is the description in the member's file, if any.
	Body Section
	// BodyLang is that text's language, where it is not the page's.
	BodyLang string
	// Charts show the profiles.
	Charts []*chart.Figure
}

// Partner is a member met in reports.
type Partner struct {
	// Member is the other, made by the partial "member".
	Member *Part
	// Reports counts those that name both.
	Reports int
}

// MembersView is the index of all members.
type MembersView struct {
	Page
	// Members are in order of name.
	Members []MemberItem
	// Letters are those that occur.
	Letters []string
	// Total counts all members.
	Total int
	// Pager is set where the list is spread over several pages.
	Pager *Pager
}
