package site

import (
	"slices"
	"strings"
)

// TextChange is what became of a text. It depends on the two texts alone, so
// that it can be kept as long as they stay.
type TextChange struct {
	// Sections are those of either, in the order of the newer, then the older.
	Sections []SectionChange
	// Forgotten are the plans of the older text that the newer does not take up.
	Forgotten []string
}

// Words sums the words of the older sections that can be compared, and those
// of them that were kept.
func (t TextChange) Words() (before, kept int) {
	for _, s := range t.Sections {
		before, kept = before+s.Before, kept+s.Kept
	}
	return before, kept
}

// Changed tells that a section is not the same, as far as can be told.
func (t TextChange) Changed() bool {
	return slices.ContainsFunc(t.Sections, func(s SectionChange) bool { return s.State != SectionSame })
}

// SectionState is what became of a section.
type SectionState string

const (
	// SectionAdded is in the newer text alone.
	SectionAdded SectionState = "added"
	// SectionRemoved is in the older text alone.
	SectionRemoved SectionState = "removed"
	// SectionSame is the same in both, to the letter.
	SectionSame SectionState = "same"
	// SectionEdited has most of its words as before.
	SectionEdited SectionState = "edited"
	// SectionRewritten has most of its words anew.
	SectionRewritten SectionState = "rewritten"
	// SectionChanged is not the same; how much of it is kept cannot be told.
	SectionChanged SectionState = "changed"
)

// edited is the share of words, in percent, that an edited section keeps.
const edited = 75

// SectionChange is what became of a section of the text.
type SectionChange struct {
	// ID is the section's kind.
	ID string
	// State is what became of it.
	State SectionState
	// Before counts the words of the older section, Kept those of them that
	// stand in the newer one as well, in any order. Both are 0 where the newer
	// text is new, or may not be whole.
	Before, Kept int
}

// Redlined tells that both texts have the section, and not the same.
func (s SectionChange) Redlined() bool {
	return s.State == SectionEdited || s.State == SectionRewritten || s.State == SectionChanged
}

// Percent is the share of words that were kept, rounded down so that a text
// with a change is never kept whole; ok tells whether there is one.
func Percent(before, kept int) (percent int, ok bool) {
	if before == 0 {
		return 0, false
	}
	return 100 * kept / before, true
}

// SectionText is the plain text of a section.
type SectionText struct {
	// ID is the section's kind; Text is plain.
	ID, Text string
}

// CompareText tells what became of a text, but for its plans: see Forgotten.
func CompareText(before, after []SectionText) TextChange {
	return new(TextComparer).CompareText(before, after)
}

// TextComparer compares texts, one pair after the other, in the same room. The
// zero TextComparer is ready.
type TextComparer struct {
	// words counts those of a section; plans are by the stems of their words, as
	// lists of which links are the places.
	words map[string]int
	plans map[stem]int
	links []planLink
}

// CompareText is as the function of that name.
func (x *TextComparer) CompareText(before, after []SectionText) TextChange {
	var t TextChange
	for _, s := range after {
		old, ok := sectionOf(before, s.ID)
		switch {
		case !ok:
			t.Sections = append(t.Sections, SectionChange{ID: s.ID, State: SectionAdded})
		case old == s.Text:
			n := words(old)
			t.Sections = append(t.Sections, SectionChange{s.ID, SectionSame, n, n})
		default:
			c := SectionChange{ID: s.ID, State: SectionRewritten}
			c.Before, c.Kept = x.kept(old, s.Text)
			if percent, ok := Percent(c.Before, c.Kept); ok && percent >= edited {
				c.State = SectionEdited
			}
			t.Sections = append(t.Sections, c)
		}
	}
	for _, s := range before {
		if _, ok := sectionOf(after, s.ID); !ok {
			t.Sections = append(t.Sections, SectionChange{s.ID, SectionRemoved, words(s.Text), 0})
		}
	}
	return t
}

func sectionOf(list []SectionText, id string) (string, bool) {
	i := slices.IndexFunc(list, func(s SectionText) bool { return s.ID == id })
	if i < 0 {
		return "", false
	}
	return list[i].Text, true
}

// seen leaves out what cannot be told where the older or the newer text was seen
// in part only: what is missing in a part may well be in the whole.
func (t TextChange) seen(before, after bool) TextChange {
	if before && after {
		return t
	}
	var seen TextChange
	for _, s := range t.Sections {
		switch {
		case s.State == SectionAdded && !before, s.State == SectionRemoved && !after:
			continue
		case !after && s.Redlined():
			s.State, s.Before, s.Kept = SectionChanged, 0, 0
		}
		seen.Sections = append(seen.Sections, s)
	}
	return seen
}

func words(s string) int {
	n := 0
	for range strings.FieldsSeq(s) {
		n++
	}
	return n
}

// kept counts the words of before, and those that stand in after as well.
func (x *TextComparer) kept(before, after string) (total, found int) {
	if x.words == nil {
		x.words = map[string]int{}
	}
	n := x.words
	clear(n)
	for w := range strings.FieldsSeq(after) {
		n[w]++
	}
	for w := range strings.FieldsSeq(before) {
		total++
		if n[w] > 0 {
			n[w]--
			found++
		}
	}
	return total, found
}
