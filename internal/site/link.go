package site

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

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
			addresses:   make(map[string]string, len(src.Editions)+len(src.Resolutions)+len(src.Members)+len(src.Pages)+addressesMore),
		},
		drafts: o.Drafts,
	}
	l.linkMembers(src.Members)
	l.linkResolutions(src.Resolutions)
	l.linkEditions(src.Editions)
	l.linkPages(src.Pages)
	l.files = sync.OnceValue(l.fileAddresses)
	// Neither needs the other.
	var group sync.WaitGroup
	group.Go(l.classify)
	group.Go(l.claimAll)
	group.Wait()
	l.addressTerms()
	return l.Site, diag.Sort(l.problems)
}

// addressesMore is about the number of pages that no file makes.
const addressesMore = 500

// linker is a site in the making.
type linker struct {
	*Site
	drafts   bool
	problems []diag.Problem
	// countries are those of members, in order; places are the members' own, by
	// their indexes.
	countries []string
	places    []place
}

func (l *linker) errorf(pos diag.Pos, rule, hint, format string, args ...any) {
	l.problems = append(l.problems, diag.Errorf(pos, rule, hint, format, args...))
}

func (l *linker) linkMembers(members []*report.Member) {
	for _, m := range members {
		member := &Member{Member: m}
		l.Members = append(l.Members, member)
		l.members[m.ID] = member
	}
	slices.SortFunc(l.Members, func(a, b *Member) int { return strings.Compare(a.ID, b.ID) })
	for i, m := range l.Members {
		m.Index = i
	}
	l.locate()
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

// linkEditions resolves what the originals name, puts them in order, and joins
// them with one another, with their translations, and with what they name.
func (l *linker) linkEditions(editions []*report.Edition) {
	originals := make([]*report.Edition, 0, len(editions))
	var translations []*report.Edition
	for _, e := range editions {
		switch {
		case e.Draft && !l.drafts:
		case e.IsTranslation:
			translations = append(translations, e)
		default:
			originals = append(originals, e)
		}
	}
	l.Editions = l.resolveAll(originals)
	slices.SortFunc(l.Editions, func(a, b *Edition) int {
		return cmp.Or(cmp.Compare(a.Resolution.Index, b.Resolution.Index), cmp.Compare(a.Year, b.Year))
	})
	l.joinResolutions()
	l.joinMembers()
	l.joinTranslations(translations)
}

// joinResolutions puts editions, which are in order, with their resolutions.
func (l *linker) joinResolutions() {
	start := 0
	for i, e := range l.Editions {
		e.Index = i
		r := e.Resolution
		if i == 0 || l.Editions[i-1].Resolution != r {
			start = i
		} else {
			e.Previous, l.Editions[i-1].Next = l.Editions[i-1], e
		}
		r.Editions = l.Editions[start : i+1 : i+1]
	}
}

// joinMembers puts members with the resolutions and editions that name them.
// All lists are of known lengths, and parts of one: this is done again for
// each change in a preview.
func (l *linker) joinMembers() {
	editions, resolutions := make([]int, len(l.Members)), make([]int, len(l.Members))
	last := make([]*Resolution, len(l.Members)) // the last that named a member
	var named []*Member
	all, different := 0, 0
	for _, r := range l.Resolutions {
		named = named[:0]
		for _, e := range r.Editions {
			for _, m := range e.Members {
				editions[m.Index]++
				if last[m.Index] != r {
					last[m.Index] = r
					resolutions[m.Index]++
					named = append(named, m)
				}
			}
			all += len(e.Members)
		}
		r.Members = slices.Clone(named)
		different += len(named)
	}
	editionRoom, resolutionRoom := make([]*Edition, all), make([]*Resolution, different)
	for i, m := range l.Members {
		m.Editions, editionRoom = cut(editionRoom, editions[i])
		m.Resolutions, resolutionRoom = cut(resolutionRoom, resolutions[i])
	}
	for _, r := range l.Resolutions {
		for _, m := range r.Members {
			m.Resolutions = append(m.Resolutions, r)
		}
	}
	byYear := map[int][]*Edition{}
	for _, e := range l.Editions {
		byYear[e.Year] = append(byYear[e.Year], e)
	}
	for _, year := range slices.Backward(slices.Sorted(maps.Keys(byYear))) {
		for _, e := range byYear[year] {
			for _, m := range e.Members {
				m.Editions = append(m.Editions, e)
			}
		}
	}
}

// cut takes room for n from the beginning of some.
func cut[T any](room []T, n int) (list, rest []T) { return room[:0:n], room[n:] }

// joinTranslations puts translations with their originals, in the order of the
// site's languages.
func (l *linker) joinTranslations(translations []*report.Edition) {
	var r *Resolution
	for _, t := range translations {
		if r = l.resolutionOf(t.Code, r); r == nil {
			continue
		}
		i := slices.IndexFunc(r.Editions, func(e *Edition) bool { return e.Year == t.Year })
		if i >= 0 {
			r.Editions[i].Translations = append(r.Editions[i].Translations, t)
		}
	}
	if len(translations) == 0 {
		return
	}
	for _, e := range l.Editions {
		slices.SortFunc(e.Translations, func(a, b *report.Edition) int {
			return cmp.Compare(l.languageIndex(a.Language), l.languageIndex(b.Language))
		})
	}
}

// resolutionOf finds a resolution, or nil. Files come folder by folder, so that
// it is mostly the one before.
func (l *linker) resolutionOf(c report.Code, before *Resolution) *Resolution {
	if before != nil && before.Code == c {
		return before
	}
	return l.resolutions[c.ID()]
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
