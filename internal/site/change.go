package site

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"resolute/internal/report"
)

// Change is what changed from one edition to the next.
type Change struct {
	// StatusFrom and StatusTo are ids, equal where the status stayed.
	StatusFrom, StatusTo string
	// Joined and Left are members named in one of the two only.
	Joined, Left []*Member
	// CommissionsJoined and CommissionsLeft are ids named in one of the two only.
	CommissionsJoined, CommissionsLeft []string
	// ActionsNew and ActionsDropped are ids named in one of the two only.
	ActionsNew, ActionsDropped []string
	// Sections are those of either, in the order of the newer, then the older.
	Sections []SectionChange
}

// SectionChange is what became of a section of the text.
type SectionChange struct {
	// ID is the section's kind.
	ID string
	// State is added, removed, same or changed.
	State string
	// Kept is the share of the older text's words that stand in the newer one
	// as well, in percent, in any order; 100 for same.
	Kept int
}

// SectionText is the plain text of a section.
type SectionText struct {
	// ID is the section's kind; Text is plain.
	ID, Text string
}

// Nothing tells that both editions say the same.
func (c *Change) Nothing() bool {
	return c.StatusFrom == c.StatusTo && len(c.Joined)+len(c.Left)+len(c.CommissionsJoined)+len(c.CommissionsLeft)+
		len(c.ActionsNew)+len(c.ActionsDropped) == 0 && !slices.ContainsFunc(c.Sections, func(s SectionChange) bool { return s.State != "same" })
}

// Compare tells what changed from the edition before to e. A list that either
// edition does not state, or of which the source's place was not seen, is not
// compared: silence is no change.
func Compare(before, e *Edition, textBefore, text []SectionText) *Change {
	c := &Change{StatusFrom: before.StatusTerm.ID, StatusTo: e.StatusTerm.ID}
	// A status that was not seen is no step back.
	if c.StatusTo == report.StatusNotStated || c.StatusFrom == report.StatusNotStated {
		c.StatusFrom = c.StatusTo
	}
	if told(before.Edition.Members.Presence) && told(e.Edition.Members.Presence) {
		c.Joined, c.Left = differ(before.Members, e.Members)
	}
	if told(before.Commissions.Presence) && told(e.Commissions.Presence) {
		c.CommissionsJoined, c.CommissionsLeft = differ(ids(before.Commissions.Items), ids(e.Commissions.Items))
	}
	if told(before.Actions.Presence) && told(e.Actions.Presence) {
		c.ActionsNew, c.ActionsDropped = differ(ids(before.Actions.Items), ids(e.Actions.Items))
	}
	if before.Language == e.Language {
		c.Sections = compareSections(textBefore, text)
	}
	return c
}

func told(p report.Presence) bool { return p == report.Stated || p == report.None }

// differ returns what is in b alone, and what is in a alone.
func differ[T comparable](a, b []T) (added, gone []T) {
	for _, x := range b {
		if !slices.Contains(a, x) {
			added = append(added, x)
		}
	}
	for _, x := range a {
		if !slices.Contains(b, x) {
			gone = append(gone, x)
		}
	}
	return added, gone
}

func compareSections(before, after []SectionText) []SectionChange {
	find := func(list []SectionText, id string) (string, bool) {
		i := slices.IndexFunc(list, func(s SectionText) bool { return s.ID == id })
		if i < 0 {
			return "", false
		}
		return list[i].Text, true
	}
	var list []SectionChange
	for _, s := range after {
		old, ok := find(before, s.ID)
		switch {
		case !ok:
			list = append(list, SectionChange{s.ID, "added", 0})
		case old == s.Text:
			list = append(list, SectionChange{s.ID, "same", 100})
		default:
			list = append(list, SectionChange{s.ID, "changed", kept(old, s.Text)})
		}
	}
	for _, s := range before {
		if _, ok := find(after, s.ID); !ok {
			list = append(list, SectionChange{s.ID, "removed", 0})
		}
	}
	return list
}

// kept is the share of the words of before that stand in after as well.
func kept(before, after string) int {
	n := make(map[string]int, len(after)/8) // a word and its blank have about eight letters
	for w := range strings.FieldsSeq(after) {
		n[w]++
	}
	total, found := 0, 0
	for w := range strings.FieldsSeq(before) {
		total++
		if n[w] > 0 {
			n[w]--
			found++
		}
	}
	if total == 0 {
		return 0
	}
	return 100 * found / total
}

// TextDigest identifies the text of an edition: a translation records the one
// that it was made from. It leaves out the front matter, so that a changed
// status does not make translations stale.
func TextDigest(e *report.Edition) string {
	sum := sha256.Sum256(e.Body)
	return hex.EncodeToString(sum[:8])
}
