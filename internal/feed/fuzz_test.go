package feed

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
)

// FuzzText puts a text into every field of a feed: a reader finds one entry, with
// the ids that it was given.
func FuzzText(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip("content is UTF-8")
		}
		fd := feedOf(s, NewEntry(content(s)))
		for name, data := range map[string][]byte{"atom": write(t, fd.Atom), "json": write(t, fd.JSON)} {
			got, err := gofeed.NewParser().Parse(bytes.NewReader(data))
			if err != nil || len(got.Items) != 1 || got.Items[0].GUID != content("").ID || got.Items[0].Link != content("").URL {
				t.Fatalf("%s: %v in %s", name, err, data)
			}
			if strings.Contains(strings.ToLower(string(data)), "<script") {
				t.Fatalf("%s has a tag: %s", name, data)
			}
		}
	})
}
