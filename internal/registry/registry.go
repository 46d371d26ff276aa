// Package registry brings the members' files up to date with a table of the
// union's office: members are added, updated, renamed, given other names, and
// merged. Reports keep naming them by their ids, and addresses stay: a renamed
// member keeps its id and gains its earlier name, a merged one leaves redirects.
//
// It is pure: it plans what to write and to remove, and accounts for every row.
package registry

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/report"
)

// What can become of a row.
const (
	Added     = "added"
	Updated   = "updated"
	Renamed   = "renamed"
	Merged    = "merged"
	Unchanged = "unchanged"
)

// Row accounts for a row of the table.
type Row struct {
	// Line is that of the table.
	Line int
	// ID is the member's.
	ID string
	// State is what became of it.
	State string
	// What tells each change, in order.
	What []string
}

// File is a file to write.
type File struct {
	// Path is relative to the source folder, with slashes.
	Path string
	// Data is the whole file.
	Data []byte
}

// Plan is what a table asks for.
type Plan struct {
	// Rows are in the order of the table.
	Rows []Row
	// Write are the files to write, Remove those to take away, by path.
	Write  []File
	Remove []string
}

// Columns are those that a table may have. A cell that is empty says nothing;
// several values in one are divided by semicolons.
func Columns() []string {
	return []string{"id", "name", "acronym", "country", "category", "aliases", "portal_ids", "website", "merge_into"}
}

// planner is one run.
type planner struct {
	fsys     fs.FS
	sources  *content.Sources
	name     string
	members  []*entry
	problems []diag.Problem
	rows     []Row
	// merged leads from ids to those they were merged into.
	merged map[string]string
}

// entry is a member as it will be.
type entry struct {
	*report.Member
	added, gone bool
	changed     []string
}

// Read plans what the table asks for; with an error among the problems nothing
// should be written. Name is the table's, for positions; fsys is the source folder.
func Read(fsys fs.FS, sources *content.Sources, name string, data []byte) (*Plan, []diag.Problem, error) {
	p := &planner{fsys: fsys, sources: sources, name: name, merged: map[string]string{}}
	for _, m := range sources.Members {
		c := *m
		p.members = append(p.members, &entry{Member: &c})
	}
	p.table(data)
	if failed, _ := diag.Count(p.problems); failed > 0 {
		return &Plan{}, diag.Sort(p.problems), nil
	}
	plan, err := p.plan()
	return plan, diag.Sort(p.problems), err
}

func (p *planner) errorf(line, col int, rule, hint, format string, args ...any) {
	p.problems = append(p.problems, diag.Errorf(diag.Pos{File: p.name, Line: line, Col: col}, rule, hint, format, args...))
}

// cell is a value of a row, with its place.
type cell struct {
	value     string
	line, col int
}

func (p *planner) table(data []byte) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	r := csv.NewReader(bytes.NewReader(data))
	if first, _, _ := bytes.Cut(data, []byte("\n")); bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		p.errorf(1, 1, "table", "save it as CSV with commas; semicolons divide the values within a cell", "the columns are divided by semicolons")
		return
	}
	head, err := r.Read()
	if err != nil {
		p.csvError(err)
		return
	}
	var columns []string
	for i, h := range head {
		h = strings.ToLower(strings.TrimSpace(h))
		line, col := r.FieldPos(i)
		switch {
		case !slices.Contains(Columns(), h):
			p.errorf(line, col, "column", diag.DidYouMean(h, Columns()), "unknown column %q", h)
		case slices.Contains(columns, h):
			p.errorf(line, col, "column", "take one of them out", "the column %q is there twice", h)
		}
		columns = append(columns, h)
	}
	if !slices.Contains(columns, "id") && !slices.Contains(columns, "name") {
		p.errorf(1, 1, "column", "add a column id or name", "no column tells which member a row is about")
		return
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			p.csvError(err)
			return
		}
		row := map[string]cell{}
		for i, value := range record {
			line, col := r.FieldPos(i)
			row[columns[i]] = cell{strings.TrimSpace(unguarded(value)), line, col}
		}
		line, _ := r.FieldPos(0)
		p.row(line, row)
	}
}

// unguarded takes away the apostrophe that keeps spreadsheets from running a
// cell as a formula: resolute's own tables have it.
func unguarded(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@\t\r", rune(s[1])) {
		return s[1:]
	}
	return s
}

func (p *planner) csvError(err error) {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		p.errorf(bad.Line, max(bad.Column, 1), "table", "each row needs the same columns; put quotes around texts with commas", "the row cannot be read: %v", bad.Err)
		return
	}
	p.errorf(1, 1, "table", "save the table as CSV in UTF-8", "the table cannot be read: %v", err)
}

func (p *planner) byID(id string) *entry {
	for _, m := range p.members {
		if m.ID == id && !m.gone {
			return m
		}
	}
	return nil
}

// find finds the member that a row is about: by its id, an id of the old
// portal, or a name; ok is false where that cannot be told.
func (p *planner) find(line int, row map[string]cell) (m *entry, ok bool) {
	if id := row["id"]; id.value != "" {
		m := p.byID(id.value)
		if m == nil && row["name"].value == "" {
			var ids []string
			for _, m := range p.members {
				ids = append(ids, m.ID)
			}
			hint := diag.DidYouMean(id.value, ids)
			if hint == "" {
				hint = "a new member needs a name"
			}
			p.errorf(id.line, id.col, "id", hint, "unknown member %q", id.value)
			return nil, false
		}
		return m, true
	}
	for _, id := range split(row["portal_ids"].value) {
		for _, m := range p.members {
			if slices.Contains(m.PortalIDs, strings.ToUpper(id)) && !m.gone {
				return m, true
			}
		}
	}
	name := row["name"]
	if name.value == "" {
		p.errorf(line, 1, "name", "write its id or its name", "the row does not say which member it is about")
		return nil, false
	}
	var found []*entry
	for _, m := range p.members {
		same := func(s string) bool {
			return i18n.Slug(s) != "" && i18n.Slug(s) == i18n.Slug(name.value) || s == name.value
		}
		country := row["country"].value
		if !m.gone && (same(m.Name) || slices.ContainsFunc(m.OtherNames, same)) && (country == "" || m.Country.ID == "" || m.Country.ID == country) {
			found = append(found, m)
		}
	}
	switch len(found) {
	case 0:
		return nil, true
	case 1:
		return found[0], true
	}
	p.errorf(name.line, name.col, "name", "write the id as well: "+found[0].ID+" or "+found[1].ID, "%q is the name of several members", name.value)
	return nil, false
}

func split(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

func (p *planner) row(line int, row map[string]cell) {
	before := len(p.problems)
	m, ok := p.find(line, row)
	p.validate(row)
	if !ok || len(p.problems) > before {
		return
	}
	account := Row{Line: line, State: Updated}
	if m == nil {
		if m = p.add(row); m == nil {
			return
		}
		account.State = Added
	}
	account.ID = m.ID
	p.update(m, row, &account)
	if into := row["merge_into"]; into.value != "" && into.value != m.ID {
		p.merge(m, into, &account)
	}
	if account.State == Updated && len(account.What) == 0 {
		account.State = Unchanged
	}
	p.rows = append(p.rows, account)
}

// validate checks the cells of a row by themselves.
func (p *planner) validate(row map[string]cell) {
	if c := row["country"]; c.value != "" && !i18n.KnownCountry(c.value) {
		p.errorf(c.line, c.col, "country", "write the two capital letters of ISO 3166-1, as in KE for Kenya", "unknown country %q", c.value)
	}
	categories := p.sources.Settings.Categories
	if c := row["category"]; c.value != "" && categories.Index(c.value) < 0 {
		p.errorf(c.line, c.col, "category", diag.DidYouMean(c.value, categories.IDs()), "unknown category %q", c.value)
	}
	if c := row["website"]; c.value != "" {
		if err := content.CheckURL(c.value); err != nil {
			p.errorf(c.line, c.col, "website", "write the whole address, such as https://example.org/", "%v", err)
		}
	}
	if c := row["id"]; c.value != "" && i18n.Slug(c.value) != c.value {
		p.errorf(c.line, c.col, "id", "use lower case letters without accents, digits and single hyphens", "%q cannot be an id", c.value)
	}
}

// add makes a new member.
func (p *planner) add(row map[string]cell) *entry {
	name := row["name"]
	id := row["id"].value
	if id == "" {
		for _, s := range []string{row["acronym"].value, name.value, name.value + " " + row["country"].value} {
			if slug := i18n.Slug(s); slug != "" && p.byID(slug) == nil && p.merged[slug] == "" {
				id = slug
				break
			}
		}
	}
	if id == "" {
		p.errorf(name.line, name.col, "id", "write one into the column id", "no id can be made of %q", name.value)
		return nil
	}
	m := &entry{Member: &report.Member{ID: id, Name: name.value, File: report.File{Path: content.Root + "/members/" + id + ".md"}}, added: true}
	p.members = append(p.members, m)
	return m
}

// update takes over what a row says, and tells it.
func (p *planner) update(m *entry, row map[string]cell, a *Row) {
	change := func(key, what string) {
		if !slices.Contains(m.changed, key) {
			m.changed = append(m.changed, key)
		}
		if !m.added {
			a.What = append(a.What, what)
		}
	}
	if name := row["name"].value; name != "" && name != m.Name {
		change("name", fmt.Sprintf("name: %s -> %s", m.Name, name))
		if a.State == Updated {
			a.State = Renamed
		}
		old := m.Name
		m.Name = name
		m.OtherNames = slices.DeleteFunc(slices.Clone(m.OtherNames), func(s string) bool { return s == name })
		p.alsoKnownAs(m, []string{old}, change)
	}
	set := func(key string, at *string) {
		if v := row[key].value; v != "" && v != *at {
			change(key, fmt.Sprintf("%s: %s -> %s", key, orNothing(*at), v))
			*at = v
		}
	}
	set("acronym", &m.Acronym)
	set("country", &m.Country.ID)
	set("category", &m.Category.ID)
	set("website", &m.Website)
	p.alsoKnownAs(m, split(row["aliases"].value), change)
	for _, id := range split(row["portal_ids"].value) {
		id = strings.ToUpper(id)
		for _, other := range p.members {
			if other != m && !other.gone && slices.Contains(other.PortalIDs, id) {
				c := row["portal_ids"]
				p.errorf(c.line, c.col, "portal_ids", "take it out, or merge the two", "the portal id %s is that of %s", id, other.ID)
				return
			}
		}
		if !slices.Contains(m.PortalIDs, id) {
			m.PortalIDs = append(slices.Clone(m.PortalIDs), id)
			change("portal_ids", "portal id: "+id)
		}
	}
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

func (p *planner) alsoKnownAs(m *entry, names []string, change func(key, what string)) {
	for _, s := range names {
		if s == m.Name || slices.Contains(m.OtherNames, s) {
			continue
		}
		m.OtherNames = append(slices.Clone(m.OtherNames), s)
		change("aliases", "also known as: "+s)
	}
}
