package output

import (
	"slices"

	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// translationTargets is the page on what can be read in which language; a site
// in one language has none.
func (p *pages) translationTargets() []Target {
	if len(p.Site.Settings.Languages) < 2 {
		return nil
	}
	return []Target{p.html("translations", site.TranslationsPath, func() any { return p.translations() })}
}

func (p *pages) translations() *layout.TranslationsView {
	languages := p.Site.Settings.Languages
	v := &layout.TranslationsView{
		Page:    p.page(site.TranslationsPath, "translations", layout.Text{Value: p.word("translations.title")}, p.word("translations.description")),
		Reports: len(p.Site.Editions), Languages: make([]layout.TranslationCount, len(languages)),
	}
	for i, l := range languages {
		v.Languages[i].Lang, v.Languages[i].Name = string(l), p.ownName(i)
	}
	years := map[int]*layout.TranslationYear{}
	for _, e := range p.Site.Editions {
		y := years[e.Year]
		if y == nil {
			y = &layout.TranslationYear{Year: e.Year, Href: p.href("years/" + itoa(e.Year) + "/"), Readable: make([]int, len(languages))}
			years[e.Year] = y
		}
		y.Reports++
		for i, l := range languages {
			c := &v.Languages[i]
			text := e.In(l)
			if text.Language != l {
				continue
			}
			y.Readable[i]++
			c.Readable++
			switch {
			case !text.IsTranslation:
				c.Originals++
			case e.TranslationState(text) == "fresh":
				c.Fresh++
			case e.TranslationState(text) == "stale":
				c.Stale++
				v.Stale = append(v.Stale, p.translationLine(e, l))
			default:
				c.Unknown++
			}
		}
	}
	for i := range v.Languages {
		v.Languages[i].Percent = p.locale.Percent(v.Languages[i].Readable, len(p.Site.Editions))
	}
	for _, y := range years {
		v.Years = append(v.Years, *y)
	}
	slices.SortFunc(v.Years, func(a, b layout.TranslationYear) int { return b.Year - a.Year })
	return v
}

func (p *pages) translationLine(e *site.Edition, l report.Lang) layout.TranslationLine {
	return layout.TranslationLine{
		Resolution: p.refs[e.Resolution.Index], Year: e.Year, Lang: string(l), LangName: p.nameOf(l),
		Href: p.within(l, e.Path()).href,
	}
}

// translation tells readers what a translated text was made from, and where to
// see the original and what has become of it.
func (l *language) translation(r *folderReport) *layout.Translation {
	original := r.Original
	t := &layout.Translation{
		Original: string(original.Language), OriginalName: l.nameOf(original.Language), State: site.TranslationState(original.Edition, r.Text.Edition),
		Date: r.Text.Date.String(), Href: l.within(original.Language, r.Face.Path).href,
	}
	if t.State == "stale" {
		t.Sections = changedSince(r.Earlier, r.Written)
		t.History = l.inRepository("commits/main/" + original.Path)
	}
	return t
}

// changedSince compares the text that was translated with the original as it is
// now, section by section; nil where the earlier text is not known.
func changedSince(before, after *Body) []layout.SectionChange {
	if before == nil || after == nil {
		return nil
	}
	var list []layout.SectionChange
	for _, c := range site.CompareText(before.texts(), after.texts()).Sections {
		if c.State == site.SectionSame {
			continue
		}
		s := layout.SectionChange{ID: c.ID, State: string(c.State)}
		if c.Redlined() {
			s.Kept, s.Redline = share(c.Before, c.Kept), before.redline(after, c.ID)
		}
		list = append(list, s)
	}
	return list
}

// texts are the plain texts of all sections.
func (b *Body) texts() []site.SectionText {
	list := make([]site.SectionText, len(b.Sections))
	for i, s := range b.Sections {
		list[i] = site.SectionText{ID: s.ID, Text: b.Text(i)}
	}
	return list
}
