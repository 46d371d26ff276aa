package dataset

import (
	"encoding/json"
	"io"
)

// The data package follows the Frictionless Data Package specification 1, so
// that tools know the type of every column.
type dataPackage struct {
	Profile     string     `json:"profile"`
	Name        string     `json:"name"`
	Title       string     `json:"title"`
	Description string     `json:"description,omitempty"`
	Homepage    string     `json:"homepage"`
	Version     string     `json:"version"`
	Resources   []resource `json:"resources"`
}

type resource struct {
	Name      string `json:"name"`
	Title     string `json:"title"`
	Path      string `json:"path"`
	Profile   string `json:"profile"`
	Format    string `json:"format"`
	MediaType string `json:"mediatype"`
	Encoding  string `json:"encoding"`
	Schema    schema `json:"schema"`
}

type schema struct {
	Fields      []field      `json:"fields"`
	PrimaryKey  []string     `json:"primaryKey"`
	ForeignKeys []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Format      string       `json:"format,omitempty"`
	Description string       `json:"description"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type constraints struct {
	Required bool `json:"required"`
}

type foreignKey struct {
	Fields    []string `json:"fields"`
	Reference struct {
		Resource string   `json:"resource"`
		Fields   []string `json:"fields"`
	} `json:"reference"`
}

// DataPackage writes datapackage.json, which describes the CSV files beside it.
func (s *Set) DataPackage(out io.Writer) error {
	p := dataPackage{
		Profile: "tabular-data-package", Name: s.Name, Title: s.Title, Description: s.Description, Homepage: s.Homepage, Version: s.Version,
	}
	for _, t := range s.Tables {
		r := resource{
			Name: t.Name, Title: t.Title, Path: t.Name + ".csv", Profile: "tabular-data-resource", Format: "csv", MediaType: "text/csv", Encoding: "utf-8",
			Schema: schema{PrimaryKey: t.Key},
		}
		for _, c := range t.Columns {
			f := field{Name: c.Name, Type: string(c.Type), Description: c.Description}
			if c.Type == URI {
				f.Type, f.Format = "string", "uri"
			}
			if t.isKey(c.Name) {
				f.Constraints = &constraints{Required: true}
			}
			r.Schema.Fields = append(r.Schema.Fields, f)
		}
		for _, ref := range t.References {
			k := foreignKey{Fields: ref.Columns}
			k.Reference.Resource, k.Reference.Fields = ref.Table, ref.Fields
			r.Schema.ForeignKeys = append(r.Schema.ForeignKeys, k)
		}
		p.Resources = append(p.Resources, r)
	}
	return json.NewEncoder(out).Encode(p)
}

// The metadata of a table follows the W3C's Metadata Vocabulary for Tabular Data.
type csvw struct {
	Context     [2]any     `json:"@context"`
	URL         string     `json:"url"`
	Title       string     `json:"dc:title"`
	Publication string     `json:"dc:isPartOf"`
	Version     string     `json:"schema:version"`
	Schema      csvwSchema `json:"tableSchema"`
}

type csvwSchema struct {
	Columns    []csvwColumn `json:"columns"`
	PrimaryKey []string     `json:"primaryKey"`
}

type csvwColumn struct {
	Name        string `json:"name"`
	Titles      string `json:"titles"`
	Description string `json:"dc:description"`
	Datatype    string `json:"datatype"`
	Required    bool   `json:"required,omitempty"`
}

// MetadataName is the name under which tools look for the metadata of a table.
func (t *Table) MetadataName() string { return t.Name + ".csv-metadata.json" }

// Metadata writes the description of a table's CSV file for CSV on the Web.
func (s *Set) Metadata(out io.Writer, t *Table) error {
	m := csvw{
		Context: [2]any{"http://www.w3.org/ns/csvw", map[string]string{"@language": s.Lang}}, URL: t.Name + ".csv",
		Title: t.Title, Publication: s.Homepage, Version: s.Version, Schema: csvwSchema{PrimaryKey: t.Key},
	}
	types := map[Type]string{String: "string", Integer: "integer", Boolean: "boolean", Date: "date", URI: "anyURI"}
	for _, c := range t.Columns {
		m.Schema.Columns = append(m.Schema.Columns, csvwColumn{
			Name: c.Name, Titles: c.Name, Description: c.Description, Datatype: types[c.Type], Required: t.isKey(c.Name),
		})
	}
	return json.NewEncoder(out).Encode(m)
}
