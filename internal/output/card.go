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
func (p *pages) makeCards() {
	titles := map[string]string{
		"": p.chrome.Title, sectionEdition: p.word("kind.edition"), "data": p.word("nav.data"), "search": p.word("nav.search"),
	}
	for _, item := range p.chrome.Nav {
		titles[item.Section] = item.Text
	}
	_, host, _ := strings.Cut(p.BaseURL, "://")
	p.cards = make(map[string]placedCard, len(titles))
	for section, title := range titles {
		c := card.Card{Title: title, Site: p.chrome.Title, Line: p.chrome.Description, Host: strings.TrimSuffix(host, "/")}
		if section == "" {
			c.Site = p.chrome.Organisation.Text.Value
		}
		digest := Fingerprint("card"+p.Version, c)
		path := "assets/cards/" + string(p.lang) + "-" + cardName(section) + "." + strings.ToLower(digest[:10]) + ".png"
		p.cards[section] = placedCard{Card: c, path: path, address: p.BaseURL + path}
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
func (p *pages) card(section string) string {
	if c, ok := p.cards[section]; ok {
		return c.address
	}
	return p.cards[""].address
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
