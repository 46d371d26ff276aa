package output

import (
	"bytes"
	"encoding/json"
	"sync"

	"resolute/internal/feed"
	"resolute/internal/layout"
	"resolute/internal/report"
	"resolute/internal/site"
)

// folder is what the view of a folder begins with.
type folder struct{ key string }

// fileKey is the key of every file of the folder: which one it is, its path tells.
func (f *folder) fileKey() string { return f.key }

// keyed is the view of a folder.
type keyed interface{ fileKey() string }

// The values of content files stand for themselves by path and digest where views
// are compared. All else that decoding depends on is in the basis of the language.
type (
	resolutionFile struct{ *report.Resolution }
	editionFile    struct{ *report.Edition }
	memberFile     struct{ *report.Member }
)

// AppendDigest writes what changes with the file.
func (f resolutionFile) AppendDigest(b []byte) []byte { return appendFile(b, &f.File) }

// AppendDigest writes what changes with the file.
func (f editionFile) AppendDigest(b []byte) []byte { return appendFile(b, &f.File) }

// AppendDigest writes what changes with the file.
func (f memberFile) AppendDigest(b []byte) []byte { return appendFile(b, &f.File) }

func appendFile(b []byte, f *report.File) []byte { return appendText(appendText(b, f.Path), f.Digest) }

// resolutionFolder is all that the files of a resolution's folder show.
type resolutionFolder struct {
	folder
	Path string
	File resolutionFile
	Face *resolutionFace
	Body *Body
	// Reports are those on it, oldest first.
	Reports []folderReport
	// Members are all that the reports name.
	Members        []*memberFace
	Previous, Next *layout.ResolutionRef
	Related        []layout.Related
	Silent         *layout.SilentBadge
}

// folderReport is a report in its resolution's folder.
type folderReport struct {
	Face *editionFace
	// Original is the report as it was written, and Text what readers of the
	// language see of it: a translation, or the same.
	Original, Text editionFile
	// Translations are the languages of all, in order.
	Translations []report.Lang
	// Body is the text's, Written the original's, and Earlier what that was when the
	// text was translated, where it is out of date and that is known.
	Body, Written, Earlier *Body
	// Change is what changed since the report before, nil for the first; Summary
	// tells it in a line.
	Change  *site.Change
	Summary *layout.Part
	// Commit is the text's last.
	Commit Commit
}

func (p *pages) resolutionFolder(r *site.Resolution) *resolutionFolder {
	f := &resolutionFolder{
		Path: r.Path(), File: resolutionFile{r.Resolution}, Face: p.ofResolution(r), Body: p.Bodies[&r.File],
		Reports: make([]folderReport, len(r.Editions)), Members: make([]*memberFace, len(r.Members)),
		Related: p.related(r), Silent: p.silentBadge(r),
	}
	if r.Previous != nil {
		f.Previous = &p.refs[r.Previous.Index]
	}
	if r.Next != nil {
		f.Next = &p.refs[r.Next.Index]
	}
	for i, m := range r.Members {
		f.Members[i] = p.ofMember(m)
	}
	for i, e := range r.Editions {
		text := e.In(p.lang)
		f.Reports[i] = folderReport{
			Face: p.of(e), Original: editionFile{e.Edition}, Text: editionFile{text},
			Written: p.Bodies[&e.File], Change: p.Changes.Of(e), Summary: p.summary(e), Commit: p.commit(text.Path),
		}
		f.Reports[i].Body = f.Reports[i].Written
		if text != e.Edition {
			f.Reports[i].Body, f.Reports[i].Earlier = p.Bodies[&text.File], p.Earlier[&text.File]
		}
		for _, t := range e.Translations {
			f.Reports[i].Translations = append(f.Reports[i].Translations, t.Language)
		}
	}
	f.key = Fingerprint(p.digest, f)
	return f
}

// member finds one that a report of the folder names.
func (f *resolutionFolder) member(id string) *memberFace {
	for _, m := range f.Members {
		if m.JSON.ID == id {
			return m
		}
	}
	return nil
}

// lines are members as lists show them.
func (f *resolutionFolder) lines(ids []string) []*layout.Part {
	list := make([]*layout.Part, len(ids))
	for i, id := range ids {
		list[i] = f.member(id).Line
	}
	return list
}

// memberFolder is all that the files of a member's folder show.
type memberFolder struct {
	folder
	Path string
	File memberFile
	Face *memberFace
	Body *Body
	// Reports are those that name it, in the order of codes and years.
	Reports []*editionFace
	// Partners are the members most often named with it.
	Partners []partner
}

// partner is a member met in reports.
type partner struct {
	Member  *memberFace
	Reports int
}

func (p *pages) memberFolder(m *site.Member) *memberFolder {
	f := &memberFolder{
		Path: m.Path(), File: memberFile{m.Member}, Face: p.ofMember(m), Body: p.Bodies[&m.File],
		Reports: p.faces(p.namings().byMember[m.Index]), Partners: p.partners(m),
	}
	f.key = Fingerprint(p.digest, f)
	return f
}

// files are those of a folder: each is made of the folder's view, by its language.
type files[V any] struct {
	*language
	path string
	view func() any
	list []Target
}

func newFiles[V keyed](l *language, path string, view func() V) *files[V] {
	made := sync.OnceValue(view)
	return &files[V]{language: l, path: string(l.lang) + "/" + path, view: func() any { return made() }}
}

func (f *files[V]) add(name, stage string, render func(b *bytes.Buffer, view V) error) {
	f.list = append(f.list, Target{
		Path: f.path + name, Stage: stage, view: f.view,
		format: format{render: func(b *bytes.Buffer, v any) error { return render(b, v.(V)) }},
	})
}

// page is a page of a kind in a part of the folder, or in itself.
func (f *files[V]) page(kind, in string, page func(view V) any) {
	f.add(in+"index.html", "pages", func(b *bytes.Buffer, view V) error {
		return f.set.Render(b, string(f.lang), kind, page(view))
	})
}

// json is the machine-readable sibling of a page.
func (f *files[V]) json(in string, value func(view V) any) {
	f.add(in+"index.json", "data", func(b *bytes.Buffer, view V) error {
		// The default escaping of < > & keeps a file harmless that a host serves as HTML.
		return json.NewEncoder(b).Encode(value(view))
	})
}

// feeds are the feed beside a page, in each form.
func (f *files[V]) feeds(made func(view V) *feed.Feed) {
	for _, form := range feedForms() {
		f.add(form.name, "feeds", func(b *bytes.Buffer, view V) error { return form.render(made(view), b) })
	}
}

// place is where a report stands in its resolution's folder; written tells that
// the language has the text of its own.
type place struct {
	year    int
	written bool
}

// resolutionFiles are the files of one resolution and of its editions.
func (p *pages) resolutionFiles(r *site.Resolution) []Target {
	places := make([]place, len(r.Editions))
	for i, e := range r.Editions {
		places[i] = place{e.Year, e.In(p.lang).Language == p.lang}
	}
	return p.language.resolutionFiles(r.Path(), places, func() *resolutionFolder { return p.resolutionFolder(r) })
}

func (l *language) resolutionFiles(path string, reports []place, view func() *resolutionFolder) []Target {
	files := newFiles(l, path, view)
	files.list = make([]Target, 0, 4+3*len(reports))
	files.page("resolution", "", func(f *resolutionFolder) any { return l.resolution(f) })
	files.json("", func(f *resolutionFolder) any { return l.resolutionJSON(f) })
	files.feeds(l.resolutionFeed)
	for i, at := range reports {
		in := itoa(at.year) + "/"
		if at.written {
			files.add(in+originalName, "data", func(b *bytes.Buffer, f *resolutionFolder) error {
				b.Write(f.Reports[i].Text.Raw())
				return nil
			})
		}
		files.page("edition", in, func(f *resolutionFolder) any { return l.edition(f, i) })
		files.json(in, func(f *resolutionFolder) any { return l.editionJSON(f, i) })
	}
	return files.list
}

// memberFiles are the files of one member.
func (p *pages) memberFiles(m *site.Member) []Target {
	return p.language.memberFiles(m.Path(), func() *memberFolder { return p.memberFolder(m) })
}

func (l *language) memberFiles(path string, view func() *memberFolder) []Target {
	files := newFiles(l, path, view)
	files.page("member", "", func(f *memberFolder) any { return l.member(f) })
	files.json("", func(f *memberFolder) any { return l.memberJSON(f) })
	files.feeds(l.memberFeed)
	return files.list
}
