package serve

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"resolute/internal/diag"
)

// watched are the folders of the source that a site is made of.
func watched() []string { return []string{"content", "layouts", "static"} }

// fileMost is the size up to which a file is kept in memory; larger ones are
// cut there, and the loader, whose limits are smaller, says so.
const fileMost = 24 << 20

// snapshot is the source as last seen, in memory: a build reads one state of
// it, whatever an editor is writing at the moment.
type snapshot struct {
	mu    sync.Mutex
	tree  *tree
	known map[string]*entry
	// listing counts the changes of names and kinds.
	listing uint64
}

// entry is a file or folder.
type entry struct {
	name   string
	mode   fs.FileMode
	data   []byte
	digest [sha256.Size]byte
	err    error
	// children are the names in a folder, sorted.
	children []string
}

// readSnapshot reads the whole source.
func readSnapshot(source fs.FS) (*snapshot, error) {
	s := &snapshot{known: map[string]*entry{}}
	for _, folder := range watched() {
		if _, err := s.scan(source, folder); err != nil {
			return nil, err
		}
	}
	s.freeze(nil)
	return s, nil
}

// update looks again at what a burst names, and returns the files whose bytes
// or kinds are not what they were, sorted.
func (s *snapshot) update(source fs.FS, b burst) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	paths := b.paths
	if b.all {
		paths = watched()
	}
	var changed []string
	for _, p := range paths {
		more, err := s.scan(source, p)
		if err != nil {
			return changed, err
		}
		changed = append(changed, more...)
	}
	if len(changed) > 0 {
		s.freeze(changed)
	}
	slices.Sort(changed)
	return slices.Compact(changed), nil
}

// scan reads a path and all below it into the known entries, and returns what
// differs from before.
func (s *snapshot) scan(source fs.FS, name string) ([]string, error) {
	var changed []string
	seen := map[string]bool{}
	before := s.known[name]
	wasFile := before != nil && !before.mode.IsDir()
	err := walk(source, name, func(p string, d fs.DirEntry, err error) error {
		if gone(err) {
			return nil
		}
		if temporary(path.Base(p)) {
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		seen[p] = true
		next := &entry{name: path.Base(p), err: err}
		if d != nil {
			next.mode = d.Type()
		}
		if err == nil && d.Type().IsRegular() {
			next.data, next.err = readFile(source, p)
			if gone(next.err) {
				delete(seen, p)
				return nil
			}
			next.digest = sha256.Sum256(next.data)
		}
		old := s.known[p]
		if old != nil && old.mode == next.mode && old.digest == next.digest && fmt.Sprint(old.err) == fmt.Sprint(next.err) {
			return nil
		}
		if old == nil || old.mode != next.mode || fmt.Sprint(old.err) != fmt.Sprint(next.err) {
			s.listing++
		}
		s.known[p] = next
		if !next.mode.IsDir() {
			changed = append(changed, p)
		}
		if err != nil && d != nil && d.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if wasFile && seen[name] && !s.known[name].mode.IsDir() {
		return changed, nil // a file that is still one has nothing below it
	}
	for p, e := range s.known {
		if (p == name || strings.HasPrefix(p, name+"/")) && !seen[p] {
			delete(s.known, p)
			s.listing++
			if !e.mode.IsDir() {
				changed = append(changed, p)
			}
		}
	}
	return changed, nil
}

// walk is fs.WalkDir, but for a link at the start, which is not followed: a
// link is reported as one wherever it stands.
func walk(source fs.FS, name string, f fs.WalkDirFunc) error {
	if info, err := fs.Lstat(source, name); err == nil && !info.IsDir() {
		return f(name, fs.FileInfoToDirEntry(info), nil)
	}
	return fs.WalkDir(source, name, f)
}

// gone tells that a file is not there, or that its folder is a file now.
func gone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func readFile(source fs.FS, name string) ([]byte, error) {
	f, err := source.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, fileMost))
}

// temporary tells files that editors make beside the one that is edited.
func temporary(name string) bool {
	switch {
	case strings.HasPrefix(name, ".#"), strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"),
		strings.HasSuffix(name, "~"), strings.HasSuffix(name, ".swp"), strings.HasSuffix(name, ".swx"), strings.HasSuffix(name, ".swo"),
		strings.HasSuffix(name, "___jb_tmp___"), strings.HasSuffix(name, "___jb_old___"), strings.HasSuffix(name, ".tmp"), name == "4913", name == ".git", name == ".DS_Store":
		return true
	}
	return false
}

// freeze makes the tree that builds read of the known entries, of which those
// at some paths have changed since the tree before.
func (s *snapshot) freeze(changed []string) {
	if s.tree != nil && s.tree.listing == s.listing {
		t := &tree{entries: maps.Clone(s.tree.entries), listing: s.listing}
		for _, p := range changed {
			t.entries[p] = s.known[p]
		}
		s.tree = t
		return
	}
	t := &tree{entries: make(map[string]*entry, len(s.known)+1), listing: s.listing}
	children := map[string][]string{}
	t.entries["."] = &entry{name: ".", mode: fs.ModeDir}
	for p, e := range s.known {
		t.entries[p] = e
	}
	for p := range s.known {
		// A file may have been told of before its folder.
		for dir := path.Dir(p); ; p, dir = dir, path.Dir(dir) {
			known := t.entries[dir] != nil
			if !known {
				t.entries[dir] = &entry{name: path.Base(dir), mode: fs.ModeDir}
			}
			children[dir] = append(children[dir], p)
			if known {
				break
			}
		}
	}
	for dir, list := range children {
		slices.Sort(list)
		folder := *t.entries[dir]
		folder.children = list
		t.entries[dir] = &folder
	}
	s.tree = t
}

func (s *snapshot) fs() fs.FS {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tree
}

// excerpt is the line of a file at a position, with a caret below.
func (s *snapshot) excerpt(pos diag.Pos) (line, caret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.known[pos.File]
	if e == nil || pos.Line == 0 {
		return "", ""
	}
	lines := strings.SplitN(string(e.data), "\n", pos.Line+1)
	if len(lines) < pos.Line {
		return "", ""
	}
	line = strings.TrimRight(strings.ToValidUTF8(lines[pos.Line-1], "\uFFFD"), "\r")
	runes := []rune(line)
	col := min(max(pos.Col, 1), len(runes)+1)
	// Long lines are shown around the place.
	const around = 60
	from := max(0, col-1-around)
	to := min(len(runes), col-1+around)
	line = strings.ReplaceAll(string(runes[from:to]), "\t", " ")
	return line, strings.Repeat(" ", col-1-from) + "^"
}

// tree is a file system in memory.
type tree struct {
	entries map[string]*entry
	listing uint64
}

// Listing tells whether names and kinds are as they were: see content.Lister.
func (t *tree) Listing() uint64 { return t.listing }

// Open opens a file or folder.
func (t *tree) Open(name string) (fs.File, error) {
	e, ok := t.entries[name]
	if !ok || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if e.err != nil {
		return nil, e.err
	}
	return &openFile{tree: t, entry: e}, nil
}

// Lstat describes a file or folder; the tree holds links as they are.
func (t *tree) Lstat(name string) (fs.FileInfo, error) {
	e, ok := t.entries[name]
	if !ok {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrNotExist}
	}
	return info{e}, nil
}

// Digest identifies a file's bytes: see content.Digester.
func (t *tree) Digest(name string) (sum [sha256.Size]byte, ok bool) {
	e := t.entries[name]
	if e == nil || e.err != nil || !e.mode.IsRegular() {
		return sum, false
	}
	return e.digest, true
}

// ReadLink is not possible: links are refused, not followed.
func (t *tree) ReadLink(name string) (string, error) {
	return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
}

// ReadFile returns a copy of a file's bytes.
func (t *tree) ReadFile(name string) ([]byte, error) {
	e, ok := t.entries[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if e.err == nil && e.mode.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	}
	return bytes.Clone(e.data), e.err
}

// ReadDir lists a folder.
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	e, ok := t.entries[name]
	if !ok {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	if e.err != nil {
		return nil, e.err
	}
	if !e.mode.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: syscall.ENOTDIR}
	}
	return t.list(e), nil
}

func (t *tree) list(e *entry) []fs.DirEntry {
	list := make([]fs.DirEntry, 0, len(e.children))
	for _, c := range e.children {
		list = append(list, fs.FileInfoToDirEntry(info{t.entries[c]}))
	}
	return list
}

// info describes an entry.
type info struct{ entry *entry }

// Name, Size, Mode, ModTime, IsDir and Sys are as in fs.FileInfo.
func (i info) Name() string       { return i.entry.name }
func (i info) Size() int64        { return int64(len(i.entry.data)) }
func (i info) Mode() fs.FileMode  { return i.entry.mode | 0o444 }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.entry.mode.IsDir() }
func (i info) Sys() any           { return nil }

// openFile is an open entry.
type openFile struct {
	tree  *tree
	entry *entry
	at    int
}

// Stat, Read and Close are as in fs.File.
func (f *openFile) Stat() (fs.FileInfo, error) { return info{f.entry}, nil }
func (f *openFile) Close() error               { return nil }

// ReadDir lists a folder, n entries at a time where n is above 0.
func (f *openFile) ReadDir(n int) ([]fs.DirEntry, error) {
	if !f.entry.mode.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: f.entry.name, Err: syscall.ENOTDIR}
	}
	rest := f.tree.list(f.entry)[f.at:]
	if n > 0 && len(rest) == 0 {
		return nil, io.EOF
	}
	if n > 0 {
		rest = rest[:min(n, len(rest))]
	}
	f.at += len(rest)
	return rest, nil
}

// Read reads on.
func (f *openFile) Read(b []byte) (int, error) {
	if f.entry.mode.IsDir() {
		return 0, &fs.PathError{Op: "read", Path: f.entry.name, Err: fs.ErrInvalid}
	}
	if f.at >= len(f.entry.data) {
		return 0, io.EOF
	}
	n := copy(b, f.entry.data[f.at:])
	f.at += n
	return n, nil
}
