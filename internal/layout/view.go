package layout

import (
	"resolute/internal/chart"
	"resolute/internal/cite"
	"resolute/internal/markdown"
)

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

// MemberItem is a member in the list of all.
type MemberItem struct {
	MemberRef
	// Reports counts those that name it; Latest is the year of the newest, or 0.
	Reports, Latest int
	// Letter is the heading under which it stands.
	Letter string
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

// Fact states of lists and answers; see report.Presence and report.Answer.
const (
	StateNotStated  = "not-stated"
	StateNotVisible = "not-visible"
	StateNone       = "none"
	StateStated     = "stated"
	StateYes        = "yes"
	StateNo         = "no"
)

// Members are those that took part.
type Members struct {
	// State is stated, none, not-stated or not-visible.
	State string
	// Items are in the report's order, each made by the partial "member".
	Items []*Part
	// Unresolved are ids that the old portal did not resolve.
	Unresolved []string
}

// Commissions are those that took part.
type Commissions struct {
	// State is stated, none, not-stated or not-visible.
	State string
	// Items are in the report's order.
	Items []Commission
}

// Names are organisations outside the union.
type Names struct {
	// State is stated, none, not-stated or not-visible.
	State string
	// Items are in the report's order.
	Items []string
}

// Actions are the kinds of action taken.
type Actions struct {
	// State is stated, none, not-stated or not-visible.
	State string
	// Items are in the vocabulary's order.
	Items []Link
}

// Section is a part of a report's text.
type Section struct {
	// ID is the kind: "results", "challenges", "future-actions", "additional-information".
	ID string
	// Body is the text below the heading.
	Body Rich
	// Headings are those below, for a table of contents.
	Headings []markdown.Heading
}

// Content is a report in full, as shown on its own page and, for the latest,
// on the resolution's.
type Content struct {
	// Year is the reporting year; Href leads to the report's own page.
	Year int
	Href string
	// Status is the state of implementation.
	Status Status
	// Members, Commissions, Secretariat and Others are who took part.
	Members     Members
	Commissions Commissions
	// Secretariat is yes, no, not-stated or not-visible.
	Secretariat string
	Others      Names
	// Actions are the kinds of action.
	Actions Actions
	// Planned tells whether future actions are planned: yes, no, not-stated or not-visible.
	Planned string
	// Date is the day of publication, YYYY-MM-DD, or "".
	Date string
	// Source is where it was first published, or "".
	Source string
	// Extent is full, beginning or middle; NotVisible lists the fields not seen.
	Extent     string
	NotVisible []string
	// Lang is the language of the text, where it is not the page's.
	Lang string
	// LangName is that language's name in the page's language.
	LangName string
	// Translation tells what a translated text was made from; nil for originals.
	Translation *Translation
	// Languages are the languages in which the text can be read.
	Languages []Alternate
	// Sections are in the report's order.
	Sections []Section
	// Words counts those of the text.
	Words int
	// Draft marks a draft.
	Draft bool
	// Contents tells that the text is long enough for a table of contents.
	Contents bool
}

// Translation tells readers how a translated text relates to the original.
type Translation struct {
	// Original is the language of the original, by tag and by name.
	Original, OriginalName string
	// State is fresh, stale or unknown.
	State string
	// Date is the day of the translation, YYYY-MM-DD, or "".
	Date string
	// Href leads to the original; History to what has become of it since, or "".
	Href, History string
	// Sections are those of the original that have changed since, where it is known
	// what they said.
	Sections []SectionChange
}

// EditionView is the permanent page of one edition.
type EditionView struct {
	Page
	// Resolution is what it reports on.
	Resolution ResolutionRef
	// Congress adopted the resolution; Type is the kind of decision.
	Congress Link
	Type     string
	// Content is the report.
	Content Content
	// Changes tell what changed since the edition before; nil for the first.
	Changes *Changes
	// Previous and Next are the editions before and after, or nil.
	Previous, Next *YearLink
	// Latest leads to the newest edition; nil where this is it.
	Latest *YearLink
	// Citation is how to refer to the report, in plain text.
	Citation string
	// Work is the same for reference managers; see Citations.
	Work cite.Work
	// Provenance tells where the text comes from.
	Provenance Provenance
	// Original is the address of the text as it was written.
	Original string
	// Contributors are addresses of the members that took part.
	Contributors []string
	// EditHref and ReportHref lead to the file in the repository, and to a form for errors.
	EditHref, ReportHref string
	// GuideHref leads to the page for editors, or "".
	GuideHref string
}

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

// Pager leads through a list that is spread over several pages.
type Pager struct {
	// Number is this page's, Count the number of pages.
	Number, Count int
	// Previous and Next are addresses, or "".
	Previous, Next string
	// Pages are the addresses of all.
	Pages []string
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
