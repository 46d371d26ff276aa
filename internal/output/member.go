package output

import (
	"cmp"
	"slices"

	"resolute/internal/feed"
	"resolute/internal/layout"
	"resolute/internal/site"
)

// partnersMost is the number of partners shown on a member's page.
const partnersMost = 8

func (p *pages) memberTargets() []Target {
	ordered := make([]layout.MemberRef, 0, len(p.Site.Members))
	for _, m := range p.Site.Members {
		ordered = append(ordered, p.members[m])
	}
	p.sortMembers(ordered)
	pages := paginate(ordered)
	var list []Target
	for i := range pages {
		list = append(list, p.html("members", pageAddress("members/", i), func() any { return p.memberIndex(pages, i) }))
	}
	for _, m := range p.Site.Members {
		list = append(list,
			p.html("member", m.Path(), func() any { return p.member(m) }),
			p.json(m.Path(), func() any { return p.memberJSON(m) }))
		list = append(list, p.feeds(m.Path(), func() *feed.Feed { return p.memberFeed(m) })...)
	}
	return list
}

// sortMembers orders by name in the page's language, then by address.
func (p *pages) sortMembers(list []layout.MemberRef) {
	slices.SortFunc(list, func(a, b layout.MemberRef) int {
		return cmp.Or(p.locale.Compare(a.Name, b.Name), cmp.Compare(a.Href, b.Href))
	})
}

func (p *pages) memberIndex(pages [][]layout.MemberRef, i int) *layout.MembersView {
	v := &layout.MembersView{
		Page:    p.page(pageAddress("members/", i), "members", layout.Text{Value: p.word("nav.members")}, p.word("members.description")),
		Members: pages[i], Total: len(p.Site.Members), Pager: p.pager("members/", i, len(pages)),
	}
	for _, m := range v.Members {
		if n := len(v.Letters); n == 0 || v.Letters[n-1] != m.Letter {
			v.Letters = append(v.Letters, m.Letter)
		}
	}
	return v
}

func (p *pages) member(m *site.Member) *layout.MemberView {
	ref := p.members[m]
	v := &layout.MemberView{
		Page:   p.page(m.Path(), "members", layout.Text{Value: m.Name}, p.plural("member.description", len(m.Editions), "name", m.Name)),
		Member: ref, Region: p.region(m.Region), OtherNames: m.OtherNames, Website: m.Website,
		Reports: len(m.Editions), Resolutions: len(m.Resolutions), Partners: p.partners(m),
	}
	if t, ok := p.Site.Settings.Categories.Find(m.Category.ID); ok {
		v.Category = p.label(t.Label)
	}
	editions := slices.Clone(m.Editions)
	slices.SortFunc(editions, compareEditions)
	v.Rows = p.rows(editions)
	v.Years, v.Actions, v.Statuses = p.yearCounts(editions), p.actionCounts(editions), p.statusCounts(m.Resolutions)
	p.below(&v.Page, "members")
	v.JSON, v.Feed, v.File = v.Href+"index.json", v.Href+"feed.xml", m.File.Path
	v.Body, v.BodyLang = p.description(&m.File)
	v.Charts = p.memberCharts(v)
	return v
}

func compareEditions(a, b *site.Edition) int {
	return cmp.Or(a.Code.Compare(b.Code), cmp.Compare(a.Year, b.Year))
}

// partners are the members most often named in the same reports.
func (p *pages) partners(m *site.Member) []layout.Partner {
	counts := p.tallies.Get().(*tally)
	defer p.tallies.Put(counts)
	for _, e := range m.Editions {
		for _, other := range e.Members {
			if other != m {
				counts.add(other.Index)
			}
		}
	}
	n := counts.n
	list := counts.touched
	slices.SortFunc(list, func(a, b int) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	var partners []layout.Partner
	for _, i := range list[:min(partnersMost, len(list))] {
		partners = append(partners, layout.Partner{Member: p.lines.at(i), Reports: n[i]})
	}
	counts.clear()
	return partners
}

// tally counts things by their index.
type tally struct {
	n []int
	// touched are those that have been counted.
	touched []int
}

func (t *tally) add(i int) {
	if t.n[i] == 0 {
		t.touched = append(t.touched, i)
	}
	t.n[i]++
}

func (t *tally) clear() {
	for _, i := range t.touched {
		t.n[i] = 0
	}
	t.touched = t.touched[:0]
}
