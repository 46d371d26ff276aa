package build

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"

	"resolute/internal/i18n"
	"resolute/internal/output"
	"resolute/internal/report"
	"resolute/internal/search"
	"resolute/internal/site"
)

// documents makes what is searched of the site.
type documents struct {
	*Project
	countries   map[string]*country
	commissions map[string]*named
	members     []*named // in the order of the site's
	// room and buf are working memory: for a material, and for what its digest is of.
	room material
	buf  []byte
}

// named is what a document is found under: the names of a member, a country or a
// commission, and the facet of which that is a value.
type named struct {
	facet, id string // "" for none
	fields    []search.Field
	digest    string
}

func newNamed(facet, id string, fields []search.Field) *named {
	return &named{facet, id, fields, output.Fingerprint("named", struct {
		Facet, ID string
		Fields    []search.Field
	}{facet, id, fields})}
}

// country is what is searched of a country.
type country struct {
	*named
	names []search.Text // in every language of the site
}

// heading is what a resolution and its editions are called.
type heading struct {
	codes     []string
	title     []search.Text
	languages []string // of the title
	congress  string
	digest    string
}

func newHeading(codes []string, title []search.Text, congress string) *heading {
	h := &heading{codes: codes, title: title, congress: congress}
	for _, t := range title {
		h.languages = append(h.languages, t.Lang)
	}
	h.digest = output.Fingerprint("heading", struct {
		Codes    []string
		Title    []search.Text
		Congress string
	}{codes, title, congress})
	return h
}

// authored is an authored text. The file tells what it says, the body how it is read.
type authored struct {
	Lang, File string
	Body       *output.Body
}

// material is all that a document is made of.
type material struct {
	Path, Kind       string
	Heading          *heading
	Year             int
	Status           string
	Langs            []string
	Regions, Actions []string
	Names            []*named
	Others           []string // names that are no values of a facet
	Texts            []authored
}

// document is one that is made when it is needed: what is known of it by the digest
// need not be made again. Its parts come from the material alone, which is made anew
// for that; as all names are known by then, several can be made at once.
func (d *documents) document(fill func(m *material)) search.Document {
	m := &d.room
	*m = material{Langs: m.Langs[:0], Names: m.Names[:0], Texts: m.Texts[:0]}
	fill(m)
	d.buf = m.append(d.buf[:0])
	digest := sha256.Sum256(d.buf)
	anew := func() *material {
		m := &material{}
		fill(m)
		return m
	}
	return search.Document{
		Digest: string(digest[:16]), Path: m.Path, Kind: m.Kind,
		Rest:  func() search.Document { return anew().rest() },
		Texts: func() []search.Field { return anew().texts() },
	}
}

// append writes all that is in the material, each part by its digest.
func (m *material) append(b []byte) []byte {
	b = appendTexts(b, m.Path, m.Kind, m.Heading.digest, strconv.Itoa(m.Year), m.Status)
	for _, list := range [][]string{m.Langs, m.Regions, m.Actions, m.Others} {
		b = appendTexts(b, list...)
	}
	b = binary.AppendUvarint(b, uint64(len(m.Names)))
	for _, n := range m.Names {
		b = append(b, n.digest...) // always as long
	}
	for _, t := range m.Texts {
		b = appendTexts(b, t.Lang, t.File, t.Body.Digest)
	}
	return b
}

// appendTexts writes texts such that no others are written alike.
func appendTexts(b []byte, list ...string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	return b
}

func (m *material) rest() search.Document {
	doc := search.Document{
		Codes: m.Heading.codes, Title: m.Heading.title, Year: m.Year, Status: m.Status, Langs: m.Langs,
		Facets: map[string][]string{"region": m.Regions, "action": m.Actions},
	}
	if m.Heading.congress != "" {
		doc.Facets["congress"] = []string{m.Heading.congress}
	}
	for _, n := range m.Names {
		if n.facet != "" {
			doc.Facets[n.facet] = append(doc.Facets[n.facet], n.id)
		}
	}
	return doc
}

func (m *material) texts() (list []search.Field) {
	for _, n := range m.Names {
		list = append(list, n.fields...)
	}
	for _, name := range m.Others {
		list = append(list, search.Field{Kind: search.FieldName, Text: search.Text{Value: name}})
	}
	for _, t := range m.Texts {
		for i := range t.Body.Sections {
			list = append(list, search.Field{Kind: search.FieldBody, Text: search.Text{Lang: t.Lang, Value: t.Body.Text(i)}})
		}
	}
	return list
}

func newDocuments(p *Project) *documents {
	return &documents{
		Project: p, countries: map[string]*country{}, commissions: map[string]*named{}, members: make([]*named, len(p.Site.Members)),
	}
}

func (d *documents) all() []search.Document {
	s := d.Site
	list := make([]search.Document, 0, len(s.Editions)+len(s.Resolutions)+len(s.Members)+len(s.Pages))
	for _, r := range s.Resolutions {
		h := d.heading(r)
		list = append(list, d.document(func(m *material) { d.resolution(m, r, h) }))
		for _, e := range r.Editions {
			list = append(list, d.document(func(m *material) { d.edition(m, e, h) }))
		}
	}
	for _, member := range s.Members {
		list = append(list, d.document(func(m *material) { d.member(m, member) }))
	}
	for _, page := range s.Pages {
		list = append(list, d.document(func(m *material) { d.page(m, page) }))
	}
	return list
}

// localised is a text by language, in the order of the site's languages.
func (d *documents) localised(t report.Text) []search.Text {
	list := make([]search.Text, 0, len(t))
	for _, l := range d.Site.Settings.Languages {
		if s, ok := t[l]; ok {
			list = append(list, search.Text{Lang: string(l), Value: s})
		}
	}
	return list
}

func (d *documents) heading(r *site.Resolution) *heading {
	codes, title := []string{r.Code.String()}, r.Title
	if r.OfficialNumber != "" {
		codes = append(codes, r.OfficialNumber)
	}
	if len(title) == 0 {
		title = r.Subject
	}
	return newHeading(codes, d.localised(title), r.CongressTerm.ID)
}

// country is a country's names, and the fields with these and those by which
// people look for it.
func (d *documents) country(code string) *country {
	if c, ok := d.countries[code]; ok {
		return c
	}
	var names []search.Text
	for _, l := range d.Input.Locales {
		names = append(names, search.Text{Lang: l.Lang(), Value: l.Country(code)})
	}
	list := fields(search.FieldCountry, names...)
	for _, name := range i18n.CountryOtherNames(code) {
		list = append(list, search.Field{Kind: search.FieldCountry, Text: search.Text{Value: name}})
	}
	c := &country{newNamed("country", code, list), names}
	d.countries[code] = c
	return c
}

// commission is a commission's name in every language, and its acronym.
func (d *documents) commission(id string) *named {
	n, ok := d.commissions[id]
	if !ok {
		var list []search.Field
		if t, ok := d.Site.Settings.Vocabularies.Commissions.Find(id); ok {
			list = fields(search.FieldName, d.localised(t.Label)...)
			if t.Acronym != "" {
				list = append(list, search.Field{Kind: search.FieldName, Text: search.Text{Value: t.Acronym}})
			}
		}
		n = newNamed("commission", id, list)
		d.commissions[id] = n
	}
	return n
}

func fields(kind search.FieldKind, texts ...search.Text) []search.Field {
	list := make([]search.Field, 0, len(texts))
	for _, t := range texts {
		list = append(list, search.Field{Kind: kind, Text: t})
	}
	return list
}

// addText adds an authored text.
func (m *material) addText(d *documents, f *report.File, lang report.Lang) {
	if b := d.Input.Bodies[f]; b != nil {
		m.Texts = append(m.Texts, authored{string(lang), f.Digest, b})
	}
}

func (d *documents) resolution(m *material, r *site.Resolution, h *heading) {
	m.Path, m.Kind, m.Heading, m.Year = r.Path(), search.KindResolution, h, r.CongressTerm.Year
	m.Langs = append(m.Langs, h.languages...)
	if latest := r.Latest(); latest != nil {
		m.Status = latest.StatusTerm.ID
	}
	var keywords []search.Field
	for _, k := range r.Keywords {
		keywords = append(keywords, search.Field{Kind: search.FieldKeyword, Text: search.Text{Lang: string(d.Site.Settings.Default()), Value: k}})
	}
	m.Names = append(m.Names, newNamed("", "", keywords))
	m.addText(d, &r.File, d.Site.Settings.Default())
}

func (d *documents) edition(m *material, e *site.Edition, h *heading) {
	m.Path, m.Kind, m.Heading, m.Year, m.Status = e.Path(), search.KindEdition, h, e.Year, e.StatusTerm.ID
	m.Langs, m.Regions = append(m.Langs, string(e.Language)), e.Regions
	m.Actions, m.Others = ids(e.Actions.Items), e.OtherOrganisations.Items
	for _, member := range e.Members {
		m.Names = append(m.Names, d.memberNames(member))
	}
	for _, c := range e.Countries {
		m.Names = append(m.Names, d.country(c).named)
	}
	for _, id := range ids(e.Commissions.Items) {
		m.Names = append(m.Names, d.commission(id))
	}
	m.addText(d, &e.File, e.Language)
	for _, t := range e.Translations {
		m.Langs = append(m.Langs, string(t.Language))
		m.addText(d, &t.File, t.Language)
	}
}

func (d *documents) memberNames(m *site.Member) *named {
	if d.members[m.Index] == nil {
		d.members[m.Index] = newNamed("member", m.ID, fields(search.FieldName, names(m)...))
	}
	return d.members[m.Index]
}

// names are all by which a member is known.
func names(m *site.Member) []search.Text {
	list := []search.Text{{Value: m.Name}}
	if m.Acronym != "" {
		list = append(list, search.Text{Value: m.Acronym})
	}
	for _, n := range m.OtherNames {
		list = append(list, search.Text{Value: n})
	}
	return list
}

func (d *documents) member(m *material, member *site.Member) {
	list := names(member)
	m.Path, m.Kind, m.Heading = member.Path(), search.KindMember, newHeading(nil, list[:1], "")
	m.Names = append(m.Names, newNamed("", "", fields(search.FieldName, list[1:]...)))
	if member.Country.ID != "" {
		m.Names = append(m.Names, d.country(member.Country.ID).named)
	}
	if member.Region != nil {
		m.Regions = []string{member.Region.ID}
	}
	m.addText(d, &member.File, d.Site.Settings.Default())
}

func (d *documents) page(m *material, page *site.Page) {
	m.Path, m.Kind = page.Path(), search.KindPage
	title := []search.Text{{Lang: string(page.Language), Value: page.Title}}
	m.addText(d, &page.File, page.Language)
	for _, t := range page.Translations {
		title = append(title, search.Text{Lang: string(t.Language), Value: t.Title})
		m.addText(d, &t.File, t.Language)
	}
	m.Heading = newHeading(nil, title, "")
	m.Langs = append(m.Langs, m.Heading.languages...)
}

func ids(refs []report.Ref) []string {
	list := make([]string, 0, len(refs))
	for _, r := range refs {
		if r.ID != "" && !slices.Contains(list, r.ID) {
			list = append(list, r.ID)
		}
	}
	return list
}
