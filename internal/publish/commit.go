package publish

import (
	"context"
	"errors"
	"strings"
	"syscall"
)

// assets is the folder of files whose names change with their content. A page that a visitor has just loaded may
// ask for the assets of the generation before, so they stay published for one more.
const assets = "assets/"

// site is what is going to be published.
type site struct {
	files   []record
	folders []string        // of files, sorted
	dirs    map[string]bool // the same
	kept    []int           // slots whose published file is carried over
	dropped []int           // slots whose file is no part of the site any more
	theirs  []foreignEntry  // dropped files that somebody has changed: theirs now
	result  Result
}

func (s *site) find(path string) (record, bool) {
	i, ok := (&manifest{files: s.files}).find(path)
	if !ok {
		return record{}, false
	}
	return s.files[i], true
}

// Commit publishes: all that was put and kept, nothing else of ours, and everything foreign. On an
// error, a cancelled context included, the folder is as it was, as after Abort. Once the folders
// have traded places nothing can fail any more.
func (p *Publication) Commit(ctx context.Context) (Result, error) {
	if p.finished.Load() {
		return Result{}, p.usable()
	}
	res, err := p.commit(ctx)
	if err != nil {
		return Result{}, errors.Join(err, p.Abort())
	}
	p.finished.Store(true)
	res.Notes = p.notes
	p.close(true)
	return res, nil
}

func (p *Publication) commit(ctx context.Context) (Result, error) {
	if err := p.failure(); err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	next := p.plan()
	next.result.InPlace = p.inPlace != ""
	if err := p.checkPublic(next); err != nil {
		return Result{}, err
	}
	m := p.nextManifest(next)
	if !next.result.Changed {
		return next.result, p.commitUnchanged(m)
	}
	m.gen++
	if err := p.startStage(); err != nil {
		return Result{}, err
	}
	if p.inPlace != "" {
		return next.result, p.commitInPlace(ctx, next, m)
	}
	err := p.commitExchange(ctx, next, m)
	if refused(err) {
		p.inPlace = "it cannot be exchanged (" + reason(err) + ")"
		next.result.InPlace = true
		if err = p.moveStageInside(next); err == nil {
			err = p.commitInPlace(ctx, next, m)
		}
	}
	return next.result, err
}

// refused reports whether an exchange failed because the folder, its file system or the kernel cannot do it.
func refused(err error) bool {
	if _, ok := errors.AsType[*Error](err); ok {
		return false
	}
	return err != nil && (isAny(err, syscall.EBUSY, syscall.EXDEV, syscall.EINVAL, syscall.ENOSYS) || errors.Is(err, errors.ErrUnsupported))
}

// plan compares the new site with the last one.
func (p *Publication) plan() *site {
	s := &site{files: make([]record, 0, len(p.slots)+len(p.added))}
	var gone []int // assets whose second generation has passed, if anything else changes
	var rewritten []string
	for i := range p.slots {
		sl, r := &p.slots[i], &p.old.files[i]
		asset := strings.HasPrefix(r.path, assets)
		switch {
		case sl.use == written:
			s.write(sl)
			if sl.look == modified || r.digest == sl.now.digest && p.verify(i) == modified {
				rewritten = append(rewritten, r.path)
			}
		case sl.use == kept:
			s.result.Unchanged++
			s.keep(i, *sl.now)
		case asset && r.retired:
			gone = append(gone, i)
		case asset && p.verify(i) == intact:
			p.dirty.Store(true)
			old := *r
			old.retired = true
			s.keep(i, old)
		default:
			p.drop(s, i)
		}
	}
	for _, sl := range p.added {
		if sl.use == written {
			s.write(sl)
		} else {
			s.result.Unchanged++
			s.files = append(s.files, *sl.now)
		}
	}
	s.result.Changed = s.result.Written+s.result.Removed > 0 || p.pub == nil || p.madePub
	for _, i := range gone {
		if !s.result.Changed && p.verify(i) == intact {
			s.keep(i, p.old.files[i])
		} else {
			p.drop(s, i)
		}
	}
	p.noteMany(rewritten, "had been changed by someone else and was written anew", "had been changed by someone else and were written anew")
	s.finish()
	return s
}

func (s *site) write(sl *slot) {
	s.result.Written++
	s.result.Bytes += sl.now.size
	s.files = append(s.files, *sl.now)
}

func (s *site) keep(i int, r record) {
	s.kept = append(s.kept, i)
	s.files = append(s.files, r)
}

// finish sorts the lists, and adds what follows from them.
func (s *site) finish() {
	s.files = sortRecords(s.files)
	for i := range s.files {
		if s.files[i].retired {
			s.result.Retired = append(s.result.Retired, s.files[i].path)
		}
	}
	s.folders = foldersOf(s.files)
	s.dirs = make(map[string]bool, len(s.folders))
	for _, d := range s.folders {
		s.dirs[d] = true
	}
}

// drop leaves the file of a slot out of the new site. One whose bytes somebody changed is theirs now, and stays.
func (p *Publication) drop(s *site, i int) {
	r := &p.old.files[i]
	p.dirty.Store(true)
	s.dropped = append(s.dropped, i)
	look := p.verify(i)
	if look == modified {
		if st, err := p.pub.stat(r.path); err == nil && st.kind == kindFile {
			if p.sameBytes(r.path, r.digest) { // other permissions only
				look = intact
				p.slots[i].look = intact
			} else {
				s.theirs = append(s.theirs, foreignEntry{path: r.path})
				p.note("%s is no part of the site any more, but was changed by someone else; it has been left.", r.path)
			}
		}
	}
	if look == intact {
		s.result.Removed++
	}
}

// noteMany adds one note for any number of files.
func (p *Publication) noteMany(paths []string, one, many string) {
	switch len(paths) {
	case 0:
	case 1:
		p.note("%s %s.", paths[0], one)
	default:
		p.note("%d published files %s, %s among them.", len(paths), many, paths[0])
	}
}

// checkPublic makes sure that the folder is still the one that Begin saw, if files of it are needed.
func (p *Publication) checkPublic(s *site) error {
	if p.pub == nil {
		return nil
	}
	mine, err := p.pub.stat("")
	if err != nil {
		return failure(p.dir, "cannot look at the folder", err)
	}
	st, err := p.parent.stat(p.name)
	if err == nil && st.ino == mine.ino && st.kind == kindDir {
		return nil
	}
	if s.result.Unchanged > 0 {
		return vanished(p.dir, err)
	}
	return p.openPublic()
}

func vanished(path string, err error) error {
	return &Error{
		Kind: Vanished, Path: path, Why: "was removed or replaced while the site was built", Err: err,
		Hint: "build again",
	}
}

// nextManifest returns the manifest of the new site, in which what concerns the tree is still that of the last one.
func (p *Publication) nextManifest(s *site) *manifest {
	m := *p.old
	m.version, m.files = p.opt.Version, s.files
	m.memos = p.nextMemos()
	return &m
}

// commitUnchanged leaves the folder alone, and writes the manifest if it has news.
func (p *Publication) commitUnchanged(m *manifest) error {
	if !p.dirty.Load() {
		return nil
	}
	if m.gen == 0 {
		m.gen = 1
	}
	st, err := p.pub.stat("")
	if err != nil {
		return failure(p.dir, "cannot look at the folder", err)
	}
	m.root = st.ino
	if err := p.writeManifest(m); err != nil {
		return err
	}
	if !p.opt.noSync {
		if err := p.ctl.dir.syncFile(p.ctl.name("manifest.new")); err != nil {
			return failure(p.ctl.dir.path, "cannot write the manifest to the disk", err)
		}
	}
	if err := p.ctl.dir.rename(p.ctl.name("manifest.new"), p.ctl.dir, p.ctl.name("manifest")); err != nil {
		return failure(p.ctl.dir.path, "cannot rename the manifest", err)
	}
	if err := p.sweepMemos(m); err != nil {
		p.note("Tidying up failed (%v); the next build will do it.", err)
	}
	return nil
}

// writeManifest writes the manifest under the name that makes it the journal of a commit.
func (p *Publication) writeManifest(m *manifest) error {
	if err := p.writeMemos(m); err != nil {
		return err
	}
	name := p.ctl.name("manifest.new")
	if err := p.ctl.dir.remove(name); err != nil && !notExist(err) {
		return failure(p.ctl.dir.path+"/"+name, "cannot replace", err)
	}
	p.journal = true
	if _, err := p.ctl.dir.create(name, m.encode(), filePerm); err != nil {
		return failure(p.ctl.dir.path+"/"+name, "cannot write", err)
	}
	return nil
}
