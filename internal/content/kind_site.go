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
			Doc:   say("The site’s name, shown on every page.", "Le nom du site, affiché sur chaque page.", "El nombre del sitio, que aparece en cada página."),
		}, func(s *report.Settings) *report.Text { return &s.Title }),
		localisedField(Field{
			Key: "description", Max: maxNotice, Example: "{en: Progress reports on resolutions}",
			Label: say("Description", "Description", "Descripción"),
			Doc:   say("One sentence on the site.", "Une phrase sur le site.", "Una frase sobre el sitio."),
		}, func(s *report.Settings) *report.Text { return &s.Description }),
		checkedURLField(Field{
			Key: "base_url", Required: true, Example: "https://example.org/",
			Label: say("Base URL", "Adresse de base", "Dirección base"),
			Doc:   say("The address under which the site is published.", "L’adresse sous laquelle le site est publié.", "La dirección bajo la que se publica el sitio."),
		}, CheckBase, func(s *report.Settings) *string { return &s.BaseURL }),
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
		intField(Field{
			Key: "stale_after", Min: 1, Max: 50, Example: "3",
			Label: say("Years until a report is old", "Années avant qu’un rapport soit ancien", "Años hasta que un informe es viejo"),
			Doc: say(
				"A resolution is listed under silence when its latest report is older than this number of years, counted back from the newest reporting year of the site. Without it: 3.",
				"Une résolution figure parmi les silences quand son dernier rapport remonte à plus de ce nombre d’années, en comptant à partir de l’année de rapport la plus récente du site. Sans indication : 3.",
				"Una resolución figura entre los silencios cuando su último informe tiene más de este número de años, contados hacia atrás desde el año de informe más reciente del sitio. Sin indicarlo: 3.",
			),
		}, func(s *report.Settings) *int { return &s.StaleAfter }),
		adminField(),
		checksField(),
	}
	return append(t, vocabularyFields()...)
}

func organisationTable() table[report.Organisation] {
	return table[report.Organisation]{
		localisedField(Field{
			Key: "name", Required: true, Example: "{en: International Union}",
			Label: say("Name", "Nom", "Nombre"),
			Doc:   say("The organisation’s name, by language.", "Le nom de l’organisation, par langue.", "El nombre de la organización, por idioma."),
		}, func(o *report.Organisation) *report.Text { return &o.Name }),
		urlField(Field{
			Key: "url", Example: "https://example.org/",
			Label: say("Website", "Site web", "Sitio web"),
			Doc:   say("The organisation’s own site.", "Le site de l’organisation.", "El sitio de la organización."),
		}, func(o *report.Organisation) *string { return &o.URL }),
	}
}

// vocabularyFields declares the closed lists.
func vocabularyFields() table[report.Settings] {
	return table[report.Settings]{
		termsField("types", "Kinds of text that a congress adopts.", "Natures de textes qu’un congrès adopte.", "Clases de textos que aprueba un congreso.",
			true, func(v *report.Settings) *report.Vocabulary { return &v.Types }, termCode()),
		termsField("congresses", "The congresses, in the order of time.", "Les congrès, dans l’ordre du temps.", "Los congresos, en orden cronológico.",
			true, func(v *report.Settings) *report.Vocabulary { return &v.Congresses }, congressFields()...),
		termsField("statuses", "How far the work has come, in the order of progress. The id `not-stated` has to be among them.",
			"Où en est le travail, dans l’ordre d’avancement. L’identifiant `not-stated` doit y figurer.",
			"Hasta dónde ha llegado el trabajo, por orden de avance. El identificador `not-stated` tiene que figurar.",
			true, func(v *report.Settings) *report.Vocabulary { return &v.Statuses }),
		termsField("actions", "The kinds of action that reports tell of.", "Les types d’actions dont parlent les rapports.", "Los tipos de acciones de los que hablan los informes.",
			true, func(v *report.Settings) *report.Vocabulary { return &v.Actions }),
		termsField("commissions", "The union’s networks of experts.", "Les réseaux d’experts de l’union.", "Las redes de expertos de la unión.",
			false, func(v *report.Settings) *report.Vocabulary { return &v.Commissions }, termAcronym()),
		termsField("regions", "Regions, each with its countries. A country is in one region at most.",
			"Régions, chacune avec ses pays. Un pays est dans une région au plus.",
			"Regiones, cada una con sus países. Un país está como mucho en una región.",
			false, func(v *report.Settings) *report.Vocabulary { return &v.Regions }, termCountries()),
		termsField("categories", "Categories of members.", "Catégories de membres.", "Categorías de miembros.",
			false, func(v *report.Settings) *report.Vocabulary { return &v.Categories }),
	}
}

// termsField declares a vocabulary; every term has id, label, gloss and portal,
// and the fields given.
func termsField(key, en, fr, es string, required bool, at func(*report.Settings) *report.Vocabulary, more ...field[report.Term]) field[report.Settings] {
	inner := append(termTable(), more...)
	example := "[{id: ongoing, label: {en: Ongoing}"
	for _, f := range more {
		if f.Required {
			example += ", " + f.Key + ": " + f.Example
		}
	}
	example += "}]"
	f := Field{
		Key: key, Type: TypeTerms, Required: required, Max: maxTerms,
		Label: vocabularyLabel(key), Doc: say(en, fr, es), Example: example, Fields: inner.on(OriginalOnly),
	}
	return field[report.Settings]{f, func(d *decoder, n *yaml.Node, s *report.Settings) {
		*at(s) = readTerms(d, n, inner)
	}, nil}
}

func vocabularyLabel(key string) report.Text {
	switch key {
	case "types":
		return say("Types", "Types", "Tipos")
	case "congresses":
		return say("Congresses", "Congrès", "Congresos")
	case "statuses":
		return say("Statuses", "États d’avancement", "Estados")
	case "actions":
		return say("Actions", "Actions", "Acciones")
	case "commissions":
		return say("Commissions", "Commissions", "Comisiones")
	case "regions":
		return say("Regions", "Régions", "Regiones")
	default:
		return say("Categories", "Catégories", "Categorías")
	}
}

func termTable() table[report.Term] {
	return table[report.Term]{
		{Field{
			Key: "id", Type: TypeIdentifier, Required: true, Example: "ongoing",
			Label: say("Id", "Identifiant", "Identificador"),
			Doc: say(
				"Name in content files and addresses: lower case letters, digits, hyphens. Do not change it once published.",
				"Nom dans les fichiers et les adresses : lettres minuscules, chiffres, traits d’union. Ne le changez plus une fois publié.",
				"Nombre en los archivos y las direcciones: minúsculas, cifras, guiones. No lo cambie una vez publicado.",
			),
		}, func(d *decoder, n *yaml.Node, t *report.Term) {
			t.Pos = d.pos(n)
			if s, ok := d.text(n, maxText); ok && d.identifier(n, s) {
				t.ID = s
			}
		}, nil},
		localisedField(Field{
			Key: "label", Required: true, Example: "{en: Ongoing, fr: Continue, es: Continua}",
			Label: say("Label", "Libellé", "Etiqueta"),
			Doc: say(
				"What readers see, in every language of the site.",
				"Ce que voient les lecteurs, dans chaque langue du site.",
				"Lo que ven los lectores, en todos los idiomas del sitio.",
			),
		}, func(t *report.Term) *report.Text { return &t.Label }),
		localisedField(Field{
			Key: "gloss", Max: maxNotice, Example: "{en: The work comes back year after year.}",
			Label: say("Explanation", "Explication", "Explicación"),
			Doc: say(
				"The term explained in a few words.",
				"Le terme expliqué en quelques mots.",
				"El término explicado en pocas palabras.",
			),
		}, func(t *report.Term) *report.Text { return &t.Gloss }),
		textsField(Field{
			Key: "portal", Example: "[On-going, Ongoing]",
			Label: say("Spellings of the old portal", "Graphies de l’ancien portail", "Grafías del antiguo portal"),
			Doc: say(
				"Spellings by which the old portal prints the term; imports go by them.",
				"Graphies sous lesquelles l’ancien portail imprime le terme ; les imports s’y fient.",
				"Grafías con las que el antiguo portal imprime el término; las importaciones se guían por ellas.",
			),
		}, true, func(t *report.Term) *[]string { return &t.Portal }),
	}
}

func termCode() field[report.Term] {
	return textField(Field{
		Key: "code", Required: true, Max: 12, Example: "Res",
		Label: say("Part of the code", "Partie du code", "Parte del código"),
		Doc: say(
			"The part of a resolution’s code that names the type.",
			"La partie du code d’une résolution qui nomme le type.",
			"La parte del código de una resolución que nombra el tipo.",
		),
	}, func(t *report.Term) *string { return &t.Code })
}

func termAcronym() field[report.Term] {
	return textField(Field{
		Key: "acronym", Max: 20, Example: "SSC",
		Label: say("Acronym", "Sigle", "Sigla"),
		Doc:   say("The commission’s acronym.", "Le sigle de la commission.", "La sigla de la comisión."),
	}, func(t *report.Term) *string { return &t.Acronym })
}

func termCountries() field[report.Term] {
	return field[report.Term]{Field{
		Key: "countries", Type: TypeIDs, Vocabulary: "countries", Max: 250, Example: `[FR, KE, "NO"]`,
		Label: say("Countries", "Pays", "Países"),
		Doc: say(
			"Two-letter codes of the region’s countries (ISO 3166-1 alpha-2).",
			"Codes à deux lettres des pays de la région (ISO 3166-1 alpha-2).",
			"Códigos de dos letras de los países de la región (ISO 3166-1 alfa-2).",
		),
	}, func(d *decoder, n *yaml.Node, t *report.Term) {
		d.each(n, 250, func(item *yaml.Node) {
			if code, ok := d.id(item, "countries"); ok {
				t.Countries = append(t.Countries, code)
			}
		})
	}, nil}
}

func congressFields() []field[report.Term] {
	return []field[report.Term]{
		textField(Field{
			Key: "prefix", Required: true, Max: 8, Example: "WCC",
			Label: say("Prefix", "Préfixe", "Prefijo"),
			Doc:   say("How the codes of its texts begin.", "Le début des codes de ses textes.", "Cómo empiezan los códigos de sus textos."),
		}, func(t *report.Term) *string { return &t.Prefix }),
		intField(Field{
			Key: "year", Required: true, Min: minYear, Max: maxYear, Example: "2020",
			Label: say("Year", "Année", "Año"),
			Doc: say(
				"The year in its codes, which may differ from the year in which it was held.",
				"L’année figurant dans ses codes, qui peut différer de celle où il s’est tenu.",
				"El año que figura en sus códigos, que puede no ser el año en que se celebró.",
			),
		}, func(t *report.Term) *int { return &t.Year }),
		intField(Field{
			Key: "ordinal", Min: 1, Max: 99, Example: "7",
			Label: say("Ordinal", "Rang", "Ordinal"),
			Doc: say(
				"The number before the point in official numbers (7 in 7.040).",
				"Le nombre avant le point dans les numéros officiels (7 dans 7.040).",
				"El número antes del punto en los números oficiales (7 en 7.040).",
			),
		}, func(t *report.Term) *int { return &t.Ordinal }),
		localisedField(Field{
			Key: "held", Example: "{en: 3–11 September 2021}",
			Label: say("Days", "Dates", "Fechas"),
			Doc:   say("The days on which it was held.", "Les jours où il s’est tenu.", "Los días en que se celebró."),
		}, func(t *report.Term) *report.Text { return &t.Held }),
		localisedField(Field{
			Key: "place", Example: "{en: \"Marseille, France\"}",
			Label: say("Place", "Lieu", "Lugar"),
			Doc:   say("The city and the country in which it was held.", "La ville et le pays où il s’est tenu.", "La ciudad y el país en que se celebró."),
		}, func(t *report.Term) *report.Text { return &t.Place }),
	}
}

// identifier checks an id or the name of a file, which stands in addresses.
func (d *decoder) identifier(n *yaml.Node, s string) bool {
	if why := badIdentifier(s); why != "" {
		d.errorf(n, "use lower case letters without accents, digits and single hyphens", "the id %q %s", s, why)
		return false
	}
	return true
}
