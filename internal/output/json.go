package output

import (
	"bytes"
	"encoding/json"

	"resolute/internal/report"
	"resolute/internal/site"
)

// FormatVersion is that of the machine-readable files: it changes when a key
// or a column changes its name or its meaning, not when one is added.
const FormatVersion = 1

// json makes the machine-readable sibling of a page.
func (p *pages) json(address string, view func() any) Target {
	return Target{Path: string(p.lang) + "/" + address + "index.json", Stage: "data", view: view, format: format{"json" + p.Version, renderJSON}}
}

func renderJSON(b *bytes.Buffer, view any) error {
	// The default escaping of < > & keeps a file harmless that a host serves as HTML.
	return json.NewEncoder(b).Encode(view)
}

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

// Fingerprint leaves the text to the digest of its body.
func (s jsonSection) Fingerprint() string { return s.ID + " " + s.Text.body.Digest }

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

func (p *pages) editionJSON(e *site.Edition) *jsonEdition {
	text := e.In(p.lang)
	v := &jsonEdition{
		Format: FormatVersion, Kind: "edition", URL: p.of(e).url, Resolution: p.resolutionJSONRef(e.Resolution),
		Year: e.Year, Language: string(text.Language), Status: p.termJSON(e.StatusTerm),
		Members:     jsonList[*jsonMember]{State: state(e.Edition.Members.Presence), Items: make([]*jsonMember, 0, len(e.Edition.Members.Items))},
		Commissions: jsonList[jsonCommission]{State: state(e.Commissions.Presence), Items: []jsonCommission{}},
		Secretariat: answer(e.Secretariat), Planned: answer(e.FutureActionsPlanned),
		OtherOrganisations: jsonList[string]{State: state(e.OtherOrganisations.Presence), Items: e.OtherOrganisations.Items},
		Actions:            jsonList[jsonTerm]{State: state(e.Actions.Presence), Items: p.actionsJSON(e)},
		Date:               e.Date.String(), Source: e.Source, Extent: string(e.Extent), NotVisible: e.NotVisible, Draft: e.Draft,
		File: text.Path, Original: p.originalOf(e, text).url, Digest: text.Digest, Sections: []jsonSection{},
	}
	if v.OtherOrganisations.Items == nil {
		v.OtherOrganisations.Items = []string{}
	}
	for _, t := range e.Translations {
		v.Translations = append(v.Translations, string(t.Language))
	}
	for _, r := range e.Edition.Members.Items {
		if m, ok := p.Site.Member(r.ID); ok {
			v.Members.Items = append(v.Members.Items, p.participants.at(m.Index))
		} else {
			v.Members.Items = append(v.Members.Items, &jsonMember{PortalID: r.PortalID})
		}
	}
	for _, r := range e.Commissions.Items {
		c := jsonCommission{ID: r.ID, Term: r.Term, PortalID: r.PortalID}
		if t, ok := p.Site.Settings.Commissions.Find(r.ID); ok {
			c.Label = p.label(t.Label)
		}
		v.Commissions.Items = append(v.Commissions.Items, c)
	}
	if body := p.Bodies[&text.File]; body != nil {
		for i, s := range body.Sections {
			v.Sections = append(v.Sections, jsonSection{s.ID, bodyText{body, i}})
		}
	}
	return v
}

func (p *pages) termJSON(t *report.Term) jsonTerm { return jsonTerm{t.ID, p.label(t.Label)} }

func (p *pages) actionsJSON(e *site.Edition) []jsonTerm {
	list := []jsonTerm{}
	for _, r := range e.Actions.Items {
		if t, ok := p.Site.Settings.Actions.Find(r.ID); ok {
			list = append(list, p.termJSON(t))
		}
	}
	return list
}

func (p *pages) memberJSONRef(m *site.Member) *jsonMember {
	return &jsonMember{ID: m.ID, Name: m.Name, Acronym: m.Acronym, Country: m.Country.ID, URL: p.addressOf(m.Path()).url}
}

func (p *pages) resolutionJSONRef(r *site.Resolution) jsonResolutionRef {
	name, lang, titled := r.Name(p.lang, p.fallbacks)
	v := jsonResolutionRef{Code: p.refs[r.Index].Code, URL: p.addressOf(r.Path()).url}
	if name != "" {
		v.Language = string(lang)
	}
	if titled {
		v.Title = name
	} else {
		v.Subject = name
	}
	return v
}

type jsonEditionRef struct {
	Resolution string `json:"resolution,omitempty"`
	Year       int    `json:"year"`
	Status     string `json:"status"`
	URL        string `json:"url"`
}

func (p *pages) editionJSONRef(e *site.Edition, withCode bool) jsonEditionRef {
	v := jsonEditionRef{Year: e.Year, Status: e.StatusTerm.ID, URL: p.of(e).url}
	if withCode {
		v.Resolution = p.of(e).code
	}
	return v
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

func (p *pages) resolutionJSON(r *site.Resolution) *jsonResolution {
	v := &jsonResolution{
		Format: FormatVersion, Kind: "resolution", jsonResolutionRef: p.resolutionJSONRef(r), Type: r.Type.ID, Congress: p.termJSON(r.CongressTerm),
		Number: r.Code.Number, OfficialNumber: r.OfficialNumber, Motion: r.Motion, Keywords: r.Keywords, Scope: r.Scope,
		Source: r.URL, Archived: r.Archived, Editions: make([]jsonEditionRef, 0, len(r.Editions)),
	}
	for _, e := range r.Editions {
		v.Editions = append(v.Editions, p.editionJSONRef(e, false))
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

func (p *pages) memberJSON(m *site.Member) *jsonMemberPage {
	v := &jsonMemberPage{
		Format: FormatVersion, Kind: "member", jsonMember: *p.participants.at(m.Index), OtherNames: m.OtherNames, Website: m.Website, Editions: make([]jsonEditionRef, 0, len(m.Editions)),
	}
	if m.Country.ID != "" {
		v.CountryName = p.locale.Country(m.Country.ID)
	}
	if m.Region != nil {
		v.Region = m.Region.ID
	}
	for _, e := range m.Editions {
		v.Editions = append(v.Editions, p.editionJSONRef(e, true))
	}
	return v
}
