package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// hostile texts are what XML, JSON or a browser might take for more than text.
var hostile = []string{
	`a & <b> ]]> "quoted"`, `</title><entry><id>evil</id></entry>`, `</script><script>alert(1)</script>`, `"},{"id":"evil"`, "<!--", "<![CDATA[x", "é 🌳 \u2028 ى",
}

func content(text string) Content {
	return Content{
		ID: "tag:x.example,2016:en/a/2022/", URL: "https://x.example/en/a/2022/?a=1&b=2", Title: text, Text: text, Lang: "en",
		Published: "2022-12-31T00:00:00Z", Updated: "2024-02-29T10:00:00Z", Tags: []Tag{{"done", text}},
	}
}

func feedOf(text string, entries ...*Entry) *Feed {
	return &Feed{
		ID: "tag:x.example,2016:en/", Title: text, Subtitle: text, Lang: "en", Author: text, Page: "https://x.example/en/", Base: "https://x.example/en/", Entries: entries,
	}
}

func write(t *testing.T, f func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A reader that knows all forms finds the same in both, and text as text.
func TestReadersSeeTheSame(t *testing.T) {
	for _, text := range append(hostile, "plain") {
		second := content(text)
		second.ID, second.Updated, second.Published = "tag:x.example,2016:en/b/2021/", "2021-12-31T00:00:00Z", "2021-12-31T00:00:00Z"
		f := feedOf(text, NewEntry(content(text)), NewEntry(second))
		for name, data := range map[string][]byte{"atom": write(t, f.Atom), "json": write(t, f.JSON)} {
			got, err := gofeed.NewParser().Parse(bytes.NewReader(data))
			if err != nil {
				t.Fatalf("%s: %v in %s", name, err, data)
			}
			if got.FeedType != name || got.Title != text || got.Description != text || got.Language != "en" || len(got.Items) != 2 {
				t.Fatalf("%s of %q: %+v", name, text, got)
			}
			link := map[string]string{"atom": "https://x.example/en/feed.xml", "json": "https://x.example/en/feed.json"}[name]
			if got.Link != "https://x.example/en/" || got.FeedLink != link {
				t.Errorf("%s: page %q, feed %q", name, got.Link, got.FeedLink)
			}
			item, text := got.Items[0], text
			said := item.Description + item.Content
			if item.GUID != "tag:x.example,2016:en/a/2022/" || item.Link != "https://x.example/en/a/2022/?a=1&b=2" || item.Title != text || said != text {
				t.Errorf("%s of %q: %+v", name, text, item)
			}
			if len(item.Categories) != 1 || name == "json" && item.Categories[0] != text {
				t.Errorf("%s of %q: categories %q", name, text, item.Categories)
			}
			want := time.Date(2024, 2, 29, 10, 0, 0, 0, time.UTC)
			if item.UpdatedParsed == nil || !item.UpdatedParsed.Equal(want) || item.PublishedParsed == nil || item.PublishedParsed.Year() != 2022 {
				t.Errorf("%s: updated %v, published %v", name, item.UpdatedParsed, item.PublishedParsed)
			}
			if bytes.Contains(data, []byte("<script")) {
				t.Errorf("%s of %q has a tag", name, text)
			}
		}
		if data := string(write(t, f.Atom)); !strings.Contains(data, "<updated>2024-02-29T10:00:00Z</updated><author>") {
			t.Errorf("the feed is not as new as its newest entry: %s", data)
		}
	}
}

// What both specifications ask of every feed; the validators' rules in short.
func TestRequiredParts(t *testing.T) {
	f := feedOf("T", NewEntry(content("x")))
	var j struct {
		Version  string
		Title    string
		Language string
		Feed     string `json:"feed_url"`
		Home     string `json:"home_page_url"`
		Authors  []struct{ Name string }
		Items    []map[string]any
	}
	if err := json.Unmarshal(write(t, f.JSON), &j); err != nil {
		t.Fatal(err)
	}
	if j.Version != "https://jsonfeed.org/version/1.1" || j.Title == "" || j.Feed == "" || j.Home == "" || len(j.Authors) != 1 {
		t.Errorf("%+v", j)
	}
	for _, key := range []string{"id", "url", "title", "content_text", "date_published", "date_modified"} {
		if s, ok := j.Items[0][key].(string); !ok || s == "" {
			t.Errorf("an item has no %s", key)
		}
	}
	atom := string(write(t, f.Atom))
	for _, part := range []string{
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">`, "<id>tag:x.example,2016:en/</id>", `<link rel="self" type="application/atom+xml" href="https://x.example/en/feed.xml"></link>`,
		"<author><name>T</name></author>", "<published>2022-12-31T00:00:00Z</published>",
	} {
		if strings.Count(atom, part) != 1 {
			t.Errorf("%q is there %d times in %s", part, strings.Count(atom, part), atom)
		}
	}
	empty := feedOf("T")
	if data := string(write(t, empty.JSON)); !strings.Contains(data, `"items":[]`) {
		t.Errorf("no items: %s", data)
	}
	if data := string(write(t, empty.Atom)); !strings.Contains(data, "<updated>"+nothingYet+"</updated>") {
		t.Errorf("no entries: %s", data)
	}
}

// Texts are written as encoding/xml writes them.
func TestTextIsEscaped(t *testing.T) {
	for _, s := range append(hostile, "plain", "it’s \"quoted\" 'twice'", "\ufffe\uffff\x01\x7f\u0085", "\xff", "a\tb\nc\rd", "\ufdd0é") {
		var b bytes.Buffer
		if err := xml.EscapeText(&b, []byte(s)); err != nil {
			t.Fatal(err)
		}
		if got := string(text([]byte("before "), s)); got != "before "+b.String() {
			t.Errorf("%q: got %q, want %q", s, got, b.String())
		}
	}
}

// A corrected text is the same entry at a later time.
func TestCorrectionKeepsTheEntry(t *testing.T) {
	c := content("as written")
	before := NewEntry(c)
	c.Text, c.Updated = "as corrected", "2025-01-01T00:00:00Z"
	after := NewEntry(c)
	if before.Fingerprint() == after.Fingerprint() {
		t.Error("the correction is not seen")
	}
	var ids [2]string
	for i, e := range []*Entry{before, after} {
		got, err := gofeed.NewParser().Parse(bytes.NewReader(write(t, feedOf("T", e).Atom)))
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = got.Items[0].GUID
	}
	if ids[0] != ids[1] {
		t.Errorf("two entries: %q", ids)
	}
}

func TestFingerprintSeesEverything(t *testing.T) {
	want := NewEntry(content("x")).Fingerprint()
	for i, change := range []func(*Content){
		func(c *Content) { c.ID = "" }, func(c *Content) { c.URL = "" }, func(c *Content) { c.Title = "" }, func(c *Content) { c.Text = "" }, func(c *Content) { c.Lang = "" },
		func(c *Content) { c.Published = "" }, func(c *Content) { c.Updated = "" }, func(c *Content) { c.Tags = nil }, func(c *Content) { c.Tags[0].Label = "" },
		func(c *Content) { c.Title, c.Text = "xx", "" },
	} {
		c := content("x")
		change(&c)
		if NewEntry(c).Fingerprint() == want {
			t.Errorf("change %d is not seen", i)
		}
	}
}

func ExampleFeed_JSON() {
	var b bytes.Buffer
	f := &Feed{ID: "tag:x.example,2016:", Title: "Reports", Page: "https://x.example/", Base: "https://x.example/"}
	fmt.Println(f.JSON(&b), b.String())
	// Output:
	// <nil> {"version":"https://jsonfeed.org/version/1.1","title":"Reports","home_page_url":"https://x.example/","feed_url":"https://x.example/feed.json","items":[]}
}
