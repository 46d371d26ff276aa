package output

import (
	"bytes"
	"net/url"
	"sync"

	"resolute/internal/feed"
	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// feedMost is the number of entries in a feed.
const feedMost = 30

// feeds makes the feed beside a page, in each form.
func (p *pages) feeds(address string, view func() *feed.Feed) []Target {
	return feedTargets(p.Input, string(p.lang)+"/"+address, view)
}

func feedTargets(in *Input, folder string, view func() *feed.Feed) []Target {
	made := sync.OnceValue(view)
	form := func(name string, render func(*feed.Feed, *bytes.Buffer) error) Target {
		return Target{
			Path: folder + name, Stage: "feeds", view: func() any { return made() },
			format: format{"feed:" + name + in.Version, func(b *bytes.Buffer, v any) error { return render(v.(*feed.Feed), b) }},
		}
	}
	return []Target{form(feed.AtomName, (*feed.Feed).Atom), form(feed.JSONName, (*feed.Feed).JSON)}
}

// feedTargets are the feeds that are of no single page: all reports, in this
// language.
func (p *pages) feedTargets() []Target {
	return p.feeds("", func() *feed.Feed {
		return p.feedOf("", layout.Text{Value: p.chrome.Title}, p.chrome.Description, p.newest(p.Site.Editions, feedMost))
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
		f := &feed.Feed{ID: first.tagOf(""), Title: first.chrome.Title, Subtitle: first.chrome.Description, Author: first.chrome.Title, Page: in.BaseURL, Base: in.BaseURL}
		for _, e := range first.newest(in.Site.Editions, feedMost) {
			p := by[e.Language]
			if p == nil {
				p = first
			}
			f.Entries = append(f.Entries, p.entry(e))
		}
		return f
	})
}

func (p *pages) resolutionFeed(r *site.Resolution) *feed.Feed {
	ref := p.refs[r.Index]
	title := ref.Code
	if ref.Title.Value != "" {
		title += " · " + ref.Title.Value
	}
	return p.feedOf(r.Path(), layout.Text{Value: title}, "", p.newest(r.Editions, feedMost))
}

func (p *pages) memberFeed(m *site.Member) *feed.Feed {
	return p.feedOf(m.Path(), layout.Text{Value: m.Name}, "", p.newest(m.Editions, feedMost))
}

// termFeeds are the feeds of a taxonomy's term: countries have some.
func (p *pages) termFeeds(t *site.Term) []Target {
	if !hasFeed(t.Kind) {
		return nil
	}
	return p.feeds(t.Path(), func() *feed.Feed { return p.feedOf(t.Path(), p.termName(t), "", p.newest(t.Editions, feedMost)) })
}

// hasFeed tells whether the pages of a taxonomy have feeds.
func hasFeed(kind string) bool { return kind == "countries" }

// feedOf makes a feed of editions, newest first.
func (p *pages) feedOf(address string, title layout.Text, subtitle string, editions []*site.Edition) *feed.Feed {
	page := p.addressOf(address).url
	f := &feed.Feed{ID: p.tag(address), Lang: string(p.lang), Title: title.Value, Subtitle: subtitle, Author: p.chrome.Title, Page: page, Base: page}
	for _, e := range editions {
		f.Entries = append(f.Entries, p.entry(e))
	}
	return f
}

// entry is the entry of an edition, the same in all feeds of the language.
func (p *pages) entry(e *site.Edition) *feed.Entry { return p.entries()[e] }

// makeEntries makes the entries of all editions.
func (p *pages) makeEntries() map[*site.Edition]*feed.Entry {
	m := make(map[*site.Edition]*feed.Entry, len(p.Site.Editions))
	for _, e := range p.Site.Editions {
		m[e] = feed.NewEntry(p.entryContent(e))
	}
	return m
}

func (p *pages) entryContent(e *site.Edition) feed.Content {
	name, status := p.of(e), p.statuses[e.StatusTerm.ID]
	return feed.Content{
		ID: p.tag(e.Path()), URL: name.url, Lang: string(p.lang), Title: name.title,
		Text: name.description, Published: published(e), Updated: p.updated(e), Tags: []feed.Tag{{Term: status.ID, Label: status.Label}},
	}
}

// published is the day of publication or, where it is not known, the end of the
// reporting year: a fixed day, so that correcting a text makes no new entry.
func published(e *site.Edition) string {
	if !e.Date.IsZero() {
		return e.Date.String() + "T00:00:00Z"
	}
	return itoa(e.Year) + "-12-31T00:00:00Z"
}

// updated is the time of the last commit of the text in this language where that is
// known and later: a corrected text is news of the same entry.
func (p *pages) updated(e *site.Edition) string {
	if c, ok := p.commit(e.In(p.lang).Path); ok {
		return max(published(e), c.Time)
	}
	return published(e)
}

// tag is a permanent id (RFC 4151) that outlives a change of the host's path.
func (p *pages) tag(address string) string { return p.tagOf(string(p.lang) + "/" + address) }

func (in *Input) tagOf(address string) string {
	host := "localhost"
	if u, err := url.Parse(in.BaseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return "tag:" + host + ",2016:" + address
}
