package publish

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
)

// A tree is an open folder. Its methods take paths relative to it, with slashes; "" is the folder itself.
// On Unix they are the …at system calls on one descriptor: the path is walked by the kernel in one
// call, which costs a third of [os.Root] (one openat for each folder on the way) and less
// than absolute paths, and stays in the same folder when that is renamed. The calls that
// write are used only in trees in which this package has made every folder, or has checked that none on the way is a link.
//
// The methods are in tree_unix.go and tree_other.go.

// kind is the type of a file, as far as it matters here.
type kind uint8

const (
	kindOther kind = iota // device, socket, FIFO
	kindFile
	kindDir
	kindLink
)

// info is what a stat tells.
type info struct {
	kind  kind
	perm  uint32 // permission bits
	size  int64  // bytes
	mtime int64  // nanoseconds since 1970
	ctime int64  // nanoseconds since 1970; 0 where the system has none
	ino   uint64 // 0 where the system has none
	names uint64 // number of hard links; 0 where the system does not tell
}

// dirent is one entry of a folder.
type dirent struct {
	name string
	kind kind
}

// filePerm and dirPerm are the permissions of everything published, whatever the umask.
const (
	filePerm = 0o644
	dirPerm  = 0o755
)

// parent returns the folder of a slash-separated path, "" for the top.
func parent(p string) string {
	i := strings.LastIndexByte(p, '/')
	if i < 0 {
		return ""
	}
	return p[:i]
}

// join joins a folder and a name, either of which may be "".
func join(dir, name string) string {
	if dir == "" {
		return name
	}
	if name == "" {
		return dir
	}
	return dir + "/" + name
}

// under reports whether p is dir or lies in it.
func under(p, dir string) bool {
	return dir == "" || p == dir || len(p) > len(dir) && p[len(dir)] == '/' && p[:len(dir)] == dir
}

func notExist(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// mkdirAll makes dir and the folders on the way in t, and returns those that it made, highest first.
func (t *tree) mkdirAll(dir string) (made []string, err error) {
	if dir == "" {
		return nil, nil
	}
	err = t.mkdir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if made, err = t.mkdirAll(parent(dir)); err != nil {
			return made, err
		}
		err = t.mkdir(dir)
	}
	if err == nil {
		return append(made, dir), nil
	}
	if errors.Is(err, fs.ErrExist) {
		st, serr := t.stat(dir)
		if serr != nil {
			return made, serr
		}
		if st.kind != kindDir {
			return made, &fs.PathError{Op: "mkdir", Path: dir, Err: syscall.ENOTDIR}
		}
		return made, nil
	}
	return made, err
}

// readDir lists a folder, in no particular order.
func (t *tree) readDir(p string) ([]dirent, error) {
	list, err := t.entries(p)
	if err != nil {
		return nil, err
	}
	out := make([]dirent, len(list))
	for n, e := range list {
		out[n] = dirent{name: e.Name(), kind: kindOfMode(e.Type())}
	}
	return out, nil
}

// removeAll removes p and all in it. A path that does not exist is no error. Links are removed, never followed.
func (t *tree) removeAll(p string) error {
	err := t.remove(p)
	if err == nil || notExist(err) {
		return nil
	}
	list, lerr := t.readDir(p)
	if lerr != nil {
		if notExist(lerr) {
			return nil
		}
		return err
	}
	for _, e := range list {
		child := join(p, e.name)
		if e.kind == kindDir {
			err = t.removeAll(child)
		} else {
			err = t.remove(child)
		}
		if err != nil && !notExist(err) {
			return err
		}
	}
	if err := t.rmdir(p); err != nil && !notExist(err) {
		return err
	}
	return nil
}

// carry makes to/p the same file as t/p: a hard link, which keeps bytes, times and inode, or a copy with its times
// where links are not possible (another file system, no support, a file of another user).
// Links are carried as links.
func (t *tree) carry(p string, to *tree) (linked bool, err error) {
	err = t.link(p, to, p)
	if err == nil {
		return true, nil
	}
	if notExist(err) || isAny(err, syscall.EEXIST, syscall.ENOSPC, syscall.EROFS, errQuota) {
		return false, err
	}
	st, err := t.stat(p)
	if err != nil {
		return false, err
	}
	switch st.kind {
	case kindLink:
		target, err := t.readlink(p)
		if err != nil {
			return false, err
		}
		return false, to.symlink(target, p)
	case kindFile:
		data, st, err := t.read(p)
		if err != nil {
			return false, err
		}
		if _, err := to.create(p, data, st.perm); err != nil {
			return false, err
		}
		return false, to.setMtime(p, st.mtime)
	}
	return false, &fs.PathError{Op: "copy", Path: p, Err: errors.ErrUnsupported}
}

// checkPath returns an error unless p can be the path of a published file.
func checkPath(p string) error {
	switch {
	case len(p) > 4000 || !fs.ValidPath(p) || p == ".":
		return badPath(p, "not a clean relative path")
	case strings.IndexByte(p, '\\') >= 0 || strings.IndexByte(p, 0) >= 0:
		return badPath(p, "has a backslash or a NUL")
	case under(p, reserved):
		return badPath(p, "is reserved for the program")
	}
	for rest := p; len(rest) > 255; {
		i := strings.IndexByte(rest, '/')
		if i > 255 || i < 0 {
			return badPath(p, "has a name of more than 255 bytes")
		}
		rest = rest[i+1:]
	}
	return nil
}

func kindOfMode(m fs.FileMode) kind {
	switch m.Type() {
	case 0:
		return kindFile
	case fs.ModeDir:
		return kindDir
	case fs.ModeSymlink:
		return kindLink
	}
	return kindOther
}

// safePath reports whether p is a relative path that stays below its folder. Foreign files may have any name that the system allows.
func safePath(p string) bool {
	if p == "" || p[0] == '/' || strings.IndexByte(p, 0) >= 0 {
		return false
	}
	for name := range strings.SplitSeq(p, "/") {
		if name == "" || name == "." || name == ".." {
			return false
		}
	}
	return true
}

// reserved is the name of the program's own folder inside a published one that has to hold it.
const reserved = ".resolute"
