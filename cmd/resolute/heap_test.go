package main

import (
	"context"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

func TestBoundHeap(t *testing.T) {
	runtime.GC() // of what other tests have held
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		boundHeap(ctx)
	}()
	for debug.SetMemoryLimit(-1) == math.MaxInt64 {
		runtime.Gosched()
	}
	growth := func() uint64 {
		percent := []metrics.Sample{{Name: "/gc/gogc:percent"}}
		metrics.Read(percent)
		return percent[0].Value.Uint64()
	}
	if limit := debug.SetMemoryLimit(-1); limit != freeHeap || growth() == 100 {
		t.Errorf("the limit is %d, and before it the heap may grow by %d percent", limit, growth())
	}
	// Once much has been found to be held, the collector goes by itself.
	held := make([]byte, freeHeap)
	for growth() != 100 || debug.SetMemoryLimit(-1) < freeHeap*3/2 {
		runtime.GC()
	}
	runtime.KeepAlive(held)
	cancel()
	<-done
	if percent := debug.SetGCPercent(100); percent != 100 {
		t.Errorf("the heap may grow by %d percent", percent)
	}
	if limit := debug.SetMemoryLimit(-1); limit != math.MaxInt64 {
		t.Errorf("the limit %d stays", limit)
	}
	const own = 1 << 40
	debug.SetMemoryLimit(own)
	defer debug.SetMemoryLimit(math.MaxInt64)
	boundHeap(context.Background())
	if limit := debug.SetMemoryLimit(-1); limit != own {
		t.Errorf("a limit of the user's becomes %d", limit)
	}
}
