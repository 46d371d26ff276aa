// Package site links what was authored into one immutable site: resolutions
// with their editions in order, members with their participation, an index for
// every taxonomy, translations, and the addresses of all pages.
//
// Linking is pure, always done in full, and linear in the content, so that no
// page can be stale. Nothing here knows how a page looks.
package site

import (
	"resolute/internal/report"
)

// Site is everything that pages are made of. It does not change once linked.
type Site struct {
	// Settings are those of content/site.yaml.
	Settings *report.Settings
	// Resolutions are in the order of their codes.
	Resolutions []*Resolution
	// Editions are in the order of code and year; originals only.
	Editions []*Edition
	// Members are in the order of their ids.
	Members []*Member
	// Pages are in the order of weight and slug.
	Pages []*Page
	// Taxonomies are the indexes, in the order of the table.
	Taxonomies []*Taxonomy
	// Redirects lead old addresses to pages, in the order of From.
	Redirects []Redirect

	resolutions map[string]*Resolution
	members     map[string]*Member
	keywords    map[string][]*Resolution
	addresses   map[string]string // address without language -> file that made it
	// files are addresses without language by content file, made when needed.
	files func() map[string]string
}

// Resolution is a resolution with the reports on it.
type Resolution struct {
	*report.Resolution
	// Index is its place among the site's resolutions.
	Index int
	// CongressTerm is the congress that adopted it.
	CongressTerm *report.Term
	// TypeTerm is its kind of decision.
	TypeTerm *report.Term
	// Editions are in the order of years.
	Editions []*Edition
	// Members are all that its reports name, in order of first mention.
	Members []*Member
	// Previous and Next are the neighbours within the congress, or nil.
	Previous, Next *Resolution

	path string
}

// Latest is the newest edition, or nil where there is no report.
func (r *Resolution) Latest() *Edition {
	if len(r.Editions) == 0 {
		return nil
	}
	return r.Editions[len(r.Editions)-1]
}

// Path is the address without language: "resolutions/wcc-2020-res-040/".
func (r *Resolution) Path() string { return r.path }

// Name is the title or, without a confirmed one, the subject, in the language
// or what it falls back to. Titled tells which of the two it is.
func (r *Resolution) Name(want report.Lang, fallbacks []report.Lang) (text string, lang report.Lang, titled bool) {
	if len(r.Title) > 0 {
		text, lang = r.Title.In(want, fallbacks)
		return text, lang, true
	}
	text, lang = r.Subject.In(want, fallbacks)
	return text, lang, false
}

// Edition is one year's report, with everything it names resolved.
type Edition struct {
	*report.Edition
	// Resolution is what it reports on.
	Resolution *Resolution
	// Members are those it names, in its order, without unresolved portal ids.
	Members []*Member
	// Unresolved are the portal ids it names for members.
	Unresolved []string
	// Countries are its members', each once, in alpha-2 order.
	Countries []string
	// Regions are those of its countries, as ids in the vocabulary's order.
	Regions []string
	// StatusTerm is its status.
	StatusTerm *report.Term
	// Previous and Next are the reports on the same resolution before and after, or nil.
	Previous, Next *Edition
	// Translations are in the order of the site's languages.
	Translations []*report.Edition
	// Index is its place among the site's editions.
	Index int

	path string
}

// Path is the address without language: "resolutions/wcc-2020-res-040/2023/".
func (e *Edition) Path() string { return e.path }

// In returns the text of the edition to show to readers of a language: the
// translation where there is one, else the original.
func (e *Edition) In(want report.Lang) *report.Edition {
	if e.Language == want {
		return e.Edition
	}
	for _, t := range e.Translations {
		if t.Language == want {
			return t
		}
	}
	return e.Edition
}

// TranslationState compares the text that a translation was made from with the
// original's: fresh, stale, or unknown where the translation does not record it.
func (e *Edition) TranslationState(t *report.Edition) string { return TranslationState(e.Edition, t) }

// TranslationState is the same of an original and its translation.
func TranslationState(original, t *report.Edition) string {
	switch t.TranslationOf {
	case "":
		return "unknown"
	case TextDigest(original):
		return "fresh"
	}
	return "stale"
}

// Member is an organisation with what it took part in.
type Member struct {
	*report.Member
	// Editions are those that name it, newest first, then by code.
	Editions []*Edition
	// Resolutions are those of its editions, in the order of codes.
	Resolutions []*Resolution
	// Region is that of its country, or nil.
	Region *report.Term
	// Index is its place among the site's members, which are in the order of ids.
	Index int
}

// Path is the address without language: "members/ifaw/".
func (m *Member) Path() string { return "members/" + m.ID + "/" }

// Page is a page of its own with its translations.
type Page struct {
	*report.Page
	// Translations are in the order of the site's languages.
	Translations []*report.Page
}

// Path is the address without language: "about/".
func (p *Page) Path() string { return p.Slug + "/" }

// In returns the page's text for a language, or the original.
func (p *Page) In(want report.Lang) *report.Page {
	for _, t := range p.Translations {
		if t.Language == want {
			return t
		}
	}
	return p.Page
}

// Redirect leads an old address to a page.
type Redirect struct {
	// From is site-absolute: "/en/old/".
	From string
	// To is site-absolute, with the language.
	To string
}

// Resolution finds a resolution by its id.
func (s *Site) Resolution(id string) (*Resolution, bool) {
	r, ok := s.resolutions[id]
	return r, ok
}

// Member finds a member by its id.
func (s *Site) Member(id string) (*Member, bool) {
	m, ok := s.members[id]
	return m, ok
}

// WithKeyword returns the resolutions that have a keyword, in the order of codes.
func (s *Site) WithKeyword(keyword string) []*Resolution { return s.keywords[keyword] }

// Address returns the address without language of the page that a content
// file makes: the same for an original and its translations.
func (s *Site) Address(file string) (string, bool) {
	a, ok := s.files()[file]
	return a, ok
}

// HasAddress tells whether there is a page under an address without language.
func (s *Site) HasAddress(address string) bool {
	_, ok := s.addresses[address]
	return ok
}

// Addresses calls yield with every address without language.
func (s *Site) Addresses() map[string]string { return s.addresses }
