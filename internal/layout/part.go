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
		if err := s.execute(&b, s.parts[lang], partial, view); err != nil {
			return "", err
		}
		return template.HTML(b.String()), nil
	})}
}

// Fingerprint is the part's digest.
func (p *Part) Fingerprint() string { return p.digest }
