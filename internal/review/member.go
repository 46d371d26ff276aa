package review

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"resolute/internal/site"
)

// registry knows members by all their names.
type registry struct {
	// byName has the first member of each name and country.
	byName map[string]*site.Member
	// twin leads from a member to an earlier one that has the same name.
	twin map[*site.Member]*site.Member
}

func newRegistry(s *site.Site) *registry {
	g := &registry{byName: map[string]*site.Member{}, twin: map[*site.Member]*site.Member{}}
	for _, m := range s.Members {
		for _, name := range append([]string{m.Name}, m.OtherNames...) {
			key := fold(name) + "\x00" + m.Country.ID
			if other := g.byName[key]; other != nil && other != m {
				g.twin[m] = other
			} else {
				g.byName[key] = m
			}
		}
	}
	return g
}

// fold reduces a name to its letters and digits, without accents and case.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(name))
}

// members finds files of one member under different names. Two with the same
// name are told where the files are read.
func (r *reviewer) members() {
	for _, m := range r.site.Members {
		other := r.names.twin[m]
		if other == nil || strings.EqualFold(m.Name, other.Name) {
			continue
		}
		r.warn(m.NamePos, ruleMemberFiles, "keep one of the two files, with the other's address, /members/"+other.ID+"/ or /members/"+m.ID+"/, among its aliases",
			"%q and %q in %s are names of one member", m.Name, other.Name, other.File.Path)
	}
}

// participants finds a member that a report lists under two ids.
func (r *reviewer) participants(e *site.Edition) {
	if len(r.names.twin) == 0 {
		return
	}
	for _, ref := range e.Edition.Members.Items {
		m, ok := r.site.Member(ref.ID)
		if !ok {
			continue
		}
		twin := r.names.twin[m]
		if twin == nil {
			continue
		}
		for _, other := range e.Members {
			if other == twin {
				r.warn(ref.Pos, ruleMemberTwice, "take one of them out", "%q and %q are names of one member", ref.ID, other.ID)
			}
		}
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
