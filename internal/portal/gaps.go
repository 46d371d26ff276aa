package portal

import (
	"slices"
	"strings"

	"resolute/internal/report"
)

// alwaysThere are the labels that every page of the portal has, in their order,
// with the keys of the content. The field for other organisations is missing on
// many complete pages.
var alwaysThere = []struct {
	field field
	key   string
}{
	{membersField, "members"},
	{commissionsField, "commissions"},
	{secretariatField, "secretariat"},
	{organisationsField, "other_organisations"},
	{actionsField, "actions"},
	{statusField, "status"},
	{plannedField, "future_actions_planned"},
}

// findGaps tells what the page would say and the file does not: fields beyond
// the end of the text, and one-word lines that were lost.
func (im *importer) findGaps() {
	p, e := im.page, im.edition
	begins := p.title != nil || p.seen(resolutionNodeField, generalField, constituenciesField, membersField)
	ends := p.seen(statusField)
	switch {
	case !ends && begins:
		e.Extent = report.Beginning
		im.warn(p.lastLabel(), "extent", "import the whole page, or leave the file as it is: it says that only the beginning was seen", "the text stops before the status of implementation")
	case !ends || !begins:
		e.Extent = report.Middle
		im.warn(nil, "extent", "import the whole page, or leave the file as it is: it says that only a part was seen", "the text is a part of the page")
	}
	if e.Extent != report.Full {
		im.hideUnseen()
	}
	im.findLostLines()
	im.hide()
}

// hideUnseen lists the fields whose labels were not seen on a page of which only
// a part is there.
func (im *importer) hideUnseen() {
	p, e := im.page, im.edition
	for i, a := range alwaysThere {
		seen := p.find(a.field)
		if a.field == organisationsField {
			// Where a later label was seen, the page has no such field.
			after := slices.ContainsFunc(alwaysThere[i+1:], func(b struct {
				field field
				key   string
			},
			) bool {
				return p.seen(b.field)
			})
			if seen == nil && after && p.seen(secretariatField) {
				continue
			}
		}
		// A label at the very end may have lost its value.
		if seen == nil || e.Extent == report.Beginning && seen == p.fields[len(p.fields)-1] && len(seen.text()) == 0 {
			e.NotVisible = append(e.NotVisible, a.key)
		}
	}
	if !p.seen(resultsField, challengesField, futureField) {
		e.NotVisible = append(e.NotVisible, "body")
	}
}

func (p *page) lastLabel() *line {
	if len(p.fields) == 0 {
		return p.title
	}
	return p.fields[len(p.fields)-1].label
}

// findLostLines tells texts whose saving program dropped every line of a single
// word. The heading before the actions is such a line; where it is missing, so
// may be "Yes", "Capacity-building", "Fundraising" and unresolved ids.
func (im *importer) findLostLines() {
	p, e := im.page, im.edition
	actions := p.find(actionsField)
	lost := !im.source.html && p.template == templateA && actions != nil && !p.seen(implementationField) && p.seen(secretariatField)
	planned := p.find(plannedField)
	// In the middle of the page the label stands only with a value.
	if planned != nil && planned.rank == progressLabel(plannedField).ranks[0] && len(planned.text()) == 0 {
		e.NotVisible = append(e.NotVisible, "future_actions_planned")
		im.warn(planned.label, "lost-lines", "write future_actions_planned: true if the page says so", "the value of this label is missing where the portal prints it only with one: a Yes was probably lost")
	}
	if !lost {
		return
	}
	if len(p.find(secretariatField).text()) == 0 {
		e.NotVisible = append(e.NotVisible, "secretariat")
	}
	if e.Members.Presence == report.NotStated && len(p.find(membersField).text()) == 0 {
		e.NotVisible = append(e.NotVisible, "members")
	}
	if e.Commissions.Presence == report.NotStated && len(p.find(commissionsField).text()) == 0 {
		e.NotVisible = append(e.NotVisible, "commissions")
	}
	if e.Actions.Presence == report.NotStated {
		e.NotVisible = append(e.NotVisible, "actions")
	}
	missing := []string{`"Yes" for the Secretariat`}
	for _, id := range oneWordActions(im.known.Settings.Actions) {
		if !slices.ContainsFunc(e.Actions.Items, func(r report.Ref) bool { return r.ID == id }) {
			missing = append(missing, id)
		}
	}
	im.warn(actions.label, "lost-lines", "look at the page on the portal for: "+strings.Join(missing, ", ")+", unresolved ids among members and commissions",
		"lines of a single word were lost when this text was saved: the heading Implementation is missing")
}

func progressLabel(f field) *label {
	for i := range progressLabels {
		if progressLabels[i].field == f {
			return &progressLabels[i]
		}
	}
	return nil
}

// oneWordActions are the kinds of action that the portal spells without a blank.
func oneWordActions(v report.Vocabulary) []string {
	var ids []string
	for i := range v {
		if len(v[i].Portal) > 0 && !strings.Contains(v[i].Portal[0], " ") && !strings.Contains(v[i].Portal[0], "/") && v[i].ID != "other" {
			ids = append(ids, v[i].ID)
		}
	}
	return ids
}

// hide puts the fields that were not seen in order, and marks them as unseen.
// A list that got an item from another field has been seen well enough.
func (im *importer) hide() {
	e := im.edition
	stated := map[string]bool{
		"members": e.Members.Presence == report.Stated, "commissions": e.Commissions.Presence == report.Stated,
		"other_organisations": e.OtherOrganisations.Presence == report.Stated, "actions": e.Actions.Presence == report.Stated,
	}
	e.NotVisible = slices.DeleteFunc(e.NotVisible, func(key string) bool { return stated[key] })
	order := []string{"members", "commissions", "secretariat", "other_organisations", "actions", "status", "future_actions_planned", "body"}
	slices.SortFunc(e.NotVisible, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) })
	e.NotVisible = slices.Compact(e.NotVisible)
	for _, key := range e.NotVisible {
		switch key {
		case "members":
			e.Members.Presence = report.NotVisible
		case "commissions":
			e.Commissions.Presence = report.NotVisible
		case "secretariat":
			e.Secretariat = report.Unseen
		case "other_organisations":
			e.OtherOrganisations.Presence = report.NotVisible
		case "actions":
			e.Actions.Presence = report.NotVisible
		case "future_actions_planned":
			e.FutureActionsPlanned = report.Unseen
		}
	}
}

// warnOfMojibake tells lines in which characters were lost before they came here.
func (im *importer) warnOfMojibake() {
	for _, l := range im.source.lines {
		if strings.ContainsRune(l.text, '\uFFFD') && l.use != Boilerplate {
			im.warn(l, "mojibake", "put the letter in by hand", "a letter was lost before the page came here (\uFFFD): %s", shorten(l.text, 60))
		}
	}
}
