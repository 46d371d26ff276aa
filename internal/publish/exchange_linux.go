package publish

import "golang.org/x/sys/unix"

// exchange lets two entries of t trade places in one step, so that no reader finds either of them missing.
func exchange(t *tree, p, q string) error {
	return unix.Renameat2(t.fd, p, t.fd, q, unix.RENAME_EXCHANGE)
}

// renameNew renames a folder to a name that does not exist.
func renameNew(t *tree, p, q string) error {
	err := unix.Renameat2(t.fd, p, t.fd, q, unix.RENAME_NOREPLACE)
	if isAny(err, unix.EINVAL, unix.ENOSYS) {
		return t.rename(p, t, q)
	}
	return err
}

// syncAll writes everything of the file system that holds t to the disk: one call for any number of files.
func (t *tree) syncAll() error {
	err := unix.Syncfs(t.fd)
	if isAny(err, unix.ENOSYS, unix.EPERM) { // sandboxes
		return t.syncDir()
	}
	return err
}

// mountOf identifies the mount that a folder lies on; a bind mount has the device of its source, but an id of its own.
func (t *tree) mountOf(p string) uint64 {
	flags := unix.AT_SYMLINK_NOFOLLOW
	if p == "" {
		flags |= unix.AT_EMPTY_PATH
	}
	var sx unix.Statx_t
	if err := unix.Statx(t.fd, p, flags, unix.STATX_MNT_ID, &sx); err == nil && sx.Mask&unix.STATX_MNT_ID != 0 {
		return sx.Mnt_id
	}
	return t.device(p)
}

// canExchange tells whether this system has an exchange; a file system may still refuse it.
const canExchange = true
