package schema

import (
	"strings"

	"resolute/internal/content"
)

// Snippets are completions of fields for editors that read snippets as Visual
// Studio Code does: the name of a field, its explanation, and its allowed values
// to choose from. They work in Markdown files, where most editors do not apply
// schemas to front matter.
func Snippets(o Options) ([]byte, error) {
	d := describer{Options: o}
	seen := map[string]bool{}
	all := object{}
	for _, k := range content.Kinds() {
		if k.Name == "site" {
			continue
		}
		for _, f := range k.Fields {
			if seen[f.Key] {
				continue
			}
			seen[f.Key] = true
			all = append(all, member{d.say(f.Label) + " (" + f.Key + ")", object{
				{"scope", "markdown"}, {"prefix", f.Key}, {"body", f.Key + ": " + d.placeholder(f)}, {"description", d.say(f.Doc)},
			}})
		}
	}
	return indented(all)
}

// placeholder is what stands for a value: a choice, or the example.
func (d *describer) placeholder(f content.Field) string {
	var values []string
	switch f.Type {
	case content.TypeBool:
		values = []string{"true", "false"}
	case content.TypeChoice:
		values = f.Choices
	case content.TypeLanguage:
		if d.Sources.Settings != nil {
			for _, l := range d.Sources.Settings.Languages {
				values = append(values, string(l))
			}
		}
	case content.TypeID:
		values = d.vocabulary(f.Vocabulary).IDs()
	case content.TypeIDs:
		if ids := d.vocabulary(f.Vocabulary).IDs(); len(ids) > 0 {
			return "[${1|" + strings.Join(ids, ",") + "|}]$0"
		}
	}
	if len(values) == 0 {
		return "${1:" + escaped(f.Example) + "}$0"
	}
	return "${1|" + strings.Join(values, ",") + "|}$0"
}

// escaped keeps the signs of snippets out of a text.
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, "$", `\$`, "}", `\}`).Replace(s)
}
