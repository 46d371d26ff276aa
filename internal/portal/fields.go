package portal

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// remark keeps free text of a field that has no place for it: it goes to the
// end of the narrative, under the portal's words for the field.
func (im *importer) remark(heading, field string, lines []*line) {
	if len(lines) == 0 {
		return
	}
	mark(UsedAsField, "additional information: "+field, lines...)
	im.remarks = append(im.remarks, remark{heading, lines})
	im.warn(lines[0], field, "see whether it belongs there", "free text in the field %s moved to Additional information: %s", field, shorten(lines[0].text, 60))
}

var commissionForm = regexp.MustCompile(`^(.*?)(?:\s+([0-9]{4})\s?[-–]\s?([0-9]{4}))?\s*(?:\(\s*([^()]*?)\s*\))?$`)

// readCommissions reads the field of the commissions.
func (im *importer) readCommissions(s *segment) {
	list := &im.edition.Commissions
	var odd []*line
	for _, l := range s.text() {
		switch folded := foldLabel(l.text); {
		case slices.Contains(noCommissions, folded):
			if list.Presence == report.NotStated {
				list.Presence = report.None
			}
			mark(UsedAsField, "commissions: none", l)
		case folded == dontKnow:
			mark(UsedAsField, "commissions: not stated", l)
		case portalID.MatchString(l.text):
			id := strings.ToUpper(l.text)
			im.addCommission(report.Ref{PortalID: id})
			mark(UsedAsField, "commissions: unresolved portal id", l)
			im.warn(l, "portal-id", "when you learn which one it is, name it here", "the portal did not resolve the commission %s; the id is kept", id)
		default:
			if !im.namedCommission(l) {
				odd = append(odd, l)
			}
		}
	}
	im.remark("IUCN Commissions", "commissions", odd)
}

// namedCommission reads "Name TERM (ACRONYM)". Committees and groups of a
// commission are kept as organisations.
func (im *importer) namedCommission(l *line) bool {
	m := commissionForm.FindStringSubmatch(l.text)
	if m == nil {
		return false
	}
	name, acronym, term := m[1], m[4], ""
	if m[2] != "" {
		term = m[2] + "-" + m[3]
	}
	if t := im.commission(name, acronym); t != nil {
		im.addCommission(report.Ref{ID: t.ID, Term: term})
		mark(UsedAsField, "commissions: "+t.ID, l)
		return true
	}
	if term == "" && !strings.HasPrefix(name, "IUCN ") || terminated.MatchString(l.text) || utf8.RuneCountInString(l.text) > longestName {
		return false
	}
	if acronym != "" {
		name += " (" + acronym + ")"
	}
	if term != "" {
		name += " " + term
	}
	im.addOrganisations(name)
	mark(UsedAsField, "other_organisations: 1", l)
	im.warn(l, "commissions", "name its commission, if you wish", "%q is no commission of content/site.yaml; kept among the other organisations", name)
	return true
}

func (im *importer) commission(name, acronym string) *report.Term {
	v := im.known.Settings.Commissions
	for i := range v {
		if slices.ContainsFunc(v[i].Portal, func(p string) bool { return foldName(p) == foldName(name) }) {
			return &v[i]
		}
	}
	for i := range v {
		if acronym != "" && strings.EqualFold(v[i].Acronym, acronym) && strings.Contains(name, "Commission") {
			return &v[i]
		}
	}
	return nil
}

func (im *importer) addCommission(r report.Ref) {
	list := &im.edition.Commissions
	list.Presence = report.Stated
	if !slices.ContainsFunc(list.Items, func(i report.Ref) bool { return i.ID == r.ID && i.PortalID == r.PortalID && i.Term == r.Term }) {
		list.Items = append(list.Items, r)
	}
}

// readAnswer reads "Yes" or "No", in any of the three languages.
func (im *importer) readAnswer(s *segment, heading, key string) report.Answer {
	answer := report.Unanswered
	var odd []*line
	for _, l := range s.text() {
		switch strings.TrimRight(foldLabel(l.text), ".") {
		case "yes", "oui", "sí", "si":
			answer = report.Yes
			mark(UsedAsField, key+": true", l)
		case "no", "non":
			answer = report.No
			mark(UsedAsField, key+": false", l)
		case dontKnow:
			mark(UsedAsField, key+": not stated", l)
		default:
			odd = append(odd, l)
		}
	}
	im.remark(heading, key, odd)
	return answer
}

// readOrganisations reads the field of other organisations.
func (im *importer) readOrganisations(s *segment) {
	var odd []*line
	for _, l := range s.text() {
		text := l.text
		if m, rest, ok := cutMarker(text); ok && m.delimiter == 0 {
			text = rest
		}
		names, ok := splitNames(text)
		switch {
		case foldLabel(text) == dontKnow:
			mark(UsedAsField, "other_organisations: not stated", l)
		case ok:
			im.addOrganisations(names...)
			mark(UsedAsField, "other_organisations: "+plural(len(names), "name"), l)
		default:
			odd = append(odd, l)
		}
	}
	im.remark("Other non-IUCN related organisations", "other_organisations", odd)
}

func (im *importer) addOrganisations(names ...string) {
	list := &im.edition.OtherOrganisations
	list.Presence = report.Stated
	for _, n := range names {
		if !slices.Contains(list.Items, n) {
			list.Items = append(list.Items, n)
		}
	}
}

// term finds the term of a vocabulary that the portal spells like this. A
// character that was lost on the way (U+FFFD) matches any.
func term(v report.Vocabulary, text string) *report.Term {
	folded := []rune(foldLabel(text))
	for i := range v {
		for _, p := range v[i].Portal {
			if slices.EqualFunc(folded, []rune(foldLabel(p)), func(a, b rune) bool { return a == b || a == utf8.RuneError }) {
				return &v[i]
			}
		}
	}
	return nil
}

// readActions reads the kinds of action, one a line.
func (im *importer) readActions(lines []*line) {
	v := im.known.Settings.Actions
	list := &im.edition.Actions
	for _, l := range lines {
		t := term(v, l.text)
		if t == nil {
			im.warn(l, "actions", spelling(l.text, v), "unknown kind of action %q", shorten(l.text, 60))
			continue
		}
		mark(UsedAsField, "actions: "+t.ID, l)
		list.Presence = report.Stated
		if !slices.ContainsFunc(list.Items, func(r report.Ref) bool { return r.ID == t.ID }) {
			list.Items = append(list.Items, report.Ref{ID: t.ID})
		}
	}
	slices.SortStableFunc(list.Items, func(a, b report.Ref) int { return cmp.Compare(v.Index(a.ID), v.Index(b.ID)) })
}

// spelling says what to do about a word that is not in a vocabulary.
func spelling(text string, v report.Vocabulary) string {
	var words []string
	for i := range v {
		words = append(words, v[i].Portal...)
	}
	if near := diag.Nearest(text, words); near != "" {
		return fmt.Sprintf("did you mean %q? Put it into the file by hand", near)
	}
	return "put it into the file by hand, or add the spelling under portal in content/site.yaml"
}

// statusOf reads a status by the words before the colon; the rest is a gloss.
func (im *importer) statusOf(text string) *report.Term {
	word, _, _ := strings.Cut(text, ":")
	return term(im.known.Settings.Statuses, word)
}

// readStatus reads the status of implementation.
func (im *importer) readStatus(lines []*line) {
	im.edition.Status = report.Ref{ID: report.StatusNotStated}
	for _, l := range lines {
		t := im.statusOf(l.text)
		if t == nil {
			im.warn(l, "status", spelling(l.text, im.known.Settings.Statuses), "unknown status %q", shorten(l.text, 60))
			continue
		}
		im.edition.Status.ID = t.ID
		mark(UsedAsField, "status: "+t.ID, l)
	}
}
