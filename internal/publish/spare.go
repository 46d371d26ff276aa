package publish

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// wantsSpare tells whether a site of so many files is worth a spare.
func (p *Publication) wantsSpare(files int) bool {
	from := p.opt.SpareFrom
	if from == 0 {
		from = defaultSpareFrom
	}
	return from >= 0 && files >= from
}

// spareSuffix is added to the name of a stage for the spare that is made with it.
const spareSuffix = ".spare"

// makeSpare makes a spare for a folder that is published for the first time, since there is no tree that is
// replaced: links to all files of the stage. The next build would otherwise have to make them. What it
// looks like goes where that of a replaced tree would. If anything fails, there is no spare.
func (p *Publication) makeSpare(ctx context.Context, next *site, s *survey) bool {
	name := p.stageName + spareSuffix
	err := p.ctl.dir.mkdir(name)
	if err == nil {
		err = p.minPerm(p.ctl.dir, name)
	}
	if err == nil {
		err = p.fillSpare(ctx, name, next, s)
	}
	if err == nil {
		return true
	}
	s.top, s.stamps = 0, nil
	p.ctl.dir.removeAll(name) //nolint:errcheck // the next start sweeps
	return false
}

func (p *Publication) fillSpare(ctx context.Context, name string, next *site, s *survey) error {
	t, err := p.ctl.dir.sub(name)
	if err != nil {
		return err
	}
	defer t.close()
	t.fixDirs = p.stage.fixDirs
	for _, d := range next.folders { // parents come before their children
		if err := t.mkdir(d); err != nil {
			return err
		}
	}
	if !eachOf(ctx, len(next.files), func(i int) bool {
		return p.stage.link(next.files[i].path, t, next.files[i].path) == nil
	}) {
		return errors.ErrUnsupported
	}
	s.now, s.stamps = p.lock.clock(), make(map[string]stamp, len(next.folders))
	for _, d := range next.folders {
		st, err := t.stat(d)
		if err != nil {
			return err
		}
		s.stamps[d] = stampOf(st, s.now)
	}
	top, err := t.stat("")
	s.top = top.ino
	return err
}

// reclaimSpare turns the tree before the last one into the stage. It holds every file of the manifest but those of the last
// commit, as a hard link to the published file. That nobody has removed one of them meanwhile is seen by the number
// of links of the published file, which verify knows anyway; a folder is looked at before anything is changed in
// it; and what somebody has added is found by the survey of the next build, when this tree is published.
func (p *Publication) reclaimSpare() (bool, error) {
	spare := p.ctl.name("spare")
	st, err := p.ctl.dir.stat(spare)
	if err != nil {
		return false, nil //nolint:nilerr // there is none
	}
	if st.kind != kindDir || st.ino != p.old.spare || p.own != ownKnown || p.pub == nil {
		return false, p.discard(spare)
	}
	t, err := p.ctl.dir.sub(spare)
	if err != nil {
		return false, failure(p.ctl.dir.path+"/"+spare, "cannot open the folder", err)
	}
	if err := p.ctl.dir.rename(spare, p.ctl.dir, p.stageName); err != nil {
		t.close()
		return false, failure(p.ctl.dir.path+"/"+spare, "cannot rename the folder", err)
	}
	p.stage, p.spared = t, true
	p.dirs = make(map[string]dirState, len(p.old.dirs)+1)
	p.dirs[""] = dirChanged
	for i := range p.old.dirs {
		if d := &p.old.dirs[i]; d.spare.ino != 0 {
			p.dirs[d.path] = dirSpare
		}
	}
	p.delta = make(map[string]bool, len(p.old.delta))
	trash := p.stageName + trashSuffix
	if err := p.ctl.dir.mkdir(trash); err != nil {
		return false, failure(p.ctl.dir.path+"/"+trash, "cannot create the folder", err)
	}
	if err := errors.Join(p.minPerm(p.ctl.dir, trash), p.minPerm(p.ctl.dir, p.stageName)); err != nil { // the spare does not tell of the umask
		return false, err
	}
	for _, c := range p.old.delta {
		p.delta[c.path] = true
		if err := p.trash(c.path); err != nil {
			return false, err
		}
	}
	for _, x := range p.old.foreign {
		if err := p.trash(x.path); err != nil {
			return false, err
		}
	}
	return true, nil
}

// trashSuffix is added to the name of a stage for the folder that takes what the spare has too much.
const trashSuffix = ".old"

// trash moves what the spare has, and neither the published tree nor the next one, out of the stage. It
// is deleted after the exchange, not at once: ext4 does not use the inode of a deleted file again for some seconds, and creates
// each new file several times more slowly while it has to step over thousands of those.
func (p *Publication) trash(path string) error {
	ok, err := p.openFolderOf(path)
	if !ok || err != nil {
		return err
	}
	p.trashed++
	err = p.stage.rename(path, p.ctl.dir, p.stageName+trashSuffix+"/"+strconv.Itoa(p.trashed))
	if err != nil && !notExist(err) {
		return failure(p.stage.path+"/"+path, "cannot move away", err)
	}
	return nil
}

// emptyTrash deletes what trash has put away, or the spare of a stage that comes to nothing.
func (p *Publication) emptyTrash(stage string) error {
	if !p.spared {
		return p.ctl.dir.removeAll(stage + spareSuffix)
	}
	return p.ctl.dir.removeAll(stage + trashSuffix)
}

// unstage removes a file from the stage that the published tree has as well.
func (p *Publication) unstage(path string) error {
	ok, err := p.openFolderOf(path)
	if !ok || err != nil {
		return err
	}
	if err := p.stage.removeAll(path); err != nil {
		return failure(p.stage.path+"/"+path, "cannot remove", err)
	}
	return nil
}

// openFolderOf makes sure of the folder of a file in a stage that was the spare. It is false if the spare never had it.
func (p *Publication) openFolderOf(path string) (bool, error) {
	p.dirMu.Lock()
	state := p.dirs[parent(path)]
	p.dirMu.Unlock()
	if state == dirUnknown {
		return false, nil
	}
	if err := p.needDir(parent(path)); err != nil {
		return false, failure(p.stage.path+"/"+parent(path), "cannot use the folder", err)
	}
	return true, nil
}

// returnSpare gives the stage of a build that is given up back as the spare. What Put wrote is removed, and
// joins the list of what the spare does not have. Removing the whole stage instead would
// make an interrupted build wait for the deletion of a whole site.
func (p *Publication) returnSpare() error {
	m := *p.old
	m.delta = slices.Clone(m.delta)
	for i := range p.slots {
		if p.slots[i].use == written {
			m.delta = append(m.delta, change{path: p.old.files[i].path})
		}
	}
	for path, sl := range p.added {
		if sl.use == written {
			m.delta = append(m.delta, change{path: path})
		}
	}
	for _, c := range m.delta[len(p.old.delta):] {
		if err := p.stage.remove(c.path); err != nil && !notExist(err) {
			return err
		}
	}
	slices.SortFunc(m.delta, func(a, b change) int { return strings.Compare(a.path, b.path) })
	m.delta = slices.CompactFunc(m.delta, func(a, b change) bool { return a.path == b.path })
	m.dirs = p.returnedDirs()
	if err := p.writeManifest(&m); err != nil {
		return err
	}
	newName, stage := p.ctl.name("manifest.new"), p.stageName
	if err := p.ctl.dir.rename(newName, p.ctl.dir, p.ctl.name("manifest")); err != nil {
		return err
	}
	p.journal = false
	if err := p.ctl.dir.rename(stage, p.ctl.dir, p.ctl.name("spare")); err != nil {
		return err
	}
	p.stage.close()
	p.stage, p.stageName = nil, ""
	return p.emptyTrash(stage)
}

// returnedDirs lists the folders of the published tree and of the returned stage. The states of those that were changed are forgotten.
func (p *Publication) returnedDirs() []dirRecord {
	list := slices.Clone(p.old.dirs)
	for i := range list {
		if p.dirs[list[i].path] == dirChanged {
			list[i].spare = stamp{ino: 1}
		}
	}
	known := len(list)
	for d, state := range p.dirs {
		if d == "" || state != dirChanged {
			continue
		}
		if _, ok := slices.BinarySearchFunc(list[:known], d, func(r dirRecord, d string) int { return cmp.Compare(r.path, d) }); !ok {
			list = append(list, dirRecord{path: d, spare: stamp{ino: 1}})
		}
	}
	slices.SortFunc(list, func(a, b dirRecord) int { return strings.Compare(a.path, b.path) })
	return list
}
