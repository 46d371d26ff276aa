// Package cite writes references to reports in the forms that reference managers
// read: BibTeX, RIS and CSL-JSON. Whatever a text holds, it stays text in each of
// them.
package cite

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Work is what is referred to.
type Work struct {
	// Key identifies it: lower case ASCII, digits and hyphens.
	Key string
	// Title is its own, Kind what it is ("Progress report"), Number its code.
	Title, Kind, Number string
	// Organisation published it; Site is where.
	Organisation, Site string
	// Year is the reporting year; Date is the day of publication, YYYY-MM-DD, or "".
	Year int
	Date string
	// URL is its permanent address.
	URL string
	// Language is that of the text, as a tag.
	Language string
	// Digest is the SHA-256 of the text, in hexadecimal.
	Digest string
}

// note tells how the text can be compared.
func (w *Work) note() string {
	if w.Digest == "" {
		return ""
	}
	return "SHA-256: " + w.Digest
}

// BibTeX is the work as an entry for BibTeX and biblatex.
func (w *Work) BibTeX() string { return string(w.appendBibTeX(make([]byte, 0, room))) }

// room is enough for most references in any form.
const room = 1 << 10

func (w *Work) appendBibTeX(b []byte) []byte {
	b = append(append(b, "@techreport{"...), w.Key...)
	field := func(name, value string) {
		if value != "" {
			b = append(append(append(b, ",\n  "...), name...), " = {"...)
			b = append(append(b, value...), '}')
		}
	}
	organisation := tex(w.Organisation)
	// A second pair of braces keeps capitals, and a name in one piece.
	field("author", "{"+organisation+"}")
	field("title", "{"+tex(w.Title)+"}")
	field("institution", organisation)
	field("type", tex(w.Kind))
	field("number", tex(w.Number))
	field("year", strconv.Itoa(w.Year))
	field("date", tex(w.Date))
	field("howpublished", tex(w.Site))
	field("url", texURL(w.URL))
	field("langid", tex(babel(w.Language)))
	field("note", tex(w.note()))
	return append(b, "\n}\n"...)
}

// babel is the name that biblatex has for a language, or the tag.
func babel(tag string) string {
	switch tag {
	case "en":
		return "english"
	case "fr":
		return "french"
	case "es":
		return "spanish"
	}
	return tag
}

// texPlain are the characters that TeX takes for themselves.
var texPlain = func() (plain [0x7f]bool) {
	for c := range plain {
		plain[c] = c >= ' ' && !strings.ContainsRune(`\{}$&#%_^~<>`, rune(c))
	}
	return plain
}()

// tex escapes a text for TeX.
func tex(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] < 0x7f && texPlain[s[i]]
	}
	if plain {
		return s
	}
	var b strings.Builder
	for _, r := range oneLine(s) {
		switch r {
		case '\\':
			b.WriteString(`\textbackslash{}`)
		case '^':
			b.WriteString(`\textasciicircum{}`)
		case '~':
			b.WriteString(`\textasciitilde{}`)
		case '<':
			b.WriteString(`\textless{}`)
		case '>':
			b.WriteString(`\textgreater{}`)
		case '{', '}', '$', '&', '#', '%', '_':
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// texURL is an address for a field that TeX reads word by word.
func texURL(s string) string {
	if !strings.ContainsAny(s, "\\{} ^\"<>\r\n") {
		return s
	}
	return strings.NewReplacer(`\`, "%5C", "{", "%7B", "}", "%7D", " ", "%20", "^", "%5E", `"`, "%22", "<", "%3C", ">", "%3E").Replace(oneLine(s))
}

// oneLine makes blanks of line ends, and leaves out other control characters.
func oneLine(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] < 0x7f
	}
	if plain {
		return strings.TrimSpace(s)
	}
	clean := func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
			return ' '
		case unicode.IsControl(r) || r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}
	return strings.TrimSpace(strings.Map(clean, s))
}

// RIS is the work as a record of the RIS format: a line for each tag, ended by
// carriage return and line feed.
func (w *Work) RIS() string { return string(w.appendRIS(make([]byte, 0, room))) }

func (w *Work) appendRIS(b []byte) []byte {
	line := func(tag, value string) {
		if value = oneLine(value); value != "" {
			b = append(append(append(b, tag...), "  - "...), value...)
			b = append(b, "\r\n"...)
		}
	}
	line("TY", "RPRT")
	line("ID", w.Key)
	line("AU", w.Organisation)
	line("TI", w.Title)
	line("T2", w.Site)
	line("PB", w.Organisation)
	line("M3", w.Kind)
	line("SN", w.Number)
	line("PY", strconv.Itoa(w.Year))
	if w.Date != "" {
		line("DA", strings.ReplaceAll(w.Date, "-", "/")+"/")
	}
	line("UR", w.URL)
	line("LA", w.Language)
	line("N1", w.note())
	return append(b, "ER  - \r\n"...)
}

// CSL is the work as an item of a list in CSL-JSON 1.0.
func (w *Work) CSL() (string, error) {
	b, err := w.appendCSL(make([]byte, 0, room))
	return string(b), err
}

func (w *Work) appendCSL(b []byte) ([]byte, error) {
	issued, err := w.issued()
	if err != nil {
		return nil, err
	}
	publisher := oneLine(w.Organisation)
	b = quoted(append(b, `{"id":`...), w.Key)
	b = quoted(append(b, `,"type":"report","title":`...), oneLine(w.Title))
	if publisher != "" {
		b = append(quoted(append(b, `,"author":[{"literal":`...), publisher), `}]`...)
	}
	b = append(append(append(b, `,"issued":{"date-parts":[[`...), issued...), `]]}`...)
	for _, f := range [...]struct{ name, value string }{
		{"genre", oneLine(w.Kind)},
		{"number", oneLine(w.Number)},
		{"publisher", publisher},
		{"container-title", oneLine(w.Site)},
		{"URL", w.URL},
		{"language", w.Language},
		{"note", w.note()},
	} {
		if f.value != "" || f.name == "URL" {
			b = append(append(append(b, `,"`...), f.name...), `":`...)
			b = quoted(b, f.value)
		}
	}
	return append(b, '}'), nil
}

// issued are the parts of the day of publication or, where it is not known, the year.
func (w *Work) issued() (string, error) {
	parts := strings.Split(w.Date, "-")
	if len(parts) != 3 {
		return strconv.Itoa(w.Year), nil
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil {
			return "", err
		}
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ","), nil
}

// quoted writes a text of JSON. Most need no escapes, and no encoder.
func quoted(b []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; i < len(s) && plain; i++ {
		// The separators of lines and paragraphs begin with 0xe2.
		c := s[i]
		plain = c >= ' ' && c != 0x7f && c != 0xe2 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	if plain {
		return append(append(append(b, '"'), s...), '"')
	}
	// The default escaping of < > & keeps a file harmless that a host serves as HTML.
	text, _ := json.Marshal(s) // a text is never refused
	return append(b, text...)
}

// List is a form in which works are written one after the other.
type List struct {
	// Name is the ending of such a file.
	Name string

	head, between, tail string
	add                 func(w *Work, b []byte) ([]byte, error)
}

// Lists are the forms: entries for BibTeX and biblatex, records of the RIS format, a
// list in CSL-JSON.
func Lists() []List {
	return []List{
		{"bib", "", "\n", "", func(w *Work, b []byte) ([]byte, error) { return w.appendBibTeX(b), nil }},
		{"ris", "", "", "", func(w *Work, b []byte) ([]byte, error) { return w.appendRIS(b), nil }},
		{"json", "[", ",", "\n]\n", func(w *Work, b []byte) ([]byte, error) { return w.appendCSL(append(b, '\n')) }},
	}
}

// Write writes works of a list. First and last tell whether they are its first or its
// last ones.
func (l List) Write(b *bytes.Buffer, works []*Work, first, last bool) error {
	if first {
		b.WriteString(l.head)
	}
	for i, w := range works {
		if i > 0 || !first {
			b.WriteString(l.between)
		}
		text, err := l.add(w, b.AvailableBuffer())
		if err != nil {
			return err
		}
		b.Write(text)
	}
	if last {
		b.WriteString(l.tail)
	}
	return nil
}
