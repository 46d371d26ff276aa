package cite

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
)

func work() *Work {
	return &Work{
		Key: "su-2020-res-001-2022", Title: "SU-2020-Res-001, progress report for 2022: Clear creeks", Kind: "Progress report", Number: "SU-2020-Res-001",
		Organisation: "Small union", Site: "Reports", Year: 2022, URL: "https://small.example/en/resolutions/su-2020-res-001/2022/", Language: "en", Digest: "00ff",
	}
}

func TestForms(t *testing.T) {
	w := work()
	wantBib := `@techreport{su-2020-res-001-2022,
  author = {{Small union}},
  title = {{SU-2020-Res-001, progress report for 2022: Clear creeks}},
  institution = {Small union},
  type = {Progress report},
  number = {SU-2020-Res-001},
  year = {2022},
  howpublished = {Reports},
  url = {https://small.example/en/resolutions/su-2020-res-001/2022/},
  langid = {english},
  note = {SHA-256: 00ff}
}
`
	if got := w.BibTeX(); got != wantBib {
		t.Errorf("BibTeX:\n%s", got)
	}
	w.Date = "2023-04-05"
	wantRIS := strings.ReplaceAll(`TY  - RPRT
ID  - su-2020-res-001-2022
AU  - Small union
TI  - SU-2020-Res-001, progress report for 2022: Clear creeks
T2  - Reports
PB  - Small union
M3  - Progress report
SN  - SU-2020-Res-001
PY  - 2022
DA  - 2023/04/05/
UR  - https://small.example/en/resolutions/su-2020-res-001/2022/
LA  - en
N1  - SHA-256: 00ff
ER  - 
`, "\n", "\r\n")
	if got := w.RIS(); got != wantRIS {
		t.Errorf("RIS:\n%q", got)
	}
	got, err := w.CSL()
	const wantCSL = `{"id":"su-2020-res-001-2022","type":"report","title":"SU-2020-Res-001, progress report for 2022: Clear creeks","author":[{"literal":"Small union"}],"issued":{"date-parts":[[2023,4,5]]},"genre":"Progress report","number":"SU-2020-Res-001","publisher":"Small union","container-title":"Reports","URL":"https://small.example/en/resolutions/su-2020-res-001/2022/","language":"en","note":"SHA-256: 00ff"}`
	if err != nil || got != wantCSL {
		t.Errorf("CSL: %v\n%s", err, got)
	}
}

// hostile texts are what one of the forms might take for more than text.
var hostile = []string{
	`\input{/etc/passwd}`, `\write18{rm}`, `}}, url = {https://evil.example`, `100 % & #1 $x$ a_b x^2 ~ "q" <b>`, "a\nER  - \nTY  - BOOK", "a\r\nUR  - https://evil.example/",
	"x\u2028ER  - ", "\x00\x1b[31m", "</script><script>alert(1)</script>", `","type":"book`, "@book{x,", "{", "}", `\`,
}

// tokens of BibTeX that are not text: commands that tex does not write itself.
var command = regexp.MustCompile(`\\[A-Za-z]+`)

func TestHostileTextStaysText(t *testing.T) {
	known := map[string]bool{`\textbackslash`: true, `\textasciicircum`: true, `\textasciitilde`: true, `\textless`: true, `\textgreater`: true}
	for _, s := range hostile {
		w := work()
		w.Title, w.Kind, w.Number, w.Organisation, w.Site = s, s, s, s, s
		bib := w.BibTeX()
		for _, c := range command.FindAllString(bib, -1) {
			if !known[c] {
				t.Errorf("%q: BibTeX has the command %s", s, c)
			}
		}
		depth, least := 0, 1
		body := strings.TrimSuffix(bib, "\n}\n")
		for i := 0; i < len(body); i++ {
			switch body[i] {
			case '\\':
				if strings.IndexByte(`{}$&#%_`, body[i+1]) >= 0 {
					i++
				}
			case '{':
				depth++
			case '}':
				if depth--; depth < least {
					t.Errorf("%q: BibTeX ends too early:\n%s", s, bib)
				}
			case '$', '&', '#', '^', '~':
				t.Errorf("%q: BibTeX has a bare %c", s, body[i])
			}
		}
		if depth != 1 || strings.Count(bib, "\n  ") != 10 {
			t.Errorf("%q: %d braces are open, %d fields\n%s", s, depth, strings.Count(bib, "\n  "), bib)
		}
		lines := strings.Split(w.RIS(), "\r\n")
		want := []string{"TY", "ID", "AU", "TI", "T2", "PB", "M3", "SN", "PY", "UR", "LA", "N1", "ER", ""}
		if strings.TrimSpace(strings.Trim(s, "\x00\x1b")) == "" {
			t.Fatalf("%q is nothing", s)
		}
		if len(lines) != len(want) {
			t.Fatalf("%q: RIS has %d lines: %q", s, len(lines), lines)
		}
		for i, l := range lines {
			if !strings.HasPrefix(l, want[i]) || strings.ContainsAny(l, "\r\n\x00\x1b") {
				t.Errorf("%q: line %d of the RIS record is %q", s, i, l)
			}
		}
		var b bytes.Buffer
		if err := Lists()[2].Write(&b, []*Work{w, work()}, true, true); err != nil {
			t.Fatal(err)
		}
		var back []map[string]any
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || len(back) != 2 {
			t.Fatalf("%q: %v", s, err)
		}
		if back[0]["type"] != "report" || bytes.Contains(b.Bytes(), []byte("<script")) || strings.TrimSpace(s) == s && !strings.ContainsAny(s, "\r\n\x00\x1b\u2028") && back[0]["title"] != s {
			t.Errorf("%q: CSL has %v", s, back[0])
		}
	}
}

// A list is the same whether its works are written at once or a few at a time.
func TestListInParts(t *testing.T) {
	works := []*Work{work(), work(), work(), work(), work()}
	for i, w := range works {
		w.Key += string(rune('a' + i))
	}
	for _, l := range Lists() {
		for n := range len(works) + 1 {
			var whole, parts bytes.Buffer
			err := l.Write(&whole, works[:n], true, true)
			for from := 0; from == 0 || from < n; from += 2 {
				to := min(from+2, n)
				err = errors.Join(err, l.Write(&parts, works[from:to], from == 0, to == n))
			}
			if err != nil || whole.String() != parts.String() {
				t.Errorf("%s, %d works: %v\n%s\nwant\n%s", l.Name, n, err, parts.String(), whole.String())
			}
			if n == 0 && whole.String() != map[string]string{"json": "[\n]\n"}[l.Name] {
				t.Errorf("%s without works is %q", l.Name, whole.String())
			}
		}
	}
}

// Texts are written as encoding/json writes them.
func TestQuoted(t *testing.T) {
	for _, s := range append(hostile, "", "plain", "é – “q”", "\xff", "\x7f", "a\u2029") {
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := quoted(nil, s); string(got) != string(want) {
			t.Errorf("%q: got %s, want %s", s, got, want)
		}
	}
}

func TestURLStaysWithinItsField(t *testing.T) {
	w := work()
	w.URL = `https://x.example/a}b{c\d e`
	if got := w.BibTeX(); !strings.Contains(got, "url = {https://x.example/a%7Db%7Bc%5Cd%20e}") {
		t.Error(got)
	}
}
