// Package build is the pipeline, and this comment is its architecture.
//
//	content.Read(fs)   -> files        their digests, and the bytes of those that are not known
//	files.Decode       -> sources      authored files, with the position of every value
//	site.Link(sources) -> *site.Site   resolutions, editions, members, indexes, addresses; pure
//	markdown.Render    -> bodies       safe HTML, headings, plain text; in parallel, remembered
//	site.Changes       -> changes      what changed from each edition to the next, when asked for
//	analysis.All       -> numbers      what the reports tell, and what they do not
//	search.Build       -> files        the search index, of that of the last build where there is one
//	output.Targets     -> view -> file HTML, feeds, JSON, tables, sitemap, headers; in parallel
//	Ledger             -> manifest     the digest of each file, and the commit; last of all
//	Sink               -> publish      makes the folder equal to the files, all or nothing
//
// Load does the first five and is what every command needs that reads content;
// Project.Emit does the rest, into a folder (build) or into memory (serve). All
// problems are collected; with an error among them nothing is emitted.
//
// Linking is always done in full. What makes the next build quick is that a
// page whose view has the same fingerprint as last time is not rendered again
// (all files of a resolution's folder have one view), that a body is rendered
// only when a page that shows it is, that a file with the same bytes is not
// decoded again, and that of a large table only the part is written anew in
// which a row has changed. Where all of them have the same bytes, they are only
// read.
package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"resolute/internal/asset"
	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/layout"
	"resolute/internal/output"
	"resolute/internal/report"
	"resolute/internal/review"
	"resolute/internal/search"
	"resolute/internal/site"
)

// Options say what to build, and of what.
type Options struct {
	// Source is the source folder: content/, and layouts/ and static/ where it
	// has files of its own.
	Source fs.FS
	// Layouts and Static are the built-in ones.
	Layouts, Static fs.FS
	// BaseURL replaces that of the settings, where not "".
	BaseURL string
	// Drafts includes drafts.
	Drafts bool
	// Strict lets warnings stop the build.
	Strict bool
	// Review adds what a careful reader would ask about; it is slower.
	Review bool
	// Preview marks a build that search engines shall not see.
	Preview bool
	// Provenance says where the content comes from; nil where that is not known.
	Provenance *output.Provenance
	// Versions gives earlier versions of a content file, newest first; nil where
	// they are not known.
	Versions func(path string) iter.Seq[[]byte]
	// Version is the program's; it is part of every fingerprint.
	Version string
	// Memory is what earlier builds remember; nil for none.
	Memory *Memory
	// Clock measures the stages; nil for none. It never reaches a file.
	Clock func() time.Time
}

// Project is content that has been read, linked and rendered.
type Project struct {
	// Site is the linked site.
	Site *site.Site
	// Sources are what it was linked from.
	Sources *content.Sources
	// Input is what the files are made of.
	Input *output.Input
	// Stages are how long each took.
	Stages []Stage
	// Summary counts the files, once they have been made.
	Summary Summary
	// Notes are what the user should know of the run, one sentence each.
	Notes []string

	options Options
	files   *content.Files
	assets  *asset.Set
	// texts are what the last build left.
	texts *texts
}

// Stage is a part of the pipeline.
type Stage struct {
	// Name is one word.
	Name string
	// Took is the time from start to end.
	Took time.Duration
}

// stopwatch notes how long stages take.
type stopwatch struct {
	clock func() time.Time
	last  time.Time
}

func (o Options) stopwatch() *stopwatch {
	s := &stopwatch{clock: o.Clock}
	if s.clock != nil {
		s.last = s.clock()
	}
	return s
}

func (s *stopwatch) lap(p *Project, name string) {
	if s.clock == nil {
		return
	}
	now := s.clock()
	p.Stages = append(p.Stages, Stage{name, now.Sub(s.last)})
	s.last = now
}

// Load reads, links and renders the content; what changed in an edition is found
// out when it is asked for. The project is nil where a problem is an error; err
// is a failure of the environment or of the program.
func Load(ctx context.Context, o Options) (*Project, []diag.Problem, error) {
	p, err := read(o)
	if err != nil {
		return nil, nil, err
	}
	problems, sound, err := p.load(ctx)
	if err != nil || !sound {
		return nil, problems, err
	}
	known := o.Memory.texts()
	known.turn(2 * len(p.Site.Editions))
	p.Input.Changes = changes(known, p.Site, p.Input.Bodies)
	return p, problems, nil
}

// compare finds what changed in every edition, on all cores.
func (p *Project) compare(ctx context.Context) error {
	watch := p.options.stopwatch()
	p.Input.Changes = changes(p.texts, p.Site, p.Input.Bodies)
	err := parallel(ctx, len(p.Site.Editions), func(i int) error {
		p.Input.Changes.Of(p.Site.Editions[i])
		return nil
	})
	watch.lap(p, "compare")
	return err
}

// read reads the files of the content.
func read(o Options) (*Project, error) {
	p := &Project{options: o}
	watch := o.stopwatch()
	var err error
	p.files, err = content.Read(o.Source, content.Options{KnownCountry: i18n.KnownCountry, Cache: o.Memory.contentCache(), Kept: o.Memory.keptContent()})
	watch.lap(p, "read")
	return p, err
}

// load is Load without reading and comparing; sound tells that no problem is an
// error.
func (p *Project) load(ctx context.Context) (problems []diag.Problem, sound bool, err error) {
	o := p.options
	watch := o.stopwatch()
	sources, problems, err := p.files.Decode()
	if err != nil {
		return problems, false, err
	}
	watch.lap(p, "decode")
	if sources.Settings == nil {
		return problems, false, nil
	}
	locales, more, err := o.Memory.locales(o, sources.Settings)
	problems = append(problems, more...)
	if err != nil || slices.Contains(locales, nil) {
		return diag.Sort(problems), false, err
	}
	p.Sources = sources
	linked, more := site.Link(site.Sources{
		Settings: sources.Settings, Resolutions: sources.Resolutions, Editions: sources.Editions,
		Members: sources.Members, Pages: sources.Pages,
	}, site.Options{Drafts: o.Drafts})
	problems = append(problems, more...)
	p.Site = linked
	watch.lap(p, "link")
	bodies, more, err := renderBodies(ctx, o, linked, sources.Broken)
	if err != nil {
		return problems, false, err
	}
	if o.Review {
		more = append(more, review.Review(linked, sources.Broken)...)
	}
	more = append(more, checkAdmin(o, sources.Settings)...)
	problems = diag.Sort(review.Silence(append(problems, more...), sources))
	watch.lap(p, "bodies")
	if errors, _ := diag.Count(problems); errors > 0 {
		return problems, false, nil
	}
	layouts, more, err := p.prepare(locales)
	if err != nil || len(more) > 0 {
		return diag.Sort(append(problems, more...)), false, err
	}
	p.assets = withoutAdmin(p.assets, sources.Settings)
	form, err := admin(sources, locales[0], baseURL(o, sources.Settings))
	if err != nil {
		return problems, false, err
	}
	watch.lap(p, "prepare")
	p.Input = &output.Input{
		Site: linked, BaseURL: baseURL(o, sources.Settings), Locales: locales, Layouts: layouts,
		Styles: p.assets.Styles, Scripts: p.assets.Scripts, Assets: p.assets.Assets,
		Bodies: bodies, Earlier: earlier(o, linked), Preview: o.Preview, Admin: form, Provenance: o.Provenance, Version: o.Version,
		SearchIndex: basePath(baseURL(o, sources.Settings)) + SearchDir + search.EntryName,
	}
	return problems, true, nil
}

// prepare makes the assets and the templates. What is wrong in layouts/ and static/
// is told like what is wrong in content/.
func (p *Project) prepare(locales []*i18n.Locale) (*layout.Set, []diag.Problem, error) {
	o := p.options
	assets, err := o.Memory.assetSet(o, basePath(baseURL(o, p.Sources.Settings)))
	problems, err := diag.Split(err)
	if err != nil {
		return nil, nil, err
	}
	p.assets = assets
	layouts, err := o.Memory.layoutSet(o, locales)
	more, err := diag.Split(err)
	return layouts, append(problems, more...), err
}

// baseURL is the address under which the site is published, with a final "/".
func baseURL(o Options, s *report.Settings) string {
	base := s.BaseURL
	if o.BaseURL != "" {
		base = o.BaseURL
	}
	return strings.TrimSuffix(base, "/") + "/"
}

// basePath is the path of an absolute address.
func basePath(base string) string {
	if _, rest, ok := strings.Cut(base, "://"); ok {
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			return rest[i:]
		}
	}
	return "/"
}

// loadLocales reads the words of the site's languages. All must have the words
// of the first built-in language, English, with the same placeholders.
func loadLocales(o Options, s *report.Settings) ([]*i18n.Locale, []diag.Problem, error) {
	layouts := overlay(o.Source, "layouts", o.Layouts)
	var problems []diag.Problem
	reference, more, err := loadMessages(layouts, "i18n/en.yaml")
	if err != nil {
		return nil, nil, err
	}
	problems = append(problems, more...)
	if errors, _ := diag.Count(more); errors > 0 {
		return []*i18n.Locale{nil}, problems, nil // there is nothing to hold the others against
	}
	locales := make([]*i18n.Locale, len(s.Languages))
	for i, lang := range s.Languages {
		file := path.Join("i18n", string(lang)+".yaml")
		at := diag.Pos{File: "layouts/" + file, Line: 1, Col: 1}
		messages, more, err := loadMessages(layouts, file)
		if errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, diag.Errorf(diag.Pos{File: s.Path, Line: 1, Col: 1}, "languages",
				fmt.Sprintf("write layouts/%s with the same keys as layouts/i18n/en.yaml, or take the language out", file),
				"there are no interface words for the language %q", lang))
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, more...)
		if errors, _ := diag.Count(more); errors > 0 {
			continue // what it lacks is not known
		}
		missing, extra, bad := i18n.Missing(reference, messages)
		for _, key := range missing {
			problems = append(problems, diag.Errorf(at, "words", "add the key with its words in this language", "the key %q is missing", key))
		}
		for _, key := range extra {
			problems = append(problems, diag.Warnf(at, "words", "take it out, or add it to layouts/i18n/en.yaml", "the key %q is not used", key))
		}
		for _, key := range bad {
			problems = append(problems, diag.Errorf(at, "words", "use the same names in braces as in layouts/i18n/en.yaml", "the key %q has other placeholders than in English", key))
		}
		locale, err := i18n.New(string(lang), messages)
		if err != nil {
			problems = append(problems, diag.Errorf(at, "words", "", "%v", err))
			continue
		}
		locales[i] = locale
	}
	if errors, _ := diag.Count(problems); errors > 0 {
		return []*i18n.Locale{nil}, problems, nil
	}
	return locales, problems, nil
}

// loadMessages reads the words of a language.
func loadMessages(layouts fs.FS, file string) (map[string]i18n.Message, []diag.Problem, error) {
	messages, problems, err := content.LoadMessages(layouts, file)
	more, err := diag.Split(err)
	return messages, append(problems, more...), err
}

// workers is the number of goroutines that share a stage.
func workers() int { return runtime.GOMAXPROCS(0) }
