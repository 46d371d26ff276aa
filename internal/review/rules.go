package review

import "resolute/internal/report"

// The rules of this package.
const (
	ruleNoText        = "no-text"
	rulePlannedNoText = "planned-without-text"
	ruleStatusBehind  = "status-behind"
	ruleStatusBack    = "status-back"
	rulePlans         = "plans-forgotten"
	ruleCopied        = "copied-forward"
	ruleMemberFiles   = "member-aliases"
	ruleMemberTwice   = "member-twice"
	ruleLongParagraph = "long-paragraph"
	ruleLanguage      = "mixed-language"
	ruleUndated       = "translation-undated"
	ruleStale         = "translation-stale"
	ruleUnknownRule   = "unknown-rule"
)

// Rule explains a warning.
type Rule struct {
	// Name is what is printed in brackets and written to switch it off.
	Name string
	// Doc says what it means and what to do, by language.
	Doc report.Text
	// External rules are of links to other sites, which are looked at on request.
	External bool
}

// Rules are all warnings of the program that concern content, in the order of
// the guide: those of texts, of years, of members, of translations, of files.
func Rules() []Rule {
	rule := func(name, en, fr, es string) Rule {
		return Rule{Name: name, Doc: report.Text{"en": en, "fr": fr, "es": es}}
	}
	external := func(r Rule) Rule {
		r.External = true
		return r
	}
	return []Rule{
		rule("empty-section",
			"A section has a heading and no text. Write the text, or leave the heading out.",
			"Une section a un titre et pas de texte. Écrivez le texte, ou supprimez le titre.",
			"Una sección tiene título y no tiene texto. Escriba el texto o quite el título."),
		rule(ruleNoText,
			"A report has no text at all. Write what was done; if the text of the source could not be seen, name `body` in `not_visible`.",
			"Un rapport n’a aucun texte. Écrivez ce qui a été fait ; si le texte de la source n’a pas pu être vu, indiquez `body` dans `not_visible`.",
			"Un informe no tiene ningún texto. Escriba lo que se hizo; si no se pudo ver el texto de la fuente, indique `body` en `not_visible`."),
		rule(rulePlannedNoText,
			"`future_actions_planned` is `true`, and no section says which actions are planned.",
			"`future_actions_planned` vaut `true`, et aucune section ne dit quelles actions sont prévues.",
			"`future_actions_planned` es `true`, y ninguna sección dice qué acciones están previstas."),
		rule(ruleLongParagraph,
			"A paragraph has more than 200 words. Few people read that far: begin a new one where a new thought begins.",
			"Un paragraphe dépasse 200 mots. Peu de gens lisent jusqu’au bout : commencez-en un nouveau à chaque nouvelle idée.",
			"Un párrafo tiene más de 200 palabras. Pocas personas leen hasta el final: empiece otro donde empiece otra idea."),
		rule("heading-level",
			"A heading skips a level, as from `##` to `####`. Screen readers tell people the levels: go down one at a time.",
			"Un titre saute un niveau, par exemple de `##` à `####`. Les lecteurs d’écran annoncent les niveaux : descendez d’un seul à la fois.",
			"Un título se salta un nivel, por ejemplo de `##` a `####`. Los lectores de pantalla anuncian los niveles: baje de uno en uno."),
		rule("link-text",
			"The text of a link, such as “here”, says nothing out of its context. Name what it leads to.",
			"Le texte d’un lien, comme « ici », ne dit rien hors de son contexte. Nommez ce vers quoi il mène.",
			"El texto de un enlace, como «aquí», no dice nada fuera de su contexto. Nombre aquello a lo que lleva."),
		rule("footnote",
			"A footnote is not referred to, or a reference has no note.",
			"Aucun renvoi ne mène à une note, ou un renvoi n’a pas de note.",
			"Ninguna llamada lleva a una nota, o una llamada no tiene nota."),
		rule(ruleLanguage,
			"A part of the text, or all of it, reads as another language than the file says. Correct `language`, translate the part, or mark it as a quotation with `>`.",
			"Une partie du texte, ou tout le texte, semble écrite dans une autre langue que celle du fichier. Corrigez `language`, traduisez la partie, ou signalez une citation par `>`.",
			"Una parte del texto, o todo él, parece escrita en otro idioma que el del archivo. Corrija `language`, traduzca la parte o señálela como cita con `>`."),
		rule(ruleStatusBehind,
			"The status has stayed the same for two years or more, and a sentence says that the resolution has been carried out. One of the two is out of date.",
			"L’état d’avancement est le même depuis deux ans ou plus, et une phrase dit que la résolution est mise en œuvre. L’un des deux n’est plus à jour.",
			"El estado es el mismo desde hace dos años o más, y una frase dice que la resolución ya se ha aplicado. Una de las dos cosas está desfasada."),
		rule(ruleStatusBack,
			"An earlier report says that the work is completed, and this one that it is not. Correct one of them, or say why the work began again.",
			"Un rapport antérieur dit que le travail est achevé, et celui-ci qu’il ne l’est pas. Corrigez l’un des deux, ou dites pourquoi le travail a repris.",
			"Un informe anterior dice que el trabajo está concluido, y este que no. Corrija uno de los dos, o diga por qué se reanudó el trabajo."),
		rule(rulePlans,
			"The report of the year before planned future actions, and this one does not mention them. Say what became of them.",
			"Le rapport de l’année précédente prévoyait des actions, et celui-ci n’en parle pas. Dites ce qu’elles sont devenues.",
			"El informe del año anterior preveía acciones, y este no las menciona. Diga qué ha sido de ellas."),
		rule(ruleCopied,
			"A section is word for word that of the year before. Say what is new, or leave it out: the earlier report stays published.",
			"Une section reprend mot pour mot celle de l’année précédente. Dites ce qui est nouveau, ou supprimez-la : l’ancien rapport reste publié.",
			"Una sección repite palabra por palabra la del año anterior. Diga qué hay de nuevo o quítela: el informe anterior sigue publicado."),
		rule(ruleMemberTwice,
			"A report lists one member under two ids.",
			"Un rapport cite un même membre sous deux identifiants.",
			"Un informe cita a un mismo miembro con dos identificadores."),
		rule(ruleMemberFiles,
			"Two files are of one member: the name of one is among the other names of the other. Keep one, with the address of the other among its `aliases`.",
			"Deux fichiers décrivent un même membre : le nom de l’un figure parmi les autres noms de l’autre. Gardez-en un, avec l’adresse de l’autre dans ses `aliases`.",
			"Dos archivos son de un mismo miembro: el nombre de uno figura entre los otros nombres del otro. Conserve uno, con la dirección del otro entre sus `aliases`."),
		rule("duplicate-member",
			"Two files have the same name and country. Keep one, with the address of the other among its `aliases`.",
			"Deux fichiers ont le même nom et le même pays. Gardez-en un, avec l’adresse de l’autre dans ses `aliases`.",
			"Dos archivos tienen el mismo nombre y el mismo país. Conserve uno, con la dirección del otro entre sus `aliases`."),
		rule("portal_id",
			"An id of the old portal is that of a member that is known by now. Write the member’s id instead.",
			"Un identifiant de l’ancien portail est celui d’un membre désormais connu. Écrivez plutôt l’identifiant du membre.",
			"Un identificador del antiguo portal es el de un miembro que ya se conoce. Escriba en su lugar el identificador del miembro."),
		rule(ruleStale,
			"The original has changed since it was translated. Bring the translation up to date, then record the new state in `translation`.",
			"L’original a changé depuis sa traduction. Mettez la traduction à jour, puis notez le nouvel état dans `translation`.",
			"El original ha cambiado desde que se tradujo. Actualice la traducción y anote después el nuevo estado en `translation`."),
		rule(ruleUndated,
			"A translation does not say which state of its original it was made from, so that nobody can tell whether it is up to date.",
			"Une traduction ne dit pas à partir de quel état de l’original elle a été faite : personne ne peut savoir si elle est à jour.",
			"Una traducción no dice a partir de qué estado del original se hizo, así que nadie puede saber si está al día."),
		rule("title",
			"A resolution has neither `title` nor `subject`, and is shown by its code alone.",
			"Une résolution n’a ni `title` ni `subject`, et n’est désignée que par son code.",
			"Una resolución no tiene ni `title` ni `subject`, y se muestra solo con su código."),
		rule("comment",
			"What follows a blank and `#` is a comment in YAML, and is not shown. Put quotes around the value if it belongs to it.",
			"Ce qui suit une espace et `#` est un commentaire en YAML, et n’est pas affiché. Mettez la valeur entre guillemets si cela en fait partie.",
			"Lo que sigue a un espacio y `#` es un comentario en YAML, y no se muestra. Ponga el valor entre comillas si forma parte de él."),
		rule("byte-order-mark",
			"The file starts with an invisible mark (BOM). Save it as UTF-8 without one.",
			"Le fichier commence par une marque invisible (BOM). Enregistrez-le en UTF-8 sans cette marque.",
			"El archivo empieza con una marca invisible (BOM). Guárdelo en UTF-8 sin ella."),
		rule("unknown-file",
			"A file below `content/` is not used. Move it out, or correct its name.",
			"Un fichier sous `content/` ne sert pas. Déplacez-le, ou corrigez son nom.",
			"Un archivo bajo `content/` no se usa. Muévalo o corrija su nombre."),
		rule(ruleUnknownRule,
			"A rule that is switched off does not exist.",
			"Une règle désactivée n’existe pas.",
			"Una regla desactivada no existe."),
		external(rule("external-gone",
			"With `--external`: a page of another site is not there any more. Find where it is now, link to a copy in an archive, or take the link out.",
			"Avec `--external` : une page d’un autre site n’existe plus. Cherchez où elle se trouve, faites un lien vers une copie archivée, ou supprimez le lien.",
			"Con `--external`: una página de otro sitio ya no existe. Busque dónde está ahora, enlace a una copia archivada o quite el enlace.")),
		external(rule("external-moved",
			"With `--external`: a page of another site has moved for good. Write its new address.",
			"Avec `--external` : une page d’un autre site a changé d’adresse pour de bon. Écrivez la nouvelle.",
			"Con `--external`: una página de otro sitio ha cambiado de dirección para siempre. Escriba la nueva.")),
		external(rule("external-unreachable",
			"With `--external`: another site does not answer, or refuses to. Look at it in a browser; it may be a matter of the moment.",
			"Avec `--external` : un autre site ne répond pas, ou refuse de répondre. Regardez-le dans un navigateur ; ce n’est peut-être que passager.",
			"Con `--external`: otro sitio no responde, o se niega. Mírelo en un navegador; puede ser cosa del momento.")),
		rule("words",
			"A language’s file of interface words has a key that is not used.",
			"Le fichier des mots de l’interface d’une langue a une clé qui ne sert pas.",
			"El archivo de palabras de la interfaz de un idioma tiene una clave que no se usa."),
	}
}
