package report

import (
	"slices"
	"strings"

	"resolute/internal/diag"
)

// Term is one entry of a vocabulary.
type Term struct {
	// ID stands in front matter and addresses: lower case ASCII.
	ID string
	// Label is shown to readers, in every language of the site.
	Label Text
	// Gloss explains the term in a few words; nil where there is none.
	Gloss Text
	// Portal are the spellings by which the old portal prints the term.
	Portal []string
	// Acronym is a commission's.
	Acronym string
	// Code is a type's abbreviation in codes: "Res".
	Code string
	// Prefix, Year and Ordinal are a congress's: the parts of its codes and
	// the number before the point in official numbers (0: unknown).
	Prefix  string
	Year    int
	Ordinal int
	// Held and Place are a congress's days and city.
	Held, Place Text
	// Countries are a region's, as ISO 3166-1 alpha-2 codes.
	Countries []string
	// Pos is where the term is declared.
	Pos diag.Pos
}

// Vocabulary is a closed list of terms, in an order that means something:
// statuses in the order of progress, congresses in time.
type Vocabulary []Term

// Find returns the term with the id.
func (v Vocabulary) Find(id string) (*Term, bool) {
	for i := range v {
		if v[i].ID == id {
			return &v[i], true
		}
	}
	return nil, false
}

// Index returns the place of the id in the vocabulary, or -1.
func (v Vocabulary) Index(id string) int {
	return slices.IndexFunc(v, func(t Term) bool { return t.ID == id })
}

// IDs are the ids in order.
func (v Vocabulary) IDs() []string {
	ids := make([]string, len(v))
	for i := range v {
		ids[i] = v[i].ID
	}
	return ids
}

// Vocabularies are all closed lists of a site.
type Vocabularies struct {
	// Types are kinds of decision: resolution, recommendation, decision.
	Types Vocabulary
	// Congresses adopt resolutions, in time.
	Congresses Vocabulary
	// Statuses tell progress, in order; StatusNotStated is among them.
	Statuses Vocabulary
	// Actions are the kinds of action taken.
	Actions Vocabulary
	// Commissions are the union's networks of experts.
	Commissions Vocabulary
	// Regions group countries; a country is in one region at most.
	Regions Vocabulary
	// Categories are those of members.
	Categories Vocabulary
}

// CongressOf returns the congress whose codes have the prefix and year.
func (v *Vocabularies) CongressOf(c Code) (*Term, bool) {
	for i := range v.Congresses {
		if t := &v.Congresses[i]; t.Prefix == c.Prefix && t.Year == c.Year {
			return t, true
		}
	}
	return nil, false
}

// RegionOf returns the region of a country.
func (v *Vocabularies) RegionOf(country string) (*Term, bool) {
	for i := range v.Regions {
		if slices.Contains(v.Regions[i].Countries, country) {
			return &v.Regions[i], true
		}
	}
	return nil, false
}

func (v *Vocabularies) typeByCode(code string) (*Term, bool) {
	for i := range v.Types {
		if t := &v.Types[i]; strings.EqualFold(t.Code, code) || strings.EqualFold(t.ID, code) {
			return t, true
		}
	}
	return nil, false
}

func (v *Vocabularies) hasCongress(prefix string, year int) bool {
	_, ok := v.CongressOf(Code{Prefix: prefix, Year: year})
	return ok
}

// Settings are what content/site.yaml says.
type Settings struct {
	// Path is the file.
	Path string
	// Title is the site's name.
	Title Text
	// Description is one sentence on the site.
	Description Text
	// BaseURL is the absolute address under which the site is published; it
	// ends in "/" and may have a path.
	BaseURL string
	// Languages are the site's, in order; the first is the default.
	Languages []Lang
	// Organisation is whose resolutions these are.
	Organisation Organisation
	// Notice stands on every page.
	Notice Text
	// Repository is the address of the content's repository, or "".
	Repository string
	// Admin is the web form for editors; nil for none.
	Admin *Admin
	// Off are the warnings that are switched off for the whole site.
	Off []Switch
	// StaleAfter is the number of years after which a report is old, counted back
	// from the newest reporting year; 0 stands for DefaultStaleAfter.
	StaleAfter int
	// Vocabularies are the closed lists.
	Vocabularies
}

// Admin says where the web form keeps what editors write.
type Admin struct {
	// Pos is where it is declared.
	Pos diag.Pos
	// Backend is the git host's kind: github, gitlab or gitea.
	Backend string
	// Repository is owner/name.
	Repository string
	// Branch is the one that is published, or "" for the host's default.
	Branch string
	// Server is the address that signs editors in, or "" for the kind's own: for
	// github an authenticator, for the others the host itself.
	Server string
	// AppID is the id under which the host knows the form, or "".
	AppID string
}

// Backends are the kinds of git hosts that the web form can work with.
func Backends() []string { return []string{"github", "gitlab", "gitea"} }

// DefaultStaleAfter is the number of years after which a report is old, where
// the settings do not say.
const DefaultStaleAfter = 3

// Organisation is the union.
type Organisation struct {
	// Name by language.
	Name Text
	// URL is its own site, or "".
	URL string
}

// Default is the site's first language.
func (s *Settings) Default() Lang { return s.Languages[0] }
