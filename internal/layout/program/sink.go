package program

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// escaperPrefix is how html/template names the functions that it adds.
const escaperPrefix = "_html_template_"

// split parts the commands of a pipeline from the escapers at its end.
func split(cmds []*parse.CommandNode) (own []*parse.CommandNode, escapers string) {
	n := len(cmds)
	for n > 0 {
		id, ok := cmds[n-1].Args[0].(*parse.IdentifierNode)
		if !ok || !strings.HasPrefix(id.Ident, escaperPrefix) {
			break
		}
		n--
	}
	for i, cmd := range cmds[n:] {
		if i > 0 {
			escapers += " "
		}
		escapers += strings.TrimPrefix(cmd.Args[0].(*parse.IdentifierNode).Ident, escaperPrefix)
	}
	return cmds[:n], escapers
}

// place is a kind of place in a page: how values are escaped there is learnt
// from html/template by an example.
type place struct {
	// example is a template with one value at such a place.
	example string
	// starts are what a text must start with for its characters to be
	// looked at one by one; none for any text.
	starts []string
	// each is set where every character is escaped by itself, wherever it is
	// in a text, and characters outside ASCII stand for themselves.
	each bool
	// raw is set where template.HTML is written as it is.
	raw bool
}

// places are text between tags, quoted attributes, the title, addresses, and
// values in the query of an address.
var places = []place{
	{example: "<p>{{.}}</p>", each: true, raw: true},
	{example: `<p title="{{.}}"></p>`, each: true},
	{example: "<title>{{.}}</title>", each: true},
	{example: `<a href="{{.}}"></a>`, starts: []string{"/", "https://"}},
	{example: `<a href="/?q={{.}}"></a>`},
}

// sink writes values at a kind of place.
type sink struct {
	place
	// escaped is what each ASCII character becomes here, and plain tells which bytes
	// stand for themselves.
	escaped [128]string
	plain   [256]bool
	// before and after frame a value in the example, one is its template.
	before, after string
	one           *template.Template
}

// learn makes the sinks of all places, by the escapers that html/template has
// for them.
func learn() (map[string]*sink, error) {
	m := make(map[string]*sink, len(places))
	for _, p := range places {
		k := &sink{place: p}
		k.before, k.after, _ = strings.Cut(p.example, "{{.}}")
		var err error
		if k.one, err = template.New("one").Parse(p.example); err != nil {
			return nil, err
		}
		start := ""
		if len(p.starts) > 0 {
			start = p.starts[0]
		}
		for c := range k.escaped {
			var b bytes.Buffer
			k.slow(&b, start+string(rune(c)))
			k.escaped[c] = b.String()[len(start):]
			k.plain[c] = k.escaped[c] == string(rune(c))
		}
		for c := len(k.escaped); c < len(k.plain); c++ {
			k.plain[c] = k.each
		}
		for _, n := range k.one.Tree.Root.Nodes {
			if a, ok := n.(*parse.ActionNode); ok {
				_, escapers := split(a.Pipe.Cmds)
				m[escapers] = k
			}
		}
	}
	return m, nil
}

// text writes a string.
func (k *sink) text(w *bytes.Buffer, s string) {
	if !k.starting(s) {
		k.slow(w, s)
		return
	}
	done := 0
	for i := range len(s) {
		c := s[i]
		if k.plain[c] {
			continue
		}
		if !k.each {
			k.slow(w, s)
			return
		}
		w.WriteString(s[done:i])
		w.WriteString(k.escaped[c])
		done = i + 1
	}
	w.WriteString(s[done:])
}

func (k *sink) starting(s string) bool {
	for _, start := range k.starts {
		if strings.HasPrefix(s, start) {
			return true
		}
	}
	return len(k.starts) == 0
}

var (
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
	htmlType   = reflect.TypeFor[template.HTML]()
)

// value writes any value.
func (k *sink) value(w *bytes.Buffer, v reflect.Value) {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		k.slow(w, nil)
		return
	}
	switch t := v.Type(); {
	case t == stringType:
		k.text(w, v.String())
	case t == intType && k.each:
		k.text(w, strconv.Itoa(int(v.Int())))
	case t == htmlType && k.raw:
		w.WriteString(v.String())
	default:
		k.slow(w, v.Interface())
	}
}

// slow lets html/template write the value at such a place.
func (k *sink) slow(w *bytes.Buffer, v any) {
	start := w.Len()
	if err := k.one.Execute(w, v); err != nil {
		fail("%v", err)
	}
	made := w.Bytes()[start:]
	made = made[len(k.before) : len(made)-len(k.after)]
	copy(w.Bytes()[start:], made)
	w.Truncate(start + len(made))
}

// sink finds the place of a value by the escapers that its pipeline ends with.
func (c *compiler) sink(escapers string) (*sink, error) {
	if k := c.sinks[escapers]; k != nil {
		return k, nil
	}
	return nil, fmt.Errorf("a program has no place for values escaped by %q", escapers)
}
