package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"

	"resolute/internal/report"
)

// Kept are decoded files as they are kept on disk, so that the next build reads
// and compares all files but decodes those alone that have changed. A file is
// recalled where its bytes are the same, and all else that decoding depends on:
// the program, the settings and the names of files. Those with a problem are
// not kept, nor those that are not in normal form: they are decoded every time.
//
// A value is written by its type (stored.go), so that there is no list of fields
// here. One load at a time uses it. A nil Kept keeps nothing.
type Kept struct {
	program string
	// epoch identifies what decoding depends on but the program and the file;
	// was is that of the load before.
	epoch, was string
	// before has what the load before left, now what this one leaves, by the
	// paths of files: a digest, and the value.
	mu          sync.Mutex
	before, now map[string]string
	// left is how many the load before left, fresh how many are another now.
	left, fresh int
}

// keptFormat is the first line of what is kept.
const keptFormat = "resolute content 2\n"

// ReadKept takes what an earlier load of a program has left; ok is false where it
// is damaged, and then nothing is recalled.
func ReadKept(data []byte, program string) (k *Kept, ok bool) {
	k = &Kept{program: program, before: map[string]string{}, now: map[string]string{}}
	if len(data) == 0 {
		return k, true
	}
	rest, known := bytes.CutPrefix(data, []byte(keptFormat))
	if !known {
		return k, false
	}
	// The texts of all values are parts of one string.
	r := stored{rest: string(rest)}
	if by := r.text(); by != program {
		return k, !r.bad
	}
	k.was = r.text()
	n := r.count()
	entries := make(map[string]string, n)
	for ; n > 0 && !r.bad; n-- {
		path := r.text()
		entries[path] = r.text()
	}
	if r.bad || r.rest != "" {
		return k, false
	}
	k.before, k.left = entries, len(entries)
	return k, true
}

// Worth tells whether so much is another than the load before left it that this
// should be kept in its place. A few files that are decoded each time cost less than
// keeping all anew.
func (k *Kept) Worth() bool {
	return k.epoch != k.was || Worth(k.left, len(k.now), k.fresh)
}

// Worth tells the same of any list with so many entries before and now, of which some
// are fresh: it is worth it from one in 256 on, of those that came and that went.
func Worth(before, now, fresh int) bool {
	gone := before - (now - fresh)
	return (fresh+gone)*256 > now
}

// Bytes is what is kept for the next load, the same for the same files.
func (k *Kept) Bytes() []byte {
	w := store{data: []byte(keptFormat)}
	w.text(k.program)
	w.text(k.epoch)
	w.number(len(k.now))
	for _, path := range slices.Sorted(maps.Keys(k.now)) {
		w.text(path)
		w.text(k.now[path])
	}
	return w.data
}

// begin begins a load: what another epoch has left is forgotten.
func (k *Kept) begin(epoch string, limits Limits) {
	if k == nil {
		return
	}
	k.epoch, k.now = fmt.Sprint(epoch, limits), make(map[string]string, len(k.before))
	if k.epoch != k.was {
		k.before = nil
	}
}

// An entry is a digest, whether the file has text, and the value.
const textAt = sha256.Size

// sum is the digest of a file that can be recalled, of which the text may be read
// again; "" for none.
func (k *Kept) sum(path string) string {
	if k == nil {
		return ""
	}
	if entry := k.before[path]; len(entry) > textAt && entry[textAt] == withText {
		return entry[:textAt]
	}
	return ""
}

// What stands at textAt.
const withoutText, withText = 0, 1

// recall makes the value of a file of what was kept of it. The digest is that of t.
func (k *Kept) recall(at place, t rawFile, digest string, l *loader) (r loaded, ok bool) {
	if k == nil {
		return r, false
	}
	entry := k.before[at.path]
	if len(entry) <= textAt || entry[:textAt] != string(t.sum[:]) || !t.spared && t.data == nil {
		return r, false
	}
	file, value := r.empty(at.kind)
	from := stored{rest: entry[textAt+1:], path: at.path}
	from.value(value)
	if from.bad || from.rest != "" {
		return loaded{}, false
	}
	file.Path, file.Digest = at.path, digest
	if line := file.BodyLine; t.spared {
		file.Again = sync.OnceValue(func() *report.File { return l.again(at.path, t.sum, line) })
	} else {
		divideAt(file, t.data, line)
	}
	k.put(at.path, entry)
	return r, true
}

// again reads a file again of which the text is wanted after all.
func (l *loader) again(path string, sum [sha256.Size]byte, bodyLine int) *report.File {
	f := &report.File{}
	t, err := l.read(nil, path, nil)
	if err != nil || t.sum != sum {
		l.changed.Store(&path)
		return f
	}
	divideAt(f, t.data, bodyLine)
	return f
}

// divideAt divides a file that is in normal form.
func divideAt(f *report.File, data []byte, bodyLine int) {
	divide(f, data, data[len(firstLines(data, bodyLine-1)):])
}

// keep keeps what a file was decoded to.
func (k *Kept) keep(at place, sum [sha256.Size]byte, r *loaded) {
	if k == nil || len(r.problems) > 0 || r.digest() != hex.EncodeToString(sum[:]) {
		return
	}
	w := store{data: append(sum[:], withoutText), path: at.path}
	if len(r.text()) > 0 {
		w.data[textAt] = withText
	}
	if w.value(r.bare()); !w.bad {
		k.put(at.path, string(w.data))
		k.mu.Lock()
		defer k.mu.Unlock()
		k.fresh++
	}
}

func (k *Kept) put(path, entry string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now[path] = entry
}

// empty makes a new value of a kind.
func (r *loaded) empty(kind string) (*report.File, reflect.Value) {
	switch kind {
	case "resolution":
		r.resolution = new(report.Resolution)
		return &r.resolution.File, reflect.ValueOf(r.resolution).Elem()
	case "member":
		r.member = new(report.Member)
		return &r.member.File, reflect.ValueOf(r.member).Elem()
	case "page":
		r.page = new(report.Page)
		return &r.page.File, reflect.ValueOf(r.page).Elem()
	}
	r.edition = new(report.Edition)
	return &r.edition.File, reflect.ValueOf(r.edition).Elem()
}

// bare is the value without what the file itself tells.
func (r *loaded) bare() reflect.Value {
	strip := func(f report.File) report.File {
		f.Path, f.Digest, f.Head, f.Body, f.Tail, f.Again = "", "", nil, nil, nil, nil
		return f
	}
	switch {
	case r.resolution != nil:
		v := *r.resolution
		v.File = strip(v.File)
		return reflect.ValueOf(v)
	case r.member != nil:
		v := *r.member
		v.File = strip(v.File)
		return reflect.ValueOf(v)
	case r.page != nil:
		v := *r.page
		v.File = strip(v.File)
		return reflect.ValueOf(v)
	}
	v := *r.edition
	v.File = strip(v.File)
	return reflect.ValueOf(v)
}
