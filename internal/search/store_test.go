package search

import (
	"strconv"
	"testing"
)

// TestCollision holds that two files with one name are noticed, and that the same
// file twice is not.
func TestCollision(t *testing.T) {
	t.Parallel()
	s := newStore(Options{}, 1)
	for range 2 {
		s.put(partTexts, []byte("the same"))
	}
	if s.collided {
		t.Error("the same file twice counts as two with one name")
	}
	for i := range 300 { // there are 256 names
		s.put(partTexts, []byte(strconv.Itoa(i)))
	}
	if !s.collided {
		t.Error("300 files share 256 names and nobody noticed")
	}
}
