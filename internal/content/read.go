package content

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"resolute/internal/diag"
)

// FolderOpener is a source that can open a folder of it, so that what is in it takes
// one step, and not one for every folder above it.
type FolderOpener interface {
	// OpenFolder opens a folder; whoever opens it closes it.
	OpenFolder(path string) (Folder, error)
}

// Folder is an open folder of a source.
type Folder interface {
	// Open opens a folder in it; whoever opens it closes it.
	Open(name string) (Folder, error)
	// List lists a folder in it, in no particular order, by names and types alone.
	List(name string) ([]fs.DirEntry, error)
	// Read returns the bytes of a regular file in it, in room where that is enough;
	// of one with more than most, one more than those.
	Read(name string, room []byte, most int) ([]byte, error)
	io.Closer
}

// folders opens folders of a source one after the other. The last one stays open, and
// the one above it, as the next is that or lies beside it in most cases.
type folders struct {
	fs.FS
	path, above string
	// open is the folder at path, parent the one at above; each is nil where the
	// source cannot open it: then there are whole paths.
	open, parent Folder
}

// enter opens a folder, and closes the last one.
func (f *folders) enter(p string) Folder {
	if f == nil {
		return nil
	}
	if p == f.path {
		return f.open
	}
	if above := path.Dir(p); above == f.above {
		shut(f.open)
	} else {
		f.leave()
		f.above = above
		if s, ok := f.FS.(FolderOpener); ok {
			f.parent = found(s.OpenFolder(above))
		}
	}
	f.path, f.open = p, nil
	if f.parent != nil {
		f.open = found(f.parent.Open(path.Base(p)))
	}
	return f.open
}

// leave closes what is open.
func (f *folders) leave() {
	shut(f.open)
	shut(f.parent)
	*f = folders{FS: f.FS}
}

func found(f Folder, err error) Folder {
	if err != nil {
		return nil
	}
	return f
}

func shut(f Folder) {
	if f != nil {
		f.Close()
	}
}

// ReadDir lists a folder by names and types alone.
func (f *folders) ReadDir(p string) ([]fs.DirEntry, error) {
	open := f.enter(path.Dir(p))
	if open == nil {
		return fs.ReadDir(f.FS, p)
	}
	list, err := open.List(path.Base(p))
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: p, Err: err}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

// read reads a file up to the limit, into room if that can be. A file that has gone
// since its folder was listed is no file: its editor is about to put another in its
// place.
func (l *loader) read(from *folders, p string, room []byte) (t rawFile, err error) {
	if open := from.enter(path.Dir(p)); open != nil {
		if t.data, err = open.Read(path.Base(p), room, l.limits.FileBytes); err != nil {
			err = &fs.PathError{Op: "read", Path: p, Err: err}
		}
	} else {
		t.data, err = l.readWhole(p)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return rawFile{}, nil
	case err != nil:
		return rawFile{}, err
	case len(t.data) > l.limits.FileBytes:
		return rawFile{problems: []diag.Problem{tooLarge(p, l.limits.FileBytes)}}, nil
	}
	t.there, t.sum = true, sha256.Sum256(t.data)
	return t, nil
}

// readWhole reads a file by its whole path, or the start of one that is too large.
func (l *loader) readWhole(p string) ([]byte, error) {
	f, err := l.fsys.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	// The size is a hint; what is read is bounded by itself.
	most := int64(l.limits.FileBytes) + 1
	b := bytes.NewBuffer(make([]byte, 0, min(info.Size(), most)+bytes.MinRead))
	if _, err := b.ReadFrom(io.LimitReader(f, most)); err != nil {
		return nil, &fs.PathError{Op: "read", Path: p, Err: err}
	}
	return b.Bytes(), nil
}
