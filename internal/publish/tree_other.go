//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// tree on systems without the …at calls: plain paths. The result is the same, slower; what is published
// there is published in place.
type tree struct {
	path    string
	fixDirs bool
}

func openTree(path string) (*tree, error) {
	fi, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !fi.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("not a folder")}
	}
	return &tree{path: path}, nil
}

// treeOf is not possible without the calls: a path may lead elsewhere.
func treeOf(*os.File) (*tree, error) { return nil, errors.ErrUnsupported }

func (t *tree) sub(p string) (*tree, error) { return openTree(t.at(p)) }

func (t *tree) close() {}

func (t *tree) at(p string) string { return filepath.Join(t.path, filepath.FromSlash(p)) }

func fromFileInfo(fi fs.FileInfo) info {
	i := info{kind: kindOfMode(fi.Mode()), perm: uint32(fi.Mode().Perm()), size: fi.Size(), mtime: fi.ModTime().UnixNano()}
	if i.kind == kindFile && i.perm&0o400 != 0 {
		i.perm = filePerm // permissions are not what they are on Unix
	}
	return i
}

func (t *tree) stat(p string) (info, error) {
	fi, err := os.Lstat(t.at(p))
	if err != nil {
		return info{}, err
	}
	return fromFileInfo(fi), nil
}

func (t *tree) create(p string, data []byte, perm uint32) (info, error) {
	f, err := os.OpenFile(t.at(p), os.O_WRONLY|os.O_CREATE|os.O_EXCL, fs.FileMode(perm))
	if err != nil {
		return info{}, err
	}
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		os.Remove(t.at(p))
		return info{}, err
	}
	return t.stat(p) // after the close: some systems set the time then
}

func (t *tree) mkdir(p string) error { return os.Mkdir(t.at(p), dirPerm) }

func (t *tree) link(p string, to *tree, q string) error { return os.Link(t.at(p), to.at(q)) }

func (t *tree) rename(p string, to *tree, q string) error { return os.Rename(t.at(p), to.at(q)) }

func (t *tree) remove(p string) error {
	if st, err := t.stat(p); err != nil || st.kind == kindDir {
		return errors.Join(err, errors.ErrUnsupported)
	}
	return os.Remove(t.at(p))
}

func (t *tree) rmdir(p string) error { return os.Remove(t.at(p)) }

func (t *tree) symlink(target, p string) error { return os.Symlink(target, t.at(p)) }

func (t *tree) readlink(p string) (string, error) { return os.Readlink(t.at(p)) }

func (t *tree) setMtime(p string, ns int64) error {
	return os.Chtimes(t.at(p), time.Unix(0, ns), time.Unix(0, ns))
}

func (t *tree) chmod(p string, perm uint32) error { return os.Chmod(t.at(p), fs.FileMode(perm)) }

func (t *tree) read(p string) ([]byte, info, error) {
	st, err := t.stat(p)
	if err != nil {
		return nil, st, err
	}
	if st.kind != kindFile {
		return nil, st, &fs.PathError{Op: "read", Path: p, Err: errors.New("not a regular file")}
	}
	data, err := os.ReadFile(t.at(p))
	return data, st, err
}

func (t *tree) readUpTo(p string, _ []byte, _ int64) ([]byte, info, error) { return t.read(p) }

func (t *tree) entries(p string) ([]fs.DirEntry, error) { return os.ReadDir(t.at(p)) }

func (t *tree) open(p string) (*os.File, error) { return os.Open(t.at(p)) }

// writable cannot be asked without trying; the lock file beside the folder is the trial.
func (t *tree) writable() error { return nil }

func (t *tree) syncDir() error { return nil }

// syncFile writes one file to the disk.
func (t *tree) syncFile(p string) error {
	f, err := os.OpenFile(t.at(p), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncAll has nothing to call here.
func (t *tree) syncAll() error { return nil }

// mountOf knows no mounts: everything is published in place anyway.
func (t *tree) mountOf(string) uint64 { return 0 }

// exchange is not possible here.
func exchange(*tree, string, string) error { return errors.ErrUnsupported }

// renameNew renames a folder to a name that does not exist.
func renameNew(t *tree, p, q string) error { return t.rename(p, t, q) }

// canExchange tells whether this system has an exchange.
const canExchange = false
