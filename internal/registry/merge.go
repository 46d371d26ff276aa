package registry

import (
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"unicode/utf8"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/report"
)

// merge takes a member into another: its names, its portal's ids and its
// addresses go there.
func (p *planner) merge(m *entry, into cell, a *Row) {
	other := p.byID(into.value)
	if other == nil {
		var ids []string
		for _, x := range p.members {
			ids = append(ids, x.ID)
		}
		p.errorf(into.line, into.col, "merge_into", diag.DidYouMean(into.value, ids), "unknown member %q", into.value)
		return
	}
	m.gone = true
	p.merged[m.ID] = other.ID
	a.State = Merged
	a.What = append(a.What, "into "+other.ID)
	change := func(key, _ string) {
		if !slices.Contains(other.changed, key) {
			other.changed = append(other.changed, key)
		}
	}
	p.alsoKnownAs(other, append([]string{m.Name}, m.OtherNames...), change)
	for _, id := range m.PortalIDs {
		if !slices.Contains(other.PortalIDs, id) {
			other.PortalIDs = append(slices.Clone(other.PortalIDs), id)
			change("portal_ids", "")
		}
	}
	other.Aliases = append(slices.Clone(other.Aliases), m.Aliases...)
	if !m.added {
		for _, lang := range p.sources.Settings.Languages {
			other.Aliases = append(other.Aliases, report.Alias{Path: "/" + string(lang) + "/members/" + m.ID + "/"})
		}
	}
	change("aliases", "")
}

// plan writes what has changed: members, and the reports that name merged ones.
func (p *planner) plan() (*Plan, error) {
	plan := &Plan{Rows: p.rows}
	for _, m := range p.members {
		switch {
		case m.gone && !m.added:
			plan.Remove = append(plan.Remove, m.Path)
		case m.gone:
		case m.added:
			plan.Write = append(plan.Write, File{m.Path, content.MarshalMember(m.Member)})
		case len(m.changed) > 0:
			old, err := fs.ReadFile(p.fsys, m.Path)
			if err != nil {
				return nil, err
			}
			data, ok := content.UpdateMember(old, m.Member, m.changed)
			if !ok {
				data = content.MarshalMember(m.Member)
			}
			if !bytes.Equal(old, data) {
				plan.Write = append(plan.Write, File{m.Path, data})
			}
		}
	}
	if len(p.merged) > 0 {
		for _, e := range p.sources.Editions {
			if err := p.renameIn(e, plan); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(plan.Write, func(a, b File) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) })
	return plan, nil
}

// target follows merges to the last.
func (p *planner) target(id string) string {
	for range len(p.merged) {
		next, ok := p.merged[id]
		if !ok {
			break
		}
		id = next
	}
	return id
}

// renameIn writes the ids of merged members in a report anew, by their places;
// where the other is named already, the item goes.
func (p *planner) renameIn(e *report.Edition, plan *Plan) error {
	type change struct {
		pos     diag.Pos
		old, id string
		drop    bool
	}
	var changes []change
	named := map[string]bool{}
	for _, ref := range e.Members.Items {
		if ref.ID != "" && p.target(ref.ID) == ref.ID {
			named[ref.ID] = true
		}
	}
	for _, ref := range e.Members.Items {
		id := p.target(ref.ID)
		if ref.ID == "" || id == ref.ID {
			continue
		}
		changes = append(changes, change{ref.Pos, ref.ID, id, named[id]})
		named[id] = true
	}
	if len(changes) == 0 {
		return nil
	}
	data, err := fs.ReadFile(p.fsys, e.Path)
	if err != nil {
		return err
	}
	for _, c := range slices.Backward(changes) {
		at := offset(data, c.pos)
		if at < 0 || !bytes.HasPrefix(data[at:], []byte(c.old)) {
			p.problems = append(p.problems, diag.Errorf(c.pos, "members", fmt.Sprintf("write %s there by hand, then import again", c.id), "the id %s cannot be replaced here", c.old))
			continue
		}
		from, to, text := at, at+len(c.old), c.id
		if c.drop {
			from, to, text = item(data, at, at+len(c.old))
		}
		data = slices.Concat(data[:from], []byte(text), data[to:])
	}
	plan.Write = append(plan.Write, File{e.Path, data})
	return nil
}

var (
	blockItem = regexp.MustCompile(`^[ \t]*-[ \t]+$`)
	commaNext = regexp.MustCompile(`^[ \t]*,[ \t]*`)
	commaLast = regexp.MustCompile(`,[ \t]*$`)
)

// item widens the place of an id to the whole item of its list.
func item(data []byte, from, to int) (int, int, string) {
	line := bytes.LastIndexByte(data[:from], '\n') + 1
	if blockItem.Match(data[line:from]) {
		if end := bytes.IndexByte(data[to:], '\n'); end >= 0 {
			return line, to + end + 1, ""
		}
	}
	if m := commaNext.FindIndex(data[to:]); m != nil {
		return from, to + m[1], ""
	}
	if m := commaLast.FindIndex(data[line:from]); m != nil {
		return line + m[0], to, ""
	}
	return from, to, ""
}

// offset is the byte at a position; columns count characters.
func offset(data []byte, pos diag.Pos) int {
	at := 0
	for range pos.Line - 1 {
		next := bytes.IndexByte(data[at:], '\n')
		if next < 0 {
			return -1
		}
		at += next + 1
	}
	for range pos.Col - 1 {
		_, size := utf8.DecodeRune(data[at:])
		at += size
	}
	return min(at, len(data))
}
