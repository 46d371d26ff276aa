//go:build freebsd || netbsd || openbsd || dragonfly

package publish

import (
	"errors"

	"golang.org/x/sys/unix"
)

// exchange is not known here; the folder is published in place.
func exchange(*tree, string, string) error { return errors.ErrUnsupported }

// renameNew renames a folder to a name that does not exist.
func renameNew(t *tree, p, q string) error { return t.rename(p, t, q) }

// syncAll makes the folder durable.
func (t *tree) syncAll() error { return t.syncDir() }

// mountOf identifies the mount that t lies on.
func (t *tree) mountOf() uint64 {
	var st unix.Stat_t
	if unix.Fstat(t.fd, &st) != nil {
		return 0
	}
	return uint64(st.Dev)
}

// canExchange tells whether this system has an exchange.
const canExchange = false
