package content

import (
	"slices"
	"strings"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// section is a part of a report with its heading in the languages that have one.
type section struct {
	id       string
	headings []string
}

// reportSections are the parts of a report, in their order. A new language adds
// its headings here.
var reportSections = []section{
	{"results", []string{"Results", "Résultats", "Resultados"}},
	{"challenges", []string{"Challenges", "Difficultés", "Desafíos"}},
	{"future-actions", []string{"Future actions", "Actions futures", "Acciones futuras"}},
	{"additional-information", []string{"Additional information", "Informations complémentaires", "Información adicional"}},
}

// SectionIDs are the ids of the parts of a report, in order.
func SectionIDs() []string {
	var ids []string
	for _, s := range reportSections {
		ids = append(ids, s.id)
	}
	return ids
}

// Section recognises the heading of a part of a report in any language; with an
// unknown heading it returns a hint.
func Section(heading string) (id, hint string, ok bool) {
	for _, s := range reportSections {
		for _, h := range s.headings {
			if strings.EqualFold(h, strings.TrimSpace(heading)) {
				return s.id, "", true
			}
		}
	}
	var all []string
	for _, s := range reportSections {
		all = append(all, s.headings...)
	}
	if near := diag.Nearest(heading, all); near != "" {
		return "", `did you mean "` + near + `"?`, false
	}
	return "", "a report's sections are: " + strings.Join(firstHeadings(), ", ") + "; use ### for headings of your own", false
}

func firstHeadings() []string {
	var list []string
	for _, s := range reportSections {
		list = append(list, s.headings[0])
	}
	return list
}

// SectionHeading is the heading of a part of a report in a language, or in the
// first one that has it.
func SectionHeading(id string, lang report.Lang) string {
	at := max(slices.Index([]report.Lang{"en", "fr", "es"}, lang), 0)
	for _, s := range reportSections {
		if s.id == id {
			return s.headings[at]
		}
	}
	return ""
}

// ReservedSlugs are names that no page can have: the site has sections there.
func ReservedSlugs() []string { return slices.Clone(sectionNames) }
