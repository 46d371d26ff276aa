package markdown

import (
	"html"
	"strings"
)

// HTML is a fragment that is safe to show as it is. Only Render makes it.
type HTML string

// rootMark stands where the language root of the showing page goes, before the
// path of an internal link. No source can hold it: a NUL is refused on the way
// in and never written as text.
const rootMark = "\x00"

// Under returns the fragment with its internal links under a language root such
// as "/base/fr": one body is shown under several interface languages. It costs
// nothing where there are no such links.
func (h HTML) Under(prefix string) HTML {
	if strings.IndexByte(string(h), rootMark[0]) < 0 {
		return h
	}
	return HTML(strings.ReplaceAll(string(h), rootMark, html.EscapeString(prefix)))
}
