// Package scaffold makes new content files: front matter in which every field
// is explained, with its allowed values, in the editor's language, and a body
// with its headings. The explanations come from the one declaration of the
// fields in internal/content.
//
// It is pure. A file is refused rather than made where its identity is taken or
// cannot be; writing it is the caller's.
package scaffold

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/report"
	"resolute/internal/site"
)

// File is a new content file.
type File struct {
	// Path is relative to the source folder, with slashes.
	Path string
	// Data is the whole file.
	Data []byte
}

// Refusal says why a file is not made, and what to do.
type Refusal struct {
	// Message is one line; Hint says what to do.
	Message, Hint string
}

// Error is the message.
func (r *Refusal) Error() string { return r.Message }

func refuse(hint, format string, args ...any) error {
	return &Refusal{Message: fmt.Sprintf(format, args...), Hint: hint}
}

// Maker makes files for a folder of content.
type Maker struct {
	// Sources are what is there already.
	Sources *content.Sources
	// Lang is the language of the explanations.
	Lang report.Lang
}

// Languages are those that explanations are written in.
func Languages() []string { return []string{"en", "fr", "es"} }

// Edition says which report to make.
type Edition struct {
	// Code is as the editor writes it: a code in any form, or an official number.
	Code string
	// Year is the reporting year.
	Year int
	// Language is that of the text; "" for the site's first.
	Language report.Lang
	// FromPrevious takes over who took part, and in what, from the report before.
	FromPrevious bool
}

// Code reads a code or an official number of a resolution that is there.
func (m *Maker) Code(s string) (report.Code, error) {
	settings := m.Sources.Settings
	var codes []string
	official, isOfficial := report.ParseOfficial(s)
	for _, r := range m.Sources.Resolutions {
		if c, ok := settings.CongressOf(r.Code); ok && isOfficial && official == (report.Official{Ordinal: c.Ordinal, Number: r.Code.Number}) {
			return r.Code, nil
		}
		codes = append(codes, r.Code.String())
	}
	if isOfficial {
		return report.Code{}, refuse("write the code, such as "+m.Example(), "no resolution has the official number %q", s)
	}
	code, err := settings.ParseCode(s)
	if err != nil {
		hint := diag.DidYouMean(s, codes)
		if hint == "" {
			hint = "resolute list resolutions shows the codes"
		}
		return report.Code{}, refuse(hint, "%v", err)
	}
	if slices.Contains(codes, code.String()) {
		return code, nil
	}
	hint := "resolute new resolution " + code.String() + " adds it"
	if near := diag.Nearest(code.String(), codes); near != "" {
		hint = "did you mean " + near + "? Else " + hint
	}
	return report.Code{}, refuse(hint, "there is no resolution %s", code)
}

// Example is a code as the site’s own look.
func (m *Maker) Example() string {
	if len(m.Sources.Resolutions) > 0 {
		return m.Sources.Resolutions[0].Code.String()
	}
	return "WCC-2020-Res-040"
}

// NextYear is the year after the last report on a resolution; 0 where there is none.
func (m *Maker) NextYear(code report.Code) int {
	last := -1
	for _, e := range m.Sources.Editions {
		if e.Code == code && !e.IsTranslation {
			last = max(last, e.Year)
		}
	}
	return last + 1
}

// original finds a report.
func (m *Maker) original(code report.Code, year int) *report.Edition {
	for _, e := range m.Sources.Editions {
		if e.Code == code && e.Year == year && !e.IsTranslation {
			return e
		}
	}
	return nil
}

// previous is the last report before a year, or nil.
func (m *Maker) previous(code report.Code, year int) *report.Edition {
	var found *report.Edition
	for _, e := range m.Sources.Editions {
		if e.Code == code && !e.IsTranslation && e.Year < year && (found == nil || e.Year > found.Year) {
			found = e
		}
	}
	return found
}

func reportPath(code report.Code, year int) string {
	return content.Root + "/reports/" + code.ID() + "/" + strconv.Itoa(year)
}

// Report makes a report.
func (m *Maker) Report(o Edition) (*File, error) {
	code, err := m.Code(o.Code)
	if err != nil {
		return nil, err
	}
	if o.Year < 1900 || o.Year > 2999 {
		return nil, refuse("write the reporting year, such as 2023", "%d is not a reporting year", o.Year)
	}
	if m.original(code, o.Year) != nil {
		hint := "correct the report that is there; for the next one write " + strconv.Itoa(m.NextYear(code))
		return nil, refuse(hint, "there is a report on %s for %d already: %s.md", code, o.Year, reportPath(code, o.Year))
	}
	e := &report.Edition{Code: code, Year: o.Year, Extent: report.Full}
	settings := m.Sources.Settings
	language := settings.Default()
	if o.Language != "" {
		if !slices.Contains(settings.Languages, o.Language) {
			return nil, refuse("write one of the site’s languages: "+join(settings.Languages), "unknown language %q", o.Language)
		}
		language, e.Language = o.Language, o.Language
	}
	var notes []string
	before := m.previous(code, o.Year)
	switch {
	case before != nil && o.FromPrevious:
		e.Members, e.Commissions, e.Secretariat = before.Members, before.Commissions, before.Secretariat
		e.OtherOrganisations, e.Actions = before.OtherOrganisations, before.Actions
		notes = append(notes, fmt.Sprintf(m.say(saysTaken), before.Path, before.Status.ID))
	case before != nil:
		notes = append(notes, fmt.Sprintf(m.say(saysBefore), before.Path))
	case o.FromPrevious:
		return nil, refuse("leave --from-previous out", "there is no report on %s before %d", code, o.Year)
	}
	var body strings.Builder
	for i, id := range content.SectionIDs() {
		if i > 0 {
			body.WriteByte('\n')
		}
		body.WriteString("## " + content.SectionHeading(id, language) + "\n")
	}
	return &File{Path: reportPath(code, o.Year) + ".md", Data: m.write("report", content.MarshalEdition(e), notes, body.String())}, nil
}

// Translation makes a translation of a report: the original's text under the
// headings of the language, to be written over, with the state it is in.
func (m *Maker) Translation(o Edition, to report.Lang) (*File, error) {
	code, err := m.Code(o.Code)
	if err != nil {
		return nil, err
	}
	e := m.original(code, o.Year)
	if e == nil {
		return nil, refuse("write the original first", "there is no report on %s for %d to translate", code, o.Year)
	}
	settings := m.Sources.Settings
	switch {
	case !slices.Contains(settings.Languages, to):
		return nil, refuse("write one of the site’s languages: "+join(settings.Languages), "unknown language %q", to)
	case to == e.Language:
		return nil, refuse("write another language of the site: "+join(settings.Languages), "the report is in the language %q itself", to)
	}
	path := reportPath(code, o.Year) + "." + string(to) + ".md"
	for _, t := range m.Sources.Editions {
		if t.IsTranslation && t.Code == code && t.Year == o.Year && t.Language == to {
			return nil, refuse("correct it there; resolute list translations shows which are out of date", "there is a translation already: %s", t.Path)
		}
	}
	t := &report.Edition{Code: code, Year: o.Year, Language: to, IsTranslation: true, TranslationOf: site.TextDigest(e), Draft: true, Extent: report.Full}
	notes := []string{fmt.Sprintf(m.say(saysTranslate), e.Path)}
	return &File{Path: path, Data: m.write("translation", content.MarshalEdition(t), notes, headed(string(e.Text()), to))}, nil
}

// headed puts the headings of a report's parts into a language.
func headed(body string, lang report.Lang) string {
	var b strings.Builder
	fence := ""
	for line := range strings.Lines(body) {
		trimmed := strings.TrimSpace(line)
		switch {
		case fence != "":
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
		case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"):
			fence = trimmed[:3]
		case strings.HasPrefix(line, "## "):
			if id, _, ok := content.Section(trimmed[3:]); ok {
				line = "## " + content.SectionHeading(id, lang) + "\n"
			}
		}
		b.WriteString(line)
	}
	return b.String()
}

// Resolution makes a resolution of its code, with a title or a subject in the
// site's first language, or neither.
func (m *Maker) Resolution(code, title, subject string) (*File, error) {
	settings := m.Sources.Settings
	c, err := settings.ParseCode(code)
	if err != nil {
		return nil, refuse("write it as in "+m.Example(), "%v", err)
	}
	for _, r := range m.Sources.Resolutions {
		if r.Code.Prefix == c.Prefix && r.Code.Year == c.Year && r.Code.Number == c.Number {
			return nil, refuse("correct the number; it is counted over resolutions, recommendations and decisions together", "the number %d of %s %d is taken: %s", c.Number, c.Prefix, c.Year, r.Path)
		}
	}
	r := &report.Resolution{Code: c}
	for _, t := range settings.Types {
		if t.Code == c.Type {
			r.Type.ID = t.ID
		}
	}
	if congress, ok := settings.CongressOf(c); ok {
		r.Congress.ID = congress.ID
		if congress.Ordinal > 0 {
			r.OfficialNumber = fmt.Sprintf("%d.%03d", congress.Ordinal, c.Number)
		}
	}
	switch {
	case title != "" && subject != "":
		return nil, refuse("keep the title if it is confirmed; else keep the subject", "there is a title and a subject")
	case title != "":
		r.Title = report.Text{settings.Default(): title}
	case subject != "":
		r.Subject = report.Text{settings.Default(): subject}
	}
	return &File{Path: content.Root + "/resolutions/" + c.ID() + ".md", Data: m.write("resolution", content.MarshalResolution(r), nil, "")}, nil
}

// MemberID suggests an id that is free: the acronym, else the name, else with
// the country; "" where the name has no Latin letters.
func (m *Maker) MemberID(name, acronym, country string) string {
	taken := func(id string) bool {
		return id == "" || slices.ContainsFunc(m.Sources.Members, func(x *report.Member) bool { return x.ID == id })
	}
	for _, in := range []string{"", " " + country} {
		for _, s := range []string{acronym, name} {
			if id := i18n.Slug(s + in); i18n.Slug(s) != "" && !taken(id) {
				return id
			}
		}
	}
	return ""
}

// Member makes a member.
func (m *Maker) Member(id, name, acronym, country string) (*File, error) {
	if name == "" {
		return nil, refuse("write the official name", "the member has no name")
	}
	if country != "" && !i18n.KnownCountry(country) {
		return nil, refuse("write the two capital letters of ISO 3166-1, as in KE for Kenya", "unknown country %q", country)
	}
	for _, x := range m.Sources.Members {
		for _, other := range append([]string{x.Name}, x.OtherNames...) {
			if i18n.Slug(other) != "" && i18n.Slug(other) == i18n.Slug(name) && (country == "" || x.Country.ID == "" || x.Country.ID == country) {
				return nil, refuse("write its id, "+x.ID+", in reports", "a member of that name is there: %s", x.Path)
			}
		}
	}
	if id == "" {
		if id = m.MemberID(name, acronym, country); id == "" {
			id = i18n.Slug(name) // taken, or nothing
		}
	}
	if id == "" || i18n.Slug(id) != id {
		return nil, refuse("choose one with --id: lower case letters without accents, digits and single hyphens", "%q cannot be the id of the member", id)
	}
	for _, x := range m.Sources.Members {
		if x.ID == id {
			return nil, refuse("choose another with --id"+orSuggest(m.MemberID(name, acronym, country)), "the id %q is that of %s", id, x.Name)
		}
	}
	v := &report.Member{Name: name, Acronym: acronym, Country: report.Ref{ID: country}}
	return &File{Path: content.Root + "/members/" + id + ".md", Data: m.write("member", content.MarshalMember(v), nil, "")}, nil
}

func orSuggest(id string) string {
	if id == "" {
		return ""
	}
	return ", such as " + id
}

// Page makes a page; its slug comes from the title where it is "".
func (m *Maker) Page(slug, title string) (*File, error) {
	if title == "" {
		return nil, refuse("write the page’s heading", "the page has no title")
	}
	if slug == "" {
		slug = i18n.Slug(title)
	}
	if slug == "" || i18n.Slug(slug) != slug {
		return nil, refuse("choose one with --id: lower case letters without accents, digits and single hyphens", "%q cannot stand in an address", slug)
	}
	if slices.Contains(content.ReservedSlugs(), slug) {
		return nil, refuse("choose another with --id", "the site has pages of its own under /%s/", slug)
	}
	for _, p := range m.Sources.Pages {
		if p.Slug == slug && !p.IsTranslation {
			return nil, refuse("correct it there, or choose another name with --id", "the page is there already: %s", p.Path)
		}
	}
	p := &report.Page{Slug: slug, Title: title}
	return &File{Path: content.Root + "/pages/" + slug + ".md", Data: m.write("page", content.MarshalPage(p), nil, "")}, nil
}

func join(list []report.Lang) string {
	var words []string
	for _, l := range list {
		words = append(words, string(l))
	}
	return strings.Join(words, ", ")
}
