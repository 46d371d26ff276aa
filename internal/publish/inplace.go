package publish

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"syscall"
)

// commitInPlace publishes file by file. Everything that can fail is done first; then the manifest is written,
// which is the journal from here on, and the files are renamed and deleted in its order.
func (p *Publication) commitInPlace(ctx context.Context, next *site, m *manifest) error {
	st, err := p.pub.stat("")
	if err != nil {
		return failure(p.dir, "cannot look at the folder", err)
	}
	m.inPlace, m.root, m.spare, m.dirs, m.foreign = true, st.ino, 0, nil, nil
	w := &inPlace{p: p, next: next, real: map[string]bool{"": true}, dropped: map[string]bool{}, early: map[string]bool{}}
	for _, i := range next.dropped {
		if p.slots[i].look == intact {
			w.dropped[p.old.files[i].path] = true
		}
	}
	for _, c := range p.changes(next) {
		if !c.deleted {
			if err := w.place(c.path); err != nil {
				return err
			}
		}
	}
	m.delta = w.order()
	made, err := w.makeDirs()
	if err == nil {
		err = p.writeManifest(m)
	}
	if err == nil {
		err = p.syncAll(p.stage, p.ctl.dir)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		for _, d := range slices.Backward(made) {
			p.pub.rmdir(d) //nolint:errcheck // an empty folder at worst
		}
		return err
	}
	// The journal is complete: from here on there is only forward.
	p.journal = false
	p.note("%s is published in place, because %s: each file is whole at any moment, but a visitor may meet files of two generations while they are replaced.", p.dir, p.inPlace)
	if err := finishInPlace(p.pub, p.stage, m); err != nil {
		p.stage.close()
		p.stage, p.stageName = nil, ""                                  // the next start needs it
		e := failure(p.dir, "was published only in part", err).(*Error) //nolint:errorlint,forcetypeassert // failure makes one
		e.Hint = "build again: the publication will be finished first"
		return e
	}
	p.old = m
	if err := p.ctl.dir.rename(p.ctl.name("manifest.new"), p.ctl.dir, p.ctl.name("manifest")); err != nil {
		p.note("The site is published, but tidying up failed (%v); the next build will do it.", err)
		return nil
	}
	if err := errors.Join(p.syncAll(p.pub, p.ctl.dir), p.dropStage(), p.discard(p.ctl.name("spare")), p.sweepMemos(m)); err != nil {
		p.note("The site is published, but tidying up failed (%v).", err)
	}
	return nil
}

// inPlace plans what to rename and delete.
type inPlace struct {
	p       *Publication
	next    *site
	real    map[string]bool // folders looked at; true if they exist, false if they have to be made
	dropped map[string]bool // files of ours that will be deleted
	early   map[string]bool // those of them which have to go first, because a folder takes the place of a file or the other way round
	written []string
}

// place checks that a staged file can be renamed to its place.
func (w *inPlace) place(file string) error {
	if err := w.folder(parent(file)); err != nil {
		return err
	}
	w.written = append(w.written, file)
	if !w.real[parent(file)] {
		return nil
	}
	full := w.p.dir + "/" + file
	st, err := w.p.pub.stat(file)
	switch {
	case err != nil && notExist(err):
		return nil
	case err != nil:
		return failure(full, "cannot look at the file", err)
	case st.kind == kindDir:
		return w.clear(file)
	}
	if _, ours := w.p.old.find(file); ours || w.p.own == ownLost || w.p.own == ownAdopted || w.p.opt.Adopt {
		return nil
	}
	if r, ok := w.next.find(file); ok && st.kind == kindFile && w.p.sameBytes(file, r.digest) {
		return nil
	}
	e := conflict(full, "this file is not ours, and the site has one of the same name")
	e.Hint += ", or use --adopt to replace it"
	return e
}

// folder checks that a folder and those above it are folders, not links, or can be made.
func (w *inPlace) folder(dir string) error {
	if _, ok := w.real[dir]; ok {
		return nil
	}
	if err := w.folder(parent(dir)); err != nil {
		return err
	}
	w.real[dir] = false
	if !w.real[parent(dir)] {
		return nil
	}
	st, err := w.p.pub.stat(dir)
	switch {
	case err != nil && notExist(err):
	case err != nil:
		return failure(w.p.dir+"/"+dir, "cannot look at the folder", err)
	case st.kind == kindDir && w.p.pub.mountOf(dir) != w.p.pub.mountOf(""):
		return conflict(w.p.dir+"/"+dir, "the site needs this folder, but a file system is mounted on it")
	case st.kind == kindDir:
		w.real[dir] = true
	case w.dropped[dir]:
		w.early[dir] = true
	default:
		return conflict(w.p.dir+"/"+dir, "the site needs a folder here")
	}
	return nil
}

// clear plans to delete a folder in whose place a file will stand; everything in it must be ours to delete.
func (w *inPlace) clear(dir string) error {
	list, err := w.p.pub.readDir(dir)
	if err != nil {
		return failure(w.p.dir+"/"+dir, "cannot read the folder", err)
	}
	for _, e := range list {
		child := join(dir, e.name)
		switch {
		case e.kind == kindDir:
			if err := w.clear(child); err != nil {
				return err
			}
		case w.dropped[child]:
			w.early[child] = true
		default:
			return conflict(w.p.dir+"/"+child, "the site needs a file in place of the folder of this one, which is not ours")
		}
	}
	return nil
}

// order returns the journal: deletions that make room, what is written in the order of publication, and the other deletions.
func (w *inPlace) order() []change {
	var list []change
	for _, f := range sortedKeys(w.early) {
		list = append(list, change{path: f, deleted: true})
	}
	slices.SortStableFunc(w.written, comparePublication)
	for _, f := range w.written {
		list = append(list, change{path: f})
	}
	for _, f := range sortedKeys(w.dropped) {
		// A folder on the way that has become a link leads to files that are not ours.
		if !w.early[f] && w.folder(parent(f)) == nil && w.real[parent(f)] {
			list = append(list, change{path: f, deleted: true})
		}
	}
	return list
}

func sortedKeys(m map[string]bool) []string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// makeDirs makes new folders ahead, since they may fail for lack of space. Those in the place of a file must wait.
func (w *inPlace) makeDirs() (made []string, err error) {
	for _, d := range sortedKeys(w.real) {
		if w.real[d] || w.early[d] || w.blocked(d) || !w.next.dirs[d] {
			continue
		}
		if err := w.p.pub.mkdir(d); err != nil && !errors.Is(err, fs.ErrExist) {
			return made, failure(w.p.dir+"/"+d, "cannot create the folder", err)
		}
		made = append(made, d)
	}
	return made, nil
}

func (w *inPlace) blocked(dir string) bool {
	for d := parent(dir); d != ""; d = parent(d) {
		if w.early[d] {
			return true
		}
	}
	return false
}

// The stages of publication: nothing may refer to what is not there yet.
const (
	stageAssets = iota
	stageData
	stagePages
	stageIndex
)

func stageOfFile(file string) int {
	if strings.HasPrefix(file, assets) {
		return stageAssets
	}
	name := path.Base(file)
	switch path.Ext(name) {
	case ".html":
		if !strings.Contains(file, "/") && name != "404.html" {
			return stageIndex
		}
		return stagePages
	case ".xml", ".atom", ".rss":
		return stageIndex
	}
	if strings.HasPrefix(name, "_") || name == "robots.txt" {
		return stageIndex
	}
	return stageData
}

// comparePublication orders files for publication: by stage, pages from the deepest to the highest, then by path.
func comparePublication(a, b string) int {
	if d := stageOfFile(a) - stageOfFile(b); d != 0 {
		return d
	}
	if stageOfFile(a) == stagePages {
		if d := strings.Count(b, "/") - strings.Count(a, "/"); d != 0 {
			return d
		}
	}
	return strings.Compare(a, b)
}

// finishInPlace does what a journal says; what has been done already is not there any more to be done again.
func finishInPlace(pub, stage *tree, m *manifest) error {
	for _, c := range m.delta {
		if c.deleted {
			if st, err := pub.stat(c.path); err == nil && st.kind == kindDir {
				continue // somebody's folder by now
			}
			// Even if the file is gone: whoever deleted it may have been killed before its folder went.
			if err := pub.remove(c.path); err != nil && !notExist(err) {
				return err
			}
			for d := parent(c.path); d != "" && pub.rmdir(d) == nil; d = parent(d) {
			}
			continue
		}
		err := stage.rename(c.path, pub, c.path)
		if err != nil && isAny(err, syscall.ENOENT, syscall.ENOTDIR, syscall.EISDIR, syscall.EEXIST, syscall.ENOTEMPTY) {
			if _, serr := stage.stat(c.path); notExist(serr) {
				continue // done before
			}
			pub.rmdir(c.path) //nolint:errcheck // an empty folder may stand there; the rename tells
			if _, err = pub.mkdirAll(parent(c.path)); err == nil {
				err = stage.rename(c.path, pub, c.path)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// moveStageInside moves what was written to a stage inside the folder, after the exchange was refused.
func (p *Publication) moveStageInside(next *site) error {
	old, name := p.stage, p.stageName
	defer old.close()
	err := p.emptyTrash(name)
	p.stage, p.spared = nil, false
	if err != nil {
		return failure(p.ctl.dir.path, "cannot remove the trash", err)
	}
	if err := p.makeStageInside(stageOf(p.old.gen + 1)); err != nil {
		p.ctl.dir.removeAll(name) //nolint:errcheck // the error that matters is at hand; the next start sweeps
		return err
	}
	for _, c := range p.changes(next) {
		if c.deleted {
			continue
		}
		if err := p.moveInside(old, next, c.path); err != nil {
			p.ctl.dir.removeAll(name) //nolint:errcheck // as above
			return failure(p.dir+"/"+c.path, "cannot write", err)
		}
	}
	if err := p.ctl.dir.removeAll(name); err != nil {
		return failure(p.ctl.dir.path+"/"+name, "cannot remove the stage", err)
	}
	return nil
}

func (p *Publication) moveInside(from *tree, next *site, file string) error {
	if _, err := p.stage.mkdirAll(parent(file)); err != nil {
		return err
	}
	err := from.rename(file, p.stage, file)
	if !isAny(err, syscall.EXDEV) {
		return err
	}
	data, _, err := from.read(file)
	if err != nil {
		return err
	}
	st, err := p.stage.create(file, data, filePerm)
	if err == nil {
		next.update(file, st)
	}
	return err
}
