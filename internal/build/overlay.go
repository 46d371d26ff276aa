package build

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"resolute/internal/diag"
)

// overlayFS shows two trees as one: a file of the upper hides the lower's of
// the same path.
type overlayFS struct {
	// folder is the path of both below the source folder.
	folder       string
	upper, lower fs.FS
}

// overlay puts the source's own folder over the built-in one.
func overlay(source fs.FS, folder string, builtIn fs.FS) fs.FS {
	upper, err := fs.Sub(source, folder)
	if err != nil {
		return builtIn
	}
	return overlayFS{folder, upper, builtIn}
}

// Open opens the file of the upper tree, or else of the lower. What is neither a
// file nor a folder is a mistake in the source: a link could lead out of it, and a
// pipe would be waited for.
func (o overlayFS) Open(name string) (fs.File, error) {
	if info, err := fs.Lstat(o.upper, name); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		return nil, diag.Mistakes{diag.Errorf(diag.Pos{File: path.Join(o.folder, name)}, "file", "put the file itself there", "this is not a regular file")}
	}
	f, err := o.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.lower.Open(name)
	}
	return f, err
}

// ReadDir lists a folder of both trees.
func (o overlayFS) ReadDir(name string) ([]fs.DirEntry, error) {
	upper, err := fs.ReadDir(o.upper, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	lower, lowerErr := fs.ReadDir(o.lower, name)
	if err != nil && lowerErr != nil {
		return nil, &fs.PathError{Op: "readdir", Path: path.Clean(name), Err: fs.ErrNotExist}
	}
	for _, e := range lower {
		if !slices.ContainsFunc(upper, func(u fs.DirEntry) bool { return u.Name() == e.Name() }) {
			upper = append(upper, e)
		}
	}
	slices.SortFunc(upper, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return upper, nil
}
