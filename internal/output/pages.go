package output

import (
	"slices"
	"strconv"
	"sync"

	"resolute/internal/dataset"
	"resolute/internal/layout"
	"resolute/internal/site"
)

// pages makes the views of one language: of single pages, and of the folders of
// resolutions and members.
type pages struct {
	*Input
	*language
	// resolutionFaces, editionFaces and memberFaces are what other pages show of
	// each, by their indexes.
	resolutionFaces *lazily[resolutionFace]
	editionFaces    *lazily[editionFace]
	memberFaces     *lazily[memberFace]
	// years, names and summaries are parts that many pages show, by the indexes of
	// resolutions and editions; a summary tells in a line what changed in an edition.
	years, names, summaries *lazily[layout.Part]
	// participants are members in data.
	participants *lazily[jsonMember]
	// dataset is the tables for download, made once.
	dataset func() *dataset.Set
	refs    []layout.ResolutionRef
	// alphabet has the place of each member in the order of their names; members of
	// one name share it.
	alphabet []int
	// near and met are for weighing resolutions and members; they are handed back empty.
	near, met sync.Pool
}

func newPages(in *Input, index int) *pages {
	p := &pages{Input: in, language: in.language(index), refs: make([]layout.ResolutionRef, len(in.Site.Resolutions))}
	p.near.New, p.met.New = newWeights(len(in.Site.Resolutions)), newWeights(len(in.Site.Members))
	for i, r := range p.Site.Resolutions {
		p.refs[i] = p.resolutionRef(r)
	}
	p.makeAlphabet()
	p.makeParts()
	p.makeData()
	return p
}

// makeParts prepares what many pages show; it is made when a page needs it.
func (p *pages) makeParts() {
	s := p.Site
	p.resolutionFaces = newLazily(len(s.Resolutions), func(i int) *resolutionFace { return p.resolutionFace(s.Resolutions[i]) })
	p.editionFaces = newLazily(len(s.Editions), func(i int) *editionFace { return p.editionFace(s.Editions[i]) })
	p.memberFaces = newLazily(len(s.Members), func(i int) *memberFace { return p.memberFace(s.Members[i]) })
	p.participants = newLazily(len(s.Members), func(i int) *jsonMember { return &p.memberFaces.at(i).JSON })
	p.names = newLazily(len(s.Resolutions), func(i int) *layout.Part { return p.part("named", p.refs[i]) })
	p.years = newLazily(len(s.Editions), func(i int) *layout.Part {
		e := s.Editions[i]
		return p.part("year", layout.YearLink{Year: e.Year, Href: p.href(e.Path())})
	})
	p.summaries = newLazily(len(s.Editions), func(i int) *layout.Part {
		e := s.Editions[i]
		return p.part("change", p.changeSummary(e, p.Changes.Of(e)))
	})
}

// summary tells what changed in an edition; nil for the first of a resolution.
func (p *pages) summary(e *site.Edition) *layout.Part {
	if e.Previous == nil {
		return nil
	}
	return p.summaries.at(e.Index)
}

// ownName is the name of a language in itself.
func (in *Input) ownName(i int) string {
	if name, err := in.Locales[i].T("language.self"); err == nil {
		return name
	}
	return in.Locales[i].Lang()
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

func itoa(n int) string { return strconv.Itoa(n) }
