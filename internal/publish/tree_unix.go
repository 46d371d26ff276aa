//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package publish

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

type tree struct {
	path    string
	fd      int
	fixDirs bool // the umask takes permissions from new folders: set them afterwards
}

// openTree opens a folder. The last element of the path must not be a link.
func openTree(path string) (*tree, error) {
	fd, err := retry(func() (int, error) {
		return unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return &tree{path: path, fd: fd}, nil
}

// treeOf is a folder that is open.
func treeOf(f *os.File) (*tree, error) { return (&tree{path: f.Name(), fd: int(f.Fd())}).sub(".") }

// sub opens a folder of t.
func (t *tree) sub(p string) (*tree, error) {
	fd, err := retry(func() (int, error) {
		return unix.Openat(t.fd, p, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, err
	}
	return &tree{path: t.path + "/" + p, fd: fd}, nil
}

func (t *tree) close() {
	if t != nil && t.fd >= 0 {
		unix.Close(t.fd)
		t.fd = -1
	}
}

// retry repeats a system call that a signal interrupted.
func retry[T any](call func() (T, error)) (T, error) {
	for {
		v, err := call()
		if err != syscall.EINTR { //nolint:errorlint // a bare errno
			return v, err
		}
	}
}

func fromStat(st *unix.Stat_t) info {
	i := info{perm: uint32(st.Mode) & 0o7777, size: st.Size, ino: st.Ino, names: uint64(st.Nlink)}
	i.mtime, i.ctime = st.Mtim.Nano(), st.Ctim.Nano()
	switch uint32(st.Mode) & unix.S_IFMT {
	case unix.S_IFREG:
		i.kind = kindFile
	case unix.S_IFDIR:
		i.kind = kindDir
	case unix.S_IFLNK:
		i.kind = kindLink
	}
	return i
}

func (t *tree) stat(p string) (info, error) {
	var st unix.Stat_t
	var err error
	if p == "" {
		err = unix.Fstat(t.fd, &st)
	} else {
		err = unix.Fstatat(t.fd, p, &st, unix.AT_SYMLINK_NOFOLLOW)
	}
	if err != nil {
		return info{}, err
	}
	return fromStat(&st), nil
}

// create writes a new file; one that exists is an error.
func (t *tree) create(p string, data []byte, perm uint32) (info, error) {
	fd, err := retry(func() (int, error) {
		return unix.Openat(t.fd, p, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, perm)
	})
	if err != nil {
		return info{}, err
	}
	i, err := fill(fd, data, perm)
	if cerr := unix.Close(fd); err == nil && cerr != nil && cerr != syscall.EINTR { //nolint:errorlint // a bare errno
		err = cerr
	}
	if err != nil {
		t.remove(p) //nolint:errcheck // the error that matters is already at hand
	}
	return i, err
}

func fill(fd int, data []byte, perm uint32) (info, error) {
	for len(data) > 0 {
		n, err := retry(func() (int, error) { return unix.Write(fd, data) })
		if err != nil {
			return info{}, err
		}
		if n == 0 {
			return info{}, io.ErrShortWrite
		}
		data = data[n:]
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return info{}, err
	}
	// The umask has no say in what is published. Asking first costs nothing: the stat is needed anyway.
	if uint32(st.Mode)&0o777 != perm&0o777 {
		if err := unix.Fchmod(fd, perm&0o777); err != nil {
			return info{}, err
		}
		if err := unix.Fstat(fd, &st); err != nil {
			return info{}, err
		}
	}
	return fromStat(&st), nil
}

func (t *tree) mkdir(p string) error {
	if err := unix.Mkdirat(t.fd, p, dirPerm); err != nil {
		return err
	}
	if t.fixDirs {
		return unix.Fchmodat(t.fd, p, dirPerm, 0)
	}
	return nil
}

func (t *tree) link(p string, to *tree, q string) error { return unix.Linkat(t.fd, p, to.fd, q, 0) }

func (t *tree) rename(p string, to *tree, q string) error { return unix.Renameat(t.fd, p, to.fd, q) }

func (t *tree) remove(p string) error { return unix.Unlinkat(t.fd, p, 0) }

func (t *tree) rmdir(p string) error { return unix.Unlinkat(t.fd, p, unix.AT_REMOVEDIR) }

func (t *tree) symlink(target, p string) error { return unix.Symlinkat(target, t.fd, p) }

func (t *tree) readlink(p string) (string, error) {
	buf := make([]byte, 4096)
	n, err := unix.Readlinkat(t.fd, p, buf)
	if err != nil {
		return "", err
	}
	return string(buf[:n]), nil
}

func (t *tree) setMtime(p string, ns int64) error {
	ts := []unix.Timespec{unix.NsecToTimespec(ns), unix.NsecToTimespec(ns)}
	return unix.UtimesNanoAt(t.fd, p, ts, unix.AT_SYMLINK_NOFOLLOW)
}

func (t *tree) chmod(p string, perm uint32) error { return unix.Fchmodat(t.fd, p, perm, 0) }

// read returns the bytes of a regular file; anything else is an error, and a FIFO does not block.
func (t *tree) read(p string) ([]byte, info, error) { return t.readUpTo(p, nil, math.MaxInt64-1) }

// readUpTo returns the first bytes of a regular file, in room where that is enough: all, or one more than most.
func (t *tree) readUpTo(p string, room []byte, most int64) ([]byte, info, error) {
	fd, err := retry(func() (int, error) {
		return unix.Openat(t.fd, p, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, info{}, err
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return nil, info{}, err
	}
	i := fromStat(&st)
	if i.kind != kindFile {
		return nil, i, &fs.PathError{Op: "read", Path: p, Err: errors.New("not a regular file")}
	}
	data := room[:0]
	if need := min(i.size, most) + 1; int64(cap(data)) < need {
		data = make([]byte, 0, need)
	}
	for {
		n, err := retry(func() (int, error) { return unix.Read(fd, data[len(data):cap(data)]) })
		if err != nil {
			return nil, i, err
		}
		data = data[:len(data)+n]
		switch size := int64(len(data)); {
		case n == 0, size == i.size, size > most: // of a file that is all there, the end need not be asked for
			return data, i, nil
		case len(data) == cap(data):
			data = append(data, 0)[:len(data)]
		}
	}
}

// open opens a file for reading; a FIFO does not block.
func (t *tree) open(p string) (*os.File, error) {
	fd, err := retry(func() (int, error) {
		return unix.Openat(t.fd, p, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), p), nil
}

// entries lists a folder, in no particular order: names and types.
func (t *tree) entries(p string) ([]fs.DirEntry, error) {
	if p == "" {
		p = "."
	}
	fd, err := retry(func() (int, error) {
		return unix.Openat(t.fd, p, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), p)
	defer f.Close()
	return f.ReadDir(-1)
}

// writable reports whether new entries may be made in t: an error of kind EACCES or EROFS if not.
func (t *tree) writable() error {
	return unix.Faccessat(t.fd, ".", unix.W_OK|unix.X_OK, unix.AT_EACCESS)
}

// syncDir makes the entries of t itself durable.
func (t *tree) syncDir() error {
	err := unix.Fsync(t.fd)
	if isAny(err, syscall.EINVAL, syscall.ENOTSUP) {
		return nil
	}
	return err
}

// syncFile writes one file to the disk.
func (t *tree) syncFile(p string) error {
	fd, err := retry(func() (int, error) {
		return unix.Openat(t.fd, p, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	return unix.Fsync(fd)
}

// device returns the device that an entry lies on, 0 if that cannot be told.
func (t *tree) device(p string) uint64 {
	var st unix.Stat_t
	var err error
	if p == "" {
		err = unix.Fstat(t.fd, &st)
	} else {
		err = unix.Fstatat(t.fd, p, &st, unix.AT_SYMLINK_NOFOLLOW)
	}
	if err != nil {
		return 0
	}
	return uint64(st.Dev)
}
