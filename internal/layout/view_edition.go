package layout

import (
	"strings"

	"resolute/internal/cite"
	"resolute/internal/markdown"
)

// CitationForm is a reference for reference managers.
type CitationForm struct {
	// ID is part of the id of the text on the page.
	ID string
	// Name is that of the form, the same in all languages.
	Name string
	// Text is the reference.
	Text string
}

// Citations are the references to the report in each form. They stand on the page
// and not in files beside it: to make three files costs ten times as much as these
// texts.
func (v *EditionView) Citations() ([]CitationForm, error) {
	csl, err := v.Work.CSL()
	if err != nil {
		return nil, err
	}
	return []CitationForm{
		{ID: "bibtex", Name: "BibTeX", Text: strings.TrimSpace(v.Work.BibTeX())},
		{ID: "ris", Name: "RIS", Text: strings.TrimSpace(v.Work.RIS())},
		{ID: "csl", Name: "CSL-JSON", Text: csl},
	}, nil
}

// Provenance tells where a text comes from.
type Provenance struct {
	// File is the content file, Digest its SHA-256 in hexadecimal.
	File, Digest string
	// History leads to all commits of the file, or "".
	History string
	// Commit leads to the last one, or is ""; Short is the beginning of its hash,
	// "" where no commit is known; Date is its day, YYYY-MM-DD.
	Commit, Short, Date string
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
