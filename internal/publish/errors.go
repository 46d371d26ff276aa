package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// Kind says what went wrong, so that a caller can choose an exit code and a tone.
type Kind int

// The kinds of [Error].
const (
	Failed    Kind = iota // an operation of the system failed in a way without a kind of its own
	Locked                // another build holds the lock; PID tells which
	NotOurs               // the folder has content and was never published to
	Dangerous             // a folder that must not be published to
	Conflict              // a foreign file, folder or link stands where the site needs its own
	ReadOnly              // no permission to write, or a file system mounted read-only
	DiskFull              // no space, quota or inodes left
	Vanished              // published files disappeared while the build relied on them: build again
	Duplicate             // two files of the site have one path
	BadPath               // a path that cannot be published
)

// String returns a word for the kind, for logs.
func (k Kind) String() string {
	names := [...]string{"failed", "locked", "not ours", "dangerous", "conflict", "read-only", "disk full", "vanished", "duplicate", "bad path"}
	if k < 0 || int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}

// Error is what every function of this package returns, apart from the errors of a cancelled context.
type Error struct {
	Kind Kind
	Path string // the file or folder concerned
	PID  int    // with Locked: the process that holds the lock, 0 if unknown
	Why  string // what is wrong, without the path
	Hint string // what to do, may be empty
	Err  error  // the cause, may be nil
}

// Error returns "path: why: cause".
func (e *Error) Error() string {
	s := e.Path + ": " + e.Why
	if e.Err != nil {
		s += ": " + reason(e.Err)
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of an error of this package, and whether it is one.
func KindOf(err error) (Kind, bool) {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind, true
	}
	return Failed, false
}

// reason drops the operation and path that os errors carry: Error names the path itself.
func reason(err error) string {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err.Error()
	}
	return err.Error()
}

// failure turns an error of the system into an Error; what names the action, as in "cannot create".
func failure(path, what string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	e := &Error{Path: path, Why: what, Err: err}
	switch {
	case isAny(err, syscall.ENOSPC, errQuota, syscall.EFBIG):
		e.Kind, e.Hint = DiskFull, "free some space and build again; the published site is as it was"
	case isAny(err, syscall.EROFS, syscall.EACCES, syscall.EPERM), errors.Is(err, fs.ErrPermission):
		e.Kind, e.Hint = ReadOnly, "make the folder and its parent writable, or choose another with --out"
	case isAny(err, syscall.ENOTDIR, syscall.EISDIR):
		e.Kind, e.Hint = Conflict, "a file and a folder want the same place; move one of them away"
	}
	return e
}

func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}

func badPath(path, why string) error {
	return &Error{Kind: BadPath, Path: fmt.Sprintf("%q", path), Why: why}
}
