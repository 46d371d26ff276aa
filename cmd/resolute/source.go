package main

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"resolute/internal/content"
	"resolute/internal/publish"
)

// rootFS is what os.Root.FS gives: it never leads out of the folder.
type rootFS interface {
	fs.ReadDirFS
	fs.ReadFileFS
	fs.ReadLinkFS
	fs.StatFS
}

// sourceFS is the source folder.
type sourceFS struct {
	rootFS
	root *os.Root
	// top is the same folder, nil on systems where it cannot be opened so.
	top *publish.Folder
}

func newSource(root *os.Root) sourceFS {
	s := sourceFS{rootFS: root.FS().(rootFS), root: root}
	if top, err := publish.OpenFolder(root); err == nil {
		s.top = top
	}
	return s
}

// OpenFolder opens a folder once for all of its files (content.FolderOpener).
func (s sourceFS) OpenFolder(path string) (content.Folder, error) {
	if s.top == nil {
		return nil, errors.ErrUnsupported
	}
	return folder{s.top}.Open(path)
}

// folder is an open folder of the source.
type folder struct{ *publish.Folder }

func (f folder) Open(path string) (content.Folder, error) {
	open, err := f.Folder.Open(path)
	return folder{open}, err
}

// ReadDir lists a folder without looking at each of its files, as os.Root does.
func (s sourceFS) ReadDir(path string) ([]fs.DirEntry, error) {
	if s.top == nil {
		return s.rootFS.ReadDir(path)
	}
	folder, err := s.top.Open(path)
	if err != nil {
		return s.rootFS.ReadDir(path) // it may be a link to another within
	}
	defer folder.Close()
	list, err := folder.List(".")
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: path, Err: err}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for i, e := range list {
		list[i] = entry{e, s.root, path}
	}
	return list, nil
}

// entry is a file in a folder of the source.
type entry struct {
	fs.DirEntry
	root   *os.Root
	folder string
}

// Info looks at the file.
func (e entry) Info() (fs.FileInfo, error) { return e.root.Lstat(path.Join(e.folder, e.Name())) }

// Close closes the folder.
func (s sourceFS) Close() error {
	if s.top != nil {
		s.top.Close()
	}
	return s.root.Close()
}
