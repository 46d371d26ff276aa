package content

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// memberFields is the declaration of a member, made once.
var memberFields = memberTable()

// memberTable declares the front matter of a member.
func memberTable() table[report.Member] {
	return table[report.Member]{
		textField(Field{
			Key: "name", Required: true, Example: "International Fund for Animal Welfare",
			Label: say("Name", "Nom", "Nombre"),
			Doc:   say("The official name, in its own spelling.", "Le nom officiel, dans sa propre graphie.", "El nombre oficial, en su propia grafía."),
		}, func(m *report.Member) *string { return &m.Name }).
			located(func(m *report.Member) *diag.Pos { return &m.NamePos }),
		textField(Field{
			Key: "acronym", Max: 60, Example: "IFAW",
			Label: say("Acronym", "Sigle", "Sigla"),
			Doc:   say("The acronym, where there is one. Several members may share it.", "Le sigle, s’il y en a un. Plusieurs membres peuvent avoir le même.", "La sigla, si la hay. Varios miembros pueden compartirla."),
		}, func(m *report.Member) *string { return &m.Acronym }),
		idField(Field{
			Key: "country", Vocabulary: "countries", Example: "US",
			Label: say("Country", "Pays", "País"),
			Doc:   say("The two capital letters of ISO 3166-1.", "Les deux lettres majuscules de l’ISO 3166-1.", "Las dos letras mayúsculas de la ISO 3166-1."),
		}, func(m *report.Member) *report.Ref { return &m.Country }),
		idField(Field{
			Key: "category", Vocabulary: "categories", Example: "state",
			Label: say("Category", "Catégorie", "Categoría"),
			Doc:   say("The kind of membership: an id of `categories` in `content/site.yaml`.", "Le type d’adhésion : un identifiant de `categories` dans `content/site.yaml`.", "El tipo de membresía: un identificador de `categories` en `content/site.yaml`."),
		}, func(m *report.Member) *report.Ref { return &m.Category }),
		memberAliases(),
		{Field{
			Key: "portal_ids", Type: TypeIdentifiers, Max: 20, Example: "[6A10CF2B-0D25-E311-83D9-002655853524]",
			Label: say("Ids of the old portal", "Identifiants de l’ancien portail", "Identificadores del antiguo portal"),
			Doc:   say("Ids by which the old portal knew the member.", "Identifiants sous lesquels l’ancien portail connaissait le membre.", "Identificadores con los que el antiguo portal conocía al miembro."),
		}, func(d *decoder, n *yaml.Node, m *report.Member) {
			d.each(n, 20, func(item *yaml.Node) {
				if id := d.portalID(item); id != "" {
					m.PortalIDs = append(m.PortalIDs, id)
				}
			})
		}, func(m *report.Member) value { return texts(m.PortalIDs, false) }},
		urlField(Field{
			Key: "website", Example: "https://www.ifaw.org/",
			Label: say("Website", "Site web", "Sitio web"),
			Doc:   say("The member’s own site.", "Le site du membre.", "El sitio del miembro."),
		}, func(m *report.Member) *string { return &m.Website }),
	}
}

// memberAliases declares earlier names and other spellings; an item that starts
// with a slash is an old address of the page instead.
func memberAliases() field[report.Member] {
	return field[report.Member]{Field{
		Key: "aliases", Type: TypeTexts, Max: maxItems, Example: "[Global Wildlife Conservation]",
		Label: say("Other names", "Autres noms", "Otros nombres"),
		Doc: say("Earlier names and other spellings. An item that starts with a slash, /en/members/old-id/, is an old address of the page.",
			"Noms antérieurs et autres graphies. Un élément qui commence par une barre, /en/members/ancien-id/, est une ancienne adresse de la page.",
			"Nombres anteriores y otras grafías. Un elemento que empieza por una barra, /en/members/id-antiguo/, es una dirección antigua de la página."),
	}, func(d *decoder, n *yaml.Node, m *report.Member) {
		d.each(n, maxItems, func(item *yaml.Node) {
			s, ok := d.text(item, maxText)
			switch {
			case !ok:
			case !strings.HasPrefix(s, "/"):
				m.OtherNames = append(m.OtherNames, s)
			case d.address(item, s):
				m.Aliases = append(m.Aliases, report.Alias{Path: s, Pos: d.pos(item)})
			}
		})
	}, func(m *report.Member) value {
		items := append([]string(nil), m.OtherNames...)
		for _, a := range m.Aliases {
			items = append(items, a.Path)
		}
		return texts(items, false)
	}}
}

// pageFields is the declaration of a page, made once.
var pageFields = pageTable()

// pageTable declares the front matter of a page and of its translations.
func pageTable() table[report.Page] {
	return table[report.Page]{
		textField(Field{
			Key: "title", Required: true, Max: maxTitle, Example: "About this site",
			Label: say("Title", "Titre", "Título"),
			Doc:   say("The page’s heading.", "Le titre de la page.", "El título de la página."),
		}, func(p *report.Page) *string { return &p.Title }).
			located(func(p *report.Page) *diag.Pos { return &p.TitlePos }),
		textField(Field{
			Key: "description", Example: "What this site is, and what it is not.",
			Label: say("Description", "Description", "Descripción"),
			Doc:   say("One sentence, for search engines and lists.", "Une phrase, pour les moteurs de recherche et les listes.", "Una frase, para los buscadores y las listas."),
		}, func(p *report.Page) *string { return &p.Description }),
		intField(Field{
			Key: "weight", Place: OriginalOnly, Min: 0, Max: 9999, Example: "10",
			Label: say("Weight", "Poids", "Peso"),
			Doc:   say("Orders pages in menus, low numbers first.", "Ordonne les pages dans les menus, petits nombres d’abord.", "Ordena las páginas en los menús, números bajos primero."),
		}, func(p *report.Page) *int { return &p.Weight }),
		draftField(func(p *report.Page) *bool { return &p.Draft }),
		aliasesField(func(p *report.Page) *[]report.Alias { return &p.Aliases }),
	}
}
