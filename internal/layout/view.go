package layout

// The views are everything that a template may show. They are plain data, so
// that a page is a function of its view and of nothing else; words, numbers
// and dates are put into the page's language by the template functions.

// Text is a text that may be in another language than the page.
type Text struct {
	// Value is the text.
	Value string
	// Lang is set where the text is in another language than the page.
	Lang string
}

// Link leads to a page.
type Link struct {
	// Href is site-absolute, or absolute for other sites.
	Href string
	// Text is what it says.
	Text Text
}

// Chrome is what all pages of one language share: head, header and footer.
type Chrome struct {
	// Lang is the language of the pages.
	Lang string
	// Title is the site's name, Description a sentence on it.
	Title, Description string
	// Notice stands on every page.
	Notice string
	// Organisation is whose resolutions these are.
	Organisation Link
	// Home and Search are addresses.
	Home, Search string
	// Nav is the main menu, Footer the links at the end, to pages and data.
	Nav, Footer []NavItem
	// Languages are all of the site, with their own names.
	Languages []Language
	// Styles and Scripts are addresses of assets, with their content's digest.
	Styles []string
	// Scripts are ES modules, by their name.
	Scripts map[string]string
	// Icon, Manifest and the like are addresses of other assets by their path.
	Assets map[string]string
	// Base is the path of the site's root: "/" or "/reports/".
	Base string
	// BaseURL is the site's absolute address.
	BaseURL string
	// Repository is the address of the content's repository, or "".
	Repository string
	// Feed is the address of the site's feed in this language.
	Feed string
	// SearchIndex is the address of the search index's entry file.
	SearchIndex string

	digest string
}

// Seal sets the digest by which the chrome stands in fingerprints of pages.
func (c *Chrome) Seal(digest string) { c.digest = digest }

// Fingerprint is the digest set by Seal.
func (c *Chrome) Fingerprint() string { return c.digest }

// Menu is the main menu as seen from a section.
type Menu struct {
	// Section is the one to mark.
	Section string
	// Items are the menu's.
	Items []NavItem
}

// NavItem is an entry of a menu.
type NavItem struct {
	// Section is the part of the site: the first part of addresses below it.
	Section string
	// Href leads there.
	Href string
	// Text is its name in the page's language.
	Text string
}

// Language is one of the site's languages.
type Language struct {
	// Lang is its tag, Name its own name.
	Lang, Name string
}

// Page is what every page has.
type Page struct {
	// Site is shared by all pages of the language.
	Site *Chrome
	// Menu is the main menu with the page's section marked, made by the partial "menu".
	Menu *Part
	// Section is the first part of the page's address, for the menu.
	Section string
	// Title is the page's name, without the site's.
	Title Text
	// Description is a sentence for search engines and link previews.
	Description string
	// Href is the page's own address, Canonical the same with the host.
	Href, Canonical string
	// Alternates are the same page in all languages, this one included.
	Alternates []Alternate
	// Breadcrumbs lead from the home page here, without this page.
	Breadcrumbs []Link
	// Feed and JSON are addresses of the page's siblings, or "".
	Feed, JSON string
	// NoIndex keeps search engines away.
	NoIndex bool
	// File is the content file that the page shows, or "".
	File string
	// Card is the address of the page's picture for link previews.
	Card string
}

// Alternate is the page in one of the site's languages.
type Alternate struct {
	// Lang is the language, Name its own name.
	Lang, Name string
	// Href is site-absolute, URL has the host.
	Href, URL string
	// Self marks the page itself.
	Self bool
}

// Status is the state of implementation.
type Status struct {
	// ID is that of the vocabulary.
	ID string
	// Label and Gloss say what it means.
	Label, Gloss string
	// Href leads to its page.
	Href string
	// Step is its place in the order of progress, from 1; 0 for not stated.
	Step int
	// Steps is the number of statuses in that order.
	Steps int
}

// ResolutionRef names a resolution wherever one is listed.
type ResolutionRef struct {
	// Code is canonical; Href leads to its page.
	Code, Href string
	// Title is the official title, or a description where Subject is true.
	Title Text
	// Subject marks a description that is no official title.
	Subject bool
}

// EditionRef names a report wherever one is listed.
type EditionRef struct {
	// Year is the reporting year; Href leads to the page.
	Year int
	Href string
	// Status is the one it states.
	Status Status
	// Members counts those named.
	Members int
	// Draft marks a draft.
	Draft bool
}

// Row is a resolution in a list, with the reports that belong to the list.
type Row struct {
	// Head is made by the partial "row": the cells that are the same in every list.
	Head *Part
	// Subject marks a description that is no official title.
	Subject bool
	// Editions are those that belong to the list, newest first, each made by the
	// partial "year".
	Editions []*Part
}

// RowHead is a resolution as every list shows it.
type RowHead struct {
	// Resolution is the resolution.
	Resolution ResolutionRef
	// Congress is its congress's name, Type its kind of decision.
	Congress Link
	Type     string
	// Status is that of its latest report; its ID is "" where there is none.
	Status Status
}

// YearLink is a report named by its year.
type YearLink struct {
	// Year is the reporting year; Href leads to the report.
	Year int
	Href string
}

// MemberRef names a member wherever one is listed.
type MemberRef struct {
	// Name is the official name, in its own spelling.
	Name string
	// Acronym may be "".
	Acronym string
	// Href leads to its page.
	Href string
	// Country is where it is from; Href is "" where not stated.
	Country Link
	// CountryID is the alpha-2 code, or "".
	CountryID string
}

// Commission names a commission with its term of office.
type Commission struct {
	// Name is its label; Acronym and Term may be "".
	Name Text
	// Acronym is its short name, Term as in "2021-2025".
	Acronym, Term string
	// Href leads to its page; "" for an unresolved portal id.
	Href string
	// PortalID is set where the portal did not resolve it.
	PortalID string
}

// Pager leads through a list that is spread over several pages.
type Pager struct {
	// Number is this page's, Count the number of pages.
	Number, Count int
	// Previous and Next are addresses, or "".
	Previous, Next string
	// Pages are the addresses of all.
	Pages []string
}
