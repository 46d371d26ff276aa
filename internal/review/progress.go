package review

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"resolute/internal/diag"
	"resolute/internal/report"
	"resolute/internal/site"
)

// The ids of the sections that tell what is planned, and what else there is to
// say.
const (
	futureActions = "future-actions"
	additional    = "additional-information"
)

// progress looks at what a report says of itself.
func (r *reviewer) progress(e *site.Edition, t *text) {
	if !whole(e) {
		return
	}
	top := diag.Pos{File: e.File.Path, Line: 1, Col: 1}
	if !e.HasText() {
		r.warn(top, ruleNoText, "write what was done under ## Results; if the text could not be seen, name body in not_visible", "the report has no text")
		return
	}
	if e.FutureActionsPlanned == report.Yes {
		if s := t.find(futureActions); s == nil || len(s.blocks) == 0 {
			r.warn(top, rulePlannedNoText, "say under ## Future actions what is planned, or take future_actions_planned out", "future actions are planned, and the text does not say which")
		}
	}
}

// years compares a report with the one before it on the same resolution.
func (r *reviewer) years(e *site.Edition, t, before *text) {
	r.copied(e, t, before)
	r.status(e, t)
	r.planned(e, t, before)
}

// copied finds sections that say word for word what they said a year ago.
func (r *reviewer) copied(e *site.Edition, t, before *text) {
	for i := range t.sections {
		s := &t.sections[i]
		// What stands beside the report, such as a note on the source, may stay.
		if s.id == "" || s.id == additional || len(s.raw) == 0 {
			continue
		}
		old := before.find(s.id)
		if old == nil || !bytes.Equal(old.raw, s.raw) || wordCount(s.raw) < copiedWords {
			continue
		}
		r.warn(s.pos, ruleCopied, "say what is new since then, or leave the section out", "the section is word for word that of %d", e.Previous.Year)
	}
}

// last is the status that ends the work: the last in the order of progress.
func (r *reviewer) last() string {
	for _, t := range slices.Backward(r.site.Settings.Statuses) {
		if t.ID != report.StatusNotStated {
			return t.ID
		}
	}
	return ""
}

// status finds one that has not moved while the text says that all is done,
// and one that was reached already.
func (r *reviewer) status(e *site.Edition, t *text) {
	id, last := e.StatusTerm.ID, r.last()
	if id == report.StatusNotStated {
		return
	}
	if e.Previous.StatusTerm.ID == last && id != last {
		r.warn(e.Status.Pos, ruleStatusBack, "correct one of the two, or say in the text why the work began again", "the status is %s, and was %s in %d already", id, last, e.Previous.Year)
		return
	}
	if id == last {
		return
	}
	since := e
	for since.Previous != nil && since.Previous.StatusTerm.ID == id {
		since = since.Previous
	}
	if e.Year-since.Year < unchangedYears {
		return
	}
	if pos, found := saysDone(t); found {
		r.warn(e.Status.Pos, ruleStatusBehind, "if the work is done, write status: "+last+"; the sentence is in line "+itoa(pos.Line),
			"the status has been %s since %d, and the text says that the work is done", id, since.Year)
	}
}

// doneWords are parts of sentences that say that the whole work is done: a
// sentence must have one of each of the first two lists and none of the last.
func doneWords() [3][]string {
	return [3][]string{
		{"resolution", "recommendation", "implementation", "résolution", "recommandation", "mise en œuvre", "resolución", "recomendación", "aplicación"},
		{"completed", "complete.", "concluded", "fully implemented", "carried out in full", "finished", "achevé", "terminé", "entièrement mise en œuvre", "concluid", "terminad", "completad", "plenamente aplicad"},
		{" not ", "n't", " yet", "until", "once ", "when ", "will be", "to be ", "cannot", " pas ", "sera ", "seront ", "une fois", " no ", "será", "cuando", "todavía", "aún"},
	}
}

// saysDone finds the sentence that says that the resolution has been carried out.
func saysDone(t *text) (diag.Pos, bool) {
	words := doneWords()
	has := func(sentence string, list []string) bool {
		return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(sentence, w) })
	}
	for _, s := range t.sections {
		if s.id == futureActions {
			continue
		}
		for _, b := range s.blocks {
			if b.kind == heading || b.kind == quotation || b.kind == table {
				continue
			}
			found := -1
			whole := strings.ToLower(strings.ReplaceAll(string(b.text), "\n", " "))
			sentences(whole, func(sentence string, offset int) {
				if found < 0 && has(sentence, words[0]) && has(sentence, words[1]) && !has(sentence, words[2]) {
					found = offset
				}
			})
			if found >= 0 {
				return diag.Pos{File: t.file.Path, Line: b.line + bytes.Count(b.text[:min(found, len(b.text))], []byte("\n")), Col: 1}, true
			}
		}
	}
	return diag.Pos{}, false
}

// planned looks in a report for what the one before it planned.
func (r *reviewer) planned(e *site.Edition, t, before *text) {
	s := before.find(futureActions)
	if s == nil || t.lang != before.lang || e.Year-e.Previous.Year > 1 || !whole(e) {
		return
	}
	plans := map[string]bool{}
	for _, b := range s.blocks {
		eachWord(b.text, func(w []byte) {
			if stem := stemOf(w); stem != nil && r.small[string(w)] == 0 {
				plans[string(stem)] = false
			}
		})
	}
	if len(plans) < plannedWords {
		return
	}
	words, found := 0, 0
	for _, part := range t.sections {
		for _, b := range part.blocks {
			eachWord(b.text, func(w []byte) {
				words++
				stem := stemOf(w)
				if stem == nil {
					return
				}
				if seen, planned := plans[string(stem)]; planned && !seen {
					plans[string(stem)] = true
					found++
				}
			})
		}
	}
	if words < reportWords || found*100 >= plannedShare*len(plans) {
		return
	}
	r.warn(diag.Pos{File: e.File.Path, Line: e.BodyLine, Col: 1}, rulePlans, "say what became of them, if only that they were given up: see "+e.Previous.File.Path,
		"the report for %d planned future actions, and this one does not mention them", e.Previous.Year)
}

// stemOf is the beginning of a word that its forms share; nil for a short one.
func stemOf(word []byte) []byte {
	const letters = 5
	n := 0
	for i := range len(word) {
		if utf8.RuneStart(word[i]) {
			if n == letters {
				return word[:i]
			}
			n++
		}
	}
	if n < letters {
		return nil
	}
	return word
}
