package feed

import (
	"bytes"
	"encoding/xml"
	"unicode/utf8"
)

// Atom writes the feed in the form of RFC 4287. The elements are written here, as
// to have them found by reflection takes most of the time; all text is escaped
// by encoding/xml.
func (f *Feed) Atom(b *bytes.Buffer) error {
	w := append(b.AvailableBuffer(), xml.Header...)
	w = append(w, `<feed xmlns="http://www.w3.org/2005/Atom"`...)
	w = append(attr(w, "xml:lang", f.Lang), '>')
	w = element(w, "title", f.Title)
	if f.Subtitle != "" {
		w = element(w, "subtitle", f.Subtitle)
	}
	w = element(w, "id", f.ID)
	w = element(w, "updated", f.updated())
	w = append(w, "<author>"...)
	w = append(element(w, "name", f.Author), "</author>"...)
	w = link(w, "alternate", "text/html", f.Page)
	w = link(w, "self", "application/atom+xml", f.Base+AtomName)
	w = link(w, "alternate", "application/feed+json", f.Base+JSONName)
	for _, e := range f.Entries {
		w = append(append(w, '\n'), e.element()...)
	}
	b.Write(append(w, "</feed>\n"...))
	return nil
}

// element is the entry in Atom.
func (e *Entry) element() []byte {
	f := &e.atom
	f.once.Do(func() {
		c := &e.data
		w := append(attr([]byte("<entry"), "xml:lang", c.Lang), '>')
		w = element(w, "title", c.Title)
		w = element(w, "id", c.ID)
		w = element(w, "published", c.Published)
		w = element(w, "updated", c.Updated)
		w = link(w, "alternate", "text/html", c.URL)
		for _, t := range c.Tags {
			w = append(w, `<category term="`...)
			w = append(text(w, t.Term), `" label="`...)
			w = append(text(w, t.Label), `"></category>`...)
		}
		f.text = append(element(w, "summary", c.Text), "</entry>"...)
	})
	return f.text
}

// element writes an element that holds a text.
func element(w []byte, name, of string) []byte {
	w = append(append(append(w, '<'), name...), '>')
	w = append(text(w, of), "</"...)
	return append(append(w, name...), '>')
}

// attr writes an attribute, unless it is empty.
func attr(w []byte, name, value string) []byte {
	if value == "" {
		return w
	}
	w = append(append(append(w, ' '), name...), `="`...)
	return append(text(w, value), '"')
}

func link(w []byte, rel, kind, href string) []byte {
	w = append(append(append(w, `<link rel="`...), rel...), `" type="`...)
	w = append(append(w, kind...), `" href="`...)
	return append(text(w, href), `"></link>`...)
}

// text writes a text. Most need no escapes, and no encoder.
func text(w []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; i < len(s) && plain; i++ {
		// What is no character of XML at all begins with 0xef.
		c := s[i]
		plain = c >= ' ' && c != 0xef && c != '<' && c != '>' && c != '&' && c != '"' && c != '\''
	}
	if plain {
		return append(w, s...)
	}
	b := bytes.NewBuffer(w)
	xml.EscapeText(b, []byte(s)) //nolint:errcheck // a buffer takes everything
	return b.Bytes()
}
