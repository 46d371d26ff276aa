package layout

import "resolute/internal/markdown"

// Rich is an authored text in a view. It is rendered only where a page is
// really written: a page that can be kept from the last build needs no more of
// it than its fingerprint.
type Rich struct {
	digest string
	render func() markdown.HTML
}

// NewRich makes a text of its digest, which changes with everything that the
// rendering depends on, and of its rendering.
func NewRich(digest string, render func() markdown.HTML) Rich {
	return Rich{digest, render}
}

// Fingerprint stands for the text where a view is compared.
func (r Rich) Fingerprint() string { return r.digest }

// HTML renders the text.
func (r Rich) HTML() markdown.HTML {
	if r.render == nil {
		return ""
	}
	return r.render()
}
