package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A burst of changes ends after quiet time without another, or after the most
// that a person should wait; both are short, as nothing is rebuilt but what is
// looked at.
const (
	quiet     = 30 * time.Millisecond
	patience  = 300 * time.Millisecond
	pollEvery = time.Second
)

// burst is what changed, relative to the source; all: look at everything.
type burst struct {
	paths []string
	all   bool
}

// pathsMost is the number of paths from which on it is quicker to look at
// everything.
const pathsMost = 64

func (b *burst) add(p string) {
	if b.all || slices.Contains(b.paths, p) {
		return
	}
	b.paths = append(b.paths, p)
	if len(b.paths) > pathsMost {
		*b = burst{all: true}
	}
}

// watcher reports bursts of changes. It watches folders, never files: a file
// that an editor replaces is another file afterwards, and its watch is blind.
type watcher struct {
	dir      string
	poll     bool
	bursts   chan burst
	warnings chan string
	done     chan struct{}
}

func newWatcher(dir string, poll bool) *watcher {
	return &watcher{dir: dir, poll: poll, bursts: make(chan burst), warnings: make(chan string, 4), done: make(chan struct{})}
}

// wait returns when the watcher has stopped.
func (w *watcher) wait() { <-w.done }

// run watches until the context ends.
func (w *watcher) run(ctx context.Context) {
	defer close(w.done)
	if !w.poll {
		err := w.notify(ctx)
		if ctx.Err() != nil {
			return
		}
		w.warn(fmt.Sprintf("the system cannot watch the folders (%v); looking every second instead", err))
	}
	w.pollFolders(ctx)
}

func (w *watcher) warn(s string) {
	select {
	case w.warnings <- s:
	default:
	}
}

// pollFolders asks for a look at everything, again and again: the snapshot
// compares contents, so that a look without a change costs no rebuild.
func (w *watcher) pollFolders(ctx context.Context) {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			select {
			case w.bursts <- burst{all: true}:
			case <-ctx.Done():
				return
			}
		}
	}
}

// notify watches by the system's means; it returns when that fails.
func (w *watcher) notify(ctx context.Context) error {
	fw, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer fw.Close()
	// The source itself is watched for the folders that may come.
	if err := fw.Add(w.dir); err != nil {
		return err
	}
	for _, folder := range watched() {
		if err := w.add(fw, filepath.Join(w.dir, folder)); err != nil {
			return err
		}
	}
	// What changed between the first reading and the watching is looked at once.
	pending := burst{all: true}
	timer := newBurstTimer()
	defer timer.stop()
	timer.event()
	for {
		// Until a burst is over, nobody is offered it.
		var out chan burst
		if timer.over {
			out = w.bursts
		}
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-fw.Events:
			if !ok {
				return errors.New("the watcher was closed")
			}
			concerns, err := w.take(fw, e, &pending)
			if err != nil {
				return err
			}
			if concerns {
				timer.event()
			}
		case err, ok := <-fw.Errors:
			if !ok {
				return errors.New("the watcher was closed")
			}
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return err
			}
			// Events were lost: nothing is known but that something changed.
			pending = burst{all: true}
			if err := w.readd(fw); err != nil {
				return err
			}
			timer.event()
		case <-timer.quiet.C:
			timer.over = true
		case <-timer.patience.C:
			timer.over = true
		case out <- pending:
			pending = burst{}
			timer.rest()
		}
	}
}

// burstTimer tells when a burst is over: when it has been quiet for a while,
// or has gone on for long enough.
type burstTimer struct {
	quiet, patience *time.Timer
	// running tells that a burst has begun, over that it may be handed on.
	running, over bool
}

func newBurstTimer() *burstTimer {
	t := &burstTimer{quiet: time.NewTimer(quiet), patience: time.NewTimer(patience)}
	t.stop()
	return t
}

// event notes a change.
func (t *burstTimer) event() {
	t.quiet.Reset(quiet)
	if !t.running {
		t.running = true
		t.patience.Reset(patience)
	}
}

// rest waits for the next burst.
func (t *burstTimer) rest() {
	t.running, t.over = false, false
	t.stop()
}

func (t *burstTimer) stop() {
	t.quiet.Stop()
	t.patience.Stop()
}

// take notes an event; it tells whether it concerns the site. The error is that
// of a folder which cannot be watched.
func (w *watcher) take(fw *fsnotify.Watcher, e fsnotify.Event, pending *burst) (bool, error) {
	relative, err := filepath.Rel(w.dir, e.Name)
	if err != nil || temporary(filepath.Base(e.Name)) {
		return false, nil
	}
	relative = filepath.ToSlash(relative)
	if !inWatched(relative) {
		return false, nil
	}
	pending.add(relative)
	if !e.Has(fsnotify.Create) && !e.Has(fsnotify.Chmod) {
		return true, nil
	}
	// A new folder is watched first and looked at then, so that nothing in it is
	// missed; what is below it is found by the same walk.
	if info, err := os.Lstat(e.Name); err != nil || !info.IsDir() {
		return true, nil
	}
	return true, w.add(fw, e.Name)
}

// inWatched tells whether a path is one of the watched folders or in one.
func inWatched(p string) bool {
	for _, folder := range watched() {
		if p == folder || len(p) > len(folder) && p[:len(folder)+1] == folder+"/" {
			return true
		}
	}
	return false
}

// add watches a folder and all below it. Folders that are gone are no failure.
func (w *watcher) add(fw *fsnotify.Watcher, dir string) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
				return nil
			}
			return err
		}
		if !d.IsDir() {
			return nil
		}
		if err := fw.Add(p); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return err
		}
		return nil
	})
}

// readd watches all folders again, after events were lost.
func (w *watcher) readd(fw *fsnotify.Watcher) error {
	for _, folder := range watched() {
		if err := w.add(fw, filepath.Join(w.dir, folder)); err != nil {
			return err
		}
	}
	return nil
}
