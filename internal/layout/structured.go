package layout

import (
	"bytes"
	"encoding/json"
	"html/template"
	"strconv"
	"strings"

	"resolute/internal/markdown"
)

// Structured data for search engines: JSON-LD in the words of schema.org, made
// here of what a view has anyway, so that no view holds it twice. It stands in a block
// of data, which no browser runs; the default escaping of encoding/json leaves
// nothing in it that could end the block.

// describer is a view with structured data.
type describer interface{ describe(*ld) []any }

// structured is the block of data of a page, or "" where there is none.
func (m *memory) structured(v any) (template.HTML, error) {
	d, ok := v.(describer)
	if !ok {
		return "", nil
	}
	nodes := d.describe(&ld{memory: m})
	if len(nodes) == 0 {
		return "", nil
	}
	b, _ := m.blocks.Get().(*bytes.Buffer)
	if b == nil {
		b = new(bytes.Buffer)
	}
	defer m.blocks.Put(b)
	b.Reset()
	b.WriteString(`<script type="application/ld+json">`)
	if err := json.NewEncoder(b).Encode(struct {
		Context string `json:"@context"`
		Graph   []any  `json:"@graph"`
	}{"https://schema.org", nodes}); err != nil {
		return "", err
	}
	b.Truncate(b.Len() - len("\n"))
	b.WriteString("</script>")
	return template.HTML(b.String()), nil
}

// ld makes the addresses of a page's structured data.
type ld struct {
	memory *memory
	// chrome is the page's, and shared what is known of it.
	chrome *Chrome
	shared *ldSite
}

// ldSite is what all pages of a language share.
type ldSite struct {
	// origin is the site's address without its path, "" where it is none.
	origin string
	// organisation is the union.
	organisation *ldOrganization
}

// site checks the addresses that all pages share once.
func (l *ld) site(c *Chrome) *ldSite {
	if l.chrome != c {
		l.chrome, l.shared = c, l.look(c)
	}
	return l.shared
}

func (l *ld) look(c *Chrome) *ldSite {
	if known, ok := l.memory.sites.Load(c); ok {
		return known.(*ldSite)
	}
	s := &ldSite{origin: web(strings.TrimSuffix(c.BaseURL, c.Base))}
	if name := c.Organisation.Text.Value; name != "" {
		s.organisation = &ldOrganization{Type: "Organization", Name: name, URL: web(c.Organisation.Href)}
	}
	l.memory.sites.Store(c, s)
	return s
}

// within is the absolute address of a page of the site; "" for anything else.
func (l *ld) within(c *Chrome, href string) string { return l.part(c, href, "") }

// part is the same of a part of a page, which begins with "#".
func (l *ld) part(c *Chrome, href, part string) string {
	origin := l.site(c).origin
	if origin == "" || !strings.HasPrefix(href, "/") || strings.HasPrefix(href, "//") {
		return part
	}
	return origin + href + part
}

// web is an address of another site if it is one to which a page may link, else "".
func web(address string) string {
	if address == "" {
		return ""
	}
	t, problem, _ := markdown.CheckURL(address)
	if problem != "" || t.Kind != markdown.External {
		return ""
	}
	return t.URL
}

// The nodes. Fields without a value are left out.
type (
	ldRef struct {
		ID string `json:"@id"`
	}
	ldCrumbs struct {
		Type  string    `json:"@type"`
		Items []ldCrumb `json:"itemListElement"`
	}
	ldCrumb struct {
		Type     string `json:"@type"`
		Position int    `json:"position"`
		Name     string `json:"name"`
		Item     string `json:"item,omitempty"`
	}
	ldAddress struct {
		Type    string `json:"@type"`
		Country string `json:"addressCountry"`
	}
	ldOrganization struct {
		Type       string          `json:"@type"`
		ID         string          `json:"@id,omitempty"`
		Name       string          `json:"name"`
		Other      []string        `json:"alternateName,omitempty"`
		URL        string          `json:"url,omitempty"`
		Address    *ldAddress      `json:"address,omitempty"`
		MemberOf   *ldOrganization `json:"memberOf,omitempty"`
		MainEntity string          `json:"mainEntityOfPage,omitempty"`
	}
	ldWork struct {
		Type       string `json:"@type"`
		ID         string `json:"@id,omitempty"`
		Name       string `json:"name"`
		Identifier string `json:"identifier,omitempty"`
		URL        string `json:"url,omitempty"`
	}
	ldFile struct {
		Type     string `json:"@type"`
		Name     string `json:"name,omitempty"`
		Encoding string `json:"encodingFormat"`
		URL      string `json:"contentUrl"`
		Digest   string `json:"sha256,omitempty"`
	}
	ldReport struct {
		Type        string          `json:"@type"`
		ID          string          `json:"@id"`
		URL         string          `json:"url"`
		Name        string          `json:"name"`
		Description string          `json:"description,omitempty"`
		Number      string          `json:"reportNumber"`
		Language    string          `json:"inLanguage"`
		Covers      string          `json:"temporalCoverage"`
		Published   string          `json:"datePublished,omitempty"`
		Modified    string          `json:"dateModified,omitempty"`
		About       ldWork          `json:"about"`
		Publisher   *ldOrganization `json:"publisher,omitempty"`
		Contributor []ldRef         `json:"contributor,omitempty"`
		BasedOn     string          `json:"isBasedOn,omitempty"`
		Encodings   []ldFile        `json:"encoding,omitempty"`
	}
	ldDataset struct {
		Type        string          `json:"@type"`
		ID          string          `json:"@id,omitempty"`
		Name        string          `json:"name"`
		Description string          `json:"description"`
		URL         string          `json:"url,omitempty"`
		Language    string          `json:"inLanguage,omitempty"`
		Version     string          `json:"version,omitempty"`
		Creator     *ldOrganization `json:"creator,omitempty"`
		Variables   []string        `json:"variableMeasured,omitempty"`
		Files       []ldFile        `json:"distribution,omitempty"`
		Datasets    []ldDataset     `json:"dataset,omitempty"`
	}
)

// memberPart is the part of a member's page that stands for the member itself.
const memberPart = "#organisation"

// describe is the way to the page.
func (p *Page) describe(l *ld) []any {
	if len(p.Breadcrumbs) == 0 {
		return nil
	}
	c := ldCrumbs{Type: "BreadcrumbList"}
	for i, b := range p.Breadcrumbs {
		c.Items = append(c.Items, ldCrumb{"ListItem", i + 1, b.Text.Value, l.within(p.Site, b.Href)})
	}
	// The last one is the page itself, and needs no address.
	c.Items = append(c.Items, ldCrumb{Type: "ListItem", Position: len(c.Items) + 1, Name: p.Title.Value})
	return []any{c}
}

// describe is the report, and the way to it.
func (v *EditionView) describe(l *ld) []any {
	url := l.within(v.Site, v.Href)
	r := ldReport{
		Type: "Report", ID: url + "#report", URL: url, Name: v.Title.Value, Description: v.Description, Number: v.Resolution.Code,
		Language: v.Site.Lang, Covers: strconv.Itoa(v.Content.Year), Published: v.Content.Date, Modified: v.Provenance.Date,
		Publisher: l.site(v.Site).organisation, BasedOn: web(v.Content.Source),
		About: ldWork{Type: "CreativeWork", Name: v.Resolution.Code, Identifier: v.Resolution.Code, URL: l.within(v.Site, v.Resolution.Href)},
	}
	if v.Resolution.Title.Value != "" {
		r.About.Name = v.Resolution.Title.Value
	}
	if v.Content.Lang != "" {
		r.Language = v.Content.Lang
	}
	r.Contributor = make([]ldRef, len(v.Contributors))
	for i, href := range v.Contributors {
		r.Contributor[i].ID = l.part(v.Site, href, memberPart)
	}
	if href := l.within(v.Site, v.Original); href != "" {
		r.Encodings = append(r.Encodings, ldFile{Type: "MediaObject", Encoding: "text/markdown", URL: href, Digest: v.Provenance.Digest})
	}
	if href := l.within(v.Site, v.JSON); href != "" {
		r.Encodings = append(r.Encodings, ldFile{Type: "MediaObject", Encoding: "application/json", URL: href})
	}
	return append(v.Page.describe(l), r)
}

// describe is the member, and the way to it.
func (v *MemberView) describe(l *ld) []any {
	url := l.within(v.Site, v.Href)
	o := ldOrganization{
		Type: "Organization", ID: url + memberPart, Name: v.Member.Name, URL: web(v.Website), MainEntity: url, MemberOf: l.site(v.Site).organisation,
	}
	if v.Member.Acronym != "" {
		o.Other = append(o.Other, v.Member.Acronym)
	}
	o.Other = append(o.Other, v.OtherNames...)
	if v.Member.CountryID != "" {
		o.Address = &ldAddress{"PostalAddress", v.Member.CountryID}
	}
	return append(v.Page.describe(l), o)
}

// describe is the catalogue of data with its tables, and the way to it.
func (v *DataView) describe(l *ld) []any {
	url := l.within(v.Site, v.Href)
	catalogue := ldDataset{
		Type: "DataCatalog", ID: url + "#catalogue", Name: v.Site.Title, Description: v.Description, URL: url, Language: v.Site.Lang, Creator: l.site(v.Site).organisation,
	}
	for _, t := range v.Tables {
		d := ldDataset{
			Type: "Dataset", ID: url + "#" + t.Name, Name: t.Title, Description: t.Title + ". " + v.Site.Description, URL: url + "#" + t.Name,
			Language: v.Site.Lang, Version: v.Version, Creator: l.site(v.Site).organisation,
		}
		for _, c := range t.Columns {
			d.Variables = append(d.Variables, c.Name)
		}
		for _, f := range t.Files {
			kind := ""
			switch {
			case strings.HasSuffix(f.Name, ".csv"):
				kind = "text/csv"
			case strings.HasSuffix(f.Name, "-metadata.json"):
				kind = "application/csvm+json"
			default:
				kind = "application/json"
			}
			d.Files = append(d.Files, ldFile{Type: "DataDownload", Name: f.Name, Encoding: kind, URL: l.within(v.Site, f.Href)})
		}
		catalogue.Datasets = append(catalogue.Datasets, d)
	}
	return append(v.Page.describe(l), catalogue)
}
