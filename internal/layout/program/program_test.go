package program

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"testing"
)

type inner struct {
	Name string
	N    int
}

func (i inner) Title() string { return "the " + i.Name }

type embedded struct{ Deep string }

type named string

func (n named) String() string { return "<" + string(n) + ">" }

type view struct {
	embedded
	Text, Empty, Link string
	HTML              template.HTML
	N                 int
	Yes               bool
	List              []inner
	Words, None       []string
	Pointer           *inner
	Nil               *inner
	Any               any
	Map               map[string]any
	Named             named
}

func funcs() template.FuncMap {
	return template.FuncMap{
		"up":    strings.ToUpper,
		"words": func(key string, pairs ...any) (string, error) { return key + fmt.Sprint(pairs...), nil },
		"count": func(key string, n int) (string, error) { return fmt.Sprint(n, key), nil },
		"ratio": func(part, whole int) string { return fmt.Sprintf("%d<%d", part, whole) },
		"mark":  func(v any) (template.HTML, error) { return template.HTML(fmt.Sprintf("<b>%v</b>", v)), nil },
		"join":  func(list []string) string { return strings.Join(list, "+") },
		"dict":  func(pairs ...any) map[string]any { return map[string]any{pairs[0].(string): pairs[1]} },
		"bad":   func(string) (string, error) { return "", errors.New("bad") },
	}
}

func aView(text string) view {
	return view{
		embedded: embedded{"deep"}, Text: text, Link: text, HTML: "<i>&amp;</i>", N: 3, Yes: true,
		List: []inner{{"a", 1}, {text, 2}, {"c", 3}}, Words: []string{"x", text}, Pointer: &inner{text, 7},
		Any: inner{"any", 1}, Map: map[string]any{"k": text}, Named: named(text),
	}
}

// sources are templates that a program must run as html/template does.
var sources = []string{
	`<p title="{{.Text}}">{{.Text}} {{.HTML}} {{.N}} {{.Yes}} {{.Deep}} {{.Named}}</p><title>{{.Text}}</title>`,
	`<a href="{{.Link}}" class="{{.N}}">{{up .Text}}</a><a href="/?q={{.Text}}&amp;n={{.N}}">x</a>`,
	`{{if .Empty}}a{{else if .Yes}}b{{else}}c{{end}}{{if not .Nil}}nil{{end}}{{with .Nil}}x{{else}}none{{end}}`,
	`{{with .Pointer}}{{.Name}}{{.N}}{{.Title}}{{$.N}}{{end}}{{with $x := .Text}}{{$x}}{{end}}`,
	`{{range .List}}{{.Name}}{{if eq .N 2}}{{continue}}{{end}}{{.Title}}{{end}}`,
	`{{range $i, $e := .List}}{{$i}}{{$e.Name}}{{if gt $i 0}}{{break}}{{end}}{{else}}none{{end}}`,
	`{{range $e := .Words}}{{$e}}{{end}}{{range 3}}{{.}}{{end}}{{range .None}}x{{else}}none{{end}}`,
	`{{$n := .N}}{{if .Yes}}{{$n = 5}}{{$n := 9}}{{$n}}{{end}}{{$n}}`,
	`{{and .Yes .Text}}{{or .Empty .Text}}{{and .Empty .Missing}}{{len .List}}{{index .Words 1}}{{index .Map "k"}}`,
	`{{eq .N 1 2 3}}{{ne .Text "a"}}{{lt .N 4}}{{le .N 3}}{{ge .N 9}}{{print .N .Text}}`,
	`{{words "a" .Text .N}}{{count "b" .N}}{{ratio .N 7}}{{mark .Text}}<i title="{{mark .N}}">{{mark .Nil}}</i>{{join .Words}}{{.Text | up}}{{(index .List 1).Name}}`,
	`{{template "part" dict "v" .Text}}{{template "part" dict "v" .HTML}}{{define "part"}}<i title="{{.v}}">{{.v}}{{$.v}}</i>{{end}}`,
	`{{.Map.k}}{{.Any.Name}}{{.Any.Title}}`,
	`{{range .List}}{{template "row" .}}{{end}}{{define "row"}}{{$a := .Name}}{{range $i, $n := .Name}}{{end}}{{$a}}{{end}}`,
}

// hostile are texts that html/template changes somewhere.
var hostile = []string{
	"plain", "", "l’été d'œuvre", `<script>alert("1")</script>`, "a & b + c", "javascript:alert(1)", "//host/x", "/a/b?c=d&e=f#g",
	"https://example.org/x y/é?a=%41%", "http://example.org", "mailto:a@b", "#a:b", "\x00\x01\xff", "  ", "日本", "a:b", "/é/%zz", "data:x",
}

func TestSameAsTemplate(t *testing.T) {
	for _, source := range sources {
		want := template.Must(template.New("t").Funcs(funcs()).Parse(source))
		p, err := Compile(template.Must(template.New("t").Funcs(funcs()).Parse(source)), funcs())
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		for _, text := range hostile {
			same(t, source, want, p, aView(text))
		}
	}
}

// same compares the two on a view. Where the program gives up, the template is
// run in its place, and nothing is to be compared.
func same(t *testing.T, source string, want *template.Template, p *Program, v any) {
	t.Helper()
	var a, b bytes.Buffer
	wrong := want.Execute(&a, v)
	err := p.Run(&b, v)
	switch {
	case wrong != nil && err == nil:
		t.Errorf("%s: ran to %q where the template fails: %v", source, b.String(), wrong)
	case err == nil && a.String() != b.String():
		t.Errorf("%s:\n got %q\nwant %q", source, b.String(), a.String())
	}
}

// TestRuns tells that what is compared above is run by programs, not given up.
func TestRuns(t *testing.T) {
	for _, source := range sources[:13] {
		p, err := Compile(template.Must(template.New("t").Funcs(funcs()).Parse(source)), funcs())
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Run(new(bytes.Buffer), aView("plain")); err != nil {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func TestGivesUp(t *testing.T) {
	for _, source := range []string{
		`{{.Missing}}`, `{{.Nil.Name}}`, `{{bad .Text}}`, `{{index .Words 9}}`, `{{up .N}}`, `{{range .Map}}{{.}}{{end}}`, `{{range .Nil}}{{end}}`,
		`{{eq .N .Text}}`, `{{.Map.other}}`, `{{template "a" .}}{{define "a"}}{{template "a" .}}{{end}}`,
	} {
		p, err := Compile(template.Must(template.New("t").Funcs(funcs()).Option("missingkey=error").Parse(source)), funcs())
		if err == nil {
			err = p.Run(new(bytes.Buffer), aView("x"))
		}
		if err == nil {
			t.Errorf("%s: was run", source)
		}
	}
	for _, source := range []string{`<script>{{.Text}}</script>`, `<p onclick="{{.Text}}">`, `<style>{{.Text}}</style>`, `<p style="{{.Text}}">`} {
		if _, err := Compile(template.Must(template.New("t").Parse(source)), nil); err == nil {
			t.Errorf("%s: was made a program", source)
		}
	}
}

// TestAgain runs a program after a failed run, and many at once.
func TestAgain(t *testing.T) {
	source := `{{range .List}}{{$n := .Name}}{{template "row" .}}{{$n}}{{end}}{{define "row"}}{{$x := .N}}{{$x}}{{end}}`
	tmpl := template.Must(template.New("t").Funcs(funcs()).Parse(source))
	p, err := Compile(tmpl, funcs())
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan string)
	for range 8 {
		go func() {
			var b bytes.Buffer
			for range 50 {
				if p.Run(&b, 5) == nil {
					b.WriteString("a number has no list")
				}
				b.Reset()
				if err := p.Run(&b, aView("x")); err != nil {
					b.WriteString(err.Error())
				}
			}
			done <- b.String()
		}()
	}
	for range 8 {
		if got := <-done; got != "1a2x3c" {
			t.Errorf("got %q", got)
		}
	}
}

func FuzzSameAsTemplate(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	var want []*template.Template
	var programs []*Program
	for _, source := range sources {
		t := template.Must(template.New("t").Funcs(funcs()).Parse(source))
		p, err := Compile(t, funcs())
		if err != nil {
			f.Fatal(err)
		}
		want, programs = append(want, t), append(programs, p)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for i, source := range sources {
			same(t, source, want[i], programs[i], aView(text))
		}
	})
}
