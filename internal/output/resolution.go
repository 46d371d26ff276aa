package output

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"resolute/internal/layout"
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

func (l *language) resolution(f *resolutionFolder) *layout.ResolutionView {
	r, ref := f.File, f.Face.Resolution
	title := ref.Title
	if title.Value == "" {
		title.Value = ref.Code
	}
	v := &layout.ResolutionView{
		Page:       l.page(f.Path, "resolutions", title, l.plural("resolution.description", len(f.Reports), "code", ref.Code, "title", ref.Title.Value)),
		Resolution: ref, Congress: f.Face.Congress, Type: f.Face.Type,
		Official: r.OfficialNumber, Motion: r.Motion, Keywords: r.Keywords, Scope: r.Scope, URL: r.URL, Archived: r.Archived,
		Participation: l.participation(f), Related: f.Related, Chart: l.timelineChart(f.Reports), Silent: f.Silent,
		Previous: f.Previous, Next: f.Next,
	}
	l.below(&v.Page, "resolutions")
	v.JSON, v.Feed, v.File = v.Href+"index.json", v.Href+"feed.xml", r.File.Path
	for i := range f.Reports {
		e := &f.Reports[i]
		v.Timeline = append(v.Timeline, layout.TimelineEntry{EditionRef: l.editionRef(e.Face, e.Original.Edition), Changes: e.Summary})
	}
	if latest := len(f.Reports) - 1; latest >= 0 {
		c := l.content(f, latest)
		v.Latest, v.Changes = &c, l.changes(f, latest)
	}
	v.Body, v.BodyLang = l.freeText(f.Body)
	return v
}

// freeText is that of a resolution's or member's file, which is in the site's
// first language.
func (l *language) freeText(body *Body) (layout.Section, string) {
	if body == nil || len(body.Sections) == 0 {
		return layout.Section{}, ""
	}
	lang := ""
	if l.lang != l.settings.Default() {
		lang = string(l.settings.Default())
	}
	return layout.Section{Headings: body.Sections[0].Headings, Body: l.rich(body, 0)}, lang
}

// participation is who took part in which year: members by their first year
// and name, then commissions.
func (l *language) participation(f *resolutionFolder) layout.Participation {
	var t layout.Participation
	type row struct {
		layout.ParticipationRow
		first  int
		member *memberFace
	}
	members, commissions := make([]row, 0, len(f.Members)), []layout.ParticipationRow(nil)
	byMember, byCommission := make(map[string]int, len(f.Members)), map[string]int{}
	for i := range f.Reports {
		e := f.Reports[i].Original
		t.Years = append(t.Years, f.Reports[i].Face.yearLink())
		for _, id := range namedIDs(e.Members.Items) {
			at, ok := byMember[id]
			if !ok {
				m := f.member(id)
				at, byMember[id] = len(members), len(members)
				members = append(members, row{layout.ParticipationRow{
					Link: layout.Link{Href: m.Href, Text: layout.Text{Value: m.Name}}, Acronym: m.Acronym, Took: make([]bool, len(f.Reports)),
				}, i, m})
			}
			members[at].Took[i] = true
		}
		for _, c := range e.Commissions.Items {
			if c.ID == "" {
				continue
			}
			at, ok := byCommission[c.ID]
			if !ok {
				ref := l.commission(c)
				at, byCommission[c.ID] = len(commissions), len(commissions)
				commissions = append(commissions, layout.ParticipationRow{Link: layout.Link{Href: ref.Href, Text: ref.Name}, Acronym: ref.Acronym, Took: make([]bool, len(f.Reports))})
			}
			commissions[at].Took[i] = true
		}
	}
	slices.SortStableFunc(members, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.first, b.first), a.member.key.Compare(b.member.key))
	})
	t.Rows = make([]layout.ParticipationRow, 0, len(members)+len(commissions))
	for _, m := range members {
		t.Rows = append(t.Rows, m.ParticipationRow)
	}
	t.Rows = append(t.Rows, commissions...)
	return t
}

// related are the resolutions that share most members and keywords: a keyword
// weighs as much as two members, and members in many resolutions say little.
func (p *pages) related(r *site.Resolution) []layout.Related {
	w := p.near.Get().(*weights)
	defer p.near.Put(w)
	took := p.tookPart()
	for _, m := range r.Members {
		w.add(took[m.Index], 1/float64(len(m.Resolutions)))
	}
	for _, k := range r.Keywords {
		for _, o := range p.Site.WithKeyword(k) {
			w.add([]int32{int32(o.Index)}, 2)
		}
	}
	var related []layout.Related
	for _, i := range w.most(relatedMost, r.Index) {
		keywords := p.common(r, p.Site.Resolutions[i])
		related = append(related, layout.Related{Resolution: p.refs[i], Members: w.of[i].times - len(keywords), Keywords: keywords})
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
func (l *language) pager(address string, i, count int) *layout.Pager {
	if count < 2 {
		return nil
	}
	v := &layout.Pager{Number: i + 1, Count: count}
	for n := range count {
		v.Pages = append(v.Pages, l.href(pageAddress(address, n)))
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
		Statuses: p.statusCounts(p.facesOf(p.Site.Resolutions)),
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
		g.Rows = append(g.Rows, row(p.ofResolution(r), p.faces(r.Editions)))
	}
	return v
}

// row is a resolution in a list, with some of its reports, oldest first.
func row(r *resolutionFace, reports []*editionFace) layout.Row {
	row := layout.Row{Head: r.Row, Subject: r.Resolution.Subject, Editions: make([]*layout.Part, 0, len(reports))}
	for _, e := range slices.Backward(reports) {
		row.Editions = append(row.Editions, e.Link)
	}
	return row
}

// rows groups reports, which are in the order of codes and years, by resolution.
func rows(reports []*editionFace) []layout.Row {
	rows := make([]layout.Row, 0, len(reports))
	for start := 0; start < len(reports); {
		r, end := reports[start].Resolution, start+1
		for end < len(reports) && reports[end].Resolution == r {
			end++
		}
		rows = append(rows, row(r, reports[start:end]))
		start = end
	}
	return rows
}
