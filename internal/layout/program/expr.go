package program

import (
	"fmt"
	"reflect"
	"sync/atomic"
	"text/template/parse"
)

// expr is a part of a pipeline that has a value.
type expr interface {
	value(s *state, dot reflect.Value) reflect.Value
}

// texter is an expression that often is a string, and then needs no reflection.
type texter interface {
	// text is the string, not ok where the value is of another type: value has it.
	text(s *state, dot reflect.Value) (string, bool)
}

// constant is a value that the template holds.
type constant struct{ reflect.Value }

func (c constant) value(*state, reflect.Value) reflect.Value { return c.Value }

// itself is the dot.
type itself struct{}

func (itself) value(_ *state, dot reflect.Value) reflect.Value { return dot }

// variable is a variable's value.
type variable int

func (v variable) value(s *state, _ reflect.Value) reflect.Value { return s.vars[s.base+int(v)] }

// field is a field of a value, or an entry of a map, or what a method returns.
type field struct {
	of   expr
	name string
	// found is where the last value of some type had it.
	found atomic.Pointer[fieldAt]
}

// fieldAt tells where values of a type have a field.
type fieldAt struct {
	typ reflect.Type
	// pointer is set where typ is a pointer to the struct.
	pointer bool
	index   []int
	// method is the method's number, -1 for none.
	method int
}

func (f *field) value(s *state, dot reflect.Value) reflect.Value {
	v := f.of.value(s, dot)
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		fail("there is nothing to take %s of", f.name)
	}
	if v.Kind() == reflect.Map {
		v = v.MapIndex(reflect.ValueOf(f.name))
		if !v.IsValid() {
			fail("a map has no entry %s", f.name)
		}
		return v
	}
	at := f.found.Load()
	if at == nil || at.typ != v.Type() {
		at = f.find(v)
		f.found.Store(at)
	}
	if at.method >= 0 {
		out := v.Method(at.method).Call(nil)
		if len(out) == 2 && !out[1].IsNil() {
			fail("%s: %v", f.name, out[1].Interface())
		}
		return out[0]
	}
	if at.pointer {
		if v = v.Elem(); !v.IsValid() {
			fail("there is nothing to take %s of", f.name)
		}
	}
	for _, i := range at.index {
		v = v.Field(i)
	}
	return v
}

func (f *field) find(v reflect.Value) *fieldAt {
	t := v.Type()
	at := &fieldAt{typ: t, method: -1}
	if m, ok := t.MethodByName(f.name); ok {
		if m.Type.NumIn() != 1 || m.Type.NumOut() < 1 || m.Type.NumOut() > 2 {
			fail("the method %s of a %s", f.name, t)
		}
		at.method = m.Index
		return at
	}
	if t.Kind() == reflect.Pointer {
		t, at.pointer = t.Elem(), true
	}
	if t.Kind() != reflect.Struct {
		fail("a %s has no field %s", t, f.name)
	}
	if _, ok := reflect.PointerTo(t).MethodByName(f.name); ok {
		fail("a method of a pointer to %s", t)
	}
	found, ok := t.FieldByName(f.name)
	if !ok || !found.IsExported() {
		fail("a %s has no field %s", t, f.name)
	}
	at.index = found.Index
	// A path through embedded pointers is not one of plain indexes.
	for i := range found.Index[:len(found.Index)-1] {
		if t.FieldByIndex(found.Index[:i+1]).Type.Kind() != reflect.Struct {
			fail("the field %s of a %s is behind a pointer", f.name, t)
		}
	}
	return at
}

// pipe makes the expression of a pipeline without escapers.
func (c *compiler) pipe(n *parse.PipeNode) (expr, error) { return c.commands(n.Cmds) }

// commands makes the expression of commands that hand their values on.
func (c *compiler) commands(cmds []*parse.CommandNode) (expr, error) {
	var last expr
	for _, cmd := range cmds {
		e, err := c.command(cmd, last)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", cmd, err)
		}
		last = e
	}
	if last == nil {
		return nil, fmt.Errorf("an empty pipeline")
	}
	return last, nil
}

// command makes the expression of a command. piped is the value of the one
// before, nil for none.
func (c *compiler) command(n *parse.CommandNode, piped expr) (expr, error) {
	id, ok := n.Args[0].(*parse.IdentifierNode)
	if !ok {
		if len(n.Args) > 1 || piped != nil {
			return nil, fmt.Errorf("arguments to what is no function")
		}
		return c.operand(n.Args[0])
	}
	args := make([]expr, 0, len(n.Args))
	for _, a := range n.Args[1:] {
		e, err := c.operand(a)
		if err != nil {
			return nil, err
		}
		args = append(args, e)
	}
	if piped != nil {
		args = append(args, piped)
	}
	return c.function(id.Ident, args)
}

// operand makes the expression of an argument.
func (c *compiler) operand(n parse.Node) (expr, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return itself{}, nil
	case *parse.StringNode:
		return constant{reflect.ValueOf(n.Text)}, nil
	case *parse.BoolNode:
		return constant{reflect.ValueOf(n.True)}, nil
	case *parse.NumberNode:
		if !n.IsInt {
			return nil, fmt.Errorf("%s is not a whole number", n)
		}
		return constant{reflect.ValueOf(int(n.Int64))}, nil
	case *parse.FieldNode:
		return fields(itself{}, n.Ident), nil
	case *parse.VariableNode:
		slot, err := c.slot(n.Ident[0])
		return fields(variable(slot), n.Ident[1:]), err
	case *parse.ChainNode:
		of, err := c.operand(n.Node)
		return fields(of, n.Field), err
	case *parse.PipeNode:
		return c.pipe(n)
	case *parse.IdentifierNode:
		return c.function(n.Ident, nil)
	}
	return nil, fmt.Errorf("a program has no %T", n)
}

func fields(of expr, names []string) expr {
	for _, name := range names {
		of = &field{of: of, name: name}
	}
	return of
}
