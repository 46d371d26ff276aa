package content

import (
	"crypto/sha256"
	"io/fs"
	"slices"
	"sync"

	"resolute/internal/diag"
)

// Digester is a source that knows the digests of its files, so that they need
// not be read to be compared.
type Digester interface {
	// Digest identifies a file's bytes; ok tells whether it is known.
	Digest(path string) (sum [sha256.Size]byte, ok bool)
}

// Lister is a source that can tell whether its folders are as they were.
type Lister interface {
	// Listing is another number whenever the name or kind of any file is
	// another; it never comes back to an earlier one.
	Listing() uint64
}

// Cache remembers decoded files: a file is decoded again when its bytes change,
// or what it may refer to. A nil Cache remembers nothing.
type Cache struct {
	mu          sync.Mutex
	before, now map[string]*cached
	walked      *walked
}

// walked is what came of walking the folders of a source.
type walked struct {
	listing     uint64
	limit       int
	files       []place
	hasSettings bool
	problems    []diag.Problem
}

type cached struct {
	digest, epoch string
	loaded        loaded
}

// NewCache returns an empty cache.
func NewCache() *Cache { return &Cache{before: map[string]*cached{}, now: map[string]*cached{}} }

// turn begins a load: what the one before used can be used again, the rest is
// forgotten.
func (c *Cache) turn() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.now) > 0 {
		c.before, c.now = c.now, make(map[string]*cached, len(c.now))
	}
}

func (c *Cache) get(path, digest, epoch string) (loaded, bool) {
	if c == nil {
		return loaded{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	hit, ok := c.before[path]
	if !ok || hit.digest != digest || hit.epoch != epoch {
		return loaded{}, false
	}
	c.now[path] = hit
	return hit.loaded, true
}

func (c *Cache) put(path, digest, epoch string, r loaded) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now[path] = &cached{digest, epoch, r}
}

// list walks the folders of a source, or recalls what came of it where the
// source says that they are the same.
func (c *Cache) list(l *loader) error {
	lister, ok := l.fsys.(Lister)
	if c == nil || !ok {
		return l.walk()
	}
	if w := c.walked; w != nil && w.listing == lister.Listing() && w.limit == l.limits.Files {
		l.files, l.hasSettings, l.problems = w.files, w.hasSettings, slices.Clone(w.problems)
		return nil
	}
	listing := lister.Listing()
	if err := l.walk(); err != nil {
		return err
	}
	c.walked = &walked{listing, l.limits.Files, l.files, l.hasSettings, slices.Clone(l.problems)}
	return nil
}

// digest is that of a file which need not be read for it, where the source knows it
// and there is a cache; ok tells so.
func (c *Cache) digest(fsys fs.FS, path string) (sum [sha256.Size]byte, ok bool) {
	if d, known := fsys.(Digester); known && c != nil {
		return d.Digest(path)
	}
	return sum, false
}
