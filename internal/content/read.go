package content

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"

	"resolute/internal/diag"
)

// FolderOpener is a source that can open a folder of it, so that each file of the
// folder takes one step, and not one for every folder above it.
type FolderOpener interface {
	// OpenFolder opens a folder; whoever opens it closes it.
	OpenFolder(path string) (Folder, error)
}

// Folder is an open folder of a source.
type Folder interface {
	// Read returns the bytes of a regular file in it, in room where that is enough;
	// of one with more than most, one more than those.
	Read(name string, room []byte, most int) ([]byte, error)
	io.Closer
}

// folder is a part of the files: some that lie in one folder.
type folder struct {
	path       string
	first, end int
	// open is the folder itself, or nil where the source cannot open one.
	open Folder
}

// mostInFolder is how many files are read one after the other by one core.
const mostInFolder = 64

// folders divides the files, in their order.
func (l *loader) folders() []*folder {
	var list []*folder
	for i, f := range l.files {
		dir := path.Dir(f.path)
		if n := len(list); n > 0 && list[n-1].path == dir && i-list[n-1].first < mostInFolder {
			list[n-1].end = i + 1
			continue
		}
		list = append(list, &folder{path: dir, first: i, end: i + 1})
	}
	return list
}

// enter opens the folder where the source can; where not, or where the folder has
// gone, files are opened by their whole paths.
func (f *folder) enter(source fs.FS) {
	if s, ok := source.(FolderOpener); ok && f.end-f.first > 1 {
		if open, err := s.OpenFolder(f.path); err == nil {
			f.open = open
		}
	}
}

func (f *folder) leave() {
	if f.open != nil {
		f.open.Close()
		f.open = nil
	}
}

// read reads a file up to the limit, into room if that can be. A file that has gone since the folder was
// listed is no file: its editor is about to put another in its place.
func (l *loader) read(from *folder, p string, room []byte) (t rawFile, err error) {
	if from != nil && from.open != nil {
		if t.data, err = from.open.Read(path.Base(p), room, l.limits.FileBytes); err != nil {
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
