//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package publish

import "syscall"

// errQuota is the error of an exhausted disk quota.
const errQuota = syscall.EDQUOT
