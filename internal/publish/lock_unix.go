//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package publish

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

func openLock(file string) (*os.File, error) {
	return os.OpenFile(file, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0o644)
}

// lockFile takes the lock or returns errBusy, at once.
func lockFile(f *os.File) error {
	_, err := retry(func() (struct{}, error) {
		return struct{}{}, unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	})
	if isAny(err, unix.EWOULDBLOCK) {
		return errBusy
	}
	return err
}
