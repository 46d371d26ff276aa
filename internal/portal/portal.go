// Package portal turns pages of the old reporting portal into content files,
// and loses nothing: every line of the source is accounted for.
//
// A page comes as HTML or as text saved from a browser. Both become one stream
// of lines (source.go, html.go). The labels of the portal's three templates and
// three languages divide the stream into fields (labels.go, page.go); each
// field is read by its own rules (members.go, fields.go), and the narrative
// becomes Markdown in which nothing is structure by accident (blocks.go,
// write.go).
//
// # What the pages do not say
//
// An empty field never means "none": it is left out. A field whose label was
// not seen, or whose one-word value was dropped by the program that saved the
// text, is listed under not_visible. The year of a report is nowhere on most
// pages: it is an option, or derived from the node number with a warning.
//
// # Decisions
//
//   - Free text where names belong (a sentence among the members, a remark in
//     the field for other organisations) moves to "Additional information",
//     under a heading that names the field, with a warning.
//   - Other organisations are split at semicolons, else at commas and a last
//     "and", but only where every part looks like a name (see splitNames); the
//     raw line stays in the account.
//   - Committees and specialist groups among the commissions are no commissions
//     of the vocabulary: they are kept among the other organisations.
//   - Doubled single quotes, backticks and acute accents in the names of
//     members become quotation marks and apostrophes; the portal's spelling is
//     kept as an alias.
//   - Activity Reports are the reports of one constituent and have no place in
//     the content: they give a problem and, on request, a fragment of Markdown.
//
// Nothing is written and nothing overwritten: a Result says which files there
// would be, and which exist.
package portal

import (
	"cmp"
	"errors"
	"slices"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// Known is the content that an import builds on. Import only reads it.
type Known struct {
	// Settings hold the vocabularies and languages.
	Settings *report.Settings
	// Members are reused where a page names them.
	Members []*report.Member
	// Resolutions that exist are not written again.
	Resolutions []*report.Resolution
	// Editions tell which files exist.
	Editions []*report.Edition
}

// Add makes a result's files known to the imports that follow.
func (k *Known) Add(r *Result) {
	k.Members = append(k.Members, r.Members...)
	if r.Resolution != nil {
		k.Resolutions = append(k.Resolutions, r.Resolution)
	}
	if r.Edition != nil {
		k.Editions = append(k.Editions, r.Edition)
	}
}

// Options are what a page does not say.
type Options struct {
	// Year is the reporting year; 0 where it has to be derived.
	Year int
	// Source is the address of the page; "" where the page may tell.
	Source string
	// Language is that of the narrative; "" is the site's first. It is not the
	// language of the portal's labels.
	Language report.Lang
	// Resolution is the code, for pages without title.
	Resolution string
	// Activity asks for a fragment of Markdown from an Activity Report.
	Activity bool
}

// Use tells what became of a line.
type Use string

const (
	// UsedAsLabel is a label or heading of the portal, by which fields are found.
	UsedAsLabel Use = "label"
	// UsedAsField went into a content file.
	UsedAsField Use = "used"
	// Boilerplate is the portal's furniture: no part of the report.
	Boilerplate Use = "boilerplate"
	// Unpublished was understood, and has no place in the content.
	Unpublished Use = "not published"
	// NotUnderstood was not: somebody has to look at it.
	NotUnderstood Use = "not understood"
)

// Line is one line of the source that is not blank.
type Line struct {
	// Number is the line of the file, 1-based. Two lines share a number where
	// label and value stood on one, and in HTML.
	Number int
	// Text is the line without white space around it; of HTML its text only.
	Text string
	// Use tells what became of it, and Where in which field.
	Use   Use
	Where string
}

// Account is every line of the source that is not blank, in order.
type Account struct{ Lines []Line }

// With returns the lines of one use.
func (a Account) With(u Use) []Line {
	var lines []Line
	for _, l := range a.Lines {
		if l.Use == u {
			lines = append(lines, l)
		}
	}
	return lines
}

// File is a content file to write.
type File struct {
	// Path is relative to the source folder, with slashes.
	Path string
	// Data is the whole file.
	Data []byte
	// Exists tells that the content has the file already.
	Exists bool
}

// Result is what one page gives.
type Result struct {
	// Files are in the order report, resolution, new members.
	Files []File
	// Account tells what became of every line.
	Account Account
	// Problems are sorted; with an error among them there are no files.
	Problems []diag.Problem
	// Edition, Resolution and Members are what the files hold; Resolution is nil
	// where it was known, Members are the new ones.
	Edition    *report.Edition
	Resolution *report.Resolution
	Members    []*report.Member
	// Fragment is Markdown to paste under "Additional information" of a
	// progress report, made on request from an Activity Report.
	Fragment []byte
}

// importer is the state of one import.
type importer struct {
	name     string
	known    Known
	opt      Options
	source   *source
	page     *page
	members  *registry
	edition  *report.Edition
	remarks  []remark
	problems []diag.Problem
}

// remark is free text found in a field that has no place for it.
type remark struct {
	heading string
	lines   []*line
}

// Import reads one page. The name is that of its file, for positions. What is
// wrong with the page is among the result's problems; an error means that there
// are no settings to import into.
func Import(name string, data []byte, known Known, o Options) (*Result, error) {
	if known.Settings == nil {
		return nil, errors.New("portal: import without settings")
	}
	im := &importer{name: name, known: known, opt: o, members: newRegistry(known.Members)}
	if o.Language == "" && len(known.Settings.Languages) > 0 {
		im.opt.Language = known.Settings.Languages[0]
	}
	src, problem := read(data)
	if problem != nil {
		problem.Pos.File = name
		return &Result{Problems: []diag.Problem{*problem}}, nil
	}
	im.source = src
	im.page = divide(src)
	res := &Result{}
	if im.page.kind == activityReport {
		im.readActivity(res)
	} else if im.readProgress() {
		im.emit(res)
	}
	im.finish(res)
	return res, nil
}

// finish writes the account and sorts the problems.
func (im *importer) finish(res *Result) {
	for _, l := range im.source.lines {
		if l.text == "" {
			continue
		}
		if l.use == "" {
			l.use = NotUnderstood
		}
		if l.use == NotUnderstood && !im.told(l) {
			im.warn(l, "not-understood", "see whether it belongs into the file, and put it there by hand", "line not understood: %s", shorten(l.text, 80))
		}
		res.Account.Lines = append(res.Account.Lines, Line{l.number, l.text, l.use, l.where})
	}
	slices.SortStableFunc(res.Account.Lines, func(a, b Line) int { return cmp.Compare(a.Number, b.Number) })
	im.warnOfMojibake()
	res.Problems = diag.Sort(im.problems)
	if errors, _ := diag.Count(res.Problems); errors > 0 {
		res.Files, res.Edition, res.Resolution, res.Members = nil, nil, nil, nil
	}
}

// told tells whether a problem with the line was reported already.
func (im *importer) told(l *line) bool {
	return slices.ContainsFunc(im.problems, func(p diag.Problem) bool { return p.Pos == im.pos(l) })
}

// warn reports a problem at a line, or with the whole page where l is nil.
func (im *importer) warn(l *line, rule, hint, format string, args ...any) {
	im.problems = append(im.problems, diag.Warnf(im.pos(l), rule, hint, format, args...))
}

// fail reports an error: there will be no files.
func (im *importer) fail(l *line, rule, hint, format string, args ...any) {
	im.problems = append(im.problems, diag.Errorf(im.pos(l), rule, hint, format, args...))
}

func (im *importer) pos(l *line) diag.Pos {
	if l == nil {
		return diag.Pos{File: im.name}
	}
	return diag.Pos{File: im.name, Line: l.number, Col: max(l.col, 1)}
}

// shorten cuts a text for a message.
func shorten(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return string(runes[:limit-1]) + "…"
}
