package content

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// settings reads site.yaml. Where it has mistakes, usable is false and the
// settings are what could be read: enough to check the other files for all that
// does not depend on it.
func (l *loader) settings(t rawFile) (s *report.Settings, digest string, usable bool) {
	s = &report.Settings{Path: SettingsFile}
	if !l.hasSettings {
		// Where something else stands in its place, that has been told.
		if !slices.ContainsFunc(l.problems, func(p diag.Problem) bool { return p.Pos.File == SettingsFile || p.Pos.File == Root }) {
			l.errorf(SettingsFile, "settings", "write the site's settings there: title, languages, base_url and the lists of words", "the file is missing")
		}
		return s, "", false
	}
	l.problems = append(l.problems, t.problems...)
	if !t.there {
		return s, "", false
	}
	before := len(l.problems)
	data, bad := gate(SettingsFile, t.data, &l.problems)
	if bad > 0 {
		return s, "", false
	}
	src := source{SettingsFile, data, 1}
	root, ok := parse(src, l.limits.forVocabularies(), &l.problems)
	if !ok {
		return s, "", false
	}
	d := &decoder{known: &known{settings: s, country: l.country}, src: src, problems: &l.problems}
	// The languages are read first, quietly: all other texts go by them.
	quiet := *d
	quiet.problems = new([]diag.Problem)
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "languages" {
			d.languages = readLanguages(&quiet, root.Content[i+1])
		}
	}
	decodeMap(d, root, siteFields, s, OriginalOnly, src.pos(1, 1))
	checkSettings(d, s, root)
	errors, _ := diag.Count(l.problems[before:])
	return s, digestOf(data), errors == 0
}

var languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func readLanguages(d *decoder, n *yaml.Node) []report.Lang {
	var list []report.Lang
	d.each(n, 20, func(item *yaml.Node) {
		s, ok := d.text(item, 35)
		switch {
		case !ok:
		case !languageForm.MatchString(s):
			d.errorf(item, "write the language's tag, such as en or pt-BR", "%q is not a language", s)
		case slices.Contains(list, report.Lang(s)):
			d.errorf(item, "take one of them out", "the language %q is there twice", s)
		default:
			list = append(list, report.Lang(s))
		}
	})
	if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		d.errorf(n, "write at least one, as in [en]", "there is no language")
	}
	return list
}

func readTerms(d *decoder, n *yaml.Node, inner table[report.Term]) report.Vocabulary {
	var v report.Vocabulary
	key := d.key
	d.each(n, maxTerms, func(item *yaml.Node) {
		d.key = key
		if item.Kind != yaml.MappingNode {
			d.wrongKind(item, "a map with id and label")
			return
		}
		var t report.Term
		decodeMap(d, item, inner, &t, OriginalOnly, d.pos(item))
		d.key = key
		if t.ID == "" {
			return
		}
		if i := v.Index(t.ID); i >= 0 {
			d.failAt(t.Pos, key, "rename one of them", "the id %q is used twice; first in line %d", t.ID, v[i].Pos.Line)
			return
		}
		v = append(v, t)
	})
	d.key = key
	return v
}

// checkSettings finds what is wrong between the fields of site.yaml.
func checkSettings(d *decoder, s *report.Settings, root *yaml.Node) {
	checkComplete(d, s, root)
	if v := valueAt(root, "statuses"); v != nil && s.Statuses.Index(report.StatusNotStated) < 0 {
		d.failAt(d.pos(v), "statuses", "add {id: not-stated, label: …}", "the statuses have no %q", report.StatusNotStated)
	}
	codes, parts, ordinals, homes := map[string]string{}, map[string]string{}, map[int]string{}, map[string]string{}
	for _, t := range s.Types {
		for _, code := range []string{strings.ToLower(t.Code), t.ID} {
			if other, ok := codes[code]; ok && other != t.ID {
				d.failAt(t.Pos, "code", "give each type a code of its own", "the types %q and %q are both written %q in codes", other, t.ID, code)
			}
			codes[code] = t.ID
		}
	}
	for _, t := range s.Congresses {
		part := strings.ToUpper(t.Prefix) + "-" + itoa(t.Year)
		if other, ok := parts[part]; ok {
			d.failAt(t.Pos, "congresses", "give each congress a prefix and year of its own", "the congresses %q and %q both have codes that start with %s", other, t.ID, part)
		}
		parts[part] = t.ID
		if other, ok := ordinals[t.Ordinal]; ok && t.Ordinal > 0 {
			d.failAt(t.Pos, "ordinal", "correct one of them", "the congresses %q and %q both have the ordinal %d", other, t.ID, t.Ordinal)
		}
		ordinals[t.Ordinal] = t.ID
	}
	for _, t := range s.Regions {
		for _, c := range t.Countries {
			if other, ok := homes[c]; ok {
				d.failAt(t.Pos, "countries", "take it out of one of them", "the country %s is in two regions, %s and %s", c, other, t.ID)
			}
			homes[c] = t.ID
		}
	}
	if s.BaseURL != "" && !strings.HasSuffix(s.BaseURL, "/") {
		s.BaseURL += "/"
	}
}

// checkComplete wants what every page shows in every language.
func checkComplete(d *decoder, s *report.Settings, root *yaml.Node) {
	need := func(pos diag.Pos, rule string, t report.Text, what string) {
		for _, l := range s.Languages {
			if _, ok := t[l]; !ok && len(t) > 0 {
				d.failAt(pos, rule, "add it: "+string(l)+": …", "%s has no text in the language %q", what, l)
			}
		}
	}
	for _, f := range []struct {
		key  string
		text report.Text
	}{{"title", s.Title}, {"notice", s.Notice}, {"description", s.Description}} {
		if v := valueAt(root, f.key); v != nil {
			need(d.pos(v), f.key, f.text, "the "+f.key)
		}
	}
	for _, v := range []report.Vocabulary{s.Types, s.Congresses, s.Statuses, s.Actions, s.Commissions, s.Regions, s.Categories} {
		for _, t := range v {
			need(t.Pos, "label", t.Label, "the label of "+t.ID)
		}
	}
}

// valueAt is the value of a key of a map, or nil.
func valueAt(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
