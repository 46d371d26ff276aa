package output

import (
	"strings"
	"sync"
	"sync/atomic"

	"resolute/internal/feed"
	"resolute/internal/i18n"
	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// lazily are things of one kind that many pages show, each made when a page
// first needs it.
type lazily[T any] struct {
	made []atomic.Pointer[T]
	make func(i int) *T
}

func newLazily[T any](n int, make_ func(i int) *T) *lazily[T] {
	return &lazily[T]{make([]atomic.Pointer[T], n), make_}
}

// at is the i-th thing, the same for all that ask.
func (l *lazily[T]) at(i int) *T {
	if made := l.made[i].Load(); made != nil {
		return made
	}
	l.made[i].CompareAndSwap(nil, l.make(i))
	return l.made[i].Load()
}

// address is where a page is.
type address struct {
	// href is without the host, url with it.
	href, url string
}

// addressOf is where a page of this language is.
func (l *language) addressOf(path string) address { return l.within(l.lang, path) }

// within is where a page of any language is.
func (l *language) within(lang report.Lang, path string) address {
	url := strings.TrimSuffix(l.baseURL, "/") + "/" + string(lang) + "/" + path
	if origin, ok := strings.CutSuffix(l.baseURL, l.base); ok {
		return address{url[len(origin):], url}
	}
	return address{l.base + string(lang) + "/" + path, url}
}

// resolutionFace is what pages of other things show of a resolution.
type resolutionFace struct {
	sum layout.Sum
	resolutionFacts
}

type resolutionFacts struct {
	layout.RowHead
	// Latest is the place of the latest report's status, -1 for none.
	Latest int
	// Row is made by the partial "row".
	Row *layout.Part
}

// AppendDigest writes what changes with all that a resolution shows.
func (f *resolutionFace) AppendDigest(b []byte) []byte { return append(b, f.sum[:]...) }

// ofResolution is a resolution's face.
func (p *pages) ofResolution(r *site.Resolution) *resolutionFace {
	return p.resolutionFaces.at(r.Index)
}

func (p *pages) resolutionFace(r *site.Resolution) *resolutionFace {
	head := layout.RowHead{Resolution: p.refs[r.Index], Congress: p.congress(r.CongressTerm), Type: p.label(r.TypeTerm.Label)}
	f := resolutionFacts{Latest: -1}
	if latest := r.Latest(); latest != nil {
		head.Status, f.Latest = p.statuses[latest.StatusTerm.ID], p.statusPlaces[latest.StatusTerm.ID]
	}
	f.RowHead, f.Row = head, p.part("row", head)
	return &resolutionFace{sum("resolution", f), f}
}

func (p *pages) resolutionRef(r *site.Resolution) layout.ResolutionRef {
	name, lang, titled := r.Name(p.lang, p.fallbacks)
	return layout.ResolutionRef{Code: r.Code.String(), Href: p.href(r.Path()), Title: p.in(name, lang), Subject: !titled && name != ""}
}

// editionFace is what pages of other things show of a report.
type editionFace struct {
	sum layout.Sum
	editionFacts
	// told is the report in feeds, made once for all of them: see language.entry.
	told  sync.Once
	entry *feed.Entry
}

type editionFacts struct {
	address
	// code is the resolution's.
	code       string
	Path       string
	Resolution *resolutionFace
	Year       int
	// Status and Actions are places in the vocabularies.
	Status  int
	Actions []int
	// Date is the day of publication, or ""; Changed is when the text was last
	// changed, where that is known.
	Date, Changed string
	// Link is made by the partial "year".
	Link *layout.Part
}

// AppendDigest writes what changes with all that a report shows.
func (f *editionFace) AppendDigest(b []byte) []byte { return append(b, f.sum[:]...) }

// of is a report's face.
func (p *pages) of(e *site.Edition) *editionFace { return p.editionFaces.at(e.Index) }

func (p *pages) editionFace(e *site.Edition) *editionFace {
	commit := p.commit(e.In(p.lang).Path)
	f := editionFacts{
		address: p.addressOf(e.Path()), code: p.refs[e.Resolution.Index].Code, Path: e.Path(), Resolution: p.ofResolution(e.Resolution),
		Year: e.Year, Status: p.statusPlaces[e.StatusTerm.ID], Date: e.Date.String(), Changed: commit.Time, Link: p.years.at(e.Index),
	}
	f.Actions = make([]int, 0, len(e.Actions.Items))
	for _, a := range e.Actions.Items {
		if place, ok := p.actionPlaces[a.ID]; ok {
			f.Actions = append(f.Actions, place)
		}
	}
	return &editionFace{editionFacts: f, sum: sum("edition", f)}
}

// faces are those of reports.
func (p *pages) faces(editions []*site.Edition) []*editionFace {
	list := make([]*editionFace, len(editions))
	for i, e := range editions {
		list[i] = p.of(e)
	}
	return list
}

// facesOf are those of resolutions.
func (p *pages) facesOf(resolutions []*site.Resolution) []*resolutionFace {
	list := make([]*resolutionFace, len(resolutions))
	for i, r := range resolutions {
		list[i] = p.ofResolution(r)
	}
	return list
}

// status is the one that a report states.
func (l *language) status(f *editionFace) layout.Status {
	return l.statuses[l.settings.Statuses[f.Status].ID]
}

// title is a report's own.
func (l *language) title(f *editionFace) string {
	return l.word("edition.title", "code", f.code, "year", f.Year)
}

// description is a sentence on a report for search engines.
func (l *language) description(f *editionFace) string {
	return l.word("edition.description", "code", f.code, "title", f.Resolution.Resolution.Title.Value, "year", f.Year, "status", l.status(f).Label)
}

func (f *editionFace) yearLink() layout.YearLink { return layout.YearLink{Year: f.Year, Href: f.href} }

// memberFace is what pages of other things show of a member.
type memberFace struct {
	sum layout.Sum
	memberFacts
	// key is its place in the order of names.
	key i18n.Key
}

type memberFacts struct {
	layout.MemberRef
	// Line is made by the partial "member".
	Line *layout.Part
	JSON jsonMember
}

// AppendDigest writes what changes with all that a member shows.
func (f *memberFace) AppendDigest(b []byte) []byte { return append(b, f.sum[:]...) }

// ofMember is a member's face.
func (p *pages) ofMember(m *site.Member) *memberFace { return p.memberFaces.at(m.Index) }

func (p *pages) memberFace(m *site.Member) *memberFace {
	ref := p.memberRef(m)
	f := memberFacts{ref, p.part("member", ref), jsonMember{
		ID: m.ID, Name: m.Name, Acronym: m.Acronym, Country: m.Country.ID, URL: p.addressOf(m.Path()).url,
	}}
	return &memberFace{sum("member", f), f, p.locale.Key(m.Name)}
}

func (p *pages) memberRef(m *site.Member) layout.MemberRef {
	ref := layout.MemberRef{Name: m.Name, Acronym: m.Acronym, Href: p.href(m.Path()), CountryID: m.Country.ID}
	if m.Country.ID != "" {
		ref.Country = p.country(m.Country.ID)
	}
	return ref
}
