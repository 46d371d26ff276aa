package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"
)

// memo is a blob that a build has left for the next. It lies in a file of its own beside the manifest, under the
// digest by which the manifest knows it: what did not change is not written, what nobody asks for is not read, and until
// the manifest is replaced the memos of the old one are all there.
type memo struct{ name, digest string }

// memoFolder is the folder of memos.
const memoFolder = "memos"

// file is the name of the memo's file.
func (m memo) file() string { return strings.ReplaceAll(m.digest, "/", "_") }

// Memo returns what an earlier build left with SetMemo, if it was of the same version and Clean is not set. The caller must not change it.
func (p *Publication) Memo(name string) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	data, set := p.memos[name]
	i := slices.IndexFunc(p.old.memos, func(m memo) bool { return m.name == name })
	if set || p.opt.Clean || !p.version || i < 0 {
		return data
	}
	data, err := p.readMemo(p.old.memos[i])
	if err != nil {
		p.notes = append(p.notes, fmt.Sprintf("What the last build has left as %q is ignored (%s).", name, reason(err)))
		p.old.memos = slices.Delete(p.old.memos, i, i+1)
		p.dirty.Store(true)
		return nil
	}
	return data
}

func (p *Publication) readMemo(m memo) ([]byte, error) {
	t, err := p.ctl.dir.sub(p.ctl.name(memoFolder))
	if err != nil {
		return nil, err
	}
	defer t.close()
	data, _, err := t.readUpTo(m.file(), nil, maxManifest)
	if err == nil && digestOf(data) != m.digest {
		err = errors.New("it is damaged")
	}
	return data, err
}

// SetMemo keeps a blob for the next build; nil removes it. It becomes
// durable with the commit, together with the files. A memo that is not set stays. The caller must not change data afterwards.
func (p *Publication) SetMemo(name string, data []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.memos[name] = data
}

// nextMemos lists the memos of the next manifest.
func (p *Publication) nextMemos() []memo {
	var list []memo
	if p.version && !p.opt.Clean {
		list = slices.Clone(p.old.memos)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, data := range p.memos {
		i := sort.Search(len(list), func(i int) bool { return list[i].name >= name })
		if i < len(list) && list[i].name == name {
			list = slices.Delete(list, i, i+1)
		}
		if data != nil {
			list = slices.Insert(list, i, memo{name, digestOf(data)})
		}
	}
	if !slices.Equal(list, p.old.memos) {
		p.dirty.Store(true)
	}
	return list
}

// writeMemos writes those memos of the next manifest that are not there.
func (p *Publication) writeMemos(m *manifest) error {
	if len(m.memos) == 0 {
		return nil
	}
	folder := p.ctl.name(memoFolder)
	if err := p.ctl.dir.mkdir(folder); err != nil && !errors.Is(err, fs.ErrExist) {
		return failure(p.ctl.dir.path+"/"+folder, "cannot create the folder", err)
	}
	t, err := p.ctl.dir.sub(folder)
	if err != nil {
		return failure(p.ctl.dir.path+"/"+folder, "cannot open the folder", err)
	}
	defer t.close()
	for _, x := range m.memos {
		if data := p.memos[x.name]; data == nil || !p.opt.Clean && slices.Contains(p.old.memos, x) {
			continue
		}
		err := t.remove(x.file())
		if err == nil || notExist(err) {
			_, err = t.create(x.file(), p.memos[x.name], filePerm)
		}
		if err != nil {
			return failure(t.path+"/"+x.file(), "cannot write", err)
		}
	}
	return nil
}

// sweepMemos removes the memos that a manifest does not name.
func (p *Publication) sweepMemos(m *manifest) error {
	t, err := p.ctl.dir.sub(p.ctl.name(memoFolder))
	if err != nil {
		if notExist(err) {
			return nil
		}
		return err
	}
	defer t.close()
	list, err := t.readDir("")
	for _, e := range list {
		if !slices.ContainsFunc(m.memos, func(x memo) bool { return x.file() == e.name }) {
			err = errors.Join(err, t.removeAll(e.name))
		}
	}
	if len(m.memos) == 0 && err == nil {
		err = p.ctl.dir.rmdir(p.ctl.name(memoFolder))
	}
	return err
}
