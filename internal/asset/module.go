package asset

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2"

	"resolute/internal/diag"
)

// script is a module as it is written.
type script struct {
	// text has no imports any more.
	text string
	// imports are the modules that it needs, in order.
	imports []string
	// exports are the names that others may import.
	exports []string
	// imported is true where another imports it.
	imported bool
}

var (
	importPattern = regexp.MustCompile(`(?m)^import\s*(?:\{([^{}]*)\}\s*from\s*)?["'](\.{1,2}/[^"']+)["'];?[ \t]*$`)
	exportPattern = regexp.MustCompile(`(?m)^export ((?:async )?function\*?|class|const|let) (\w+)`)
	// foreign finds what joining cannot follow.
	foreign = regexp.MustCompile(`(?m)^(?:import\b.*|export\s*(?:default\b|[{*]).*)|\bimport\s*\(`)
)

// modules publishes scripts: one file for each module that no other imports,
// joined with those that it imports, so that a page waits for one file. Names at
// the top of joined modules must differ; the minifier tells where they do not.
func (b *builder) modules(names []string) error {
	scripts := make(map[string]*script, len(names))
	for _, name := range names {
		if path.Ext(name) != ".js" {
			b.wrong(name, place{}, "name it .js, or move it out of static/js", "js/ has only modules, named .js")
			continue
		}
		text, err := fs.ReadFile(b.fsys, name)
		if err != nil {
			return err
		}
		scripts[name] = &script{text: string(text)}
		for _, m := range exportPattern.FindAllStringSubmatch(string(text), -1) {
			scripts[name].exports = append(scripts[name].exports, m[2])
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return scripts[name] == nil })
	before := len(b.mistakes)
	for _, name := range names {
		b.resolve(name, scripts)
	}
	if len(b.mistakes) > before {
		return nil // what they need of each other is not known
	}
	for _, name := range names {
		parts, ok := needed(name, scripts, nil, nil)
		if !ok {
			b.wrong(name, place{1, 1}, "take one of the imports out", "it imports itself, by way of others")
			continue
		}
		if scripts[name].imported {
			continue
		}
		small, err := b.minifier.Bytes("application/javascript", []byte(join(parts, scripts)))
		if err != nil {
			b.blame(parts, scripts, err)
			continue
		}
		b.set.Scripts[strings.TrimPrefix(name, "js/")] = b.add(name, name, small)
	}
	return nil
}

// blame finds which of the joined modules the minifier does not take, and where.
func (b *builder) blame(parts []string, scripts map[string]*script, joined error) {
	found := false
	for _, name := range parts {
		if _, err := b.minifier.Bytes("application/javascript", []byte(scripts[name].text)); err != nil {
			b.refused(name, "script", err)
			found = true
		}
	}
	if !found {
		// Each is sound by itself: two have a name in common.
		var at *parse.Error
		if errors.As(joined, &at) {
			joined = errors.New(at.Message)
		}
		b.wrong(parts[len(parts)-1], place{1, 1}, "let the names at the top of modules that are joined differ", "joined with %s: %v", strings.Join(parts[:len(parts)-1], ", "), joined)
	}
}

// resolve takes the imports out of a module and notes them.
func (b *builder) resolve(name string, scripts map[string]*script) {
	s := scripts[name]
	text := []byte(s.text)
	for _, m := range importPattern.FindAllStringSubmatch(s.text, -1) {
		dest := path.Join(path.Dir(name), m[2])
		from := scripts[dest]
		if from == nil {
			b.wrong(name, placeOf(text, m[0]), "write the file's path from this file's own folder", "it imports %s, which is not in static/", m[2])
			continue
		}
		for part := range strings.SplitSeq(m[1], ",") {
			if part = strings.TrimSpace(part); part != "" && !slices.Contains(from.exports, part) {
				b.wrong(name, placeOf(text, m[0]), cmp.Or(diag.DidYouMean(part, from.exports), "export it there, or take it out here"), "it imports %q of %s, which does not export it by that name", part, m[2])
			}
		}
		from.imported = true
		s.imports = append(s.imports, dest)
	}
	// An import may have several lines: the lines after it keep their numbers.
	s.text = importPattern.ReplaceAllStringFunc(s.text, func(m string) string { return strings.Repeat("\n", strings.Count(m, "\n")) })
	if what := foreign.FindString(s.text); what != "" {
		b.wrong(name, placeOf(text, what), "write import {name} from './file.js' and export const, let, class or function", "modules are joined, and this cannot be followed: %s", what)
	}
}

// needed is the module and all that it imports, each once and before what needs
// it. open are the modules on the way to it; ok is false where it is one of them.
func needed(name string, scripts map[string]*script, open, list []string) (all []string, ok bool) {
	if slices.Contains(open, name) {
		return nil, false
	}
	open = append(open, name)
	for _, dest := range scripts[name].imports {
		if list, ok = needed(dest, scripts, open, list); !ok {
			return nil, false
		}
	}
	if !slices.Contains(list, name) {
		list = append(list, name)
	}
	return list, true
}

// join is the text of several modules as one. Within a block, the minifier may
// give all their names a letter.
func join(names []string, scripts map[string]*script) string {
	if len(names) == 1 {
		return scripts[names[0]].text
	}
	var out strings.Builder
	out.WriteString("{\n")
	for _, name := range names {
		out.WriteString(exportPattern.ReplaceAllString(scripts[name].text, "$1 $2"))
		out.WriteByte('\n')
	}
	out.WriteString("}")
	return out.String()
}

// manifests publishes web manifests: every text in them that is the path of an
// asset becomes its address.
func (b *builder) manifests(names []string) error {
	for _, name := range names {
		text, err := fs.ReadFile(b.fsys, name)
		if err != nil {
			return err
		}
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			at := place{1, 1}
			var syntax *json.SyntaxError
			if errors.As(err, &syntax) {
				at = placeAt(text, min(max(0, int(syntax.Offset)-1), len(text)))
			}
			b.wrong(name, at, "correct the JSON there, or just before", "%v", err)
			continue
		}
		out, err := json.Marshal(b.readdress(path.Join(folder, name), value))
		if err != nil {
			return err
		}
		b.set.Assets[name] = b.add(name, name, out)
	}
	return nil
}

// readdress replaces the paths of assets within a JSON value.
func (b *builder) readdress(from string, value any) any {
	switch v := value.(type) {
	case string:
		if to, ok := b.published[v]; ok {
			return relative(from, to)
		}
	case []any:
		for i := range v {
			v[i] = b.readdress(from, v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = b.readdress(from, v[key])
		}
	}
	return value
}
