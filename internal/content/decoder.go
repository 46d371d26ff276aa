package content

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// known is what a file may refer to. It is complete before any file that
// refers to it is decoded, and does not change.
type known struct {
	settings *report.Settings
	country  func(string) bool
	// members and resolutions are by the names of their files, so that a file
	// with a mistake elsewhere still counts as there; members give their ids.
	members     map[string]string
	resolutions map[report.Code]bool
	// officials are resolutions by official number.
	officials map[report.Official]report.Code
	// memberIDs and codes are sorted, for suggestions.
	memberIDs, codes []string
	// languages are those of the site.
	languages []report.Lang
	// lenient tells that the settings have mistakes: what depends on them is not
	// checked, as it would only repeat those.
	lenient bool
}

// decoder decodes the front matter of one file.
type decoder struct {
	*known
	src      source
	problems *[]diag.Problem
	// key is the field being decoded: the rule of its problems.
	key string
}

func (d *decoder) pos(n *yaml.Node) diag.Pos {
	return d.src.pos(n.Line, n.Column)
}

func (d *decoder) errorf(n *yaml.Node, hint, format string, args ...any) {
	*d.problems = append(*d.problems, diag.Errorf(d.pos(n), d.key, hint, format, args...))
}

func (d *decoder) wrongKind(n *yaml.Node, want string) {
	if isNull(n) {
		d.noValue(n)
		return
	}
	is := "a single value"
	switch n.Kind {
	case yaml.SequenceNode:
		is = "a list"
	case yaml.MappingNode:
		is = "a map"
	}
	hint := "see the explanation of the field"
	switch {
	case want == "a list":
		hint = "write the items in brackets, [one, two], or one a line with a hyphen"
	case n.Kind == yaml.MappingNode && want == "text", n.Kind == yaml.SequenceNode && want == "text":
		hint = "write a text; put quotes around it if it starts with a bracket or a hyphen, or has a colon"
	}
	d.errorf(n, hint, "this must be %s, not %s", want, is)
}

// noValue tells of a key without value, or with a word that means none.
func (d *decoder) noValue(n *yaml.Node) {
	if n.Value == "" {
		d.errorf(n, "write a value, or take the field out", "%q has no value", d.key)
		return
	}
	d.errorf(n, fmt.Sprintf("put quotes around it, %q, if it is meant as text; else take the field out", n.Value), "%s means “nothing” in YAML", n.Value)
}

// text is the source text of a scalar: 040 stays 040, and no stays no.
func (d *decoder) text(n *yaml.Node, limit int) (string, bool) {
	switch {
	case n.Kind != yaml.ScalarNode:
		d.wrongKind(n, "text")
		return "", false
	case isNull(n):
		d.noValue(n)
		return "", false
	}
	d.commented(n)
	s := n.Value
	if n.Style&block != 0 {
		// The break at the end of a text after | or > is its form, not its content.
		s = strings.TrimRight(s, "\n")
	}
	switch {
	case strings.TrimSpace(s) == "":
		d.errorf(n, "write a value, or take the field out", "%q has no value", d.key)
	case strings.Contains(s, "\n"):
		d.errorf(n, "write it in one line, or write > and indent the lines below", "the text has more than one line")
	case strings.Contains(s, "\t"):
		d.errorf(n, "write a blank instead", "the text has a tab in it")
	case unshown(s) != 0:
		d.errorf(n, "take it out", "the text has %s (U+%04X) in it", forbidden(unshown(s)), unshown(s))
	case strings.TrimSpace(s) != s:
		d.errorf(n, "take the blanks out", "the text has blanks at its start or end")
	case utf8.RuneCountInString(s) > limit:
		d.errorf(n, fmt.Sprintf("shorten it to %d characters", limit), "the text has %d characters", utf8.RuneCountInString(s))
	default:
		return s, true
	}
	return "", false
}

// unshown is the first character of a text that cannot be shown, or 0: quotes
// with backslashes can bring in what the gate has kept out. A NUL is one too.
func unshown(s string) rune {
	for _, r := range s {
		if forbidden(r) != "" {
			return max(r, 1)
		}
	}
	return 0
}

// commented warns of text that YAML takes for a comment: "Fix #42".
func (d *decoder) commented(n *yaml.Node) {
	if n.LineComment != "" && n.Style&(quoted|block) == 0 {
		*d.problems = append(*d.problems, diag.Warnf(d.pos(n), "comment", "put quotes around the value if that belongs to it, or move the comment to a line of its own",
			"what follows the blank before # is a comment, and is not shown: %s", n.LineComment))
	}
}

// plainText is text that is no sentence: a day, a language, an id.
func (d *decoder) plainText(n *yaml.Node) (string, bool) { return d.text(n, maxText) }

// each calls f for the items of a list.
func (d *decoder) each(n *yaml.Node, most int, f func(item *yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		d.wrongKind(n, "a list")
		return
	}
	if len(n.Content) > most {
		d.errorf(n.Content[most], "", "the list has more than %d items", most)
		return
	}
	for _, item := range n.Content {
		f(item)
	}
}

func (d *decoder) texts(n *yaml.Node, most int) []string {
	var list []string
	d.each(n, most, func(item *yaml.Node) {
		s, ok := d.text(item, maxText)
		switch {
		case !ok:
		case slices.Contains(list, s):
			d.errorf(item, "take one of them out", "%q is listed twice", s)
		default:
			list = append(list, s)
		}
	})
	return list
}

func (d *decoder) localised(n *yaml.Node, limit int) report.Text {
	if n.Kind == yaml.ScalarNode {
		if s, ok := d.text(n, limit); ok && len(d.languages) > 0 {
			return report.Text{d.languages[0]: s}
		}
		return nil
	}
	if n.Kind != yaml.MappingNode {
		d.wrongKind(n, "text, or a map from language to text")
		return nil
	}
	t := report.Text{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !d.siteLanguage(key, key.Value) {
			continue
		}
		if _, twice := t[report.Lang(key.Value)]; twice {
			d.errorf(key, "take one of them out", "the language %q is there twice", key.Value)
			continue
		}
		if s, ok := d.text(value, limit); ok {
			t[report.Lang(key.Value)] = s
		}
	}
	return t
}

func (d *decoder) siteLanguage(n *yaml.Node, s string) bool {
	if d.lenient || slices.Contains(d.languages, report.Lang(s)) {
		return true
	}
	d.errorf(n, "write one of the site's languages: "+languageList(d.languages), "unknown language %q", s)
	return false
}

func languageList(languages []report.Lang) string { return strings.Join(choices(languages), ", ") }

func (d *decoder) boolean(n *yaml.Node) (value, ok bool) {
	if n.Kind == yaml.ScalarNode && n.Style&quoted == 0 {
		switch n.Value {
		case "true":
			d.commented(n)
			return true, true
		case "false":
			d.commented(n)
			return false, true
		}
	}
	if n.Kind != yaml.ScalarNode {
		d.wrongKind(n, "true or false")
		return false, false
	}
	d.errorf(n, "write true or false, without quotes", "%q is neither true nor false", n.Value)
	return false, false
}

var decimal = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})$`)

func (d *decoder) integer(n *yaml.Node, least, most int) (int, bool) {
	if n.Kind != yaml.ScalarNode {
		d.wrongKind(n, "a number")
		return 0, false
	}
	if !decimal.MatchString(n.Value) || n.Style&quoted != 0 {
		d.errorf(n, "write a whole number without quotes and leading zeros", "%q is not a whole number", n.Value)
		return 0, false
	}
	d.commented(n)
	i, _ := strconv.Atoi(n.Value)
	if i < least || most > 0 && i > most {
		d.errorf(n, fmt.Sprintf("write a number from %d to %d", least, most), "%d is out of range", i)
		return 0, false
	}
	return i, true
}

// choice is one of a few words; noun says what each is.
func (d *decoder) choice(n *yaml.Node, noun string, words []string) (string, bool) {
	s, ok := d.text(n, maxText)
	if !ok {
		return "", false
	}
	if !slices.Contains(words, s) {
		d.errorf(n, diag.DidYouMean(s, words), "unknown %s %q", noun, s)
		return "", false
	}
	return s, true
}

// singular names one thing of a vocabulary.
func singular(vocabulary string) string {
	switch vocabulary {
	case "statuses":
		return "status"
	case "countries":
		return "country"
	case "categories":
		return "category"
	case "congresses":
		return "congress"
	}
	return strings.TrimSuffix(vocabulary, "s")
}

// id is the id of a term of a vocabulary, of a member or of a country.
func (d *decoder) id(n *yaml.Node, vocabulary string) (string, bool) {
	s, ok := d.text(n, maxText)
	if !ok {
		return "", false
	}
	if own, ok := d.find(vocabulary, s); ok {
		return own, true
	}
	if d.lenient && vocabulary != "members" && vocabulary != "countries" {
		return s, true
	}
	hint := diag.DidYouMean(s, d.ids(vocabulary))
	switch {
	case vocabulary == "countries":
		hint = "write the two capital letters of ISO 3166-1, as in KE for Kenya"
		if d.country(strings.ToUpper(s)) {
			hint = fmt.Sprintf("did you mean %q?", strings.ToUpper(s))
		}
	case vocabulary == "members" && hint == "":
		hint = "write the name of a file in content/members/ without .md, or add one"
	}
	d.errorf(n, hint, "unknown %s %q", singular(vocabulary), s)
	return "", false
}

func itoa(n int) string { return strconv.Itoa(n) }

// find looks an id up. It returns the vocabulary's own text: thousands of reports
// name the same, and need not hold it each.
func (d *decoder) find(vocabulary, id string) (own string, ok bool) {
	switch vocabulary {
	case "members":
		own, ok = d.members[id]
		return own, ok
	case "countries":
		return id, d.country(id)
	}
	term, ok := d.vocabulary(vocabulary).Find(id)
	if !ok {
		return "", false
	}
	return term.ID, true
}

// ids are those of a vocabulary, for suggestions.
func (d *decoder) ids(vocabulary string) []string {
	if vocabulary == "members" {
		return d.memberIDs
	}
	return d.vocabulary(vocabulary).IDs()
}

func (d *decoder) vocabulary(name string) report.Vocabulary {
	v := &d.settings.Vocabularies
	switch name {
	case "types":
		return v.Types
	case "congresses":
		return v.Congresses
	case "statuses":
		return v.Statuses
	case "actions":
		return v.Actions
	case "commissions":
		return v.Commissions
	case "regions":
		return v.Regions
	case "categories":
		return v.Categories
	}
	return nil
}

// references are ids, or maps with the fields of inner; or the word none.
func (d *decoder) references(n *yaml.Node, vocabulary string, most int, inner table[report.Ref]) report.List[report.Ref] {
	if isNone(n) {
		d.commented(n)
		return report.List[report.Ref]{Presence: report.None}
	}
	if n.Kind == yaml.ScalarNode && !isNull(n) {
		d.errorf(n, "write the items in brackets, [one, two], or the word none", "this must be a list, not a single value")
		return report.List[report.Ref]{}
	}
	l := report.List[report.Ref]{Presence: report.Stated, Items: make([]report.Ref, 0, min(len(n.Content), most))}
	if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		d.errorf(n, "write none if the report says that there is none; else take the field out", "the list is empty")
	}
	d.each(n, most, func(item *yaml.Node) {
		ref := report.Ref{Pos: d.pos(item)}
		if item.Kind == yaml.MappingNode && inner != nil {
			if !d.referenceMap(item, inner, &ref) {
				return
			}
		} else {
			id, ok := d.id(item, vocabulary)
			if !ok {
				return
			}
			ref.ID = id
		}
		same := func(r report.Ref) bool { return r.ID == ref.ID && r.PortalID == ref.PortalID && r.Term == ref.Term }
		if slices.ContainsFunc(l.Items, same) {
			d.errorf(item, "take one of them out", "%q is listed twice", ref.ID+ref.PortalID)
			return
		}
		l.Items = append(l.Items, ref)
	})
	return l
}

// referenceMap decodes {id: …, term: …} or {portal_id: …}. A map with mistakes
// is no reference, and so not a repetition of another either.
func (d *decoder) referenceMap(n *yaml.Node, inner table[report.Ref], ref *report.Ref) bool {
	key, before := d.key, len(*d.problems)
	decodeMap(d, n, inner, ref, OriginalOnly, ref.Pos)
	d.key = key
	switch {
	case len(*d.problems) > before:
		return false
	case ref.ID == "" && ref.PortalID == "":
		d.errorf(n, "write the id", "there is no id")
	case ref.ID != "" && ref.PortalID != "":
		d.errorf(n, "keep the id, and take portal_id out", "there is an id and an id of the old portal")
	case ref.PortalID != "" && ref.Term != "":
		d.errorf(n, "take term out, or write the commission's id", "there is a term without the id of a commission")
	default:
		return true
	}
	return false
}

// code is a resolution's code in any form, or its official number.
func (d *decoder) code(n *yaml.Node) (report.Code, bool) {
	s, ok := d.text(n, maxText)
	if !ok || d.lenient {
		return report.Code{}, false
	}
	if official, isOfficial := report.ParseOfficial(s); isOfficial {
		if code, found := d.officials[official]; found {
			return code, true
		}
		d.errorf(n, "write the code, such as WCC-2020-Res-040, or add the resolution in content/resolutions/", "no resolution has the official number %q", s)
		return report.Code{}, false
	}
	code, err := d.settings.ParseCode(s)
	if err != nil {
		d.errorf(n, diag.DidYouMean(s, d.codes), "%v", err)
		return report.Code{}, false
	}
	return code, true
}

var termForm = regexp.MustCompile(`^[12][0-9]{3}-[12][0-9]{3}$`)

// term is a commission's term of office.
func (d *decoder) term(n *yaml.Node) string {
	s, ok := d.text(n, maxText)
	if ok && (!termForm.MatchString(s) || s[:4] > s[5:]) {
		d.errorf(n, "write the first and the last year, as in 2021-2025", "%q is not a term of office", s)
		return ""
	}
	return s
}

var portalForm = regexp.MustCompile(`^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`)

// portalID is an id of the old portal.
func (d *decoder) portalID(n *yaml.Node) string {
	s, ok := d.text(n, maxText)
	if ok && !portalForm.MatchString(strings.ToUpper(s)) {
		d.errorf(n, "copy the 36 characters as the portal shows them", "%q is not an id of the old portal", s)
		return ""
	}
	return strings.ToUpper(s)
}

var addressForm = regexp.MustCompile(`^(/[a-z0-9._~-]+)+/?$`)

// address is a site-absolute address of this site.
func (d *decoder) address(n *yaml.Node, s string) bool {
	if !addressForm.MatchString(s) || strings.Contains(s, "/.") {
		d.errorf(n, "write it from the first slash after the host, as in /en/old/page/", "%q is not an address on this site", s)
		return false
	}
	return true
}

// unseen notes a field whose place on the source was not seen.
func (d *decoder) unseen(n *yaml.Node, key string, e *report.Edition) {
	if slices.Contains(e.NotVisible, key) {
		d.errorf(n, "take one of them out", "%q is listed twice", key)
		return
	}
	e.NotVisible = append(e.NotVisible, key)
}
