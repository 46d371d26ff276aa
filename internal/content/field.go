package content

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// Type is what the value of a field may be.
type Type string

// The types of fields. A list's items and a map's values are text unless the
// name says otherwise.
const (
	TypeText        Type = "text"        // one line of text, as written
	TypeTexts       Type = "texts"       // list of texts
	TypeLocalised   Type = "localised"   // map from language to text; a plain text is in the first language
	TypeBool        Type = "bool"        // true or false
	TypeInt         Type = "int"         // decimal, without leading zero
	TypeDate        Type = "date"        // civil day, YYYY-MM-DD
	TypeURL         Type = "url"         // absolute http or https address
	TypeCode        Type = "code"        // a resolution's code or official number
	TypeID          Type = "id"          // an id of Field.Vocabulary
	TypeIDs         Type = "ids"         // list of ids of Field.Vocabulary
	TypeReferences  Type = "references"  // list of ids of Field.Vocabulary, or of maps of Field.Fields
	TypeIdentifier  Type = "identifier"  // a new id: lower case letters, digits, hyphens
	TypeIdentifiers Type = "identifiers" // list of identifiers of a foreign system
	TypeLanguage    Type = "language"    // a language of the site
	TypeLanguages   Type = "languages"   // list of BCP 47 tags
	TypeAddresses   Type = "addresses"   // list of site-absolute addresses
	TypeKeys        Type = "keys"        // list of keys of the same file
	TypeChoice      Type = "choice"      // one of Field.Choices
	TypeMap         Type = "map"         // map with Field.Fields
	TypeTerms       Type = "terms"       // list of maps with Field.Fields, each with an id of its own
)

// Place tells in which of a text and its translations a field may stand.
type Place uint8

const (
	// Everywhere is in both.
	Everywhere Place = iota
	// OriginalOnly is a field that a translation takes from its original.
	OriginalOnly
	// TranslationOnly is a field that only a translation has.
	TranslationOnly
)

// Field declares one field of front matter: decoding, validation, the order of
// writing, schemas, forms and documentation all go by it.
type Field struct {
	// Key is the field's name in front matter.
	Key string
	// Type is what its value may be.
	Type Type
	// Required fields must be there.
	Required bool
	// OrNone accepts the word none, which says that there is none; leaving the
	// field out says that nothing is stated.
	OrNone bool
	// Unseen fields may be named in not_visible.
	Unseen bool
	// Vocabulary names the closed list of the ids, as keyed in site.yaml, or
	// "members", "countries" (ISO 3166-1 alpha-2); "" for other types.
	Vocabulary string
	// Choices are the values of a TypeChoice, and the keys of a TypeKeys.
	Choices []string
	// Max is the greatest number of characters of a text, or of items of a
	// list, or the greatest integer; 0 means the default of the type.
	Max int
	// Min is the smallest integer.
	Min int
	// Place tells whether the field may stand in a translation.
	Place Place
	// Label names the field to people, by language.
	Label report.Text
	// Doc explains it to people who write content, by language, in Markdown.
	Doc report.Text
	// Example is a value as it is written in YAML.
	Example string
	// Fields are those of the maps inside.
	Fields []Field
}

// Kind declares one kind of content file.
type Kind struct {
	// Name is the kind's: "report".
	Name string
	// Path is the pattern of its files, with names in angle brackets.
	Path string
	// Doc explains the kind, by language.
	Doc report.Text
	// Fields are its fields, in the order in which they are written.
	Fields []Field
}

// Field returns the declaration of a key.
func (k Kind) Field(key string) (Field, bool) {
	i := slices.IndexFunc(k.Fields, func(f Field) bool { return f.Key == key })
	if i < 0 {
		return Field{}, false
	}
	return k.Fields[i], true
}

// Kinds are all kinds of content files, in the order of the documentation.
func Kinds() []Kind {
	return []Kind{
		{"report", "content/reports/<code>/<year>.md", say(
			"One year’s report on what was done to carry out one resolution.",
			"Le rapport d’une année sur la mise en œuvre d’une résolution.",
			"El informe de un año sobre la aplicación de una resolución.",
		), editionFields.on(OriginalOnly)},
		{"translation", "content/reports/<code>/<year>.<language>.md", say(
			"The text of a report in another language. Members, actions, status and the like come from the original.",
			"Le texte d’un rapport dans une autre langue. Membres, actions, état et le reste viennent de l’original.",
			"El texto de un informe en otro idioma. Los miembros, las acciones, el estado y lo demás vienen del original.",
		), editionFields.on(TranslationOnly)},
		{"resolution", "content/resolutions/<code>.md", say(
			"A resolution, recommendation or decision that a congress has adopted.",
			"Une résolution, recommandation ou décision adoptée par un congrès.",
			"Una resolución, recomendación o decisión aprobada por un congreso.",
		), resolutionFields.on(OriginalOnly)},
		{"member", "content/members/<id>.md", say(
			"A member organisation. Text below the front matter describes it.",
			"Une organisation membre. Le texte sous l’en-tête la décrit.",
			"Una organización miembro. El texto bajo el encabezado la describe.",
		), memberFields.on(OriginalOnly)},
		{"page", "content/pages/<slug>.md", say(
			"A page of its own, such as the data policy. <slug>.<language>.md is its translation.",
			"Une page à part, par exemple la politique de données. <slug>.<langue>.md est sa traduction.",
			"Una página propia, como la política de datos. <slug>.<idioma>.md es su traducción.",
		), pageFields.on(OriginalOnly)},
		{"site", "content/site.yaml", say(
			"What the whole site shares: its name, languages and lists of words.",
			"Ce que tout le site partage : son nom, ses langues et ses listes de mots.",
			"Lo que comparte todo el sitio: su nombre, sus idiomas y sus listas de palabras.",
		), siteFields.on(OriginalOnly)},
	}
}

// say is a text of the documentation in the languages that have one.
func say(en, fr, es string) report.Text {
	return report.Text{"en": en, "fr": fr, "es": es}
}

// field is a declared field with the way from a YAML node into T and back.
type field[T any] struct {
	Field
	// read decodes the node into the value, and reports what is wrong.
	read func(d *decoder, n *yaml.Node, v *T)
	// write is what stands in front matter; nil where there is nothing to say.
	write func(v *T) value
}

// located keeps the place of the field's value.
func (f field[T]) located(at func(*T) *diag.Pos) field[T] {
	read := f.read
	f.read = func(d *decoder, n *yaml.Node, v *T) {
		*at(v) = d.pos(n)
		read(d, n, v)
	}
	return f
}

// table is the declaration of all fields of a kind, or of a map inside one.
type table[T any] []field[T]

// on returns the declarations for a text (OriginalOnly) or its translations
// (TranslationOnly).
func (t table[T]) on(place Place) []Field {
	var fields []Field
	for _, f := range t {
		if f.Place == Everywhere || f.Place == place {
			fields = append(fields, f.Field)
		}
	}
	return fields
}

// find returns the field of a key, or nil.
func (t table[T]) find(key string) *field[T] {
	for i := range t {
		if t[i].Key == key {
			return &t[i]
		}
	}
	return nil
}

// marshal is the front matter of a value, in the order of the table.
func (t table[T]) marshal(v *T) pairs {
	var p pairs
	for _, f := range t {
		if f.write == nil {
			continue
		}
		if w := f.write(v); w != nil {
			p = append(p, pair{f.Key, w})
		}
	}
	return p
}
