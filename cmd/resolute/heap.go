package main

import (
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// freeHeap is what the memory of a build may come to before anything is collected, as
// a build after a small change needs not, and later as the collector goes by itself:
// it lets the heap become twice what is held.
const freeHeap = 500 << 20

// boundHeap keeps the memory of a build within freeHeap, or half as much again as
// what it holds, until the context ends. Of 10,000 reports the peak of the process is
// 540 MB (10⁶ bytes) then; with 20 MiB more it was up to 605 MB, for the same processor
// time. A limit that was set with GOMEMLIMIT stays.
func boundHeap(ctx context.Context) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	percent := debug.SetGCPercent(-1)
	debug.SetMemoryLimit(freeHeap)
	defer debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetGCPercent(percent)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for ctx.Err() == nil {
		metrics.Read(live)
		// A program that begins holds a few megabytes.
		if held := int64(live[0].Value.Uint64()); held > freeHeap/16 {
			debug.SetGCPercent(percent)
			debug.SetMemoryLimit(max(freeHeap, held*3/2))
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}
