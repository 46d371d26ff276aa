package content

import (
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
	"resolute/internal/i18n"
)

// LoadMessages reads the interface words of a language: a map of maps, whose
// leaves are texts, or maps of plural forms. Keys are joined by dots.
func LoadMessages(fsys fs.FS, name string) (map[string]i18n.Message, []diag.Problem, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, nil, err
	}
	file := "layouts/" + name
	var problems []diag.Problem
	if len(data) > DefaultLimits().FileBytes {
		return nil, []diag.Problem{tooLarge(file, DefaultLimits().FileBytes)}, nil
	}
	text, bad := gate(file, data, &problems)
	if bad > 0 {
		return nil, problems, nil
	}
	src := source{file, text, 1}
	root, ok := parse(src, DefaultLimits().forVocabularies(), &problems)
	if !ok {
		return nil, problems, nil
	}
	messages := map[string]i18n.Message{}
	d := &decoder{known: &known{}, src: src, problems: &problems, key: "words"}
	readMessages(d, root, "", messages)
	return messages, problems, nil
}

func readMessages(d *decoder, n *yaml.Node, prefix string, messages map[string]i18n.Message) {
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := prefix + key.Value
		if _, twice := messages[name]; twice || seen[key.Value] {
			d.errorf(key, "take one of them out", "the key %q is here twice", name)
			continue
		}
		seen[key.Value] = true
		switch {
		case value.Kind == yaml.MappingNode && isPlural(value):
			messages[name] = plural(d, name, value)
		case value.Kind == yaml.MappingNode && len(value.Content) > 0:
			readMessages(d, value, name+".", messages)
		default:
			if s, ok := words(d, name, value); ok {
				messages[name] = i18n.Message{Other: s}
			}
		}
	}
}

// words are the text of a key: as written, with its blanks and breaks.
func words(d *decoder, name string, n *yaml.Node) (string, bool) {
	if n.Kind != yaml.ScalarNode || isNull(n) || n.Value == "" {
		d.errorf(n, "write the words, in quotes where they have a colon", "the key %q has no words", name)
		return "", false
	}
	d.commented(n)
	if r := unshown(n.Value); r != 0 {
		d.errorf(n, "take it out", "the text has %s (U+%04X) in it", forbidden(r), r)
		return "", false
	}
	return n.Value, true
}

// isPlural tells a map of plural forms from one of keys by its first key.
func isPlural(n *yaml.Node) bool {
	return len(n.Content) > 0 && slices.Contains(i18n.Names(), n.Content[0].Value) && n.Content[1].Kind == yaml.ScalarNode
}

func plural(d *decoder, name string, n *yaml.Node) i18n.Message {
	var m i18n.Message
	places := map[string]*string{"zero": &m.Zero, "one": &m.One, "two": &m.Two, "few": &m.Few, "many": &m.Many, "other": &m.Other}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		place := places[key.Value]
		switch {
		case place == nil:
			d.errorf(key, diag.DidYouMean(key.Value, i18n.Names()), "unknown plural form %q", key.Value)
			continue
		case seen[key.Value]:
			d.errorf(key, "take one of them out", "the key %q is here twice", name+"."+key.Value)
			continue
		}
		seen[key.Value] = true
		*place, _ = words(d, name+"."+key.Value, value)
	}
	if !seen["other"] {
		d.errorf(n, "add other: …, the form that always fits", "the key %q has plural forms without other", name)
	}
	return m
}
