package layout

import "resolute/internal/redline"

// Changes are the differences between two editions.
type Changes struct {
	// Since is the edition before.
	Since YearLink
	// From and To are the statuses, where they differ; nil otherwise.
	From, To *Status
	// Joined and Left are members, each made by the partial "member"; Commissions and Actions likewise.
	Joined, Left                       []*Part
	CommissionsJoined, CommissionsLeft []Commission
	ActionsNew, ActionsDropped         []Link
	// Secretariat and Planned are yes or no where the answer changed to it, else "".
	Secretariat, Planned string
	// Sections tell what became of each part of the text.
	Sections []SectionChange
	// Lang is the language of the texts that were compared, where it is not the page's.
	Lang string
	// Silent are the keys of fields that one of the two does not state.
	Silent []string
	// Unnamed tells that members or commissions without a name may be among
	// those that joined or left.
	Unnamed bool
	// Languages tells that the texts are in different languages; Parts that one
	// report was seen in part only.
	Languages, Parts bool
	// Nothing tells that all stayed as it was.
	Nothing bool
}

// SectionChange tells what became of a section.
type SectionChange struct {
	// ID is the section's kind.
	ID string
	// State is added, removed, same, edited or rewritten.
	State string
	// Kept is the share of the earlier words that stand in the new text too.
	Kept Share
	// Redline compares the two texts word by word; nil where there are no two,
	// or where the page leads elsewhere for it.
	Redline *Redline
}

// Share is a part of a whole in percent, where there is one.
type Share struct {
	// Known tells that there is one.
	Known bool
	// Percent is from 0 to 100.
	Percent int
}

// Redline is a comparison of two texts, made where the page is written.
type Redline struct{ compare func() []redline.Paragraph }

// NewRedline makes a comparison of the comparing.
func NewRedline(compare func() []redline.Paragraph) *Redline { return &Redline{compare} }

// ChangeSummary tells in a line what changed in an edition.
type ChangeSummary struct {
	// Since is the year of the edition before; Href leads to the whole.
	Since int
	Href  string
	// From and To are the statuses, where they differ; nil otherwise.
	From, To *Status
	// Joined and the others count.
	Joined, Left, CommissionsJoined, CommissionsLeft, ActionsNew, ActionsDropped int
	// Secretariat and Planned are yes or no where the answer changed to it, else "".
	Secretariat, Planned string
	// Text is same, changed, or "" where that cannot be told; Kept is the share of
	// words of a changed one.
	Text string
	Kept Share
	// Nothing tells that all stayed as it was; Silent that there was nothing to
	// compare.
	Nothing, Silent bool
}

// TimelineEntry is a report in a resolution's history.
type TimelineEntry struct {
	EditionRef
	// Changes is made by the partial "change"; nil for the first report.
	Changes *Part
}

// ChangesView tells what changed from edition to edition, for a year or all.
type ChangesView struct {
	Page
	// Years lead to the years' own pages.
	Years []YearLink
	// Year is the one shown, 0 on the index.
	Year int
	// First are reports on resolutions without an earlier one.
	First []LatestItem
	// Moved are those whose status changed, Same those whose did not, and
	// Unstated those of which it cannot be told.
	Moved, Same, Unstated []ChangeItem
	// Counts tell for each year, on the index.
	Counts []YearChanges
}

// ChangeItem is an edition with what changed in it.
type ChangeItem struct {
	// Resolution names what is reported on, Href leads to the report.
	Resolution ResolutionRef
	Href       string
	// Status is the one that the report states; its ID is "" where Changes tell it.
	Status Status
	// Changes is made by the partial "change".
	Changes *Part
}

// YearChanges counts a year's changes.
type YearChanges struct {
	// Year and Href lead to its page.
	Year int
	Href string
	// Reports, First and Moved count reports, first ones and changed statuses.
	Reports, First, Moved int
}
