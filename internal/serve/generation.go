package serve

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"resolute/internal/build"
	"resolute/internal/output"
)

// generation is one state of the site. Pages are made when first asked for.
type generation struct {
	project *build.Project
	// targets are the files that are known at once, folders those whose files
	// are listed when one of them is asked for.
	targets map[string]output.Target
	folders map[string]*listedFolder
	// fixed are files that are there already: assets.
	fixed map[string]page
	// index is the search index, made when it is first asked for, so that no
	// page waits for it.
	index func() (map[string]page, error)
	// redirects lead from old addresses.
	redirects map[string]string
	// store is that of all generations: pages by path with the fingerprint of
	// the view that they were made of.
	store *store
	// searches has the index that was made last, of all generations.
	searches *searches

	mu   sync.Mutex
	made map[string]*making
}

// making is a page being made, once, however many ask for it.
type making struct {
	once sync.Once
	page page
	err  error
}

// page is a file as served.
type page struct {
	data []byte
	// tag identifies the bytes.
	tag string
}

// store remembers pages over generations.
type store struct {
	mu    sync.Mutex
	pages map[string]stored
}

type stored struct {
	key  string
	page page
}

// storeMost bounds the number of remembered pages; a person looks at few.
const storeMost = 4096

func newGeneration(p *build.Project, before *generation) *generation {
	g := &generation{
		project: p, fixed: map[string]page{}, folders: map[string]*listedFolder{},
		redirects: map[string]string{}, made: map[string]*making{},
	}
	if before != nil {
		g.store, g.searches = before.store, before.searches
	} else {
		g.store, g.searches = &store{pages: map[string]stored{}}, &searches{}
	}
	targets, folders := p.Outline()
	g.targets = byPath(targets)
	listed := make([]listedFolder, len(folders))
	for i, f := range folders {
		listed[i].folder = f
		g.folders[f.Path] = &listed[i]
	}
	for _, f := range p.Assets() {
		g.fixed[f.Path] = before.asset(f.Path, f.Data)
	}
	g.index = sync.OnceValues(g.makeIndex)
	for _, r := range p.Site.Redirects {
		g.redirects[r.From] = r.To
	}
	return g
}

// asset is a file that is there already. Most are those of the generation before,
// the same bytes in the same place, which cost nothing to compare.
func (g *generation) asset(path string, data []byte) page {
	if g != nil {
		if known, ok := g.fixed[path]; ok && bytes.Equal(known.data, data) {
			return known
		}
	}
	return page{data, tagOf(data)}
}

// listedFolder is a folder whose files are listed when one is asked for.
type listedFolder struct {
	folder output.Folder
	once   sync.Once
	files  map[string]output.Target
}

func (f *listedFolder) targets() map[string]output.Target {
	f.once.Do(func() { f.files = byPath(f.folder.Targets()) })
	return f.files
}

func byPath(list []output.Target) map[string]output.Target {
	m := make(map[string]output.Target, len(list))
	for _, t := range list {
		m[t.Path] = t
	}
	return m
}

// target finds what makes a file.
func (g *generation) target(path string) (output.Target, bool) {
	if t, ok := g.targets[path]; ok {
		return t, true
	}
	// Folders stand in folders: the innermost knows.
	for folder := path; ; {
		i := strings.LastIndexByte(strings.TrimSuffix(folder, "/"), '/')
		if i < 0 {
			return output.Target{}, false
		}
		folder = folder[:i+1]
		if f := g.folders[folder]; f != nil {
			if t, ok := f.targets()[path]; ok {
				return t, true
			}
		}
	}
}

// answer is what the site's host would give for an address.
type answer struct {
	// code is the status, name the file, page its bytes.
	code int
	name string
	page page
	// location is where a redirect leads.
	location string
	err      error
}

// answer finds what is at an address: a file, a folder's index, an old
// address, or the page for what is not there, in its language.
func (g *generation) answer(address string) answer {
	name := strings.TrimPrefix(address, "/")
	if !hidden(name) {
		index := name
		if name == "" || strings.HasSuffix(name, "/") {
			index += "index.html"
		}
		if f, ok, err := g.file(index); ok {
			return answer{code: http.StatusOK, name: index, page: f, err: err}
		}
		if to, ok := g.redirects[address]; ok {
			return answer{code: http.StatusMovedPermanently, location: to}
		}
		if _, ok := g.target(name + "/index.html"); ok {
			return answer{code: http.StatusMovedPermanently, location: address + "/"}
		}
	}
	lang, _, _ := strings.Cut(name, "/")
	for _, page := range []string{lang + "/404.html", "404.html"} {
		if f, ok, err := g.file(page); ok {
			return answer{code: http.StatusNotFound, name: page, page: f, err: err}
		}
	}
	return answer{code: http.StatusNotFound}
}

// file returns a file of the site; ok tells whether there is one.
func (g *generation) file(path string) (f page, ok bool, err error) {
	if f, ok := g.fixed[path]; ok {
		return f, true, nil
	}
	if strings.HasPrefix(path, build.SearchDir) {
		files, err := g.index()
		f, ok := files[path]
		return f, ok || err != nil, err
	}
	t, ok := g.target(path)
	if !ok {
		return page{}, false, nil
	}
	g.mu.Lock()
	m := g.made[path]
	if m == nil {
		m = &making{}
		g.made[path] = m
	}
	g.mu.Unlock()
	m.once.Do(func() { m.page, m.err = g.make(t) })
	return m.page, true, m.err
}

// make renders a page, unless an earlier generation made it of the same view.
func (g *generation) make(t output.Target) (f page, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &build.BugError{Path: t.Path, Cause: fmt.Sprint(r)}
		}
	}()
	view, key := t.View()
	f, known := g.store.get(t.Path, key)
	var b bytes.Buffer
	if !known {
		err = t.Render(&b, view)
	}
	// A word that is missing fails a build, whichever page needs it.
	if err := cmp.Or(g.project.Input.Err(), err); err != nil || known {
		return f, err
	}
	f = page{b.Bytes(), tagOf(b.Bytes())}
	g.store.put(t.Path, key, f)
	return f, nil
}

// searches is the index that was made last, of which the next takes what is the same.
type searches struct {
	mu    sync.Mutex
	index *build.Index
	pages map[string]page
}

// makeIndex makes the search index.
func (g *generation) makeIndex() (files map[string]page, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &build.BugError{Path: build.SearchDir, Cause: fmt.Sprint(r)}
		}
	}()
	last := g.searches
	last.mu.Lock()
	defer last.mu.Unlock()
	index, err := g.project.NextIndex(last.index)
	if err != nil {
		return nil, err
	}
	files = make(map[string]page, len(index.Files))
	for path, data := range index.Files {
		f, ok := last.pages[path]
		if !ok || !bytes.Equal(f.data, data) {
			f = page{data, tagOf(data)}
		}
		files[path] = f
	}
	last.index, last.pages = index, files
	return files, nil
}

func tagOf(data []byte) string {
	sum := sha256.Sum256(data)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

func (s *store) get(path, key string) (page, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.pages[path]
	return f.page, ok && f.key == key
}

func (s *store) put(path, key string, f page) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pages) >= storeMost {
		clear(s.pages)
	}
	s.pages[path] = stored{key, f}
}
