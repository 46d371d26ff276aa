package publish

import "golang.org/x/sys/unix"

// exchange lets two entries of t trade places in one step, so that no reader finds either of them missing.
func exchange(t *tree, p, q string) error {
	return unix.RenameatxNp(t.fd, p, t.fd, q, unix.RENAME_SWAP)
}

// renameNew renames a folder to a name that does not exist.
func renameNew(t *tree, p, q string) error {
	return unix.RenameatxNp(t.fd, p, t.fd, q, unix.RENAME_EXCL)
}

// syncAll makes the folder durable; macOS has no call for one file system.
func (t *tree) syncAll() error { return t.syncDir() }

// mountOf identifies the mount that a folder lies on.
func (t *tree) mountOf(p string) uint64 { return t.device(p) }

// canExchange tells whether this system has an exchange; a file system may still refuse it.
const canExchange = true
