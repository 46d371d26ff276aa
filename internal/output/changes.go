package output

import (
	"slices"
	"strings"

	"resolute/internal/feed"
	"resolute/internal/layout"
	"resolute/internal/redline"
	"resolute/internal/report"
	"resolute/internal/site"
)

// changes are what changed since the report before; nil for the first.
func (l *language) changes(f *resolutionFolder, i int) *layout.Changes {
	r := &f.Reports[i]
	c := r.Change
	if c == nil {
		return nil
	}
	v := &layout.Changes{
		Since: f.Reports[i-1].Face.yearLink(), Nothing: c.Nothing(), Secretariat: changedTo(c.Secretariat), Planned: changedTo(c.Planned),
		Joined: f.lines(c.Joined), Left: f.lines(c.Left), Silent: c.Silent, Unnamed: c.Unnamed, Languages: c.Languages, Parts: c.Parts,
	}
	v.From, v.To = l.move(c)
	for _, id := range c.CommissionsJoined {
		v.CommissionsJoined = append(v.CommissionsJoined, l.commission(report.Ref{ID: id}))
	}
	for _, id := range c.CommissionsLeft {
		v.CommissionsLeft = append(v.CommissionsLeft, l.commission(report.Ref{ID: id}))
	}
	for _, id := range c.ActionsNew {
		v.ActionsNew = append(v.ActionsNew, l.actions[id])
	}
	for _, id := range c.ActionsDropped {
		v.ActionsDropped = append(v.ActionsDropped, l.actions[id])
	}
	if r.Original.Language != l.lang {
		v.Lang = string(r.Original.Language)
	}
	for _, s := range c.Text.Sections {
		section := layout.SectionChange{ID: s.ID, State: string(s.State)}
		if s.Redlined() {
			section.Kept = share(s.Before, s.Kept)
		}
		v.Sections = append(v.Sections, section)
	}
	return v
}

// readable is the share of words, in percent, that a section must have kept for
// a comparison word by word to tell more than the two texts do: below it, one
// stands struck out before the other.
const readable = 33

// changesInFull are the same with the texts compared word by word.
func (l *language) changesInFull(f *resolutionFolder, i int) *layout.Changes {
	v := l.changes(f, i)
	if v == nil {
		return nil
	}
	before, after := f.Reports[i-1].Written, f.Reports[i].Written
	for i, c := range f.Reports[i].Change.Text.Sections {
		percent, known := site.Percent(c.Before, c.Kept)
		if s := &v.Sections[i]; c.Redlined() && (!known || percent >= readable) {
			s.Redline = before.redline(after, c.ID)
		}
	}
	return v
}

// redline compares a section word by word with what became of it.
func (b *Body) redline(after *Body, section string) *layout.Redline {
	return layout.NewRedline(func() []redline.Paragraph { return redline.Compare(b.text(section), after.text(section)) })
}

// text is the plain text of a section.
func (b *Body) text(id string) string {
	for i, s := range b.Sections {
		if s.ID == id {
			return b.Text(i)
		}
	}
	return ""
}

// move is from which status to which an edition moved, or nil.
func (l *language) move(c *site.Change) (from, to *layout.Status) {
	if !c.Moved() {
		return nil, nil
	}
	return new(l.statuses[c.StatusFrom]), new(l.statuses[c.StatusTo])
}

func changedTo(a report.Answer) string {
	if a == report.Unanswered {
		return ""
	}
	return answer(a)
}

func share(whole, part int) layout.Share {
	percent, ok := site.Percent(whole, part)
	return layout.Share{Known: ok, Percent: percent}
}

// changeSummary tells in a line what changed.
func (p *pages) changeSummary(e *site.Edition, c *site.Change) layout.ChangeSummary {
	v := layout.ChangeSummary{
		Since: e.Previous.Year, Href: p.of(e).href + "#changes",
		Joined: len(c.Joined), Left: len(c.Left), CommissionsJoined: len(c.CommissionsJoined), CommissionsLeft: len(c.CommissionsLeft),
		ActionsNew: len(c.ActionsNew), ActionsDropped: len(c.ActionsDropped),
		Secretariat: changedTo(c.Secretariat), Planned: changedTo(c.Planned), Nothing: c.Nothing(), Silent: c.NotCompared(),
	}
	v.From, v.To = p.move(c)
	switch {
	case len(c.Text.Sections) == 0:
	case c.Text.Changed():
		v.Text = "changed"
		if !c.Parts {
			v.Kept = share(c.Text.Words())
		}
	case !c.Parts:
		v.Text = "same"
	}
	return v
}

func (p *pages) changesTargets() []Target {
	list := append(p.feeds("changes/", p.changesFeed), p.html("changes", "changes/", func() any { return p.changesIndex() }))
	for _, t := range p.Site.Taxonomy("years").Terms {
		list = append(list, p.html("changes", "changes/"+t.ID+"/", func() any { return p.changesYear(t) }))
	}
	return list
}

func (p *pages) changesPage(address, title string) *layout.ChangesView {
	v := &layout.ChangesView{Page: p.page(address, "changes", layout.Text{Value: title}, p.word("changes.description"))}
	v.Feed = p.href("changes/feed.xml")
	for _, t := range p.Site.Taxonomy("years").Terms {
		v.Years = append(v.Years, layout.YearLink{Year: t.Year, Href: p.href("changes/" + t.ID + "/")})
	}
	return v
}

func (p *pages) changesIndex() *layout.ChangesView {
	v := p.changesPage("changes/", p.word("nav.changes"))
	for i, t := range p.Site.Taxonomy("years").Terms {
		n := layout.YearChanges{Year: t.Year, Href: v.Years[i].Href, Reports: len(t.Editions)}
		for _, e := range t.Editions {
			if e.Previous == nil {
				n.First++
			} else if c := p.Changes.Of(e); c != nil && c.Moved() {
				n.Moved++
			}
		}
		v.Counts = append(v.Counts, n)
	}
	return v
}

func (p *pages) changesYear(t *site.Term) *layout.ChangesView {
	v := p.changesPage("changes/"+t.ID+"/", p.word("changes.year", "year", t.ID))
	v.Year = t.Year
	p.below(&v.Page, "changes")
	for _, e := range t.Editions {
		c := p.Changes.Of(e)
		if c == nil {
			v.First = append(v.First, p.latestItem(e))
			continue
		}
		item := layout.ChangeItem{Resolution: p.refs[e.Resolution.Index], Href: p.of(e).href, Status: p.statuses[e.StatusTerm.ID], Changes: p.summary(e)}
		switch {
		case c.Moved():
			item.Status = layout.Status{} // told by the move
			v.Moved = append(v.Moved, item)
		case slices.Contains(c.Silent, "status"):
			v.Unstated = append(v.Unstated, item)
		default:
			v.Same = append(v.Same, item)
		}
	}
	return v
}

// changesFeed tells of the newest reports on resolutions that had one before.
func (p *pages) changesFeed() *feed.Feed {
	var changed []*site.Edition
	for _, e := range p.Site.Editions {
		if e.Previous != nil {
			changed = append(changed, e)
		}
	}
	newest := p.newest(changed, feedMost)
	f := p.feedOf("changes/", layout.Text{Value: p.chrome.Title + " · " + p.word("nav.changes")}, p.word("changes.description"), p.faces(newest))
	for i, e := range newest {
		entry := f.Entries[i].Content()
		entry.ID = p.tag(e.Path() + "#changes")
		entry.Title = p.word("changes.feed_entry", "code", p.of(e).code, "year", e.Year, "since", e.Previous.Year)
		entry.URL += "#changes"
		entry.Text = p.changeSentence(e)
		f.Entries[i] = feed.NewEntry(entry)
	}
	return f
}

// changeSentence tells in plain text what changed, the names included.
func (p *pages) changeSentence(e *site.Edition) string {
	c := p.Changes.Of(e)
	switch {
	case c.NotCompared():
		return p.word("changes.short_silent")
	case c.Nothing():
		return p.word("changes.nothing")
	}
	var parts []string
	add := func(key string, names []string) {
		if len(names) > 0 {
			parts = append(parts, p.word("site.labelled", "label", p.word(key))+" "+strings.Join(names, "; "))
		}
	}
	if c.Moved() {
		parts = append(parts, p.word("changes.status", "from", p.statuses[c.StatusFrom].Label, "to", p.statuses[c.StatusTo].Label))
	}
	add("changes.joined", p.memberNames(c.Joined))
	add("changes.left", p.memberNames(c.Left))
	add("changes.commissions_joined", p.labels(p.Site.Settings.Commissions, c.CommissionsJoined))
	add("changes.commissions_left", p.labels(p.Site.Settings.Commissions, c.CommissionsLeft))
	add("changes.actions_new", p.labels(p.Site.Settings.Actions, c.ActionsNew))
	add("changes.actions_dropped", p.labels(p.Site.Settings.Actions, c.ActionsDropped))
	if answer := changedTo(c.Secretariat); answer != "" {
		add("field.secretariat", []string{p.word("changes.secretariat_" + answer)})
	}
	if answer := changedTo(c.Planned); answer != "" {
		add("field.future_actions_planned", []string{p.word("changes.planned_" + answer)})
	}
	for _, s := range c.Text.Sections {
		what := p.word("changes." + string(s.State))
		if percent, ok := site.Percent(s.Before, s.Kept); ok && s.Redlined() {
			what += " (" + p.word("changes.kept", "percent", p.locale.Percent(percent, 100)) + ")"
		}
		add("section."+s.ID, []string{what})
	}
	for i, s := range parts {
		parts[i] = strings.TrimSuffix(s, ".") + "."
	}
	return strings.Join(parts, " ")
}

// sentenceMost is the number of members whose names stand in a sentence.
const sentenceMost = 12

func (p *pages) memberNames(ids []string) []string {
	var names []string
	for _, id := range ids[:min(len(ids), sentenceMost)] {
		if m, ok := p.Site.Member(id); ok {
			names = append(names, m.Name)
		}
	}
	if len(ids) > sentenceMost {
		names = append(names, "…")
	}
	return names
}

// labels are the labels of ids in the page's language.
func (p *pages) labels(v report.Vocabulary, ids []string) []string {
	var names []string
	for _, id := range ids {
		if t, ok := v.Find(id); ok {
			names = append(names, p.label(t.Label))
		}
	}
	return names
}
