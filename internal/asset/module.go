package asset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// script is a module on its way.
type script struct {
	text []byte
	// state tells whether its name is known, or is being found out.
	state int
}

const (
	waiting = iota
	visiting
	done
)

// importPattern finds the address of an import in a minified module.
var importPattern = regexp.MustCompile("(\\bfrom|\\bimport|\\bimport\\()\\s*([\"'`])(\\.{1,2}/[^\"'`]*)([\"'`])")

// modules publishes scripts. A module's name depends on its bytes, which have
// the names of those it imports: these come first, and no two can import each
// other.
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
		small, err := b.minifier.Bytes("application/javascript", text)
		if err != nil {
			return failure(name, err)
		}
		scripts[name] = &script{text: small}
	}
	for _, name := range names {
		if err := b.module(name, scripts); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) module(name string, scripts map[string]*script) error {
	s := scripts[name]
	switch s.state {
	case done:
		return nil
	case visiting:
		return failure(name, fmt.Errorf("it imports itself, by way of others"))
	}
	s.state = visiting
	var out bytes.Buffer
	rest := s.text
	for {
		at := importPattern.FindSubmatchIndex(rest)
		if at == nil {
			break
		}
		dest := path.Join(path.Dir(name), string(rest[at[6]:at[7]]))
		if scripts[dest] == nil {
			return failure(name, fmt.Errorf("it imports %s, which is not in static/", rest[at[6]:at[7]]))
		}
		if err := b.module(dest, scripts); err != nil {
			return err
		}
		out.Write(rest[:at[6]])
		out.WriteString(relative(path.Join(folder, name), b.published[dest]))
		rest = rest[at[7]:]
	}
	out.Write(rest)
	s.state = done
	b.set.Scripts[strings.TrimPrefix(name, "js/")] = b.add(name, name, out.Bytes())
	return nil
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
