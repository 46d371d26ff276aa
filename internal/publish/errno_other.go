//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package publish

import "syscall"

// errQuota stands for an exhausted disk quota; systems without that error report a full disk.
const errQuota = syscall.ENOSPC
