package output

import (
	"net/url"
	"slices"
	"strings"

	"resolute/internal/layout"
	"resolute/internal/markdown"
	"resolute/internal/report"
)

// contentsFrom is the number of sub-headings from which a report gets a table
// of contents, and contentsWords the number of words.
const (
	contentsFrom  = 3
	contentsWords = 600
)

// guidePath is the address of the page for editors, where a site has one.
const guidePath = "editors/"

// edition is the page of a report of a folder.
func (l *language) edition(f *resolutionFolder, i int) *layout.EditionView {
	e, ref := &f.Reports[i], f.Face.Resolution
	text, title := e.Text, l.title(e.Face)
	v := &layout.EditionView{
		Page:       l.page(e.Face.Path, "resolutions", layout.Text{Value: title}, l.description(e.Face)),
		Resolution: ref, Congress: f.Face.Congress, Type: f.Face.Type,
		Content: l.content(f, i), Changes: l.changesInFull(f, i),
		Citation: l.citation(e.Face, ref), Work: *l.reference(e.Face, e.Original.Edition, text.Edition),
		Provenance: l.provenance(text.Edition, e.Commit), Original: l.originalOf(e).href,
		EditHref: l.inRepository("edit/main/" + text.Path), ReportHref: l.inRepository("issues/new?title=" + url.QueryEscape(title)),
	}
	for _, id := range namedIDs(e.Original.Members.Items) {
		v.Contributors = append(v.Contributors, f.member(id).Href)
	}
	v.Card = l.card(sectionEdition)
	l.below(&v.Page, "resolutions")
	v.Breadcrumbs = append(v.Breadcrumbs, layout.Link{Href: ref.Href, Text: layout.Text{Value: ref.Code}})
	v.JSON = v.Href + "index.json"
	v.Feed = ref.Href + "feed.xml"
	v.File = text.Path
	if l.guide {
		v.GuideHref = l.href(guidePath)
	}
	last := len(f.Reports) - 1
	if i > 0 {
		v.Previous = new(f.Reports[i-1].Face.yearLink())
	}
	if i < last {
		v.Next, v.Latest = new(f.Reports[i+1].Face.yearLink()), new(f.Reports[last].Face.yearLink())
	}
	return v
}

// editionRef names a report in a list.
func (l *language) editionRef(f *editionFace, e *report.Edition) layout.EditionRef {
	return layout.EditionRef{Year: f.Year, Href: f.href, Status: l.status(f), Members: len(namedIDs(e.Members.Items)) + len(portalIDs(e.Members.Items)), Draft: e.Draft}
}

// namedIDs are those of the members or commissions that a report names, each once.
func namedIDs(refs []report.Ref) []string {
	ids := make([]string, 0, len(refs))
	for _, r := range refs {
		if r.ID != "" && !slices.Contains(ids, r.ID) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// portalIDs are those that the old portal did not resolve.
func portalIDs(refs []report.Ref) (ids []string) {
	for _, r := range refs {
		if r.ID == "" {
			ids = append(ids, r.PortalID)
		}
	}
	return ids
}

// inRepository is an address below that of the content's repository, or "".
func (l *language) inRepository(path string) string {
	if l.chrome.Repository == "" {
		return ""
	}
	return strings.TrimSuffix(l.chrome.Repository, "/") + "/" + path
}

// citation names the report in the way of a reference list; the address is
// permanent, so that no day of access is needed.
func (l *language) citation(f *editionFace, ref layout.ResolutionRef) string {
	name := ref.Code
	if ref.Title.Value != "" {
		name += ", " + l.locale.Quote(ref.Title.Value)
	}
	return l.word("edition.citation", "organisation", l.chrome.Organisation.Text.Value, "name", name, "year", f.Year,
		"site", l.chrome.Title, "address", f.url)
}

// content is a report as shown on its own page and, where it is the latest, on
// the resolution's.
func (l *language) content(f *resolutionFolder, i int) layout.Content {
	r := &f.Reports[i]
	e, text := r.Original, r.Text
	c := layout.Content{
		Year: e.Year, Href: r.Face.href, Status: l.status(r.Face),
		Members:     layout.Members{State: state(e.Members.Presence), Items: f.lines(namedIDs(e.Members.Items)), Unresolved: portalIDs(e.Members.Items)},
		Commissions: l.commissions(e.Commissions), Secretariat: answer(e.Secretariat),
		Others:  layout.Names{State: state(e.OtherOrganisations.Presence), Items: e.OtherOrganisations.Items},
		Actions: layout.Actions{State: state(e.Actions.Presence), Items: l.actionLinks(e.Actions.Items)},
		Planned: answer(e.FutureActionsPlanned), Date: e.Date.String(), Source: e.Source,
		Extent: string(e.Extent), NotVisible: e.NotVisible, Draft: e.Draft,
	}
	if text.Language != l.lang {
		c.Lang, c.LangName = string(text.Language), l.nameOf(text.Language)
	}
	if text.IsTranslation {
		c.Translation = l.translation(r)
	}
	if len(r.Translations) > 0 {
		c.Languages = l.textLanguages(r)
	}
	c.Sections, c.Words, c.Contents = l.sections(r.Body)
	return c
}

// textLanguages are the languages in which an edition can be read.
func (l *language) textLanguages(r *folderReport) []layout.Alternate {
	var list []layout.Alternate
	for i, lang := range l.fallbacks {
		if r.Original.Language == lang || slices.Contains(r.Translations, lang) {
			at := l.within(lang, r.Face.Path)
			list = append(list, layout.Alternate{Lang: string(lang), Name: l.names[i], Href: at.href, URL: at.url, Self: lang == l.lang})
		}
	}
	return list
}

// sections are the parts of a body with HTML to come.
func (l *language) sections(body *Body) (list []layout.Section, words int, contents bool) {
	if body == nil {
		return nil, 0, false
	}
	headings := 0
	list = make([]layout.Section, len(body.Sections))
	for i, s := range body.Sections {
		headings += 1 + len(s.Headings)
		list[i] = layout.Section{ID: s.ID, Headings: s.Headings, Body: l.rich(body, i)}
	}
	return list, body.Words, body.Words >= contentsWords && headings >= contentsFrom
}

// rich is a section of a body whose HTML is rendered when it is needed.
func (l *language) rich(body *Body, i int) layout.Rich {
	return layout.NewRich(body.Digest+"#"+itoa(i), func() markdown.HTML { return body.HTML(i).Under(strings.TrimSuffix(l.root, "/")) })
}

func (l *language) commissions(of report.List[report.Ref]) layout.Commissions {
	c := layout.Commissions{State: state(of.Presence)}
	for _, r := range of.Items {
		c.Items = append(c.Items, l.commission(r))
	}
	return c
}

func (l *language) commission(r report.Ref) layout.Commission {
	t, ok := l.settings.Commissions.Find(r.ID)
	if !ok {
		return layout.Commission{PortalID: r.PortalID, Term: r.Term}
	}
	return layout.Commission{Name: l.text(t.Label), Acronym: t.Acronym, Term: r.Term, Href: l.href("commissions/" + t.ID + "/")}
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
