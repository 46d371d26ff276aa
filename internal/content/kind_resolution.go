package content

import (
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// resolutionFile is a resolution with what its file repeats of the code.
type resolutionFile struct {
	*report.Resolution
	number    int
	numberPos diag.Pos
	official  diag.Pos
}

// resolutionFields is the declaration of a resolution, made once.
var resolutionFields = resolutionTable()

// resolutionTable declares the front matter of a resolution.
func resolutionTable() table[resolutionFile] {
	return slices.Concat(resolutionIdentity(), resolutionNumbers(), resolutionDescription())
}

func resolutionIdentity() table[resolutionFile] {
	return table[resolutionFile]{
		{Field{
			Key: "code", Type: TypeCode, Required: true, Example: "WCC-2020-Res-040",
			Label: say("Code", "Code", "Código"),
			Doc: say("The code: congress, year, type and number. It is also the name of the file, in lower case.",
				"Le code : congrès, année, type et numéro. C’est aussi le nom du fichier, en minuscules.",
				"El código: congreso, año, tipo y número. Es también el nombre del archivo, en minúsculas."),
		}, func(d *decoder, n *yaml.Node, r *resolutionFile) {
			r.CodePos = d.pos(n)
			if code, ok := d.code(n); ok {
				r.Code = code
			}
		}, func(r *resolutionFile) value { return someCode(r.Code) }},
		localisedField(Field{
			Key: "title", Example: "{en: Closure of domestic markets for elephant ivory}",
			Label: say("Title", "Titre", "Título"),
			Doc: say("The official title by language. Only a confirmed title: where none is known, write `subject` instead.",
				"Le titre officiel par langue. Uniquement un titre confirmé : s’il n’est pas connu, écrivez plutôt `subject`.",
				"El título oficial por idioma. Solo un título confirmado: si no se conoce, escriba `subject` en su lugar."),
		}, func(r *resolutionFile) *report.Text { return &r.Title }).
			located(func(r *resolutionFile) *diag.Pos { return &r.TitlePos }),
		localisedField(Field{
			Key: "subject", Example: "{en: Paper as a substitute for plastics}",
			Label: say("Subject", "Sujet", "Tema"),
			Doc: say("A description in your own words, where no confirmed title is known. The site marks it as such.",
				"Une description avec vos propres mots, si aucun titre confirmé n’est connu. Le site la signale comme telle.",
				"Una descripción con sus propias palabras, si no se conoce un título confirmado. El sitio la señala como tal."),
		}, func(r *resolutionFile) *report.Text { return &r.Subject }).
			located(func(r *resolutionFile) *diag.Pos { return &r.TitlePos }),
		idField(Field{
			Key: "type", Required: true, Vocabulary: "types", Example: "resolution",
			Label: say("Type", "Type", "Tipo"),
			Doc:   say("The kind of text: an id of `types` in `content/site.yaml`.", "La nature du texte : un identifiant de `types` dans `content/site.yaml`.", "La clase de texto: un identificador de `types` en `content/site.yaml`."),
		}, func(r *resolutionFile) *report.Ref { return &r.Type }),
		idField(Field{
			Key: "congress", Required: true, Vocabulary: "congresses", Example: "wcc-2020",
			Label: say("Congress", "Congrès", "Congreso"),
			Doc:   say("The congress that adopted it: an id of `congresses` in `content/site.yaml`.", "Le congrès qui l’a adoptée : un identifiant de `congresses` dans `content/site.yaml`.", "El congreso que la aprobó: un identificador de `congresses` en `content/site.yaml`."),
		}, func(r *resolutionFile) *report.Ref { return &r.Congress }),
	}
}

func resolutionNumbers() table[resolutionFile] {
	return table[resolutionFile]{
		{Field{
			Key: "number", Type: TypeInt, Min: 1, Max: 999, Example: "40",
			Label: say("Number", "Numéro", "Número"),
			Doc:   say("The number in the code, without leading zeros.", "Le numéro du code, sans zéros initiaux.", "El número del código, sin ceros iniciales."),
		}, func(d *decoder, n *yaml.Node, r *resolutionFile) {
			r.numberPos = d.pos(n)
			r.number, _ = d.integer(n, 1, 999)
		}, func(r *resolutionFile) value {
			if r.Code.Number == 0 {
				return nil
			}
			return literal(strconv.Itoa(r.Code.Number))
		}},
		textField(Field{
			Key: "official_number", Max: 10, Example: `"7.040"`,
			Label: say("Official number", "Numéro officiel", "Número oficial"),
			Doc:   say("The union’s own number, in quotes.", "Le numéro de l’union elle-même, entre guillemets.", "El número de la propia unión, entre comillas."),
		}, func(r *resolutionFile) *string { return &r.OfficialNumber }).
			located(func(r *resolutionFile) *diag.Pos { return &r.official }),
		textField(Field{
			Key: "motion", Max: 20, Example: `"050"`,
			Label: say("Motion", "Motion", "Moción"),
			Doc:   say("The number of the motion from which it came; it differs from the resolution’s.", "Le numéro de la motion dont elle est issue ; il diffère de celui de la résolution.", "El número de la moción de la que procede; es distinto del de la resolución."),
		}, func(r *resolutionFile) *string { return &r.Motion }),
	}
}

func resolutionDescription() table[resolutionFile] {
	return table[resolutionFile]{
		textsField(Field{
			Key: "keywords", Max: 30, Example: "[wildlife trade, rivers]",
			Label: say("Keywords", "Mots-clés", "Palabras clave"),
			Doc:   say("A few words for what it is about, in the site’s first language.", "Quelques mots sur son objet, dans la première langue du site.", "Unas palabras sobre su objeto, en el primer idioma del sitio."),
		}, true, func(r *resolutionFile) *[]string { return &r.Keywords }),
		textsField(Field{
			Key: "scope", Max: 30, Example: "[Oceania]",
			Label: say("Geographic scope", "Portée géographique", "Ámbito geográfico"),
			Doc:   say("The places that the text is about; left out for the whole world.", "Les lieux dont traite le texte ; omis pour le monde entier.", "Los lugares de los que trata el texto; se omite si es el mundo entero."),
		}, true, func(r *resolutionFile) *[]string { return &r.Scope }),
		urlField(Field{
			Key: "url", Example: "https://portals.iucn.org/library/node/49179",
			Label: say("Address of the text", "Adresse du texte", "Dirección del texto"),
			Doc:   say("Where the text is published.", "Là où le texte est publié.", "Dónde está publicado el texto."),
		}, func(r *resolutionFile) *string { return &r.URL }),
		boolField(Field{
			Key: "archived", Example: "true",
			Label: say("Archived", "Archivée", "Archivada"),
			Doc:   say("`true` if the union has retired it.", "`true` si l’union l’a retirée.", "`true` si la unión la ha retirado."),
		}, func(r *resolutionFile) *bool { return &r.Archived }),
		aliasesField(func(r *resolutionFile) *[]report.Alias { return &r.Aliases }),
	}
}
