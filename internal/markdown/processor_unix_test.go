//go:build unix

package markdown

import (
	"syscall"
	"time"
)

// processorTime is the time that the process has spent on a processor, which
// other work on the machine does not change.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
