package portal

import (
	"fmt"
	"slices"
	"strings"

	"resolute/internal/report"
)

// readProgress reads a Progress Report into the edition. It returns false where
// it cannot be told what the report is on, or of which year.
func (im *importer) readProgress() bool {
	im.edition = &report.Edition{Language: im.opt.Language, Extent: report.Full, Status: report.Ref{ID: report.StatusNotStated}}
	im.readStrays()
	im.locate()
	identified := im.identify()
	if dated := im.date(); !identified || !dated {
		return false
	}
	p := im.page
	if p.bare {
		im.readBare()
		return true
	}
	im.readMembers(p.find(membersField))
	im.readCommissions(p.find(commissionsField))
	im.edition.Secretariat = im.readAnswer(p.find(secretariatField), "IUCN Secretariat", "secretariat")
	im.readOrganisations(p.find(organisationsField))
	im.readActions(p.find(actionsField).text())
	im.readStatus(p.find(statusField).text())
	im.edition.FutureActionsPlanned = im.readAnswer(p.find(plannedField), "Are these actions planned", "future_actions_planned")
	im.readReportStatus(p.find(reportStatusField))
	im.findGaps()
	im.edition.Body = im.body(im.narrative())
	return true
}

// readReportStatus reads "Published", the only value that was ever seen.
func (im *importer) readReportStatus(s *segment) {
	for i, l := range s.text() {
		switch {
		case i == 0 && foldLabel(l.text) == "published":
			mark(Boilerplate, "report status", l)
		case i == 0:
			mark(UsedAsField, "draft: true", l)
			im.edition.Draft = true
			im.warn(l, "draft", "remove draft: true when it is ready", "the portal calls the report %q; it becomes a draft", l.text)
		case im.source.html:
			mark(Boilerplate, "after the report", l)
		}
	}
}

// readStrays finds the address of the page where it is glued to the last label.
func (im *importer) readStrays() {
	s := im.page.find(additionalField)
	for _, l := range s.text() {
		if m := nodeAddress.FindStringSubmatch(l.text); m != nil && strings.HasPrefix(strings.ToLower(l.text), "source") {
			mark(UsedAsField, "source", l)
			im.page.address = m[1]
		} else if foldLabel(l.text) == "source" {
			mark(Boilerplate, "end of the page", l)
		}
	}
}

// section is one part of the narrative.
type section struct {
	id     string
	blocks []block
}

// sectionHeadings are the level-2 headings of a report in the languages that the
// site's programs know; another language takes the English ones.
var sectionHeadings = map[string]map[report.Lang]string{
	"results":                {"en": "Results", "fr": "Résultats", "es": "Resultados"},
	"challenges":             {"en": "Challenges", "fr": "Difficultés", "es": "Desafíos"},
	"future actions":         {"en": "Future actions", "fr": "Actions futures", "es": "Acciones futuras"},
	"additional information": {"en": "Additional information", "fr": "Informations complémentaires", "es": "Información adicional"},
}

// narrative reads the four free texts.
func (im *importer) narrative() []section {
	h := im.headings()
	var sections []section
	for _, f := range []field{resultsField, challengesField, futureField, additionalField} {
		var blocks []block
		if s := im.page.find(f); s != nil {
			lines := slices.DeleteFunc(slices.Clone(s.lines), func(l *line) bool { return l.use != "" })
			blocks = makeBlocks(lines, h.match)
			im.markBody(fieldNames[f], lines)
		}
		if links := im.page.find(linksField); f == additionalField && links != nil {
			blocks = append(blocks, makeBlocks(links.lines, h.match)...)
			im.markBody(fieldNames[f], links.lines)
		}
		sections = append(sections, section{fieldNames[f], blocks})
	}
	return sections
}

func (im *importer) markBody(where string, lines []*line) {
	for _, l := range lines {
		if l.text == "" {
			continue
		}
		mark(UsedAsField, where, l)
		for _, k := range l.links {
			if !isExternal(k.address) {
				im.warn(l, "link", "add the address by hand, if the text needs it", "the address %q cannot be linked; the text %q stays", shorten(k.address, 60), shorten(l.text[k.start:k.end], 40))
			}
		}
	}
}

// headings collects the names that can be sub-headings.
func (im *importer) headings() *headings {
	h := &headings{actions: im.known.Settings.Actions, member: im.members.named, names: map[string]bool{
		"secretariat": true, "iucn secretariat": true, "council": true, "iucn council": true, "members": true, "iucn members": true,
	}}
	add := func(names ...string) {
		for _, n := range names {
			if n != "" {
				h.names[foldName(n)] = true
			}
		}
	}
	for _, c := range im.known.Settings.Commissions {
		add(c.Acronym, "IUCN "+c.Acronym)
		add(c.Portal...)
	}
	for _, o := range im.edition.OtherOrganisations.Items {
		add(o)
	}
	return h
}

// body writes the narrative, with the remarks of other fields at its end.
func (im *importer) body(sections []section) []byte {
	var b strings.Builder
	for _, s := range sections {
		if s.id == fieldNames[additionalField] {
			for _, r := range im.remarks {
				s.blocks = append(s.blocks, block{shape: subheading, text: r.heading})
				s.blocks = append(s.blocks, makeBlocks(r.lines, func(string) bool { return false })...)
			}
		}
		if len(s.blocks) == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		title, ok := sectionHeadings[s.id][im.edition.Language]
		if !ok {
			title = sectionHeadings[s.id]["en"]
		}
		fmt.Fprintf(&b, "## %s\n\n", title)
		writeBlocks(&b, s.blocks)
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// readBare reads a page that has no labels: only values, in the usual order.
// What stands before the actions is about the members; the paragraphs between
// actions and status are one each for results, challenges and future actions
// where there are three, else they cannot be told apart.
func (im *importer) readBare() {
	p := im.page
	isAction := func(l *line) bool { return l.text != "" && term(im.known.Settings.Actions, l.text) != nil }
	isStatus := func(l *line) bool { return strings.Contains(l.text, ":") && im.statusOf(l.text) != nil }
	rest := p.rest
	first := slices.IndexFunc(rest, isAction)
	end := len(rest)
	for i, l := range rest {
		if isStatus(l) {
			end = i
		}
	}
	first = max(first, 0)
	actions := first
	for actions < end && (rest[actions].text == "" || isAction(rest[actions])) {
		actions++
	}
	before := &segment{lines: rest[:first]}
	im.readMembers(before)
	im.readActions((&segment{lines: rest[first:actions]}).text())
	story := &segment{lines: rest[actions:end]}
	if end < len(rest) {
		im.readStatus(rest[end : end+1])
	}
	im.edition.NotVisible = []string{"commissions", "secretariat", "other_organisations", "future_actions_planned"}
	if im.edition.Members.Presence == report.NotStated {
		im.edition.NotVisible = append([]string{"members"}, im.edition.NotVisible...)
	}
	im.hide()
	im.warn(p.title, "labels", "compare the file with the page on the portal", "the labels of the portal are missing: fields were told by their order alone")
	im.edition.Body = im.body(im.bareNarrative(story, rest[min(end+1, len(rest)):]))
}

// bareNarrative divides the text before the status; what comes after it is
// additional information.
func (im *importer) bareNarrative(story *segment, after []*line) []section {
	h := im.headings()
	lines := story.text()
	sections := []section{{id: "results"}, {id: "challenges"}, {id: "future actions"}, {id: "additional information", blocks: makeBlocks(after, h.match)}}
	im.markBody("additional information", after)
	if len(lines) == 3 {
		for i, l := range lines {
			sections[i].blocks = makeBlocks([]*line{l}, h.match)
			im.markBody(sections[i].id, []*line{l})
		}
		return sections
	}
	sections[0].blocks = makeBlocks(story.lines, h.match)
	im.markBody("results", story.lines)
	if len(lines) > 0 {
		im.warn(lines[0], "labels", "move what belongs there under Challenges and Future actions", "results, challenges and future actions could not be told apart: all stands under Results")
	}
	return sections
}
