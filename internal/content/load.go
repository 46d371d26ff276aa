package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

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
	// Kept are the decoded files of an earlier run; nil for none.
	Kept *Kept
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
	// Broken are the files that gave no value, for mistakes in their front
	// matter: they are there for those that link to them, and their bodies can
	// be checked.
	Broken []Broken
}

// Broken is a file that gave no value.
type Broken struct {
	// File has the body where it could be told from the front matter.
	File report.File
	// Report tells that the body has the sections of a report.
	Report bool
	// Language is that of the body.
	Language report.Lang
}

// loaded is what came of a file.
type loaded struct {
	resolution *report.Resolution
	edition    *report.Edition
	member     *report.Member
	page       *report.Page
	problems   []diag.Problem
	// file is the file as divided, whether it gave a value or not; nil where it could
	// not be divided.
	file *report.File
}

// digest identifies the text of a file that gave a value.
func (r *loaded) digest() string {
	switch {
	case r.resolution != nil:
		return r.resolution.Digest
	case r.edition != nil:
		return r.edition.Digest
	case r.member != nil:
		return r.member.Digest
	case r.page != nil:
		return r.page.Digest
	}
	return ""
}

// Files are the content files of a source folder, read but not decoded.
type Files struct {
	l     *loader
	cache *Cache
	kept  *Kept
	// texts are those of l.files, and site the one of site.yaml.
	texts []rawFile
	site  rawFile
	// settings are what could be read of that, usable ones where it has no mistakes.
	settings *report.Settings
	usable   bool
	known    *known
	epoch    string
}

// rawFile is a file as it was read.
type rawFile struct {
	// there tells whether it could be read.
	there bool
	// data are its bytes, and sum is their digest. They are nil where the source
	// knows that, and where nothing more is wanted of them (spared).
	data   []byte
	spared bool
	sum    [sha256.Size]byte
	// problems say why it could not be read.
	problems []diag.Problem
}

// text is the body of a file that gave a value.
func (r *loaded) text() []byte {
	switch {
	case r.resolution != nil:
		return r.resolution.Body
	case r.edition != nil:
		return r.edition.Body
	case r.member != nil:
		return r.member.Body
	case r.page != nil:
		return r.page.Body
	}
	return nil
}

// Load reads all content below fsys, which is the source folder; it should not
// lead out of it, as os.Root.FS does not. Problems are those of the content,
// sorted; the error is one of the environment: a file that exists cannot be read.
//
// With a mistake in site.yaml, Settings are nil and the other files are checked
// for all that does not depend on them.
func Load(fsys fs.FS, o Options) (*Sources, []diag.Problem, error) {
	f, err := Read(fsys, o)
	if err != nil {
		return nil, nil, err
	}
	return f.Decode()
}

// Read does the first half of Load.
func Read(fsys fs.FS, o Options) (*Files, error) {
	l := &loader{fsys: fsys, limits: o.Limits.withDefaults(), country: o.KnownCountry}
	if l.country == nil {
		l.country = func(string) bool { return true }
	}
	if err := o.Cache.list(l); err != nil {
		return nil, err
	}
	f := &Files{l: l, cache: o.Cache, kept: o.Kept, texts: make([]rawFile, len(l.files))}
	if err := f.begin(); err != nil {
		return nil, err
	}
	rooms := sync.Pool{New: func() any { return new([]byte) }}
	return f, l.each(func(first, end int) (err error) {
		from := &folders{FS: fsys}
		defer from.leave()
		room := rooms.Get().(*[]byte)
		defer rooms.Put(room)
		for j := first; j < end && err == nil; j++ {
			p := l.files[j].path
			if sum, ok := o.Cache.digest(fsys, p); ok {
				f.texts[j] = rawFile{there: true, sum: sum}
				continue
			}
			known := f.kept.sum(p)
			if known == "" {
				f.texts[j], err = l.read(from, p, nil)
				continue
			}
			var t rawFile
			if t, err = l.read(from, p, *room); t.there {
				*room = t.data[:0]
				if t.spared = known == string(t.sum[:]); t.spared {
					t.data = nil
				} else {
					t.data = bytes.Clone(t.data)
				}
			}
			f.texts[j] = t
		}
		return err
	})
}

// begin reads the settings, and finds out what can be recalled.
func (f *Files) begin() (err error) {
	l := f.l
	if l.hasSettings {
		if f.site, err = l.read(nil, SettingsFile, nil); err != nil {
			return err
		}
	}
	var digest string
	f.settings, digest, f.usable = l.settings(f.site)
	f.known = l.known(f.settings, f.usable)
	f.epoch = f.known.epoch(digest)
	if !f.usable {
		// What could not be checked now has to be checked the next time.
		f.cache, f.kept = nil, nil
	}
	f.kept.begin(f.epoch, l.limits)
	return nil
}

// Err tells of a file that was another when its text was read again.
func (f *Files) Err() error {
	if p := f.l.changed.Load(); p != nil {
		return &fs.PathError{Op: "read", Path: *p, Err: errors.New("it has changed while the site was built; build again")}
	}
	return nil
}

// Digest identifies all files, by path and bytes, and what there is besides.
func (f *Files) Digest() string {
	h := sha256.New()
	var room []byte
	add := func(p string, t rawFile) {
		room = append(append(append(room[:0], p...), t.sum[:]...), 0)
		h.Write(room)
	}
	add(SettingsFile, f.site)
	for i, t := range f.texts {
		add(f.l.files[i].path, t)
	}
	fmt.Fprint(h, f.l.problems, f.l.limits)
	return hex.EncodeToString(h.Sum(nil))
}

// Decode does the second half of Load. It is called once.
func (f *Files) Decode() (*Sources, []diag.Problem, error) {
	l := f.l
	f.cache.turn()
	results := make([]loaded, len(l.files))
	if err := l.each(func(first, end int) (err error) {
		for i := first; i < end && err == nil; i++ {
			results[i], err = f.load(l.files[i], f.texts[i])
		}
		return err
	}); err != nil {
		return nil, nil, err
	}
	s := &Sources{}
	if f.usable {
		s.Settings = f.settings
	}
	for i := range results {
		r := &results[i]
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
		default:
			s.Broken = append(s.Broken, l.broken(l.files[i], *r, f.settings))
		}
	}
	problems := append(l.problems, checkTogether(s, l)...)
	// What is wanted of them is held by the values.
	f.texts, f.known, l.files, l.problems = nil, nil, nil, nil
	return s, diag.Sort(problems), nil
}

// broken describes a file that gave no value.
func (l *loader) broken(at place, r loaded, s *report.Settings) Broken {
	b := Broken{Report: at.kind == "report", Language: report.Lang(at.lang)}
	if r.file != nil {
		b.File = *r.file
	}
	b.File.Path = at.path
	if at.lang == "" && s != nil && len(s.Languages) > 0 {
		b.Language = s.Languages[0]
	}
	return b
}

// loader is one run.
type loader struct {
	fsys    fs.FS
	limits  Limits
	country func(string) bool
	files   []place
	// hasSettings tells that site.yaml is there, as a plain file.
	hasSettings bool
	problems    []diag.Problem
	// changed is a file that was another when it was read again.
	changed atomic.Pointer[string]
}

func (l *loader) errorf(file, rule, hint, format string, args ...any) {
	l.problems = append(l.problems, diag.Errorf(diag.Pos{File: file}, rule, hint, format, args...))
}

// known collects what files may refer to, by the names of files.
func (l *loader) known(s *report.Settings, usable bool) *known {
	k := &known{
		settings: s, lenient: !usable, country: l.country, languages: s.Languages,
		members: map[string]string{}, resolutions: map[report.Code]bool{}, officials: map[report.Official]report.Code{},
	}
	for _, f := range l.files {
		switch f.kind {
		case "member":
			k.members[f.name] = f.name
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

// each calls f for all files, some at a time, as [each] does.
func (l *loader) each(f func(first, end int) error) error {
	const stride = 128
	return each((len(l.files)+stride-1)/stride, func(n int) error { return f(n*stride, min((n+1)*stride, len(l.files))) })
}

// each calls f for 0 to n-1 on all cores. Of several errors the one of the
// lowest number is returned: numbers are given out in order, and every call
// that has begun ends.
func each(n int, f func(i int) error) error {
	var (
		next  atomic.Int64
		group sync.WaitGroup
		mu    sync.Mutex
		first error
		at    = n
	)
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() {
			for i := int(next.Add(1) - 1); i < n; i = int(next.Add(1) - 1) {
				err := f(i)
				if err == nil {
					continue
				}
				mu.Lock()
				if i < at {
					first, at = err, i
				}
				mu.Unlock()
				next.Store(int64(n))
			}
		})
	}
	group.Wait()
	return first
}

// load decodes one file, or recalls it.
func (f *Files) load(at place, t rawFile) (loaded, error) {
	r := loaded{problems: t.problems}
	if !t.there {
		return r, nil
	}
	digest := hex.EncodeToString(t.sum[:])
	if hit, ok := f.cache.get(at.path, digest, f.epoch); ok {
		return hit, nil
	}
	if hit, ok := f.kept.recall(at, t, digest, f.l); ok {
		return hit, nil
	}
	if t.data == nil {
		var err error
		if t, err = f.l.read(nil, at.path, nil); err != nil || !t.there {
			return loaded{problems: t.problems}, err
		}
		digest = hex.EncodeToString(t.sum[:])
	}
	f.l.decode(at, t.data, digest, f.known, &r)
	f.cache.put(at.path, digest, f.epoch, r)
	f.kept.keep(at, t.sum, &r)
	return r, nil
}

// decode turns the bytes of a file into its value. The digest is theirs.
func (l *loader) decode(at place, data []byte, digest string, k *known, r *loaded) {
	text, bad := gate(at.path, data, &r.problems)
	if bad == 1 {
		return
	}
	sound := text
	if bad > 0 {
		// The front matter above a mistake in the body is checked all the same.
		sound = firstLines(text, bad-1)
		if end, _, _ := closing(sound); end < 0 {
			return
		}
	}
	front, body, bodyLine, ok := split(at.path, sound, l.limits, &r.problems)
	if !ok {
		return
	}
	if len(text) < len(data) {
		digest = digestOf(text)
	}
	r.file = &report.File{Path: at.path, BodyLine: bodyLine}
	divide(r.file, sound, body)
	src := source{at.path, front, 2}
	r.file.Off = switches(src, &r.problems)
	root, ok := parse(src, l.limits, &r.problems)
	if !ok {
		return
	}
	d := &decoder{known: k, src: src, problems: &r.problems}
	file := *r.file
	file.Digest = digest
	d.decode(at, file, root, r)
	if bad > 0 {
		*r = loaded{problems: r.problems}
	}
}

// divide gives a file the parts of its text, of which the body is the last. They
// share the text's memory, which is changed where no line break follows the
// body's last character at once: that is part of its normal form.
func divide(f *report.File, text, body []byte) {
	start := len(text) - len(body)
	length := len(bytes.TrimRight(body, " \t\n"))
	if length == 0 {
		f.Head = text
		return
	}
	end := start + length
	tail := end
	if end == len(text) || text[end] != '\n' {
		text = slices.Insert(text, end, '\n')
		tail++
	}
	f.Head, f.Body, f.Tail = text[:start:start], text[start:end+1:end+1], text[tail:]
}

// firstLines are the first n lines.
func firstLines(text []byte, n int) []byte {
	end := 0
	for line := range bytes.Lines(text) {
		if n--; n < 0 {
			break
		}
		end += len(line)
	}
	return text[:end]
}
