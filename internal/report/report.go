// Package report is the domain: what a union resolves, who reports on it, and
// in which words. It has nouns and the rules of their forms, and no I/O.
//
// A Resolution is adopted once. Each year an Edition of the report on it is
// published; an edition may have translations. Members, commissions, actions
// and statuses are named by ids; the vocabularies behind most ids are data of
// the site's settings, so that another organisation can bring its own.
package report

import (
	"fmt"
	"slices"
	"time"

	"resolute/internal/diag"
)

// Lang is a language of the site, as a BCP 47 tag: "en".
type Lang string

// Text is a text by language. A language that is missing falls back.
type Text map[Lang]string

// In returns the text in a language, and the language that it really is in:
// the wanted one, else the first of the fallbacks that has it.
func (t Text) In(want Lang, fallbacks []Lang) (string, Lang) {
	if s, ok := t[want]; ok {
		return s, want
	}
	for _, l := range fallbacks {
		if s, ok := t[l]; ok {
			return s, l
		}
	}
	return "", want
}

// Presence tells what a report says of a field: nothing, that there is none,
// or something. An empty field on the old portal never means "none".
type Presence uint8

const (
	// NotStated is a field that the report leaves out.
	NotStated Presence = iota
	// NotVisible is a field whose place on the source page was not seen.
	NotVisible
	// None says that there is none: "members: none".
	None
	// Stated comes with items.
	Stated
)

// List is a list of which the report may also say nothing, or that it is empty.
type List[T any] struct {
	// Presence tells which of these it is; Items is empty unless Stated.
	Presence Presence
	// Items are in the order of the report.
	Items []T
}

// Answer is a yes-or-no field.
type Answer uint8

const (
	// Unanswered is a field that the report leaves out.
	Unanswered Answer = iota
	// Unseen is a field whose place on the source page was not seen.
	Unseen
	// No is "false".
	No
	// Yes is "true".
	Yes
)

// Date is a civil day, without time zone; the zero Date is no date.
type Date struct {
	// Year, Month and Day are as in the civil calendar, 1-based.
	Year, Month, Day int
}

// ParseDate reads YYYY-MM-DD, and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a day written YYYY-MM-DD", s)
	}
	return Date{t.Year(), int(t.Month()), t.Day()}, nil
}

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is the date as YYYY-MM-DD, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Ref is a mention of something by its id, with its place in the file.
type Ref struct {
	// ID is the id of a member or of a vocabulary's term; "" where only a
	// portal id is known.
	ID string
	// PortalID is the old portal's own id of something it left unresolved
	// (36 characters, upper case): kept, and reported.
	PortalID string
	// Term is a commission's term of office, "2021-2025"; "" where not stated.
	Term string
	// Pos is where the id stands.
	Pos diag.Pos
}

// Extent tells how much of the source was available to whoever wrote the file.
type Extent string

const (
	// Full is a source seen whole.
	Full Extent = "full"
	// Beginning is a source of which only the beginning was seen.
	Beginning Extent = "beginning"
	// Middle is a source of which neither beginning nor end was seen.
	Middle Extent = "middle"
)

// Extents are all extents, in the order of the documentation.
func Extents() []Extent { return []Extent{Full, Beginning, Middle} }

// File is what every content file has.
type File struct {
	// Path is the file, relative to the source folder, with slashes.
	Path string
	// Digest is the SHA-256 of the file as authored, in hexadecimal.
	Digest string
	// Head is the file above Body, and Tail what stands below its text: blanks,
	// as authored. They share the memory of Body; see Raw.
	Head, Tail []byte
	// Aliases are old addresses that redirect here, site-absolute: "/en/old/".
	Aliases []Alias
	// Body is the Markdown after the front matter, in normal form (UTF-8, LF); see
	// Text.
	Body []byte
	// Again has Head, Body and Tail of a file that has some text, where the file
	// itself does not hold them; else it is nil.
	Again func() *File
	// BodyLine is the line of the file on which Body starts, 1-based.
	BodyLine int
	// Off are the warnings that the file switches off for itself.
	Off []Switch
}

// Text is the body, read again if need be.
func (f *File) Text() []byte { return f.whole().Body }

// HasText tells whether there is a body.
func (f *File) HasText() bool { return f.Again != nil || len(f.Body) > 0 }

func (f *File) whole() *File {
	if f.Again != nil {
		return f.Again()
	}
	return f
}

// Raw is the file as authored, with lines ending in LF: Digest is that of these
// bytes.
func (f *File) Raw() []byte {
	f = f.whole()
	text := f.Body
	if len(text) > 0 {
		text = text[:len(text)-1] // the break is of the normal form
	}
	return slices.Concat(f.Head, text, f.Tail)
}

// Switch turns a warning off.
type Switch struct {
	// Rule is the warning's name.
	Rule string
	// Pos is where it is written.
	Pos diag.Pos
}

// Alias is an old address, with the place where it is declared.
type Alias struct {
	// Path is site-absolute and starts with "/".
	Path string
	// Pos is where it stands.
	Pos diag.Pos
}

// Edition is one year's report on one resolution, or a translation of one.
type Edition struct {
	File
	// Code is the resolution reported on.
	Code Code
	// CodePos is where the front matter names it.
	CodePos diag.Pos
	// Year is the reporting year; with Code it identifies the edition.
	Year int
	// Language is that of the body.
	Language Lang
	// IsTranslation tells a file <year>.<lang>.md: all but its body, Source,
	// Date, Draft and TranslationOf comes from the original.
	IsTranslation bool
	// TranslationOf is the digest of the original's text from which a
	// translation was made; "" where not recorded.
	TranslationOf string
	// TranslationPos is where that digest stands.
	TranslationPos diag.Pos
	// Members took part.
	Members List[Ref]
	// Commissions took part, with their terms.
	Commissions List[Ref]
	// Secretariat tells whether the secretariat took part.
	Secretariat Answer
	// OtherOrganisations took part, by name.
	OtherOrganisations List[string]
	// Actions are ids of the vocabulary, in its order.
	Actions List[Ref]
	// Status is an id of the vocabulary; StatusNotStated where nothing is said.
	Status Ref
	// FutureActionsPlanned tells whether the future actions are planned yet.
	FutureActionsPlanned Answer
	// Date is the day of publication, where known.
	Date Date
	// Source is where the report was first published: an absolute URL, or "".
	Source string
	// SourcePos is where that stands.
	SourcePos diag.Pos
	// Draft keeps the edition out of the site unless drafts are asked for.
	Draft bool
	// Extent is Full unless said otherwise.
	Extent Extent
	// NotVisible are the keys of fields whose place was not seen.
	NotVisible []string
}

// StatusNotStated is the id that every status vocabulary has to contain.
const StatusNotStated = "not-stated"

// Resolution is what a congress adopted.
type Resolution struct {
	File
	// Code identifies it.
	Code Code
	// CodePos is where the front matter states it.
	CodePos diag.Pos
	// Title is the official title by language; nil where none is confirmed.
	Title Text
	// Subject is a description to show where there is no confirmed title.
	Subject Text
	// TitlePos is where title or subject stands.
	TitlePos diag.Pos
	// Congress is the id of the congress that adopted it.
	Congress Ref
	// Type is an id of the vocabulary: resolution, recommendation, decision.
	Type Ref
	// OfficialNumber is congress ordinal and number: "7.040"; "" where unknown.
	OfficialNumber string
	// Motion is the motion's number, which differs from Number; "" if unknown.
	Motion string
	// Keywords are free words in the first language.
	Keywords []string
	// Scope is the geographic scope, as free words.
	Scope []string
	// URL is where the text is published, or "".
	URL string
	// Archived tells that the union has retired it.
	Archived bool
}

// Member is an organisation of the union.
type Member struct {
	File
	// ID identifies it in addresses and reports, as no acronym does.
	ID string
	// Name is the official name, in its own spelling.
	Name string
	// NamePos is where that stands.
	NamePos diag.Pos
	// Acronym is not unique; "" where there is none.
	Acronym string
	// Country is an ISO 3166-1 alpha-2 code, upper case; "" where not stated.
	Country Ref
	// Category is an id of the vocabulary, or "".
	Category Ref
	// Aliases are earlier names and other spellings. (Redirects are File.Aliases.)
	OtherNames []string
	// PortalIDs are the old portal's ids of the member.
	PortalIDs []string
	// Website is an absolute URL, or "".
	Website string
}

// Page is a page of its own: about, data policy.
type Page struct {
	File
	// Slug identifies the page in its address; translations share it.
	Slug string
	// Language is that of the body.
	Language Lang
	// IsTranslation tells a file <slug>.<lang>.md.
	IsTranslation bool
	// Title is the page's heading.
	Title string
	// TitlePos is where that stands.
	TitlePos diag.Pos
	// Description is one sentence for search engines and lists.
	Description string
	// Weight orders pages in menus, low first.
	Weight int
	// Draft keeps the page out of the site unless drafts are asked for.
	Draft bool
}
