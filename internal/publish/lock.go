package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
)

// A lock keeps a second build from the folder. The kernel frees it when the process dies, however it dies.
//
// The file stays when the lock is released (removing it would let two builds lock two
// different files of one name), except after a build that never published anything. Its
// first line says whether the folder was ever published to, which tells
// a lost manifest from a folder of somebody else; its second line says who holds it.
type lock struct {
	dir       *tree
	name      string
	f         *os.File
	published bool
}

const lockMark = "published by resolute"

// lockPoll is the time between two attempts to take a lock that another build holds.
const lockPoll = 50 * time.Millisecond

// takeLock takes the lock. If another process holds it: without wait that is an error of
// kind Locked; otherwise wait is told once, and takeLock goes on trying until ctx ends.
func takeLock(ctx context.Context, dir *tree, name string, wait func(pid int)) (*lock, error) {
	file := dir.path + string(os.PathSeparator) + name
	told := false
	for {
		l, err := tryLock(dir, name, file)
		if err == nil && l != nil {
			return l, nil
		}
		if !errors.Is(err, errBusy) {
			if err != nil {
				return nil, failure(file, "cannot lock", err)
			}
			continue // the file was replaced meanwhile
		}
		pid := holder(file)
		if wait == nil {
			return nil, &Error{
				Kind: Locked, Path: file, PID: pid, Why: lockedBy(pid),
				Hint: "wait until it has finished; the lock is freed when the process ends",
			}
		}
		if !told {
			wait(pid)
			told = true
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(lockPoll):
		}
	}
}

func lockedBy(pid int) string {
	if pid == 0 {
		return "another build is at work on this folder"
	}
	return fmt.Sprintf("another build (process %d) is at work on this folder", pid)
}

// errBusy is returned by lockFile when another process holds the lock.
var errBusy = errors.New("locked by another process")

// tryLock returns nil without an error if the file was replaced between opening and locking.
func tryLock(dir *tree, name, file string) (*lock, error) {
	f, err := openLock(file)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		f.Close()
		return nil, err
	}
	here, err := os.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) {
		f.Close()
		return nil, nil
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	if mine, err := f.Stat(); err != nil || !os.SameFile(here, mine) {
		f.Close()
		return nil, err
	}
	l := &lock{dir: dir, name: name, f: f}
	mark, _ := readLock(file)
	l.published = mark
	if err := l.write(os.Getpid()); err != nil {
		f.Close()
		return nil, err
	}
	return l, nil
}

// readLock returns what a lock file says. Whatever else may stand in it counts as nothing.
func readLock(file string) (published bool, pid int) {
	f, err := os.Open(file)
	if err != nil {
		return false, 0
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 200))
	if err != nil {
		return false, 0
	}
	for line := range strings.Lines(string(data)) {
		if strings.TrimSpace(line) == lockMark {
			published = true
		}
		fmt.Sscanf(line, "process %d", &pid) //nolint:errcheck // a line that is not a number says nothing
	}
	return published, pid
}

func holder(file string) int {
	_, pid := readLock(file)
	return pid
}

// lockSize is the length of a lock file. It never changes, so that a full disk cannot cost the mark.
const lockSize = 64

func (l *lock) write(pid int) error {
	var s strings.Builder
	if l.published {
		s.WriteString(lockMark + "\n")
	}
	if pid != 0 {
		fmt.Fprintf(&s, "process %d\n", pid)
	}
	text := fmt.Sprintf("%-*s\n", lockSize-1, strings.TrimSuffix(s.String(), "\n"))
	_, err := l.f.WriteAt([]byte(text), 0)
	return err
}

// release frees the lock. keep says that the folder has been published to.
func (l *lock) release(keep bool) {
	if l == nil || l.f == nil {
		return
	}
	l.published = l.published || keep
	if l.published {
		l.write(0) //nolint:errcheck // the content informs people; the lock is the kernel's
	} else {
		l.dir.remove(l.name) //nolint:errcheck // an empty file that stays does no harm
	}
	l.f.Close()
	l.f = nil
}

// clock returns the file system's idea of now, in nanoseconds, as change times have it: never later than what is changed from here on.
func (l *lock) clock() int64 {
	if err := l.write(os.Getpid()); err != nil {
		return 0
	}
	fi, err := l.f.Stat()
	if err != nil {
		return 0
	}
	return fi.ModTime().UnixNano()
}
