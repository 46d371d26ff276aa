package site

import (
	"cmp"
	"slices"
	"strings"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// Options say what to link.
type Options struct {
	// Drafts includes drafts.
	Drafts bool
}

// Sources are authored values that have passed the checks of their own files.
type Sources struct {
	// Settings are those of the site.
	Settings *report.Settings
	// Resolutions, Editions (translations included), Members and Pages are in
	// any order; references among them may be broken and are checked here.
	Resolutions []*report.Resolution
	Editions    []*report.Edition
	Members     []*report.Member
	Pages       []*report.Page
}

// Link makes one site of the sources. The site is complete only where no
// problem is an error.
func Link(src Sources, o Options) (*Site, []diag.Problem) {
	l := &linker{
		Site: &Site{
			Settings:    src.Settings,
			resolutions: make(map[string]*Resolution, len(src.Resolutions)),
			members:     make(map[string]*Member, len(src.Members)),
			keywords:    map[string][]*Resolution{},
			addresses:   make(map[string]string, 2*len(src.Editions)),
			files:       make(map[string]string, 2*len(src.Editions)),
		},
		drafts: o.Drafts,
	}
	l.linkMembers(src.Members)
	l.linkResolutions(src.Resolutions)
	l.linkEditions(src.Editions)
	l.linkPages(src.Pages)
	l.classify()
	l.address()
	return l.Site, diag.Sort(l.problems)
}

// linker is a site in the making.
type linker struct {
	*Site
	drafts   bool
	problems []diag.Problem
}

func (l *linker) errorf(pos diag.Pos, rule, hint, format string, args ...any) {
	l.problems = append(l.problems, diag.Errorf(pos, rule, hint, format, args...))
}

func (l *linker) linkMembers(members []*report.Member) {
	for _, m := range members {
		member := &Member{Member: m}
		if region, ok := l.Settings.RegionOf(m.Country.ID); ok {
			member.Region = region
		}
		l.Members = append(l.Members, member)
		l.members[m.ID] = member
	}
	slices.SortFunc(l.Members, func(a, b *Member) int { return strings.Compare(a.ID, b.ID) })
	for i, m := range l.Members {
		m.Index = i
	}
}

func (l *linker) linkResolutions(resolutions []*report.Resolution) {
	for _, r := range resolutions {
		congress, ok := l.Settings.CongressOf(r.Code)
		kind, known := l.Settings.Types.Find(r.Type.ID)
		if !ok || !known {
			continue // told where the file was read
		}
		id := r.Code.ID()
		resolution := &Resolution{Resolution: r, CongressTerm: congress, TypeTerm: kind, path: "resolutions/" + id + "/"}
		l.Resolutions = append(l.Resolutions, resolution)
		l.resolutions[id] = resolution
	}
	slices.SortFunc(l.Resolutions, func(a, b *Resolution) int { return a.Code.Compare(b.Code) })
	for i, r := range l.Resolutions {
		r.Index = i
		for _, k := range r.Keywords {
			l.keywords[k] = append(l.keywords[k], r)
		}
	}
	for i := 1; i < len(l.Resolutions); i++ {
		a, b := l.Resolutions[i-1], l.Resolutions[i]
		if a.CongressTerm == b.CongressTerm {
			a.Next, b.Previous = b, a
			if a.Code.Number == b.Code.Number {
				l.errorf(b.CodePos, "code", "correct the number in one of them",
					"number %d is used twice in %s: by %s (%s) and by %s (%s)", b.Code.Number, b.CongressTerm.ID, a.Code, a.File.Path, b.Code, b.File.Path)
			}
		}
	}
}

func (l *linker) linkEditions(editions []*report.Edition) {
	type key struct {
		code report.Code
		year int
	}
	byKey := make(map[key]*Edition, len(editions))
	for _, e := range editions {
		if e.IsTranslation || e.Draft && !l.drafts {
			continue
		}
		edition := l.linkEdition(e)
		if edition == nil {
			continue
		}
		byKey[key{e.Code, e.Year}] = edition
		l.Editions = append(l.Editions, edition)
	}
	slices.SortFunc(l.Editions, func(a, b *Edition) int {
		return cmp.Or(a.Code.Compare(b.Code), cmp.Compare(a.Year, b.Year))
	})
	l.join()
	for _, e := range editions {
		if !e.IsTranslation || e.Draft && !l.drafts {
			continue
		}
		if original := byKey[key{e.Code, e.Year}]; original != nil {
			original.Translations = append(original.Translations, e)
		}
	}
	for _, e := range l.Editions {
		slices.SortFunc(e.Translations, func(a, b *report.Edition) int {
			return cmp.Compare(l.languageIndex(a.Language), l.languageIndex(b.Language))
		})
	}
}

// join puts editions, which are in order, with their resolutions and members.
func (l *linker) join() {
	counts := make([]int, len(l.Members))
	for i, e := range l.Editions {
		e.Index = i
		if latest := e.Resolution.Latest(); latest != nil {
			latest.Next, e.Previous = e, latest
		}
		e.Resolution.Editions = append(e.Resolution.Editions, e)
		for _, m := range e.Members {
			counts[m.Index]++
			// Editions come in the order of codes, so that one look back is enough.
			if n := len(m.Resolutions); n == 0 || m.Resolutions[n-1] != e.Resolution {
				m.Resolutions = append(m.Resolutions, e.Resolution)
			}
			if !slices.Contains(e.Resolution.Members, m) {
				e.Resolution.Members = append(e.Resolution.Members, m)
			}
		}
	}
	for i, m := range l.Members {
		m.Editions = make([]*Edition, 0, counts[i])
	}
	// One order of all is quicker than one for each member.
	newest := slices.Clone(l.Editions)
	slices.SortStableFunc(newest, func(a, b *Edition) int { return cmp.Compare(b.Year, a.Year) })
	for _, e := range newest {
		for _, m := range e.Members {
			m.Editions = append(m.Editions, e)
		}
	}
}

// linkEdition resolves what an edition names; nil where its resolution is not
// known, which is told where the file was read.
func (l *linker) linkEdition(e *report.Edition) *Edition {
	r := l.resolutions[e.Code.ID()]
	status, ok := l.Settings.Statuses.Find(e.Status.ID)
	if r == nil || !ok {
		return nil
	}
	named := make([]*Member, 0, len(e.Members.Items))
	edition := &Edition{Edition: e, Resolution: r, StatusTerm: status, path: r.path + year(e.Year) + "/"}
	for _, ref := range e.Members.Items {
		if ref.ID == "" {
			edition.Unresolved = append(edition.Unresolved, ref.PortalID)
		} else if m := l.members[ref.ID]; m != nil && !slices.Contains(named, m) {
			named = append(named, m)
		}
	}
	if len(named) == 0 {
		return edition
	}
	edition.Members = named
	countries := make([]string, 0, len(named))
	for _, m := range named {
		if m.Country.ID != "" {
			countries = append(countries, m.Country.ID)
		}
	}
	slices.Sort(countries)
	if countries = slices.Compact(countries); len(countries) > 0 {
		edition.Countries = countries
	}
	// The vocabulary has few regions: going through it gives its order.
	for i := range l.Settings.Regions {
		if slices.ContainsFunc(named, func(m *Member) bool { return m.Region == &l.Settings.Regions[i] }) {
			edition.Regions = append(edition.Regions, l.Settings.Regions[i].ID)
		}
	}
	return edition
}

func (l *linker) linkPages(pages []*report.Page) {
	bySlug := map[string]*Page{}
	for _, p := range pages {
		if p.IsTranslation || p.Draft && !l.drafts {
			continue
		}
		page := &Page{Page: p}
		bySlug[p.Slug] = page
		l.Pages = append(l.Pages, page)
	}
	for _, p := range pages {
		if original := bySlug[p.Slug]; p.IsTranslation && original != nil && (!p.Draft || l.drafts) {
			original.Translations = append(original.Translations, p)
		}
	}
	slices.SortFunc(l.Pages, func(a, b *Page) int {
		return cmp.Or(cmp.Compare(a.Weight, b.Weight), strings.Compare(a.Slug, b.Slug))
	})
	for _, p := range l.Pages {
		slices.SortFunc(p.Translations, func(a, b *report.Page) int {
			return cmp.Compare(l.languageIndex(a.Language), l.languageIndex(b.Language))
		})
	}
}

func (l *linker) languageIndex(lang report.Lang) int {
	return slices.Index(l.Settings.Languages, lang)
}
