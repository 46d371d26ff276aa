package output

import (
	"bytes"
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"resolute/internal/dataset"
	"resolute/internal/feed"
	"resolute/internal/i18n"
	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// pages makes the views of one language.
type pages struct {
	*Input
	lang   report.Lang
	locale *i18n.Locale
	// fallbacks is the order in which a missing language is replaced.
	fallbacks []report.Lang
	chrome    *layout.Chrome
	// base is the path of the site, and root the one under which the language
	// stands: "/" and "/en/".
	base, root string
	// formats are those of pages, of format by their kinds.
	formats sync.Map
	// statuses, actions and members are links made once.
	statuses map[string]layout.Status
	actions  map[string]layout.Link
	members  []layout.MemberRef
	// lines, heads, names, years and summaries are parts that many pages show, by the
	// indexes of members, resolutions and editions; a summary tells in a line
	// what changed in an edition. menus are by section.
	lines, heads, years, names, summaries *lazily[layout.Part]
	menus                                 map[string]*layout.Part
	// editions are how reports are named, and participants members in data.
	editions     *lazily[editionName]
	participants *lazily[jsonMember]
	// crumbs lead to the indexes, by their kinds, and to the home page, by "".
	crumbs map[string]layout.Link
	// cards are the pictures for link previews by section.
	cards map[string]placedCard
	// dataset is the tables for download, made once.
	dataset func() *dataset.Set
	// entries are those of feeds, made when the first feed needs one.
	entries func() map[*site.Edition]*feed.Entry
	refs    []layout.ResolutionRef
	// alphabet has the place of each member in the order of their names; members of
	// one name share it.
	alphabet []int
	// statusTerms and the like are for counting by terms.
	statusTerms, actionTerms, regionTerms terms
	yearTerms                             func() terms
	// tallies and scores are for counting members and weighing resolutions by
	// their indexes; they are handed back empty.
	tallies, scores sync.Pool
}

func newPages(in *Input, index int) *pages {
	p := &pages{
		Input: in, lang: in.Site.Settings.Languages[index], locale: in.Locales[index],
		fallbacks: in.Site.Settings.Languages,
		base:      basePath(in.BaseURL),
		statuses:  map[string]layout.Status{}, actions: map[string]layout.Link{},
		members: make([]layout.MemberRef, len(in.Site.Members)), refs: make([]layout.ResolutionRef, len(in.Site.Resolutions)),
		menus: map[string]*layout.Part{},
	}
	p.root = p.base + string(p.lang) + "/"
	p.tallies.New = func() any { return &tally{n: make([]int, len(in.Site.Members))} }
	p.scores.New = func() any { return &weights{scores: make([]score, len(in.Site.Resolutions))} }
	p.makeRefs()
	p.chrome = p.makeChrome()
	p.makeCards()
	p.makeParts()
	p.makeData()
	p.entries = sync.OnceValue(p.makeEntries)
	return p
}

// part makes a piece that many pages show.
func (p *pages) part(partial string, view any) *layout.Part {
	return p.Layouts.Part(string(p.lang), partial, Fingerprint(partial, view), view)
}

// makeParts prepares the pieces; they are rendered when a page needs them.
func (p *pages) makeParts() {
	s := p.Site
	p.lines = newLazily(len(s.Members), func(i int) *layout.Part { return p.part("member", p.members[i]) })
	p.heads = newLazily(len(s.Resolutions), func(i int) *layout.Part { return p.part("row", p.rowHead(s.Resolutions[i])) })
	p.names = newLazily(len(s.Resolutions), func(i int) *layout.Part { return p.part("named", p.refs[i]) })
	p.years = newLazily(len(s.Editions), func(i int) *layout.Part { return p.part("year", p.yearLink(s.Editions[i])) })
	p.summaries = newLazily(len(s.Editions), func(i int) *layout.Part {
		e := s.Editions[i]
		return p.part("change", p.changeSummary(e, p.Changes.Of(e)))
	})
	p.editions = newLazily(len(s.Editions), func(i int) *editionName { return p.editionName(s.Editions[i]) })
	p.participants = newLazily(len(s.Members), func(i int) *jsonMember { return p.memberJSONRef(s.Members[i]) })
	sections := []string{""}
	for _, item := range p.chrome.Nav {
		sections = append(sections, item.Section)
	}
	for _, s := range sections {
		p.menus[s] = p.part("menu", layout.Menu{Section: s, Items: p.chrome.Nav})
	}
}

// summary tells what changed in an edition; nil for the first of a resolution.
func (p *pages) summary(e *site.Edition) *layout.Part {
	if e.Previous == nil {
		return nil
	}
	return p.summaries.at(e.Index)
}

// menu is the main menu as seen from a section.
func (p *pages) menu(section string) *layout.Part {
	if m, ok := p.menus[section]; ok {
		return m
	}
	return p.menus[""]
}

// basePath is the path of a base URL, with a final "/".
func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil || u.Path == "" {
		return "/"
	}
	return strings.TrimSuffix(u.Path, "/") + "/"
}

// href is the address of a page of this language, without the host.
func (p *pages) href(address string) string { return p.root + address }

// word is an interface word. A missing one, or one with wrong placeholders,
// fails the build: see Input.Err.
func (p *pages) word(key string, args ...any) string {
	s, err := p.locale.T(key, args...)
	p.fail(err)
	return s
}

// plural is an interface word with a number.
func (p *pages) plural(key string, n int, args ...any) string {
	s, err := p.locale.N(key, n, args...)
	p.fail(err)
	return s
}

// language is the name of a language in the page's, or its tag where the words
// have none.
func (p *pages) language(lang report.Lang) string {
	if name, err := p.locale.T("language." + string(lang)); err == nil {
		return name
	}
	return string(lang)
}

// ownName is the name of a language in itself.
func (in *Input) ownName(i int) string {
	if name, err := in.Locales[i].T("language.self"); err == nil {
		return name
	}
	return in.Locales[i].Lang()
}

// text puts a text into the page's language, or marks the one it falls back to.
func (p *pages) text(t report.Text) layout.Text {
	s, lang := t.In(p.lang, p.fallbacks)
	return p.in(s, lang)
}

// in marks a text's language where it is not the page's.
func (p *pages) in(s string, lang report.Lang) layout.Text {
	if lang == p.lang || s == "" {
		return layout.Text{Value: s}
	}
	return layout.Text{Value: s, Lang: string(lang)}
}

// label is a vocabulary's label; the vocabulary has all languages.
func (p *pages) label(t report.Text) string { return p.text(t).Value }

// page makes what every page has.
func (p *pages) page(address, section string, title layout.Text, description string) layout.Page {
	own := p.addressOf(address)
	page := layout.Page{
		Site: p.chrome, Menu: p.menu(section), Section: section, Title: title, Description: description,
		Href: own.href, Canonical: own.url, NoIndex: p.Preview,
		Card: p.card(section), Alternates: make([]layout.Alternate, len(p.fallbacks)),
	}
	for i, l := range p.fallbacks {
		other := own
		if l != p.lang {
			other = p.within(l, address)
		}
		page.Alternates[i] = layout.Alternate{Lang: string(l), Name: p.chrome.Languages[i].Name, Href: other.href, URL: other.url, Self: l == p.lang}
	}
	if address != "" {
		page.Breadcrumbs = append(make([]layout.Link, 0, crumbsMost), p.crumbs[""])
	}
	return page
}

// crumbsMost is the number of breadcrumbs of the deepest page.
const crumbsMost = 3

// below adds breadcrumbs for the index above a page.
func (p *pages) below(page *layout.Page, kind string) {
	crumb, ok := p.crumbs[kind]
	if !ok {
		crumb = layout.Link{Href: p.href(kind + "/"), Text: layout.Text{Value: p.word("nav." + kind)}}
	}
	page.Breadcrumbs = append(page.Breadcrumbs, crumb)
}

// html makes a page: its file, and its place in the statistics.
func (p *pages) html(kind, address string, view func() any) Target {
	return Target{Path: string(p.lang) + "/" + address + "index.html", Stage: "pages", view: view, format: p.htmlFormat(kind)}
}

// htmlFormat is how pages of a kind are written.
func (p *pages) htmlFormat(kind string) format {
	if f, ok := p.formats.Load(kind); ok {
		return f.(format)
	}
	f := format{"html:" + kind + p.Layouts.Digest(string(p.lang)) + p.Version, func(b *bytes.Buffer, v any) error {
		return p.Layouts.Render(b, string(p.lang), kind, v)
	}}
	p.formats.Store(kind, f)
	return f
}

// targets lists all files of the language but those of its folders.
func (p *pages) targets() []Target {
	list := []Target{
		p.html("home", "", func() any { return p.home() }),
		p.html("data", "data/", func() any { return p.data() }),
		p.html("search", "search/", func() any { return p.search() }),
		{
			Path: string(p.lang) + "/404.html", Stage: "pages", view: func() any { return p.notFound() },
			format: p.htmlFormat("notfound"),
		},
	}
	list = slices.Concat(list, p.resolutionTargets(), p.memberTargets())
	list = append(list, p.termTargets()...)
	list = append(list, p.changesTargets()...)
	list = append(list, p.translationTargets()...)
	for _, page := range p.Site.Pages {
		list = append(list, p.html("page", page.Path(), func() any { return p.ownPage(page) }))
	}
	list = append(list, p.cardTargets()...)
	list = append(list, p.dataTargets()...)
	return append(list, p.feedTargets()...)
}

func (p *pages) makeChrome() *layout.Chrome {
	s := p.Site.Settings
	c := &layout.Chrome{
		Lang: string(p.lang), Title: p.label(s.Title), Description: cmp.Or(p.label(s.Description), p.word("home.lead")), Notice: p.label(s.Notice),
		Organisation: layout.Link{Href: s.Organisation.URL, Text: p.text(s.Organisation.Name)},
		Home:         p.root, Search: p.href("search/"), Base: p.base, BaseURL: p.BaseURL,
		Repository: s.Repository, Styles: p.Styles, Scripts: p.Scripts, Assets: p.Assets,
		Feed: p.href("feed.xml"), SearchIndex: p.SearchIndex,
	}
	p.crumbs = map[string]layout.Link{"": {Href: p.root, Text: layout.Text{Value: p.word("nav.home")}}}
	for _, kind := range []string{"resolutions", "members", "countries", "regions", "commissions", "actions", "statuses", "congresses", "years", "changes", "analysis"} {
		item := layout.NavItem{Section: kind, Href: p.href(kind + "/"), Text: p.word("nav." + kind)}
		c.Nav = append(c.Nav, item)
		p.crumbs[kind] = layout.Link{Href: item.Href, Text: layout.Text{Value: item.Text}}
	}
	for _, page := range p.Site.Pages {
		c.Footer = append(c.Footer, layout.NavItem{Section: page.Slug, Href: p.href(page.Path()), Text: page.In(p.lang).Title})
	}
	if len(s.Languages) > 1 {
		c.Footer = append(c.Footer, layout.NavItem{Section: "translations", Href: p.href(site.TranslationsPath), Text: p.word("nav.translations")})
	}
	c.Footer = append(c.Footer, layout.NavItem{Section: "data", Href: p.href("data/"), Text: p.word("nav.data")})
	for i, l := range s.Languages {
		c.Languages = append(c.Languages, layout.Language{Lang: string(l), Name: p.ownName(i)})
	}
	// It is hashed once, and not again for each page.
	type plain layout.Chrome
	c.Seal(Fingerprint("chrome", plain(*c)))
	return c
}

// makeRefs makes the links that appear on many pages once.
func (p *pages) makeRefs() {
	v := &p.Site.Settings.Vocabularies
	steps := 0
	for _, t := range v.Statuses {
		if t.ID != report.StatusNotStated {
			steps++
		}
	}
	for i, t := range v.Statuses {
		s := layout.Status{ID: t.ID, Label: p.label(t.Label), Gloss: p.label(t.Gloss), Href: p.href("statuses/" + t.ID + "/"), Steps: steps}
		if t.ID != report.StatusNotStated {
			s.Step = i + 1
		}
		p.statuses[t.ID] = s
	}
	for _, t := range v.Actions {
		p.actions[t.ID] = layout.Link{Href: p.href("actions/" + t.ID + "/"), Text: p.text(t.Label)}
	}
	for i, r := range p.Site.Resolutions {
		p.refs[i] = p.resolutionRef(r)
	}
	for i, m := range p.Site.Members {
		p.members[i] = p.memberRef(m)
	}
	p.makeAlphabet()
	p.statusTerms, p.actionTerms = p.makeTerms(v.Statuses, "statuses"), p.makeTerms(v.Actions, "actions")
	p.regionTerms, p.yearTerms = p.makeTerms(v.Regions, "regions"), sync.OnceValue(p.makeYears)
}

func (p *pages) resolutionRef(r *site.Resolution) layout.ResolutionRef {
	name, lang, titled := r.Name(p.lang, p.fallbacks)
	return layout.ResolutionRef{Code: r.Code.String(), Href: p.href(r.Path()), Title: p.in(name, lang), Subject: !titled && name != ""}
}

func (p *pages) memberRef(m *site.Member) layout.MemberRef {
	ref := layout.MemberRef{
		Name: m.Name, Acronym: m.Acronym, Href: p.href(m.Path()), CountryID: m.Country.ID,
		Reports: len(m.Editions), Letter: p.locale.Letter(m.Name),
	}
	if m.Country.ID != "" {
		ref.Country = p.country(m.Country.ID)
	}
	if len(m.Editions) > 0 {
		ref.Latest = m.Editions[0].Year
	}
	return ref
}

func (p *pages) country(code string) layout.Link {
	return layout.Link{Href: p.href("countries/" + i18n.CountrySlug(code) + "/"), Text: layout.Text{Value: p.locale.Country(code)}}
}

func (p *pages) region(t *report.Term) layout.Link {
	if t == nil {
		return layout.Link{}
	}
	return layout.Link{Href: p.href("regions/" + t.ID + "/"), Text: p.text(t.Label)}
}

func (p *pages) congress(t *report.Term) layout.Link {
	return layout.Link{Href: p.href("congresses/" + t.ID + "/"), Text: p.text(t.Label)}
}

func (p *pages) actionLinks(refs []report.Ref) []layout.Link {
	links := make([]layout.Link, 0, len(refs))
	for _, t := range p.Site.Settings.Actions {
		if slices.ContainsFunc(refs, func(r report.Ref) bool { return r.ID == t.ID }) {
			links = append(links, p.actions[t.ID])
		}
	}
	return links
}

func (p *pages) editionRef(e *site.Edition) layout.EditionRef {
	return layout.EditionRef{
		Year: e.Year, Href: p.of(e).href, Status: p.statuses[e.StatusTerm.ID],
		Members: len(e.Members) + len(e.Unresolved), Draft: e.Draft,
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
