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
	data       Content
	digest     string
	atom, json form
}

// form is an entry as it stands in feeds of one form.
type form struct {
	once sync.Once
	text []byte
	err  error
}

// NewEntry makes an entry.
func NewEntry(c Content) *Entry {
	buf := make([]byte, 0, 1<<10)
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
	return &Entry{data: c, digest: base64.RawURLEncoding.EncodeToString(sum[:18])}
}

// Content is what the entry says.
func (e *Entry) Content() Content { return e.data }

// Fingerprint changes with all that the entry says.
func (e *Entry) Fingerprint() string { return e.digest }

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

// item is the entry in JSON.
func (e *Entry) item() ([]byte, error) {
	f := &e.json
	f.once.Do(func() { f.text, f.err = json.Marshal(e.data.json()) })
	return f.text, f.err
}

// noItems ends a feed without items.
const noItems = "]}"

// JSON writes the feed in the form of JSON Feed 1.1.
func (f *Feed) JSON(b *bytes.Buffer) error {
	j := &jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Title, HomePage: f.Page, URL: f.Base + JSONName, Description: f.Subtitle, Language: f.Lang,
		Items: []json.RawMessage{},
	}
	if f.Author != "" {
		j.Authors = []jsonAuthor{{f.Author}}
	}
	head, err := json.Marshal(j)
	if err != nil {
		return err
	}
	// The items are put between here: the encoder would read each of them again.
	b.Write(head[:len(head)-len(noItems)])
	for i, e := range f.Entries {
		item, err := e.item()
		if err != nil {
			return err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(item)
	}
	b.WriteString(noItems + "\n")
	return nil
}
