package output

import (
	"bytes"
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"

	"resolute/internal/feed"
	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// feedMost is the number of entries in a feed.
const feedMost = 30

// feedForm is a form of feeds.
type feedForm struct {
	name   string
	render func(*feed.Feed, *bytes.Buffer) error
}

func feedForms() []feedForm {
	return []feedForm{{feed.AtomName, (*feed.Feed).Atom}, {feed.JSONName, (*feed.Feed).JSON}}
}

// feeds makes the feed beside a page, in each form.
func (p *pages) feeds(address string, view func() *feed.Feed) []Target {
	return feedTargets(p.Input, string(p.lang)+"/"+address, view)
}

func feedTargets(in *Input, folder string, view func() *feed.Feed) []Target {
	made := sync.OnceValue(view)
	var list []Target
	for _, form := range feedForms() {
		list = append(list, Target{
			Path: folder + form.name, Stage: "feeds", view: func() any { return made() },
			format: format{"feed:" + form.name + in.Version, func(b *bytes.Buffer, v any) error { return form.render(v.(*feed.Feed), b) }},
		})
	}
	return list
}

// feedTargets are the feeds that are of no single page: all reports, in this
// language.
func (p *pages) feedTargets() []Target {
	return p.feeds("", func() *feed.Feed {
		return p.feedOf("", layout.Text{Value: p.chrome.Title}, p.chrome.Description, p.faces(p.newest(p.Site.Editions, feedMost)))
	})
}

// siteFeed is the feed of the whole site: each report in the language in which
// it was written.
func siteFeed(in *Input, all []*pages) []Target {
	first := all[0]
	by := make(map[report.Lang]*pages, len(all))
	for _, p := range all {
		by[p.lang] = p
	}
	return feedTargets(in, "", func() *feed.Feed {
		f := &feed.Feed{ID: tagOf(in.BaseURL, ""), Title: first.chrome.Title, Subtitle: first.chrome.Description, Author: first.chrome.Title, Page: in.BaseURL, Base: in.BaseURL}
		for _, e := range first.newest(in.Site.Editions, feedMost) {
			p := by[e.Language]
			if p == nil {
				p = first
			}
			f.Entries = append(f.Entries, p.entry(p.of(e)))
		}
		return f
	})
}

func (l *language) resolutionFeed(f *resolutionFolder) *feed.Feed {
	ref := f.Face.Resolution
	title := ref.Code
	if ref.Title.Value != "" {
		title += " · " + ref.Title.Value
	}
	var newest []*editionFace
	for _, r := range slices.Backward(f.Reports[max(0, len(f.Reports)-feedMost):]) {
		newest = append(newest, r.Face)
	}
	return l.feedOf(f.Path, layout.Text{Value: title}, "", newest)
}

func (l *language) memberFeed(f *memberFolder) *feed.Feed {
	return l.feedOf(f.Path, layout.Text{Value: f.File.Name}, "", f.newest(byDate)[:min(feedMost, len(f.Reports))])
}

// newest are the reports of a member's folder, those of the first by order first.
func (f *memberFolder) newest(order func(a, b *editionFace) int) []*editionFace {
	list := slices.Clone(f.Reports)
	slices.SortStableFunc(list, order)
	return list
}

func byYear(a, b *editionFace) int { return cmp.Compare(b.Year, a.Year) }

func byDate(a, b *editionFace) int { return cmp.Or(byYear(a, b), strings.Compare(b.Date, a.Date)) }

// termFeeds are the feeds of a taxonomy's term: countries have some.
func (p *pages) termFeeds(t *site.Term) []Target {
	if !hasFeed(t.Kind) {
		return nil
	}
	return p.feeds(t.Path(), func() *feed.Feed {
		return p.feedOf(t.Path(), p.termName(t), "", p.faces(p.newest(t.Editions, feedMost)))
	})
}

// hasFeed tells whether the pages of a taxonomy have feeds.
func hasFeed(kind string) bool { return kind == "countries" }

// feedOf makes a feed of reports, newest first.
func (l *language) feedOf(address string, title layout.Text, subtitle string, reports []*editionFace) *feed.Feed {
	page := l.addressOf(address).url
	f := &feed.Feed{ID: l.tag(address), Lang: string(l.lang), Title: title.Value, Subtitle: subtitle, Author: l.chrome.Title, Page: page, Base: page}
	for _, e := range reports {
		f.Entries = append(f.Entries, l.entry(e))
	}
	return f
}

// entry is a report in feeds, the same in all of the language.
func (l *language) entry(f *editionFace) *feed.Entry {
	f.told.Do(func() {
		status := l.status(f)
		// A fixed day, so that correcting a text makes no new entry; a corrected text is
		// news of the same.
		published := itoa(f.Year) + "-12-31T00:00:00Z"
		if f.Date != "" {
			published = f.Date + "T00:00:00Z"
		}
		f.entry = feed.NewEntry(feed.Content{
			ID: l.tag(f.Path), URL: f.url, Lang: string(l.lang), Title: l.title(f), Text: l.description(f),
			Published: published, Updated: max(published, f.Changed), Tags: []feed.Tag{{Term: status.ID, Label: status.Label}},
		})
	})
	return f.entry
}

// tag is a permanent id (RFC 4151) that outlives a change of the host's path.
func (l *language) tag(address string) string { return tagOf(l.baseURL, string(l.lang)+"/"+address) }

func tagOf(baseURL, address string) string {
	host := "localhost"
	if u, err := url.Parse(baseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return "tag:" + host + ",2016:" + address
}
