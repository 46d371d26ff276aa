package output

import (
	"net/url"
	"slices"
	"strings"

	"resolute/internal/layout"
	"resolute/internal/markdown"
	"resolute/internal/report"
	"resolute/internal/site"
)

// contentsFrom is the number of sub-headings from which a report gets a table
// of contents, and contentsWords the number of words.
const (
	contentsFrom  = 3
	contentsWords = 600
)

// guidePath is the address of the page for editors, where a site has one.
const guidePath = "editors/"

func (p *pages) editionTargets(e *site.Edition) []Target {
	address := e.Path()
	return append(p.original(e),
		p.html("edition", address, func() any { return p.edition(e) }),
		p.json(address, func() any { return p.editionJSON(e) }))
}

func (p *pages) edition(e *site.Edition) *layout.EditionView {
	ref := p.refs[e.Resolution.Index]
	name := p.of(e)
	v := &layout.EditionView{
		Page:       p.page(e.Path(), "resolutions", layout.Text{Value: name.title}, name.description),
		Resolution: ref, Congress: p.congress(e.Resolution.CongressTerm), Type: p.label(e.Resolution.TypeTerm.Label),
		Content: p.content(e), Changes: p.changesInFull(e),
		Citation: p.citation(e, ref), Work: *p.work(e), Provenance: p.provenance(e.In(p.lang)), Original: p.originalOf(e, e.In(p.lang)).href,
	}
	v.Contributors = make([]string, len(e.Members))
	for i, m := range e.Members {
		v.Contributors[i] = p.members[m.Index].Href
	}
	v.Card = p.card(sectionEdition)
	p.below(&v.Page, "resolutions")
	v.Breadcrumbs = append(v.Breadcrumbs, layout.Link{Href: ref.Href, Text: layout.Text{Value: ref.Code}})
	v.JSON = v.Href + "index.json"
	v.Feed = ref.Href + "feed.xml"
	v.File = e.In(p.lang).Path
	v.EditHref, v.ReportHref = p.inRepository("edit/main/"+v.File), p.inRepository("issues/new?title="+url.QueryEscape(name.title))
	if p.Site.HasAddress(guidePath) {
		v.GuideHref = p.href(guidePath)
	}
	v.Previous, v.Next = p.editionNeighbour(e.Previous), p.editionNeighbour(e.Next)
	if latest := e.Resolution.Latest(); latest != e {
		v.Latest = p.editionNeighbour(latest)
	}
	return v
}

// inRepository is an address below that of the content's repository, or "".
func (p *pages) inRepository(path string) string {
	if p.chrome.Repository == "" {
		return ""
	}
	return strings.TrimSuffix(p.chrome.Repository, "/") + "/" + path
}

func (p *pages) editionNeighbour(e *site.Edition) *layout.YearLink {
	if e == nil {
		return nil
	}
	return new(p.yearLink(e))
}

// citation names the report in the way of a reference list; the address is
// permanent, so that no day of access is needed.
func (p *pages) citation(e *site.Edition, ref layout.ResolutionRef) string {
	name := ref.Code
	if ref.Title.Value != "" {
		name += ", " + p.locale.Quote(ref.Title.Value)
	}
	return p.word("edition.citation", "organisation", p.chrome.Organisation.Text.Value, "name", name, "year", e.Year,
		"site", p.chrome.Title, "address", p.of(e).url)
}

// content is a report as shown on its own page and, where it is the latest, on
// the resolution's.
func (p *pages) content(e *site.Edition) layout.Content {
	text := e.In(p.lang)
	body := p.Bodies[&text.File]
	c := layout.Content{
		Year: e.Year, Href: p.of(e).href, Status: p.statuses[e.StatusTerm.ID],
		Members:     layout.Members{State: state(e.Edition.Members.Presence), Unresolved: e.Unresolved},
		Commissions: p.commissions(e.Commissions), Secretariat: answer(e.Secretariat),
		Others:  layout.Names{State: state(e.OtherOrganisations.Presence), Items: e.OtherOrganisations.Items},
		Actions: layout.Actions{State: state(e.Actions.Presence), Items: p.actionLinks(e.Actions.Items)},
		Planned: answer(e.FutureActionsPlanned), Date: e.Date.String(), Source: e.Source,
		Extent: string(e.Extent), NotVisible: e.NotVisible, Draft: e.Draft,
	}
	c.Members.Items = p.memberLines(e.Members)
	if text.Language != p.lang {
		c.Lang, c.LangName = string(text.Language), p.language(text.Language)
	}
	if text.IsTranslation {
		c.Translation = p.translation(e, text)
	}
	if len(e.Translations) > 0 {
		c.Languages = p.textLanguages(e)
	}
	c.Sections, c.Words, c.Contents = p.sections(body)
	return c
}

// memberLines are members as lists show them.
func (p *pages) memberLines(members []*site.Member) []*layout.Part {
	lines := make([]*layout.Part, len(members))
	for i, m := range members {
		lines[i] = p.lines.at(m.Index)
	}
	return lines
}

// textLanguages are the languages in which an edition can be read.
func (p *pages) textLanguages(e *site.Edition) []layout.Alternate {
	var list []layout.Alternate
	for i, l := range p.Site.Settings.Languages {
		if e.Language == l || slices.ContainsFunc(e.Translations, func(t *report.Edition) bool { return t.Language == l }) {
			at := p.within(l, e.Path())
			list = append(list, layout.Alternate{Lang: string(l), Name: p.chrome.Languages[i].Name, Href: at.href, URL: at.url, Self: l == p.lang})
		}
	}
	return list
}

// sections are the parts of a body with HTML to come.
func (p *pages) sections(body *Body) (list []layout.Section, words int, contents bool) {
	if body == nil {
		return nil, 0, false
	}
	headings := 0
	list = make([]layout.Section, len(body.Sections))
	for i, s := range body.Sections {
		headings += 1 + len(s.Headings)
		list[i] = layout.Section{ID: s.ID, Headings: s.Headings, Body: p.rich(body, i)}
	}
	return list, body.Words, body.Words >= contentsWords && headings >= contentsFrom
}

// rich is a section of a body whose HTML is rendered when it is needed.
func (p *pages) rich(body *Body, i int) layout.Rich {
	return layout.NewRich(body.Digest+"#"+itoa(i), func() markdown.HTML { return body.HTML(i).Under(strings.TrimSuffix(p.root, "/")) })
}

func (p *pages) commissions(l report.List[report.Ref]) layout.Commissions {
	c := layout.Commissions{State: state(l.Presence)}
	for _, r := range l.Items {
		c.Items = append(c.Items, p.commission(r))
	}
	return c
}

func (p *pages) commission(r report.Ref) layout.Commission {
	t, ok := p.Site.Settings.Commissions.Find(r.ID)
	if !ok {
		return layout.Commission{PortalID: r.PortalID, Term: r.Term}
	}
	return layout.Commission{Name: p.text(t.Label), Acronym: t.Acronym, Term: r.Term, Href: p.href("commissions/" + t.ID + "/")}
}

func state(p report.Presence) string {
	switch p {
	case report.None:
		return layout.StateNone
	case report.Stated:
		return layout.StateStated
	case report.NotVisible:
		return layout.StateNotVisible
	}
	return layout.StateNotStated
}

func answer(a report.Answer) string {
	switch a {
	case report.Yes:
		return layout.StateYes
	case report.No:
		return layout.StateNo
	case report.Unseen:
		return layout.StateNotVisible
	}
	return layout.StateNotStated
}
