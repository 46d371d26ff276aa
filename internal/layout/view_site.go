package layout

import "resolute/internal/chart"

// HomeView is a language's first page.
type HomeView struct {
	Page
	// Resolutions, Reports, Members, Countries and Years are key figures.
	Resolutions, Reports, Members, Countries int
	// FirstYear and LastYear span the reports.
	FirstYear, LastYear int
	// Statuses are shares of resolutions by latest status.
	Statuses []Count
	// Actions and Regions are counts of reports.
	Actions, Regions []Count
	// Latest are the newest reports.
	Latest []LatestItem
	// Congresses lead to their pages.
	Congresses []Count
	// Charts show the figures.
	Charts []*chart.Figure
}

// LatestItem is a report in the list of the newest.
type LatestItem struct {
	// Resolution and Edition name the report.
	Resolution ResolutionRef
	Edition    EditionRef
}

// PageView is a page of its own.
type PageView struct {
	Page
	// Body is the text.
	Body Section
	// Lang is that text's language, where it is not the page's.
	Lang, LangName string
}

// SearchView is the search page.
type SearchView struct {
	Page
	// Scale are the ids of the statuses in order of progress.
	Scale []string
	// Browse leads to the indexes, for readers without script.
	Browse []NavItem
}

// NotFoundView is shown where there is no page.
type NotFoundView struct {
	Page
	// Browse leads to the indexes.
	Browse []NavItem
}

// RootView offers the languages.
type RootView struct {
	// Site is the first language's.
	Site *Chrome
	// Canonical is the address with the host.
	Canonical string
	// Choices are the home pages.
	Choices []RootChoice
}

// RootChoice is one language on the first page.
type RootChoice struct {
	// Lang, Name and Href lead to its home page.
	Lang, Name, Href string
	// Title and Description are the site's in that language.
	Title, Description string
	// Notice is the site's in that language.
	Notice string
}
