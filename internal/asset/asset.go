// Package asset turns the folder static/ into files whose names change with
// their content, so that a host may let browsers keep them for ever.
//
// What a file becomes is decided by its folder:
//
//	css/    one style sheet: the parts, in the order of the cascade's layers
//	js/     one file for each ES module that no other imports, with all that it imports
//	root/   copied as it is to the root of the site
//	other   fonts, images: copied under a new name; a web manifest's addresses follow
//
// The same files give the same bytes and names on any machine. What cannot be
// minified, or names a file that is not there, is a problem: it is never
// published half done.
package asset

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/parse/v2"

	"resolute/internal/diag"
)

// folder is where assets are published.
const folder = "assets"

// File is a published file.
type File struct {
	// Path is relative to the published folder, with slashes.
	Path string
	// Data are its bytes.
	Data []byte
}

// Set is all published assets and their addresses.
type Set struct {
	// Files are in the order of their paths.
	Files []File
	// Styles are addresses of style sheets, in the order of the cascade.
	Styles []string
	// Scripts are addresses of modules by their path below js/: "theme.js".
	Scripts map[string]string
	// Assets are addresses of all other files by their path: "images/icon.svg".
	Assets map[string]string
}

// builder collects the set.
type builder struct {
	fsys fs.FS
	base string
	set  *Set
	// published is the path of each source file once it has its name.
	published map[string]string
	minifier  *minify.M
	mistakes  diag.Mistakes
}

// Build makes the assets of a folder, the root of static/. The base is the path
// under which the site stands: "/" or "/reports/". What is wrong in the files is
// returned as diag.Mistakes, all at once; other errors are those of reading.
func Build(fsys fs.FS, base string) (*Set, error) {
	m := minify.New()
	m.AddFunc("text/css", css.Minify)
	// The version keeps newer syntax from being rewritten to what the minifier knows best.
	// It may move const {a} = f() before a const that stands above it and is not named
	// there: no script may depend on which of two such calls is first.
	m.Add("application/javascript", &js.Minifier{Version: 2022})
	b := &builder{
		fsys: fsys, base: strings.TrimSuffix(base, "/") + "/", minifier: m, published: map[string]string{},
		set: &Set{Scripts: map[string]string{}, Assets: map[string]string{}},
	}
	names, err := list(fsys)
	if err != nil {
		return nil, err
	}
	var styles, modules, manifests []string
	for _, name := range names {
		switch top, _, _ := strings.Cut(name, "/"); {
		case top == "css":
			styles = append(styles, name)
		case top == "js":
			modules = append(modules, name)
		case path.Ext(name) == ".webmanifest":
			manifests = append(manifests, name)
		default:
			if err := b.copy(name); err != nil {
				return nil, err
			}
		}
	}
	// These name the files above, whose names must be known.
	if err := b.manifests(manifests); err != nil {
		return nil, err
	}
	if err := b.styles(styles); err != nil {
		return nil, err
	}
	if err := b.modules(modules); err != nil {
		return nil, err
	}
	if len(b.mistakes) > 0 {
		return nil, b.mistakes
	}
	slices.SortFunc(b.set.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return b.set, nil
}

// list names all files that are published, in order. Go files only embed the
// folder; names that begin with a dot are an editor's.
func list(fsys fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir() && path.Ext(name) != ".go":
			names = append(names, name)
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}

// copy publishes a file as it is.
func (b *builder) copy(name string) error {
	data, err := fs.ReadFile(b.fsys, name)
	if err != nil {
		return err
	}
	if rest, ok := strings.CutPrefix(name, "root/"); ok {
		b.set.Files = append(b.set.Files, File{rest, data})
		return nil
	}
	b.set.Assets[name] = b.add(name, name, data)
	return nil
}

// add publishes bytes under a name with their digest, and returns the address.
func (b *builder) add(source, name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	published := path.Join(folder, strings.TrimSuffix(name, ext)+"."+hex.EncodeToString(sum[:5])+ext)
	b.set.Files = append(b.set.Files, File{published, data})
	b.published[source] = published
	return b.base + published
}

// relative is the address of a published file as seen from another.
func relative(from, to string) string {
	fromParts, toParts := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	for len(fromParts) > 0 && len(toParts) > 1 && fromParts[0] == toParts[0] {
		fromParts, toParts = fromParts[1:], toParts[1:]
	}
	up := strings.Repeat("../", len(fromParts))
	if up == "" {
		up = "./"
	}
	return up + strings.Join(toParts, "/")
}

// place is a line and column of a file; zero for the whole file.
type place struct{ line, col int }

// placeOf is where something stands in a text, else its beginning.
func placeOf(text []byte, what string) place {
	return placeAt(text, max(0, bytes.Index(text, []byte(what))))
}

// placeAt is the place of a byte of a text.
func placeAt(text []byte, offset int) place {
	before := text[:offset]
	last := before[bytes.LastIndexByte(before, '\n')+1:]
	return place{bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(last) + 1}
}

// wrong notes a mistake in a file below static/.
func (b *builder) wrong(name string, at place, hint, format string, args ...any) {
	pos := diag.Pos{File: "static/" + name, Line: at.line, Col: at.col}
	b.mistakes = append(b.mistakes, diag.Errorf(pos, "asset", hint, format, args...))
}

// refused notes what the minifier says of a file: where, where it says that.
func (b *builder) refused(name, what string, err error) {
	var at *parse.Error
	if errors.As(err, &at) {
		b.wrong(name, place{at.Line, at.Column}, "correct the "+what+" there, or just before", "%s", at.Message)
		return
	}
	b.wrong(name, place{}, "correct the "+what, "%v", err)
}
