package output

import (
	"bytes"

	"resolute/internal/cite"
	"resolute/internal/dataset"
	"resolute/internal/report"
	"resolute/internal/site"
)

// work is how a report is referred to in this language.
func (p *pages) work(e *site.Edition) *cite.Work {
	return p.reference(p.of(e), e.Edition, e.In(p.lang))
}

// reference refers to a report. The digest is that of the file beside the page, so
// that a reader can tell whether the text is the same.
func (l *language) reference(f *editionFace, e, text *report.Edition) *cite.Work {
	title := l.title(f)
	if official := f.Resolution.Resolution.Title.Value; official != "" {
		title += ". " + official
	}
	return &cite.Work{
		Key: e.Code.ID() + "-" + itoa(e.Year), Title: title, Kind: l.word("kind.edition"), Number: f.code,
		Organisation: l.chrome.Organisation.Text.Value, Site: l.chrome.Title, Year: e.Year, Date: e.Date.String(),
		URL: f.url, Language: string(text.Language), Digest: text.Digest,
	}
}

// referenceMost is enough for most references.
const referenceMost = 600

// citationFiles are the references to all reports, in each form. They are known by
// all that they are made of.
func (p *pages) citationFiles() []*dataFile {
	t := &dataset.Table{Name: "citations", Key: []string{"key"}}
	for _, name := range []string{"key", "title", "kind", "number", "organisation", "site", "year", "date", "url", "language", "sha256"} {
		t.Columns = append(t.Columns, dataset.Column{Name: name, Type: dataset.String})
	}
	works := make([]*cite.Work, len(p.Site.Editions))
	for i, e := range p.Site.Editions {
		w := p.work(e)
		works[i] = w
		t.Add(w.Key, w.Title, w.Kind, w.Number, w.Organisation, w.Site, itoa(w.Year), w.Date, w.URL, w.Language, w.Digest)
	}
	t.Seal()
	var files []*dataFile
	for _, l := range cite.Lists() {
		form := &dataset.Form{Table: t, Name: l.Name, Room: len(works) * referenceMost, Write: func(b *bytes.Buffer, from, to int) error {
			return l.Write(b, works[from:to], from == 0, to == len(works))
		}}
		files = append(files, &dataFile{"citations." + l.Name, t, dataset.File{Form: form}})
	}
	return files
}
