package search

// Kinds of documents, which decide how the fields weigh and how documents are
// ordered.
const (
	KindEdition    = "edition"
	KindResolution = "resolution"
	KindMember     = "member"
	KindPage       = "page"
)

// Facets that Build fills from fields of the document itself.
const (
	FacetKind     = "kind"
	FacetYear     = "year"
	FacetStatus   = "status"
	FacetLanguage = "language"
)

// Text is a text and the BCP 47 language it is written in; "" where it is a
// name, the same in every language.
type Text struct {
	Lang, Value string
}

// Document is one thing that can be found. It exists once for the whole site,
// not once for each language of the user interface.
type Document struct {
	// Digest identifies all the rest, for a memory; a document without one is
	// not remembered.
	Digest string
	// Path is the address without the language in front, and identifies the
	// document: "resolutions/wcc-2020-res-040/2023/".
	Path string
	// Kind is one of the constants, or another word for other pages.
	Kind string
	// Rest makes the fields below, and Texts makes Fields, where they are not there.
	// They are asked only for a document that a memory does not know, or when a file
	// that shows it is made again.
	Rest  func() Document
	Texts func() []Field
	// Codes are the canonical code (WCC-2020-Res-040) first, then other numbers
	// (the official 7.040). Other forms of the code are derived from it.
	Codes []string
	// Title by language.
	Title []Text
	// Year is the reporting year, the year of the congress, or 0.
	Year int
	// Status is the id of a status, or "".
	Status string
	// Langs are the languages in which the text can be read.
	Langs []string
	// Facets are the ids of the other facets by the facet's name.
	Facets map[string][]string
	// Fields are the texts to search.
	Fields []Field
}

// FieldKind tells what a text is and so how much a word in it weighs.
type FieldKind uint8

// The kinds of fields.
const (
	// FieldName is the name, acronym or alias of a member, commission or
	// other organisation that took part.
	FieldName FieldKind = iota
	// FieldCountry is a country's name.
	FieldCountry
	// FieldKeyword is a keyword that describes the document.
	FieldKeyword
	// FieldBody is running text, shown in excerpts.
	FieldBody

	// The fields that Build makes.
	fieldCode
	fieldTitle
	fieldKinds
)

// Field is one text of a document.
type Field struct {
	Kind FieldKind
	Text
}

// Facet is the words of one facet, in the order of display.
type Facet struct {
	// Name is the facet's key in Document.Facets and in the address of a search.
	Name string
	// Suggest makes the values appear as suggestions while one types.
	Suggest bool
	// Values in order of display. An id without a value here is its own label.
	Values []FacetValue
}

// FacetValue is one choice of a facet.
type FacetValue struct {
	ID string
	// Labels by language; a text without language serves all.
	Labels []Text
	// Keywords are other names under which it is suggested: acronyms, aliases.
	Keywords []string
}

// Labels are the facets of the site. Facets that documents use and that are
// not here are not indexed.
type Labels []Facet

// Options tune the index; the zero value is what the site uses.
type Options struct {
	// Dir is the folder of the index inside the site, "search-index/" by default.
	Dir string
	// ShardSize is the size in bytes before compression at which a shard of
	// the dictionary is closed; 0 chooses by the number of documents.
	ShardSize int
	// Memory is what the last build left, and takes what this one does; nil for
	// none. The bytes do not depend on it.
	Memory *Memory
	// Kept reports whether a file of the last build is still there as it was.
	Kept func(path string) bool
	// Published reads such a file; nil where they cannot be read.
	Published func(path string) ([]byte, bool)
	// Workers is the number of goroutines; 0 takes GOMAXPROCS. The bytes do
	// not depend on it.
	Workers int
}

// File is one file of the index.
type File struct {
	// Path is relative to the site, with slashes.
	Path string
	// Data is what is in it; nil where Kept has said that it is there.
	Data []byte
	// Immutable is true where the path changes whenever the bytes do.
	Immutable bool
}

// Stats are the numbers of a build.
type Stats struct {
	// Documents, Words (distinct written forms) and Files written.
	Documents, Words, Files int
	// Bytes of all files, and of what every visitor loads first.
	Bytes, FirstLoad int
	// Parts are the bytes by kind of file, in a fixed order.
	Parts []Part
}

// Part is the share of one kind of file in the index.
type Part struct {
	Name         string
	Files, Bytes int
}
