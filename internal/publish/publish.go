package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// Options says how to publish.
type Options struct {
	// Adopt allows to publish into a folder that has content and was never published to. Its files stay, except those
	// in whose place the site has one of its own.
	Adopt bool
	// Clean makes the build independent of what the last one left: there are no keys and no memos, and
	// published files are compared by their bytes, not by what the manifest says of them.
	Clean bool
	// Protect lists folders which the published one must not be or contain: the source, the user's home.
	Protect []string
	// Version names the program and the format of its keys and memos. A manifest of another version
	// still tells which files are ours, but has no keys and no memos.
	Version string
	// Wait is told once when another build holds the lock, with its process id or 0; the build
	// then waits. Without Wait a held lock is an error of kind Locked.
	Wait func(pid int)
	// InPlace publishes in place even where an exchange is possible.
	InPlace bool
	// SpareFrom is the number of files from which on the replaced tree is kept for the next build; 0 stands for 512, a negative number for never.
	SpareFrom int

	// noSync leaves out what only a power cut could show; for tests.
	noSync bool
}

// defaultSpareFrom is where removing the replaced tree starts to be felt: some 40 ms of CPU.
const defaultSpareFrom = 512

// Result says what a commit did.
type Result struct {
	Written   int      // files whose bytes were written
	Unchanged int      // files that were published already
	Removed   int      // files that were published and are no longer
	Retired   []string // assets of the generation before that stay published for one more, in order
	Foreign   int      // files and folders of others that were carried over; counted only if Changed and not InPlace
	Changed   bool     // whether the published folder changed at all
	Bytes     int64    // bytes written to published files
	InPlace   bool     // the files were replaced one by one
	Notes     []string // what the user should know, one sentence each
}

// A Publication is one run, from Begin to Commit or Abort. Previous, Keep, Put, Memo and SetMemo
// may be called from several goroutines.
type Publication struct {
	opt    Options
	dir    string // the folder, absolute, without links
	name   string // its last element
	parent *tree
	pub    *tree // nil while the folder does not exist
	ctl    control
	lock   *lock

	old     *manifest // never nil; empty if there is none
	own     ownership
	inPlace string // why, "" for an exchange
	version bool   // the manifest is of our version

	slots   []slot                  // parallel to old.files
	index   func() map[string]int32 // of their paths
	stripes [64]sync.Mutex

	mu       sync.Mutex // guards what follows
	added    map[string]*slot
	deferred []deferred
	memos    map[string][]byte
	notes    []string

	stageOnce sync.Once
	stageErr  error
	stage     *tree
	stageName string // in ctl.dir, or in the folder itself if stageIn
	stageIn   bool
	spared    bool            // the stage was the spare: it holds what old.files lists, except delta
	filled    bool            // the commit has begun to complete the stage
	trashed   int             // number of things in the trash, if spared
	delta     map[string]bool // paths of old.delta, if spared
	madePub   bool            // the folder did not exist and was made for publishing in place
	made      []string        // parents of the folder that were made, highest first

	dirMu sync.Mutex
	dirs  map[string]dirState // folders of the stage

	journal  bool        // manifest.new is there and is ours to remove
	dirty    atomic.Bool // the manifest has to be written though the tree may be as it was
	failed   atomic.Pointer[error]
	finished atomic.Bool
}

// ownership says to whom the content of the folder belongs.
type ownership uint8

const (
	ownNothing ownership = iota // there is no content
	ownKnown                    // the manifest tells
	ownLost                     // published before, but the manifest is lost or damaged
	ownAdopted                  // never published to, and Adopt was given
)

// control is where lock, manifest and stages live: beside the folder, or in a folder of its own inside.
type control struct {
	dir    *tree
	prefix string
	inside bool
}

// Begin checks the folder, takes the lock, finishes or sweeps what a killed build left, and reads the manifest.
// Nothing in the folder changes, except that a publication in place that was interrupted is finished.
func Begin(ctx context.Context, dir string, o Options) (*Publication, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path, err := resolve(dir, o.Protect)
	if err != nil {
		return nil, err
	}
	p := &Publication{
		opt: o, dir: path, name: filepath.Base(path),
		old: &manifest{}, added: map[string]*slot{}, memos: map[string][]byte{}, dirs: map[string]dirState{},
	}
	if err := p.open(ctx); err != nil {
		return nil, errors.Join(err, p.Abort())
	}
	return p, nil
}

func (p *Publication) open(ctx context.Context) error {
	if err := p.openParent(); err != nil {
		return err
	}
	if err := p.openControl(); err != nil {
		return err
	}
	var err error
	if p.lock, err = takeLock(ctx, p.ctl.dir, p.ctl.prefix+"lock", p.opt.Wait); err != nil {
		return err
	}
	// Only now: whoever held the lock may have exchanged the folder.
	if err := p.openPublic(); err != nil {
		return err
	}
	damaged, err := p.recover()
	if err != nil {
		return err
	}
	if err := p.claim(damaged); err != nil {
		return err
	}
	p.chooseMode()
	if p.inPlace != "" && p.pub == nil {
		if err := p.makePublic(); err != nil {
			return err
		}
	}
	p.version = p.old.version == p.opt.Version
	p.dirty.Store(!p.version)
	p.slots = make([]slot, len(p.old.files))
	p.index = sync.OnceValue(func() map[string]int32 {
		index := make(map[string]int32, len(p.old.files))
		for i := range p.old.files {
			index[p.old.files[i].path] = int32(i)
		}
		return index
	})
	return nil
}

// openParent opens the folder's parent, and makes it if need be.
func (p *Publication) openParent() error {
	dir := filepath.Dir(p.dir)
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(d); err == nil || !errors.Is(err, fs.ErrNotExist) || filepath.Dir(d) == d {
			break
		}
		p.made = append([]string{d}, p.made...)
	}
	if len(p.made) > 0 {
		if err := os.MkdirAll(dir, dirPerm); err != nil {
			return failure(dir, "cannot create the folder", err)
		}
	}
	t, err := openTree(dir)
	if err != nil {
		return failure(dir, "cannot open the folder", err)
	}
	p.parent = t
	return nil
}

// openControl decides where lock and manifest live, and refuses folders that cannot be written before any work is done.
func (p *Publication) openControl() error {
	if err := p.openPublic(); err != nil {
		return err
	}
	if p.pub != nil {
		if err := p.pub.writable(); err != nil {
			return failure(p.dir, "cannot be written", err)
		}
		if _, err := p.pub.stat(reserved + "/manifest"); err == nil {
			return p.openInside()
		}
	}
	err := p.parent.writable()
	if err == nil {
		p.ctl = control{dir: p.parent, prefix: "." + p.name + "."}
		return nil
	}
	if p.pub == nil {
		return failure(p.parent.path, "cannot be written", err)
	}
	return p.openInside()
}

func (p *Publication) openInside() error {
	if err := p.pub.mkdir(reserved); err != nil && !errors.Is(err, fs.ErrExist) {
		return failure(p.dir, "cannot be written", err)
	}
	t, err := p.pub.sub(reserved)
	if err != nil {
		return failure(p.dir+"/"+reserved, "cannot open the folder", err)
	}
	p.ctl = control{dir: t, inside: true}
	p.note("The parent of %s cannot be written: lock and manifest are kept in %s inside it.", p.dir, reserved)
	return nil
}

// openPublic opens the folder as it is now, if it exists.
func (p *Publication) openPublic() error {
	p.pub.close()
	p.pub = nil
	t, err := openTree(p.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return failure(p.dir, "cannot open the folder", err)
	}
	p.pub = t
	return nil
}

// claim finds out to whom the content of the folder belongs, and refuses what is not ours.
func (p *Publication) claim(damaged bool) error {
	if p.old.gen > 0 {
		p.own = ownKnown
		return nil
	}
	var list []dirent
	if p.pub != nil {
		var err error
		if list, err = p.pub.readDir(""); err != nil {
			return failure(p.dir, "cannot read the folder", err)
		}
	}
	var first string
	var repository bool
	for _, e := range list {
		if e.name == reserved {
			continue
		}
		if first == "" || e.name < first {
			first = e.name
		}
		repository = repository || e.name == ".git" && e.kind == kindDir
	}
	switch {
	case first == "":
		p.own = ownNothing
	case damaged || p.lock.published:
		p.own = ownLost
		if !damaged {
			p.note("The manifest of %s is lost.", p.dir)
		}
		p.note("Nothing of what is in %s is deleted now: files that the site does not have any more must be deleted by hand.", p.dir)
	case repository:
		return &Error{
			Kind: Dangerous, Path: p.dir, Why: "holds a .git folder: this is somebody's repository",
			Hint: "choose another folder with --out; to publish a branch, check it out as a linked work tree and use --adopt",
		}
	case p.opt.Adopt:
		p.own = ownAdopted
	default:
		return &Error{
			Kind: NotOurs, Path: p.dir, Why: fmt.Sprintf("is not empty (it holds %s) and was never published to", first),
			Hint: "choose another folder with --out, or use --adopt to publish into it; its files stay, except where the site has one of the same name",
		}
	}
	return nil
}

// chooseMode decides between the exchange and publishing in place.
func (p *Publication) chooseMode() {
	switch {
	case p.opt.InPlace:
		p.inPlace = "it was asked for"
	case p.ctl.inside:
		p.inPlace = "its parent cannot be written"
	case !canExchange:
		p.inPlace = "this system cannot exchange folders"
	case p.pub != nil && p.pub.mountOf("") != p.parent.mountOf(""):
		p.inPlace = "it is a mount point"
	}
}

// syncAll makes everything durable that was written to the file systems of the trees.
func (p *Publication) syncAll(trees ...*tree) error {
	if p.opt.noSync {
		return nil
	}
	for _, t := range trees {
		if err := t.syncAll(); err != nil {
			return failure(t.path, "cannot write to the disk", err)
		}
	}
	return nil
}

func (p *Publication) note(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.notes = append(p.notes, fmt.Sprintf(format, args...))
}

// fail remembers the first error: a publication in which something failed cannot be committed.
func (p *Publication) fail(err error) error {
	if err != nil {
		p.failed.CompareAndSwap(nil, &err)
	}
	return err
}

func (p *Publication) failure() error {
	if e := p.failed.Load(); e != nil {
		return *e
	}
	return nil
}

// Abort gives up: the folder stays as it is, nothing is left beside it, the lock is free. After Commit or Abort it does nothing.
func (p *Publication) Abort() error {
	if p.finished.Swap(true) {
		return nil
	}
	var err error
	if p.journal { // first: without it, the stage is nothing but leftovers
		if err = p.ctl.dir.remove(p.ctl.name("manifest.new")); notExist(err) {
			err = nil
		}
	}
	if p.ctl.dir != nil && p.lock != nil {
		err = errors.Join(err, p.sweepMemos(p.old))
	}
	err = errors.Join(err, p.dropStage())
	p.close(false)
	return err
}

// close frees everything. published says that the folder has been published to.
func (p *Publication) close(published bool) {
	keep := published || p.old.gen > 0 || p.lock != nil && p.lock.published
	p.lock.release(keep)
	if p.ctl.inside {
		p.pub.rmdir(reserved) //nolint:errcheck // not empty after a publication
		p.ctl.dir.close()
	}
	if p.madePub && !published {
		p.parent.rmdir(p.name) //nolint:errcheck // somebody put something into it
	}
	p.stage.close()
	p.pub.close()
	p.parent.close()
	if !published {
		for i := len(p.made) - 1; i >= 0; i-- {
			os.Remove(p.made[i]) //nolint:errcheck // not empty: somebody else uses it
		}
	}
}
