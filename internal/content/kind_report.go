package content

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// editionFields is the declaration of a report and its translations, made once.
var editionFields = editionTable()

// editionTable declares the front matter of a report and of its translations.
func editionTable() table[report.Edition] {
	return slices.Concat(editionIdentity(), editionParticipants(), editionProgress(), editionRecord())
}

func editionIdentity() table[report.Edition] {
	return table[report.Edition]{
		{Field{
			Key: "resolution", Type: TypeCode, Required: true, Vocabulary: "resolutions", Example: "WCC-2020-Res-040",
			Label: say("Resolution", "Résolution", "Resolución"),
			Doc: say(
				"Code of the resolution reported on, the same as the name of the folder. The official number (`7.040`) will do too.",
				"Code de la résolution concernée, le même que le nom du dossier. Le numéro officiel (`7.040`) convient aussi.",
				"Código de la resolución de la que se informa, el mismo que el nombre de la carpeta. También vale el número oficial (`7.040`).",
			),
		}, func(d *decoder, n *yaml.Node, e *report.Edition) {
			if code, ok := d.code(n); ok {
				e.Code = code
			}
		}, func(e *report.Edition) value { return someCode(e.Code) }},
		intField(Field{
			Key: "year", Required: true, Min: minYear, Max: maxYear, Example: "2023",
			Label: say("Year", "Année", "Año"),
			Doc: say(
				"The year that is reported on, the same as the name of the file.",
				"L’année dont rend compte le rapport, la même que le nom du fichier.",
				"El año del que se informa, el mismo que el nombre del archivo.",
			),
		}, func(e *report.Edition) *int { return &e.Year }),
		languageField(Field{
			Key: "language", Example: "en",
			Label: say("Language", "Langue", "Idioma"),
			Doc: say(
				"Language of the text. Leave it out where it is the first language of the site.",
				"Langue du texte. À omettre si c’est la première langue du site.",
				"Idioma del texto. Puede omitirse si es el primer idioma del sitio.",
			),
		}, func(e *report.Edition) *report.Lang { return &e.Language }),
		textField(Field{
			Key: "translation", Place: TranslationOnly, Max: maxDigest, Example: "sha256-2c26b46b68ff",
			Label: say("State of the original", "État de l’original", "Estado del original"),
			Doc: say(
				"Which state of the original the translation was made from. The program writes and checks it.",
				"L’état de l’original à partir duquel la traduction a été faite. Le programme l’écrit et le vérifie.",
				"El estado del original a partir del cual se hizo la traducción. El programa lo escribe y lo comprueba.",
			),
		}, func(e *report.Edition) *string { return &e.TranslationOf }).
			located(func(e *report.Edition) *diag.Pos { return &e.TranslationPos }),
	}
}

func editionParticipants() table[report.Edition] {
	return table[report.Edition]{
		referenceListField(Field{
			Key: "members", Vocabulary: "members", Max: 200, Unseen: true, Place: OriginalOnly, Example: "[ifaw, wwf-france]",
			Label: say("Members", "Membres", "Miembros"),
			Doc: say(
				"Ids of the members that took part: names of the files in `content/members/`. Write `none` where the report says that none took part; leave the field out where it says nothing. `{portal_id: …}` keeps an id that the old portal did not resolve.",
				"Identifiants des membres qui ont participé : noms des fichiers de `content/members/`. Écrivez `none` si le rapport dit qu’aucun n’a participé ; omettez le champ s’il n’en dit rien. `{portal_id: …}` garde un identifiant que l’ancien portail n’a pas résolu.",
				"Identificadores de los miembros que participaron: nombres de los archivos de `content/members/`. Escriba `none` si el informe dice que no participó ninguno; omita el campo si no dice nada. `{portal_id: …}` guarda un identificador que el antiguo portal no resolvió.",
			),
		}, memberReference(), func(e *report.Edition) *report.List[report.Ref] { return &e.Members }),
		referenceListField(Field{
			Key: "commissions", Vocabulary: "commissions", Unseen: true, Place: OriginalOnly, Example: "[{id: ssc, term: 2021-2025}]",
			Label: say("Commissions", "Commissions", "Comisiones"),
			Doc: say(
				"Ids of the commissions that took part, with the term of office where it is known. `none`, or left out, as for members.",
				"Identifiants des commissions qui ont participé, avec leur mandat s’il est connu. `none`, ou omis, comme pour les membres.",
				"Identificadores de las comisiones que participaron, con su mandato si se conoce. `none`, u omitido, como en los miembros.",
			),
		}, commissionReference(), func(e *report.Edition) *report.List[report.Ref] { return &e.Commissions }),
		answerField(Field{
			Key: "secretariat", Unseen: true, Place: OriginalOnly, Example: "true",
			Label: say("Secretariat", "Secrétariat", "Secretaría"),
			Doc: say(
				"`true` if the secretariat took part, `false` if the report says that it did not; leave it out where the report says nothing.",
				"`true` si le secrétariat a participé, `false` si le rapport dit que non ; à omettre si le rapport n’en dit rien.",
				"`true` si la secretaría participó, `false` si el informe dice que no; omítalo si el informe no dice nada.",
			),
		}, func(e *report.Edition) *report.Answer { return &e.Secretariat }),
		textListField(Field{
			Key: "other_organisations", Unseen: true, Place: OriginalOnly, Example: "[TRAFFIC, INTERPOL]",
			Label: say("Other organisations", "Autres organisations", "Otras organizaciones"),
			Doc: say(
				"Names of organisations that took part and are not members, one an item.",
				"Noms des organisations qui ont participé sans être membres, un par élément.",
				"Nombres de las organizaciones que participaron y no son miembros, uno por elemento.",
			),
		}, func(e *report.Edition) *report.List[string] { return &e.OtherOrganisations }),
	}
}

func editionProgress() table[report.Edition] {
	return table[report.Edition]{
		idListField(Field{
			Key: "actions", Vocabulary: "actions", Unseen: true, Place: OriginalOnly, Example: "[capacity-building, policy]",
			Label: say("Actions", "Actions", "Acciones"),
			Doc: say(
				"Kinds of action taken: ids of the list in `content/site.yaml`.",
				"Types d’actions menées : identifiants de la liste de `content/site.yaml`.",
				"Tipos de acciones realizadas: identificadores de la lista de `content/site.yaml`.",
			),
		}, func(e *report.Edition) *report.List[report.Ref] { return &e.Actions }),
		idField(Field{
			Key: "status", Vocabulary: "statuses", Unseen: true, Place: OriginalOnly, Example: "ongoing",
			Label: say("Status", "État d’avancement", "Estado"),
			Doc: say(
				"How far the work has come: an id of the list in `content/site.yaml`. `not-stated` where the report does not say; never guess.",
				"Où en est le travail : un identifiant de la liste de `content/site.yaml`. `not-stated` si le rapport ne le dit pas ; ne devinez jamais.",
				"Hasta dónde ha llegado el trabajo: un identificador de la lista de `content/site.yaml`. `not-stated` si el informe no lo dice; no adivine nunca.",
			),
		}, func(e *report.Edition) *report.Ref { return &e.Status }),
		answerField(Field{
			Key: "future_actions_planned", Unseen: true, Place: OriginalOnly, Example: "true",
			Label: say("Future actions planned", "Actions futures planifiées", "Acciones futuras planificadas"),
			Doc: say(
				"`true` if the future actions are planned already, `false` if the report says that they are not; else leave it out.",
				"`true` si les actions futures sont déjà planifiées, `false` si le rapport dit que non ; sinon à omettre.",
				"`true` si las acciones futuras ya están planificadas, `false` si el informe dice que no; si no, omítalo.",
			),
		}, func(e *report.Edition) *report.Answer { return &e.FutureActionsPlanned }),
	}
}

func editionRecord() table[report.Edition] {
	return table[report.Edition]{
		dateField(Field{
			Key: "date", Example: "2024-03-31",
			Label: say("Date of publication", "Date de publication", "Fecha de publicación"),
			Doc:   say("Day of publication, where it is known.", "Jour de publication, s’il est connu.", "Día de publicación, si se conoce."),
		}, func(e *report.Edition) *report.Date { return &e.Date }),
		urlField(Field{
			Key: "source", Example: "https://portals.iucn.org/library/node/50817",
			Label: say("Source", "Source", "Fuente"),
			Doc: say(
				"Address where the report was first published.",
				"Adresse de la première publication du rapport.",
				"Dirección donde se publicó el informe por primera vez.",
			),
		}, func(e *report.Edition) *string { return &e.Source }).
			located(func(e *report.Edition) *diag.Pos { return &e.SourcePos }),
		extentField(),
		notVisibleField(),
		draftField(func(e *report.Edition) *bool { return &e.Draft }),
		aliasesField(func(e *report.Edition) *[]report.Alias { return &e.Aliases }),
	}
}

// extentField declares how much of the source was available.
func extentField() field[report.Edition] {
	f := Field{
		Key: "extent", Type: TypeChoice, Place: OriginalOnly, Choices: choices(report.Extents()), Example: "beginning",
		Label: say("Extent of the source", "Étendue de la source", "Extensión de la fuente"),
		Doc: say(
			"How much of the source was available to whoever wrote this file: `full` (if left out), `beginning` or `middle`. The page says so.",
			"La part de la source dont disposait l’auteur du fichier : `full` (si omis), `beginning` ou `middle`. La page le signale.",
			"Qué parte de la fuente tenía quien escribió el archivo: `full` (si se omite), `beginning` o `middle`. La página lo indica.",
		),
	}
	return field[report.Edition]{f, func(d *decoder, n *yaml.Node, e *report.Edition) {
		if s, ok := d.choice(n, "extent", f.Choices); ok {
			e.Extent = report.Extent(s)
		}
	}, func(e *report.Edition) value {
		if e.Extent == report.Full {
			return nil
		}
		return someText(string(e.Extent))
	}}
}

// unseenKeys are the keys that not_visible may name.
func unseenKeys() []string {
	var keys []string
	for _, f := range slices.Concat(editionParticipants(), editionProgress()) {
		if f.Unseen {
			keys = append(keys, f.Key)
		}
	}
	return append(keys, bodyKey)
}

// bodyKey names the text below the front matter in not_visible.
const bodyKey = "body"

// notVisibleField declares the fields whose place on the source was not seen.
func notVisibleField() field[report.Edition] {
	f := Field{
		Key: "not_visible", Type: TypeKeys, Place: OriginalOnly, Choices: unseenKeys(), Example: "[status, future_actions_planned]",
		Label: say("Fields not visible", "Champs non visibles", "Campos no visibles"),
		Doc: say(
			"Fields whose place on the source could not be seen. That differs from a field that was seen to be empty, which is simply left out.",
			"Champs dont l’emplacement dans la source n’a pas pu être vu. À distinguer d’un champ vu vide, que l’on omet simplement.",
			"Campos cuyo lugar en la fuente no se pudo ver. Es distinto de un campo que se vio vacío, que simplemente se omite.",
		),
	}
	return field[report.Edition]{f, func(d *decoder, n *yaml.Node, e *report.Edition) {
		d.each(n, len(f.Choices), func(item *yaml.Node) {
			if s, ok := d.choice(item, "field", f.Choices); ok {
				d.unseen(item, s, e)
			}
		})
	}, func(e *report.Edition) value { return texts(e.NotVisible, true) }}
}

// memberReference declares a member that the old portal left unresolved.
func memberReference() table[report.Ref] {
	return table[report.Ref]{portalIDField()}
}

// commissionReference declares a commission with its term.
func commissionReference() table[report.Ref] {
	return table[report.Ref]{
		idInside(),
		{Field{
			Key: "term", Type: TypeText, Example: "2021-2025",
			Label: say("Term", "Mandat", "Mandato"),
			Doc: say(
				"The commission’s term of office, first and last year.",
				"Le mandat de la commission, première et dernière année.",
				"El mandato de la comisión, primer y último año.",
			),
		}, func(d *decoder, n *yaml.Node, r *report.Ref) { r.Term = d.term(n) }, nil},
		portalIDField(),
	}
}

func idInside() field[report.Ref] {
	return field[report.Ref]{Field{
		Key: "id", Type: TypeID, Vocabulary: "commissions", Example: "ssc",
		Label: say("Id", "Identifiant", "Identificador"),
		Doc:   say("Id of the commission.", "Identifiant de la commission.", "Identificador de la comisión."),
	}, func(d *decoder, n *yaml.Node, r *report.Ref) {
		if id, ok := d.id(n, "commissions"); ok {
			r.ID = id
		}
	}, nil}
}

func portalIDField() field[report.Ref] {
	return field[report.Ref]{Field{
		Key: "portal_id", Type: TypeText, Max: 36, Example: "6A10CF2B-0D25-E311-83D9-002655853524",
		Label: say("Id of the old portal", "Identifiant de l’ancien portail", "Identificador del antiguo portal"),
		Doc: say(
			"The old portal’s own id of something that it left unresolved, kept until somebody knows what it is.",
			"L’identifiant propre à l’ancien portail d’un élément qu’il n’a pas résolu, gardé jusqu’à ce qu’on sache de quoi il s’agit.",
			"El identificador propio del antiguo portal de algo que no resolvió, guardado hasta que se sepa qué es.",
		),
	}, func(d *decoder, n *yaml.Node, r *report.Ref) { r.PortalID = d.portalID(n) }, nil}
}

// draftField and aliasesField are shared by several kinds.
func draftField[T any](at func(*T) *bool) field[T] {
	return boolField(Field{
		Key: "draft", Example: "true",
		Label: say("Draft", "Brouillon", "Borrador"),
		Doc: say(
			"`true` keeps the text out of the published site; a preview with drafts shows it.",
			"`true` tient le texte hors du site publié ; un aperçu avec brouillons le montre.",
			"`true` deja el texto fuera del sitio publicado; una vista previa con borradores lo muestra.",
		),
	}, at)
}

func aliasesField[T any](at func(*T) *[]report.Alias) field[T] {
	return addressesField(Field{
		Key: "aliases", Example: "[/en/old/address/]",
		Label: say("Old addresses", "Anciennes adresses", "Direcciones antiguas"),
		Doc: say(
			"Earlier addresses of this page on the site; each leads here.",
			"Anciennes adresses de cette page sur le site ; chacune mène ici.",
			"Direcciones anteriores de esta página en el sitio; cada una lleva aquí.",
		),
	}, at)
}

func someCode(c report.Code) value {
	if c.IsZero() {
		return nil
	}
	return literal(c.String())
}

func choices[S ~string](values []S) []string {
	s := make([]string, len(values))
	for i, v := range values {
		s[i] = string(v)
	}
	return s
}
