package publish

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// manifest is what is known of a published tree: which files are ours and what they looked like, and what
// the next build needs to be quick. It is written as lines of tab-separated fields,
//
//	resolute manifest 2
//	v	VERSION                                 the program that wrote it
//	g	GENERATION	MODE	ROOT	SPARE           x or i (exchanged or in place); inodes of this tree and of the one before
//	d	INODE	CTIME	INODE	CTIME	PATH      a folder of ours here and in the spare; 0 for both where it is absent, for the time where it must be looked at again
//	f	SIZE	MTIME	INODE	DIGEST	KEY	PATH  a file of ours; r instead of f: an asset of the generation before, kept for one more; the key \= is that of the line before
//	x	PATH                                    a foreign file; y: a foreign folder
//	w	PATH                                    a file written by this commit, in the order of publication; u: a file it deleted
//	k	DIGEST	NAME                            a memo, of which the bytes lie in a file of their own (memo.go)
//	end	DIGEST                                  SHA-256 of everything before this line
//
// with paths in ascending order within d, f/r and x/y. Digests are SHA-256 in unpadded base64. A reader accepts a manifest
// whole or not at all. Format 1 differs only in that it writes out all keys.
type manifest struct {
	version string
	gen     uint64
	inPlace bool
	root    uint64
	spare   uint64
	dirs    []dirRecord
	files   []record
	foreign []foreignEntry
	delta   []change
	memos   []memo
}

// record is one file of ours.
type record struct {
	path, key, digest string
	size, mtime       int64
	ino               uint64
	retired           bool
}

// dirRecord is one folder of ours, in this tree and in the spare.
type dirRecord struct {
	path        string
	here, spare stamp
}

// stamp identifies the state of a folder's list of entries. One without a time matches nothing; the zero stamp says that there is no such folder.
type stamp struct {
	ino   uint64
	ctime int64
}

type foreignEntry struct {
	path string
	dir  bool
}

type change struct {
	path    string
	deleted bool
}

const (
	manifestMagic = "resolute manifest 2\n"
	olderMagic    = "resolute manifest 1\n" // as long
)

// sameKey stands for the key of the file before. No key is escaped to this.
const sameKey = `\=`

var escaper = strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func escape(s string) string {
	for i := range len(s) {
		if c := s[i]; c == '\\' || c < ' ' {
			return escaper.Replace(s)
		}
	}
	return s
}

var errEscape = errors.New("unknown escape")

func unescape(s string) (string, error) {
	if strings.IndexByte(s, '\\') < 0 {
		return s, nil
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\\' {
			i++
			if i == len(s) {
				return "", errEscape
			}
			switch s[i] {
			case '\\':
				c = '\\'
			case 't':
				c = '\t'
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			default:
				return "", errEscape
			}
		}
		b.WriteByte(c)
	}
	return b.String(), nil
}

// digestOf returns the digest of a file's bytes as manifests hold it.
func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return base64.RawStdEncoding.EncodeToString(sum[:])
}

// digestOfText is digestOf without a copy of the whole text.
func digestOfText(text string) string {
	h := sha256.New()
	room := make([]byte, 32<<10)
	for len(text) > 0 {
		n := copy(room, text)
		h.Write(room[:n])
		text = text[n:]
	}
	return base64.RawStdEncoding.EncodeToString(h.Sum(nil))
}

// encode returns the manifest's bytes. The lists must be sorted.
func (m *manifest) encode() []byte {
	size := 4096 + 200*len(m.files) + 100*len(m.dirs) + 80*(len(m.delta)+len(m.foreign))
	b := make([]byte, 0, size)
	b = append(b, manifestMagic...)
	b = append(append(b, "v\t"...), escape(m.version)...)
	mode := byte('x')
	if m.inPlace {
		mode = 'i'
	}
	b = append(b, "\ng\t"...)
	b = strconv.AppendUint(b, m.gen, 10)
	b = append(b, '\t', mode)
	b = appendUint(appendUint(b, m.root), m.spare)
	b = append(b, '\n')
	for i := range m.dirs {
		d := &m.dirs[i]
		b = append(b, 'd')
		b = appendInt(appendUint(b, d.here.ino), d.here.ctime)
		b = appendInt(appendUint(b, d.spare.ino), d.spare.ctime)
		b = appendLast(b, d.path)
	}
	for i := range m.files {
		f := &m.files[i]
		tag := byte('f')
		if f.retired {
			tag = 'r'
		}
		b = append(b, tag)
		b = appendInt(appendInt(b, f.size), f.mtime)
		b = appendUint(b, f.ino)
		b = append(append(b, '\t'), f.digest...)
		key := sameKey
		if i == 0 || f.key != m.files[i-1].key {
			key = escape(f.key)
		}
		b = append(append(b, '\t'), key...)
		b = appendLast(b, f.path)
	}
	for _, x := range m.foreign {
		b = appendLast(append(b, tagOf(x.dir, 'y', 'x')), x.path)
	}
	for _, c := range m.delta {
		b = appendLast(append(b, tagOf(c.deleted, 'u', 'w')), c.path)
	}
	for _, x := range m.memos {
		b = appendLast(append(append(b, "k\t"...), x.digest...), x.name)
	}
	sum := digestOf(b)
	return append(append(append(b, "end\t"...), sum...), '\n')
}

func tagOf(cond bool, yes, no byte) byte {
	if cond {
		return yes
	}
	return no
}

func appendInt(b []byte, v int64) []byte { return strconv.AppendInt(append(b, '\t'), v, 10) }

func appendUint(b []byte, v uint64) []byte { return strconv.AppendUint(append(b, '\t'), v, 10) }

func appendLast(b []byte, s string) []byte {
	return append(append(append(b, '\t'), escape(s)...), '\n')
}

const endLine = len("end\t") + 43 + len("\n")

// decodeManifest reads what encode wrote. Anything else is an error, never a part of a manifest.
func decodeManifest(text string) (*manifest, error) {
	if !strings.HasPrefix(text, manifestMagic) && !strings.HasPrefix(text, olderMagic) {
		return nil, errors.New("not a manifest of this format")
	}
	if len(text) < len(manifestMagic)+endLine {
		return nil, errors.New("cut short")
	}
	body, end := text[:len(text)-endLine], text[len(text)-endLine:]
	if want := "end\t" + digestOfText(body) + "\n"; end != want {
		return nil, errors.New("the checksum does not match")
	}
	// Memos of programs before this one follow here as they are. They are of no use to another.
	if i := strings.Index(body, "\nm\t"); i >= 0 {
		body = body[:i+1]
	}
	r := reader{rest: body[len(manifestMagic):], line: 1}
	dirs := strings.Count(r.rest, "\nd\t")
	r.m.dirs, r.m.files = make([]dirRecord, 0, dirs), make([]record, 0, strings.Count(r.rest, "\n")-dirs)
	for r.rest != "" {
		r.line++
		if err := r.next(); err != nil {
			return nil, fmt.Errorf("line %d: %w", r.line, err)
		}
	}
	return &r.m, r.check()
}

// reader reads the lines of a manifest.
type reader struct {
	m    manifest
	rest string
	line int
	err  error
}

// next reads one line.
func (r *reader) next() error {
	i := strings.IndexByte(r.rest, '\n')
	if i < 0 {
		return errors.New("no line feed at the end")
	}
	line := r.rest[:i]
	r.rest = r.rest[i+1:]
	tag, fields, ok := strings.Cut(line, "\t")
	if !ok || len(tag) != 1 {
		return errors.New("no tag")
	}
	m := &r.m
	switch tag[0] {
	case 'v':
		m.version = r.last(fields)
	case 'g':
		m.gen = r.uint(&fields)
		mode := r.field(&fields)
		m.inPlace = mode == "i"
		if mode != "i" && mode != "x" {
			return errors.New("unknown mode")
		}
		m.root = r.uint(&fields)
		m.spare = r.lastUint(fields)
	case 'd':
		var d dirRecord
		d.here.ino, d.here.ctime = r.uint(&fields), r.int(&fields)
		d.spare.ino, d.spare.ctime = r.uint(&fields), r.int(&fields)
		d.path = r.last(fields)
		m.dirs = append(m.dirs, d)
	case 'f', 'r':
		f := record{retired: tag[0] == 'r'}
		f.size, f.mtime, f.ino = r.int(&fields), r.int(&fields), r.uint(&fields)
		f.digest = r.field(&fields)
		if key := r.field(&fields); key != sameKey {
			f.key = r.unescape(key)
		} else if len(m.files) > 0 {
			f.key = m.files[len(m.files)-1].key
		} else {
			return errors.New("no key before")
		}
		f.path = r.last(fields)
		m.files = append(m.files, f)
	case 'x', 'y':
		m.foreign = append(m.foreign, foreignEntry{path: r.last(fields), dir: tag[0] == 'y'})
	case 'w', 'u':
		m.delta = append(m.delta, change{path: r.last(fields), deleted: tag[0] == 'u'})
	case 'k':
		x := memo{digest: r.field(&fields)}
		x.name = r.last(fields)
		m.memos = append(m.memos, x)
	default:
		return errors.New("unknown tag")
	}
	return r.err
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// field takes the next field, which another must follow.
func (r *reader) field(fields *string) string {
	i := strings.IndexByte(*fields, '\t')
	if i < 0 {
		r.fail(errors.New("too few fields"))
		return ""
	}
	s := (*fields)[:i]
	*fields = (*fields)[i+1:]
	return s
}

// last takes the last field.
func (r *reader) last(fields string) string {
	if strings.IndexByte(fields, '\t') >= 0 {
		r.fail(errors.New("too many fields"))
	}
	return r.unescape(fields)
}

func (r *reader) unescape(s string) string {
	s, err := unescape(s)
	if err != nil {
		r.fail(err)
	}
	return s
}

func (r *reader) uint(fields *string) uint64 { return r.lastUint(r.field(fields)) }

func (r *reader) lastUint(s string) uint64 {
	v, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		r.fail(errors.New("not a number"))
	}
	return v
}

func (r *reader) int(fields *string) int64 {
	v, err := strconv.ParseInt(r.field(fields), 10, 64)
	if err != nil {
		r.fail(errors.New("not a number"))
	}
	return v
}

// check holds what the rest of the package relies on: every path can be published, and lists are sorted, without duplicates.
func (r *reader) check() error {
	m := &r.m
	prev := ""
	for i := range m.files {
		f := &m.files[i]
		if f.path <= prev || len(f.digest) != 43 || f.size < 0 {
			return fmt.Errorf("the file %q is out of order or incomplete", f.path)
		}
		if err := checkPath(f.path); err != nil {
			return err
		}
		prev = f.path
	}
	prev = ""
	for i := range m.dirs {
		if m.dirs[i].path <= prev || checkPath(m.dirs[i].path) != nil {
			return fmt.Errorf("the folder %q is out of order", m.dirs[i].path)
		}
		prev = m.dirs[i].path
	}
	prev = ""
	for _, x := range m.foreign {
		if x.path <= prev || !safePath(x.path) {
			return fmt.Errorf("the foreign file %q is out of order", x.path)
		}
		prev = x.path
	}
	for i := range m.memos {
		if i > 0 && m.memos[i].name <= m.memos[i-1].name || len(m.memos[i].digest) != 43 {
			return fmt.Errorf("the memo %q is out of order", m.memos[i].name)
		}
	}
	for _, c := range m.delta {
		if err := checkPath(c.path); err != nil {
			return err
		}
	}
	return nil
}

// find returns the index of a file in the manifest.
func (m *manifest) find(p string) (int, bool) {
	return slices.BinarySearchFunc(m.files, p, func(r record, p string) int { return strings.Compare(r.path, p) })
}

// sortRecords sorts a list of which most is sorted, from the start.
func sortRecords(list []record) []record {
	n := min(1, len(list))
	for n < len(list) && list[n-1].path < list[n].path {
		n++
	}
	slices.SortFunc(list[n:], func(a, b record) int { return strings.Compare(a.path, b.path) })
	return mergeSorted(list[:n], list[n:], func(r record) string { return r.path })
}
