package publish

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// TestKeepAll carries a site over as a whole, or not at all.
func TestKeepAll(t *testing.T) {
	ctx := context.Background()
	site := files{"index.html": "home", "en/a/index.html": "a", "assets/x.css": "x"}
	for name, c := range map[string]struct {
		change func(t *testing.T, dir string)
		before func(t *testing.T, p *Publication)
		o      Options
		ok     bool
	}{
		"as it was":     {o: Options{Version: "1"}, ok: true},
		"a lost file":   {o: Options{Version: "1"}, change: func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "en/a/index.html")) }},
		"other bytes":   {o: Options{Version: "1"}, change: func(t *testing.T, dir string) { write(t, filepath.Join(dir, "index.html"), "other") }},
		"a new version": {o: Options{Version: "2"}},
		"clean":         {o: Options{Version: "1", Clean: true}},
		"begun": {o: Options{Version: "1"}, before: func(t *testing.T, p *Publication) {
			if err := p.Put("new", "", []byte("new")); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := public(t)
			publish(t, dir, Options{Version: "1"}, site)
			if c.change != nil {
				c.change(t, dir)
			}
			p, err := Begin(ctx, dir, c.o)
			if err != nil {
				t.Fatal(err)
			}
			defer p.Abort()
			if c.before != nil {
				c.before(t, p)
			}
			n, ok := p.KeepAll(ctx)
			if ok != c.ok || ok && n != len(site) {
				t.Fatalf("%d, %v", n, ok)
			}
			if !ok {
				if err := p.Keep("assets/x.css"); c.o.Version == "1" && !c.o.Clean && err != nil {
					t.Errorf("a file cannot be kept by itself any more: %v", err)
				}
				return
			}
			if r, err := p.Commit(ctx); err != nil || r.Changed || r.Unchanged != len(site) {
				t.Fatalf("%+v, %v", r, err)
			}
			same(t, dir, site)
		})
	}
}
