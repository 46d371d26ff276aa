package portal

import (
	"regexp"
	"strings"
)

// field is a place on the portal's pages.
type field int

const (
	noField field = iota
	generalField
	resolutionNodeField
	periodField
	constituenciesField
	membersField
	commissionsField
	secretariatField
	organisationsField
	implementationField
	actionsField
	resultsField
	challengesField
	futureField
	plannedField
	statusHeadingField
	statusField
	additionalField
	linksField
	reportStatusField
	// The fields below are only on Activity Reports.
	constituentField
	constituentTypeField
	scopeField
	countryField
	actorsField
	activityField
)

// fieldNames are the words of the account and of messages; for the fields of
// the content they are its keys.
var fieldNames = map[field]string{
	generalField: "general information", resolutionNodeField: "resolution", periodField: "period covered", constituenciesField: "constituencies",
	membersField: "members", commissionsField: "commissions", secretariatField: "secretariat", organisationsField: "other_organisations",
	implementationField: "implementation", actionsField: "actions", resultsField: "results", challengesField: "challenges",
	futureField: "future actions", plannedField: "future_actions_planned", statusHeadingField: "status of implementation",
	statusField: "status", additionalField: "additional information", linksField: "additional information", reportStatusField: "report status",
	constituentField: "constituent", constituentTypeField: "constituent type", scopeField: "geographic scope", countryField: "country",
	actorsField: "actors", activityField: "activities",
}

// label is a field's label on the portal, in all templates and languages.
type label struct {
	field field
	// ranks are its places in the order of a page; "planned" has three.
	ranks []int
	// weight tells how sure a line with the label's words is the label: a long
	// question always is, a single word may as well be a sub-heading of the
	// author's.
	weight int
	// texts are folded by foldLabel.
	texts []string
}

// progressLabels are those of Progress Reports: template A, then B and C.
var progressLabels = []label{
	{generalField, []int{10}, 1, []string{"general information", "information générale", "información general"}},
	{resolutionNodeField, []int{12}, 3, []string{"resolution"}},
	{periodField, []int{14}, 3, []string{"period covered"}},
	{constituenciesField, []int{20}, 3, []string{"iucn constituencies implementing this resolution"}},
	{membersField, []int{30}, 6, []string{"iucn members"}},
	{commissionsField, []int{40}, 6, []string{"iucn commissions"}},
	{secretariatField, []int{50}, 6, []string{"iucn secretariat"}},
	{organisationsField, []int{60}, 6, []string{"other non-iucn related organisations"}},
	{implementationField, []int{70}, 1, []string{"implementation", "implémentation", "implementación"}},
	{actionsField, []int{80}, 10, []string{
		"indicate which actions have been carried out to implement this resolution",
		"activities carried out to implement this resolution",
	}},
	{resultsField, []int{90}, 10, []string{
		"describe the results/achievements of the actions taken",
		"describe the results/achievements of the activities",
	}},
	{challengesField, []int{100}, 10, []string{
		"what challenges/obstacles have been encountered in the implementation of this resolution and how were they overcome",
		"challenges/obstacles encountered in the implementation of this resolution and measures taken",
	}},
	{futureField, []int{110}, 10, []string{
		"briefly describe what future actions are needed for the implementation of this resolution",
		"future actions / activities needed for the implementation of this resolution",
	}},
	// Without a value the portal prints this label after the status, or last.
	{plannedField, []int{120, 145, 155}, 8, []string{"are these actions planned for yet", "are these actions/activities planned?"}},
	{statusHeadingField, []int{130}, 2, []string{"status of implementation"}},
	{statusField, []int{140}, 10, []string{
		"status of implementation for this resolution",
		"implementation status of this resolution",
	}},
	{additionalField, []int{150}, 2, []string{"additional information"}},
	{linksField, []int{157}, 3, []string{"external link(s)", "external links"}},
	{reportStatusField, []int{160}, 4, []string{"report status"}},
}

// activityLabels are those of Activity Reports, in English, French and Spanish.
var activityLabels = []label{
	{generalField, []int{10}, 1, []string{"general information", "information générale", "información general"}},
	{resolutionNodeField, []int{12}, 3, []string{"resolution"}},
	{constituentField, []int{14}, 6, []string{"iucn constituent", "constituant de l'uicn", "constituyente de la uicn"}},
	{constituentTypeField, []int{16, 170}, 6, []string{"iucn constituent type", "type de constituant de l'uicn", "tipo de constituyente de la uicn", "constituent type"}},
	{periodField, []int{18}, 3, []string{"period covered", "période d'activité", "período de actividades"}},
	{scopeField, []int{20}, 3, []string{"geographic scope", "zone géographique", "ámbito geográfico"}},
	{countryField, []int{22}, 3, []string{"country/territory"}},
	{actorsField, []int{24}, 6, []string{
		"in implementing this resolution your organization has worked/consulted with...",
		"actors involved in implementing this resolution",
	}},
	{membersField, []int{30}, 6, []string{
		"iucn members",
		"quels autres membres de l'uicn sont impliqués –ou ont été impliqués- dans la mise en œuvre de cette résolution ?",
		"qué otros miembros de la uicn están o han estado implicados en la implementación de esta resolución?",
	}},
	{commissionsField, []int{40}, 6, []string{
		"iucn commissions",
		"quelles sont les commissions de l'uicn impliquées dans la mise en œuvre de cette résolution ?",
		"qué comisiones de la uicn están o han estado implicados en la implementación de esta resolución?",
	}},
	{secretariatField, []int{50}, 6, []string{
		"iucn secretariat",
		"le secrétariat de l'uicn, est-il impliqué dans la mise en œuvre de cette résolution ?",
		"si el secretariado de la uicn está o ha estado implicado en la implementación de esta resolución?",
	}},
	{organisationsField, []int{60}, 6, []string{
		"other non-iucn related organisations",
		"veuillez indiquer quels autres acteurs (non-membres de l'uicn) sont impliqués dans la mise en œuvre de cette résolution",
		"enumere otros actores (no-miembros de la uicn) que hayan estado implicados en la implementación de esta resolución",
	}},
	{implementationField, []int{70}, 1, []string{"implementation", "implémentation", "implementación"}},
	{activityField, []int{80}, 10, []string{
		"indicate and briefly describe any actions that have been carried out to implement this resolution",
		"activities carried out to implement this resolution",
	}},
	{resultsField, []int{90}, 10, []string{
		"please report on the result /achievement of the actions taken",
		"veuillez indiquer quels ont été les résultats obtenus dans le cadre des activités entreprises pour la mise en œuvre de cette résolution",
	}},
	{challengesField, []int{100}, 10, []string{
		"what challenges have you encountered in implementing this resolution and what measures have you taken to overcome them?",
		"quelles mesures ont été prises afin de surmonter ces obstacles ?",
	}},
	{futureField, []int{110}, 10, []string{
		"identify and briefly describe what future actions are planned for the implementation of this resolution",
	}},
	{additionalField, []int{150}, 2, []string{"additional information"}},
	{linksField, []int{157}, 3, []string{"external link(s)", "external links"}},
	{reportStatusField, []int{160}, 4, []string{"report status"}},
}

var (
	roman    = regexp.MustCompile(`^(?:i|ii|iii|iv)\. `)
	quotes   = strings.NewReplacer("’", "'", "´", "'", "`", "'", "‘", "'", "ʼ", "'")
	ofDecree = strings.NewReplacer("this recommendation", "this resolution", "this decision", "this resolution")
)

// foldLabel makes lines comparable with labels: no case, no numbering, no
// colon at the end, one kind of apostrophe.
func foldLabel(s string) string {
	s = strings.ToLower(quotes.Replace(s))
	s = strings.Join(strings.Fields(s), " ")
	s = strings.TrimRight(s, " :")
	return ofDecree.Replace(roman.ReplaceAllString(s, ""))
}

// candidate is a line that may be a label.
type candidate struct {
	at     int // index of the line
	label  *label
	inline int // offset of a value on the same line, or 0
}

// index finds labels by their folded words.
func index(labels []label) map[string]*label {
	m := make(map[string]*label)
	for i := range labels {
		for _, t := range labels[i].texts {
			m[t] = &labels[i]
		}
	}
	return m
}

// glued is the last heading with the next thing on the page run into it.
var glued = regexp.MustCompile(`^(?i:additional information)\s*(?:source:)`)

// candidates returns the lines that may be labels, in order.
func candidates(lines []*line, labels []label) []candidate {
	words := index(labels)
	var found []candidate
	for i, l := range lines {
		if l.text == "" || l.chrome {
			continue
		}
		if b, ok := words[foldLabel(l.text)]; ok {
			found = append(found, candidate{at: i, label: b})
			continue
		}
		if glued.MatchString(l.text) {
			found = append(found, candidate{at: i, label: words["additional information"], inline: len("additional information")})
			continue
		}
		for at, c := range l.text {
			if c != ':' {
				continue
			}
			if b, ok := words[foldLabel(l.text[:at])]; ok && b.weight >= 3 && strings.TrimSpace(l.text[at+1:]) != "" {
				found = append(found, candidate{at: i, label: b, inline: at + 1})
			}
			break
		}
	}
	return found
}

// chain is a sequence of labels in the order of a page, as a linked list.
type chain struct {
	candidate
	rank, weight int
	before       *chain
}

// choose returns the heaviest sequence of labels in the order of a page. A line
// in the narrative that happens to have a label's words is out of order, or
// lighter than what it would displace, and stays text.
func choose(found []candidate) []*chain {
	best := map[int]*chain{} // by rank of the last label
	var ranks []int
	for _, c := range found {
		var added []*chain
		for _, rank := range c.label.ranks {
			next := &chain{candidate: c, rank: rank, weight: c.label.weight}
			for _, r := range ranks {
				b := best[r]
				if r < rank && !b.has(c.label) && (next.before == nil || b.weight > next.before.weight) {
					next.before = b
				}
			}
			if next.before != nil {
				next.weight += next.before.weight
			}
			added = append(added, next)
		}
		for _, n := range added {
			old, ok := best[n.rank]
			if !ok {
				ranks = append(ranks, n.rank)
			}
			if !ok || n.weight > old.weight {
				best[n.rank] = n
			}
		}
	}
	var last *chain
	for _, r := range ranks {
		if b := best[r]; last == nil || b.weight > last.weight {
			last = b
		}
	}
	var chosen []*chain
	for ; last != nil; last = last.before {
		chosen = append(chosen, last)
	}
	for i, j := 0, len(chosen)-1; i < j; i, j = i+1, j-1 {
		chosen[i], chosen[j] = chosen[j], chosen[i]
	}
	return chosen
}

// has tells whether the sequence has the label already.
func (c *chain) has(b *label) bool {
	for ; c != nil; c = c.before {
		if c.label == b {
			return true
		}
	}
	return false
}
