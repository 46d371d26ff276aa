package output

import (
	"cmp"
	"slices"
	"sync"

	"resolute/internal/i18n"
	"resolute/internal/layout"
	"resolute/internal/site"
)

// partnersMost is the number of partners shown on a member's page.
const partnersMost = 8

// memberTargets are the pages of the list.
func (p *pages) memberTargets() []Target {
	pages := sync.OnceValue(func() [][]*site.Member { return paginate(p.byName(p.Site.Members)) })
	var list []Target
	for i := range pageCount(len(p.Site.Members)) {
		list = append(list, p.html("members", pageAddress("members/", i), func() any { return p.memberIndex(pages(), i) }))
	}
	return list
}

// makeAlphabet finds the places of all members in the order of their names.
func (p *pages) makeAlphabet() {
	members := p.Site.Members
	keys, order := make([]i18n.Key, len(members)), make([]int, len(members))
	for i, m := range members {
		keys[i], order[i] = p.locale.Key(m.Name), i
	}
	slices.SortFunc(order, func(a, b int) int { return keys[a].Compare(keys[b]) })
	p.alphabet = make([]int, len(members))
	for place, i := range order {
		p.alphabet[i] = place
		if place > 0 && members[order[place-1]].Name == members[i].Name {
			p.alphabet[i] = p.alphabet[order[place-1]]
		}
	}
}

// byName are members by name in the page's language, then by id.
func (p *pages) byName(members []*site.Member) []*site.Member {
	list := slices.Clone(members)
	slices.SortFunc(list, func(a, b *site.Member) int {
		return cmp.Or(cmp.Compare(p.alphabet[a.Index], p.alphabet[b.Index]), cmp.Compare(a.Index, b.Index))
	})
	return list
}

func (p *pages) memberIndex(pages [][]*site.Member, i int) *layout.MembersView {
	v := &layout.MembersView{
		Page:    p.page(pageAddress("members/", i), "members", layout.Text{Value: p.word("nav.members")}, p.word("members.description")),
		Members: make([]layout.MemberItem, len(pages[i])), Total: len(p.Site.Members), Pager: p.pager("members/", i, len(pages)),
	}
	for i, m := range pages[i] {
		item := layout.MemberItem{MemberRef: p.ofMember(m).MemberRef, Reports: len(m.Editions), Letter: p.locale.Letter(m.Name)}
		if len(m.Editions) > 0 {
			item.Latest = m.Editions[0].Year
		}
		if n := len(v.Letters); n == 0 || v.Letters[n-1] != item.Letter {
			v.Letters = append(v.Letters, item.Letter)
		}
		v.Members[i] = item
	}
	return v
}

func (l *language) member(f *memberFolder) *layout.MemberView {
	m, n := f.File, len(f.Reports)
	v := &layout.MemberView{
		Page:   l.page(f.Path, "members", layout.Text{Value: m.Name}, l.plural("member.description", n, "name", m.Name)),
		Member: f.Face.MemberRef, OtherNames: m.OtherNames, Website: m.Website, Rows: rows(f.Reports), Reports: n,
	}
	if region, ok := l.settings.RegionOf(m.Country.ID); ok {
		v.Region = l.region(region)
	}
	if t, ok := l.settings.Categories.Find(m.Category.ID); ok {
		v.Category = l.label(t.Label)
	}
	v.Resolutions = len(v.Rows)
	for _, p := range f.Partners {
		v.Partners = append(v.Partners, layout.Partner{Member: p.Member.Line, Reports: p.Reports})
	}
	resolutions := make([]*resolutionFace, 0, v.Resolutions)
	for i, e := range f.Reports {
		if i == 0 || f.Reports[i-1].Resolution != e.Resolution {
			resolutions = append(resolutions, e.Resolution)
		}
	}
	v.Years, v.Actions, v.Statuses = l.yearCounts(f.Reports), l.actionCounts(f.Reports), l.statusCounts(resolutions)
	l.below(&v.Page, "members")
	v.JSON, v.Feed, v.File = v.Href+"index.json", v.Href+"feed.xml", m.File.Path
	v.Body, v.BodyLang = l.freeText(f.Body)
	v.Charts = l.memberCharts(v)
	return v
}

// partners are the members most often named in the same reports.
func (p *pages) partners(m *site.Member) []partner {
	w := p.met.Get().(*weights)
	defer p.met.Put(w)
	named := p.namings()
	for _, e := range m.Editions {
		w.add(named.members[e.Index], 1)
	}
	var partners []partner
	for _, i := range w.most(partnersMost, m.Index) {
		partners = append(partners, partner{p.memberFaces.at(i), w.of[i].times})
	}
	w.clear()
	return partners
}
