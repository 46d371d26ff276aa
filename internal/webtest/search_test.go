package webtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"resolute/internal/asset"
	"resolute/internal/search"
	"resolute/internal/search/searchtest"
)

// policy is the site's Content-Security-Policy without the upgrade to https.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'"

// searchSite serves an index, the scripts and pages under the policy.
type searchSite struct {
	*httptest.Server
	mu      sync.Mutex
	files   map[string][]byte // of the index, by path
	pages   map[string]string // HTML by path
	scripts map[string]string // addresses of the modules, minified, by name
	styles  []string
	broken  []string     // errors and violations that the browser told of
	bytes   atomic.Int64 // of the index that were served
	served  atomic.Int64 // how many files
	whole   atomic.Bool  // whether to send whole files when asked for a part
}

// counter counts the bytes of a body.
type counter struct {
	http.ResponseWriter
	bytes *atomic.Int64
}

func (c *counter) Write(p []byte) (int, error) {
	c.bytes.Add(int64(len(p)))
	return c.ResponseWriter.Write(p)
}

func newSearchSite(t *testing.T, files []search.File) *searchSite {
	t.Helper()
	s := &searchSite{files: map[string][]byte{}, pages: map[string]string{}}
	s.use(files)
	assets := searchAssets(t)
	s.scripts, s.styles = assets.Scripts, assets.Styles
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		path := strings.TrimPrefix(r.URL.Path, "/")
		data, ok := s.file(path)
		switch {
		case path == "favicon.ico":
			w.WriteHeader(http.StatusNoContent)
		case ok:
			s.served.Add(1)
			w.Header().Set("Content-Type", "application/octet-stream")
			c := &counter{ResponseWriter: w, bytes: &s.bytes}
			if s.whole.Load() {
				_, _ = c.Write(data)
				return
			}
			http.ServeContent(c, r, "", time.Time{}, bytes.NewReader(data))
		case s.pages[path] != "":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(s.pages[path]))
		default:
			at := slices.IndexFunc(assets.Files, func(f asset.File) bool { return f.Path == path })
			if at < 0 {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", mime.TypeByExtension(filepath.Ext(path)))
			_, _ = w.Write(assets.Files[at].Data)
		}
	}))
	t.Cleanup(s.Close)
	s.pages["harness/"] = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Search</title><main></main>`
	return s
}

// Scripts beside the page's own: what the tests call, and the engine alone.
const (
	harnessScript = `import {fold, lower, pieces} from './search/index.js';
import {open, search} from './search/engine.js';
import {cards, counts, excerpt, labels, suggest} from './search/results.js';
Object.assign(globalThis, {words: {fold, lower, pieces}, engine: {open, search}, results: {cards, counts, excerpt, labels, suggest}});`
	engineScript = `import {open, search} from './search/engine.js';
globalThis.engine = {open, search};`
)

// searchAssets are the scripts of the search as they are published, and those
// two.
func searchAssets(t *testing.T) *asset.Set {
	t.Helper()
	scripts, err := fs.Sub(os.DirFS(filepath.Join("..", "..")), "static")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, pattern := range []string{"js/search/*.js", "css/components/search.css"} {
		names, err := fs.Glob(scripts, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(scripts, name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: data}
		}
	}
	files["js/harness.js"] = &fstest.MapFile{Data: []byte(harnessScript)}
	files["js/engine.js"] = &fstest.MapFile{Data: []byte(engineScript)}
	set, err := asset.Build(files, "/")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// set replaces one file; nil takes it away.
func (s *searchSite) set(path string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.files, path)
	if data != nil {
		s.files[path] = data
	}
}

// file is a file of the index.
func (s *searchSite) file(path string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.files[path]
	return data, ok
}

// use replaces the index.
func (s *searchSite) use(files []search.File) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.files)
	for _, f := range files {
		s.files[f.Path] = f.Data
	}
}

// watch collects exceptions and violations of the policy in all pages of a tab.
func (s *searchSite) watch(t *testing.T, ctx context.Context) {
	t.Helper()
	add := func(text string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.broken = append(s.broken, text)
	}
	exceptions := chromedp.Events(ctx, runtime.ExceptionThrown)
	entries := chromedp.Events(ctx, log.EntryAdded)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	go func() {
		for e, err := range exceptions {
			if err != nil {
				return
			}
			add(e.ExceptionDetails.Text + " " + e.ExceptionDetails.Exception.Description)
		}
	}()
	go func() {
		for e, err := range entries {
			if err != nil {
				return
			}
			if strings.Contains(e.Entry.Text, "Security Policy") || strings.Contains(e.Entry.Text, "TrustedType") {
				add(e.Entry.Text)
			}
		}
	}()
}

// errors is what watch has collected since the last call.
func (s *searchSite) errors(t *testing.T, ctx context.Context) []string {
	t.Helper()
	call[bool](t, ctx, "true") // events come in order with answers
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.broken
	s.broken = nil
	return list
}

// browser starts Chromium for a search test.
func browser(t *testing.T) context.Context {
	t.Helper()
	return chromium(t)
}

// call evaluates an expression in the page and decodes what it resolves to.
func call[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string]("(async () => JSON.stringify((await ("+expression+")) ?? null))()", chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%.200s: %v", expression, err)
	}
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%.200s: %v in %.300s", expression, err, text)
	}
	return v
}

func quote(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// engineOn opens the harness page and the engine in it.
func engineOn(t *testing.T, ctx context.Context, s *searchSite) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(s.URL+"/harness/")); err != nil {
		t.Fatal(err)
	}
	call[bool](t, ctx, fmt.Sprintf(`import(%q).then(() => { globalThis.index = engine.open("/search-index/index.json"); return true })`, s.scripts["harness.js"]))
	call[bool](t, ctx, `(globalThis.errors = [], addEventListener("error", e => errors.push(e.message)), addEventListener("unhandledrejection", e => errors.push(String(e.reason))), document.addEventListener("securitypolicyviolation", e => errors.push(e.violatedDirective)), true)`)
}

// jsResults is what the engine finds.
type jsResults struct {
	Total     int
	IDs       []uint32
	Scores    []int
	Paths     []string
	Words     []struct{ Text, With, Outcome string }
	Truncated bool
	Failed    bool
	Excerpts  []jsExcerpt
	Counts    map[string][]struct {
		ID, Label string
		Count     int
	}
}

type jsExcerpt struct {
	Lang          string
	Before, After bool
	Spans         [][2]any
}

const ask = `(async (query, lang, limit, facets) => {
  const s = await engine.search(index, query);
  const ids = s.ids.slice(0, limit);
  const cards = await results.cards(index, ids);
  const counts = {};
  for (const f of facets) counts[f] = (await results.counts(index, s, f, lang)).map(({id, label, count}) => ({id, label, count}));
  return {total: s.ids.length, ids, scores: ids.map(i => s.scores[i]), words: s.words, truncated: s.truncated, failed: s.failed,
    paths: cards.map(c => c.path), excerpts: await Promise.all(ids.map(i => results.excerpt(index, s, i, lang))), counts};
})`

// askBoth asks the browser and Go the same and compares everything.
func askBoth(t *testing.T, ctx context.Context, x *search.Index, q search.Query, facets []string) search.Results {
	t.Helper()
	if facets == nil {
		facets = []string{}
	}
	filters := q.Filters
	if filters == nil {
		filters = map[string][]string{}
	}
	query := map[string]any{"q": q.Text, "filters": filters, "sort": q.Sort}
	got := call[jsResults](t, ctx, fmt.Sprintf("%s(%s, %s, %d, %s)", ask, quote(query), quote(q.Lang), q.Limit, quote(facets)))
	want, err := x.Search(q)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("%.60q %v %s", q.Text, q.Filters, q.Sort)
	if got.Total != want.Total || got.Truncated != want.Truncated || got.Failed {
		t.Errorf("%s: %d results in the browser, %d in Go; truncated %v, %v; failed %v", name, got.Total, want.Total, got.Truncated, want.Truncated, got.Failed)
		return want
	}
	var words []struct{ Text, With, Outcome string }
	for _, w := range want.Words {
		words = append(words, struct{ Text, With, Outcome string }{w.Text, w.With, string(w.Outcome)})
	}
	if !slices.Equal(got.Words, words) {
		t.Errorf("%s: words %q, in Go %q", name, got.Words, words)
	}
	for i, h := range want.Hits {
		if got.Paths[i] != h.Path || got.IDs[i] != h.ID || got.Scores[i] != h.Score {
			t.Errorf("%s: result %d is %s (%d), in Go %s (%d)", name, i, got.Paths[i], got.Scores[i], h.Path, h.Score)
			break
		}
		if e := excerptOf(got.Excerpts[i]); !reflect.DeepEqual(e, h.Excerpt) {
			t.Errorf("%s: excerpt of %s:\n   %v\nGo %v", name, h.Path, e, h.Excerpt)
		}
	}
	for _, facet := range facets {
		counts, err := x.Counts(&want, facet, q.Lang, nil)
		if err != nil {
			t.Fatal(err)
		}
		same := len(counts) == len(got.Counts[facet])
		for i := 0; same && i < len(counts); i++ {
			c := got.Counts[facet][i]
			same = c.ID == counts[i].ID && c.Label == counts[i].Label && c.Count == counts[i].Count
		}
		if !same {
			t.Errorf("%s: counts of %s: %v, in Go %v", name, facet, got.Counts[facet], counts)
		}
	}
	return want
}

func excerptOf(e jsExcerpt) search.Excerpt {
	x := search.Excerpt{Lang: e.Lang, Before: e.Before, After: e.After}
	for _, s := range e.Spans {
		x.Spans = append(x.Spans, search.Span{Text: s[0].(string), Mark: s[1].(bool)})
	}
	return x
}

// TestSearchParity asks the browser every query of the specification and
// compares it with the Go reader: documents, order, scores, words, excerpts,
// counts of facets.
func TestSearchParity(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	for _, o := range []search.Options{{}, {ShardSize: 120}} {
		files, _, err := search.Build(searchtest.Documents(), searchtest.Labels(), searchtest.Languages, o)
		if err != nil {
			t.Fatal(err)
		}
		x, err := search.Open(search.Loader(files))
		if err != nil {
			t.Fatal(err)
		}
		s := newSearchSite(t, files)
		s.whole.Store(o.ShardSize > 0)
		engineOn(t, ctx, s)
		for i, c := range searchtest.Cases {
			lang := searchtest.Languages[i%3]
			q := search.Query{Text: c.Query, Filters: c.Filters, Sort: c.Sort, Lang: lang, Limit: 40}
			askBoth(t, ctx, x, q, []string{"status", "country", "member", "year"})
		}
		if errs := call[[]string](t, ctx, "errors"); len(errs) > 0 {
			t.Errorf("errors in the page: %q", errs)
		}
	}
}
