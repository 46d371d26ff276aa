package serve

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"resolute/internal/build"
	"resolute/internal/synthetic"
	"resolute/layouts"
	"resolute/static"
)

// tiny is a site of a few reports in two languages.
func tiny() fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range synthetic.Files(synthetic.Shape{Reports: 14, Members: 12, Languages: []string{"en", "fr"}}) {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	fsys["content/pages/about.md"] = &fstest.MapFile{Data: []byte("---\ntitle: About\naliases: [/en/old/about/]\n---\n\nWhat this is.\n")}
	return fsys
}

// reports are the report files of a source, sorted.
func reports(fsys fs.FS) []string {
	var list []string
	err := fs.WalkDir(fsys, "content/reports", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, p)
		}
		return err
	})
	if err != nil {
		panic(err)
	}
	slices.Sort(list)
	return list
}

// addressOf is the page of a report file.
func addressOf(file string) string {
	return "/en/resolutions/" + strings.TrimSuffix(strings.TrimPrefix(file, "content/reports/"), ".md") + "/"
}

func options(source fs.FS) build.Options {
	return build.Options{
		Source: source, Layouts: layouts.FS, Static: static.FS, BaseURL: "http://127.0.0.1:1313/", Preview: true, Version: "test",
	}
}

// still is a preview of a source that does not change by itself; it has a
// handler and no listener.
func still(t testing.TB, fsys fs.FS) *Server {
	t.Helper()
	source, err := readSnapshot(fsys)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{
		options: Options{Source: fsys, Build: options(nil)}, source: source, hub: newHub(), token: "test", memory: build.NewProcessMemory(),
		hosts: ownHosts(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1313}, []string{"preview.test"}),
	}
	s.state.Store(&status{})
	s.rebuild(context.Background(), nil, s.now())
	return s
}

// request asks a handler, as the preview's own page would.
func request(s *Server, method, target string, set func(*http.Request)) *http.Response {
	r := httptest.NewRequest(method, "http://127.0.0.1:1313/", nil)
	// Parsed as a server does, so that nothing is tidied.
	u, err := url.ParseRequestURI(target)
	if err != nil {
		panic(err)
	}
	r.URL = u
	if set != nil {
		set(r)
	}
	w := httptest.NewRecorder()
	s.handler().ServeHTTP(w, r)
	return w.Result()
}

// folder writes a source to disk.
func folder(t testing.TB, fsys fstest.MapFS) string {
	t.Helper()
	dir := t.TempDir()
	for name, f := range fsys {
		save(t, filepath.Join(dir, filepath.FromSlash(name)), f.Data)
	}
	return dir
}

func save(t testing.TB, file string, data []byte) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(t, os.WriteFile(file, data, 0o644))
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// names are the paths of all files that are made.
func (g *generation) names() []string {
	list := slices.Collect(maps.Keys(g.targets))
	for _, f := range g.folders {
		list = slices.AppendSeq(list, maps.Keys(f.targets()))
	}
	return list
}
