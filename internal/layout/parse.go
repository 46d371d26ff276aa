package layout

import (
	"fmt"
	"html/template"
	"path"
	"strings"
	"text/template/parse"

	"resolute/internal/diag"
	"resolute/internal/i18n"
)

// parser makes the templates of a language.
type parser struct {
	locale   *i18n.Locale
	known    *memory
	funcs    template.FuncMap
	sources  sources
	mistakes diag.Mistakes
}

func newParser(l *i18n.Locale) *parser {
	known := &memory{}
	return &parser{locale: l, known: known, funcs: funcs(l, known), sources: sources{}}
}

// parse reads the partials and the frame once, and clones them for each kind of
// page, which fills the frame. All mistakes are returned at once.
func (p *parser) parse(files []file) (pages map[string]*runner, parts partials, err error) {
	shared := template.New("baseof").Option("missingkey=error").Funcs(p.funcs)
	var kinds []file
	for _, f := range files {
		switch {
		case path.Ext(f.name) != ".html":
			// Words are in the digest alone; they come with the locale.
		case strings.HasPrefix(f.name, "_partials/"), f.kind() == shared.Name():
			if err := p.add(shared, f.kind(), f); err != nil {
				return nil, nil, err
			}
		default:
			kinds = append(kinds, f)
		}
	}
	p.prepare(shared)
	alone, err := shared.Clone()
	if err != nil {
		return nil, nil, err
	}
	parts = newPartials(alone, p.funcs, p.sources)
	p.known.parts = parts
	pages = make(map[string]*runner, len(kinds))
	for _, f := range kinds {
		if pages[f.kind()], err = p.page(shared, f); err != nil {
			return nil, nil, err
		}
	}
	if len(p.mistakes) > 0 {
		return nil, nil, p.mistakes
	}
	return pages, parts, nil
}

// page reads the template of a kind of page. It is put into a frame when a page of the
// kind is made: few are in most builds.
func (p *parser) page(shared *template.Template, f file) (*runner, error) {
	own := template.New(shared.Name()).Funcs(p.funcs)
	if err := p.add(own, "kind "+f.kind(), f); err != nil {
		return nil, err
	}
	p.prepare(own)
	return newRunner(func() *template.Template {
		t := template.Must(shared.Clone()) // which is never run itself
		for _, part := range own.Templates() {
			if part.Tree != nil && !parse.IsEmptyTree(part.Tree.Root) {
				template.Must(t.AddParseTree(part.Name(), part.Tree))
			}
		}
		// A page that brings its own frame defines "page" instead of "main".
		if frame := t.Lookup("page"); frame != nil {
			t = frame
		}
		return t
	}, p.funcs, p.sources), nil
}

// add reads a file into a set under a name of its own. A mistake in it is noted,
// and does not hide those of others.
func (p *parser) add(t *template.Template, name string, f file) error {
	p.sources[name] = f
	if t.Name() != name {
		t = t.New(name)
	}
	if _, err := t.Parse(f.text); err != nil {
		more, err := diag.Split(p.sources.mistake(err))
		p.mistakes = append(p.mistakes, more...)
		if err != nil {
			return fmt.Errorf("layouts/%s: %w", f.name, err)
		}
	}
	return nil
}

// prepare makes the templates of a set small and quick, once.
func (p *parser) prepare(t *template.Template) {
	words := folder{locale: p.locale, sources: p.sources}
	for _, part := range t.Templates() {
		if part.Tree != nil {
			words.tree = part.Tree
			words.fold(part.Tree.Root)
			squeeze(part.Tree.Root)
		}
	}
	p.mistakes = append(p.mistakes, words.mistakes...)
}
