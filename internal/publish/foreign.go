package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"
)

// youngNS is the age in nanoseconds from which on a change time is believed: some kernels count time in ticks of up to 10 ms, and
// two changes in one tick look like one.
const youngNS = 20_000_000

// stampOf returns the stamp of a folder; if it changed too shortly before now for its time to be believed, one that matches nothing.
func stampOf(st info, now int64) stamp {
	if st.ctime >= now-youngNS {
		return stamp{ino: st.ino}
	}
	return stamp{st.ino, st.ctime}
}

// foldersOf returns the folders of a list of files sorted by path, sorted, without the top.
func foldersOf(files []record) []string {
	var list []string
	last := ""
	for i := range files {
		// All files below a folder stand together: what is new to the file before is new.
		for d := parent(files[i].path); !under(last, d); d = parent(d) {
			list = append(list, d)
		}
		last = files[i].path
	}
	slices.Sort(list)
	return list
}

// survey finds what the published folder holds besides our files.
type survey struct {
	tree   *tree
	old    *manifest
	now    int64
	ours   []string        // folders of the last site, sorted
	next   map[string]bool // folders of the new one
	listed map[string][]foreignEntry
	// the results:
	top     uint64           // inode of the folder, which will be the spare; 0 if there is none
	foreign []foreignEntry   // sorted; what lies in a foreign folder is not listed
	stamps  map[string]stamp // of the folders of the last site
}

// surveyPublic surveys the published folder. Only folders that changed since the manifest was
// written are listed; for the others the manifest tells what is in them.
func (p *Publication) surveyPublic(next map[string]bool) (*survey, error) {
	s := &survey{tree: p.pub, old: p.old, now: p.lock.clock(), next: next}
	if p.pub == nil {
		return s, nil
	}
	top, err := p.pub.stat("")
	if err != nil {
		return nil, failure(p.dir, "cannot look at the folder", err)
	}
	s.top, s.ours = top.ino, foldersOf(p.old.files)
	recorded := p.old.dirs
	s.listed = map[string][]foreignEntry{}
	for _, x := range p.old.foreign {
		s.listed[parent(x.path)] = append(s.listed[parent(x.path)], x)
	}
	s.stamps = make(map[string]stamp, len(s.ours))
	if err := s.list(""); err != nil {
		return nil, err
	}
	for _, d := range s.ours { // parents come before their children
		if _, real := s.stamps[parent(d)]; !real && parent(d) != "" {
			continue
		}
		st, err := s.tree.stat(d)
		if err != nil && !notExist(err) {
			return nil, failure(s.tree.path+"/"+d, "cannot look at the folder", err)
		}
		if err != nil || st.kind != kindDir {
			continue
		}
		s.stamps[d] = stampOf(st, s.now)
		var r dirRecord
		if r, recorded = nextDir(recorded, d); r.here != (stamp{}) && r.here == (stamp{st.ino, st.ctime}) {
			for _, x := range s.listed[d] {
				if err := s.found(x.path, x.dir); err != nil {
					return nil, err
				}
			}
			continue
		}
		if err := s.list(d); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(s.foreign, func(a, b foreignEntry) int { return strings.Compare(a.path, b.path) })
	return s, nil
}

// nextDir returns what a list sorted by path has of a folder, and the list from there on.
func nextDir(list []dirRecord, dir string) (dirRecord, []dirRecord) {
	for len(list) > 0 && list[0].path < dir {
		list = list[1:]
	}
	if len(list) > 0 && list[0].path == dir {
		return list[0], list
	}
	return dirRecord{}, list
}

// list looks at every entry of a folder.
func (s *survey) list(dir string) error {
	if dir != "" && s.tree.mountOf(dir) != s.tree.mountOf("") {
		return errMount
	}
	list, err := s.tree.readDir(dir)
	if err != nil {
		return failure(s.tree.path+"/"+dir, "cannot read the folder", err)
	}
	for _, e := range list {
		path := join(dir, e.name)
		if path == reserved {
			continue
		}
		if _, ours := slices.BinarySearch(s.ours, path); ours && e.kind == kindDir {
			continue
		}
		if _, ok := s.old.find(path); ok && e.kind == kindFile {
			continue
		}
		if err := s.found(path, e.kind == kindDir); err != nil {
			return err
		}
	}
	return nil
}

// found takes in an entry that is not of the last site. A folder that the new site will have as well is entered.
func (s *survey) found(path string, dir bool) error {
	if dir && s.next[path] {
		st, err := s.tree.stat(path)
		if err != nil {
			return failure(s.tree.path+"/"+path, "cannot look at the folder", err)
		}
		s.stamps[path] = stampOf(st, s.now)
		return s.list(path)
	}
	s.foreign = append(s.foreign, foreignEntry{path: path, dir: dir})
	return nil
}

// errMount is met when something is mounted inside the published folder: a mount cannot be in two trees, so the folder is published in place.
var errMount = fmt.Errorf("a file system is mounted inside it: %w", syscall.EXDEV)

// carryForeign links what belongs to others into the stage. A folder is made anew, with its permissions and time.
func (p *Publication) carryForeign(x foreignEntry) error {
	err := p.needDir(parent(x.path))
	if err == nil {
		err = p.carryAny(x.path, x.dir)
	}
	if err == errMount { //nolint:errorlint // never wrapped
		return err
	}
	if err != nil && !notExist(err) { // gone meanwhile: its owner removed it
		return failure(p.dir+"/"+x.path, "cannot carry over what is not ours", err)
	}
	return nil
}

func (p *Publication) carryAny(path string, dir bool) error {
	if !dir {
		_, err := p.pub.carry(path, p.stage)
		if errors.Is(err, fs.ErrExist) {
			if err = p.stage.remove(path); err == nil {
				_, err = p.pub.carry(path, p.stage)
			}
		}
		return err
	}
	if p.pub.mountOf(path) != p.pub.mountOf("") {
		return errMount
	}
	st, err := p.pub.stat(path)
	if err != nil {
		return err
	}
	if err := p.stage.mkdir(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	list, err := p.pub.readDir(path)
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := p.carryAny(join(path, e.name), e.kind == kindDir); err != nil && !notExist(err) {
			return err
		}
	}
	if err := p.stage.chmod(path, st.perm); err != nil {
		return err
	}
	return p.stage.setMtime(path, st.mtime)
}

// checkForeign finds the foreign entries that stand where the new site has something of its own, and
// returns the others. Replacing a file is allowed when the folder is being adopted, when the manifest
// was lost, and when the bytes are the same; a folder or a link on the way never is.
func (p *Publication) checkForeign(list []foreignEntry, next *site) ([]foreignEntry, error) {
	rest := list[:0:0]
	for _, x := range list {
		f, isFile := next.find(x.path)
		switch {
		case next.dirs[x.path] && !x.dir:
			return nil, conflict(p.dir+"/"+x.path, "the site needs a folder here")
		case isFile && x.dir:
			return nil, conflict(p.dir+"/"+x.path, "the site needs a file here")
		case isFile:
			if _, ours := p.old.find(x.path); ours {
				continue // ours, changed by somebody; plan says so
			}
			if p.own != ownLost && p.own != ownAdopted && !p.opt.Adopt && !p.sameBytes(x.path, f.digest) {
				e := conflict(p.dir+"/"+x.path, "this file is not ours, and the site has one of the same name")
				e.Hint += ", or use --adopt to replace it"
				return nil, e
			}
		default:
			rest = append(rest, x)
		}
	}
	return rest, nil
}

func conflict(path, why string) *Error {
	return &Error{Kind: Conflict, Path: path, Why: why, Hint: "move it away", Err: nil}
}

// knownTo returns a function that tells which files of the tree before m's this package may remove: those of
// the sites before and after, and foreign ones that were carried over.
func (p *Publication) knownTo(m *manifest) func(path string) bool {
	known := make(map[string]bool, len(m.delta)+len(m.foreign))
	for _, c := range m.delta {
		known[c.path] = true
	}
	for _, x := range m.foreign {
		known[x.path] = true
	}
	return func(path string) bool {
		if _, ok := m.find(path); ok || known[path] {
			return true
		}
		for d := parent(path); d != ""; d = parent(d) {
			if known[d] {
				return true
			}
		}
		return false
	}
}

// discard removes a tree that was published before. What somebody put into it in the moment
// of the exchange is moved into the published folder, not deleted.
func (p *Publication) discard(name string) error {
	t, err := p.ctl.dir.sub(name)
	if err == nil {
		defer t.close()
		st, serr := t.stat("")
		if serr == nil && st.ino == p.old.spare && p.old.gen > 0 && p.pub != nil {
			err = p.discardIn(t, "", p.knownTo(p.old))
		} else {
			err = p.ctl.dir.removeAll(name)
		}
		if err == nil {
			err = p.ctl.dir.rmdir(name)
		}
	} else {
		err = p.ctl.dir.removeAll(name)
	}
	if err != nil && !notExist(err) {
		return failure(p.ctl.dir.path+"/"+name, "cannot remove the folder", err)
	}
	return nil
}

func (p *Publication) discardIn(t *tree, dir string, known func(string) bool) error {
	list, err := t.readDir(dir)
	if err != nil {
		return err
	}
	for _, e := range list {
		path := join(dir, e.name)
		switch {
		case e.kind == kindDir:
			if err = p.discardIn(t, path, known); err == nil {
				err = t.rmdir(path)
			}
		case known(path):
			err = t.remove(path)
		default:
			err = p.rescue(t, path)
		}
		if err != nil && !notExist(err) {
			return err
		}
	}
	return nil
}

// rescueTop moves what somebody put into a replaced tree in the moment of the exchange into the published one. Only
// the top and the folders in it are looked at, where people put things: looking at every folder
// would cost as much as the rest of the commit. What lies deeper is found, and stays, when the tree is
// published again by the next build.
func (p *Publication) rescueTop(name string) error {
	t, err := p.ctl.dir.sub(name)
	if err != nil {
		return err
	}
	defer t.close()
	known := p.knownTo(p.old)
	dirs := []string{""}
	for n := 0; n < len(dirs); n++ {
		list, err := t.readDir(dirs[n])
		if err != nil {
			return err
		}
		for _, e := range list {
			path := join(dirs[n], e.name)
			switch {
			case known(path):
			case e.kind != kindDir:
				if err := p.rescue(t, path); err != nil {
					return err
				}
			case n == 0:
				dirs = append(dirs, path)
			}
		}
	}
	return nil
}

// rescue moves a file of somebody else from a tree that is being removed into the published one.
func (p *Publication) rescue(t *tree, path string) error {
	if _, err := p.pub.stat(path); err == nil {
		return t.remove(path) // it has been put there again
	}
	if _, err := p.pub.mkdirAll(parent(path)); err != nil && !errors.Is(err, syscall.ENOTDIR) {
		return err
	}
	if err := t.rename(path, p.pub, path); err != nil {
		return err
	}
	p.note("%s was put into the folder while the last build published; it has been kept.", path)
	return nil
}
