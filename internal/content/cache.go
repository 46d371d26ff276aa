package content

import "sync"

// Cache remembers decoded files: a file is decoded again when its bytes change,
// or what it may refer to. A nil Cache remembers nothing.
type Cache struct {
	mu          sync.Mutex
	before, now map[string]cached
}

type cached struct {
	digest, epoch string
	loaded        loaded
}

// NewCache returns an empty cache.
func NewCache() *Cache { return &Cache{before: map[string]cached{}, now: map[string]cached{}} }

// turn begins a load: what the one before used can be used again, the rest is
// forgotten.
func (c *Cache) turn() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.now) > 0 {
		c.before, c.now = c.now, make(map[string]cached, len(c.now))
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
	c.now[path] = cached{digest, epoch, r}
}
