package output

import (
	"bytes"

	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// Provenance says where content files come from. It is made of a repository with
// its whole history, by who calls.
type Provenance struct {
	// Commit is the one that the source stands at, in hexadecimal; Modified tells
	// that the source has changes that are not committed.
	Commit   string
	Modified bool
	// Files has the last commit of each file that is as it was committed, by
	// the path of the file.
	Files map[string]Commit
}

// Commit is one state of the content.
type Commit struct {
	// Hash is its own, in hexadecimal.
	Hash string
	// Time is when it was made, in the form of RFC 3339 in UTC.
	Time string
}

// commit is the last one of a file; ok tells whether it is known.
func (in *Input) commit(file string) (c Commit, ok bool) {
	if in.Provenance == nil {
		return c, false
	}
	c, ok = in.Provenance.Files[file]
	return c, ok
}

// originalName is the file of a report as it was written, beside its page.
const originalName = "index.md"

// originalOf leads to the file of a text: it stands once, under the language
// in which it is written.
func (p *pages) originalOf(e *site.Edition, text *report.Edition) address {
	return p.within(text.Language, e.Path()+originalName)
}

// original is the file of a report in this language; nil where there is none.
func (p *pages) original(e *site.Edition) []Target {
	text := e.In(p.lang)
	if text.Language != p.lang {
		return nil
	}
	return []Target{{
		Path: string(p.lang) + "/" + e.Path() + originalName, Stage: "data", view: func() any { return text.Digest },
		format: format{"original" + p.Version, func(b *bytes.Buffer, _ any) error { b.Write(text.Raw()); return nil }},
	}}
}

// provenance tells where the text of an edition comes from.
func (p *pages) provenance(text *report.Edition) layout.Provenance {
	v := layout.Provenance{File: text.Path, Digest: text.Digest, History: p.inRepository("commits/main/" + text.Path)}
	if c, ok := p.commit(text.Path); ok {
		v.Commit, v.Short, v.Date = p.inRepository("commit/"+c.Hash), c.Hash[:min(10, len(c.Hash))], c.Time[:min(10, len(c.Time))]
	}
	return v
}
