package layout

// TranslationsView shows which reports can be read in which language.
type TranslationsView struct {
	Page
	// Languages are the site's, in order.
	Languages []TranslationCount
	// Years are newest first.
	Years []TranslationYear
	// Stale are translations whose original has changed since.
	Stale []TranslationLine
	// Reports is the number of all reports.
	Reports int
}

// TranslationCount counts the reports in one language.
type TranslationCount struct {
	// Lang is its tag, Name its name in itself.
	Lang, Name string
	// Originals are written in it; Fresh, Stale and Unknown are translations into
	// it, by what became of their originals.
	Originals, Fresh, Stale, Unknown int
	// Readable are all of these, and Percent their share of all reports.
	Readable int
	Percent  string
}

// TranslationYear counts the reports of a year that can be read in each language.
type TranslationYear struct {
	Year int
	Href string
	// Reports are all, Readable those in each language, in order.
	Reports  int
	Readable []int
}

// TranslationLine is a translation.
type TranslationLine struct {
	Resolution ResolutionRef
	Year       int
	// Href leads to the text, which is in Lang.
	Href, Lang, LangName string
}
