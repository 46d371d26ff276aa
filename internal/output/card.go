package output

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"resolute/internal/card"
)

// sectionEdition is the card of reports, which stand in the section of resolutions.
const sectionEdition = "edition"

// makeCards names the pictures of the language for link previews: one for each
// kind of page, by its section, and one for all others. A picture's name has the
// digest of what it says, so that it is drawn once and never again unchanged.
func (l *language) makeCards() {
	titles := map[string]string{
		"": l.chrome.Title, sectionEdition: l.word("kind.edition"), "data": l.word("nav.data"), "search": l.word("nav.search"),
	}
	for _, item := range l.chrome.Nav {
		titles[item.Section] = item.Text
	}
	_, host, _ := strings.Cut(l.baseURL, "://")
	l.cards = make(map[string]placedCard, len(titles))
	for section, title := range titles {
		c := card.Card{Title: title, Site: l.chrome.Title, Line: l.chrome.Description, Host: strings.TrimSuffix(host, "/")}
		if section == "" {
			c.Site = l.chrome.Organisation.Text.Value
		}
		digest := Fingerprint("card"+l.version, c)
		path := "assets/cards/" + string(l.lang) + "-" + cardName(section) + "." + strings.ToLower(digest[:10]) + ".png"
		l.cards[section] = placedCard{Card: c, path: path, address: l.baseURL + path}
	}
}

// placedCard is a card with its place.
type placedCard struct {
	card.Card
	path, address string
}

func cardName(section string) string {
	if section == "" {
		return "site"
	}
	return section
}

// card is the address of the picture for a section's pages.
func (l *language) card(section string) string {
	if c, ok := l.cards[section]; ok {
		return c.address
	}
	return l.cards[""].address
}

func (p *pages) cardTargets() []Target {
	list := make([]Target, 0, len(p.cards))
	for _, section := range slices.Sorted(maps.Keys(p.cards)) {
		c := p.cards[section]
		list = append(list, Target{
			Path: c.path, Stage: "cards", view: func() any { return c.Card },
			format: format{"card" + p.Version, func(b *bytes.Buffer, v any) error { return card.Draw(b, v.(card.Card)) }},
		})
	}
	return list
}
