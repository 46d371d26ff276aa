// Package layout is the template set: views in, HTML out.
//
// Templates are html/template in layouts/: baseof.html frames every page and
// has a block "main", which each kind of page (home.html, resolution.html …)
// defines; layouts/_partials/ holds the pieces they share, each named by its
// file. White space is squeezed once when the set is loaded, not page by page,
// and what html/template escapes of them is run as a program (package program).
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
	"sync"
	"sync/atomic"
	"text/template/parse"

	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/layout/program"
)

// Set is all templates, in each language. It is safe for concurrent use.
type Set struct {
	pages   map[string]map[string]*runner
	parts   map[string]partials
	digests map[string]string
}

// Load reads the templates of a folder (the root of layouts/) and binds them to
// the words of each language. What is wrong in the templates is returned as
// diag.Mistakes, all at once.
func Load(fsys fs.FS, locales []*i18n.Locale) (*Set, error) {
	files, err := read(fsys)
	if err != nil {
		return nil, err
	}
	s := &Set{pages: map[string]map[string]*runner{}, parts: map[string]partials{}, digests: map[string]string{}}
	var mistakes diag.Mistakes
	for _, l := range locales {
		pages, parts, err := newParser(l).parse(files)
		more, err := diag.Split(err)
		if err != nil {
			return nil, err
		}
		mistakes = append(mistakes, more...)
		s.parts[l.Lang()] = parts
		s.pages[l.Lang()] = pages
		s.digests[l.Lang()] = digest(files, l.Lang())
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	return s, nil
}

// Digest changes with anything that the templates of a language are made of.
func (s *Set) Digest(lang string) string { return s.digests[lang] }

// Render writes the page of a kind in a language. What is wrong in its template
// is returned as diag.Mistakes.
func (s *Set) Render(w *bytes.Buffer, lang, kind string, view any) error {
	t := s.pages[lang][kind]
	if t == nil {
		return fmt.Errorf("layouts: there is no template %q for %q", kind, lang)
	}
	return t.run(w, view)
}

// Interpreted are the templates that had to be run by html/template's own
// interpreter, which is several times slower: they use what programs do not
// have. None of the built-in ones does.
func (s *Set) Interpreted() []string {
	var names []string
	note := func(name string, r *runner) {
		if r.interpreted.Load() && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, pages := range s.pages {
		for name, r := range pages {
			note(name, r)
		}
	}
	for _, parts := range s.parts {
		for name, r := range parts {
			note(name, r)
		}
	}
	slices.Sort(names)
	return names
}

// runner is a template with the program that is made of it.
type runner struct {
	template    func() *template.Template
	sources     sources
	program     func() *program.Program
	interpreted atomic.Bool
}

func newRunner(make func() *template.Template, funcs template.FuncMap, from sources) *runner {
	t := sync.OnceValue(make)
	return &runner{template: t, sources: from, program: sync.OnceValue(func() *program.Program {
		// What is beyond a program is run by the template itself.
		p, _ := program.Compile(t(), funcs)
		return p
	})}
}

// run writes what a template shows of a view. A link that html/template refused
// is an error: it would be lost silently.
func (r *runner) run(w *bytes.Buffer, view any) error {
	start := w.Len()
	p := r.program()
	if p == nil || p.Run(w, view) != nil {
		w.Truncate(start)
		r.interpreted.Store(true)
		if err := r.template().Execute(w, view); err != nil {
			return fmt.Errorf("layouts: %w", r.sources.mistake(err))
		}
	}
	if i := bytes.Index(w.Bytes()[start:], []byte("ZgotmplZ")); i >= 0 {
		return fmt.Errorf("layouts: %s: an unsafe address was refused near %q", r.template().Name(), excerpt(w.Bytes()[start:], i))
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

// kind is the kind of page, or the partial, that a template is for.
func (f file) kind() string { return strings.TrimSuffix(path.Base(f.name), ".html") }

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
