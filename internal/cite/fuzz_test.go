package cite

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzText puts a text into every field of a reference: each form keeps its own
// structure.
func FuzzText(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip("content is UTF-8")
		}
		w := work()
		w.Title, w.Kind, w.Number, w.Organisation, w.Site, w.URL = s, s, s, s, s, s
		depth, bib := 0, w.BibTeX()
		for i := 0; i < len(bib); i++ {
			switch bib[i] {
			case '\\':
				i++
			case '{':
				depth++
			case '}':
				depth--
			}
			if depth < 1 && i > len("@techreport") && i < len(bib)-2 {
				t.Fatalf("the entry ends at %d of\n%s", i, bib)
			}
		}
		if depth != 0 {
			t.Fatalf("%d braces are open in\n%s", depth, bib)
		}
		lines := strings.Split(strings.TrimSuffix(w.RIS(), "\r\n"), "\r\n")
		for i, l := range lines {
			if len(l) < 6 || l[2:6] != "  - " || strings.ContainsAny(l, "\r\n") || (l[:2] == "ER") != (i == len(lines)-1) {
				t.Fatalf("line %d of the RIS record is %q", i, l)
			}
		}
		csl, err := w.CSL()
		if err != nil || !json.Valid([]byte(csl)) || strings.ContainsAny(csl, "<>&\n") {
			t.Fatalf("CSL: %v, %s", err, csl)
		}
	})
}
