package portal

import (
	"fmt"
	"strings"

	"resolute/internal/report"
)

// The functions of this file write front matter. Every text is quoted.

// marshalEdition writes a report.
func marshalEdition(e *report.Edition) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "---\nresolution: %s\nyear: %d\nlanguage: %s\n", e.Code, e.Year, e.Language)
	writeRefs(&b, "members", e.Members)
	writeRefs(&b, "commissions", e.Commissions)
	writeAnswer(&b, "secretariat", e.Secretariat)
	writeTexts(&b, "other_organisations", e.OtherOrganisations.Items)
	writeRefs(&b, "actions", e.Actions)
	fmt.Fprintf(&b, "status: %s\n", e.Status.ID)
	writeAnswer(&b, "future_actions_planned", e.FutureActionsPlanned)
	if !e.Date.IsZero() {
		fmt.Fprintf(&b, "date: %s\n", e.Date)
	}
	if e.Source != "" {
		fmt.Fprintf(&b, "source: %q\n", e.Source)
	}
	if e.Extent != report.Full {
		fmt.Fprintf(&b, "extent: %s\n", e.Extent)
	}
	if len(e.NotVisible) > 0 {
		fmt.Fprintf(&b, "not_visible: [%s]\n", strings.Join(e.NotVisible, ", "))
	}
	if e.Draft {
		b.WriteString("draft: true\n")
	}
	b.WriteString("---\n")
	if len(e.Body) > 0 {
		b.WriteString("\n" + string(e.Body))
	}
	return []byte(b.String()), nil
}

// marshalResolution writes a resolution, without the title that is not known.
func marshalResolution(r *report.Resolution) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ncode: %s\ntype: %s\ncongress: %s\nnumber: %d\n", r.Code, r.Type.ID, r.Congress.ID, r.Code.Number)
	if r.OfficialNumber != "" {
		fmt.Fprintf(&b, "official_number: %q\n", r.OfficialNumber)
	}
	b.WriteString("---\n")
	return []byte(b.String()), nil
}

// marshalMember writes a member.
func marshalMember(m *report.Member) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "---\nname: %q\n", m.Name)
	if m.Acronym != "" {
		fmt.Fprintf(&b, "acronym: %q\n", m.Acronym)
	}
	if m.Country.ID != "" {
		fmt.Fprintf(&b, "country: %q\n", m.Country.ID)
	}
	writeTexts(&b, "aliases", m.OtherNames)
	b.WriteString("---\n")
	return []byte(b.String()), nil
}

func writeRefs(b *strings.Builder, key string, l report.List[report.Ref]) {
	if l.Presence == report.None {
		fmt.Fprintf(b, "%s: none\n", key)
	}
	if l.Presence != report.Stated {
		return
	}
	fmt.Fprintf(b, "%s:\n", key)
	for _, r := range l.Items {
		switch {
		case r.PortalID != "":
			fmt.Fprintf(b, "  - {portal_id: %q}\n", r.PortalID)
		case r.Term != "":
			fmt.Fprintf(b, "  - {id: %s, term: %s}\n", r.ID, r.Term)
		default:
			fmt.Fprintf(b, "  - %s\n", r.ID)
		}
	}
}

func writeTexts(b *strings.Builder, key string, texts []string) {
	if len(texts) == 0 {
		return
	}
	fmt.Fprintf(b, "%s:\n", key)
	for _, t := range texts {
		fmt.Fprintf(b, "  - %q\n", t)
	}
}

func writeAnswer(b *strings.Builder, key string, a report.Answer) {
	switch a {
	case report.Yes:
		fmt.Fprintf(b, "%s: true\n", key)
	case report.No:
		fmt.Fprintf(b, "%s: false\n", key)
	}
}
