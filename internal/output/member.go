package output

import (
	"cmp"
	"slices"
	"sync"

	"resolute/internal/feed"
	"resolute/internal/i18n"
	"resolute/internal/layout"
	"resolute/internal/site"
)

// partnersMost is the number of partners shown on a member's page.
const partnersMost = 8

// memberTargets are the pages of the list.
func (p *pages) memberTargets() []Target {
	pages := sync.OnceValue(func() [][]layout.MemberRef {
		ordered := make([]layout.MemberRef, len(p.Site.Members))
		for i, m := range p.byName(p.Site.Members) {
			ordered[i] = p.members[m.Index]
		}
		return paginate(ordered)
	})
	var list []Target
	for i := range pageCount(len(p.Site.Members)) {
		list = append(list, p.html("members", pageAddress("members/", i), func() any { return p.memberIndex(pages(), i) }))
	}
	return list
}

// memberFiles are the files of one member.
func (p *pages) memberFiles(m *site.Member) []Target {
	return append([]Target{
		p.html("member", m.Path(), func() any { return p.member(m) }),
		p.json(m.Path(), func() any { return p.memberJSON(m) }),
	}, p.feeds(m.Path(), func() *feed.Feed { return p.memberFeed(m) })...)
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
	ref := p.members[m.Index]
	v := &layout.MemberView{
		Page:   p.page(m.Path(), "members", layout.Text{Value: m.Name}, p.plural("member.description", len(m.Editions), "name", m.Name)),
		Member: ref, Region: p.region(m.Region), OtherNames: m.OtherNames, Website: m.Website,
		Reports: len(m.Editions), Resolutions: len(m.Resolutions), Partners: p.partners(m),
	}
	if t, ok := p.Site.Settings.Categories.Find(m.Category.ID); ok {
		v.Category = p.label(t.Label)
	}
	editions := p.census().byMember[m.Index]
	v.Rows = p.rows(editions)
	v.Years, v.Actions, v.Statuses = p.yearCounts(editions), p.actionCounts(editions), p.statusCounts(m.Resolutions)
	p.below(&v.Page, "members")
	v.JSON, v.Feed, v.File = v.Href+"index.json", v.Href+"feed.xml", m.File.Path
	v.Body, v.BodyLang = p.description(&m.File)
	v.Charts = p.memberCharts(v)
	return v
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
	var partners []layout.Partner
	for range partnersMost {
		i, n := counts.takeMost()
		if n == 0 {
			break
		}
		partners = append(partners, layout.Partner{Member: p.lines.at(i), Reports: n})
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

// takeMost takes out what has been counted most often, of several the first; n
// is 0 where nothing is left. A few passes are quicker than sorting all.
func (t *tally) takeMost() (most, n int) {
	for _, i := range t.touched {
		if t.n[i] > n || t.n[i] == n && i < most {
			most, n = i, t.n[i]
		}
	}
	t.n[most] = 0
	return most, n
}

func (t *tally) clear() {
	for _, i := range t.touched {
		t.n[i] = 0
	}
	t.touched = t.touched[:0]
}
