package content

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// whole is the position of a file as a whole.
func (d *decoder) whole() diag.Pos { return diag.Pos{File: d.src.file, Line: 1, Col: 1} }

func (d *decoder) failAt(pos diag.Pos, rule, hint, format string, args ...any) {
	*d.problems = append(*d.problems, diag.Errorf(pos, rule, hint, format, args...))
}

// decode decodes the map of a file by its kind, and checks it as a whole. A
// value that cannot be linked is left out; its problem has been told.
func (d *decoder) decode(at place, file report.File, root *yaml.Node, r *loaded) {
	first := report.Lang("")
	if len(d.languages) > 0 {
		first = d.languages[0]
	}
	on, language := OriginalOnly, first
	if at.lang != "" {
		on, language = TranslationOnly, report.Lang(at.lang)
	}
	switch at.kind {
	case "resolution":
		v := &resolutionFile{Resolution: &report.Resolution{File: file}}
		decodeMap(d, root, resolutionFields, v, OriginalOnly, d.whole())
		if checkResolution(d, at, v) {
			r.resolution = v.Resolution
		}
	case "member":
		v := &report.Member{File: file, ID: at.name}
		decodeMap(d, root, memberFields, v, OriginalOnly, d.whole())
		if checkFileName(d, at) && v.Name != "" {
			r.member = v
		}
	case "page":
		v := &report.Page{File: file, Slug: at.name, Language: language, IsTranslation: at.lang != ""}
		decodeMap(d, root, pageFields, v, on, d.whole())
		if checkPageName(d, at) && v.Title != "" {
			r.page = v
		}
	case "report":
		v := &report.Edition{File: file, Language: language, IsTranslation: at.lang != "", Extent: report.Full}
		decodeMap(d, root, editionFields, v, on, d.whole())
		if checkEdition(d, at, v, root) {
			r.edition = v
		}
	}
}

// checkFileName checks the part of a file's name that stands in its address.
func checkFileName(d *decoder, at place) bool {
	why := badIdentifier(at.name)
	if why == "" {
		return true
	}
	hint := "rename the file: lower case letters without accents, digits and single hyphens"
	if better := slug(at.name); better != "" {
		hint = fmt.Sprintf("rename the file, for instance to %s.md", better)
	}
	d.failAt(d.whole(), "file-name", hint, "the name %q %s", at.name, why)
	return false
}

func checkPageName(d *decoder, at place) bool {
	ok := checkFileName(d, at)
	if slices.Contains(sectionNames, at.name) {
		d.failAt(d.whole(), "file-name", "rename the file", "the address of a page cannot be %q: the site has a section there", at.name)
		ok = false
	}
	return checkFileLanguage(d, at) && ok
}

func checkFileLanguage(d *decoder, at place) bool {
	if at.lang == "" || d.lenient || slices.Contains(d.languages, report.Lang(at.lang)) {
		return true
	}
	d.failAt(d.whole(), "file-name", "rename the file; the site's languages are "+languageList(d.languages), "%q in the file's name is not a language of the site", at.lang)
	return false
}

// checkResolution compares a resolution's code with all that repeats it.
func checkResolution(d *decoder, at place, v *resolutionFile) bool {
	switch {
	case len(v.Title) > 0 && len(v.Subject) > 0:
		d.failAt(v.TitlePos, "subject", "keep the title if it is confirmed; else keep the subject", "there is a title and a subject")
	case v.TitlePos.Line == 0:
		*d.problems = append(*d.problems, diag.Warnf(d.whole(), "title", "add title, or subject where the official title is not known", "the resolution has neither title nor subject"))
	}
	if v.Code.IsZero() {
		return false
	}
	if at.name != v.Code.ID() {
		d.failAt(v.CodePos, "code", fmt.Sprintf("rename the file to %s.md, or correct the code", v.Code.ID()), "the code %s does not fit the name of the file", v.Code)
		return false
	}
	if v.number != 0 && v.number != v.Code.Number {
		d.failAt(v.numberPos, "number", fmt.Sprintf("write %d, or correct the code", v.Code.Number), "the number %d is not the one in the code %s", v.number, v.Code)
	}
	if c, ok := d.settings.CongressOf(v.Code); ok {
		if v.Congress.ID != "" && v.Congress.ID != c.ID {
			d.failAt(v.Congress.Pos, "congress", fmt.Sprintf("write %s, or correct the code", c.ID), "the congress %q is not that of the code %s", v.Congress.ID, v.Code)
		}
		if v.OfficialNumber != "" {
			o, ok := report.ParseOfficial(v.OfficialNumber)
			if !ok || c.Ordinal > 0 && o != (report.Official{Ordinal: c.Ordinal, Number: v.Code.Number}) {
				d.failAt(v.official, "official_number", fmt.Sprintf("write \"%d.%03d\", or correct the code", c.Ordinal, v.Code.Number), "the official number %q does not fit the code %s", v.OfficialNumber, v.Code)
			}
		}
	}
	if t, ok := d.settings.Types.Find(v.Type.ID); ok && t.Code != v.Code.Type {
		d.failAt(v.Type.Pos, "type", "correct the type or the code", "the type %q is not that of the code %s", v.Type.ID, v.Code)
	}
	return v.Type.ID != "" && v.Congress.ID != ""
}

var yearForm = regexp.MustCompile(`^[12][0-9]{3}$`)

// checkEdition compares a report with the name of its file, and its fields
// with one another.
func checkEdition(d *decoder, at place, v *report.Edition, root *yaml.Node) bool {
	v.CodePos = d.whole()
	if n := valueAt(root, "resolution"); n != nil {
		v.CodePos = d.pos(n)
	}
	ok := checkFileLanguage(d, at)
	if !v.Code.IsZero() {
		if !d.resolutions[v.Code] {
			d.failAt(v.CodePos, "resolution", missingResolution(v.Code, d.codes), "there is no resolution %s", v.Code)
			ok = false
		} else if at.name != v.Code.ID() {
			d.failAt(v.CodePos, "resolution", fmt.Sprintf("move the file to %s/reports/%s/, or correct the code", Root, v.Code.ID()), "the resolution %s does not fit the folder %s", v.Code, at.name)
			ok = false
		}
	}
	switch {
	case !yearForm.MatchString(at.year):
		d.failAt(d.whole(), "file-name", "name the file after the reporting year: 2023.md; a translation 2023.fr.md", "%q is not a year", at.year)
		ok = false
	case v.Year != 0 && strconv.Itoa(v.Year) != at.year:
		d.failAt(d.pos(valueAt(root, "year")), "year", fmt.Sprintf("write %s, or rename the file to %d.md", at.year, v.Year), "the year %d is not that of the file's name", v.Year)
		ok = false
	}
	if n := valueAt(root, "language"); n != nil && v.IsTranslation && string(v.Language) != at.lang {
		d.failAt(d.pos(n), "language", fmt.Sprintf("write %s, or rename the file", at.lang), "the language %q is not that of the file's name", v.Language)
		ok = false
	}
	checkUnseen(d, v, root)
	if v.Status.ID == "" && valueAt(root, "status") == nil {
		v.Status = report.Ref{ID: report.StatusNotStated, Pos: d.whole()}
	}
	return ok && !v.Code.IsZero() && v.Year != 0 && (v.Status.ID != "" || v.IsTranslation)
}

func missingResolution(c report.Code, codes []string) string {
	if near := diag.Nearest(c.String(), codes); near != "" {
		return fmt.Sprintf("did you mean %s? Else add %s/resolutions/%s.md", near, Root, c.ID())
	}
	return fmt.Sprintf("add %s/resolutions/%s.md", Root, c.ID())
}

// checkUnseen turns the fields named in not_visible into that state; a field
// cannot be there and not be visible. A status may say not-stated as well.
func checkUnseen(d *decoder, v *report.Edition, root *yaml.Node) {
	for _, key := range v.NotVisible {
		if n := valueAt(root, key); n != nil && !(key == "status" && v.Status.ID == report.StatusNotStated) {
			d.failAt(d.pos(n), "not_visible", fmt.Sprintf("take %s out of not_visible, or take the field out", key), "the field %q has a value, and is named in not_visible too", key)
			continue
		}
		switch key {
		case "members":
			v.Members.Presence = report.NotVisible
		case "commissions":
			v.Commissions.Presence = report.NotVisible
		case "other_organisations":
			v.OtherOrganisations.Presence = report.NotVisible
		case "actions":
			v.Actions.Presence = report.NotVisible
		case "secretariat":
			v.Secretariat = report.Unseen
		case "future_actions_planned":
			v.FutureActionsPlanned = report.Unseen
		}
	}
}

// checkTogether finds what is wrong between files.
func checkTogether(s *Sources, l *loader) []diag.Problem {
	problems := checkTranslations(s, l)
	problems = append(problems, checkMembers(s.Members)...)
	problems = append(problems, checkPortalReferences(s)...)
	problems = append(problems, checkNumbers(s.Resolutions)...)
	return append(problems, checkAliases(s)...)
}

// checkTranslations finds translations of nothing, and into the language of the
// original. Most files are no translations, and this is done for each change in
// a preview.
func checkTranslations(s *Sources, l *loader) []diag.Problem {
	var problems []diag.Problem
	type key struct{ kind, name, year string }
	missing := map[key]bool{}
	for _, f := range l.files {
		if f.lang != "" {
			missing[key{f.kind, f.name, f.year}] = true
		}
	}
	if len(missing) == 0 {
		return nil
	}
	for _, f := range l.files {
		if f.lang == "" {
			delete(missing, key{f.kind, f.name, f.year})
		}
	}
	for _, f := range l.files {
		if f.lang != "" && missing[key{f.kind, f.name, f.year}] {
			problems = append(problems, diag.Errorf(diag.Pos{File: f.path, Line: 1, Col: 1}, "translation", "add the original beside it, or take the language out of this file's name", "this is a translation of a text that is not there"))
		}
	}
	type edition struct {
		code report.Code
		year int
	}
	language := map[edition]report.Lang{}
	for _, e := range s.Editions {
		if !e.IsTranslation {
			language[edition{e.Code, e.Year}] = e.Language
		}
	}
	for _, e := range s.Editions {
		if e.IsTranslation && language[edition{e.Code, e.Year}] == e.Language {
			problems = append(problems, diag.Errorf(diag.Pos{File: e.Path, Line: 1, Col: 1}, "translation", "correct the language of one of them", "the original is in the language %q too", e.Language))
		}
	}
	return problems
}

// checkMembers finds two files for one member.
func checkMembers(members []*report.Member) []diag.Problem {
	var problems []diag.Problem
	byName := map[string]*report.Member{}
	byPortal := map[string]*report.Member{}
	for _, m := range members {
		key := strings.ToLower(norm.NFC.String(m.Name)) + "\x00" + m.Country.ID
		if other := byName[key]; other != nil {
			problems = append(problems, diag.Warnf(m.NamePos, "duplicate-member", "keep one of the two files, with the address of the other among its aliases", "the same name and country as in %s", other.Path))
		} else {
			byName[key] = m
		}
		for _, id := range m.PortalIDs {
			if other := byPortal[id]; other != nil {
				problems = append(problems, diag.Errorf(m.NamePos, "portal_ids", "take it out of one of them", "the portal id %s is also that of %s", id, other.Path))
				continue
			}
			byPortal[id] = m
		}
	}
	return problems
}

// checkPortalReferences finds portal ids that have become known.
func checkPortalReferences(s *Sources) []diag.Problem {
	var problems []diag.Problem
	known := map[string]string{}
	for _, m := range s.Members {
		for _, id := range m.PortalIDs {
			known[id] = m.ID
		}
	}
	for _, e := range s.Editions {
		for _, ref := range e.Members.Items {
			if ref.PortalID == "" {
				continue
			}
			if id := known[ref.PortalID]; id != "" {
				problems = append(problems, diag.Warnf(ref.Pos, "portal_id", "write "+id+" instead", "this portal id is that of the member %q", id))
			}
		}
	}
	return problems
}

// checkNumbers finds two resolutions of one congress with one number: resolutions,
// recommendations and decisions are counted together.
func checkNumbers(resolutions []*report.Resolution) []diag.Problem {
	var problems []diag.Problem
	seen := map[report.Code]*report.Resolution{}
	for _, r := range resolutions {
		key := report.Code{Prefix: r.Code.Prefix, Year: r.Code.Year, Number: r.Code.Number}
		if other := seen[key]; other != nil {
			problems = append(problems, diag.Errorf(r.CodePos, "code", "correct the number of one of them", "the number %d is also that of %s", key.Number, other.Path))
			continue
		}
		seen[key] = r
	}
	return problems
}

// checkAliases finds old addresses that two files claim.
func checkAliases(s *Sources) []diag.Problem {
	var problems []diag.Problem
	seen := map[string]diag.Pos{}
	check := func(f *report.File) {
		for _, a := range f.Aliases {
			key := strings.TrimSuffix(a.Path, "/")
			if other, ok := seen[key]; ok {
				problems = append(problems, diag.Errorf(a.Pos, "aliases", "take it out of one of them", "the old address %s is also claimed in %s", a.Path, other))
				continue
			}
			seen[key] = a.Pos
		}
	}
	for _, v := range s.Editions {
		check(&v.File)
	}
	for _, v := range s.Members {
		check(&v.File)
	}
	for _, v := range s.Pages {
		check(&v.File)
	}
	for _, v := range s.Resolutions {
		check(&v.File)
	}
	return problems
}
