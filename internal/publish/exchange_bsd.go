//go:build freebsd || netbsd || openbsd || dragonfly

package publish

import "errors"

// exchange is not known here; the folder is published in place.
func exchange(*tree, string, string) error { return errors.ErrUnsupported }

// renameNew renames a folder to a name that does not exist.
func renameNew(t *tree, p, q string) error { return t.rename(p, t, q) }

// syncAll makes the folder durable.
func (t *tree) syncAll() error { return t.syncDir() }

// mountOf identifies the mount that a folder lies on.
func (t *tree) mountOf(p string) uint64 { return t.device(p) }

// canExchange tells whether this system has an exchange.
const canExchange = false
