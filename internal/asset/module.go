package asset

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
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
			return failure(name, fmt.Errorf("js/ has only modules, named .js"))
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
	for _, name := range names {
		if err := resolve(name, scripts); err != nil {
			return failure(name, err)
		}
	}
	for _, name := range names {
		parts, err := needed(name, scripts, nil, nil)
		if err != nil {
			return failure(name, err)
		}
		if scripts[name].imported {
			continue
		}
		small, err := b.minifier.Bytes("application/javascript", []byte(join(parts, scripts)))
		if err != nil {
			return failure(name, err)
		}
		b.set.Scripts[strings.TrimPrefix(name, "js/")] = b.add(name, name, small)
	}
	return nil
}

// resolve takes the imports out of a module and notes them.
func resolve(name string, scripts map[string]*script) error {
	s := scripts[name]
	for _, m := range importPattern.FindAllStringSubmatch(s.text, -1) {
		dest := path.Join(path.Dir(name), m[2])
		from := scripts[dest]
		if from == nil {
			return fmt.Errorf("it imports %s, which is not in static/", m[2])
		}
		for part := range strings.SplitSeq(m[1], ",") {
			if part = strings.TrimSpace(part); part != "" && !slices.Contains(from.exports, part) {
				return fmt.Errorf("it imports %q of %s, which does not export it by that name", part, m[2])
			}
		}
		from.imported = true
		s.imports = append(s.imports, dest)
	}
	s.text = importPattern.ReplaceAllString(s.text, "")
	if what := foreign.FindString(s.text); what != "" {
		return fmt.Errorf("%q: modules are joined; write import {name} from './file.js' and export const, let, class or function", what)
	}
	return nil
}

// needed is the module and all that it imports, each once and before what needs
// it. open are the modules on the way to it.
func needed(name string, scripts map[string]*script, open, list []string) ([]string, error) {
	if slices.Contains(open, name) {
		return nil, fmt.Errorf("it imports itself, by way of others")
	}
	open = append(open, name)
	var err error
	for _, dest := range scripts[name].imports {
		if list, err = needed(dest, scripts, open, list); err != nil {
			return nil, err
		}
	}
	if !slices.Contains(list, name) {
		list = append(list, name)
	}
	return list, nil
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
			return failure(name, err)
		}
		out, err := json.Marshal(b.readdress(path.Join(folder, name), value))
		if err != nil {
			return failure(name, err)
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
