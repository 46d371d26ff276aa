package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

// slot is one file of the site: one of the last manifest, or a new one.
type slot struct {
	look    look
	use     use
	relink  bool    // the published file is as it should be, but the spare does not have that very inode
	foreign bool    // a file that the manifest does not list stands in this place, with the same bytes
	now     *record // the file's line in the next manifest, once used
}

// deferred is a file whose place was taken when it was put.
type deferred struct {
	slot *slot
	data []byte
}

// look is what is known of the published file of a slot.
type look uint8

const (
	unseen   look = iota
	intact        // as it was written
	missing       // not there
	modified      // something else is there
)

// use is what the new site does with a slot.
type use uint8

const (
	unused  use = iota
	kept        // the published file stays
	written     // new bytes are in the stage
)

// lockOf returns the lock of a slot of the manifest.
func (p *Publication) lockOf(i int) *sync.Mutex { return &p.stripes[i%len(p.stripes)] }

// slotOf returns the slot of a file of the last manifest.
func (p *Publication) slotOf(path string) (int, bool) {
	i, ok := p.index()[path]
	return int(i), ok
}

// Previous returns the key that was kept with the file by the last Put of it, if the published file is still as it was
// written. Without Clean that is believed of a regular file with the size, time and inode of the manifest;
// if one of them differs (a cache was restored, a copy made), the bytes are read and compared.
func (p *Publication) Previous(path string) (key string, ok bool) {
	if p.opt.Clean || !p.version {
		return "", false
	}
	i, ok := p.slotOf(path)
	if !ok {
		return "", false
	}
	mu := p.lockOf(i)
	mu.Lock()
	defer mu.Unlock()
	if p.verify(i) != intact {
		return "", false
	}
	return p.old.files[i].key, true
}

// Published opens a file of the last build, if Previous knows it. It is for a build that makes a large file of what has stayed
// the same in it; the file is to be closed by done.
func (p *Publication) Published(path string) (data *io.SectionReader, done func(), ok bool) {
	if _, ok := p.Previous(path); !ok {
		return nil, nil, false
	}
	f, err := p.pub.open(path)
	if err != nil {
		return nil, nil, false
	}
	i, _ := p.slotOf(path)
	return io.NewSectionReader(f, 0, p.old.files[i].size), func() { f.Close() }, true
}

// verify looks at a published file of the manifest. The slot must be locked.
func (p *Publication) verify(i int) look {
	s, r := &p.slots[i], &p.old.files[i]
	if s.look != unseen {
		return s.look
	}
	if p.pub == nil {
		s.look = missing
		return missing
	}
	st, err := p.pub.stat(r.path)
	switch {
	case err != nil && notExist(err):
		s.look = missing
	case err != nil || st.kind != kindFile || !servable(st):
		s.look = modified
	case st.size == r.size && st.mtime == r.mtime && st.ino == r.ino && !p.opt.Clean:
		s.look, s.relink = intact, st.names < 2
	case st.size == r.size && p.sameBytes(r.path, r.digest):
		s.look, s.relink = intact, st.names < 2
		if st.mtime != r.mtime || st.ino != r.ino {
			s.relink = true
			r.mtime, r.ino = st.mtime, st.ino
			p.dirty.Store(true)
		}
	default:
		s.look = modified
	}
	return s.look
}

// servable reports whether everyone may read a file. Not all file systems can store exactly the permissions that they are given.
func servable(st info) bool { return st.perm&0o444 == 0o444 }

func (p *Publication) sameBytes(path, digest string) bool {
	data, _, err := p.pub.read(path)
	return err == nil && digestOf(data) == digest
}

// Keep carries a published file over unchanged, with its key, without reading it. If it is not
// published, or not as it was written, that is an error of kind Vanished: render the file and Put it.
func (p *Publication) Keep(path string) error {
	if err := p.usable(); err != nil {
		return err
	}
	i, ok := p.slotOf(path)
	if !ok {
		return &Error{Kind: Vanished, Path: path, Why: "was not published by the last build"}
	}
	mu := p.lockOf(i)
	mu.Lock()
	defer mu.Unlock()
	s := &p.slots[i]
	if s.use != unused {
		return p.fail(duplicate(path))
	}
	if p.verify(i) != intact {
		return &Error{Kind: Vanished, Path: path, Why: "is not as it was published"}
	}
	p.keep(i, p.old.files[i].key)
	return nil
}

// KeepAll carries all files of the last build over, with their keys, and counts
// them, if they are all published as they were written, and nothing has been put
// or kept before. If not it carries none over.
func (p *Publication) KeepAll(ctx context.Context) (n int, ok bool) {
	if p.opt.Clean || !p.version || len(p.old.files) == 0 || p.usable() != nil || !p.untouched() {
		return 0, false
	}
	if !eachOf(ctx, len(p.old.files), func(i int) bool { return p.old.files[i].retired || p.verify(i) == intact }) {
		return 0, false
	}
	for i := range p.old.files {
		if r := &p.old.files[i]; !r.retired {
			p.keep(i, r.key)
			n++
		}
	}
	return n, true
}

// eachOf calls do with the numbers below n, on all cores, until it is false or the context ends. It tells
// whether do was true for all.
func eachOf(ctx context.Context, n int, do func(i int) bool) bool {
	const stride = 256
	var next atomic.Int64
	var failed atomic.Bool
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for !failed.Load() {
				from := int(next.Add(stride) - stride)
				if from >= n {
					return
				}
				for i := from; i < min(from+stride, n); i++ {
					if i == from && ctx.Err() != nil || !do(i) {
						failed.Store(true)
						return
					}
				}
			}
		})
	}
	group.Wait()
	return !failed.Load()
}

// untouched tells that nothing has been put or kept.
func (p *Publication) untouched() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.added) == 0 && !slices.ContainsFunc(p.slots, func(s slot) bool { return s.use != unused })
}

// keep uses the published file of a slot, which must be locked and intact.
func (p *Publication) keep(i int, key string) {
	s, r := &p.slots[i], &p.old.files[i]
	s.use, s.now = kept, r
	if key != r.key || r.retired {
		now := *r
		now.key, now.retired = key, false
		s.now = &now
		p.dirty.Store(true)
	}
}

func duplicate(path string) error {
	return &Error{Kind: Duplicate, Path: path, Why: "two files of the site have this path"}
}

// usable reports why nothing more can be added.
func (p *Publication) usable() error {
	if p.finished.Load() {
		return &Error{Kind: Failed, Path: p.dir, Why: "the publication has ended"}
	}
	return p.failure()
}

// Put adds a file to the site, with a key for the next build's Previous. If the published file has the same bytes, it stays, with its
// times; otherwise the bytes are written at once, into the stage. Put does not keep data. A path put or kept twice is an
// error of kind Duplicate. After an error nothing can be committed any more.
func (p *Publication) Put(path, key string, data []byte) error {
	if err := p.usable(); err != nil {
		return err
	}
	digest := digestOf(data)
	if i, ok := p.slotOf(path); ok {
		return p.fail(p.putKnown(i, key, digest, data))
	}
	if err := checkPath(path); err != nil {
		return p.fail(err)
	}
	s := &slot{now: &record{path: path, key: key, digest: digest, size: int64(len(data))}}
	p.mu.Lock()
	if p.added[path] != nil {
		p.mu.Unlock()
		return p.fail(duplicate(path))
	}
	p.added[path] = s
	p.mu.Unlock()
	if (p.own == ownLost || p.own == ownAdopted) && p.takeOver(s) {
		return nil
	}
	return p.fail(p.write(s, data))
}

// putKnown puts a file that the manifest lists.
func (p *Publication) putKnown(i int, key, digest string, data []byte) error {
	mu := p.lockOf(i)
	mu.Lock()
	defer mu.Unlock()
	s, r := &p.slots[i], &p.old.files[i]
	if s.use != unused {
		return duplicate(r.path)
	}
	if r.digest == digest && p.verify(i) == intact {
		p.keep(i, key)
		return nil
	}
	s.now = &record{path: r.path, key: key, digest: digest, size: int64(len(data))}
	if err := p.startStage(); err != nil {
		return err
	}
	if p.inStage(r.path) {
		if err := p.unstage(r.path); err != nil {
			return err
		}
	}
	return p.write(s, data)
}

// takeOver makes a file ours that has the bytes it should have, after a manifest was lost or a folder adopted.
func (p *Publication) takeOver(s *slot) bool {
	st, err := p.pub.stat(s.now.path)
	if err != nil || st.kind != kindFile || !servable(st) || st.size != s.now.size || !p.sameBytes(s.now.path, s.now.digest) {
		return false
	}
	s.use, s.foreign = kept, true
	s.now.mtime, s.now.ino = st.mtime, st.ino
	p.dirty.Store(true)
	return true
}

// write writes a new file into the stage.
func (p *Publication) write(s *slot, data []byte) error {
	if err := p.startStage(); err != nil {
		return err
	}
	path := s.now.path
	st, err := info{}, p.needDir(parent(path))
	if err == nil {
		st, err = p.stage.create(path, data, filePerm)
	}
	if err != nil && p.spared && isAny(err, syscall.EEXIST, syscall.ENOENT, syscall.ENOTDIR, syscall.EISDIR) {
		// A folder of the last site has become a file, or the other way round, and the spare still has the old one.
		s.use = written
		p.mu.Lock()
		p.deferred = append(p.deferred, deferred{s, bytes.Clone(data)})
		p.mu.Unlock()
		return nil
	}
	if err != nil {
		return p.writeError(path, err)
	}
	s.use = written
	s.now.size, s.now.mtime, s.now.ino = st.size, st.mtime, st.ino
	return nil
}

func (p *Publication) writeError(path string, err error) error {
	if isAny(err, syscall.EEXIST, syscall.EISDIR, syscall.ENOTDIR) {
		return &Error{
			Kind: Conflict, Path: path, Why: "is a file of the site and a folder of the site at once, or differs from another only by case",
			Hint: "give one of the two pages another address", Err: err,
		}
	}
	return failure(p.dir+"/"+path, "cannot write", err)
}

// inStage reports whether the stage already holds the published file of that path.
func (p *Publication) inStage(path string) bool { return p.spared && !p.delta[path] }

// Digests lists the files that were put or kept so far, by their paths in order, with the SHA-256 of each. No Put or Keep may run meanwhile.
func (p *Publication) Digests() iter.Seq2[string, [sha256.Size]byte] {
	known := make([]*record, 0, len(p.slots)+len(p.added))
	for i := range p.slots {
		if s := &p.slots[i]; s.use != unused {
			known = append(known, s.now)
		}
	}
	var added []*record
	for _, s := range p.added {
		added = append(added, s.now)
	}
	slices.SortFunc(added, func(a, b *record) int { return strings.Compare(a.path, b.path) })
	list := mergeSorted(known, added, func(r *record) string { return r.path })
	return func(yield func(string, [sha256.Size]byte) bool) {
		for _, r := range list {
			var sum [sha256.Size + 1]byte
			base64.RawStdEncoding.Decode(sum[:], []byte(r.digest)) //nolint:errcheck // digests of our own are always sound
			if !yield(r.path, [sha256.Size]byte(sum[:])) {
				return
			}
		}
	}
}

// mergeSorted returns two lists that are sorted by path as one.
func mergeSorted[T any](a, b []T, path func(T) string) []T {
	if len(b) == 0 {
		return a
	}
	all := make([]T, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if path(b[0]) < path(a[0]) {
			a, b = b, a
		}
		all, a = append(all, a[0]), a[1:]
	}
	return append(append(all, a...), b...)
}
