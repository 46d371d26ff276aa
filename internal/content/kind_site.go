package content

import (
	"go.yaml.in/yaml/v4"

	"resolute/internal/report"
)

// maxNotice is the length of the notice and other texts of a paragraph.
const maxNotice = 1000

// siteFields is the declaration of site.yaml, made once.
var siteFields = siteTable()

// siteTable declares content/site.yaml.
func siteTable() table[report.Settings] {
	t := table[report.Settings]{
		{Field{
			Key: "languages", Type: TypeLanguages, Required: true, Max: 20, Example: "[en, fr, es]",
			Label: say("Languages", "Langues", "Idiomas"),
			Doc:   say("The languages of the site; the first is the default.", "Les langues du site ; la première est celle par défaut.", "Los idiomas del sitio; el primero es el predeterminado."),
		}, func(d *decoder, n *yaml.Node, s *report.Settings) { s.Languages = readLanguages(d, n) }, nil},
		localisedField(Field{
			Key: "title", Required: true, Example: "{en: Resolutions in progress}",
			Label: say("Title", "Titre", "Título"),
			Doc:   say("The site’s name.", "Le nom du site.", "El nombre del sitio."),
		}, func(s *report.Settings) *report.Text { return &s.Title }),
		localisedField(Field{
			Key: "description", Max: maxNotice, Example: "{en: Progress reports on resolutions}",
			Label: say("Description", "Description", "Descripción"),
			Doc:   say("One sentence on the site.", "Une phrase sur le site.", "Una frase sobre el sitio."),
		}, func(s *report.Settings) *report.Text { return &s.Description }),
		urlField(Field{
			Key: "base_url", Required: true, Example: "https://example.org/",
			Label: say("Base URL", "Adresse de base", "Dirección base"),
			Doc:   say("The address under which the site is published.", "L’adresse sous laquelle le site est publié.", "La dirección bajo la que se publica el sitio."),
		}, func(s *report.Settings) *string { return &s.BaseURL }),
		mapField(Field{
			Key: "organisation", Required: true, Example: "{name: {en: International Union for Conservation of Nature}}",
			Label: say("Organisation", "Organisation", "Organización"),
			Doc:   say("Whose resolutions these are.", "À qui sont ces résolutions.", "De quién son estas resoluciones."),
		}, organisationTable(), func(s *report.Settings) *report.Organisation { return &s.Organisation }),
		localisedField(Field{
			Key: "notice", Max: maxNotice, Example: "{en: This is not an official site.}",
			Label: say("Notice", "Avertissement", "Aviso"),
			Doc:   say("A notice for every page.", "Un avertissement sur chaque page.", "Un aviso en cada página."),
		}, func(s *report.Settings) *report.Text { return &s.Notice }),
		urlField(Field{
			Key: "repository", Example: "https://github.com/example/reports",
			Label: say("Repository", "Dépôt", "Repositorio"),
			Doc:   say("The repository of the content, for the links to edit a page.", "Le dépôt du contenu, pour les liens de modification.", "El repositorio del contenido, para los enlaces de edición."),
		}, func(s *report.Settings) *string { return &s.Repository }),
	}
	return append(t, vocabularyFields()...)
}

func organisationTable() table[report.Organisation] {
	return table[report.Organisation]{
		localisedField(Field{Key: "name", Required: true, Example: "{en: …}", Label: say("Name", "Nom", "Nombre"), Doc: say("Its name.", "Son nom.", "Su nombre.")},
			func(o *report.Organisation) *report.Text { return &o.Name }),
		urlField(Field{Key: "url", Example: "https://iucn.org/", Label: say("Address", "Adresse", "Dirección"), Doc: say("Its own site.", "Son propre site.", "Su propio sitio.")},
			func(o *report.Organisation) *string { return &o.URL }),
	}
}

// vocabularyFields declares the closed lists.
func vocabularyFields() table[report.Settings] {
	list := func(key string, required bool, doc report.Text, extra table[report.Term], at func(*report.Settings) *report.Vocabulary) field[report.Settings] {
		inner := append(termTable(), extra...)
		return field[report.Settings]{Field{
			Key: key, Type: TypeTerms, Required: required, Label: doc, Doc: doc, Example: "[{id: …, label: {en: …}}]", Fields: inner.on(OriginalOnly),
		}, func(d *decoder, n *yaml.Node, s *report.Settings) { *at(s) = readTerms(d, n, inner) }, nil}
	}
	congress := table[report.Term]{
		textField(termField("prefix", "WCC", "First part of its codes", "Première partie de ses codes", "Primera parte de sus códigos"), func(t *report.Term) *string { return &t.Prefix }),
		intField(termInt("year", "2020", minYear, maxYear, "Year in its codes", "Année dans ses codes", "Año en sus códigos"), func(t *report.Term) *int { return &t.Year }),
		intField(termInt("ordinal", "7", 1, 999, "First part of official numbers", "Première partie des numéros officiels", "Primera parte de los números oficiales"), func(t *report.Term) *int { return &t.Ordinal }),
		localisedField(termField("held", "{en: 3–11 September 2021}", "Days", "Dates", "Fechas"), func(t *report.Term) *report.Text { return &t.Held }),
		localisedField(termField("place", "{en: 'Marseille, France'}", "City", "Ville", "Ciudad"), func(t *report.Term) *report.Text { return &t.Place }),
	}
	return table[report.Settings]{
		list("types", true, say("Kinds of text", "Natures de texte", "Clases de texto"), table[report.Term]{
			textField(termField("code", "Res", "Abbreviation in codes", "Abréviation dans les codes", "Abreviatura en los códigos"), func(t *report.Term) *string { return &t.Code }),
		}, func(s *report.Settings) *report.Vocabulary { return &s.Types }),
		list("congresses", true, say("Congresses", "Congrès", "Congresos"), congress, func(s *report.Settings) *report.Vocabulary { return &s.Congresses }),
		list("statuses", true, say("Statuses, in order of progress", "États, par ordre d’avancement", "Estados, por orden de avance"), nil, func(s *report.Settings) *report.Vocabulary { return &s.Statuses }),
		list("actions", true, say("Kinds of action", "Types d’actions", "Tipos de acciones"), nil, func(s *report.Settings) *report.Vocabulary { return &s.Actions }),
		list("commissions", false, say("Commissions", "Commissions", "Comisiones"), table[report.Term]{
			textField(termField("acronym", "SSC", "Acronym", "Sigle", "Sigla"), func(t *report.Term) *string { return &t.Acronym }),
		}, func(s *report.Settings) *report.Vocabulary { return &s.Commissions }),
		list("regions", false, say("Regions", "Régions", "Regiones"), table[report.Term]{countriesField()}, func(s *report.Settings) *report.Vocabulary { return &s.Regions }),
		list("categories", false, say("Categories of members", "Catégories de membres", "Categorías de miembros"), nil, func(s *report.Settings) *report.Vocabulary { return &s.Categories }),
	}
}

func termField(key, example, en, fr, es string) Field {
	return Field{Key: key, Example: example, Label: say(en, fr, es), Doc: say(en+".", fr+".", es+".")}
}

func termInt(key, example string, least, most int, en, fr, es string) Field {
	f := termField(key, example, en, fr, es)
	f.Min, f.Max = least, most
	return f
}

// termTable declares what every term has.
func termTable() table[report.Term] {
	return table[report.Term]{
		{Field{
			Key: "id", Type: TypeIdentifier, Required: true, Example: "ongoing", Label: say("Id", "Identifiant", "Identificador"),
			Doc: say("The id in content files and addresses; it never changes.", "L’identifiant dans les fichiers et les adresses ; il ne change jamais.", "El identificador en los archivos y direcciones; no cambia nunca."),
		}, func(d *decoder, n *yaml.Node, t *report.Term) {
			t.Pos = d.pos(n)
			if s, ok := d.text(n, maxSlug); ok && d.identifier(n, s) {
				t.ID = s
			}
		}, nil},
		localisedField(Field{
			Key: "label", Required: true, Example: "{en: Ongoing}", Label: say("Label", "Libellé", "Etiqueta"),
			Doc: say("What readers see, in every language.", "Ce que voient les lecteurs, dans chaque langue.", "Lo que ven los lectores, en cada idioma."),
		}, func(t *report.Term) *report.Text { return &t.Label }),
		localisedField(withMax(termField("gloss", "{en: …}", "What it means", "Ce que cela signifie", "Qué significa"), maxNotice), func(t *report.Term) *report.Text { return &t.Gloss }),
		textsField(termField("portal", "[On-going]", "Spellings on the old portal", "Graphies sur l’ancien portail", "Grafías en el antiguo portal"), true, func(t *report.Term) *[]string { return &t.Portal }),
	}
}

func withMax(f Field, n int) Field {
	f.Max = n
	return f
}

func countriesField() field[report.Term] {
	f := termField("countries", "[KE, TZ]", "Its countries", "Ses pays", "Sus países")
	f.Type, f.Vocabulary = TypeIDs, "countries"
	return field[report.Term]{f, func(d *decoder, n *yaml.Node, t *report.Term) {
		d.each(n, 300, func(item *yaml.Node) {
			if id, ok := d.id(item, "countries"); ok {
				t.Countries = append(t.Countries, id)
			}
		})
	}, nil}
}

// identifier checks an id or the name of a file, which stands in addresses.
func (d *decoder) identifier(n *yaml.Node, s string) bool {
	if why := badIdentifier(s); why != "" {
		d.errorf(n, "use lower case letters without accents, digits and single hyphens", "the id %q %s", s, why)
		return false
	}
	return true
}
