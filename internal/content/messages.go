package content

import (
	"io/fs"

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
		if seen[key.Value] {
			d.errorf(key, "take one of them out", "the key %q is here twice", name)
			continue
		}
		seen[key.Value] = true
		switch {
		case value.Kind == yaml.ScalarNode && !isNull(value):
			messages[name] = i18n.Message{Other: value.Value}
		case value.Kind != yaml.MappingNode || len(value.Content) == 0:
			d.errorf(value, "write the words, in quotes where they have a colon", "the key %q has no words", name)
		case isPlural(value):
			messages[name] = plural(value)
		default:
			readMessages(d, value, name+".", messages)
		}
	}
}

// isPlural tells a map of plural forms from one of keys: it has the form other.
func isPlural(n *yaml.Node) bool {
	forms := map[string]bool{}
	for _, f := range i18n.Names() {
		forms[f] = true
	}
	other := false
	for i := 0; i+1 < len(n.Content); i += 2 {
		if !forms[n.Content[i].Value] || n.Content[i+1].Kind != yaml.ScalarNode {
			return false
		}
		other = other || n.Content[i].Value == "other"
	}
	return other
}

func plural(n *yaml.Node) i18n.Message {
	var m i18n.Message
	places := map[string]*string{"zero": &m.Zero, "one": &m.One, "two": &m.Two, "few": &m.Few, "many": &m.Many, "other": &m.Other}
	for i := 0; i+1 < len(n.Content); i += 2 {
		*places[n.Content[i].Value] = n.Content[i+1].Value
	}
	return m
}
