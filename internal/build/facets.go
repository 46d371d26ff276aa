package build

import (
	"slices"
	"strconv"

	"resolute/internal/i18n"
	"resolute/internal/report"
	"resolute/internal/search"
	"resolute/internal/site"
)

// labels are the facets, in the order in which the page shows them.
func (d *documents) labels() search.Labels {
	v := &d.Site.Settings.Vocabularies
	list := search.Labels{
		{Name: search.FacetKind, Values: d.kinds()},
		{Name: search.FacetStatus, Values: d.terms(v.Statuses)},
		{Name: "action", Values: d.terms(v.Actions)},
		{Name: search.FacetYear, Values: d.yearValues()},
		{Name: "country", Suggest: true, Values: d.countryValues()},
		{Name: "region", Values: d.terms(v.Regions)},
		{Name: "member", Suggest: true, Values: d.memberValues()},
		{Name: "commission", Values: d.terms(v.Commissions)},
		{Name: "congress", Values: d.terms(v.Congresses)},
		{Name: search.FacetLanguage, Values: d.languageValues()},
	}
	return list
}

func (d *documents) terms(v report.Vocabulary) []search.FacetValue {
	var list []search.FacetValue
	for _, t := range v {
		value := search.FacetValue{ID: t.ID, Labels: d.localised(t.Label)}
		if t.Acronym != "" {
			value.Keywords = []string{t.Acronym}
		}
		list = append(list, value)
	}
	return list
}

// words are an interface word in every language.
func (d *documents) words(key string) []search.Text {
	var list []search.Text
	for _, l := range d.Input.Locales {
		if s, err := l.T(key); err == nil {
			list = append(list, search.Text{Lang: l.Lang(), Value: s})
		}
	}
	return list
}

func (d *documents) kinds() []search.FacetValue {
	var list []search.FacetValue
	for _, k := range []struct{ id, key string }{
		{search.KindEdition, "kind.edition"},
		{search.KindResolution, "kind.resolution"},
		{search.KindMember, "kind.member"},
		{search.KindPage, "kind.page"},
	} {
		list = append(list, search.FacetValue{ID: k.id, Labels: d.words(k.key)})
	}
	return list
}

func (d *documents) yearValues() []search.FacetValue {
	seen := map[int]bool{}
	for _, e := range d.Site.Editions {
		seen[e.Year] = true
	}
	for _, r := range d.Site.Resolutions {
		seen[r.CongressTerm.Year] = true
	}
	var years []int
	for y := range seen {
		years = append(years, y)
	}
	slices.Sort(years)
	slices.Reverse(years)
	var list []search.FacetValue
	for _, y := range years {
		list = append(list, search.FacetValue{ID: strconv.Itoa(y)})
	}
	return list
}

func (d *documents) countryValues() []search.FacetValue {
	var list []search.FacetValue
	for _, t := range d.Site.Taxonomy("countries").Terms {
		list = append(list, search.FacetValue{ID: t.Country, Labels: d.country(t.Country).names, Keywords: i18n.CountryOtherNames(t.Country)})
	}
	return list
}

func (d *documents) memberValues() []search.FacetValue {
	members := slices.Clone(d.Site.Members)
	first := d.Input.Locales[0]
	i18n.SortBy(first, members, func(m *site.Member) string { return m.Name })
	var list []search.FacetValue
	for _, m := range members {
		value := search.FacetValue{ID: m.ID, Labels: []search.Text{{Value: m.Name}}}
		for _, n := range names(m)[1:] {
			value.Keywords = append(value.Keywords, n.Value)
		}
		list = append(list, value)
	}
	return list
}

func (d *documents) languageValues() []search.FacetValue {
	var list []search.FacetValue
	for _, l := range d.Site.Settings.Languages {
		list = append(list, search.FacetValue{ID: string(l), Labels: d.words("language." + string(l))})
	}
	return list
}
