package output

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"resolute/internal/feed"
	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// relatedMost is the number of related resolutions shown.
const relatedMost = 5

// resolutionTargets are the pages of the list.
func (p *pages) resolutionTargets() []Target {
	var list []Target
	pages := sync.OnceValue(p.resolutionPages)
	for i := range pageCount(len(p.Site.Resolutions)) {
		list = append(list, p.html("resolutions", pageAddress("resolutions/", i), func() any { return p.resolutions(pages(), i) }))
	}
	return list
}

// resolutionFiles are the files of one resolution and of its editions.
func (p *pages) resolutionFiles(r *site.Resolution) []Target {
	list := append(make([]Target, 0, 4+3*len(r.Editions)),
		p.html("resolution", r.Path(), func() any { return p.resolution(r) }),
		p.json(r.Path(), func() any { return p.resolutionJSON(r) }))
	list = append(list, p.feeds(r.Path(), func() *feed.Feed { return p.resolutionFeed(r) })...)
	for _, e := range r.Editions {
		list = append(list, p.editionTargets(e)...)
	}
	return list
}

func (p *pages) resolution(r *site.Resolution) *layout.ResolutionView {
	ref := p.refs[r.Index]
	title := ref.Title
	if title.Value == "" {
		title.Value = ref.Code
	}
	v := &layout.ResolutionView{
		Page:       p.page(r.Path(), "resolutions", title, p.plural("resolution.description", len(r.Editions), "code", ref.Code, "title", ref.Title.Value)),
		Resolution: ref, Congress: p.congress(r.CongressTerm), Type: p.label(r.TypeTerm.Label),
		Official: r.OfficialNumber, Motion: r.Motion, Keywords: r.Keywords, Scope: r.Scope, URL: r.URL, Archived: r.Archived,
		Participation: p.participation(r), Related: p.related(r), Chart: p.timelineChart(r), Silent: p.silentBadge(r),
	}
	p.below(&v.Page, "resolutions")
	v.JSON, v.Feed, v.File = v.Href+"index.json", v.Href+"feed.xml", r.File.Path
	for _, e := range r.Editions {
		v.Timeline = append(v.Timeline, layout.TimelineEntry{EditionRef: p.editionRef(e), Changes: p.summary(e)})
	}
	if latest := r.Latest(); latest != nil {
		c := p.content(latest)
		v.Latest, v.Changes = &c, p.changes(latest)
	}
	if r.Previous != nil {
		v.Previous = new(p.refs[r.Previous.Index])
	}
	if r.Next != nil {
		v.Next = new(p.refs[r.Next.Index])
	}
	v.Body, v.BodyLang = p.description(&r.File)
	return v
}

// description is the free text of a resolution's or member's file, which is in
// the site's first language.
func (p *pages) description(f *report.File) (layout.Section, string) {
	body := p.Bodies[f]
	if body == nil || len(body.Sections) == 0 {
		return layout.Section{}, ""
	}
	lang := ""
	if p.lang != p.Site.Settings.Default() {
		lang = string(p.Site.Settings.Default())
	}
	return layout.Section{Headings: body.Sections[0].Headings, Body: p.rich(body, 0)}, lang
}

// participation is who took part in which year: members by their first year
// and name, then commissions.
func (p *pages) participation(r *site.Resolution) layout.Participation {
	var t layout.Participation
	type key struct{ first, name int }
	keys := make([]key, 0, len(r.Members))
	members, commissions := make([]layout.ParticipationRow, 0, len(r.Members)), []layout.ParticipationRow(nil)
	byMember, byCommission := make(map[*site.Member]int, len(r.Members)), map[string]int{}
	for i, e := range r.Editions {
		t.Years = append(t.Years, p.yearLink(e))
		for _, m := range e.Members {
			at, ok := byMember[m]
			if !ok {
				ref := &p.members[m.Index]
				at, byMember[m] = len(members), len(members)
				keys = append(keys, key{i, p.alphabet[m.Index]})
				members = append(members, layout.ParticipationRow{Link: layout.Link{Href: ref.Href, Text: layout.Text{Value: ref.Name}}, Acronym: ref.Acronym, Took: make([]bool, len(r.Editions))})
			}
			members[at].Took[i] = true
		}
		for _, c := range e.Commissions.Items {
			if c.ID == "" {
				continue
			}
			at, ok := byCommission[c.ID]
			if !ok {
				ref := p.commission(c)
				at, byCommission[c.ID] = len(commissions), len(commissions)
				commissions = append(commissions, layout.ParticipationRow{Link: layout.Link{Href: ref.Href, Text: ref.Name}, Acronym: ref.Acronym, Took: make([]bool, len(r.Editions))})
			}
			commissions[at].Took[i] = true
		}
	}
	order := make([]int, len(members))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(keys[a].first, keys[b].first), cmp.Compare(keys[a].name, keys[b].name), cmp.Compare(a, b))
	})
	t.Rows = make([]layout.ParticipationRow, 0, len(members)+len(commissions))
	for _, i := range order {
		t.Rows = append(t.Rows, members[i])
	}
	t.Rows = append(t.Rows, commissions...)
	return t
}

// related are the resolutions that share most members and keywords: a keyword
// weighs as much as two members, and members in many resolutions say little.
func (p *pages) related(r *site.Resolution) []layout.Related {
	w := p.scores.Get().(*weights)
	defer p.scores.Put(w)
	for _, m := range r.Members {
		weight := 1 / float64(len(m.Resolutions))
		for _, o := range m.Resolutions {
			if o != r {
				s := w.of(o.Index)
				s.members++
				s.weight += weight
			}
		}
	}
	for _, k := range r.Keywords {
		for _, o := range p.Site.WithKeyword(k) {
			if o != r {
				s := w.of(o.Index)
				s.keywords++
				s.weight += 2
			}
		}
	}
	var related []layout.Related
	for range relatedMost {
		best := w.best()
		if best < 0 {
			break
		}
		s, other := &w.scores[best], p.Site.Resolutions[best]
		near := layout.Related{Resolution: p.refs[best], Members: int(s.members)}
		if s.keywords > 0 {
			near.Keywords = p.common(r, other)
		}
		related = append(related, near)
		s.weight = 0
	}
	w.clear()
	return related
}

// common are the keywords of a resolution that another has as well.
func (p *pages) common(r, other *site.Resolution) (list []string) {
	for _, k := range r.Keywords {
		if slices.Contains(p.Site.WithKeyword(k), other) {
			list = append(list, k)
		}
	}
	return list
}

// weights are how near resolutions are to one.
type weights struct {
	// scores are by the resolutions' indexes.
	scores []score
	// touched are those that have one.
	touched []int
}

// score is what a resolution shares with another. It is small, as there are many.
type score struct {
	weight            float64
	members, keywords int32
}

func (w *weights) of(i int) *score {
	s := &w.scores[i]
	if s.members == 0 && s.keywords == 0 {
		w.touched = append(w.touched, i)
	}
	return s
}

// best is the index of the heaviest that is left, -1 for none. A few passes are
// quicker than sorting all of them.
func (w *weights) best() int {
	best := -1
	for _, i := range w.touched {
		if s := w.scores[i].weight; s > 0 && (best < 0 || s > w.scores[best].weight || s == w.scores[best].weight && i < best) {
			best = i
		}
	}
	return best
}

func (w *weights) clear() {
	for _, i := range w.touched {
		w.scores[i] = score{}
	}
	w.touched = w.touched[:0]
}

// rowsMost is the number of rows from which a list is spread over pages of
// rowsPage each: a list that is one page can be searched in place.
const (
	rowsMost = 2000
	rowsPage = 1000
)

// paginate cuts a list into pages.
func paginate[T any](rows []T) [][]T {
	if len(rows) <= rowsMost {
		return [][]T{rows}
	}
	return slices.Collect(slices.Chunk(rows, rowsPage))
}

// pageCount is the number of pages of a list of n rows.
func pageCount(n int) int {
	if n <= rowsMost {
		return 1
	}
	return (n + rowsPage - 1) / rowsPage
}

// pageOf is the i-th page of a list.
func pageOf[T any](rows []T, i int) []T {
	if len(rows) <= rowsMost {
		return rows
	}
	return rows[i*rowsPage : min((i+1)*rowsPage, len(rows))]
}

// pageAddress is the address of the i-th page of a list, from 0.
func pageAddress(address string, i int) string {
	if i == 0 {
		return address
	}
	return address + "page/" + itoa(i+1) + "/"
}

// pager leads through the pages of a list; nil where there is one.
func (p *pages) pager(address string, i, count int) *layout.Pager {
	if count < 2 {
		return nil
	}
	v := &layout.Pager{Number: i + 1, Count: count}
	for n := range count {
		v.Pages = append(v.Pages, p.href(pageAddress(address, n)))
	}
	if i > 0 {
		v.Previous = v.Pages[i-1]
	}
	if i+1 < count {
		v.Next = v.Pages[i+1]
	}
	return v
}

// resolutionPages are the resolutions, newest congress first, in pages.
func (p *pages) resolutionPages() [][]*site.Resolution {
	list := slices.Clone(p.Site.Resolutions)
	slices.SortStableFunc(list, func(a, b *site.Resolution) int {
		return cmp.Or(cmp.Compare(b.Code.Year, a.Code.Year), strings.Compare(a.Code.Prefix, b.Code.Prefix))
	})
	return paginate(list)
}

func (p *pages) resolutions(pages [][]*site.Resolution, i int) *layout.ResolutionsView {
	v := &layout.ResolutionsView{
		Page:  p.page(pageAddress("resolutions/", i), "resolutions", layout.Text{Value: p.word("nav.resolutions")}, p.word("resolutions.description")),
		Pager: p.pager("resolutions/", i, len(pages)), Total: len(p.Site.Resolutions),
		Statuses: p.statusCounts(p.Site.Resolutions),
	}
	for _, r := range p.Site.Resolutions {
		if len(r.Editions) > 0 {
			v.Reported++
		}
	}
	v.Charts = p.statusCharts("all", v.Statuses)
	for _, r := range pages[i] {
		id := r.CongressTerm.ID
		if n := len(v.Groups); n == 0 || v.Groups[n-1].ID != id {
			v.Groups = append(v.Groups, layout.ResolutionGroup{ID: id, Congress: p.congress(r.CongressTerm)})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Rows = append(g.Rows, p.row(r, r.Editions))
	}
	return v
}

// row is a resolution in a list, with some of its editions, oldest first.
func (p *pages) row(r *site.Resolution, editions []*site.Edition) layout.Row {
	row := layout.Row{Head: p.heads.at(r.Index), Subject: p.refs[r.Index].Subject, Editions: make([]*layout.Part, 0, len(editions))}
	for _, e := range slices.Backward(editions) {
		row.Editions = append(row.Editions, p.years.at(e.Index))
	}
	return row
}

// rowHead is a resolution as every list shows it.
func (p *pages) rowHead(r *site.Resolution) layout.RowHead {
	head := layout.RowHead{Resolution: p.refs[r.Index], Congress: p.congress(r.CongressTerm), Type: p.label(r.TypeTerm.Label)}
	if latest := r.Latest(); latest != nil {
		head.Status = p.statuses[latest.StatusTerm.ID]
	}
	return head
}

// rows groups editions, which are in the order of codes and years, by resolution.
func (p *pages) rows(editions []*site.Edition) []layout.Row {
	rows := make([]layout.Row, 0, len(editions))
	for start := 0; start < len(editions); {
		end := sameResolution(editions, start)
		rows = append(rows, p.row(editions[start].Resolution, editions[start:end]))
		start = end
	}
	return rows
}
