// Package feed writes feeds of news: Atom (RFC 4287) and JSON Feed 1.1, of the
// same entries.
//
// An entry keeps its id for ever, so that a reader shows a corrected text in the
// place of the old one; that it was corrected shows in the time of its update.
package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"sync"
)

// Feed is a list of entries, newest first.
type Feed struct {
	// ID identifies the feed for ever.
	ID string
	// Title and Subtitle are in the language Lang, "" for several.
	Title, Subtitle, Lang string
	// Author is who publishes it.
	Author string
	// Page is the absolute address of the page that the feed is of.
	Page string
	// Base is the absolute address of the feed, without the name of the file.
	Base string
	// Entries are in their order.
	Entries []*Entry
}

// Names of the files of a feed.
const (
	AtomName = "feed.xml"
	JSONName = "feed.json"
)

// nothingYet is the time of a feed without entries.
const nothingYet = "1970-01-01T00:00:00Z"

// updated is the time of the newest change.
func (f *Feed) updated() string {
	t := nothingYet
	for _, e := range f.Entries {
		t = max(t, e.data.Updated)
	}
	return t
}

// Content is what an entry says.
type Content struct {
	// ID identifies it for ever; URL is its page.
	ID, URL string
	// Title and Text are plain; Lang is their language.
	Title, Text, Lang string
	// Published and Updated are times in the form of RFC 3339, in UTC.
	Published, Updated string
	// Tags are its subjects.
	Tags []Tag
}

// Tag is a subject.
type Tag struct {
	// Term is its id, Label its name.
	Term, Label string
}

// Entry is an entry of a feed. The same one may stand in many feeds, and is
// written once for all of them.
type Entry struct {
	data   Content
	digest string
	atom   func() ([]byte, error)
	json   func() ([]byte, error)
}

// NewEntry makes an entry.
func NewEntry(c Content) *Entry {
	e := &Entry{data: c}
	var buf []byte
	put := func(list ...string) {
		for _, s := range list {
			buf = append(binary.AppendUvarint(buf, uint64(len(s))), s...)
		}
	}
	put(c.ID, c.URL, c.Title, c.Text, c.Lang, c.Published, c.Updated)
	for _, t := range c.Tags {
		put(t.Term, t.Label)
	}
	sum := sha256.Sum256(buf)
	e.digest = base64.RawURLEncoding.EncodeToString(sum[:18])
	e.atom = sync.OnceValues(func() ([]byte, error) { return xml.Marshal(c.atom()) })
	e.json = sync.OnceValues(func() ([]byte, error) { return json.Marshal(c.json()) })
	return e
}

// Content is what the entry says.
func (e *Entry) Content() Content { return e.data }

// Fingerprint changes with all that the entry says.
func (e *Entry) Fingerprint() string { return e.digest }

// The elements of Atom.
type (
	atomFeed struct {
		XMLName  xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string     `xml:"xml:lang,attr,omitempty"`
		Title    string     `xml:"title"`
		Subtitle string     `xml:"subtitle,omitempty"`
		ID       string     `xml:"id"`
		Updated  string     `xml:"updated"`
		Author   atomAuthor `xml:"author"`
		Links    []atomLink `xml:"link"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		XMLName   xml.Name       `xml:"entry"`
		Lang      string         `xml:"xml:lang,attr,omitempty"`
		Title     string         `xml:"title"`
		ID        string         `xml:"id"`
		Published string         `xml:"published"`
		Updated   string         `xml:"updated"`
		Link      atomLink       `xml:"link"`
		Category  []atomCategory `xml:"category"`
		Summary   string         `xml:"summary"`
	}
	atomCategory struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	}
)

func (c *Content) atom() *atomEntry {
	e := &atomEntry{
		Lang: c.Lang, Title: c.Title, ID: c.ID, Published: c.Published, Updated: c.Updated,
		Link: atomLink{Rel: "alternate", Type: "text/html", Href: c.URL}, Summary: c.Text,
	}
	for _, t := range c.Tags {
		e.Category = append(e.Category, atomCategory(t))
	}
	return e
}

// Atom writes the feed in the form of RFC 4287.
func (f *Feed) Atom(b *bytes.Buffer) error {
	a := &atomFeed{
		Lang: f.Lang, Title: f.Title, Subtitle: f.Subtitle, ID: f.ID, Updated: f.updated(), Author: atomAuthor{f.Author},
		Links: []atomLink{
			{Rel: "alternate", Type: "text/html", Href: f.Page},
			{Rel: "self", Type: "application/atom+xml", Href: f.Base + AtomName},
			{Rel: "alternate", Type: "application/feed+json", Href: f.Base + JSONName},
		},
	}
	head, err := xml.Marshal(a)
	if err != nil {
		return err
	}
	const end = "</feed>"
	b.WriteString(xml.Header)
	b.Write(bytes.TrimSuffix(head, []byte(end)))
	for _, e := range f.Entries {
		entry, err := e.atom()
		if err != nil {
			return err
		}
		b.WriteByte('\n')
		b.Write(entry)
	}
	b.WriteString(end + "\n")
	return nil
}

// The objects of JSON Feed.
type (
	jsonFeed struct {
		Version     string            `json:"version"`
		Title       string            `json:"title"`
		HomePage    string            `json:"home_page_url"`
		URL         string            `json:"feed_url"`
		Description string            `json:"description,omitempty"`
		Language    string            `json:"language,omitempty"`
		Authors     []jsonAuthor      `json:"authors,omitempty"`
		Items       []json.RawMessage `json:"items"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
	jsonItem struct {
		ID        string   `json:"id"`
		URL       string   `json:"url"`
		Title     string   `json:"title"`
		Text      string   `json:"content_text"`
		Published string   `json:"date_published"`
		Modified  string   `json:"date_modified"`
		Language  string   `json:"language,omitempty"`
		Tags      []string `json:"tags,omitempty"`
	}
)

func (c *Content) json() *jsonItem {
	i := &jsonItem{ID: c.ID, URL: c.URL, Title: c.Title, Text: c.Text, Published: c.Published, Modified: c.Updated, Language: c.Lang}
	for _, t := range c.Tags {
		i.Tags = append(i.Tags, t.Label)
	}
	return i
}

// JSON writes the feed in the form of JSON Feed 1.1.
func (f *Feed) JSON(b *bytes.Buffer) error {
	j := &jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Title, HomePage: f.Page, URL: f.Base + JSONName, Description: f.Subtitle, Language: f.Lang,
		Items: make([]json.RawMessage, len(f.Entries)),
	}
	if f.Author != "" {
		j.Authors = []jsonAuthor{{f.Author}}
	}
	for i, e := range f.Entries {
		var err error
		if j.Items[i], err = e.json(); err != nil {
			return err
		}
	}
	return json.NewEncoder(b).Encode(j)
}
