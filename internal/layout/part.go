package layout

import (
	"bytes"
	"html/template"
	"sync"
)

// Part is a piece of a page that many pages show: a member's line, the row of a
// resolution. It is rendered once, when the first page needs it, and stands for
// itself by a digest where views are compared.
type Part struct {
	digest string
	render func() (template.HTML, error)
}

// Part makes a piece of a page by a partial, of a view with its digest.
func (s *Set) Part(lang, partial, digest string, view any) *Part {
	return &Part{digest, sync.OnceValues(func() (template.HTML, error) {
		var b bytes.Buffer
		if err := execute(&b, s.parts[lang], partial, view); err != nil {
			return "", err
		}
		return template.HTML(b.String()), nil
	})}
}

// Fingerprint is the part's digest.
func (p *Part) Fingerprint() string { return p.digest }

// memory keeps the partials that depend on nothing but the chrome: header,
// footer, addresses of assets. They are rendered once for a set of templates.
type memory struct {
	parts *template.Template
	made  sync.Map // of template.HTML, by remembered
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
	if err := execute(&b, m.parts, partial, site); err != nil {
		return "", err
	}
	made := template.HTML(b.String())
	m.made.Store(key, made)
	return made, nil
}
