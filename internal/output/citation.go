package output

import (
	"bytes"
	"sync"

	"resolute/internal/cite"
	"resolute/internal/dataset"
	"resolute/internal/site"
)

// work is how a report is referred to in this language. The digest is that of
// the file beside the page, so that a reader can tell whether the text is the same.
func (p *pages) work(e *site.Edition) *cite.Work {
	ref, text := p.refs[e.Resolution.Index], e.In(p.lang)
	name := p.of(e)
	title := name.title
	if ref.Title.Value != "" {
		title += ". " + ref.Title.Value
	}
	return &cite.Work{
		Key: e.Code.ID() + "-" + itoa(e.Year), Title: title, Kind: p.word("kind.edition"), Number: ref.Code,
		Organisation: p.chrome.Organisation.Text.Value, Site: p.chrome.Title, Year: e.Year, Date: e.Date.String(),
		URL: name.url, Language: string(text.Language), Digest: text.Digest,
	}
}

// referenceMost is enough for most references.
const referenceMost = 600

// citationFiles are the references to all reports, in each form.
func (p *pages) citationFiles(s *dataset.Set) []dataFile {
	list := []struct {
		name  string
		write func(*bytes.Buffer, []*cite.Work) error
	}{{"citations.bib", cite.BibTeX}, {"citations.ris", cite.RIS}, {"citations.json", cite.CSL}}
	works := sync.OnceValue(func() []*cite.Work {
		works := make([]*cite.Work, len(p.Site.Editions))
		for i, e := range p.Site.Editions {
			works[i] = p.work(e)
		}
		return works
	})
	var files []dataFile
	for _, f := range list {
		// All that a reference is made of is in the tables, but for the names of
		// organisation and site, which are in the chrome.
		files = append(files, dataFile{f.name, 0, []any{s.Tables[0], p.chrome}, func(b *bytes.Buffer) error {
			b.Grow(len(works()) * referenceMost)
			return f.write(b, works())
		}, nil})
	}
	return files
}
