package content

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/text/unicode/norm"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// Root is the folder of content in the source folder, and SettingsFile the
// settings in it.
const (
	Root         = "content"
	SettingsFile = Root + "/site.yaml"
)

// Options say how to load.
type Options struct {
	// KnownCountry tells ISO 3166-1 alpha-2 codes.
	KnownCountry func(string) bool
	// Limits bound what is read.
	Limits Limits
	// Cache remembers decoded files from one load to the next; nil for none.
	Cache *Cache
}

// Sources are the authored values of a source folder, in the order of paths.
type Sources struct {
	// Settings are nil where site.yaml cannot be used.
	Settings *report.Settings
	// Resolutions, Editions (translations included), Members and Pages are
	// those that could be read.
	Resolutions []*report.Resolution
	Editions    []*report.Edition
	Members     []*report.Member
	Pages       []*report.Page
}

// loaded is what came of a file.
type loaded struct {
	resolution *report.Resolution
	edition    *report.Edition
	member     *report.Member
	page       *report.Page
	problems   []diag.Problem
}

// Load reads all content below fsys, which is the source folder. Problems are
// those of the content, sorted; the error is one of the environment: a file that
// exists cannot be read.
func Load(fsys fs.FS, o Options) (*Sources, []diag.Problem, error) {
	l := &loader{fsys: fsys, limits: o.Limits.withDefaults(), country: o.KnownCountry}
	if l.country == nil {
		l.country = func(string) bool { return true }
	}
	if err := l.walk(); err != nil {
		return nil, nil, err
	}
	settings, settingsDigest, err := l.settings()
	if err != nil || settings == nil {
		return nil, diag.Sort(l.problems), err
	}
	k := l.known(settings)
	epoch := k.epoch(settingsDigest)
	o.Cache.turn()
	results := make([]loaded, len(l.files))
	if err := l.each(func(i int) error {
		var err error
		results[i], err = l.load(l.files[i], k, o.Cache, epoch)
		return err
	}); err != nil {
		return nil, nil, err
	}
	s := &Sources{Settings: settings}
	for _, r := range results {
		l.problems = append(l.problems, r.problems...)
		switch {
		case r.resolution != nil:
			s.Resolutions = append(s.Resolutions, r.resolution)
		case r.edition != nil:
			s.Editions = append(s.Editions, r.edition)
		case r.member != nil:
			s.Members = append(s.Members, r.member)
		case r.page != nil:
			s.Pages = append(s.Pages, r.page)
		}
	}
	l.problems = append(l.problems, checkTogether(s, l)...)
	return s, diag.Sort(l.problems), nil
}

// loader is one run.
type loader struct {
	fsys     fs.FS
	limits   Limits
	country  func(string) bool
	files    []place
	problems []diag.Problem
}

// place is a content file, with what its path says.
type place struct {
	// path is the file's, kind what it holds.
	path string
	kind string
	// name is the part of the path that identifies it: a code's id, a member's id, a slug.
	name string
	// year and lang are those in a report's or page's file name.
	year, lang string
}

func (l *loader) errorf(file, rule, hint, format string, args ...any) {
	l.problems = append(l.problems, diag.Errorf(diag.Pos{File: file}, rule, hint, format, args...))
}

// walk lists the files, and reports what does not belong.
func (l *loader) walk() error {
	folded := map[string]string{}
	err := fs.WalkDir(l.fsys, Root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && p == Root {
				return nil
			}
			return err
		}
		name := path.Base(p)
		if p != Root && temporary(name) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		if !d.Type().IsRegular() {
			l.errorf(p, "file-kind", "put a plain file there; links, pipes and devices are never followed", "%s is not a plain file", name)
			return nil
		}
		if len(l.files) >= l.limits.Files {
			return fs.SkipAll
		}
		key := strings.ToLower(norm.NFC.String(p))
		if other, ok := folded[key]; ok {
			l.errorf(p, "file-name", "rename one of them", "this file and %s differ only by case or by how accents are stored", other)
			return nil
		}
		folded[key] = p
		if p == SettingsFile {
			return nil
		}
		at, hint := locate(p)
		if at.kind == "" {
			l.problems = append(l.problems, diag.Warnf(diag.Pos{File: p}, "unknown-file", hint, "this file is not used"))
			return nil
		}
		l.files = append(l.files, at)
		return nil
	})
	slices.SortFunc(l.files, func(a, b place) int { return strings.Compare(a.path, b.path) })
	return err
}

// temporary tells files that editors and systems leave beside the real ones.
func temporary(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		strings.HasSuffix(name, ".swp") || strings.HasSuffix(name, ".tmp") || strings.HasSuffix(name, "___jb_tmp___") || strings.HasSuffix(name, "___jb_old___") || name == "4913" || name == "Thumbs.db"
}

// locate tells by its path what a file holds; the kind is "" for none.
func locate(p string) (at place, hint string) {
	parts := strings.Split(strings.TrimPrefix(p, Root+"/"), "/")
	file := parts[len(parts)-1]
	stem, isMarkdown := strings.CutSuffix(file, ".md")
	if !isMarkdown {
		return at, "content files end in .md; images go into static/images/"
	}
	folder := ""
	if len(parts) > 1 {
		folder = parts[0]
	}
	switch {
	case folder == "resolutions" && len(parts) == 2:
		return place{path: p, kind: "resolution", name: stem}, ""
	case folder == "members" && len(parts) == 2:
		return place{path: p, kind: "member", name: stem}, ""
	case folder == "pages" && len(parts) == 2:
		slug, lang, _ := strings.Cut(stem, ".")
		return place{path: p, kind: "page", name: slug, lang: lang}, ""
	case folder == "reports" && len(parts) == 3:
		year, lang, _ := strings.Cut(stem, ".")
		return place{path: p, kind: "report", name: parts[1], year: year, lang: lang}, ""
	}
	return at, "content files are reports/<code>/<year>.md, resolutions/<code>.md, members/<id>.md and pages/<slug>.md"
}

// read reads a file up to the limit.
func (l *loader) read(p string, problems *[]diag.Problem) (data []byte, ok bool, err error) {
	f, err := l.fsys.Open(p)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	if info.Size() > int64(l.limits.FileBytes) {
		*problems = append(*problems, tooLarge(p, l.limits.FileBytes))
		return nil, false, nil
	}
	// The size is a hint; what is read is bounded by itself.
	data = make([]byte, 0, info.Size()+1)
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if len(data) > l.limits.FileBytes {
			*problems = append(*problems, tooLarge(p, l.limits.FileBytes))
			return nil, false, nil
		}
		if errors.Is(err, io.EOF) {
			return data, true, nil
		}
		if err != nil {
			return nil, false, &fs.PathError{Op: "read", Path: p, Err: err}
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}

// settings reads site.yaml; nil where it cannot be used.
func (l *loader) settings() (*report.Settings, string, error) {
	if _, err := fs.Stat(l.fsys, SettingsFile); errors.Is(err, fs.ErrNotExist) {
		l.errorf(SettingsFile, "settings", "write the site's settings there; resolute help explains them", "the file is missing")
		return nil, "", nil
	}
	data, ok, err := l.read(SettingsFile, &l.problems)
	if err != nil || !ok {
		return nil, "", err
	}
	text, ok := gate(SettingsFile, data, &l.problems)
	if !ok {
		return nil, "", nil
	}
	limits := l.limits
	limits.Nodes = 20000
	root, ok := parse(SettingsFile, text, 1, limits, &l.problems)
	if !ok {
		return nil, "", nil
	}
	s := &report.Settings{Path: SettingsFile}
	d := &decoder{known: &known{settings: s, country: l.country}, file: SettingsFile, line: 1, problems: &l.problems, key: "languages"}
	// The languages are read first: all other texts go by them.
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "languages" {
			var quiet []diag.Problem
			first := *d
			first.problems = &quiet
			d.languages = readLanguages(&first, root.Content[i+1])
		}
	}
	before := len(l.problems)
	decodeMap(d, root, siteTable(), s, OriginalOnly, diag.Pos{File: SettingsFile, Line: 1, Col: 1})
	checkSettings(SettingsFile, s, &l.problems)
	if errors, _ := diag.Count(l.problems[before:]); errors > 0 {
		return nil, "", nil
	}
	return s, digestOf(data), nil
}

// known collects what files may refer to, by the names of files.
func (l *loader) known(s *report.Settings) *known {
	k := &known{
		settings: s, country: l.country, languages: s.Languages,
		members: map[string]bool{}, resolutions: map[report.Code]bool{}, officials: map[report.Official]report.Code{},
	}
	for _, f := range l.files {
		switch f.kind {
		case "member":
			k.members[f.name] = true
			k.memberIDs = append(k.memberIDs, f.name)
		case "resolution":
			code, err := s.ParseCode(f.name)
			if err != nil {
				continue
			}
			k.resolutions[code] = true
			k.codes = append(k.codes, code.String())
			if c, ok := s.CongressOf(code); ok && c.Ordinal > 0 {
				k.officials[report.Official{Ordinal: c.Ordinal, Number: code.Number}] = code
			}
		}
	}
	return k
}

// epoch identifies all that decoding a file depends on but the file itself.
func (k *known) epoch(settings string) string {
	h := sha256.New()
	io.WriteString(h, settings)
	for _, list := range [][]string{k.memberIDs, k.codes} {
		for _, s := range list {
			io.WriteString(h, s+"\n")
		}
		io.WriteString(h, "\x00")
	}
	return hex.EncodeToString(h.Sum(nil))
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// each calls f for all files on all cores, until one fails.
func (l *loader) each(f func(i int) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	var mu sync.Mutex
	var first error
	for range min(runtime.GOMAXPROCS(0), len(l.files)) {
		group.Go(func() {
			for {
				i := int(next.Add(1) - 1)
				if i >= len(l.files) {
					return
				}
				if err := f(i); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
					next.Store(int64(len(l.files)))
				}
			}
		})
	}
	group.Wait()
	return first
}

// load reads one file, or recalls it.
func (l *loader) load(at place, k *known, cache *Cache, epoch string) (loaded, error) {
	var r loaded
	data, ok, err := l.read(at.path, &r.problems)
	if err != nil || !ok {
		return r, err
	}
	digest := digestOf(data)
	if hit, ok := cache.get(at.path, digest, epoch); ok {
		return hit, nil
	}
	l.decode(at, data, digest, k, &r)
	cache.put(at.path, digest, epoch, r)
	return r, nil
}

func (l *loader) decode(at place, data []byte, digest string, k *known, r *loaded) {
	text, ok := gate(at.path, data, &r.problems)
	if !ok {
		return
	}
	front, body, bodyLine, ok := split(at.path, text, l.limits, &r.problems)
	if !ok {
		return
	}
	root, ok := parse(at.path, front, 2, l.limits, &r.problems)
	if !ok {
		return
	}
	d := &decoder{known: k, file: at.path, line: 2, problems: &r.problems}
	file := report.File{Path: at.path, Digest: digest, Body: trimBody(body), BodyLine: bodyLine}
	whole := diag.Pos{File: at.path, Line: 1, Col: 1}
	switch at.kind {
	case "resolution":
		v := &resolutionFile{Resolution: &report.Resolution{File: file}}
		decodeMap(d, root, resolutionTable(), v, OriginalOnly, whole)
		if checkResolution(d, at, v) {
			r.resolution = v.Resolution
		}
	case "member":
		v := &report.Member{File: file, ID: at.name}
		decodeMap(d, root, memberTable(), v, OriginalOnly, whole)
		if checkFileName(d, at) && v.Name != "" {
			r.member = v
		}
	case "page":
		v := &report.Page{File: file, Slug: at.name, Language: k.languages[0]}
		p := OriginalOnly
		if at.lang != "" {
			p, v.IsTranslation, v.Language = TranslationOnly, true, report.Lang(at.lang)
		}
		decodeMap(d, root, pageTable(), v, p, whole)
		if checkFileName(d, at) && checkFileLanguage(d, at) {
			r.page = v
		}
	case "report":
		v := &report.Edition{File: file, Language: k.languages[0], Extent: report.Full}
		p := OriginalOnly
		if at.lang != "" {
			p, v.IsTranslation, v.Language = TranslationOnly, true, report.Lang(at.lang)
		}
		decodeMap(d, root, editionTable(), v, p, whole)
		if checkEdition(d, at, v, root) {
			r.edition = v
		}
	}
	slices.SortStableFunc(r.problems, func(a, b diag.Problem) int { return cmp.Compare(a.Pos.Line, b.Pos.Line) })
}

var yearForm = regexp.MustCompile(`^[12][0-9]{3}$`)
