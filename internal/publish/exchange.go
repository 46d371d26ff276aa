package publish

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// commitExchange completes the stage and lets it trade places with the published folder. An exchange that the system
// refuses is returned as it is; see refused.
func (p *Publication) commitExchange(ctx context.Context, next *site, m *manifest) error {
	s, err := p.surveyPublic(next.dirs)
	if err != nil {
		return err
	}
	foreign, err := p.checkForeign(merge(s.foreign, next.theirs), next)
	if err != nil {
		return err
	}
	if err := p.fillStage(ctx, next, foreign); err != nil {
		return err
	}
	next.result.Foreign = len(foreign)
	m.inPlace, m.foreign, m.delta = false, topmost(foreign, next.dirs), p.changes(next)
	if p.pub == nil && p.wantsSpare(len(next.files)) && p.makeSpare(ctx, next, s) {
		m.delta = nil
	}
	if err := p.stampAll(next, s, m); err != nil {
		return err
	}
	if err := p.writeManifest(m); err != nil {
		return err
	}
	if err := p.syncAll(p.stage); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := p.swap(); err != nil {
		return err
	}
	p.afterSwap(m)
	return nil
}

// fillStage makes the stage hold what the new site has and Put has not written.
func (p *Publication) fillStage(ctx context.Context, next *site, foreign []foreignEntry) error {
	p.filled = true
	if p.spared {
		for _, i := range next.dropped {
			if path := p.old.files[i].path; p.inStage(path) {
				if err := p.unstage(path); err != nil {
					return err
				}
			}
		}
		if err := p.pruneStage(next.dirs); err != nil {
			return err
		}
	}
	if err := p.writeDeferred(next); err != nil {
		return err
	}
	for n, i := range next.kept {
		if n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := p.carryKept(next, i); err != nil {
			return err
		}
	}
	for _, sl := range p.added {
		if sl.foreign {
			if err := p.carryOne(next, sl.now.path); err != nil {
				return err
			}
		}
	}
	for _, x := range foreign {
		if err := p.carryForeign(x); err != nil {
			return err
		}
	}
	return nil
}

// pruneStage removes the folders of a former spare that the new site does not have, the deepest first. Foreign
// files that need one get it anew.
func (p *Publication) pruneStage(needed map[string]bool) error {
	var list []string
	for d := range p.dirs {
		if d != "" && !needed[d] {
			list = append(list, d)
		}
	}
	slices.Sort(list)
	for _, d := range slices.Backward(list) {
		err := p.needDir(parent(d))
		if err == nil {
			err = p.stage.rmdir(d)
		}
		if err != nil && !notExist(err) {
			return failure(p.stage.path+"/"+d, "cannot remove the folder", err)
		}
		delete(p.dirs, d)
	}
	return nil
}

// writeDeferred writes the files whose place was taken in the spare.
func (p *Publication) writeDeferred(next *site) error {
	for _, x := range p.deferred {
		path := x.slot.now.path
		_, err := p.stage.mkdirAll(parent(path))
		if err == nil {
			err = p.needDir(parent(path))
		}
		st := info{}
		if err == nil {
			st, err = p.stage.create(path, x.data, filePerm)
		}
		if err != nil {
			return p.writeError(path, err)
		}
		next.update(path, st)
	}
	return nil
}

// update changes the line of a file to what the file looks like now.
func (s *site) update(path string, st info) {
	if i, ok := (&manifest{files: s.files}).find(path); ok {
		s.files[i].mtime, s.files[i].ino = st.mtime, st.ino
	}
}

// carryKept links the published file of a slot into the stage, unless it is there.
func (p *Publication) carryKept(next *site, i int) error {
	path := p.old.files[i].path
	if p.inStage(path) {
		if !p.slots[i].relink {
			return nil
		}
		if err := p.unstage(path); err != nil {
			return err
		}
	}
	return p.carryOne(next, path)
}

func (p *Publication) carryOne(next *site, path string) error {
	if err := p.needDir(parent(path)); err != nil {
		return p.writeError(path, err)
	}
	linked, err := p.pub.carry(path, p.stage)
	switch {
	case err != nil && errors.Is(err, fs.ErrNotExist):
		return vanished(p.dir+"/"+path, nil)
	case err != nil:
		return p.writeError(path, err)
	case linked:
		return nil
	}
	st, err := p.stage.stat(path)
	if err != nil {
		return failure(p.stage.path+"/"+path, "cannot look at the file", err)
	}
	next.update(path, st)
	return nil
}

// changes lists what this commit writes and deletes, in ascending order.
func (p *Publication) changes(next *site) []change {
	var list []change
	for i := range p.slots {
		if p.slots[i].use == written {
			list = append(list, change{path: p.old.files[i].path})
		}
	}
	for path, sl := range p.added {
		if sl.use == written {
			list = append(list, change{path: path})
		}
	}
	for _, i := range next.dropped {
		list = append(list, change{path: p.old.files[i].path, deleted: true})
	}
	slices.SortFunc(list, func(a, b change) int { return strings.Compare(a.path, b.path) })
	return list
}

// merge returns both lists as one, sorted, without duplicates.
func merge(a, b []foreignEntry) []foreignEntry {
	if len(b) == 0 {
		return a
	}
	all := append(slices.Clone(a), b...)
	slices.SortFunc(all, func(a, b foreignEntry) int { return strings.Compare(a.path, b.path) })
	return slices.CompactFunc(all, func(a, b foreignEntry) bool { return a.path == b.path })
}

// topmost names, for foreign files in folders that are no folders of the site, the folder instead.
func topmost(foreign []foreignEntry, ours map[string]bool) []foreignEntry {
	out := make([]foreignEntry, 0, len(foreign))
	for _, x := range foreign {
		for d := parent(x.path); d != ""; d = parent(d) {
			if !ours[d] {
				x = foreignEntry{path: d, dir: true}
			}
		}
		out = append(out, x)
	}
	return merge(nil, out)
}

// stampAll records the folders of the stage and of the tree that will be the spare.
func (p *Publication) stampAll(next *site, s *survey, m *manifest) error {
	top, err := p.stage.stat("")
	if err != nil {
		return failure(p.stage.path, "cannot look at the folder", err)
	}
	m.root, m.spare = top.ino, s.top
	before := p.old.dirs
	now := p.lock.clock()
	m.dirs = make([]dirRecord, 0, len(next.folders))
	both := 0
	for _, d := range next.folders {
		r := dirRecord{path: d, spare: s.stamps[d]}
		if r.spare.ino != 0 {
			both++
		}
		if p.spared && p.dirs[d] < dirChanged {
			var b dirRecord
			b, before = nextDir(before, d)
			r.here = b.spare
		} else {
			st, err := p.stage.stat(d)
			if err != nil {
				return failure(p.stage.path+"/"+d, "cannot look at the folder", err)
			}
			r.here = stampOf(st, now)
		}
		m.dirs = append(m.dirs, r)
	}
	if both == len(s.stamps) {
		return nil
	}
	for d, st := range s.stamps {
		if !next.dirs[d] {
			m.dirs = append(m.dirs, dirRecord{path: d, spare: st})
		}
	}
	slices.SortFunc(m.dirs, func(a, b dirRecord) int { return strings.Compare(a.path, b.path) })
	return nil
}

// swap puts the stage in the place of the published folder.
func (p *Publication) swap() error {
	if p.pub != nil {
		err := exchange(p.parent, p.stageName, p.name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return p.swapError(err)
		}
		p.pub.close() // it was removed meanwhile
		p.pub = nil
	}
	err := renameNew(p.parent, p.stageName, p.name)
	if errors.Is(err, fs.ErrExist) {
		if rerr := p.parent.rmdir(p.name); rerr == nil { // it has appeared meanwhile, but is empty
			err = renameNew(p.parent, p.stageName, p.name)
		}
	}
	return p.swapError(err)
}

func (p *Publication) swapError(err error) error {
	if err == nil || refused(err) {
		return err
	}
	return failure(p.dir, "cannot put the new site in its place", err)
}

// afterSwap tidies up. The new site is published: what fails from here on is a note, and the next build does it again.
func (p *Publication) afterSwap(m *manifest) {
	p.journal = false
	replaced := p.pub != nil
	name := p.stageName
	p.stage.close()
	p.stage, p.stageName, p.old = nil, "", m
	err := p.ctl.dir.rename(p.ctl.name("manifest.new"), p.ctl.dir, p.ctl.name("manifest"))
	if err == nil && !p.opt.noSync {
		err = p.ctl.dir.syncDir()
	}
	if err == nil && replaced {
		if err = p.openPublic(); err == nil {
			err = p.putAway(name)
		}
	}
	if err == nil && !replaced {
		if err = p.ctl.dir.rename(name+spareSuffix, p.ctl.dir, p.ctl.name("spare")); notExist(err) {
			err = nil // none was made
		}
	}
	if err == nil {
		err = errors.Join(p.emptyTrash(name), p.sweepMemos(m))
	}
	if err != nil {
		p.note("The site is published, but tidying up failed (%v); the next build will do it.", err)
	}
}

// putAway keeps a replaced tree as the spare, or removes it.
func (p *Publication) putAway(name string) error {
	if !p.wantsSpare(len(p.old.files)) || p.pub == nil {
		return p.discard(name)
	}
	spare := p.ctl.name("spare")
	if err := p.discard(spare); err != nil {
		return err
	}
	if err := p.rescueTop(name); err != nil {
		return err
	}
	return p.ctl.dir.rename(name, p.ctl.dir, spare)
}
