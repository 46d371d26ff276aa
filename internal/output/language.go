package output

import (
	"bytes"
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"

	"resolute/internal/i18n"
	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// basis is all that pages of a language are made of but the content: its digest
// stands for the language where the views of folders are compared.
type basis struct {
	lang     report.Lang
	settings *report.Settings
	// baseURL and the like are those of the input.
	baseURL, searchIndex, version string
	styles                        []string
	scripts, assets               map[string]string
	preview                       bool
	// names are those of the site's languages in themselves.
	names []string
	// own are the site's own pages, without addresses; guide tells whether the one
	// for editors is among them.
	own   []layout.NavItem
	guide bool
	// templates changes with the templates and the words.
	templates string
}

// language makes pages of their views. It has what all pages of a language share,
// and no way to the content: what a page shows of that is in its view.
type language struct {
	basis
	// digest is that of the basis.
	digest string
	locale *i18n.Locale
	set    *layout.Set
	failed *failure
	// fallbacks is the order in which a missing language is replaced.
	fallbacks []report.Lang
	chrome    *layout.Chrome
	// base is the path of the site, and root the one under which the language
	// stands: "/" and "/en/".
	base, root string
	// statuses and actions are links made once.
	statuses map[string]layout.Status
	actions  map[string]layout.Link
	// menus are by section.
	menus map[string]*layout.Part
	// crumbs lead to the indexes, by their kinds, and to the home page, by "".
	crumbs map[string]layout.Link
	// cards are the pictures for link previews by section.
	cards map[string]placedCard
	// statusTerms and the like are for counting by terms.
	statusTerms, actionTerms, regionTerms terms
	// statusPlaces and actionPlaces are the places of terms in the vocabularies, by id.
	statusPlaces, actionPlaces map[string]int
}

// failure is the first one of making pages.
type failure struct {
	mu  sync.Mutex
	err error
}

func (f *failure) note(err error) {
	if err == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	// Which page fails first depends on the workers; the message must not.
	if f.err == nil || err.Error() < f.err.Error() {
		f.err = err
	}
}

// language is one of the site's, by its index.
func (in *Input) language(index int) *language {
	s := in.Site.Settings
	b := basis{
		lang: s.Languages[index], settings: s, baseURL: in.BaseURL, searchIndex: in.SearchIndex, version: in.Version,
		styles: in.Styles, scripts: in.Scripts, assets: in.Assets, preview: in.Preview,
		guide: in.Site.HasAddress(guidePath), templates: in.Layouts.Digest(string(s.Languages[index])),
	}
	for i := range s.Languages {
		b.names = append(b.names, in.ownName(i))
	}
	for _, page := range in.Site.Pages {
		b.own = append(b.own, layout.NavItem{Section: page.Slug, Text: page.In(b.lang).Title})
	}
	return newLanguage(b, in.Locales[index], in.Layouts, &in.failed)
}

func newLanguage(b basis, locale *i18n.Locale, set *layout.Set, failed *failure) *language {
	l := &language{
		basis: b, digest: Fingerprint("language", b), locale: locale, set: set, failed: failed, fallbacks: b.settings.Languages,
		base: basePath(b.baseURL), statuses: map[string]layout.Status{}, actions: map[string]layout.Link{}, menus: map[string]*layout.Part{},
	}
	l.root = l.base + string(l.lang) + "/"
	l.makeVocabularies()
	l.chrome = l.makeChrome()
	l.makeCards()
	sections := []string{""}
	for _, item := range l.chrome.Nav {
		sections = append(sections, item.Section)
	}
	for _, s := range sections {
		l.menus[s] = l.part("menu", layout.Menu{Section: s, Items: l.chrome.Nav})
	}
	return l
}

// part makes a piece that many pages show.
func (l *language) part(partial string, view any) *layout.Part {
	return l.set.Part(string(l.lang), partial, sum(partial, view), view)
}

// menu is the main menu as seen from a section.
func (l *language) menu(section string) *layout.Part {
	if m, ok := l.menus[section]; ok {
		return m
	}
	return l.menus[""]
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
func (l *language) href(address string) string { return l.root + address }

// fail notes a failure: see Input.Err.
func (l *language) fail(err error) { l.failed.note(err) }

// word is an interface word. A missing one, or one with wrong placeholders,
// fails the build: see Input.Err.
func (l *language) word(key string, args ...any) string {
	s, err := l.locale.T(key, args...)
	l.fail(err)
	return s
}

// plural is an interface word with a number.
func (l *language) plural(key string, n int, args ...any) string {
	s, err := l.locale.N(key, n, args...)
	l.fail(err)
	return s
}

// nameOf is the name of a language in this one, or its tag where the words have
// none.
func (l *language) nameOf(lang report.Lang) string {
	if name, err := l.locale.T("language." + string(lang)); err == nil {
		return name
	}
	return string(lang)
}

// text puts a text into the page's language, or marks the one it falls back to.
func (l *language) text(t report.Text) layout.Text {
	s, lang := t.In(l.lang, l.fallbacks)
	return l.in(s, lang)
}

// in marks a text's language where it is not the page's.
func (l *language) in(s string, lang report.Lang) layout.Text {
	if lang == l.lang || s == "" {
		return layout.Text{Value: s}
	}
	return layout.Text{Value: s, Lang: string(lang)}
}

// label is a vocabulary's label; the vocabulary has all languages.
func (l *language) label(t report.Text) string { return l.text(t).Value }

// page makes what every page has.
func (l *language) page(address, section string, title layout.Text, description string) layout.Page {
	own := l.addressOf(address)
	page := layout.Page{
		Site: l.chrome, Menu: l.menu(section), Section: section, Title: title, Description: description,
		Href: own.href, Canonical: own.url, NoIndex: l.preview,
		Card: l.card(section), Alternates: make([]layout.Alternate, len(l.fallbacks)),
	}
	for i, lang := range l.fallbacks {
		other := own
		if lang != l.lang {
			other = l.within(lang, address)
		}
		page.Alternates[i] = layout.Alternate{Lang: string(lang), Name: l.names[i], Href: other.href, URL: other.url, Self: lang == l.lang}
	}
	if address != "" {
		page.Breadcrumbs = append(make([]layout.Link, 0, crumbsMost), l.crumbs[""])
	}
	return page
}

// crumbsMost is the number of breadcrumbs of the deepest page.
const crumbsMost = 3

// below adds breadcrumbs for the index above a page.
func (l *language) below(page *layout.Page, kind string) {
	crumb, ok := l.crumbs[kind]
	if !ok {
		crumb = layout.Link{Href: l.href(kind + "/"), Text: layout.Text{Value: l.word("nav." + kind)}}
	}
	page.Breadcrumbs = append(page.Breadcrumbs, crumb)
}

// html makes a page that has a view of its own.
func (l *language) html(kind, address string, view func() any) Target {
	return Target{Path: string(l.lang) + "/" + address + "index.html", Stage: "pages", view: view, format: l.htmlFormat(kind)}
}

// htmlFormat is how pages of a kind are written.
func (l *language) htmlFormat(kind string) format {
	return format{"html:" + kind + l.templates + l.version, func(b *bytes.Buffer, v any) error {
		return l.set.Render(b, string(l.lang), kind, v)
	}}
}

func (l *language) makeChrome() *layout.Chrome {
	s := l.settings
	c := &layout.Chrome{
		Lang: string(l.lang), Title: l.label(s.Title), Description: cmp.Or(l.label(s.Description), l.word("home.lead")), Notice: l.label(s.Notice),
		Organisation: layout.Link{Href: s.Organisation.URL, Text: l.text(s.Organisation.Name)},
		Home:         l.root, Search: l.href("search/"), Base: l.base, BaseURL: l.baseURL,
		Repository: s.Repository, Styles: l.styles, Scripts: l.scripts, Assets: l.assets,
		Feed: l.href("feed.xml"), SearchIndex: l.searchIndex,
	}
	l.crumbs = map[string]layout.Link{"": {Href: l.root, Text: layout.Text{Value: l.word("nav.home")}}}
	for _, kind := range []string{"resolutions", "members", "countries", "regions", "commissions", "actions", "statuses", "congresses", "years", "changes", "analysis"} {
		item := layout.NavItem{Section: kind, Href: l.href(kind + "/"), Text: l.word("nav." + kind)}
		c.Nav = append(c.Nav, item)
		l.crumbs[kind] = layout.Link{Href: item.Href, Text: layout.Text{Value: item.Text}}
	}
	for _, page := range l.own {
		page.Href = l.href(page.Section + "/")
		c.Footer = append(c.Footer, page)
	}
	if len(s.Languages) > 1 {
		c.Footer = append(c.Footer, layout.NavItem{Section: "translations", Href: l.href(site.TranslationsPath), Text: l.word("nav.translations")})
	}
	c.Footer = append(c.Footer, layout.NavItem{Section: "data", Href: l.href("data/"), Text: l.word("nav.data")})
	for i, lang := range s.Languages {
		c.Languages = append(c.Languages, layout.Language{Lang: string(lang), Name: l.names[i]})
	}
	// It is hashed once, and not again for each page.
	type plain layout.Chrome
	c.Seal(Fingerprint("chrome", plain(*c)))
	return c
}

// makeVocabularies makes what many pages show of the vocabularies once.
func (l *language) makeVocabularies() {
	v := &l.settings.Vocabularies
	steps := 0
	for _, t := range v.Statuses {
		if t.ID != report.StatusNotStated {
			steps++
		}
	}
	for i, t := range v.Statuses {
		s := layout.Status{ID: t.ID, Label: l.label(t.Label), Gloss: l.label(t.Gloss), Href: l.href("statuses/" + t.ID + "/"), Steps: steps}
		if t.ID != report.StatusNotStated {
			s.Step = i + 1
		}
		l.statuses[t.ID] = s
	}
	for _, t := range v.Actions {
		l.actions[t.ID] = layout.Link{Href: l.href("actions/" + t.ID + "/"), Text: l.text(t.Label)}
	}
	l.statusPlaces, l.actionPlaces = places(v.Statuses), places(v.Actions)
	l.statusTerms, l.actionTerms, l.regionTerms = l.makeTerms(v.Statuses, "statuses"), l.makeTerms(v.Actions, "actions"), l.makeTerms(v.Regions, "regions")
}

func (l *language) country(code string) layout.Link {
	return layout.Link{Href: l.href("countries/" + i18n.CountrySlug(code) + "/"), Text: layout.Text{Value: l.locale.Country(code)}}
}

func (l *language) region(t *report.Term) layout.Link {
	if t == nil {
		return layout.Link{}
	}
	return layout.Link{Href: l.href("regions/" + t.ID + "/"), Text: l.text(t.Label)}
}

func (l *language) congress(t *report.Term) layout.Link {
	return layout.Link{Href: l.href("congresses/" + t.ID + "/"), Text: l.text(t.Label)}
}

func (l *language) actionLinks(refs []report.Ref) []layout.Link {
	links := make([]layout.Link, 0, len(refs))
	for _, t := range l.settings.Actions {
		if slices.ContainsFunc(refs, func(r report.Ref) bool { return r.ID == t.ID }) {
			links = append(links, l.actions[t.ID])
		}
	}
	return links
}
