// Package schema describes front matter to programs: as JSON Schema (draft
// 2020-12) for editors that know it, and as snippets for those that complete by
// words alone. Both are made of the one declaration of the fields in
// internal/content, with the site's vocabularies, members and resolutions.
//
// A schema accepts all that resolute accepts. It cannot tell everything that
// resolute check tells: what a file's name has to do with its fields, say.
package schema

import (
	"bytes"
	"encoding/json"
	"slices"

	"resolute/internal/content"
	"resolute/internal/report"
)

// Options say what to describe.
type Options struct {
	// Sources give the vocabularies and the ids; their Settings may be nil.
	Sources *content.Sources
	// Lang is the language of titles and descriptions.
	Lang report.Lang
}

// Kinds are the names of the schemas.
func Kinds() []string {
	var names []string
	for _, k := range content.Kinds() {
		names = append(names, k.Name)
	}
	return names
}

// member is one member of an object, in its order.
type member struct {
	key   string
	value any
}

// object is a JSON object whose members keep their order, as people read it.
type object []member

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, part := range []any{m.key, m.value} {
			if j > 0 {
				b.WriteByte(':')
			}
			var text bytes.Buffer
			e := json.NewEncoder(&text)
			e.SetEscapeHTML(false)
			if err := e.Encode(part); err != nil {
				return nil, err
			}
			b.Write(bytes.TrimSpace(text.Bytes()))
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// JSON is the schema of a kind.
func JSON(kind string, o Options) ([]byte, error) {
	for _, k := range content.Kinds() {
		if k.Name == kind {
			d := describer{Options: o}
			root := object{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", k.Name}, {"description", d.say(k.Doc)}}
			return indented(append(root, d.fields(k.Fields)...))
		}
	}
	return nil, nil
}

type describer struct{ Options }

func (d *describer) say(t report.Text) string {
	s, _ := t.In(d.Lang, []report.Lang{"en"})
	return s
}

// fields describes a map.
func (d *describer) fields(fields []content.Field) object {
	properties, required := object{}, []string{}
	for _, f := range fields {
		properties = append(properties, member{f.Key, d.field(f)})
		if f.Required {
			required = append(required, f.Key)
		}
	}
	o := object{{"type", "object"}, {"properties", properties}}
	if len(required) > 0 {
		o = append(o, member{"required", required})
	}
	return append(o, member{"additionalProperties", false})
}

// field describes the value of a field, and explains it.
func (d *describer) field(f content.Field) object {
	o := object{{"title", d.say(f.Label)}, {"description", d.say(f.Doc)}}
	value := d.value(f)
	if f.OrNone {
		return append(o, member{"anyOf", []any{object{{"enum", []any{"none", []string{"none"}}}}, value}})
	}
	return append(o, value...)
}

// text is a text as resolute reads it: what YAML takes for a number or for true
// stays the text that it is.
func text(most int) object {
	o := object{{"type", []string{"string", "number", "boolean"}}, {"pattern", `\S`}}
	if most > 0 {
		o = append(o, member{"maxLength", most})
	}
	return o
}

// The forms of texts.
const (
	idForm       = `^[a-z0-9]+(-[a-z0-9]+)*$`
	codeForm     = `^[A-Za-z]+[-_ ][0-9]{4}[-_ ][A-Za-z]+[-_ ][0-9]{1,3}([-_ ][A-Za-z]{2})?$`
	officialForm = `^[0-9]{1,2}\.[0-9]{1,3}$`
	dateForm     = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
	addressForm  = `^/[a-z0-9._~/-]*$`
	languageForm = `^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`
	countryForm  = `^[A-Z]{2}$`
	portalForm   = `^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`
	urlForm      = `^[Hh][Tt][Tt][Pp][Ss]?://`
)

func like(form string) object { return object{{"type", "string"}, {"pattern", form}} }

func (d *describer) value(f content.Field) object {
	switch f.Type {
	case content.TypeTexts:
		return listOf(text(0), f.Max)
	case content.TypeLocalised:
		return d.localised(f)
	case content.TypeBool:
		return object{{"type", "boolean"}}
	case content.TypeInt:
		o := object{{"type", "integer"}, {"minimum", f.Min}}
		if f.Max > 0 {
			o = append(o, member{"maximum", f.Max})
		}
		return o
	case content.TypeDate:
		return append(like(dateForm), member{"format", "date"})
	case content.TypeURL:
		return append(like(urlForm), member{"maxLength", f.Max})
	case content.TypeCode:
		return d.code()
	case content.TypeID:
		return d.id(f.Vocabulary)
	case content.TypeIDs:
		return listOf(d.id(f.Vocabulary), f.Max)
	case content.TypeReferences:
		return listOf(object{{"anyOf", []any{d.id(f.Vocabulary), d.fields(f.Fields)}}}, f.Max)
	case content.TypeIdentifier:
		return like(idForm)
	case content.TypeIdentifiers:
		return listOf(like(portalForm), f.Max)
	case content.TypeLanguage:
		if d.Sources.Settings == nil {
			return like(languageForm)
		}
		return object{{"enum", d.Sources.Settings.Languages}}
	case content.TypeLanguages:
		return listOf(like(languageForm), f.Max)
	case content.TypeAddresses:
		return listOf(like(addressForm), f.Max)
	case content.TypeKeys:
		return listOf(object{{"enum", f.Choices}}, 0)
	case content.TypeChoice:
		return object{{"enum", f.Choices}}
	case content.TypeMap:
		return d.fields(f.Fields)
	case content.TypeTerms:
		return object{{"type", "array"}, {"items", d.fields(f.Fields)}, {"maxItems", f.Max}}
	default:
		return text(f.Max)
	}
}

func listOf(item object, most int) object {
	o := object{{"type", "array"}, {"items", item}, {"uniqueItems", true}}
	if most > 0 {
		o = append(o, member{"maxItems", most})
	}
	return o
}

func (d *describer) localised(f content.Field) object {
	languages := object{}
	form := member{"patternProperties", object{{languageForm, text(f.Max)}}}
	if s := d.Sources.Settings; s != nil && f.Key != "" {
		for _, l := range s.Languages {
			languages = append(languages, member{string(l), text(f.Max)})
		}
		form = member{"properties", languages}
	}
	return object{{"anyOf", []any{text(f.Max), object{{"type", "object"}, form, {"additionalProperties", false}}}}}
}

// code is a code in any form, with the known ones to choose from.
func (d *describer) code() object {
	var known []string
	for _, r := range d.Sources.Resolutions {
		known = append(known, r.Code.String())
	}
	forms := []any{like(codeForm), like(officialForm), object{{"type", "number"}}}
	if len(known) > 0 {
		forms = slices.Insert(forms, 0, any(object{{"enum", known}}))
	}
	return object{{"anyOf", forms}}
}

// id is one of a vocabulary, of the members, or a country's code.
func (d *describer) id(vocabulary string) object {
	switch vocabulary {
	case "countries":
		return like(countryForm)
	case "members":
		ids := d.memberIDs()
		if len(ids) == 0 {
			return like(idForm)
		}
		return object{{"enum", ids}}
	}
	terms := d.vocabulary(vocabulary)
	if len(terms) == 0 {
		return like(idForm)
	}
	var list []any
	for _, t := range terms {
		label, _ := t.Label.In(d.Lang, d.Sources.Settings.Languages)
		o := object{{"const", t.ID}, {"title", label}}
		if gloss, _ := t.Gloss.In(d.Lang, d.Sources.Settings.Languages); gloss != "" {
			o = append(o, member{"description", gloss})
		}
		list = append(list, o)
	}
	return object{{"oneOf", list}}
}

// memberIDs are those of all members' files, also of those with mistakes.
func (d *describer) memberIDs() []string {
	var ids []string
	for _, m := range d.Sources.Members {
		ids = append(ids, m.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (d *describer) vocabulary(name string) report.Vocabulary {
	s := d.Sources.Settings
	if s == nil {
		return nil
	}
	return map[string]report.Vocabulary{
		"types": s.Types, "congresses": s.Congresses, "statuses": s.Statuses, "actions": s.Actions,
		"commissions": s.Commissions, "regions": s.Regions, "categories": s.Categories,
	}[name]
}
