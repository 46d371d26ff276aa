package output

import (
	"cmp"

	"resolute/internal/report"
)

// FormatVersion is that of the machine-readable files: it changes when a key
// or a column changes its name or its meaning, not when one is added.
const FormatVersion = 1

// jsonTerm is something named by id and label.
type jsonTerm struct {
	ID    string `json:"id"`
	Label string `json:"label,omitempty"`
}

// jsonList is a list with what the report says of it.
type jsonList[T any] struct {
	State string `json:"state"`
	Items []T    `json:"items"`
}

type jsonMember struct {
	ID       string `json:"id,omitempty"`
	Name     string `json:"name,omitempty"`
	Acronym  string `json:"acronym,omitempty"`
	Country  string `json:"country,omitempty"`
	PortalID string `json:"portal_id,omitempty"`
	URL      string `json:"url,omitempty"`
}

type jsonCommission struct {
	ID       string `json:"id,omitempty"`
	Label    string `json:"label,omitempty"`
	Term     string `json:"term,omitempty"`
	PortalID string `json:"portal_id,omitempty"`
}

// jsonSection is the plain text of a part of a body.
type jsonSection struct {
	ID   string   `json:"id"`
	Text bodyText `json:"text"`
}

// bodyText is a text that is made when it is written.
type bodyText struct {
	body    *Body
	section int
}

// MarshalText makes the text.
func (t bodyText) MarshalText() ([]byte, error) { return []byte(t.body.Text(t.section)), nil }

type jsonResolutionRef struct {
	Code     string `json:"code"`
	Title    string `json:"title,omitempty"`
	Subject  string `json:"subject,omitempty"`
	Language string `json:"language,omitempty"`
	URL      string `json:"url"`
}

type jsonEdition struct {
	Format             int                      `json:"format_version"`
	Kind               string                   `json:"kind"`
	URL                string                   `json:"url"`
	Resolution         jsonResolutionRef        `json:"resolution"`
	Year               int                      `json:"year"`
	Language           string                   `json:"language"`
	Translations       []string                 `json:"translations,omitempty"`
	Status             jsonTerm                 `json:"status"`
	Members            jsonList[*jsonMember]    `json:"members"`
	Commissions        jsonList[jsonCommission] `json:"commissions"`
	Secretariat        string                   `json:"secretariat"`
	OtherOrganisations jsonList[string]         `json:"other_organisations"`
	Actions            jsonList[jsonTerm]       `json:"actions"`
	Planned            string                   `json:"future_actions_planned"`
	Date               string                   `json:"date,omitempty"`
	Source             string                   `json:"source,omitempty"`
	Extent             string                   `json:"extent"`
	NotVisible         []string                 `json:"not_visible,omitempty"`
	Draft              bool                     `json:"draft,omitempty"`
	Sections           []jsonSection            `json:"sections"`
	File               string                   `json:"file"`
	Original           string                   `json:"markdown_url"`
	Digest             string                   `json:"sha256"`
}

func (l *language) editionJSON(f *resolutionFolder, i int) *jsonEdition {
	r := &f.Reports[i]
	e, text := r.Original, r.Text
	v := &jsonEdition{
		Format: FormatVersion, Kind: "edition", URL: r.Face.url, Resolution: l.resolutionJSONRef(f),
		Year: e.Year, Language: string(text.Language), Status: l.termJSON(&l.settings.Statuses[r.Face.Status]),
		Members:     jsonList[*jsonMember]{State: state(e.Members.Presence), Items: make([]*jsonMember, 0, len(e.Members.Items))},
		Commissions: jsonList[jsonCommission]{State: state(e.Commissions.Presence), Items: []jsonCommission{}},
		Secretariat: answer(e.Secretariat), Planned: answer(e.FutureActionsPlanned),
		OtherOrganisations: jsonList[string]{State: state(e.OtherOrganisations.Presence), Items: e.OtherOrganisations.Items},
		Actions:            jsonList[jsonTerm]{State: state(e.Actions.Presence), Items: l.actionsJSON(e.Edition)},
		Date:               e.Date.String(), Source: e.Source, Extent: string(e.Extent), NotVisible: e.NotVisible, Draft: e.Draft,
		File: text.Path, Original: l.originalOf(r).url, Digest: text.Digest, Sections: []jsonSection{},
	}
	if v.OtherOrganisations.Items == nil {
		v.OtherOrganisations.Items = []string{}
	}
	for _, t := range r.Translations {
		v.Translations = append(v.Translations, string(t))
	}
	for _, ref := range e.Members.Items {
		if m := f.member(ref.ID); m != nil {
			v.Members.Items = append(v.Members.Items, &m.JSON)
		} else {
			v.Members.Items = append(v.Members.Items, &jsonMember{PortalID: ref.PortalID})
		}
	}
	for _, ref := range e.Commissions.Items {
		c := jsonCommission{ID: ref.ID, Term: ref.Term, PortalID: ref.PortalID}
		if t, ok := l.settings.Commissions.Find(ref.ID); ok {
			c.Label = l.label(t.Label)
		}
		v.Commissions.Items = append(v.Commissions.Items, c)
	}
	if r.Body != nil {
		for i, s := range r.Body.Sections {
			v.Sections = append(v.Sections, jsonSection{s.ID, bodyText{r.Body, i}})
		}
	}
	return v
}

func (l *language) termJSON(t *report.Term) jsonTerm { return jsonTerm{t.ID, l.label(t.Label)} }

func (l *language) actionsJSON(e *report.Edition) []jsonTerm {
	list := []jsonTerm{}
	for _, r := range e.Actions.Items {
		if t, ok := l.settings.Actions.Find(r.ID); ok {
			list = append(list, l.termJSON(t))
		}
	}
	return list
}

func (l *language) resolutionJSONRef(f *resolutionFolder) jsonResolutionRef {
	ref := f.Face.Resolution
	v := jsonResolutionRef{Code: ref.Code, URL: l.addressOf(f.Path).url}
	if ref.Title.Value != "" {
		v.Language = cmp.Or(ref.Title.Lang, string(l.lang))
	}
	if ref.Subject {
		v.Subject = ref.Title.Value
	} else {
		v.Title = ref.Title.Value
	}
	return v
}

type jsonEditionRef struct {
	Resolution string `json:"resolution,omitempty"`
	Year       int    `json:"year"`
	Status     string `json:"status"`
	URL        string `json:"url"`
}

func (l *language) editionJSONRef(f *editionFace, code string) jsonEditionRef {
	return jsonEditionRef{Resolution: code, Year: f.Year, Status: l.settings.Statuses[f.Status].ID, URL: f.url}
}

type jsonResolution struct {
	Format int    `json:"format_version"`
	Kind   string `json:"kind"`
	jsonResolutionRef
	Type           string           `json:"type"`
	Congress       jsonTerm         `json:"congress"`
	Number         int              `json:"number"`
	OfficialNumber string           `json:"official_number,omitempty"`
	Motion         string           `json:"motion,omitempty"`
	Keywords       []string         `json:"keywords,omitempty"`
	Scope          []string         `json:"scope,omitempty"`
	Source         string           `json:"text_url,omitempty"`
	Archived       bool             `json:"archived,omitempty"`
	Editions       []jsonEditionRef `json:"editions"`
}

func (l *language) resolutionJSON(f *resolutionFolder) *jsonResolution {
	r := f.File
	v := &jsonResolution{
		Format: FormatVersion, Kind: "resolution", jsonResolutionRef: l.resolutionJSONRef(f), Type: r.Type.ID,
		Number: r.Code.Number, OfficialNumber: r.OfficialNumber, Motion: r.Motion, Keywords: r.Keywords, Scope: r.Scope,
		Source: r.URL, Archived: r.Archived, Editions: make([]jsonEditionRef, len(f.Reports)),
	}
	if congress, ok := l.settings.CongressOf(r.Code); ok {
		v.Congress = l.termJSON(congress)
	}
	for i, e := range f.Reports {
		v.Editions[i] = l.editionJSONRef(e.Face, "")
	}
	return v
}

type jsonMemberPage struct {
	Format int    `json:"format_version"`
	Kind   string `json:"kind"`
	jsonMember
	CountryName string           `json:"country_name,omitempty"`
	Region      string           `json:"region,omitempty"`
	OtherNames  []string         `json:"other_names,omitempty"`
	Website     string           `json:"website,omitempty"`
	Editions    []jsonEditionRef `json:"editions"`
}

func (l *language) memberJSON(f *memberFolder) *jsonMemberPage {
	m := f.File
	v := &jsonMemberPage{
		Format: FormatVersion, Kind: "member", jsonMember: f.Face.JSON, OtherNames: m.OtherNames, Website: m.Website, Editions: make([]jsonEditionRef, len(f.Reports)),
	}
	if m.Country.ID != "" {
		v.CountryName = l.locale.Country(m.Country.ID)
	}
	if region, ok := l.settings.RegionOf(m.Country.ID); ok {
		v.Region = region.ID
	}
	for i, e := range f.newest(byYear) {
		v.Editions[i] = l.editionJSONRef(e, e.code)
	}
	return v
}
