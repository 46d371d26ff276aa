package layout

import "strings"

// CitationForm is a reference for reference managers.
type CitationForm struct {
	// ID is part of the id of the text on the page.
	ID string
	// Name is that of the form, the same in all languages.
	Name string
	// Text is the reference.
	Text string
}

// Citations are the references to the report in each form. They stand on the page
// and not in files beside it: to make three files costs ten times as much as these
// texts.
func (v *EditionView) Citations() ([]CitationForm, error) {
	csl, err := v.Work.CSL()
	if err != nil {
		return nil, err
	}
	return []CitationForm{
		{ID: "bibtex", Name: "BibTeX", Text: strings.TrimSpace(v.Work.BibTeX())},
		{ID: "ris", Name: "RIS", Text: strings.TrimSpace(v.Work.RIS())},
		{ID: "csl", Name: "CSL-JSON", Text: csl},
	}, nil
}

// Provenance tells where a text comes from.
type Provenance struct {
	// File is the content file, Digest its SHA-256 in hexadecimal.
	File, Digest string
	// History leads to all commits of the file, or "".
	History string
	// Commit leads to the last one, or is ""; Short is the beginning of its hash,
	// "" where no commit is known; Date is its day, YYYY-MM-DD.
	Commit, Short, Date string
}
