package output

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"resolute/internal/dataset"
	"resolute/internal/feed"
	"resolute/internal/layout"
)

// DataVersion is that of the form of the tables. The first number is that of
// FormatVersion; the second grows when a table or a column is added.
const DataVersion = "1.1.0"

// tableMaker makes a table of a name.
type tableMaker struct {
	name string
	make func() *dataset.Table
}

// dataTables says how each table of a language is made, in the order of the
// downloads.
func (p *pages) dataTables() []tableMaker {
	return []tableMaker{
		{"reports", p.reportsTable},
		{"resolutions", p.resolutionsTable},
		{"members", p.membersTable},
		{"participation", p.participationTable},
		{"statuses", p.statusesTable},
	}
}

// makeData prepares the tables; they are made when the first file needs them.
func (p *pages) makeData() {
	p.dataset = sync.OnceValue(func() *dataset.Set {
		s := &dataset.Set{
			Name: "progress-reports-" + string(p.lang), Title: p.chrome.Title, Description: p.chrome.Description, Lang: string(p.lang),
			Homepage: p.addressOf("data/").url, Version: DataVersion, About: p.word("data.about"),
			Notes: []string{p.word("data.stable"), p.word("data.cut_note")},
			Heads: [4]string{p.word("data.table_name"), p.word("data.column_name"), p.word("data.type"), p.word("data.holds")},
		}
		for _, m := range p.dataTables() {
			t := m.make()
			t.Seal()
			s.Tables = append(s.Tables, t)
		}
		return s
	})
}

// newTable makes a table without rows. A specification of a column is its name,
// with its type after a colon where that is not string.
func (p *pages) newTable(name string, key []string, specs ...string) *dataset.Table {
	t := &dataset.Table{Name: name, Title: p.word("data.table." + name), Key: key}
	for _, s := range specs {
		name, kind, found := strings.Cut(s, ":")
		if !found {
			kind = string(dataset.String)
		}
		t.Columns = append(t.Columns, dataset.Column{Name: name, Type: dataset.Type(kind), Description: p.word("data.column." + name)})
	}
	return t
}

func (p *pages) reportsTable() *dataset.Table {
	t := p.newTable("reports", []string{"code", "year"}, "code", "year:integer", "title", "title_kind", "congress", "type", "status", "status_label",
		"members_state", "members:integer", "commissions_state", "commissions", "secretariat", "other_organisations", "actions_state", "actions",
		"future_actions_planned", "language", "translations", "date:date", "extent", "words:integer", "source:uri", "url:uri", "sha256")
	t.References = []dataset.Reference{{Columns: []string{"code"}, Table: "resolutions", Fields: []string{"code"}}}
	for _, e := range p.Site.Editions {
		name, _, titled := e.Resolution.Name(p.lang, p.fallbacks)
		words := 0
		if b := p.Bodies[&e.File]; b != nil {
			words = b.Words
		}
		var commissions, actions, translations []string
		for _, c := range e.Commissions.Items {
			commissions = append(commissions, strings.TrimSuffix(c.ID+c.PortalID+" "+c.Term, " "))
		}
		for _, a := range e.Actions.Items {
			actions = append(actions, a.ID)
		}
		for _, tr := range e.Translations {
			translations = append(translations, string(tr.Language))
		}
		t.Add(
			p.of(e).code, itoa(e.Year), name, titleKind(name, titled), e.Resolution.CongressTerm.ID, e.Resolution.Type.ID,
			e.StatusTerm.ID, p.label(e.StatusTerm.Label), state(e.Edition.Members.Presence), itoa(len(e.Members)+len(e.Unresolved)),
			state(e.Commissions.Presence), strings.Join(commissions, "; "), answer(e.Secretariat),
			strings.Join(e.OtherOrganisations.Items, "; "), state(e.Actions.Presence), strings.Join(actions, "; "), answer(e.FutureActionsPlanned),
			string(e.Language), strings.Join(translations, "; "), e.Date.String(), string(e.Extent), itoa(words), e.Source, p.of(e).url, e.Digest,
		)
	}
	return t
}

func titleKind(name string, titled bool) string {
	switch {
	case titled:
		return "title"
	case name != "":
		return "subject"
	}
	return ""
}

func (p *pages) resolutionsTable() *dataset.Table {
	t := p.newTable("resolutions", []string{"code"}, "code", "number:integer", "official_number", "title", "title_kind", "congress", "type", "motion",
		"keywords", "reports:integer", "first_year:integer", "latest_year:integer", "status", "archived:boolean", "url:uri")
	for _, r := range p.Site.Resolutions {
		name, _, titled := r.Name(p.lang, p.fallbacks)
		first, latest, status := "", "", ""
		if n := len(r.Editions); n > 0 {
			first, latest, status = itoa(r.Editions[0].Year), itoa(r.Latest().Year), r.Latest().StatusTerm.ID
		}
		archived := "false"
		if r.Archived {
			archived = "true"
		}
		t.Add(
			p.refs[r.Index].Code, itoa(r.Code.Number), r.OfficialNumber, name, titleKind(name, titled), r.CongressTerm.ID, r.Type.ID, r.Motion,
			strings.Join(r.Keywords, "; "), itoa(len(r.Editions)), first, latest, status, archived, p.addressOf(r.Path()).url,
		)
	}
	return t
}

func (p *pages) membersTable() *dataset.Table {
	t := p.newTable("members", []string{"id"}, "id", "name", "acronym", "country", "country_name", "region", "other_names", "reports:integer", "latest_year:integer", "url:uri")
	for _, m := range p.Site.Members {
		country, region, latest := "", "", ""
		if m.Country.ID != "" {
			country = p.locale.Country(m.Country.ID)
		}
		if m.Region != nil {
			region = m.Region.ID
		}
		if len(m.Editions) > 0 {
			latest = itoa(m.Editions[0].Year)
		}
		t.Add(
			m.ID, m.Name, m.Acronym, m.Country.ID, country, region, strings.Join(m.OtherNames, "; "), itoa(len(m.Editions)), latest, p.participants.at(m.Index).URL,
		)
	}
	return t
}

func (p *pages) participationTable() *dataset.Table {
	t := p.newTable("participation", []string{"code", "year", "participant"}, "code", "year:integer", "participant", "member", "portal_id", "name", "country", "status")
	t.References = []dataset.Reference{
		{Columns: []string{"code", "year"}, Table: "reports", Fields: []string{"code", "year"}},
		{Columns: []string{"member"}, Table: "members", Fields: []string{"id"}},
	}
	// These are most of all rows.
	var of []int32 // the indexes of the reports
	heads := make([]struct {
		first      int
		code, year string
	}, len(p.Site.Editions))
	for i, e := range p.Site.Editions {
		h := &heads[i]
		h.first, h.code, h.year = len(of), p.of(e).code, itoa(e.Year)
		for range len(e.Members) + len(e.Unresolved) {
			of = append(of, int32(i))
		}
	}
	t.Make(len(of), func(i int, cells []string) []string {
		e, h := p.Site.Editions[of[i]], &heads[of[i]]
		if n := i - h.first - len(e.Members); n >= 0 {
			id := e.Unresolved[n]
			return append(cells, h.code, h.year, id, "", id, "", "", e.StatusTerm.ID)
		}
		m := e.Members[i-h.first]
		return append(cells, h.code, h.year, m.ID, m.ID, "", m.Name, m.Country.ID, e.StatusTerm.ID)
	})
	return t
}

// statusesTable counts reports by year and status.
func (p *pages) statusesTable() *dataset.Table {
	t := p.newTable("statuses", []string{"year", "status"}, "year:integer", "status", "status_label", "reports:integer")
	for _, y := range p.Site.Taxonomy("years").Terms {
		n := map[string]int{}
		for _, e := range y.Editions {
			n[e.StatusTerm.ID]++
		}
		for _, s := range p.Site.Settings.Statuses {
			t.Add(y.ID, s.ID, p.label(s.Label), itoa(n[s.ID]))
		}
	}
	return t
}

// dataFile is a file of the folder data/ that is made of tables.
type dataFile struct {
	name string
	// view is what the file changes with.
	view any
	file dataset.File
}

// whole is a file that is written as a whole.
func whole(name string, view any, write func(*bytes.Buffer) error) *dataFile {
	return &dataFile{name, view, dataset.File{Write: write}}
}

// tableFiles are the files of one table.
func tableFiles(s *dataset.Set, t *dataset.Table) []*dataFile {
	return []*dataFile{
		{t.Name + ".csv", t, dataset.File{Form: t.AsCSV()}},
		{t.Name + ".json", t, dataset.File{Form: t.AsJSON()}},
		whole(t.MetadataName(), s, func(b *bytes.Buffer) error { return s.Metadata(b, t) }),
	}
}

// Names of files of the folder data/ that hold all tables.
const (
	WorkbookName = "reports.xlsx"
	ArchiveName  = "reports-data.zip"
)

// dataTargets lists the files of the folder data/. Their names are known before
// any table is made: a preview lists all files, and few look at these.
func (p *pages) dataTargets() []Target {
	// The workbook takes longest, the archive waits for all but the references, and the
	// large files share a buffer if no small one comes between.
	names, small := []string{WorkbookName}, []string{"datapackage.json"}
	for _, m := range p.dataTables() {
		names = append(names, m.name+".csv", m.name+".json")
		small = append(small, (&dataset.Table{Name: m.name}).MetadataName())
	}
	names = slices.Concat(names, []string{"citations.bib", "citations.ris", "citations.json", ArchiveName}, small)
	folder := string(p.lang) + "/data/"
	k := &dataset.Packer{Memory: p.Tables, Archive: folder + ArchiveName}
	files := sync.OnceValue(func() map[string]*dataFile { return p.dataFiles(k, folder) })
	list := make([]Target, len(names))
	for i, name := range names {
		list[i] = Target{
			Path: folder + name, Stage: "data", view: func() any { return files()[name].view },
			format: format{"data:" + name + p.Version, func(b *bytes.Buffer, _ any) error { return k.File(b, &files()[name].file) }},
		}
	}
	return list
}

// dataFiles are the files of the folder data/, by name. The archive has all but
// itself and the references, which are no tables.
func (p *pages) dataFiles(k *dataset.Packer, folder string) map[string]*dataFile {
	s := p.dataset()
	files := []*dataFile{
		whole("datapackage.json", s, func(b *bytes.Buffer) error { return s.DataPackage(b) }),
		whole(WorkbookName, s, func(b *bytes.Buffer) error { return s.Workbook(b, folder+WorkbookName, p.Tables) }),
	}
	for _, t := range s.Tables {
		files = append(files, tableFiles(s, t)...)
	}
	var packed []*dataset.File
	for _, f := range files {
		f.file.Packed = true
		packed = append(packed, &f.file)
	}
	files = append(files, whole(ArchiveName, s, func(b *bytes.Buffer) error { return k.Pack(b, s.Name, packed) }))
	files = append(files, p.citationFiles()...)
	byName := make(map[string]*dataFile, len(files))
	for _, f := range files {
		f.file.Path = folder + f.name
		byName[f.name] = f
	}
	return byName
}

// data is the page of downloads, with the columns of all tables.
func (p *pages) data() *layout.DataView {
	s := p.dataset()
	v := &layout.DataView{
		Page: p.page("data/", "data", layout.Text{Value: p.word("nav.data")}, p.word("data.description")), Version: s.Version,
	}
	for _, f := range []struct{ name, title string }{
		{ArchiveName, p.word("data.set.archive")},
		{WorkbookName, p.word("data.set.workbook")},
		{"datapackage.json", p.word("data.set.datapackage")},
		{"citations.bib", p.word("data.set.citations", "form", "BibTeX")},
		{"citations.ris", p.word("data.set.citations", "form", "RIS")},
		{"citations.json", p.word("data.set.citations", "form", "CSL-JSON")},
	} {
		v.Files = append(v.Files, layout.Download{Name: f.name, Href: p.href("data/" + f.name), Title: f.title})
	}
	for _, f := range []struct{ folder, key string }{{basePath(p.BaseURL), "data.feed.site"}, {p.href(""), "data.feed.language"}, {p.href("changes/"), "data.feed.changes"}} {
		for _, name := range []string{feed.AtomName, feed.JSONName} {
			v.Feeds = append(v.Feeds, layout.Download{Name: strings.TrimPrefix(f.folder+name, basePath(p.BaseURL)), Href: f.folder + name, Title: p.word(f.key)})
		}
	}
	for _, t := range s.Tables {
		table := layout.DataTable{Name: t.Name, Title: t.Title, Rows: t.Len()}
		for _, f := range tableFiles(s, t) {
			table.Files = append(table.Files, layout.Download{Name: f.name, Href: p.href("data/" + f.name)})
		}
		for _, c := range t.Columns {
			table.Columns = append(table.Columns, layout.DataColumn{Name: c.Name, Type: string(c.Type), Description: c.Description, Key: slices.Contains(t.Key, c.Name)})
		}
		v.Tables = append(v.Tables, table)
	}
	return v
}
