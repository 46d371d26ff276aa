package search

import "sync"

// free keeps working memory of goroutines for the next that needs some. Unlike a
// sync.Pool it loses none to the collector, as what is large would be made again
// and again.
type free[T any] struct {
	mu   sync.Mutex
	list []*T
}

// get is one that nobody uses, or a zero value.
func (f *free[T]) get() *T {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := len(f.list)
	if n == 0 {
		return new(T)
	}
	v := f.list[n-1]
	f.list = f.list[:n-1]
	return v
}

func (f *free[T]) put(v *T) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, v)
}
