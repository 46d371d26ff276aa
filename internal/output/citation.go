package output

import (
	"bytes"

	"resolute/internal/cite"
	"resolute/internal/dataset"
	"resolute/internal/report"
)

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
// what they are made of, and made where they are written.
func (p *pages) citationFiles() []*dataFile {
	t := &dataset.Table{Name: "citations", Title: p.digest, Key: []string{"path"}}
	for _, name := range []string{"path", "report", "language", "text"} {
		t.Columns = append(t.Columns, dataset.Column{Name: name, Type: dataset.String})
	}
	t.Make(len(p.Site.Editions), func(i int, cells []string) []string {
		face, text := p.editionFaces.at(i), p.Site.Editions[i].In(p.lang)
		return append(cells, face.Path, string(face.sum[:]), string(text.Language), text.Digest)
	})
	t.Seal()
	var files []*dataFile
	for _, l := range cite.Lists() {
		form := &dataset.Form{Table: t, Name: l.Name, Room: t.Len() * referenceMost, Write: func(b *bytes.Buffer, from, to int) error {
			works := make([]*cite.Work, 0, to-from)
			for _, e := range p.Site.Editions[from:to] {
				works = append(works, p.reference(p.of(e), e.Edition, e.In(p.lang)))
			}
			return l.Write(b, works, from == 0, to == t.Len())
		}}
		files = append(files, &dataFile{"citations." + l.Name, t, dataset.File{Form: form}})
	}
	return files
}
