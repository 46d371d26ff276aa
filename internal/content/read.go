package content

import (
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

// Folder is a folder as a source of its own.
type Folder interface {
	fs.FS
	io.Closer
}

// folder is a part of the files: some that lie in one folder.
type folder struct {
	path       string
	first, end int
	// fsys is the folder itself, or nil where the source cannot open one.
	fsys Folder
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

// open opens the folder where the source can; where not, or where the folder has
// gone, files are opened by their whole paths.
func (f *folder) open(source fs.FS) {
	if s, ok := source.(FolderOpener); ok && f.end-f.first > 1 {
		if fsys, err := s.OpenFolder(f.path); err == nil {
			f.fsys = fsys
		}
	}
}

func (f *folder) close() {
	if f.fsys != nil {
		f.fsys.Close()
		f.fsys = nil
	}
}

// file opens a file of the folder.
func (f *folder) file(source fs.FS, p string) (fs.File, error) {
	if f == nil || f.fsys == nil {
		return source.Open(p)
	}
	file, err := f.fsys.Open(path.Base(p))
	var e *fs.PathError
	if errors.As(err, &e) {
		err = &fs.PathError{Op: e.Op, Path: p, Err: e.Err}
	}
	return file, err
}

// read reads a file up to the limit. A file that has gone since the folder was
// listed is no file: its editor is about to put another in its place.
func (l *loader) read(from *folder, p string, problems *[]diag.Problem) (data []byte, ok bool, err error) {
	f, err := from.file(l.fsys, p)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
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
