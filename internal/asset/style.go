package asset

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// layers are the cascade's, weakest first: css/base.css and all of css/base/
// are the layer "base". Within a layer files are in the order of their paths.
var layers = []string{"tokens", "base", "layout", "components", "print"}

// sheet is the name of the one style sheet.
const sheet = "site.css"

// styles joins the parts of the style sheet. Each part says its layer, and is
// checked to keep to it: a rule outside would win over all layers.
func (b *builder) styles(names []string) error {
	if len(names) == 0 {
		return nil
	}
	parts := make(map[string][]string, len(layers))
	for _, name := range names {
		layer, _, _ := strings.Cut(strings.TrimPrefix(name, "css/"), "/")
		layer = strings.TrimSuffix(layer, ".css")
		if path.Ext(name) != ".css" || !slices.Contains(layers, layer) {
			b.wrong(name, place{}, "move it to css/components/ as a file named .css", "css/ has style sheets named by their layer, or in a folder named so: %s", strings.Join(layers, ", "))
			continue
		}
		parts[layer] = append(parts[layer], name)
	}
	var out bytes.Buffer
	out.WriteString("@layer " + strings.Join(layers, ",") + ";")
	for _, layer := range layers {
		for _, name := range parts[layer] {
			small, err := b.style(name, layer)
			if err != nil {
				return err
			}
			out.Write(small)
		}
	}
	b.set.Styles = append(b.set.Styles, b.add("css", sheet, out.Bytes()))
	return nil
}

// style is one part, minified, with the addresses of the files it names; empty
// where something is wrong with it.
func (b *builder) style(name, layer string) ([]byte, error) {
	text, err := fs.ReadFile(b.fsys, name)
	if err != nil {
		return nil, err
	}
	small, err := b.minifier.Bytes("text/css", text)
	if err != nil {
		b.refused(name, "style sheet", err)
		return nil, nil
	}
	if !bytes.HasPrefix(small, []byte("@layer "+layer+"{")) || !closed(small) {
		b.wrong(name, place{1, 1}, fmt.Sprintf("begin it with @layer %s { and close that brace at its end", layer), "all its rules belong within @layer %s {…}", layer)
		return nil, nil
	}
	return b.addresses(name, text, small), nil
}

// closed tells whether the first block of a minified style sheet ends with the
// sheet: no brace is missing, and nothing comes after it. Strings and addresses
// do not count.
func closed(text []byte) bool {
	depth := 0
	var quote byte
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i == len(text)-1
			}
		}
	}
	return false
}

var urlPattern = regexp.MustCompile(`url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)`)

// addresses puts the published names of fonts and images for their own in the
// minified text. Other hosts are a mistake: the site loads nothing from elsewhere.
func (b *builder) addresses(name string, text, small []byte) []byte {
	return urlPattern.ReplaceAllFunc(small, func(match []byte) []byte {
		groups := urlPattern.FindSubmatch(match)
		dest := string(groups[1]) + string(groups[2]) + string(groups[3])
		if strings.HasPrefix(dest, "#") {
			return match
		}
		source, fragment, found := strings.Cut(dest, "#")
		published, ok := b.published[path.Join(path.Dir(name), source)]
		if !ok {
			b.wrong(name, placeOf(text, dest), "write its path from this file's own folder, as ../../images/name.svg", "url(%s): there is no such file in static/", dest)
			return match
		}
		if found {
			fragment = "#" + fragment
		}
		return []byte("url(" + strings.TrimPrefix(relative(path.Join(folder, sheet), published), "./") + fragment + ")")
	})
}
