package content

import (
	"strconv"

	"go.yaml.in/yaml/v4"

	"resolute/internal/report"
)

// Each function here declares a field of one type: how its node is read into
// the place that `at` points to, and what is written back.

func textField[T any](f Field, at func(*T) *string) field[T] {
	f.Type, f.Max = TypeText, or(f.Max, maxText)
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		if s, ok := d.text(n, f.Max); ok {
			*at(v) = s
		}
	}, func(v *T) value { return someText(*at(v)) }}
}

func textsField[T any](f Field, inline bool, at func(*T) *[]string) field[T] {
	f.Type, f.Max = TypeTexts, or(f.Max, maxItems)
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		*at(v) = d.texts(n, f.Max)
	}, func(v *T) value { return texts(*at(v), inline) }}
}

// textListField is a list of texts of which the report may say nothing, or none.
func textListField[T any](f Field, at func(*T) *report.List[string]) field[T] {
	f.Type, f.OrNone, f.Max = TypeTexts, true, or(f.Max, maxItems)
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		if isNone(n) {
			at(v).Presence = report.None
			return
		}
		*at(v) = report.List[string]{Presence: report.Stated, Items: d.texts(n, f.Max)}
	}, func(v *T) value {
		l := at(v)
		return orNone(l.Presence, func() value { return texts(l.Items, false) })
	}}
}

func localisedField[T any](f Field, at func(*T) *report.Text) field[T] {
	f.Type, f.Max = TypeLocalised, or(f.Max, maxTitle)
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		*at(v) = d.localised(n, f.Max)
	}, func(v *T) value { return localised(*at(v)) }}
}

func boolField[T any](f Field, at func(*T) *bool) field[T] {
	f.Type = TypeBool
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		*at(v), _ = d.boolean(n)
	}, func(v *T) value {
		if !*at(v) {
			return nil
		}
		return literal("true")
	}}
}

// answerField is a yes or no of which the report may say nothing.
func answerField[T any](f Field, at func(*T) *report.Answer) field[T] {
	f.Type = TypeBool
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		b, ok := d.boolean(n)
		switch {
		case ok && b:
			*at(v) = report.Yes
		case ok:
			*at(v) = report.No
		}
	}, func(v *T) value {
		switch *at(v) {
		case report.Yes:
			return literal("true")
		case report.No:
			return literal("false")
		default:
			return nil
		}
	}}
}

func intField[T any](f Field, at func(*T) *int) field[T] {
	f.Type = TypeInt
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		*at(v), _ = d.integer(n, f.Min, f.Max)
	}, func(v *T) value {
		if *at(v) == 0 {
			return nil
		}
		return literal(strconv.Itoa(*at(v)))
	}}
}

func dateField[T any](f Field, at func(*T) *report.Date) field[T] {
	f.Type = TypeDate
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		s, ok := d.plainText(n)
		if !ok {
			return
		}
		day, err := report.ParseDate(s)
		if err != nil {
			d.errorf(n, "write the day as 2024-05-31, a day that exists", "%v", err)
		}
		*at(v) = day
	}, func(v *T) value {
		if at(v).IsZero() {
			return nil
		}
		return literal(at(v).String())
	}}
}

func urlField[T any](f Field, at func(*T) *string) field[T] {
	return checkedURLField(f, CheckURL, at)
}

func checkedURLField[T any](f Field, check func(string) error, at func(*T) *string) field[T] {
	f.Type, f.Max = TypeURL, maxURL
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		s, ok := d.text(n, f.Max)
		if !ok {
			return
		}
		if err := check(s); err != nil {
			d.errorf(n, "write the whole address, such as https://example.org/page", "%v", err)
			return
		}
		*at(v) = s
	}, func(v *T) value { return someText(*at(v)) }}
}

// idField is the id of a term of a vocabulary.
func idField[T any](f Field, at func(*T) *report.Ref) field[T] {
	f.Type = TypeID
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		if id, ok := d.id(n, f.Vocabulary); ok {
			*at(v) = report.Ref{ID: id, Pos: d.pos(n)}
		}
	}, func(v *T) value { return someText(at(v).ID) }}
}

// idListField is a list of ids of a vocabulary.
func idListField[T any](f Field, at func(*T) *report.List[report.Ref]) field[T] {
	f.Type, f.OrNone, f.Max = TypeIDs, true, or(f.Max, maxItems)
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		*at(v) = d.references(n, f.Vocabulary, f.Max, nil)
	}, func(v *T) value { return references(*at(v)) }}
}

// referenceListField is a list of ids, or of maps with the fields of inner.
func referenceListField[T any](f Field, inner table[report.Ref], at func(*T) *report.List[report.Ref]) field[T] {
	f.Type, f.OrNone, f.Max, f.Fields = TypeReferences, true, or(f.Max, maxItems), inner.on(OriginalOnly)
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		*at(v) = d.references(n, f.Vocabulary, f.Max, inner)
	}, func(v *T) value { return references(*at(v)) }}
}

func languageField[T any](f Field, at func(*T) *report.Lang) field[T] {
	f.Type = TypeLanguage
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		if s, ok := d.plainText(n); ok && d.siteLanguage(n, s) {
			*at(v) = report.Lang(s)
		}
	}, func(v *T) value { return someText(string(*at(v))) }}
}

func addressesField[T any](f Field, at func(*T) *[]report.Alias) field[T] {
	f.Type, f.Max = TypeAddresses, or(f.Max, maxItems)
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		d.each(n, f.Max, func(item *yaml.Node) {
			if s, ok := d.text(item, maxURL); ok && d.address(item, s) {
				*at(v) = append(*at(v), report.Alias{Path: s, Pos: d.pos(item)})
			}
		})
	}, func(v *T) value { return addresses(*at(v)) }}
}

// mapField is a map inside with a table of its own.
func mapField[T, U any](f Field, inner table[U], at func(*T) *U) field[T] {
	f.Type, f.Fields = TypeMap, inner.on(OriginalOnly)
	return field[T]{f, func(d *decoder, n *yaml.Node, v *T) {
		if n.Kind != yaml.MappingNode {
			d.wrongKind(n, "a map")
			return
		}
		decodeMap(d, n, inner, at(v), OriginalOnly, d.pos(n))
	}, nil}
}

func someText(s string) value {
	if s == "" {
		return nil
	}
	return text(s)
}

func texts(items []string, inline bool) value {
	if len(items) == 0 {
		return nil
	}
	l := list{inline: inline}
	for _, s := range items {
		l.items = append(l.items, text(s))
	}
	return l
}

func localised(t report.Text) value {
	if len(t) == 0 {
		return nil
	}
	var p pairs
	for _, lang := range languagesOf(t) {
		p = append(p, pair{string(lang), text(t[lang])})
	}
	return p
}

func addresses(aliases []report.Alias) value {
	if len(aliases) == 0 {
		return nil
	}
	var l list
	for _, a := range aliases {
		l.items = append(l.items, text(a.Path))
	}
	return l
}

func references(refs report.List[report.Ref]) value {
	return orNone(refs.Presence, func() value {
		if len(refs.Items) == 0 {
			return nil
		}
		var l list
		for _, r := range refs.Items {
			switch {
			case r.PortalID != "":
				l.items = append(l.items, pairs{{"portal_id", text(r.PortalID)}})
			case r.Term != "":
				l.items = append(l.items, pairs{{"id", text(r.ID)}, {"term", text(r.Term)}})
			default:
				l.items = append(l.items, text(r.ID))
			}
		}
		return l
	})
}

// orNone writes what a list says: nothing, none, or its items.
func orNone(p report.Presence, items func() value) value {
	switch p {
	case report.None:
		return literal("none")
	case report.Stated:
		return items()
	default:
		return nil
	}
}

// isNone tells the bare word none, alone or as the only item of a list, as the
// web form writes it; a text "none" is quoted.
func isNone(n *yaml.Node) bool {
	if n.Kind == yaml.SequenceNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	return n.Kind == yaml.ScalarNode && n.Style&quoted == 0 && n.Value == "none"
}

func or(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}
