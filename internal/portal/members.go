package portal

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"resolute/internal/i18n"
	"resolute/internal/report"
)

// memberLine is what a line among the members says.
type memberLine struct {
	// name and acronym are as printed.
	name, acronym string
	// country is as printed, and code its ISO 3166-1 alpha-2 code; "" if unknown.
	country, code string
}

var (
	// portalID is an id of the union's register that the portal could not resolve.
	portalID = regexp.MustCompile(`(?i)^[0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12}$`)
	// terminated is a text that ends as a sentence does.
	terminated = regexp.MustCompile(`\p{Ll}{3}[.!?]$`)
	// strayDot is a full stop after a name's last word that is no abbreviation's.
	strayDot = regexp.MustCompile(`(\p{Ll}{4})\.$`)
)

// noMembers and noCommissions are the sentences that say so, folded.
var (
	noMembers = []string{
		"no other members are/have been involved", "pas d'autres membres sont / ont été impliqués", "no hay otros miembros que hayan participado",
	}
	noCommissions = []string{
		"no commissions are/have been involved", "pas de commissions sont / ont été impliqués", "ninguna comisión ha participado",
	}
)

const dontKnow = "i do not know"

// longestMember bounds the line of a member, in characters.
const longestMember = 280

// parseMember reads a member's line of any template: "Name ( ACRONYM ) /
// Country", "Name / Country", "Name ( ) / Country", "Name ( Country )". It is
// read from the right, because names contain slashes, parentheses and commas.
func parseMember(text string) (m memberLine, ok bool) {
	if utf8.RuneCountInString(text) > longestMember {
		return m, false
	}
	if at := strings.LastIndex(text, " / "); at > 0 {
		m.country = strings.TrimSpace(text[at+3:])
		m.code, ok = i18n.CountryByName(m.country)
		var group bool
		m.name, m.acronym, group = cutGroup(text[:at])
		// An unknown country is one where the rest of the line leaves no doubt.
		if m.name != "" && (ok || group || len(strings.Fields(text)) <= 15 && !terminated.MatchString(text)) {
			return m, true
		}
	}
	if at := strings.LastIndexByte(text, '/'); at > 0 {
		if code, ok := i18n.CountryByName(strings.TrimSpace(text[at+1:])); ok {
			m = memberLine{country: strings.TrimSpace(text[at+1:]), code: code}
			m.name, m.acronym, _ = cutGroup(text[:at])
			return m, m.name != ""
		}
	}
	name, inner, group := cutGroup(text)
	if !group || name == "" {
		return memberLine{}, false
	}
	if code, ok := i18n.CountryByName(inner); ok {
		return memberLine{name: name, country: inner, code: code}, true
	}
	return memberLine{name: name, acronym: inner}, true
}

// longestAcronym bounds what can stand in the parentheses, in bytes.
const longestAcronym = 60

// cutGroup cuts the last group in parentheses with inner blanks off a name:
// "Name (X) ( ACRONYM )" gives "Name (X)" and "ACRONYM".
func cutGroup(text string) (name, inner string, ok bool) {
	text = strings.TrimSpace(text)
	at := strings.LastIndex(text, "( ")
	if strings.HasSuffix(text, "()") {
		return strings.TrimSpace(strings.TrimSuffix(text, "()")), "", true
	}
	if at < 0 || len(text)-at > longestAcronym || !strings.HasSuffix(text, ")") || !strings.HasSuffix(text, " )") && !strings.HasSuffix(text, "))") {
		return text, "", false
	}
	return strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+1 : len(text)-1]), true
}

// properName is a name in its own spelling: the portal's makeshift quotation
// marks and apostrophes become real ones, a stray full stop goes.
func properName(name string) string {
	for strings.Count(name, "''") >= 2 {
		name = strings.Replace(strings.Replace(name, "''", "“", 1), "''", "”", 1)
	}
	name = strings.NewReplacer("`", "‘", "´", "’").Replace(name)
	return strayDot.ReplaceAllString(name, "$1")
}

// foldName makes names comparable: no case, accents, quotation marks or
// punctuation.
func foldName(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || strings.ContainsRune("'’‘`´ʻʼ", r):
		default:
			gap = true
		}
	}
	return b.String()
}

// registry finds members that are known, and gives new ones their ids.
type registry struct {
	byName   map[string][]*report.Member
	acronyms map[string]bool // folded by foldName, as the names are
	byPortal map[string]*report.Member
	ids      map[string]bool
	all      []*report.Member
	added    []*report.Member
}

func newRegistry(members []*report.Member) *registry {
	r := &registry{byName: map[string][]*report.Member{}, acronyms: map[string]bool{}, byPortal: map[string]*report.Member{}, ids: map[string]bool{}}
	for _, m := range members {
		r.enter(m)
	}
	return r
}

func (r *registry) enter(m *report.Member) {
	r.all = append(r.all, m)
	r.ids[m.ID] = true
	for _, n := range slices.Concat([]string{m.Name}, m.OtherNames) {
		key := foldName(n)
		if !slices.Contains(r.byName[key], m) {
			r.byName[key] = append(r.byName[key], m)
		}
	}
	if m.Acronym != "" {
		r.acronyms[foldName(m.Acronym)] = true
	}
	for _, id := range m.PortalIDs {
		r.byPortal[strings.ToUpper(id)] = m
	}
}

// find returns the member with the name or alias in the country. Where the line
// or the file names no country, the name must be the only one.
func (r *registry) find(l memberLine) *report.Member {
	var vague []*report.Member
	for _, m := range r.byName[foldName(l.name)] {
		if m.Country.ID == l.code {
			return m
		}
		if m.Country.ID == "" || l.code == "" {
			vague = append(vague, m)
		}
	}
	if len(vague) == 1 {
		return vague[0]
	}
	return nil
}

// named tells whether a folded text is the name or acronym of a member.
func (r *registry) named(folded string) bool { return r.acronyms[folded] || len(r.byName[folded]) > 0 }

// sameAcronym returns a member of the country with the acronym, which may be
// the same under an earlier name.
func (r *registry) sameAcronym(l memberLine) *report.Member {
	if l.acronym == "" || l.code == "" {
		return nil
	}
	for _, m := range r.all {
		if m.Country.ID == l.code && foldName(m.Acronym) == foldName(l.acronym) {
			return m
		}
	}
	return nil
}

// add makes a new member.
func (r *registry) add(l memberLine) *report.Member {
	m := &report.Member{Name: properName(l.name), Acronym: l.acronym, Country: report.Ref{ID: l.code}}
	if m.Name != l.name {
		m.OtherNames = []string{l.name}
	}
	m.ID = r.freeID(m)
	m.Path = "content/members/" + m.ID + ".md"
	r.enter(m)
	r.added = append(r.added, m)
	return m
}

// reserved are names that no file should have, on some system.
var reserved = []string{"index", "admin", "con", "prn", "aux", "nul", "none", "com1", "com2", "lpt1"}

// freeID makes an id from the acronym, else from the name; where another member
// has it, with the country, then from the name, then numbered.
func (r *registry) freeID(m *report.Member) string {
	var bases []string
	if s := i18n.Slug(m.Acronym); len(s) >= 2 && strings.ContainsFunc(s, unicode.IsLetter) {
		bases = append(bases, s)
	}
	if s := i18n.Slug(cutAfterWord(m.Name)); s != "" {
		bases = append(bases, cutID(s))
	}
	if len(bases) == 0 {
		bases = []string{strings.TrimSuffix("member-"+strings.ToLower(m.Country.ID), "-")}
	}
	country := strings.ToLower(m.Country.ID)
	for _, b := range bases {
		if !r.taken(b) {
			return b
		}
		if country != "" && !r.taken(b+"-"+country) {
			return b + "-" + country
		}
	}
	last := bases[len(bases)-1]
	for n := 2; ; n++ {
		if id := fmt.Sprintf("%s-%d", last, n); !r.taken(id) {
			return id
		}
	}
}

// longestID is the length up to which ids are easy to type, in bytes.
const longestID = 48

// cutAfterWord leaves out what follows a dash or stands in parentheses.
func cutAfterWord(name string) string {
	for _, sign := range []string{" - ", " – ", " ("} {
		if before, _, ok := strings.Cut(name, sign); ok && strings.Contains(before, " ") {
			name = before
		}
	}
	return name
}

// cutID cuts a long id between words.
func cutID(id string) string {
	if len(id) <= longestID {
		return id
	}
	if at := strings.LastIndexByte(id[:longestID+1], '-'); at > 0 {
		return id[:at]
	}
	return id[:longestID]
}

func (r *registry) taken(id string) bool { return r.ids[id] || slices.Contains(reserved, id) }

// readMembers reads the field of the members.
func (im *importer) readMembers(s *segment) {
	list := &im.edition.Members
	var odd []*line
	for _, l := range s.text() {
		switch folded := foldLabel(l.text); {
		case slices.Contains(noMembers, folded):
			if list.Presence == report.NotStated {
				list.Presence = report.None
			}
			mark(UsedAsField, "members: none", l)
		case folded == dontKnow:
			mark(UsedAsField, "members: not stated", l)
		case portalID.MatchString(l.text):
			im.addMember(im.portalMember(l))
		default:
			if m, ok := parseMember(l.text); ok {
				im.addMember(im.namedMember(l, m))
			} else if known := im.members.find(memberLine{name: l.text}); known != nil {
				mark(UsedAsField, "members: "+known.ID, l)
				im.addMember(report.Ref{ID: known.ID})
			} else {
				odd = append(odd, l)
			}
		}
	}
	im.remark("IUCN Members", "members", odd)
}

func (im *importer) addMember(r report.Ref) {
	list := &im.edition.Members
	list.Presence = report.Stated
	if !slices.ContainsFunc(list.Items, func(i report.Ref) bool { return i.ID == r.ID && i.PortalID == r.PortalID }) {
		list.Items = append(list.Items, r)
	}
}

// portalMember reads an id of the register.
func (im *importer) portalMember(l *line) report.Ref {
	id := strings.ToUpper(l.text)
	if m := im.members.byPortal[id]; m != nil {
		mark(UsedAsField, "members: "+m.ID, l)
		return report.Ref{ID: m.ID}
	}
	mark(UsedAsField, "members: unresolved portal id", l)
	im.warn(l, "portal-id", "when you learn who it is, add the id to portal_ids of the member, and name the member here", "the portal did not resolve the member %s; the id is kept", id)
	return report.Ref{PortalID: id}
}

// namedMember finds or makes the member of a line.
func (im *importer) namedMember(l *line, m memberLine) report.Ref {
	if known := im.members.find(m); known != nil {
		mark(UsedAsField, "members: "+known.ID, l)
		return report.Ref{ID: known.ID}
	}
	if m.code == "" {
		if m.country == "" {
			im.warn(l, "country", "add the country to the member's file", "no country for member %q", m.name)
		} else {
			im.warn(l, "country", "add the country to the member's file", "unknown country %q of member %q", m.country, m.name)
		}
	}
	other := im.members.sameAcronym(m)
	added := im.members.add(m)
	if other != nil {
		im.warn(l, "members", fmt.Sprintf("where they are the same, delete %s, add the name to the aliases of %s, and name that one in the report", added.Path, other.ID),
			"new member %s has acronym and country of member %s", added.ID, other.ID)
	}
	mark(UsedAsField, "members: "+added.ID, l)
	return report.Ref{ID: added.ID}
}
