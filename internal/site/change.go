package site

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync/atomic"

	"resolute/internal/report"
)

// Change is what changed from one edition to the next, in what both of them
// state: where one is silent, there is no telling.
type Change struct {
	// StatusFrom and StatusTo are ids, equal where the status stayed.
	StatusFrom, StatusTo string
	// Joined and Left are ids of members named in one of the two only.
	Joined, Left []string
	// CommissionsJoined and CommissionsLeft are ids named in one of the two only.
	CommissionsJoined, CommissionsLeft []string
	// ActionsNew and ActionsDropped are ids named in one of the two only.
	ActionsNew, ActionsDropped []string
	// Secretariat is what the newer says, where the older said the opposite.
	Secretariat report.Answer
	// Planned is the same of future actions.
	Planned report.Answer
	// Text is what became of the text.
	Text TextChange
	// Forgotten are plans that the older states to be planned, and that the newer
	// does not take up, as far as can be told.
	Forgotten []string
	// Silent are the keys of fields that could not be compared, as one of the
	// two does not state them.
	Silent []string
	// Unnamed tells that one of the two names members or commissions by an
	// identifier alone, so that those who joined or left may be among them.
	Unnamed bool
	// Languages tells that the two are written in different languages, so that
	// their texts were not compared.
	Languages bool
	// Parts tells that one of the two was seen in part only.
	Parts bool
}

// Changes are those of all editions, each found when it is first asked for: a
// preview shows a few of thousands. Nil has none. It is safe for concurrent use.
type Changes struct {
	find func(*Edition) *Change
	// made are those that have been found, by the editions' indexes.
	made []atomic.Pointer[Change]
}

// NewChanges are the changes of a site; find tells those of an edition that has
// one before, the same each time.
func NewChanges(s *Site, find func(*Edition) *Change) *Changes {
	return &Changes{find, make([]atomic.Pointer[Change], len(s.Editions))}
}

// Of is what changed in an edition; nil for the first of a resolution.
func (c *Changes) Of(e *Edition) *Change {
	if c == nil || e.Previous == nil {
		return nil
	}
	if made := c.made[e.Index].Load(); made != nil {
		return made
	}
	c.made[e.Index].CompareAndSwap(nil, c.find(e))
	return c.made[e.Index].Load()
}

// Moved tells that the status changed.
func (c *Change) Moved() bool { return c.StatusFrom != c.StatusTo }

// Nothing tells that both editions say the same, as far as both say it.
func (c *Change) Nothing() bool {
	return !c.Moved() && c.Secretariat == report.Unanswered && c.Planned == report.Unanswered &&
		len(c.Joined)+len(c.Left)+len(c.CommissionsJoined)+len(c.CommissionsLeft)+len(c.ActionsNew)+len(c.ActionsDropped) == 0 &&
		!c.Text.Changed()
}

// NotCompared tells that there is nothing which both editions state.
func (c *Change) NotCompared() bool {
	return len(c.Silent) == comparedFields && len(c.Text.Sections) == 0
}

// comparedFields is the number of fields that are compared.
const comparedFields = 6

// Compare tells what changed from the edition before to e; text is what became
// of its text. A list that either edition does not state, or of which the
// source's place was not seen, is not compared: silence is no change.
func Compare(before, e *Edition, text TextChange) *Change {
	c := &Change{
		StatusFrom: before.StatusTerm.ID, StatusTo: e.StatusTerm.ID,
		Parts: before.Extent != report.Full || e.Extent != report.Full, Languages: before.Language != e.Language,
	}
	comparable := func(key string, both bool) bool {
		if !both {
			c.Silent = append(c.Silent, key)
		}
		return both
	}
	if !comparable("status", c.StatusTo != report.StatusNotStated && c.StatusFrom != report.StatusNotStated) {
		// A status that was not seen is no step back.
		c.StatusFrom = c.StatusTo
	}
	if comparable("members", told(before.Edition.Members.Presence) && told(e.Edition.Members.Presence)) {
		c.Joined, c.Left = differIDs(before.Edition.Members.Items, e.Edition.Members.Items)
		c.Unnamed = unnamed(before.Unresolved, e.Unresolved)
	}
	if comparable("commissions", told(before.Commissions.Presence) && told(e.Commissions.Presence)) {
		c.CommissionsJoined, c.CommissionsLeft = differIDs(before.Commissions.Items, e.Commissions.Items)
		c.Unnamed = c.Unnamed || unnamed(portalIDs(before.Commissions.Items), portalIDs(e.Commissions.Items))
	}
	if comparable("secretariat", answered(before.Secretariat) && answered(e.Secretariat)) && before.Secretariat != e.Secretariat {
		c.Secretariat = e.Secretariat
	}
	if comparable("actions", told(before.Actions.Presence) && told(e.Actions.Presence)) {
		c.ActionsNew, c.ActionsDropped = differIDs(before.Actions.Items, e.Actions.Items)
	}
	if comparable("future_actions_planned", answered(before.FutureActionsPlanned) && answered(e.FutureActionsPlanned)) && before.FutureActionsPlanned != e.FutureActionsPlanned {
		c.Planned = e.FutureActionsPlanned
	}
	if !c.Languages && !c.Parts && before.FutureActionsPlanned == report.Yes {
		c.Forgotten = text.Forgotten
	}
	if !c.Languages {
		c.Text = text.seen(before.Extent == report.Full, e.Extent == report.Full)
	}
	return c
}

func told(p report.Presence) bool { return p == report.Stated || p == report.None }

func answered(a report.Answer) bool { return a == report.Yes || a == report.No }

// unnamed tells that two lists of foreign identifiers differ.
func unnamed(before, after []string) bool {
	joined, left := differ(before, after)
	return len(joined)+len(left) > 0
}

func portalIDs(refs []report.Ref) []string {
	var list []string
	for _, r := range refs {
		if r.ID == "" {
			list = append(list, r.PortalID)
		}
	}
	return list
}

// differ returns what is in b alone, and what is in a alone.
func differ[T comparable](a, b []T) (added, gone []T) { return without(b, a), without(a, b) }

// differIDs compares references by their ids.
func differIDs(a, b []report.Ref) (added, gone []string) {
	same := len(a) == len(b)
	for i := 0; same && i < len(a); i++ {
		same = a[i].ID == b[i].ID
	}
	if same {
		return nil, nil
	}
	var roomA, roomB [commonly]string
	return differ(ids(roomA[:0], a), ids(roomB[:0], b))
}

// commonly is a number of items that few lists exceed: all editions are compared
// again for each change in a preview, and lists up to it are not made to be thrown
// away.
const commonly = 16

// without is what is in a list and not in another; nil for nothing.
func without[T comparable](list, other []T) []T {
	var room [commonly]T
	rest := room[:0]
	for _, x := range list {
		if !slices.Contains(other, x) {
			rest = append(rest, x)
		}
	}
	return append([]T(nil), rest...)
}

// TextDigest identifies the text of an edition: a translation records the one
// that it was made from. It leaves out the front matter, so that a changed
// status does not make translations stale.
func TextDigest(e *report.Edition) string {
	sum := sha256.Sum256(e.Text())
	return hex.EncodeToString(sum[:8])
}
