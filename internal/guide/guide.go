// Package guide writes the pages for editors: how to write, correct and
// translate a report, with every field as it is declared in internal/content,
// and what every warning of internal/review means.
//
// The pages are content like any other: they are kept in content/pages/, in all
// languages of the explanations, and a test compares them with what is declared.
package guide

import (
	"embed"
	"fmt"
	"strings"

	"resolute/internal/content"
	"resolute/internal/report"
	"resolute/internal/review"
)

//go:embed text
var texts embed.FS

// Page is a page of the guide.
type Page struct {
	// Path is the file, relative to the source folder.
	Path string
	// Data is the whole file.
	Data []byte
}

// Languages are those that the guide is written in; the first is the original.
func Languages() []report.Lang { return []report.Lang{"en", "fr", "es"} }

// Slugs are the pages' names in their addresses.
func Slugs() []string { return []string{"editors", "warnings"} }

// Pages are all pages, for a site with these settings.
func Pages(s *report.Settings) ([]Page, error) {
	var pages []Page
	for _, slug := range Slugs() {
		for i, lang := range Languages() {
			name := slug + ".md"
			if i > 0 {
				name = slug + "." + string(lang) + ".md"
			}
			text, err := texts.ReadFile("text/" + slug + "." + string(lang) + ".md")
			if err != nil {
				return nil, err
			}
			w := writer{settings: s, lang: lang}
			body := strings.NewReplacer(
				"@report-fields\n", w.fields("report"), "@translation-fields\n", w.fields("translation"),
				"@resolution-fields\n", w.fields("resolution"), "@member-fields\n", w.fields("member"), "@rules\n", w.rules(),
			).Replace(string(text))
			pages = append(pages, Page{content.Root + "/pages/" + name, []byte(body)})
		}
	}
	return pages, nil
}

type writer struct {
	settings *report.Settings
	lang     report.Lang
}

func (w *writer) say(t report.Text) string {
	s, _ := t.In(w.lang, []report.Lang{"en"})
	return s
}

// The words around the explanations.
var (
	required = report.Text{"en": "Required.", "fr": "Obligatoire.", "es": "Obligatorio."}
	oneOf    = report.Text{"en": "Values", "fr": "Valeurs", "es": "Valores"}
	example  = report.Text{"en": "Example", "fr": "Exemple", "es": "Ejemplo"}
	colon    = report.Text{"en": ":", "fr": " :", "es": ":"}
)

// fields explains every field of a kind.
func (w *writer) fields(kind string) string {
	var b strings.Builder
	for _, k := range content.Kinds() {
		if k.Name != kind {
			continue
		}
		for i, f := range k.Fields {
			if i > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "### %s (`%s`)\n\n%s", w.say(f.Label), f.Key, w.say(f.Doc))
			if f.Required {
				b.WriteString(" " + w.say(required))
			}
			b.WriteString("\n\n" + w.values(f))
			fmt.Fprintf(&b, "%s%s `%s: %s`\n", w.say(example), w.say(colon), f.Key, f.Example)
		}
	}
	return b.String()
}

// values lists the allowed values with their labels.
func (w *writer) values(f content.Field) string {
	terms := map[string]report.Vocabulary{
		"types": w.settings.Types, "congresses": w.settings.Congresses, "statuses": w.settings.Statuses,
		"actions": w.settings.Actions, "commissions": w.settings.Commissions, "categories": w.settings.Categories,
	}[f.Vocabulary]
	if len(terms) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(w.say(oneOf) + w.say(colon) + "\n\n")
	for _, t := range terms {
		label, _ := t.Label.In(w.lang, w.settings.Languages)
		fmt.Fprintf(&b, "- `%s`%s %s\n", t.ID, w.say(colon), label)
	}
	return b.String() + "\n"
}

// rules explains every warning.
func (w *writer) rules() string {
	var b strings.Builder
	for i, r := range review.Rules() {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "### `%s`\n\n%s\n", r.Name, w.say(r.Doc))
	}
	return b.String()
}
