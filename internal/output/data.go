package output

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"

	"resolute/internal/layout"
)

// column is a column of a table, with its type in Frictionless terms.
type column struct {
	// Name is stable; Type is string, integer or boolean.
	Name, Type string
	// Description is in the page's language.
	Description string
}

// table is a data set: CSV, JSON and the description of the data package are
// made of the same.
type table struct {
	// Name is the file's, without the ending; Title says what it holds.
	Name, Title string
	// Columns describe the cells of each row.
	Columns []column
	// Key names the columns that identify a row.
	Key []string
	// Rows are in the order of the site.
	Rows [][]string
}

// dataNames are the tables, in the order of the downloads.
func dataNames() []string {
	return []string{"reports", "resolutions", "members", "participation", "statuses"}
}

// dataTables says how each table of a language is made.
func (p *pages) dataTables() map[string]func() table {
	return map[string]func() table{
		"reports": p.reportsTable, "resolutions": p.resolutionsTable, "members": p.membersTable,
		"participation": p.participationTable, "statuses": p.statusesTable,
	}
}

func (p *pages) columns(tableName string, specs ...string) []column {
	list := make([]column, len(specs))
	for i, s := range specs {
		name, kind, found := strings.Cut(s, ":")
		if !found {
			kind = "string"
		}
		list[i] = column{name, kind, p.word("data.column." + name)}
	}
	return list
}

func (p *pages) newTable(name string, key []string, specs ...string) table {
	return table{Name: name, Title: p.word("data.table." + name), Key: key, Columns: p.columns(name, specs...)}
}

func (p *pages) reportsTable() table {
	t := p.newTable("reports", []string{"code", "year"}, "code", "year:integer", "title", "title_kind", "congress", "type", "status", "status_label",
		"members_state", "members:integer", "commissions_state", "commissions", "secretariat", "other_organisations", "actions_state", "actions",
		"future_actions_planned", "language", "translations", "date", "extent", "words:integer", "source", "url", "sha256")
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
		t.Rows = append(t.Rows, []string{
			e.Code.String(), itoa(e.Year), name, titleKind(name, titled), e.Resolution.CongressTerm.ID, e.Resolution.Type.ID,
			e.StatusTerm.ID, p.label(e.StatusTerm.Label), state(e.Edition.Members.Presence), itoa(len(e.Members) + len(e.Unresolved)),
			state(e.Commissions.Presence), strings.Join(commissions, "; "), answer(e.Secretariat),
			strings.Join(e.OtherOrganisations.Items, "; "), state(e.Actions.Presence), strings.Join(actions, "; "), answer(e.FutureActionsPlanned),
			string(e.Language), strings.Join(translations, "; "), e.Date.String(), string(e.Extent), itoa(words), e.Source, p.absolute(p.href(e.Path())), e.Digest,
		})
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

func (p *pages) resolutionsTable() table {
	t := p.newTable("resolutions", []string{"code"}, "code", "number:integer", "official_number", "title", "title_kind", "congress", "type", "motion",
		"keywords", "reports:integer", "first_year", "latest_year", "status", "archived", "url")
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
		t.Rows = append(t.Rows, []string{
			r.Code.String(), itoa(r.Code.Number), r.OfficialNumber, name, titleKind(name, titled), r.CongressTerm.ID, r.Type.ID, r.Motion,
			strings.Join(r.Keywords, "; "), itoa(len(r.Editions)), first, latest, status, archived, p.absolute(p.href(r.Path())),
		})
	}
	return t
}

func (p *pages) membersTable() table {
	t := p.newTable("members", []string{"id"}, "id", "name", "acronym", "country", "country_name", "region", "other_names", "reports:integer", "latest_year", "url")
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
		t.Rows = append(t.Rows, []string{
			m.ID, m.Name, m.Acronym, m.Country.ID, country, region, strings.Join(m.OtherNames, "; "), itoa(len(m.Editions)), latest, p.absolute(p.href(m.Path())),
		})
	}
	return t
}

func (p *pages) participationTable() table {
	t := p.newTable("participation", []string{"code", "year", "member", "portal_id"}, "code", "year:integer", "member", "portal_id", "name", "country", "status")
	for _, e := range p.Site.Editions {
		code, y := e.Code.String(), itoa(e.Year)
		for _, m := range e.Members {
			t.Rows = append(t.Rows, []string{code, y, m.ID, "", m.Name, m.Country.ID, e.StatusTerm.ID})
		}
		for _, id := range e.Unresolved {
			t.Rows = append(t.Rows, []string{code, y, "", id, "", "", e.StatusTerm.ID})
		}
	}
	return t
}

// statusesTable counts reports by year and status.
func (p *pages) statusesTable() table {
	t := p.newTable("statuses", []string{"year", "status"}, "year:integer", "status", "status_label", "reports:integer")
	for _, y := range p.Site.Taxonomy("years").Terms {
		n := map[string]int{}
		for _, e := range y.Editions {
			n[e.StatusTerm.ID]++
		}
		for _, s := range p.Site.Settings.Statuses {
			t.Rows = append(t.Rows, []string{y.ID, s.ID, p.label(s.Label), itoa(n[s.ID])})
		}
	}
	return t
}

// dataFormats are the formats in which each table is published.
var dataFormats = []struct {
	ending, name string
	render       func(*bytes.Buffer, any) error
}{
	{"csv", "CSV", renderCSV},
	{"json", "JSON", renderTableJSON},
}

func (p *pages) dataTargets() []Target {
	var list []Target
	for _, name := range dataNames() {
		for _, f := range dataFormats {
			list = append(list, Target{
				Path: string(p.lang) + "/data/" + name + "." + f.ending, Stage: "data",
				view: func() any { return p.tables[name]() }, format: format{f.ending + p.Version, f.render},
			})
		}
	}
	return append(list, Target{
		Path: string(p.lang) + "/data/datapackage.json", Stage: "data",
		view: func() any { return p.dataPackage() }, format: format{"datapackage" + p.Version, renderJSON},
	})
}

func renderCSV(b *bytes.Buffer, view any) error {
	t := view.(table)
	w := csv.NewWriter(b)
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Name
	}
	if err := w.Write(head); err != nil {
		return err
	}
	row := make([]string, len(t.Columns))
	for _, cells := range t.Rows {
		for i, cell := range cells {
			row[i] = harmless(cell)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// harmless keeps a spreadsheet from running a cell as a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@|\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// renderTableJSON writes a table as a list of objects, numbers as numbers.
func renderTableJSON(b *bytes.Buffer, view any) error {
	t := view.(table)
	names := make([][]byte, len(t.Columns))
	for i, c := range t.Columns {
		name, err := json.Marshal(c.Name)
		if err != nil {
			return err
		}
		names[i] = append(name, ": "...)
	}
	b.WriteString("[")
	for i, cells := range t.Rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n {")
		for j, c := range t.Columns {
			if j > 0 {
				b.WriteString(", ")
			}
			b.Write(names[j])
			if c.Type == "integer" && cells[j] != "" {
				b.WriteString(cells[j])
				continue
			}
			cell, err := json.Marshal(cells[j])
			if err != nil {
				return err
			}
			b.Write(cell)
		}
		b.WriteByte('}')
	}
	b.WriteString("\n]\n")
	return nil
}

// The data package follows the Frictionless Data Package specification, so
// that tools know the type of every column.
type jsonPackage struct {
	Profile     string         `json:"profile"`
	Name        string         `json:"name"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Homepage    string         `json:"homepage"`
	Version     string         `json:"version"`
	Resources   []jsonResource `json:"resources"`
}

type jsonResource struct {
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	Path      string     `json:"path"`
	Profile   string     `json:"profile"`
	Format    string     `json:"format"`
	MediaType string     `json:"mediatype"`
	Encoding  string     `json:"encoding"`
	Schema    jsonSchema `json:"schema"`
}

type jsonSchema struct {
	Fields     []jsonField `json:"fields"`
	PrimaryKey []string    `json:"primaryKey"`
}

type jsonField struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description"`
}

func (p *pages) dataPackage() *jsonPackage {
	v := &jsonPackage{
		Profile: "tabular-data-package", Name: "progress-reports-" + string(p.lang), Title: p.chrome.Title, Description: p.chrome.Description,
		Homepage: p.absolute(p.href("data/")), Version: itoa(FormatVersion) + ".0.0",
	}
	for _, name := range dataNames() {
		t := p.tables[name]()
		r := jsonResource{
			Name: t.Name, Title: t.Title, Path: t.Name + ".csv", Profile: "tabular-data-resource", Format: "csv", MediaType: "text/csv", Encoding: "utf-8",
			Schema: jsonSchema{PrimaryKey: t.Key},
		}
		for _, c := range t.Columns {
			r.Schema.Fields = append(r.Schema.Fields, jsonField(c))
		}
		v.Resources = append(v.Resources, r)
	}
	return v
}

func (p *pages) data() *layout.DataView {
	v := &layout.DataView{Page: p.page("data/", "data", layout.Text{Value: p.word("nav.data")}, p.word("data.description"))}
	for _, name := range dataNames() {
		t := p.tables[name]()
		for _, f := range dataFormats {
			v.Files = append(v.Files, layout.Download{
				Name: t.Name + "." + f.ending, Href: p.href("data/" + t.Name + "." + f.ending), Key: "data.table." + t.Name, Format: f.name, Rows: len(t.Rows),
			})
		}
	}
	v.Files = append(v.Files, layout.Download{Name: "datapackage.json", Href: p.href("data/datapackage.json"), Key: "data.table.datapackage", Format: "JSON"})
	return v
}
