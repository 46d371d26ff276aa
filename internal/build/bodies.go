package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"sync"
	"sync/atomic"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/markdown"
	"resolute/internal/output"
	"resolute/internal/report"
	"resolute/internal/site"
)

// bodyJob is one authored body.
type bodyJob struct {
	file *report.File
	lang report.Lang
	// report tells that the body has sections.
	report bool
	// address is that of the page that shows it, without language.
	address string
}

// bodyJobs lists all bodies of the site, in order.
// Bodies of files with mistakes in their front matter are rendered for their
// own problems alone.
func bodyJobs(s *site.Site, broken []content.Broken) []bodyJob {
	jobs := make([]bodyJob, 0, len(s.Editions)+len(s.Resolutions)+len(s.Members)+len(s.Pages)+len(broken))
	add := func(f *report.File, lang report.Lang, sections bool, address string) {
		if f.HasText() {
			jobs = append(jobs, bodyJob{f, lang, sections, address})
		}
	}
	first := s.Settings.Default()
	for _, r := range s.Resolutions {
		add(&r.File, first, false, r.Path())
	}
	for _, e := range s.Editions {
		add(&e.File, e.Language, true, e.Path())
		for _, t := range e.Translations {
			add(&t.File, t.Language, true, e.Path())
		}
	}
	for _, m := range s.Members {
		add(&m.File, first, false, m.Path())
	}
	for _, p := range s.Pages {
		add(&p.File, p.Language, false, p.Path())
		for _, t := range p.Translations {
			add(&t.File, t.Language, false, p.Path())
		}
	}
	for i := range broken {
		add(&broken[i].File, broken[i].Language, broken[i].Report, "")
	}
	return jobs
}

// rendered is what came of a job.
type rendered struct {
	body     *output.Body
	known    *remembered
	problems []diag.Problem
}

// renderBodies renders all bodies in parallel, and checks their links to parts
// of pages once all are known.
func renderBodies(ctx context.Context, o Options, s *site.Site, broken []content.Broken) (map[*report.File]*output.Body, []diag.Problem, error) {
	jobs := bodyJobs(s, broken)
	results := make([]rendered, len(jobs))
	r := &bodyRenderer{site: s, renderer: markdown.New(), images: imageResolver(o), broken: map[string]bool{}, version: o.Version, memory: o.Memory}
	for _, b := range broken {
		r.broken[b.File.Path] = true
	}
	r.addresses = sync.OnceValue(r.addressDigest)
	if o.Memory != nil {
		o.Memory.turn()
	}
	if err := parallel(ctx, len(jobs), func(i int) (err error) {
		// A failure inside a body is our mistake; it must name the file.
		defer func() {
			if r := recover(); r != nil {
				err = &BugError{Path: jobs[i].file.Path, Cause: fmt.Sprint(r)}
			}
		}()
		results[i] = r.render(jobs[i])
		return nil
	}); err != nil {
		return nil, nil, err
	}
	bodies := make(map[*report.File]*output.Body, len(jobs))
	linked := false
	var problems []diag.Problem
	for i, j := range jobs {
		bodies[j.file] = results[i].body
		problems = append(problems, results[i].problems...)
		linked = linked || len(results[i].known.links) > 0
	}
	if linked { // to parts of pages, as few are
		ids := map[string][]string{}
		for i, j := range jobs {
			ids[j.address] = append(ids[j.address], results[i].known.ids...)
		}
		for i, j := range jobs {
			problems = append(problems, checkFragments(j, results[i].known.links, ids)...)
		}
	}
	return bodies, problems, nil
}

// checkFragments reports links to parts that no text on the target page has.
func checkFragments(j bodyJob, links []markdown.Link, ids map[string][]string) []diag.Problem {
	var problems []diag.Problem
	for _, l := range links {
		address := strings.TrimPrefix(l.URL, "/")
		if l.URL == "" {
			address = j.address
		}
		if address == "" {
			continue // the home page, or a file whose mistakes are told there
		}
		if !containsString(ids[address], l.Fragment) && !sectionID(l.Fragment) {
			problems = append(problems, diag.Errorf(l.Pos, "link", diag.DidYouMean(l.Fragment, ids[address]),
				"there is no part %q on the page /%s", "#"+l.Fragment, address))
		}
	}
	return problems
}

// sectionID tells whether a fragment is the id of a report's section.
func sectionID(fragment string) bool {
	return containsString(content.SectionIDs(), fragment)
}

func containsString(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// bodyRenderer renders bodies of one site.
type bodyRenderer struct {
	site     *site.Site
	renderer *markdown.Renderer
	images   func(file, dest string) (markdown.Image, string, string)
	// broken are files that are there but make no page, for mistakes in them.
	broken  map[string]bool
	version string
	memory  *Memory
	// addresses is the digest of all addresses, made when first needed.
	addresses func() []byte
}

// render renders a body, or recalls what is known of it.
func (r *bodyRenderer) render(j bodyJob) rendered {
	key, keyed := r.keyOf(j)
	keyed = keyed && r.memory != nil
	if keyed {
		if known := r.memory.get(key); known != nil && (known.within == bodyKey{} || known.within == bodyKey(r.addresses()[:len(bodyKey{})])) {
			return rendered{body: r.recall(j, key, known), known: known}
		}
	}
	body, problems := r.renderer.Render(j.file.Text(), r.options(j))
	known := &remembered{within: r.within(j.file.Text()), words: body.Words, links: body.Links, ids: body.IDs}
	known.html = packHTML(j.file.Text(), body)
	for _, s := range body.Sections {
		known.sections = append(known.sections, output.BodySection{ID: s.ID, Headings: s.Headings})
		known.texts = append(known.texts, markdown.Pack(j.file.Text(), s.Text))
	}
	switch {
	case !keyed || bytes.Contains(j.file.Text(), []byte("![")):
		// The files of images may change: such a body is not remembered, and
		// stands for itself by its sections and their HTML.
		h := sha256.New()
		for _, s := range body.Sections {
			fmt.Fprintf(h, "%s\x00%d\x00%s", s.ID, len(s.HTML), s.HTML)
		}
		copy(key[:], h.Sum(nil))
	case len(problems) == 0:
		r.memory.put(key, known)
	}
	return rendered{r.recall(j, key, known), known, problems}
}

// packHTML is the HTML of a body's sections as what differs from its source.
func packHTML(source []byte, body *markdown.Body) []markdown.PackedHTML {
	list := make([]markdown.PackedHTML, len(body.Sections))
	for i, s := range body.Sections {
		list[i] = s.HTML.Pack(source)
	}
	return list
}

// recall makes a body of what is known; its HTML is made where it is not.
func (r *bodyRenderer) recall(j bodyJob, key bodyKey, known *remembered) *output.Body {
	html := sync.OnceValue(func() []markdown.PackedHTML {
		if known.html != nil {
			return known.html
		}
		body, _ := r.renderer.Render(j.file.Text(), r.options(j))
		return packHTML(j.file.Text(), body)
	})
	digest := hex.EncodeToString(key[:])
	if known.within != (bodyKey{}) {
		digest += hex.EncodeToString(known.within[:])
	}
	return &output.Body{Digest: digest, Words: known.words, Sections: known.sections, HTML: func(section int) markdown.HTML {
		if list := html(); section < len(list) {
			return list[section].HTML(j.file.Text())
		}
		return "" // of a file that has changed meanwhile, which is told
	}, Text: func(section int) string {
		if text, ok := known.texts[section].Unpack(j.file.Text()); ok {
			return text
		}
		// What comes from disk is found by the digest of the same body, so that
		// this cannot be, unless it changed meanwhile; but it costs little to be safe.
		if body, _ := r.renderer.Render(j.file.Text(), r.options(j)); section < len(body.Sections) {
			return body.Sections[section].Text
		}
		return ""
	}}
}

func (r *bodyRenderer) options(j bodyJob) markdown.Options {
	o := markdown.Options{
		File: j.file.Path, Line: j.file.BodyLine, Lang: string(j.lang),
		Link:  func(dest string) (string, string, string) { return r.link(j, dest) },
		Image: func(dest string) (markdown.Image, string, string) { return r.images(j.file.Path, dest) },
	}
	if j.report {
		o.Sections = content.Section
	}
	return o
}

// link resolves an address in a body: the path of a content file, relative to
// the file's own folder as on the git host, or the address of a page of the
// site, with or without a language.
func (r *bodyRenderer) link(j bodyJob, dest string) (url, problem, hint string) {
	if strings.Contains(dest, "://") {
		return "", "", "" // another site's
	}
	if strings.HasSuffix(dest, ".md") {
		file := path.Join(path.Dir(j.file.Path), dest)
		if strings.HasPrefix(dest, "/") {
			file = strings.TrimPrefix(path.Clean(dest), "/")
		}
		if address, ok := r.site.Address(file); ok {
			return "/" + address, "", ""
		}
		if r.broken[file] {
			return "/", "", "" // what is wrong there is told there
		}
		return "", "no page is made of that file", "write the path from this file's own folder, or the page's address"
	}
	address := dest
	if !strings.HasPrefix(address, "/") {
		address = path.Join("/"+j.address, address)
	}
	address = strings.TrimPrefix(path.Clean(address), "/")
	if lang, rest, _ := strings.Cut(address, "/"); r.isLanguage(lang) {
		address = rest
	}
	if address != "" && path.Ext(address) == "" {
		address += "/"
	}
	if r.site.HasAddress(address) || r.madeByBroken(address) {
		return "/" + address, "", ""
	}
	return "", "there is no such page", diag.DidYouMean(address, r.near(address))
}

// madeByBroken tells whether an address would be that of a file with mistakes.
func (r *bodyRenderer) madeByBroken(address string) bool {
	name := "content/" + strings.TrimSuffix(address, "/")
	return r.broken[name+".md"] || r.broken["content/reports/"+strings.TrimPrefix(strings.TrimSuffix(address, "/"), "resolutions/")+".md"]
}

func (r *bodyRenderer) isLanguage(s string) bool {
	for _, l := range r.site.Settings.Languages {
		if string(l) == s {
			return true
		}
	}
	return false
}

// near are the addresses in the same part of the site, for a suggestion.
func (r *bodyRenderer) near(address string) []string {
	part, _, _ := strings.Cut(address, "/")
	var list []string
	for a := range r.site.Addresses() {
		if strings.HasPrefix(a, part) || !strings.Contains(strings.TrimSuffix(a, "/"), "/") {
			list = append(list, a)
		}
	}
	return sorted(list)
}

// parallel calls f for 0 to n-1 on all workers, until one fails or the context ends.
func parallel(ctx context.Context, n int, f func(i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers(), n) {
		group.Go(func() {
			for {
				i := int(next.Add(1) - 1)
				if i >= n || ctx.Err() != nil {
					return
				}
				if err := f(i); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	group.Wait()
	return context.Cause(ctx)
}
