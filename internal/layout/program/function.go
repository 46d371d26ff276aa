package program

import (
	"fmt"
	"html/template"
	"reflect"
)

// function makes the expression of a call. Functions of templates shadow no
// builtin here.
func (c *compiler) function(name string, args []expr) (expr, error) {
	if f, ok := c.funcs[name]; ok {
		return c.own(name, f, args)
	}
	switch {
	case name == "and" && len(args) > 0:
		return junction{args, false}, nil
	case name == "or" && len(args) > 0:
		return junction{args, true}, nil
	case name == "not" && len(args) == 1:
		return builtin{func(v []reflect.Value) reflect.Value { return reflect.ValueOf(!truth(v[0])) }, args}, nil
	case name == "eq" && len(args) >= 2:
		return builtin{func(v []reflect.Value) reflect.Value { return reflect.ValueOf(equal(v)) }, args}, nil
	case name == "ne" && len(args) == 2:
		return builtin{func(v []reflect.Value) reflect.Value { return reflect.ValueOf(!equal(v)) }, args}, nil
	case name == "len" && len(args) == 1:
		return builtin{func(v []reflect.Value) reflect.Value { return reflect.ValueOf(indirect(v[0]).Len()) }, args}, nil
	case name == "index" && len(args) == 2:
		return builtin{index, args}, nil
	case name == "print":
		return builtin{func(v []reflect.Value) reflect.Value { return reflect.ValueOf(fmt.Sprint(interfaces(v)...)) }, args}, nil
	}
	if compare, ok := orders[name]; ok && len(args) == 2 {
		return builtin{func(v []reflect.Value) reflect.Value {
			return reflect.ValueOf(compare(bare(v[0]).Int(), bare(v[1]).Int()))
		}, args}, nil
	}
	return nil, fmt.Errorf("a program has no function %s of %d", name, len(args))
}

// orders are the comparisons of whole numbers.
var orders = map[string]func(a, b int64) bool{
	"lt": func(a, b int64) bool { return a < b },
	"le": func(a, b int64) bool { return a <= b },
	"gt": func(a, b int64) bool { return a > b },
	"ge": func(a, b int64) bool { return a >= b },
}

// bare takes a value out of its interface.
func bare(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

// junction is {{and}} or {{or}}: the first value that settles it, or the last.
type junction struct {
	args []expr
	or   bool
}

func (j junction) value(s *state, dot reflect.Value) reflect.Value {
	var v reflect.Value
	for _, a := range j.args {
		if v = a.value(s, dot); truth(v) == j.or {
			break
		}
	}
	return v
}

// builtin is a function that templates have by themselves.
type builtin struct {
	f    func([]reflect.Value) reflect.Value
	args []expr
}

func (b builtin) value(s *state, dot reflect.Value) reflect.Value {
	v := s.values(b.args, dot)
	made := b.f(v)
	s.done(v)
	return made
}

// values are the arguments of a function, until they are done with. Those of the
// functions among them stand above them meanwhile.
func (s *state) values(args []expr, dot reflect.Value) []reflect.Value {
	base := len(s.args)
	for _, a := range args {
		v := a.value(s, dot)
		s.args = append(s.args, v)
	}
	return s.args[base:]
}

// done gives back the room of arguments.
func (s *state) done(v []reflect.Value) { s.args = s.args[:len(s.args)-len(v)] }

// equal tells whether the first value equals one of the others.
func equal(v []reflect.Value) bool {
	a := bare(v[0])
	for _, other := range v[1:] {
		b := bare(other)
		if a.Kind() != b.Kind() {
			fail("%s and %s do not compare", a.Kind(), b.Kind())
		}
		same := false
		switch a.Kind() {
		case reflect.String:
			same = a.String() == b.String()
		case reflect.Int:
			same = a.Int() == b.Int()
		case reflect.Bool:
			same = a.Bool() == b.Bool()
		default:
			fail("a %s does not compare", a.Kind())
		}
		if same {
			return true
		}
	}
	return false
}

// index is an item of a list or an entry of a map.
func index(v []reflect.Value) reflect.Value {
	of, at := bare(v[0]), bare(v[1])
	switch of.Kind() {
	case reflect.Slice, reflect.Array:
		return of.Index(int(at.Int()))
	case reflect.Map:
		if found := of.MapIndex(at); found.IsValid() {
			return found
		}
		return reflect.Zero(of.Type().Elem())
	}
	fail("the index of a %s", of.Kind())
	return reflect.Value{}
}

// interfaces are the values as a function of any values takes them.
func interfaces(v []reflect.Value) []any {
	list := make([]any, len(v))
	for i, v := range v {
		if v.IsValid() {
			list[i] = v.Interface()
		}
	}
	return list
}

// own makes the call of a function of the template's own. Those that return
// text are called without reflection, where their arguments fit.
func (c *compiler) own(name string, f any, args []expr) (expr, error) {
	call := wording{name: name, args: args}
	switch f := f.(type) {
	case func(string) string:
		call.f = func(v []reflect.Value) (string, error) { return f(str(v[0])), nil }
	case func(int) string:
		call.f = func(v []reflect.Value) (string, error) { return f(whole(v[0])), nil }
	case func(int, int) string:
		call.f = func(v []reflect.Value) (string, error) { return f(whole(v[0]), whole(v[1])), nil }
	case func(string) (string, error):
		call.f = func(v []reflect.Value) (string, error) { return f(str(v[0])) }
	case func(string, string) (string, error):
		call.f = func(v []reflect.Value) (string, error) { return f(str(v[0]), str(v[1])) }
	case func(string, int) (string, error):
		call.f = func(v []reflect.Value) (string, error) { return f(str(v[0]), whole(v[1])) }
	case func(any) (string, error):
		call.f = func(v []reflect.Value) (string, error) { return f(interfaces(v)[0]) }
	case func(string, ...any) (string, error):
		call.f = func(v []reflect.Value) (string, error) { return f(str(v[0]), interfaces(v[1:])...) }
	case func(any) (template.HTML, error):
		return markup{f, args}, arity(name, f, args)
	default:
		fn := reflect.ValueOf(f)
		if fn.Kind() != reflect.Func {
			return nil, fmt.Errorf("%s is not a function", name)
		}
		return reflected{name, fn, args}, arity(name, f, args)
	}
	return call, arity(name, f, args)
}

// arity tells whether a function takes so many arguments.
func arity(name string, f any, args []expr) error {
	t := reflect.TypeOf(f)
	if n := t.NumIn(); len(args) == n || t.IsVariadic() && len(args) >= n-1 {
		return nil
	}
	return fmt.Errorf("%s does not take %d arguments", name, len(args))
}

func str(v reflect.Value) string {
	if v = bare(v); !v.IsValid() || v.Type() != stringType {
		fail("an argument is not a string")
	}
	return v.String()
}

func whole(v reflect.Value) int {
	if v = bare(v); !v.IsValid() || v.Type() != intType {
		fail("an argument is not an int")
	}
	return int(v.Int())
}

// wording is the call of a function that returns text.
type wording struct {
	name string
	f    func([]reflect.Value) (string, error)
	args []expr
}

func (w wording) text(s *state, dot reflect.Value) (string, bool) {
	v := s.values(w.args, dot)
	text, err := w.f(v)
	s.done(v)
	if err != nil {
		fail("%s: %w", w.name, err)
	}
	return text, true
}

func (w wording) value(s *state, dot reflect.Value) reflect.Value {
	text, _ := w.text(s, dot)
	return reflect.ValueOf(text)
}

// markup is the call of a function that returns markup.
type markup struct {
	f    func(any) (template.HTML, error)
	args []expr
}

func (m markup) value(s *state, dot reflect.Value) reflect.Value {
	return reflect.ValueOf(m.html(s, dot))
}

func (m markup) html(s *state, dot reflect.Value) template.HTML {
	var of any
	if v := m.args[0].value(s, dot); v.IsValid() {
		of = v.Interface()
	}
	made, err := m.f(of)
	if err != nil {
		fail("%w", err)
	}
	return made
}

// reflected is the call of any other function.
type reflected struct {
	name string
	f    reflect.Value
	args []expr
}

func (r reflected) value(s *state, dot reflect.Value) reflect.Value {
	in := s.values(r.args, dot)
	defer s.done(in)
	t := r.f.Type()
	for i, v := range in {
		want := t.In(min(i, t.NumIn()-1))
		if t.IsVariadic() && i >= t.NumIn()-1 {
			want = want.Elem()
		}
		if v.Kind() == reflect.Interface && want.Kind() != reflect.Interface {
			v = v.Elem()
		}
		if !v.IsValid() {
			v = reflect.Zero(want)
		}
		if !v.Type().AssignableTo(want) {
			fail("%s does not take a %s", r.name, v.Type())
		}
		in[i] = v
	}
	out := r.f.Call(in)
	if len(out) == 2 && !out[1].IsNil() {
		fail("%s: %v", r.name, out[1].Interface())
	}
	return out[0]
}
