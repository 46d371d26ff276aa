package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
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
	p.dirs = map[string]dirState{"": dirChanged}
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
	p.dirs = map[string]dirState{"": dirChanged}
	return p.minPerm(p.pub, p.stageName)
}

// dirState is what is known of a folder of the stage.
type dirState uint8

const (
	dirUnknown dirState = iota
	dirSpare            // the spare had it when it was published
	dirReal             // it is there, and no link
	dirChanged          // the same, and this build changes its entries
)

// needDir makes sure of a folder in the stage whose entries will change.
func (p *Publication) needDir(dir string) error {
	if err := p.enterDir(dir); err != nil {
		return err
	}
	p.setDir(dir, dirChanged)
	return nil
}

// enterDir makes sure that dir is a folder in the stage, not a link, and so are those above it.
func (p *Publication) enterDir(dir string) error {
	p.dirMu.Lock()
	state := p.dirs[dir]
	p.dirMu.Unlock()
	if state >= dirReal {
		return nil
	}
	if err := p.enterDir(parent(dir)); err != nil {
		return err
	}
	if state == dirSpare {
		switch st, err := p.stage.stat(dir); {
		case err == nil && st.kind == kindDir:
			p.setDir(dir, dirReal)
			return nil
		case err == nil:
			return syscall.ENOTDIR
		case !notExist(err):
			return err
		}
	}
	if err := p.stage.mkdir(dir); err != nil {
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		if st, serr := p.stage.stat(dir); serr != nil || st.kind != kindDir {
			return errors.Join(syscall.ENOTDIR, serr)
		}
	}
	p.setDir(parent(dir), dirChanged)
	p.setDir(dir, dirChanged)
	return nil
}

// setDir notes what has been found out; knowledge only grows.
func (p *Publication) setDir(dir string, state dirState) {
	p.dirMu.Lock()
	defer p.dirMu.Unlock()
	p.dirs[dir] = max(p.dirs[dir], state)
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

// dropStage removes the stage and everything made for it.
func (p *Publication) dropStage() error {
	if p.stage == nil && p.stageName == "" {
		return nil
	}
	// Only a stage in which nothing has gone wrong: what is odd about another must not wait for the next build.
	if p.spared && !p.filled && p.stageErr == nil && p.failure() == nil && p.returnSpare() == nil {
		return nil
	}
	p.stage.close()
	base := p.ctl.dir
	if p.stageIn {
		base = p.pub
	}
	err := errors.Join(base.removeAll(p.stageName), p.emptyTrash(p.stageName))
	if p.stageIn {
		p.pub.rmdir(reserved) //nolint:errcheck // holds the manifest, if control is inside
	}
	p.stage, p.stageName = nil, ""
	if err != nil {
		return failure(base.path, "cannot remove the stage", err)
	}
	return nil
}
