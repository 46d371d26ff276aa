package output

import (
	"bytes"
	"slices"

	"resolute/internal/analysis"
	"resolute/internal/dataset"
	"resolute/internal/layout"
	"resolute/internal/site"
)

// silentMost is the number of findings of a kind on the page; all are in its CSV.
const silentMost = 500

// silence is found once, for all languages.
func (in *Input) silence() *analysis.Silence {
	in.listening.Do(func() { in.silent = analysis.Silent(in.Site, in.Changes) })
	return in.silent
}

// quietOnes are the resolutions without a report, with the gravest finding on
// each: what changed in reports, which is dear to find, does not matter there.
func (in *Input) quietOnes() map[*site.Resolution]analysis.Finding {
	in.hushing.Do(func() {
		in.quiet = map[*site.Resolution]analysis.Finding{}
		for _, f := range analysis.Silent(in.Site, nil).Findings {
			// Findings are in the order of kinds: the graver one comes last.
			if f.Kind == analysis.Never || f.Kind == analysis.Cycle || f.Kind == analysis.Old {
				in.quiet[f.Resolution] = f
			}
		}
	})
	return in.quiet
}

func (p *pages) silenceTargets() []Target {
	m := p.silentFields()
	list := []Target{
		p.html("silence", site.SilencePath, func() any { return p.silencePage(m) }),
		{
			Path: string(p.lang) + "/" + site.SilencePath + "silence.csv", Stage: "data", view: func() any { return p.silenceTable() },
			format: format{"silence" + p.Version, func(b *bytes.Buffer, v any) error { return v.(*dataset.Table).CSV(b) }},
		},
	}
	back := layout.Link{Href: p.href(site.SilencePath), Text: layout.Text{Value: p.word("silence.title")}}
	return append(list, p.listingTargets(p.lists(site.SilencePath, m, nil), m, p.word("silence.fields"), back)...)
}

// silentFields are the fields that latest reports do not state, as a measure
// with the reports behind each number.
func (p *pages) silentFields() *analysis.Measure {
	s := p.silence()
	m := &analysis.Measure{ID: "fields", Of: s.Latest, Unstated: analysis.Group{ID: "-"}}
	for _, key := range analysis.Fields() {
		m.Groups = append(m.Groups, analysis.Group{ID: key}, analysis.Group{ID: key + unseenSuffix})
	}
	for _, f := range s.Of(analysis.Unstated) {
		id := f.Field
		if !f.Seen {
			id += unseenSuffix
		}
		g := m.Find(id)
		g.Editions = append(g.Editions, f.Edition)
	}
	return m
}

const unseenSuffix = "-not-visible"

func (p *pages) silencePage(fields *analysis.Measure) *layout.SilenceView {
	s := p.silence()
	v := &layout.SilenceView{
		Page:   p.page(site.SilencePath, "analysis", layout.Text{Value: p.word("silence.title")}, p.word("silence.description")),
		Newest: s.Newest, Limit: s.Limit, Latest: s.Latest, Done: s.Done, CSV: p.href(site.SilencePath + "silence.csv"),
	}
	p.below(&v.Page, "analysis")
	for _, t := range slices.Backward(p.Site.Taxonomy("congresses").Terms) {
		if year := s.Cycles[t.ID]; year > 0 {
			v.Cycles = append(v.Cycles, layout.CycleYear{Congress: layout.Link{Href: p.href(t.Path()), Text: p.termName(t)}, Year: year})
		}
	}
	for _, kind := range []string{analysis.Never, analysis.Cycle, analysis.Old} {
		v.Lists = append(v.Lists, p.silentList(kind, s.Of(kind)))
	}
	plans := s.Of(analysis.Plan)
	v.PlansTotal = len(plans)
	for _, f := range plans[:min(silentMost, len(plans))] {
		plan := layout.ForgottenPlan{
			Head: p.names.at(f.Resolution.Index), Year: f.Edition.Year, Href: p.of(f.Edition).href + "#" + site.FutureActions,
			Next: f.Edition.Next.Year, NextHref: p.of(f.Edition.Next).href, Text: f.Plan,
		}
		if f.Edition.Language != p.lang {
			plan.Lang = string(f.Edition.Language)
		}
		v.Plans = append(v.Plans, plan)
	}
	lists := p.lists(site.SilencePath, fields, nil)
	number := func(id string) layout.NumberLink {
		return layout.NumberLink{N: fields.Find(id).N(), Href: lists.href(id)}
	}
	for _, key := range analysis.Fields() {
		v.Fields = append(v.Fields, layout.SilentField{Key: key, Unstated: number(key), Unseen: number(key + unseenSuffix)})
	}
	return v
}

func (p *pages) silentList(kind string, findings []analysis.Finding) layout.SilentList {
	list := layout.SilentList{Kind: kind, Total: len(findings)}
	for _, f := range findings[:min(silentMost, len(findings))] {
		item := layout.SilentItem{Head: p.names.at(f.Resolution.Index), Year: f.Year}
		if f.Edition != nil {
			item.Latest, item.Status = p.years.at(f.Edition.Index), p.statuses[f.Edition.StatusTerm.ID]
		}
		list.Items = append(list.Items, item)
	}
	return list
}

// silenceTable are all findings.
func (p *pages) silenceTable() *dataset.Table {
	t := &dataset.Table{Name: "silence", Columns: []dataset.Column{
		{Name: "code", Type: dataset.String},
		{Name: "latest_year", Type: dataset.Integer},
		{Name: "kind", Type: dataset.String},
		{Name: "detail", Type: dataset.String},
		{Name: "url", Type: dataset.String},
	}}
	for _, f := range p.silence().Findings {
		latest, url := "", ""
		if e := f.Resolution.Latest(); e != nil {
			latest = itoa(e.Year)
		}
		if f.Edition != nil {
			url = p.of(f.Edition).url
		} else {
			url = p.addressOf(f.Resolution.Path()).url
		}
		t.Add(p.refs[f.Resolution.Index].Code, latest, f.Kind, f.Detail(), url)
	}
	t.Seal()
	return t
}

// silentBadge marks a resolution without a report, or is nil.
func (p *pages) silentBadge(r *site.Resolution) *layout.SilentBadge {
	f, ok := p.quietOnes()[r]
	if !ok {
		return nil
	}
	b := &layout.SilentBadge{Kind: f.Kind, Year: f.Year, Href: p.href(site.SilencePath) + "#" + f.Kind}
	if f.Kind == analysis.Old {
		b.Year = f.Edition.Year
	}
	return b
}
