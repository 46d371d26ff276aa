package layout

import (
	"bytes"
	"fmt"
	"html/template"
	"sync"
)

// Part is a piece of a page that many pages show: a member's line, the row of a
// resolution. It is rendered once, when the first page needs it, and stands for
// itself by a digest where views are compared.
type Part struct {
	// The digests of lists of parts are most of what is compared: they lie close to
	// each other, and all else apart.
	sum Sum
	*making
}

// making is how a part is made.
type making struct {
	once sync.Once
	html template.HTML
	err  error
	// set, lang and partial make it of view, which is let go when it is made.
	set           *Set
	lang, partial string
	view          any
}

// Sum is a digest of a view: so long that no two of all that a site could show are
// alike by chance, and no longer, as lists are compared by very many of them.
type Sum [12]byte

// Part makes a piece of a page by a partial, of a view with its digest.
func (s *Set) Part(lang, partial string, sum Sum, view any) *Part {
	return &Part{sum, &making{set: s, lang: lang, partial: partial, view: view}}
}

// render is the piece.
func (p *Part) render() (template.HTML, error) {
	p.once.Do(func() {
		var b bytes.Buffer
		if p.err = p.set.parts[p.lang].run(&b, p.partial, p.view); p.err == nil {
			p.html = template.HTML(b.String())
		}
		p.set, p.view = nil, nil
	})
	return p.html, p.err
}

// AppendDigest writes the digest of the part's view.
func (p *Part) AppendDigest(b []byte) []byte { return append(b, p.sum[:]...) }

// partials are the templates that can be shown by themselves.
type partials map[string]*runner

func newPartials(t *template.Template, funcs template.FuncMap, from sources) partials {
	p := partials{}
	for _, t := range t.Templates() {
		p[t.Name()] = newRunner(func() *template.Template { return t }, funcs, from)
	}
	return p
}

func (p partials) run(w *bytes.Buffer, name string, view any) error {
	r := p[name]
	if r == nil {
		return fmt.Errorf("layouts: there is no partial %q", name)
	}
	return r.run(w, view)
}

// memory keeps the partials that depend on nothing but the chrome: header,
// footer, addresses of assets. They are rendered once for a set of templates.
type memory struct {
	parts partials
	made  sync.Map // of template.HTML, by remembered
	sites sync.Map // of *ldSite, by *Chrome
	// blocks are buffers for structured data.
	blocks sync.Pool
}

// remembered is a partial with what it shows. A chrome does not change once it
// is shown.
type remembered struct {
	partial string
	site    *Chrome
}

func (m *memory) once(partial string, site *Chrome) (template.HTML, error) {
	key := remembered{partial, site}
	if made, ok := m.made.Load(key); ok {
		return made.(template.HTML), nil
	}
	var b bytes.Buffer
	if err := m.parts.run(&b, partial, site); err != nil {
		return "", err
	}
	made := template.HTML(b.String())
	m.made.Store(key, made)
	return made, nil
}
