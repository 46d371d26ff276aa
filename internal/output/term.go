package output

import (
	"slices"

	"resolute/internal/feed"
	"resolute/internal/layout"
	"resolute/internal/site"
)

// alphabetical are the taxonomies whose index is in order of name.
func alphabetical(kind string) bool { return kind == "countries" }

func (p *pages) termTargets() []Target {
	var list []Target
	for _, x := range p.Site.Taxonomies {
		list = append(list, p.html("taxonomy", x.Path(), func() any { return p.taxonomy(x) }))
		for _, t := range x.Terms {
			list = append(list, p.termFeeds(t)...)
			for i := range pageCount(len(t.Resolutions)) {
				list = append(list, p.html("term", pageAddress(t.Path(), i), func() any { return p.term(x, t, i) }))
			}
		}
	}
	return list
}

// termRows are a term's resolutions with the years of its reports; a
// congress's are all that it adopted, reported on or not.
func (p *pages) termRows(t *site.Term, reports []*editionFace) []layout.Row {
	if t.Kind != "congresses" {
		return rows(reports)
	}
	list := make([]layout.Row, 0, len(t.Resolutions))
	for _, r := range t.Resolutions {
		list = append(list, row(p.ofResolution(r), p.faces(r.Editions)))
	}
	return list
}

// termName is a term's label in the page's language.
func (p *pages) termName(t *site.Term) layout.Text {
	switch {
	case t.Country != "":
		return layout.Text{Value: p.locale.Country(t.Country)}
	case t.Vocabulary != nil:
		return p.text(t.Vocabulary.Label)
	}
	return layout.Text{Value: t.ID}
}

func (p *pages) taxonomy(x *site.Taxonomy) *layout.TaxonomyView {
	v := &layout.TaxonomyView{
		Page: p.page(x.Path(), x.Kind, layout.Text{Value: p.word("nav." + x.Kind)}, p.word(x.Kind+".description")),
		Kind: x.Kind,
	}
	for _, t := range x.Terms {
		row := layout.TermRow{
			Link: layout.Link{Href: p.href(t.Path()), Text: p.termName(t)}, ID: t.ID, Status: p.statusOf(x.Kind, t.ID),
			Reports: len(t.Editions), Resolutions: len(t.Resolutions), Current: len(t.Current), Members: len(t.Members),
		}
		if t.Vocabulary != nil {
			row.Short, row.Gloss = t.Vocabulary.Acronym, p.label(t.Vocabulary.Gloss)
		}
		v.Terms = append(v.Terms, row)
	}
	if alphabetical(x.Kind) {
		slices.SortFunc(v.Terms, func(a, b layout.TermRow) int { return p.locale.Compare(a.Link.Text.Value, b.Link.Text.Value) })
		for i := range v.Terms {
			t := &v.Terms[i]
			t.Letter = p.locale.Letter(t.Link.Text.Value)
			if n := len(v.Letters); n == 0 || v.Letters[n-1] != t.Letter {
				v.Letters = append(v.Letters, t.Letter)
			}
		}
	}
	v.Charts = p.taxonomyCharts(v)
	return v
}

func (p *pages) term(x *site.Taxonomy, t *site.Term, i int) *layout.TermView {
	name, reports := p.termName(t), p.faces(t.Editions)
	v := &layout.TermView{
		Page: p.page(pageAddress(t.Path(), i), x.Kind, name, p.plural("term.description", len(t.Editions), "name", name.Value)),
		Kind: x.Kind, ID: t.ID, Status: p.statusOf(x.Kind, t.ID), Name: name, Facts: p.termFacts(t),
		Reports: len(t.Editions), Resolutions: len(t.Resolutions), Current: len(t.Current), Total: p.reported(),
		Rows: pageOf(p.termRows(t, reports), i), Pager: p.pager(t.Path(), i, pageCount(len(t.Resolutions))),
	}
	if hasFeed(t.Kind) {
		v.Feed = p.href(t.Path()) + feed.AtomName
	}
	if t.Vocabulary != nil {
		v.Gloss = p.label(t.Vocabulary.Gloss)
	}
	for _, m := range p.byName(t.Members) {
		v.Members = append(v.Members, p.ofMember(m).Line)
	}
	if x.Kind != "statuses" {
		v.Statuses = p.statusCounts(p.facesOf(t.Resolutions))
	}
	if x.Kind == "years" {
		v.Statuses = p.reportStatusCounts(reports)
	}
	if x.Kind != "actions" {
		v.Actions = p.actionCounts(reports)
	}
	if x.Kind != "years" {
		v.Years = p.yearCounts(reports)
	}
	p.below(&v.Page, x.Kind)
	v.Charts = p.termCharts(v)
	return v
}

// termFacts are what the vocabulary says of a term beyond its label.
func (p *pages) termFacts(t *site.Term) []layout.Fact {
	var facts []layout.Fact
	add := func(key string, value layout.Text, href string) {
		if value.Value != "" {
			facts = append(facts, layout.Fact{Key: key, Value: value, Href: href})
		}
	}
	if t.Country != "" {
		if region, ok := p.Site.Settings.RegionOf(t.Country); ok {
			link := p.region(region)
			add("term.region", link.Text, link.Href)
		}
	}
	if v := t.Vocabulary; v != nil {
		add("term.acronym", layout.Text{Value: v.Acronym}, "")
		add("term.held", p.text(v.Held), "")
		add("term.place", p.text(v.Place), "")
	}
	return facts
}

// reported counts resolutions with a report: the denominator of shares.
func (p *pages) reported() int {
	n := 0
	for _, r := range p.Site.Resolutions {
		if len(r.Editions) > 0 {
			n++
		}
	}
	return n
}
