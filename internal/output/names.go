package output

import (
	"strings"
	"sync/atomic"

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
func (p *pages) addressOf(path string) address { return p.within(p.lang, path) }

// within is where a page of any language is.
func (p *pages) within(lang report.Lang, path string) address {
	url := strings.TrimSuffix(p.BaseURL, "/") + "/" + string(lang) + "/" + path
	if origin, ok := strings.CutSuffix(p.BaseURL, p.base); ok {
		return address{url[len(origin):], url}
	}
	return address{p.base + string(lang) + "/" + path, url}
}

// editionName is how a report is named in this language, wherever it is.
type editionName struct {
	address
	// code is the resolution's; title is the report's own, and description a
	// sentence for search engines.
	code, title, description string
}

func (p *pages) editionName(e *site.Edition) *editionName {
	ref := &p.refs[e.Resolution.Index]
	return &editionName{
		address: p.addressOf(e.Path()), code: ref.Code, title: p.word("edition.title", "code", ref.Code, "year", e.Year),
		description: p.word("edition.description", "code", ref.Code, "title", ref.Title.Value, "year", e.Year, "status", p.statuses[e.StatusTerm.ID].Label),
	}
}

// of is how a report is named.
func (p *pages) of(e *site.Edition) *editionName { return p.editions.at(e.Index) }

func (p *pages) yearLink(e *site.Edition) layout.YearLink {
	return layout.YearLink{Year: e.Year, Href: p.of(e).href}
}
