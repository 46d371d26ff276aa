//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly || windows)

package publish

import (
	"os"
)

func openLock(file string) (*os.File, error) {
	return os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o644)
}

// lockFile cannot lock on this system; two builds at once are the user's concern here.
func lockFile(*os.File) error { return nil }
