// Package searchtest is a small trilingual site to search and what its queries
// must answer, shared by the tests of the Go reader and of the browser's.
package searchtest

import (
	"slices"
	"strconv"
	"strings"

	"resolute/internal/search"
)

// Languages of the site.
var Languages = []string{"en", "fr", "es"}

// member is one line of the table of members.
type member struct {
	id, name, acronym, country string
	aliases                    []string
}

var members = []member{
	{"ifaw", "International Fund for Animal Welfare", "IFAW", "US", nil},
	{"iucn-france", "Comité français de l’UICN", "CF-UICN", "FR", []string{"French Committee of IUCN"}},
	{"wwf-france", "WWF France", "WWF", "FR", nil},
	{"wwf-international", "World Wide Fund for Nature", "WWF", "CH", []string{"WWF International"}},
	{"conanp", "Comisión Nacional de Áreas Naturales Protegidas", "CONANP", "MX", nil},
	{"sepronaf", "Société d’Études pour la Protection de la Nature", "SEPRONAF", "CI", nil},
	{"thap", "Trust for the Highlands’ Animals and Plants", "THAP", "VN", nil},
	{"ninez-y-mar", "Fundación Niñez y Mar", "FNM", "CL", nil},
}

// countries by code: English, French, Spanish, and other names.
var countries = []struct {
	id, en, fr, es string
	aliases        []string
}{
	{"CH", "Switzerland", "Suisse", "Suiza", nil},
	{"CI", "Côte d’Ivoire", "Côte d’Ivoire", "Côte d’Ivoire", []string{"Ivory Coast"}},
	{"CL", "Chile", "Chili", "Chile", nil},
	{"FR", "France", "France", "Francia", nil},
	{"MX", "Mexico", "Mexique", "México", nil},
	{"US", "United States of America", "États-Unis d’Amérique", "Estados Unidos de América", []string{"USA"}},
	{"VN", "Viet Nam", "Viet Nam", "Viet Nam", nil},
}

// resolution is one resolution with its reports.
type resolution struct {
	code, official string
	en, fr, es     string
	keywords       []string
	reports        []report
}

// report is one edition; text by language.
type report struct {
	year             int
	status           string
	members, actions []string
	text             map[string]string
}

// Documents are the documents of the site.
func Documents() []search.Document {
	var docs []search.Document
	for _, r := range resolutions {
		docs = append(docs, r.documents()...)
	}
	for i := range members {
		docs = append(docs, members[i].document())
	}
	return append(docs, pages...)
}

func (r *resolution) documents() []search.Document {
	path := "resolutions/" + strings.ToLower(r.code) + "/"
	parts := strings.Split(r.code, "-")
	congress := strings.ToLower(parts[0] + "-" + parts[1])
	year, _ := strconv.Atoi(parts[1])
	codes := []string{r.code}
	if r.official != "" {
		codes = append(codes, r.official)
	}
	var title []search.Text
	for i, text := range []string{r.en, r.fr, r.es} {
		if text != "" {
			title = append(title, search.Text{Lang: Languages[i], Value: text})
		}
	}
	main := search.Document{
		Path: path, Kind: search.KindResolution, Codes: codes, Title: title, Year: year,
		Langs: []string{"en"}, Facets: map[string][]string{"congress": {congress}},
	}
	for _, k := range r.keywords {
		main.Fields = append(main.Fields, search.Field{Kind: search.FieldKeyword, Text: search.Text{Lang: "en", Value: k}})
	}
	docs := []search.Document{main}
	for i := range r.reports {
		docs = append(docs, r.reports[i].document(main))
	}
	return docs
}

func (e *report) document(of search.Document) search.Document {
	d := search.Document{
		Path: of.Path + strconv.Itoa(e.year) + "/", Kind: search.KindEdition, Codes: of.Codes, Title: of.Title,
		Year: e.year, Status: e.status,
		Facets: map[string][]string{"member": e.members, "action": e.actions, "congress": of.Facets["congress"]},
	}
	for _, id := range e.members {
		m := memberOf(id)
		if !slices.Contains(d.Facets["country"], m.country) {
			d.Facets["country"] = append(d.Facets["country"], m.country)
		}
		d.Fields = append(d.Fields, m.fields()...)
	}
	for _, lang := range Languages {
		if text := e.text[lang]; text != "" {
			d.Langs = append(d.Langs, lang)
			d.Fields = append(d.Fields, search.Field{Kind: search.FieldBody, Text: search.Text{Lang: lang, Value: text}})
		}
	}
	return d
}

func memberOf(id string) *member {
	return &members[slices.IndexFunc(members, func(m member) bool { return m.id == id })]
}

// fields are a member's names and its country's, for the search.
func (m *member) fields() []search.Field {
	var fields []search.Field
	for _, text := range append([]string{m.name, m.acronym}, m.aliases...) {
		fields = append(fields, search.Field{Kind: search.FieldName, Text: search.Text{Value: text}})
	}
	for _, c := range countries {
		if c.id == m.country {
			for i, text := range []string{c.en, c.fr, c.es} {
				fields = append(fields, search.Field{Kind: search.FieldCountry, Text: search.Text{Lang: Languages[i], Value: text}})
			}
			for _, text := range c.aliases {
				fields = append(fields, search.Field{Kind: search.FieldCountry, Text: search.Text{Value: text}})
			}
		}
	}
	return fields
}

func (m *member) document() search.Document {
	return search.Document{
		Path: "members/" + m.id + "/", Kind: search.KindMember, Title: []search.Text{{Value: m.name}},
		Facets: map[string][]string{"country": {m.country}, "member": {m.id}}, Fields: m.fields(),
	}
}

// Labels are the facets of the site.
func Labels() search.Labels {
	value := func(id, en, fr, es string, keywords ...string) search.FacetValue {
		return search.FacetValue{ID: id, Keywords: keywords, Labels: []search.Text{{Lang: "en", Value: en}, {Lang: "fr", Value: fr}, {Lang: "es", Value: es}}}
	}
	labels := search.Labels{
		{Name: search.FacetKind, Values: []search.FacetValue{
			value(search.KindEdition, "Report", "Rapport", "Informe"),
			value(search.KindResolution, "Resolution", "Résolution", "Resolución"),
			value(search.KindMember, "Member", "Membre", "Miembro"),
			value(search.KindPage, "Page", "Page", "Página"),
		}},
		{Name: search.FacetStatus, Values: []search.FacetValue{
			value("initiated", "Initiated", "Lancée", "Iniciada"),
			value("ongoing", "Ongoing", "En cours", "En curso"),
			value("completed", "Completed", "Achevée", "Completada"),
		}},
		{Name: search.FacetYear},
		{Name: search.FacetLanguage, Values: []search.FacetValue{
			value("en", "English", "Anglais", "Inglés"), value("fr", "French", "Français", "Francés"), value("es", "Spanish", "Espagnol", "Español"),
		}},
		{Name: "action", Values: []search.FacetValue{
			value("capacity-building", "Capacity-building", "Renforcement des capacités", "Fortalecimiento de capacidades"),
			value("fieldwork", "Field work", "Travail de terrain", "Trabajo de campo"),
			value("policy", "Policy", "Politique", "Política"),
		}},
		{Name: "congress"},
		{Name: "country", Suggest: true},
		{Name: "member", Suggest: true},
	}
	for _, c := range countries {
		labels[6].Values = append(labels[6].Values, value(c.id, c.en, c.fr, c.es, c.aliases...))
	}
	for _, m := range members {
		labels[7].Values = append(labels[7].Values, search.FacetValue{
			ID: m.id, Labels: []search.Text{{Value: m.name}}, Keywords: append([]string{m.acronym}, m.aliases...),
		})
	}
	return labels
}
