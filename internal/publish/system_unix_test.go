//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package publish

import (
	"io/fs"
	"syscall"
	"time"
)

func inode(fi fs.FileInfo) uint64 { return fi.Sys().(*syscall.Stat_t).Ino } //nolint:forcetypeassert,unconvert // on this system it is

// cpuTime is what the process has used of all cores, in user and kernel mode.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func setUmask(mask int) int { return syscall.Umask(mask) }
