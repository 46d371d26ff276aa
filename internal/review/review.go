package review

import (
	"slices"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/report"
	"resolute/internal/site"
)

// What the rules go by.
const (
	longestParagraph = 200 // words
	unchangedYears   = 2
	copiedWords      = 12
	plannedWords     = 6  // words that the plans must have to be looked for
	plannedShare     = 12 // percent of them that the next report should have
	reportWords      = 40 // words that a report must have for its silence to mean something
)

// reviewer is one run.
type reviewer struct {
	site     *site.Site
	small    map[string]tongue
	names    *registry
	problems []diag.Problem
}

func (r *reviewer) warn(pos diag.Pos, rule, hint, format string, args ...any) {
	r.problems = append(r.problems, diag.Warnf(pos, rule, hint, format, args...))
}

// Review reads everything and returns warnings, sorted. Bodies of broken files
// are read too, so that all that is said of a file is said in one run.
func Review(s *site.Site, broken []content.Broken) []diag.Problem {
	r := &reviewer{site: s, small: smallWords(), names: newRegistry(s)}
	r.members()
	var before *text
	for _, e := range s.Editions {
		t := read(&e.File, e.Language, true)
		r.readBlocks(t)
		r.participants(e)
		r.progress(e, t)
		if e.Previous != nil && before != nil {
			r.years(e, t, before)
		}
		before = nil
		if e.Next != nil {
			before = t
		}
		for _, tr := range e.Translations {
			r.readBlocks(read(&tr.File, tr.Language, true))
			r.translation(e, tr)
		}
	}
	for _, p := range s.Pages {
		r.readBlocks(read(&p.File, p.Language, false))
		for _, t := range p.Translations {
			r.readBlocks(read(&t.File, t.Language, false))
		}
	}
	for i := range broken {
		r.readBlocks(read(&broken[i].File, broken[i].Language, broken[i].Report))
	}
	return diag.Sort(r.problems)
}

// whole tells that the source of a report was seen whole, so that what is
// missing in it is missing.
func whole(e *site.Edition) bool {
	return (e.Extent == report.Full || e.Extent == "") && !slices.Contains(e.NotVisible, "body")
}

// translation compares a translation with the state of its original.
func (r *reviewer) translation(e *site.Edition, t *report.Edition) {
	digest := site.TextDigest(e.Edition)
	pos := t.TranslationPos
	switch e.TranslationState(t) {
	case "unknown":
		r.warn(diag.Pos{File: t.Path, Line: 1, Col: 1}, ruleUndated, "if it says what "+e.File.Path+" says now, write translation: "+digest+" in its front matter",
			"the translation does not say which state of its original it was made from")
	case "stale":
		r.warn(pos, ruleStale, "bring the translation up to date, then write translation: "+digest,
			"the original %s has changed since it was translated", e.File.Path)
	}
}
