package portal

import (
	"regexp"
	"strings"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// readActivity accounts for an Activity Report: what one constituent did. The
// content has no place for it, and merging it into a Progress Report is an
// editor's decision.
func (im *importer) readActivity(res *Result) {
	constituent := "not named"
	if lines := im.page.find(constituentField).text(); len(lines) > 0 {
		constituent = lines[0].text
	}
	for _, s := range im.page.fields {
		for _, l := range s.text() {
			if l.use == "" {
				mark(Unpublished, fieldNames[s.field], l)
			}
		}
	}
	severity, hint := diag.Error, "import the progress report of the year; to use this one in it, ask for its Markdown with --activity and paste that under Additional information"
	if im.opt.Activity {
		severity, hint = diag.Warning, "paste the Markdown under Additional information of the progress report, where it adds to it"
		res.Fragment = im.fragment(constituent)
	}
	im.problems = append(im.problems, diag.Problem{
		Pos: im.pos(im.page.title), Severity: severity, Rule: "activity-report", Hint: hint,
		Message: "this is an activity report (constituent " + constituent + "); resolute publishes progress reports",
	})
}

// activityParts are the fields of the fragment that are free text, with the
// words of their headings.
var activityParts = map[field]string{
	resultsField: "Results", challengesField: "Challenges", futureField: "Future actions", additionalField: "Additional information",
	linksField: "External links",
}

// activityFacts are the fields of the fragment that are one item each.
var activityFacts = map[field]string{
	constituentTypeField: "Constituent type", periodField: "Period covered", scopeField: "Geographic scope", countryField: "Country or territory",
	membersField: "IUCN Members", commissionsField: "IUCN Commissions", secretariatField: "IUCN Secretariat", organisationsField: "Other organisations",
}

// fragment writes an Activity Report as Markdown. It ends with a line break.
func (im *importer) fragment(constituent string) []byte {
	blocks := []block{{shape: subheading, text: "Activity report: " + constituent}}
	bullet := func(text string) {
		blocks = append(blocks, block{shape: item, text: text, marker: marker{kind: "•"}, list: len(blocks) + 1})
		if n := len(blocks); blocks[n-2].shape == item {
			blocks[n-1].list = blocks[n-2].list
		}
	}
	none := func(string) bool { return false }
	for _, s := range im.page.fields {
		lines := s.text()
		if len(lines) == 0 {
			continue
		}
		if name := activityFacts[s.field]; name != "" {
			var texts []string
			for _, l := range lines {
				texts = append(texts, l.text)
			}
			bullet(name + ": " + strings.Join(texts, "; "))
		}
		if s.field == activityField {
			blocks = append(blocks, block{shape: subheading, level: 4, text: "Activities"})
			for _, r := range activityRows(lines, im.known.Settings.Actions) {
				bullet(r.String())
			}
		}
		if name := activityParts[s.field]; name != "" {
			blocks = append(blocks, block{shape: subheading, level: 4, text: name})
			part := makeBlocks(s.lines, none)
			for i := range part {
				part[i].list += len(blocks) + 1
			}
			blocks = append(blocks, part...)
		}
	}
	var b strings.Builder
	writeBlocks(&b, blocks)
	b.WriteByte('\n')
	return []byte(b.String())
}

// activityRow is a row of the table of actions.
type activityRow struct{ action, description, status string }

// String is "Field activities (On-going): what was done".
func (r activityRow) String() string {
	s := r.action
	if r.status != "" {
		s = strings.TrimSpace(s + " (" + r.status + ")")
	}
	switch {
	case s == "":
		return r.description
	case r.description == "":
		return s
	}
	return s + ": " + r.description
}

var (
	actionStatus = regexp.MustCompile(`(On-?going|Completed|Planned)$`)
	tableHead    = regexp.MustCompile(`^(?:Future )?Action(?: \| )?Description(?:(?: \| )?Status)?$`)
)

// activityRows reads the table of actions: cells divided by " | ", cells run
// together ("Capacity-buildingTraining of rangersOn-going"), or one cell a line
// under labels of its own. A line without an action goes on with the row before.
func activityRows(lines []*line, actions report.Vocabulary) []activityRow {
	var rows []activityRow
	current := func() *activityRow {
		if len(rows) == 0 {
			rows = append(rows, activityRow{})
		}
		return &rows[len(rows)-1]
	}
	cell := ""
	for _, l := range lines {
		folded := foldLabel(l.text)
		switch {
		case tableHead.MatchString(l.text):
		case folded == "activity" || folded == "description and results/achievements of activities" || folded == "status":
			cell = folded
		case cell == "activity":
			rows = append(rows, activityRow{action: l.text})
			cell = ""
		case cell == "status":
			current().status = l.text
			cell = ""
		default:
			if row, ok := cutRow(l.text, actions); ok {
				rows = append(rows, row)
				continue
			}
			r := current()
			r.description = strings.TrimSpace(r.description + " " + l.text)
			if m := actionStatus.FindString(r.description); m != "" && r.status == "" && m != r.description && cell == "" {
				r.description, r.status = strings.TrimSpace(strings.TrimSuffix(r.description, m)), m
			}
		}
	}
	return rows
}

// cutRow reads one row of the table.
func cutRow(text string, actions report.Vocabulary) (activityRow, bool) {
	if cells := strings.Split(text, " | "); len(cells) == 2 || len(cells) == 3 {
		row := activityRow{action: cells[0], description: cells[1]}
		if len(cells) == 3 {
			row.status = cells[2]
		}
		if term(actions, row.action) != nil {
			return row, true
		}
	}
	action := actionPrefix(text, actions)
	if action == "" {
		return activityRow{}, false
	}
	row := activityRow{action: action, description: strings.TrimSpace(text[len(action):])}
	if m := actionStatus.FindString(row.description); m != "" {
		row.status, row.description = m, strings.TrimSpace(strings.TrimSuffix(row.description, m))
	}
	return row, true
}

// actionPrefix is the longest kind of action that a text begins with, letters
// that were lost counting as any.
func actionPrefix(text string, actions report.Vocabulary) string {
	longest := ""
	runes := []rune(text)
	for i := range actions {
		for _, p := range actions[i].Portal {
			n := len([]rune(p))
			if n > len(runes) || len(p) <= len(longest) {
				continue
			}
			if prefix := string(runes[:n]); term(report.Vocabulary{{Portal: []string{p}}}, prefix) != nil {
				longest = prefix
			}
		}
	}
	return longest
}
