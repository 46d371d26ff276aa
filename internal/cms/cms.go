// Package cms describes the content to the web form, Sveltia CMS: its
// configuration is made of the one declaration of the fields in
// internal/content, with the site's vocabularies, members and resolutions.
//
// What the form writes is what resolute check accepts: a field that is left
// empty is left out of the file, which says that nothing is stated; none is
// a choice of its own where a field accepts it.
package cms

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"resolute/internal/content"
	"resolute/internal/report"
)

// Options say what to describe.
type Options struct {
	// Sources give the settings, the vocabularies and the ids.
	Sources *content.Sources
	// Lang is the language of labels and hints.
	Lang report.Lang
	// Words are those that the declaration does not have.
	Words Words
	// SiteURL is the address of the published site.
	SiteURL string
}

// Words name what the form shows beside the fields.
type Words struct {
	// Reports, Resolutions, Members and Pages are the names of the collections.
	Reports, Resolutions, Members, Pages string
	// Body names the text below the front matter.
	Body string
	// None, Yes and No are choices.
	None, Yes, No string
}

type config struct {
	Backend     backend       `json:"backend"`
	PublishMode string        `json:"publish_mode,omitempty"`
	SiteURL     string        `json:"site_url,omitempty"`
	Media       string        `json:"media_folder"`
	PublicMedia string        `json:"public_folder"`
	Slug        slugs         `json:"slug"`
	Output      output        `json:"output"`
	I18n        *translations `json:"i18n,omitempty"`
	Collections []collection  `json:"collections"`
}

type backend struct {
	Name    string `json:"name"`
	Repo    string `json:"repo"`
	Branch  string `json:"branch,omitempty"`
	BaseURL string `json:"base_url,omitempty"`
	APIRoot string `json:"api_root,omitempty"`
	Auth    string `json:"auth_type,omitempty"`
	AppID   string `json:"app_id,omitempty"`
}

type slugs struct {
	Encoding string `json:"encoding"`
	Clean    bool   `json:"clean_accents"`
}

type output struct {
	OmitEmpty bool `json:"omit_empty_optional_fields"`
}

type translations struct {
	Structure string        `json:"structure"`
	Locales   []report.Lang `json:"locales"`
	Default   report.Lang   `json:"default_locale"`
	Initial   string        `json:"initial_locales"`
	Omit      bool          `json:"omit_default_locale_from_file_path"`
}

type collection struct {
	Name       string  `json:"name"`
	Label      string  `json:"label"`
	Hint       string  `json:"description,omitempty"`
	Folder     string  `json:"folder"`
	Path       string  `json:"path,omitempty"`
	Slug       string  `json:"slug"`
	Summary    string  `json:"summary"`
	Identifier string  `json:"identifier_field"`
	Extension  string  `json:"extension"`
	Format     string  `json:"format"`
	Create     bool    `json:"create"`
	Delete     bool    `json:"delete"`
	I18n       bool    `json:"i18n,omitempty"`
	Fields     []field `json:"fields"`
}

// field is a field of the form. Fields that need not be filled in say so: the
// form would otherwise ask for them.
type field struct {
	Name      string   `json:"name"`
	Label     string   `json:"label"`
	Widget    string   `json:"widget"`
	Hint      string   `json:"hint,omitempty"`
	Required  bool     `json:"required"`
	I18n      any      `json:"i18n,omitempty"`
	Options   []option `json:"options,omitempty"`
	Multiple  bool     `json:"multiple,omitempty"`
	ValueType string   `json:"value_type,omitempty"`
	Type      string   `json:"type,omitempty"`
	Format    string   `json:"format,omitempty"`
	Least     *int     `json:"min,omitempty"`
	Most      int      `json:"max,omitempty"`
	MaxLength int      `json:"maxlength,omitempty"`
	Pattern   []string `json:"pattern,omitempty"`
	Modes     []string `json:"modes,omitempty"`
	Fields    []field  `json:"fields,omitempty"`
}

type option struct {
	Label string `json:"label"`
	Value any    `json:"value"`
}

// Config is the form's configuration, as JSON. The settings must have a form.
func Config(o Options) ([]byte, error) {
	d := describer{o}
	s := o.Sources.Settings
	c := config{
		Backend: hostOf(s.Admin), SiteURL: o.SiteURL, Media: "static/images", PublicMedia: "/images",
		Slug: slugs{"ascii", true}, Output: output{true}, Collections: d.collections(),
	}
	if s.Admin.Backend != "gitea" {
		// The form knows no drafts as pull requests with other hosts.
		c.PublishMode = "editorial_workflow"
	}
	if len(s.Languages) > 1 {
		c.I18n = &translations{"multiple_files", s.Languages, s.Languages[0], "default", true}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(c)
	return b.Bytes(), err
}

// hostOf is the place of the repository.
func hostOf(a *report.Admin) backend {
	b := backend{Name: a.Backend, Repo: a.Repository, Branch: a.Branch, BaseURL: strings.TrimSuffix(a.Server, "/"), AppID: a.AppID}
	switch a.Backend {
	case "gitlab":
		if a.AppID != "" {
			b.Auth = "pkce"
		}
		if b.BaseURL != "" {
			b.APIRoot = b.BaseURL + "/api/v4"
		}
	case "gitea":
		if b.BaseURL != "" {
			b.APIRoot = b.BaseURL + "/api/v1"
		}
	}
	return b
}

type describer struct{ Options }

func (d *describer) say(t report.Text) string {
	s, _ := t.In(d.Lang, []report.Lang{"en"})
	return s
}

// collections are the kinds of files that editors write. A translation is the
// other language of its report or page.
func (d *describer) collections() []collection {
	var list []collection
	for _, k := range content.Kinds() {
		c := collection{
			Name: k.Name, Hint: d.say(k.Doc), Extension: "md", Format: "yaml-frontmatter", Create: true, Delete: true,
		}
		switch k.Name {
		case "report":
			c.Label, c.Folder, c.Identifier = d.Words.Reports, "content/reports", "year"
			c.Slug, c.Path, c.Summary = "{{fields.year}}", "{{resolution | lower}}/{{slug}}", "{{resolution}} · {{fields.year}}"
		case "resolution":
			c.Label, c.Folder, c.Identifier = d.Words.Resolutions, "content/resolutions", "code"
			c.Slug, c.Summary = "{{code | lower}}", "{{code}}"
		case "member":
			c.Label, c.Folder, c.Identifier = d.Words.Members, "content/members", "name"
			c.Slug, c.Summary = "{{name}}", "{{name}}"
		case "page":
			c.Label, c.Folder, c.Identifier = d.Words.Pages, "content/pages", "title"
			c.Slug, c.Summary = "{{title}}", "{{title}}"
		default:
			continue
		}
		c.I18n = (k.Name == "report" || k.Name == "page") && len(d.Sources.Settings.Languages) > 1
		c.Fields = append(d.fields(k, c.I18n), d.body(k, c.I18n))
		list = append(list, c)
	}
	return list
}

func (d *describer) body(k content.Kind, translated bool) field {
	// The text is edited as it stands: a form that writes it anew would change
	// lines that nobody has touched.
	f := field{Name: "body", Label: d.Words.Body, Widget: "richtext", Modes: []string{"raw"}, Required: k.Name == "page"}
	if translated {
		f.I18n = true
	}
	return f
}

func (d *describer) fields(k content.Kind, translated bool) []field {
	var list []field
	for _, declared := range k.Fields {
		f := d.field(declared)
		switch {
		case !translated || declared.Place == content.OriginalOnly:
		case declared.Key == "resolution" || declared.Key == "year":
			f.I18n = "duplicate"
		case declared.Key != "language" && declared.Key != "aliases":
			f.I18n = true
		}
		list = append(list, f)
	}
	return list
}

// The forms of texts.
const (
	idForm      = `^[a-z0-9]+(-[a-z0-9]+)*$`
	codeForm    = `^[A-Za-z]+-[0-9]{4}-[A-Za-z]+-[0-9]{3}$`
	addressForm = `^/[a-z0-9._~/-]*$`
	countryForm = `^[A-Z]{2}$`
	urlForm     = `^https?://`
)

// field describes a field with its label and its explanation.
func (d *describer) field(declared content.Field) field {
	f := d.value(declared)
	f.Name, f.Label, f.Hint, f.Required = declared.Key, d.say(declared.Label), d.say(declared.Doc), declared.Required
	return f
}

func (d *describer) value(f content.Field) field {
	switch f.Type {
	case content.TypeTexts, content.TypeIdentifiers, content.TypeAddresses, content.TypeLanguages:
		return field{Widget: "list", Most: f.Max}
	case content.TypeLocalised:
		return d.localised(f)
	case content.TypeBool:
		// No answer is a third one.
		return field{Widget: "select", Options: []option{{d.Words.Yes, true}, {d.Words.No, false}}}
	case content.TypeInt:
		return field{Widget: "number", ValueType: "int", Least: &f.Min, Most: f.Max}
	case content.TypeDate:
		return field{Widget: "datetime", Type: "date", Format: "YYYY-MM-DD"}
	case content.TypeURL:
		return d.like(urlForm, f.Example, f.Max)
	case content.TypeCode:
		return d.code(f)
	case content.TypeID:
		return d.choice(d.ids(f.Vocabulary), f, false)
	case content.TypeIDs, content.TypeReferences:
		return d.choice(d.ids(f.Vocabulary), f, true)
	case content.TypeIdentifier:
		return d.like(idForm, f.Example, f.Max)
	case content.TypeLanguage:
		var languages []option
		for _, l := range d.Sources.Settings.Languages {
			languages = append(languages, option{string(l), string(l)})
		}
		return d.choice(languages, f, false)
	case content.TypeKeys, content.TypeChoice:
		var choices []option
		for _, c := range f.Choices {
			choices = append(choices, option{c, c})
		}
		return d.choice(choices, f, f.Type == content.TypeKeys)
	case content.TypeMap, content.TypeTerms:
		inside := field{Widget: "object"}
		if f.Type == content.TypeTerms {
			inside.Widget = "list"
		}
		for _, in := range f.Fields {
			inside.Fields = append(inside.Fields, d.field(in))
		}
		return inside
	default:
		return field{Widget: "string", MaxLength: f.Max}
	}
}

// like is a text of a certain form; the example is what the form tells those
// who write something else.
func (d *describer) like(form, example string, most int) field {
	return field{Widget: "string", Pattern: []string{form, example}, MaxLength: most}
}

// localised has a text for each language; those left empty are left out.
func (d *describer) localised(f content.Field) field {
	o := field{Widget: "object"}
	for _, l := range d.Sources.Settings.Languages {
		o.Fields = append(o.Fields, field{Name: string(l), Label: string(l), Widget: "string", MaxLength: f.Max})
	}
	return o
}

// code is a new code, or one of the known resolutions.
func (d *describer) code(f content.Field) field {
	if f.Vocabulary == "" {
		return d.like(codeForm, f.Example, 0)
	}
	var known []option
	for _, r := range d.Sources.Resolutions {
		title, _ := r.Title.In(d.Lang, d.Sources.Settings.Languages)
		if title == "" {
			title, _ = r.Subject.In(d.Lang, d.Sources.Settings.Languages)
		}
		known = append(known, option{strings.TrimSuffix(r.Code.String()+" · "+title, " · "), r.Code.String()})
	}
	return d.choice(known, f, false)
}

// choice is one of the options, or several of them; none is among them where
// the field accepts it. Without options there is a text to write.
func (d *describer) choice(options []option, f content.Field, multiple bool) field {
	switch {
	case f.Vocabulary == "countries" && !multiple:
		return d.like(countryForm, f.Example, 0)
	case len(options) == 0 && multiple:
		return field{Widget: "list", Most: f.Max}
	case len(options) == 0:
		return d.like(idForm, f.Example, 0)
	}
	if f.OrNone {
		options = append([]option{{d.Words.None, "none"}}, options...)
	}
	c := field{Widget: "select", Options: options, Multiple: multiple}
	if multiple {
		c.Most = f.Max
	}
	return c
}

// ids are those of a vocabulary, or of the members, with their labels.
func (d *describer) ids(vocabulary string) []option {
	var list []option
	if vocabulary == "members" {
		for _, m := range d.Sources.Members {
			list = append(list, option{m.Name, m.ID})
		}
		slices.SortStableFunc(list, func(a, b option) int { return cmp.Compare(a.Label, b.Label) })
		return list
	}
	s := d.Sources.Settings
	for _, t := range map[string]report.Vocabulary{
		"types": s.Types, "congresses": s.Congresses, "statuses": s.Statuses, "actions": s.Actions,
		"commissions": s.Commissions, "regions": s.Regions, "categories": s.Categories,
	}[vocabulary] {
		label, _ := t.Label.In(d.Lang, s.Languages)
		list = append(list, option{label, t.ID})
	}
	return list
}
