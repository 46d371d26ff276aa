// Package layout is the template set: views in, HTML out.
//
// Templates are html/template in layouts/: baseof.html frames every page and
// has a block "main", which each kind of page (home.html, resolution.html …)
// defines; layouts/_partials/ holds the pieces they share, each named by its
// file. White space is squeezed once when the set is loaded, not page by page.
//
// This is the only package that makes template.HTML, and it makes it of types
// that are safe by their making alone: markdown.HTML and chart.SVG.
package layout

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template/parse"

	"resolute/internal/i18n"
)

// Set is all templates, in each language. It is safe for concurrent use.
type Set struct {
	pages   map[string]map[string]*template.Template
	parts   map[string]*template.Template
	digests map[string]string
}

// Load reads the templates of a folder (the root of layouts/) and binds them to
// the words of each language.
func Load(fsys fs.FS, locales []*i18n.Locale) (*Set, error) {
	files, err := read(fsys)
	if err != nil {
		return nil, err
	}
	s := &Set{pages: map[string]map[string]*template.Template{}, parts: map[string]*template.Template{}, digests: map[string]string{}}
	for _, l := range locales {
		pages, parts, err := parseSet(files, l)
		if err != nil {
			return nil, err
		}
		s.parts[l.Lang()] = parts
		s.pages[l.Lang()] = pages
		s.digests[l.Lang()] = digest(files, l.Lang())
	}
	return s, nil
}

// Digest changes with anything that the templates of a language are made of.
func (s *Set) Digest(lang string) string { return s.digests[lang] }

// Has tells whether there is a template for a kind of page.
func (s *Set) Has(lang, kind string) bool { return s.pages[lang][kind] != nil }

// Render writes the page of a kind in a language.
func (s *Set) Render(w *bytes.Buffer, lang, kind string, view any) error {
	t := s.pages[lang][kind]
	if t == nil {
		return fmt.Errorf("layouts: there is no template %q for %q", kind, lang)
	}
	return execute(w, t, t.Name(), view)
}

// execute runs a template. A link that html/template refused is an error: it
// would be lost silently.
func execute(w *bytes.Buffer, t *template.Template, name string, view any) error {
	start := w.Len()
	if err := t.ExecuteTemplate(w, name, view); err != nil {
		return fmt.Errorf("layouts: %w", err)
	}
	if i := bytes.Index(w.Bytes()[start:], []byte("ZgotmplZ")); i >= 0 {
		return fmt.Errorf("layouts: %s: an unsafe address was refused near %q", name, excerpt(w.Bytes()[start:], i))
	}
	return nil
}

func excerpt(page []byte, at int) []byte {
	return page[max(0, at-80):min(len(page), at+40)]
}

// file is a template's source.
type file struct {
	name, text string
}

func read(fsys fs.FS) ([]file, error) {
	var files []file
	for _, pattern := range []string{"*.html", "_partials/*.html", "i18n/*.yaml"} {
		names, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, err
			}
			files = append(files, file{name, string(text)})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return files, nil
}

// parseSet parses the partials and the frame once, and clones them for each
// kind of page, which fills the frame.
func parseSet(files []file, l *i18n.Locale) (pages map[string]*template.Template, parts *template.Template, err error) {
	known := &memory{}
	shared := template.New("baseof").Option("missingkey=error").Funcs(funcs(l, known))
	var kinds []file
	for _, f := range files {
		name := strings.TrimSuffix(path.Base(f.name), ".html")
		switch {
		case strings.HasPrefix(f.name, "_partials/"):
			if _, err := shared.New(name).Parse(f.text); err != nil {
				return nil, nil, fmt.Errorf("layouts/%s: %w", f.name, err)
			}
		case path.Ext(f.name) != ".html":
			// Words are in the digest alone; they come with the locale.
		case name == "baseof":
			if _, err := shared.Parse(f.text); err != nil {
				return nil, nil, fmt.Errorf("layouts/%s: %w", f.name, err)
			}
		default:
			kinds = append(kinds, file{name, f.text})
		}
	}
	if parts, err = shared.Clone(); err != nil {
		return nil, nil, err
	}
	if err := prepare(parts, l); err != nil {
		return nil, nil, fmt.Errorf("layouts: %w", err)
	}
	known.parts = parts
	pages = make(map[string]*template.Template, len(kinds))
	for _, k := range kinds {
		t, err := shared.Clone()
		if err != nil {
			return nil, nil, err
		}
		// A page that brings its own frame defines "page" instead of "main".
		if _, err := t.New("kind " + k.name).Parse(k.text); err != nil {
			return nil, nil, fmt.Errorf("layouts/%s.html: %w", k.name, err)
		}
		entry := t
		if own := t.Lookup("page"); own != nil {
			entry = own
		}
		if err := prepare(t, l); err != nil {
			return nil, nil, fmt.Errorf("layouts/%s.html: %w", k.name, err)
		}
		pages[k.name] = entry
	}
	return pages, parts, nil
}

// prepare makes the templates of a set small and quick, once.
func prepare(t *template.Template, l *i18n.Locale) error {
	words := folder{locale: l}
	for _, part := range t.Templates() {
		if part.Tree != nil {
			words.fold(part.Tree.Root)
			squeeze(part.Tree.Root)
		}
	}
	return words.err
}

// digest covers the sources of the templates and the words.
func digest(files []file, lang string) string {
	h := sha256.New()
	for _, f := range files {
		if strings.HasPrefix(f.name, "i18n/") && f.name != "i18n/"+lang+".yaml" {
			continue
		}
		io.WriteString(h, f.name+"\x00"+f.text+"\x00")
	}
	io.WriteString(h, lang)
	return hex.EncodeToString(h.Sum(nil))
}

// squeeze replaces runs of white space in the text of a template by one blank
// or line end. No template has preformatted text of its own; authored text
// comes through actions and is not touched.
func squeeze(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, c := range n.Nodes {
			squeeze(c)
		}
	case *parse.TextNode:
		n.Text = squeezeText(n.Text)
	case *parse.IfNode:
		squeezeBranch(&n.BranchNode)
	case *parse.RangeNode:
		squeezeBranch(&n.BranchNode)
	case *parse.WithNode:
		squeezeBranch(&n.BranchNode)
	}
}

func squeezeBranch(n *parse.BranchNode) {
	squeeze(n.List)
	squeeze(n.ElseList)
}

func squeezeText(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		if !isSpace(text[i]) {
			out = append(out, text[i])
			i++
			continue
		}
		mark := byte(' ')
		for ; i < len(text) && isSpace(text[i]); i++ {
			if text[i] == '\n' {
				mark = '\n'
			}
		}
		out = append(out, mark)
	}
	return out
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }
