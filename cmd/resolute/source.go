package main

import (
	"io/fs"
	"os"

	"resolute/internal/content"
)

// rootFS is what os.Root.FS gives: it never leads out of the folder.
type rootFS interface {
	fs.ReadDirFS
	fs.ReadFileFS
	fs.ReadLinkFS
	fs.StatFS
}

// sourceFS is the source folder, or one within.
type sourceFS struct {
	rootFS
	root *os.Root
}

func newSource(root *os.Root) sourceFS { return sourceFS{root.FS().(rootFS), root} }

// OpenFolder opens a folder once for all of its files (content.FolderOpener).
func (s sourceFS) OpenFolder(path string) (content.Folder, error) {
	root, err := s.root.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return newSource(root), nil
}

// Close closes the folder.
func (s sourceFS) Close() error { return s.root.Close() }
