//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package publish

import (
	"io/fs"
	"syscall"
)

func inode(fi fs.FileInfo) uint64 { return fi.Sys().(*syscall.Stat_t).Ino } //nolint:forcetypeassert,unconvert // on this system it is
