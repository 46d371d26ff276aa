// Package output turns the linked site into files: one file of this package
// for each output format, and the table of all targets.
//
// A target is an address and the function that makes its view. A file is a pure
// function of its view, and the key that is made of the view decides whether it is
// made again:
//
//	pages    has the site, and makes views: plain data, all that a file may show
//	language makes files of views; it has no way to the site, only what all pages
//	         of a language share, whose digest is that of its basis
//
// A single page (a list, the home page) has a view of its own, and its key is the
// fingerprint of that view with the format's name. The files of a resolution's
// folder, which are most of a site, share the folder's view (folder.go), and so do a
// member's; its one fingerprint, with the language's digest, is the key of all of
// them. What layouts show is made of it only where a file is really written: that
// is a method of language, so that the compiler holds that nothing can be shown
// which the folder's view does not hold.
//
// In a view, a content file stands for itself by path and digest, a body by its
// digest, and what many pages show of a resolution, a report or a member by its
// face (names.go), which is made and hashed once. All else is compared as it is.
// Nothing here writes to disk or knows what was published before.
package output

import (
	"bytes"
	"fmt"
	"sync"

	"resolute/internal/analysis"
	"resolute/internal/dataset"
	"resolute/internal/i18n"
	"resolute/internal/layout"
	"resolute/internal/markdown"
	"resolute/internal/report"
	"resolute/internal/site"
)

// Input is everything that files are made of.
type Input struct {
	// Site is the linked site.
	Site *site.Site
	// BaseURL is the address under which it is published, with a final "/".
	BaseURL string
	// Locales are those of the site's languages, in their order.
	Locales []*i18n.Locale
	// Layouts are the templates.
	Layouts *layout.Set
	// Styles, Scripts and Assets are addresses of assets; see layout.Chrome.
	Styles  []string
	Scripts map[string]string
	Assets  map[string]string
	// Bodies are the rendered bodies of all files that have one.
	Bodies map[*report.File]*Body
	// Earlier are the texts from which translations were made that are out of date,
	// by the translation's file, where they are known.
	Earlier map[*report.File]*Body
	// Changes are those of each edition since the one before, where there is one.
	Changes *site.Changes
	// SearchIndex is the entry file of the search index under the root, or "".
	SearchIndex string
	// Admin is the web form; nil for none.
	Admin *Admin
	// Provenance says where the content comes from; nil where that is not known.
	Provenance *Provenance
	// Tables is what the last build left of the tables for download; nil for nothing.
	Tables *dataset.Memory
	// Preview marks a build that is not for the public.
	Preview bool
	// Version is the program's; a new one makes every file again.
	Version string

	failed failure

	counting, listening, hushing, ordering, naming, joining sync.Once

	counted []analysis.Analysis
	ordered *newest
	named   *named
	// took are the resolutions on whose reports each member is named, by their indexes.
	took   [][]int32
	silent *analysis.Silence
	quiet  map[*site.Resolution]analysis.Finding
}

// Err is the first failure of making files, such as a missing word. It is known
// once all that had to be made have been.
func (in *Input) Err() error {
	in.failed.mu.Lock()
	defer in.failed.mu.Unlock()
	return in.failed.err
}

// Body is an authored body: what was found when it was rendered, and a way to
// have its HTML and its text.
type Body struct {
	// Digest changes with everything that the rendering depends on, or with all that
	// came of it.
	Digest string
	// Sections are the parts of the body, in its order.
	Sections []BodySection
	// Words counts those of the body.
	Words int
	// HTML and Text give those of a section, by index; the text is without
	// markup. They are made anew each time.
	HTML func(section int) markdown.HTML
	Text func(section int) string
}

// AppendDigest writes the digest.
func (b *Body) AppendDigest(to []byte) []byte { return appendText(to, b.Digest) }

// BodySection is a part of a body.
type BodySection struct {
	// ID is the section's kind; "" for the body of a page.
	ID string
	// Headings are those below it.
	Headings []markdown.Heading
}

// File is a published file.
type File struct {
	// Path is relative to the published folder, with slashes.
	Path string
	// Data are its bytes.
	Data []byte
}

// Target is one file to be made.
type Target struct {
	// Path is the file's, relative to the published folder.
	Path string
	// Stage names the kind of work, for statistics.
	Stage string
	// view makes the view; it is called once for a build.
	view func() any
	// format renders it.
	format format
}

// format renders a view to bytes.
type format struct {
	// name is part of the fingerprint, but for files of folders.
	name string
	// render writes the file.
	render func(*bytes.Buffer, any) error
}

// View makes the view, and the key that changes with it.
func (t Target) View() (view any, key string) {
	view = t.view()
	if f, ok := view.(keyed); ok {
		return view, f.fileKey()
	}
	return view, Fingerprint(t.format.name, view)
}

// Render makes the file's bytes of the view.
func (t Target) Render(b *bytes.Buffer, view any) error {
	if err := t.format.render(b, view); err != nil {
		return fmt.Errorf("%s: %w", t.Path, err)
	}
	return nil
}

// Folder is a folder whose files are listed when one of them is asked for.
type Folder struct {
	// Path is the folder's, with a final slash: "en/analysis/".
	Path string
	// Targets are those of its files that neither Outline lists nor a folder in it;
	// it computes them at each call.
	Targets func() []Target
}

// Outline lists the files of the site that are known at once and are few, and
// the folders of the others. Assets and the search index are neither.
func Outline(in *Input) (list []Target, folders []Folder) {
	var all []*pages
	for i := range in.Locales {
		p := newPages(in, i)
		all = append(all, p)
		list = append(list, p.targets()...)
		folders = append(folders, p.folders()...)
	}
	return append(list, rootTargets(in, all)...), folders
}

// folders are those of one language: of resolutions and members, which are many,
// and of what takes much computing.
func (p *pages) folders() []Folder {
	lang := string(p.lang) + "/"
	list := make([]Folder, 0, len(p.Site.Resolutions)+len(p.Site.Members)+2)
	list = append(list, Folder{lang + site.AnalysisPath(""), p.analysisTargets}, Folder{lang + site.SilencePath, p.silenceTargets})
	for _, r := range p.Site.Resolutions {
		list = append(list, Folder{lang + r.Path(), func() []Target { return p.resolutionFiles(r) }})
	}
	for _, m := range p.Site.Members {
		list = append(list, Folder{lang + m.Path(), func() []Target { return p.memberFiles(m) }})
	}
	return list
}

// Targets lists all files of the site but for assets and the search index.
func Targets(in *Input) []Target {
	list, folders := Outline(in)
	for _, f := range folders {
		list = append(list, f.Targets()...)
	}
	return list
}
