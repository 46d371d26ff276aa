package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/markdown"
	"resolute/internal/output"
)

// Memory is what builds remember of bodies, so that the next one renders only
// those that changed. It holds nothing that could not be made again: an entry
// is found by a digest of all that the rendering depends on. It may be kept in
// the process (the preview) or on disk beside the manifest (Bytes and
// ReadMemory); on disk it is without HTML, which is made when a page needs it.
//
// One build at a time uses a memory.
type Memory struct {
	mu sync.Mutex
	// before has the entries of the last build, now those of this one: what is
	// not asked for is forgotten.
	before, now map[bodyKey]*remembered
	// fresh is how many entries the last build did not have.
	fresh int
	// kept are decoded files; nil but on disk.
	kept *content.Kept
	// damaged tells that something of the last build could not be read.
	damaged error
	// content and prepared remember the rest; nil but in the process.
	content  *content.Cache
	prepared *prepared
}

// bodyKey is a digest of a body and of what its rendering depends on.
type bodyKey [16]byte

// remembered is what is known of a body that has no problems.
type remembered struct {
	// within identifies what the links depend on; zero where there are none
	// into the site.
	within bodyKey
	words  int
	links  []markdown.Link
	ids    []string
	// sections are those of the body, with their texts, and their HTML; that is
	// nil where it has to be made.
	sections []output.BodySection
	texts    []markdown.Packed
	html     []markdown.PackedHTML
}

// NewMemory returns an empty memory.
func NewMemory() *Memory {
	return &Memory{before: map[bodyKey]*remembered{}, now: map[bodyKey]*remembered{}}
}

// NewProcessMemory returns an empty memory that stays in the process, and keeps
// decoded files, templates and assets as well.
func NewProcessMemory() *Memory {
	m := NewMemory()
	m.content, m.prepared = content.NewCache(), &prepared{}
	return m
}

// contentCache is the cache of decoded files, or nil.
func (m *Memory) contentCache() *content.Cache {
	if m == nil {
		return nil
	}
	return m.content
}

// keptContent are the decoded files of an earlier run, or nil.
func (m *Memory) keptContent() *content.Kept {
	if m == nil {
		return nil
	}
	return m.kept
}

// turn begins a build: what the last one used can be used again.
func (m *Memory) turn() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fresh = 0; len(m.now) > 0 {
		m.before, m.now = m.now, make(map[bodyKey]*remembered, len(m.now))
	}
}

func (m *Memory) get(k bodyKey) *remembered {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.now[k]
	if r == nil {
		if r = m.before[k]; r != nil {
			m.now[k] = r
		}
	}
	return r
}

func (m *Memory) put(k bodyKey, r *remembered) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now[k] = r
	m.fresh++
}

// keyOf is the key of a body: the text of its file, language and place, and the
// program.
func (r *bodyRenderer) keyOf(j bodyJob) (k bodyKey, ok bool) {
	if j.file.Digest == "" {
		return k, false // a file with mistakes
	}
	var room [512]byte // more than most need
	inputs := room[:0]
	for _, s := range [...]string{r.version, j.file.Path, string(j.lang), j.address, j.file.Digest} {
		inputs = append(append(inputs, s...), 0)
	}
	sum := sha256.Sum256(inputs)
	copy(k[:], sum[:])
	return k, true
}

// within is what a body's links into the site depend on: all addresses of the
// site where it may have some, else nothing.
func (r *bodyRenderer) within(body []byte) (digest bodyKey) {
	if linksInside(body) {
		copy(digest[:], r.addresses())
	}
	return digest
}

// linksInside tells whether a body may link to pages of the site. It errs on
// the side of yes.
func linksInside(body []byte) bool {
	if bytes.Contains(body, []byte("]:")) {
		return true
	}
	for {
		i := bytes.Index(body, []byte("]("))
		if i < 0 {
			return false
		}
		body = body[i+2:]
		if !bytes.HasPrefix(body, []byte("http://")) && !bytes.HasPrefix(body, []byte("https://")) {
			return true
		}
	}
}

// addressDigest identifies the languages, addresses and files of a site.
func (r *bodyRenderer) addressDigest() []byte {
	list := []string{fmt.Sprint(r.site.Settings.Languages)}
	for address, file := range r.site.Addresses() {
		list = append(list, address+"\x00"+file)
	}
	slices.Sort(list)
	sum := sha256.Sum256([]byte(strings.Join(list, "\n")))
	return sum[:]
}

// memoryFormat is the first line of a memory on disk.
const memoryFormat = "resolute bodies 3\n"

// worth tells whether the memory should be kept in the place of the last one.
func (m *Memory) worth() bool { return content.Worth(len(m.before), len(m.now), m.fresh) }

// Bytes is the memory as kept on disk, the same for the same entries.
func (m *Memory) Bytes() []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	keys := make([]bodyKey, 0, len(m.now))
	for k := range m.now {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b bodyKey) int { return bytes.Compare(a[:], b[:]) })
	size := len(memoryFormat)
	for _, r := range m.now {
		size += 64
		for i, s := range r.sections {
			size += len(r.texts[i]) + 64*(1+len(s.Headings))
		}
		size += 128 * (len(r.links) + len(r.ids))
	}
	w := append(make(writer, 0, size), memoryFormat...)
	w.number(len(keys))
	for _, k := range keys {
		w = append(w, k[:]...)
		r := m.now[k]
		w = append(w, r.within[:]...)
		w.number(r.words)
		w.number(len(r.sections))
		for i, s := range r.sections {
			w.text(s.ID)
			w.text(string(r.texts[i]))
			w.number(len(s.Headings))
			for _, h := range s.Headings {
				w.number(h.Level)
				w.text(h.ID)
				w.text(h.Text)
			}
		}
		w.number(len(r.links))
		for _, l := range r.links {
			w.text(l.URL)
			w.text(l.Fragment)
			w.text(l.Pos.File)
			w.number(l.Pos.Line)
			w.number(l.Pos.Col)
		}
		w.number(len(r.ids))
		for _, id := range r.ids {
			w.text(id)
		}
	}
	return w
}

// errMemory tells that a memory on disk is not one.
var errMemory = errors.New("what the last build left cannot be read; building without it")

// ReadMemory reads a memory from disk. With an error it is empty.
func ReadMemory(data []byte) (*Memory, error) {
	m := NewMemory()
	m.recall(data)
	return m, m.damaged
}

// recall takes what a memory on disk has.
func (m *Memory) recall(data []byte) {
	if len(data) == 0 {
		return
	}
	if !bytes.HasPrefix(data, []byte(memoryFormat)) {
		m.damaged = errMemory
		return
	}
	// Texts are parts of one string: they live as long as the memory.
	r := &reader{rest: string(data[len(memoryFormat):])}
	n := r.count()
	before := make(map[bodyKey]*remembered, n)
	for range n {
		var k bodyKey
		copy(k[:], r.take(len(k)))
		before[k] = r.entry()
		if r.bad {
			break
		}
	}
	if r.bad || r.rest != "" {
		m.damaged = errMemory
		return
	}
	m.before, m.now = before, make(map[bodyKey]*remembered, n)
}

// writer appends numbers and texts with their lengths.
type writer []byte

func (w *writer) number(n int) { *w = binary.AppendUvarint(*w, uint64(n)) }

func (w *writer) text(s string) {
	w.number(len(s))
	*w = append(*w, s...)
}

// reader takes them again; bad is set at the first thing that does not fit.
type reader struct {
	rest string
	bad  bool
}

func (r *reader) number() int {
	var n uint64
	for shift := 0; ; shift += 7 {
		if r.rest == "" || shift > 56 {
			r.bad, r.rest = true, ""
			return 0
		}
		b := r.rest[0]
		r.rest = r.rest[1:]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int(n)
		}
	}
}

// count is a number of things of which each takes at least one byte.
func (r *reader) count() int {
	n := r.number()
	if n < 0 || n > len(r.rest) {
		r.bad, r.rest = true, ""
		return 0
	}
	return n
}

func (r *reader) take(n int) string {
	if n < 0 || n > len(r.rest) {
		r.bad, r.rest = true, ""
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *reader) text() string { return r.take(r.number()) }

func (r *reader) entry() *remembered {
	e := &remembered{}
	copy(e.within[:], r.take(len(e.within)))
	e.words = r.number()
	n := r.count()
	e.sections, e.texts = make([]output.BodySection, 0, n), make([]markdown.Packed, 0, n)
	for range n {
		s := output.BodySection{ID: r.text()}
		e.texts = append(e.texts, markdown.Packed(r.text()))
		for range r.count() {
			s.Headings = append(s.Headings, markdown.Heading{Level: r.number(), ID: r.text(), Text: r.text()})
		}
		e.sections = append(e.sections, s)
	}
	for range r.count() {
		e.links = append(e.links, markdown.Link{URL: r.text(), Fragment: r.text(), Pos: diag.Pos{File: r.text(), Line: r.number(), Col: r.number()}})
	}
	for range r.count() {
		e.ids = append(e.ids, r.text())
	}
	return e
}
