package publish

import (
	"errors"
	"fmt"
	"io/fs"
)

func (c control) name(s string) string { return c.prefix + s }

// stageOf returns the name of the stage of a generation.
func stageOf(gen uint64) string { return fmt.Sprintf("stage-%d", gen) }

// startStage makes the stage when the first file differs.
func (p *Publication) startStage() error {
	p.stageOnce.Do(func() { p.stageErr = p.makeStage() })
	return p.stageErr
}

func (p *Publication) makeStage() error {
	name := stageOf(p.old.gen + 1)
	if p.inPlace != "" {
		return p.makeStageInside(name)
	}
	p.stageName = p.ctl.name(name)
	ok, err := p.reclaimSpare()
	if err != nil || ok {
		return err
	}
	if err := p.ctl.dir.mkdir(p.stageName); err != nil {
		return failure(p.ctl.dir.path+"/"+p.stageName, "cannot create the folder", err)
	}
	if p.stage, err = p.ctl.dir.sub(p.stageName); err != nil {
		return failure(p.ctl.dir.path+"/"+p.stageName, "cannot open the folder", err)
	}
	p.dirs = map[string]bool{"": true}
	return p.minPerm(p.ctl.dir, p.stageName)
}

// makeStageInside makes the stage for publishing in place: on the same file system as the folder, that is inside it.
func (p *Publication) makeStageInside(name string) error {
	if err := p.pub.mkdir(reserved); err != nil && !errors.Is(err, fs.ErrExist) {
		return failure(p.dir, "cannot create a folder", err)
	}
	p.stageName, p.stageIn = reserved+"/"+name, true
	if err := p.pub.mkdir(p.stageName); err != nil {
		return failure(p.dir, "cannot create a folder", err)
	}
	var err error
	if p.stage, err = p.pub.sub(p.stageName); err != nil {
		return failure(p.dir, "cannot open a folder", err)
	}
	p.dirs = map[string]bool{"": true}
	return p.minPerm(p.pub, p.stageName)
}

// makePublic makes the folder, where it is published in place.
func (p *Publication) makePublic() error {
	if err := p.parent.mkdir(p.name); err != nil {
		return failure(p.dir, "cannot create the folder", err)
	}
	p.madePub = true
	if err := p.openPublic(); err != nil {
		return err
	}
	return p.minPerm(p.parent, p.name)
}

// minPerm learns from a folder just made whether the umask takes away what published folders need, and gives it back.
func (p *Publication) minPerm(t *tree, name string) error {
	st, err := t.stat(name)
	if err != nil || st.perm&0o777 == dirPerm {
		return err
	}
	if p.stage != nil {
		p.stage.fixDirs = true
	}
	if p.pub != nil {
		p.pub.fixDirs = true
	}
	return t.chmod(name, dirPerm)
}

// reclaimSpare turns the tree before the last one into the stage, if it is exactly as it was left. Then it
// holds every file of the manifest but those of the last commit.
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
	if !p.spareIntact(t) {
		t.close()
		return false, p.discard(spare)
	}
	if err := p.ctl.dir.rename(spare, p.ctl.dir, p.stageName); err != nil {
		t.close()
		return false, failure(p.ctl.dir.path+"/"+spare, "cannot rename the folder", err)
	}
	p.stage, p.spared = t, true
	p.dirs = map[string]bool{"": true}
	for i := range p.old.dirs {
		if d := &p.old.dirs[i]; d.spare.ino != 0 {
			p.dirs[d.path] = false
		}
	}
	p.delta = make(map[string]bool, len(p.old.delta))
	for _, c := range p.old.delta {
		p.delta[c.path] = true
		if err := p.unstage(c.path); err != nil {
			return false, err
		}
	}
	for _, x := range p.old.foreign {
		if err := p.unstage(x.path); err != nil {
			return false, err
		}
	}
	return true, p.minPerm(p.ctl.dir, p.stageName)
}

// unstage removes a file, or a folder of others, from the stage.
func (p *Publication) unstage(path string) error {
	if err := p.stage.removeAll(path); err != nil {
		return failure(p.stage.path+"/"+path, "cannot remove", err)
	}
	p.dirMu.Lock()
	if _, ok := p.dirs[parent(path)]; ok {
		p.dirs[parent(path)] = true
	}
	p.dirMu.Unlock()
	return nil
}

// spareIntact reports whether nobody has touched the spare: every folder has the inode and change time that were
// recorded, and the top, whose times change with its name, has only known names.
func (p *Publication) spareIntact(t *tree) bool {
	for i := range p.old.dirs {
		d := &p.old.dirs[i]
		if d.spare.ino == 0 {
			continue
		}
		st, err := t.stat(d.path)
		if err != nil || st.kind != kindDir || d.spare != (stamp{st.ino, st.ctime}) {
			return false
		}
	}
	list, err := t.readDir("")
	if err != nil {
		return false
	}
	known := p.knownTo(p.old)
	have := make(map[string]bool, len(list))
	for _, e := range list {
		have[e.name] = true
		if e.kind != kindDir && !known(e.name) {
			return false
		}
	}
	delta := map[string]bool{}
	for _, c := range p.old.delta {
		delta[c.path] = true
	}
	for i := range p.old.files {
		if f := p.old.files[i].path; parent(f) == "" && !have[f] && !delta[f] {
			return false
		}
	}
	return true
}

// dropStage removes the stage and everything made for it.
func (p *Publication) dropStage() error {
	if p.stage == nil && p.stageName == "" {
		return nil
	}
	p.stage.close()
	base := p.ctl.dir
	if p.stageIn {
		base = p.pub
	}
	err := base.removeAll(p.stageName)
	if p.stageIn {
		p.pub.rmdir(reserved) //nolint:errcheck // holds the manifest, if control is inside
	}
	p.stage, p.stageName = nil, ""
	if err != nil {
		return failure(base.path, "cannot remove the stage", err)
	}
	return nil
}
