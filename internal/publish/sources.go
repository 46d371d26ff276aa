package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// SourceFile is a content file to write into the source folder.
type SourceFile struct {
	// Path is relative to the source folder, with slashes.
	Path string
	// Data is the whole file.
	Data []byte
}

// WriteSources writes content files: all, or none where one of them exists
// already and force is not set; the existing ones are returned. A file appears
// whole or not at all, and never through a link that leads out of the folder.
func WriteSources(source string, files []SourceFile, force bool) (existing []string, err error) {
	root, err := os.OpenRoot(filepath.FromSlash(source))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	for _, f := range files {
		switch _, err := root.Lstat(f.Path); {
		case err == nil:
			existing = append(existing, f.Path)
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	if len(existing) > 0 && !force {
		return existing, nil
	}
	var written []string
	for _, f := range files {
		if err := writeSource(root, f); err != nil {
			// What was new is taken back, so that a failed run leaves nothing behind.
			for _, w := range written {
				root.Remove(w)
			}
			return nil, err
		}
		if !contains(existing, f.Path) {
			written = append(written, f.Path)
		}
	}
	return nil, nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// writeSource writes beside the file and renames.
func writeSource(root *os.Root, f SourceFile) error {
	if err := root.MkdirAll(path.Dir(f.Path), 0o755); err != nil {
		return err
	}
	temporary := path.Join(path.Dir(f.Path), "."+path.Base(f.Path)+".new~")
	w, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = w.Write(f.Data)
	err = errors.Join(err, w.Close())
	if err == nil {
		err = root.Rename(temporary, f.Path)
	}
	if err != nil {
		root.Remove(temporary)
	}
	return err
}

// RemoveSources takes content files away; those that are gone already are no
// failure.
func RemoveSources(source string, paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	root, err := os.OpenRoot(filepath.FromSlash(source))
	if err != nil {
		return err
	}
	defer root.Close()
	for _, p := range paths {
		if err := root.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// WriteCache writes a file that can be made again, such as what is known of
// links, into a folder, which is made where it is missing.
func WriteCache(dir, name string, data []byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return writeSource(root, SourceFile{Path: name, Data: data})
}
