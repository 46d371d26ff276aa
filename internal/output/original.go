package output

import (
	"resolute/internal/layout"
	"resolute/internal/report"
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

// commit is the last one of a file, without a hash where it is not known.
func (in *Input) commit(file string) Commit {
	if in.Provenance == nil {
		return Commit{}
	}
	return in.Provenance.Files[file]
}

// originalName is the file of a report as it was written, beside its page.
const originalName = "index.md"

// originalOf leads to the file of a text: it stands once, under the language
// in which it is written.
func (l *language) originalOf(r *folderReport) address {
	return l.within(r.Text.Language, r.Face.Path+originalName)
}

// provenance tells where the text of an edition comes from.
func (l *language) provenance(text *report.Edition, c Commit) layout.Provenance {
	v := layout.Provenance{File: text.Path, Digest: text.Digest, History: l.inRepository("commits/main/" + text.Path)}
	if c.Hash != "" {
		v.Commit, v.Short, v.Date = l.inRepository("commit/"+c.Hash), c.Hash[:min(10, len(c.Hash))], c.Time[:min(10, len(c.Time))]
	}
	return v
}
