package build

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"

	"resolute/internal/asset"
	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/layout"
	"resolute/internal/report"
)

// prepared is what a build makes of layouts/ and static/: the words, the
// templates and the assets. They cost more than linking a site of usual size,
// and are the same until one of their files changes. It also has what became of
// the texts of editions.
type prepared struct {
	words struct {
		key      string
		locales  []*i18n.Locale
		problems []diag.Problem
	}
	layouts struct {
		key string
		set *layout.Set
	}
	assets struct {
		key string
		set *asset.Set
	}
	texts *texts
	// embedded are digests of built-in trees that cannot change.
	embedded map[embed.FS][]byte
}

// texts are what became of texts, as far as the process remembers.
func (m *Memory) texts() *texts {
	if m == nil || m.prepared == nil {
		return newTexts()
	}
	if m.prepared.texts == nil {
		m.prepared.texts = newTexts()
	}
	return m.prepared.texts
}

// locales are the words of the site's languages, recalled where neither they
// nor the languages have changed.
func (m *Memory) locales(o Options, s *report.Settings) ([]*i18n.Locale, []diag.Problem, error) {
	if m == nil || m.prepared == nil {
		return loadLocales(o, s)
	}
	key, err := m.prepared.treeDigest(o.Source, "layouts", o.Layouts, fmt.Sprint(s.Path, s.Languages))
	if err != nil {
		return nil, nil, err
	}
	known := &m.prepared.words
	if known.key != key {
		locales, problems, err := loadLocales(o, s)
		if err != nil {
			return nil, problems, err
		}
		known.key, known.locales, known.problems = key, locales, problems
	}
	return known.locales, known.problems, nil
}

// layoutSet is the template set, recalled where no layout has changed.
func (m *Memory) layoutSet(o Options, locales []*i18n.Locale) (*layout.Set, error) {
	load := func() (*layout.Set, error) {
		return layout.Load(overlay(o.Source, "layouts", o.Layouts), locales)
	}
	if m == nil || m.prepared == nil {
		return load()
	}
	// The words were recalled by the same files just now.
	key := m.prepared.words.key
	known := &m.prepared.layouts
	if known.key != key {
		set, err := load()
		if err != nil {
			return nil, err
		}
		known.key, known.set = key, set
	}
	return known.set, nil
}

// assetSet is the set of assets, recalled where nothing in static/ has changed.
func (m *Memory) assetSet(o Options, base string) (*asset.Set, error) {
	build := func() (*asset.Set, error) {
		return asset.Build(overlay(o.Source, "static", o.Static), base)
	}
	if m == nil || m.prepared == nil {
		return build()
	}
	key, err := m.prepared.treeDigest(o.Source, "static", o.Static, base)
	if err != nil {
		return nil, err
	}
	known := &m.prepared.assets
	if known.key != key {
		set, err := build()
		if err != nil {
			return nil, err
		}
		known.key, known.set = key, set
	}
	return known.set, nil
}

// treeDigest identifies a folder of the source with the built-in one below it,
// and what else the result depends on.
func (p *prepared) treeDigest(source fs.FS, folder string, builtIn fs.FS, more string) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00", more)
	known, _ := source.(content.Digester)
	if err := digestTree(h, source, folder, known); err != nil {
		return "", err
	}
	sum, err := p.builtIn(builtIn)
	if err != nil {
		return "", err
	}
	h.Write(sum)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// builtIn identifies a built-in tree, which is read once where it is part of
// the program.
func (p *prepared) builtIn(tree fs.FS) ([]byte, error) {
	embedded, ok := tree.(embed.FS)
	if sum := p.embedded[embedded]; ok && sum != nil {
		return sum, nil
	}
	h := sha256.New()
	if err := digestTree(h, tree, ".", nil); err != nil {
		return nil, err
	}
	sum := h.Sum(nil)
	if ok {
		if p.embedded == nil {
			p.embedded = map[embed.FS][]byte{}
		}
		p.embedded[embedded] = sum
	}
	return sum, nil
}

func digestTree(h hash.Hash, fsys fs.FS, folder string, known content.Digester) error {
	room := make([]byte, 32<<10)
	return fs.WalkDir(fsys, folder, func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s\x00%s\x00", p, d.Type())
		if !d.Type().IsRegular() {
			return nil
		}
		if known != nil {
			if sum, ok := known.Digest(p); ok {
				h.Write(sum[:])
				return nil
			}
		}
		f, err := fsys.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		own := sha256.New()
		if _, err := io.CopyBuffer(own, f, room); err != nil {
			return err
		}
		h.Write(own.Sum(nil))
		return nil
	})
}
