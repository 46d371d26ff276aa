package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// resolve returns the absolute path of the folder to publish to, without links, and refuses
// folders in which publishing could destroy something: the root, a protected folder or one above it.
func resolve(dir string, protect []string) (string, error) {
	if strings.TrimSpace(dir) == "" || strings.IndexByte(dir, 0) >= 0 {
		return "", &Error{Kind: Dangerous, Path: dir, Why: "no folder to publish to", Hint: "name one with --out"}
	}
	path, err := real(dir)
	if err != nil {
		return "", err
	}
	fi, err := os.Lstat(path)
	switch {
	case err == nil && !fi.IsDir():
		return "", &Error{Kind: Conflict, Path: path, Why: "is not a folder", Hint: "choose another with --out"}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", failure(path, "cannot look at the folder", err)
	}
	if filepath.Dir(path) == path {
		return "", dangerous(path, "is the root of the file system")
	}
	if strings.EqualFold(filepath.Base(path), ".git") {
		return "", dangerous(path, "is a git folder")
	}
	for _, q := range protect {
		if q == "" {
			continue
		}
		if q, err = real(q); err != nil {
			return "", err
		}
		if q == path {
			return "", dangerous(path, "is a folder that must not be published to")
		}
		if within(path, fi, q) {
			return "", dangerous(path, "contains "+q)
		}
	}
	return path, nil
}

func dangerous(path, why string) error {
	return &Error{Kind: Dangerous, Path: path, Why: why, Hint: "choose a folder of its own with --out, such as public"}
}

// real returns an absolute path without links, of a folder that may not exist yet.
func real(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", failure(dir, "cannot be resolved", err)
	}
	rest := ""
	for d := abs; ; d = filepath.Dir(d) {
		r, err := filepath.EvalSymlinks(d)
		if err == nil {
			return filepath.Join(r, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(d) == d {
			return "", failure(abs, "cannot be resolved", err)
		}
		fi, lerr := os.Lstat(d)
		if lerr == nil && fi.Mode()&fs.ModeSymlink == 0 {
			// Another build has made it since.
			if r, err := filepath.EvalSymlinks(d); err == nil {
				return filepath.Join(r, rest), nil
			}
		}
		if lerr == nil {
			return "", &Error{
				Kind: Dangerous, Path: d, Why: "is a link to nothing",
				Hint: "create the folder that it points to, or remove the link",
			}
		}
		rest = filepath.Join(filepath.Base(d), rest)
	}
}

// within reports whether q is outer or lies below it; by name, and by identity for folders that have several names (case, bind mounts).
func within(outer string, fi fs.FileInfo, q string) bool {
	for ; ; q = filepath.Dir(q) {
		if q == outer {
			return true
		}
		if fi != nil {
			if qi, err := os.Stat(q); err == nil && os.SameFile(fi, qi) {
				return true
			}
		}
		if filepath.Dir(q) == q {
			return false
		}
	}
}
