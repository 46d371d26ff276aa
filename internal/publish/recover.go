package publish

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// recover finishes what a killed build had begun, reads the manifest, and sweeps what lies around. It reports
// whether there was a manifest that cannot be read.
//
// A manifest.new that can be read and has the inode of the published folder says that its commit had gone past the
// point of no return: the folders were exchanged, or the journal was complete. Any other was never needed.
func (p *Publication) recover() (damaged bool, err error) {
	var root uint64
	if p.pub != nil {
		st, err := p.pub.stat("")
		if err != nil {
			return false, failure(p.dir, "cannot look at the folder", err)
		}
		root = st.ino
	}
	newName, name := p.ctl.name("manifest.new"), p.ctl.name("manifest")
	if m, err := p.readManifest(newName); err == nil && p.pub != nil && m.root == root {
		if m.inPlace {
			if err := p.finish(m); err != nil {
				return false, failure(p.dir, "an interrupted publication cannot be finished", err)
			}
		}
		if err := p.ctl.dir.rename(newName, p.ctl.dir, name); err != nil {
			return false, failure(p.ctl.dir.path+"/"+newName, "cannot rename", err)
		}
	} else if err := p.ctl.dir.remove(newName); err != nil && !notExist(err) {
		return false, failure(p.ctl.dir.path+"/"+newName, "cannot remove", err)
	}
	m, err := p.readManifest(name)
	switch {
	case err == nil && m.gen > 0:
		p.old = m
	case errors.Is(err, fs.ErrNotExist):
	default:
		damaged = true
		p.note("The manifest %s is damaged and is ignored (%s).", p.ctl.dir.path+"/"+name, why(err))
	}
	return damaged, p.sweep()
}

func why(err error) string {
	if err == nil {
		return "it has no generation"
	}
	return reason(err)
}

// maxManifest bounds what is read into memory, in bytes: fifty times what a site of 50,000 files has.
const maxManifest = 512 << 20

func (p *Publication) readManifest(name string) (*manifest, error) {
	st, err := p.ctl.dir.stat(name)
	if err != nil {
		return nil, err
	}
	if st.kind != kindFile || st.size > maxManifest {
		return nil, fmt.Errorf("it is no file, or one of %d bytes", st.size)
	}
	f, err := p.ctl.dir.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// The texts of all records are parts of one, into which the file is read.
	var text strings.Builder
	text.Grow(int(st.size))
	if _, err := io.Copy(&text, io.LimitReader(f, st.size)); err != nil {
		return nil, err
	}
	return decodeManifest(text.String())
}

// finish does the rest of a publication in place.
func (p *Publication) finish(m *manifest) error {
	stage, err := p.pub.sub(reserved + "/" + stageOf(m.gen))
	if notExist(err) {
		return nil // everything was done, the stage removed
	}
	if err != nil {
		return err
	}
	defer stage.close()
	if err := finishInPlace(p.pub, stage, m); err != nil {
		return err
	}
	p.note("The last build was interrupted while it published in place; that has been finished.")
	return p.syncAll(p.pub)
}

// sweep removes the stages that killed builds have left, and finds the spare again.
func (p *Publication) sweep() error {
	if err := p.sweepInside(); err != nil {
		return err
	}
	list, err := p.ctl.dir.readDir("")
	if err != nil {
		return failure(p.ctl.dir.path, "cannot read the folder", err)
	}
	for _, e := range list {
		rest, ok := strings.CutPrefix(e.name, p.ctl.prefix)
		if !ok || e.kind != kindDir || !strings.HasPrefix(rest, "stage-") {
			continue
		}
		if p.ctl.inside {
			continue // done
		}
		if p.old.gen > 0 && rest == stageOf(p.old.gen) && !p.old.inPlace {
			err = p.putAway(e.name) // the tree that was replaced, not a new one
		} else {
			err = p.ctl.dir.removeAll(e.name)
		}
		if err != nil {
			return failure(p.ctl.dir.path+"/"+e.name, "cannot remove what a build has left", err)
		}
	}
	if err := p.sweepMemos(p.old); err != nil {
		return failure(p.ctl.dir.path+"/"+p.ctl.name(memoFolder), "cannot remove what a build has left", err)
	}
	return nil
}

// sweepInside does it for stages inside the folder.
func (p *Publication) sweepInside() error {
	if p.pub == nil {
		return nil
	}
	list, err := p.pub.readDir(reserved)
	if notExist(err) {
		return nil
	}
	if err != nil {
		return failure(p.dir+"/"+reserved, "cannot read the folder", err)
	}
	for _, e := range list {
		if !strings.HasPrefix(e.name, "stage-") {
			continue
		}
		err := p.sweepFolders(reserved+"/"+e.name, "")
		if err == nil {
			err = p.pub.removeAll(reserved + "/" + e.name)
		}
		if err != nil {
			return failure(p.dir+"/"+reserved+"/"+e.name, "cannot remove what a build has left", err)
		}
	}
	if !p.ctl.inside {
		p.pub.rmdir(reserved) //nolint:errcheck // somebody else's, if it is not empty
	}
	return nil
}

// sweepFolders removes folders that were made ahead for the files of a stage, and stayed empty.
func (p *Publication) sweepFolders(stage, dir string) error {
	list, err := p.pub.readDir(join(stage, dir))
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.kind != kindDir {
			continue
		}
		child := join(dir, e.name)
		if err := p.sweepFolders(stage, child); err != nil {
			return err
		}
		p.pub.rmdir(child) //nolint:errcheck // not empty: in use
	}
	return nil
}
