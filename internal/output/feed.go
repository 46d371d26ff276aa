package output

import (
	"bytes"
	"encoding/xml"
	"net/url"

	"resolute/internal/layout"
	"resolute/internal/site"
)

// feedMost is the number of entries in a feed.
const feedMost = 30

// atomFeed is a feed in the form of RFC 4287.
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	ID       string      `xml:"id"`
	Updated  string      `xml:"updated"`
	Author   atomAuthor  `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title    string         `xml:"title"`
	ID       string         `xml:"id"`
	Updated  string         `xml:"updated"`
	Link     atomLink       `xml:"link"`
	Category []atomCategory `xml:"category"`
	Summary  string         `xml:"summary"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

// feed makes the feed beside a page.
func (p *pages) feed(address string, view func() any) Target {
	return Target{Path: string(p.lang) + "/" + address + "feed.xml", Stage: "feeds", view: view, format: format{"atom" + p.Version, renderXML}}
}

func renderXML(b *bytes.Buffer, view any) error {
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(b).Encode(view); err != nil {
		return err
	}
	b.WriteByte('\n')
	return nil
}

func (p *pages) feedTargets() []Target {
	return []Target{p.feed("", func() any {
		return p.atom("", layout.Text{Value: p.chrome.Title}, p.chrome.Description, p.newest(p.Site.Editions, feedMost))
	})}
}

func (p *pages) resolutionFeed(r *site.Resolution) *atomFeed {
	ref := p.refs[r]
	title := ref.Code
	if ref.Title.Value != "" {
		title += " · " + ref.Title.Value
	}
	return p.atom(r.Path(), layout.Text{Value: title}, "", p.newest(r.Editions, feedMost))
}

func (p *pages) memberFeed(m *site.Member) *atomFeed {
	return p.atom(m.Path(), layout.Text{Value: m.Name}, "", p.newest(m.Editions, feedMost))
}

// atom makes a feed of editions, newest first.
func (p *pages) atom(address string, title layout.Text, subtitle string, editions []*site.Edition) *atomFeed {
	page := p.absolute(p.href(address))
	f := &atomFeed{
		Lang: string(p.lang), Title: title.Value, Subtitle: subtitle, ID: p.tag(address), Updated: "1970-01-01T00:00:00Z", Author: atomAuthor{p.chrome.Title},
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: page}, {Rel: "self", Type: "application/atom+xml", Href: page + "feed.xml"}},
	}
	for _, e := range editions {
		entry := p.atomEntry(e)
		f.Updated = max(f.Updated, entry.Updated)
		f.Entries = append(f.Entries, entry)
	}
	return f
}

func (p *pages) atomEntry(e *site.Edition) atomEntry {
	ref, status := p.refs[e.Resolution], p.statuses[e.StatusTerm.ID]
	return atomEntry{
		Title: p.word("edition.title", "code", ref.Code, "year", e.Year), ID: p.tag(e.Path()), Updated: updated(e),
		Link:     atomLink{Rel: "alternate", Type: "text/html", Href: p.absolute(p.href(e.Path()))},
		Category: []atomCategory{{Term: status.ID, Label: status.Label}},
		Summary:  p.editionDescription(e, ref),
	}
}

// updated is the day of publication or, where it is not known, the end of the
// reporting year: a fixed day, so that correcting a text makes no new entry.
func updated(e *site.Edition) string {
	if !e.Date.IsZero() {
		return e.Date.String() + "T00:00:00Z"
	}
	return itoa(e.Year) + "-12-31T00:00:00Z"
}

// tag is a permanent id (RFC 4151) that outlives a change of the host's path.
func (p *pages) tag(address string) string {
	host := "localhost"
	if u, err := url.Parse(p.BaseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return "tag:" + host + ",2016:" + string(p.lang) + "/" + address
}
