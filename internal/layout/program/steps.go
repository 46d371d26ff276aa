package program

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// text is written as it is.
type text []byte

func (t text) run(s *state, _ reflect.Value) flow {
	s.w.Write(t)
	return onward
}

// jump is {{break}} or {{continue}}.
type jump flow

func (j jump) run(*state, reflect.Value) flow { return flow(j) }

// show writes a value as the place where it stands needs it.
type show struct {
	of   expr
	sink *sink
}

func (a *show) run(s *state, dot reflect.Value) flow {
	if t, ok := a.of.(texter); ok {
		if text, ok := t.text(s, dot); ok {
			a.sink.text(s.w, text)
			return onward
		}
	}
	a.sink.value(s.w, a.of.value(s, dot))
	return onward
}

// paste writes markup as it is, where that may stand.
type paste markup

func (p paste) run(s *state, dot reflect.Value) flow {
	s.w.WriteString(string(markup(p).html(s, dot)))
	return onward
}

// set declares or changes a variable.
type set struct {
	slot int
	to   expr
}

func (a *set) run(s *state, dot reflect.Value) flow {
	s.vars[s.base+a.slot] = a.to.value(s, dot)
	return onward
}

// call runs another template.
type call struct {
	routine *routine
	with    expr
}

func (c *call) run(s *state, dot reflect.Value) flow {
	var view reflect.Value
	if c.with != nil {
		view = c.with.value(s, dot)
	}
	c.routine.run(s, view)
	return onward
}

// branch is {{if}}, and {{with}} where its value becomes the dot.
type branch struct {
	on          expr
	slot        int
	with        bool
	then, other block
}

func (b *branch) run(s *state, dot reflect.Value) flow {
	v := b.on.value(s, dot)
	if b.slot > 0 {
		s.vars[s.base+b.slot] = v
	}
	switch {
	case !truth(v):
		return b.other.run(s, dot)
	case b.with:
		return b.then.run(s, v)
	}
	return b.then.run(s, dot)
}

// loop is {{range}}.
type loop struct {
	over expr
	// index and item are slots, 0 for none.
	index, item int
	body, empty block
}

func (l *loop) run(s *state, dot reflect.Value) flow {
	v := indirect(l.over.value(s, dot))
	n := 0
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		n = v.Len()
	case reflect.Int:
		n = int(v.Int())
	default:
		fail("range over a %s", v.Kind())
	}
	if n <= 0 {
		return l.empty.run(s, dot)
	}
	counts := v.Kind() == reflect.Int
	for i := range n {
		var item reflect.Value
		if counts {
			item = reflect.ValueOf(i)
		} else {
			item = v.Index(i)
		}
		if l.index > 0 {
			s.vars[s.base+l.index] = reflect.ValueOf(i)
		}
		if l.item > 0 {
			s.vars[s.base+l.item] = item
		}
		if l.body.run(s, item) == leave {
			break
		}
	}
	return onward
}

// truth tells whether a value is one for {{if}}.
func truth(v reflect.Value) bool {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Bool:
		return v.Bool()
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return v.Len() > 0
	case reflect.Pointer:
		return !v.IsNil()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int() != 0
	case reflect.Struct:
		return true
	}
	fail("the truth of a %s", v.Type())
	return false
}

// indirect follows pointers and interfaces to a value, none for nil.
func indirect(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// action is what stands between {{ and }}: a value to show, or a variable.
func (c *compiler) action(n *parse.PipeNode) (step, error) {
	if len(n.Decl) > 0 {
		to, err := c.pipe(n)
		if err != nil {
			return nil, err
		}
		if len(n.Decl) != 1 {
			return nil, fmt.Errorf("%s: several variables", n)
		}
		if n.IsAssign {
			slot, err := c.slot(n.Decl[0].Ident[0])
			return &set{slot, to}, err
		}
		return &set{c.declare(n.Decl[0].Ident[0]), to}, nil
	}
	cmds, escapers := split(n.Cmds)
	sink, err := c.sink(escapers)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	of, err := c.commands(cmds)
	if made, ok := of.(markup); ok && sink.raw {
		return paste(made), err
	}
	return &show{of, sink}, err
}

func (c *compiler) branch(n *parse.BranchNode, with bool) (step, error) {
	mark := len(c.names)
	defer func() { c.names = c.names[:mark] }()
	on, err := c.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	b := &branch{on: on, with: with}
	switch {
	case len(n.Pipe.Decl) == 1 && !n.Pipe.IsAssign:
		b.slot = c.declare(n.Pipe.Decl[0].Ident[0])
	case len(n.Pipe.Decl) > 0:
		return nil, fmt.Errorf("%s: a variable changed in a condition", n.Pipe)
	}
	if b.then, err = c.scoped(n.List); err != nil {
		return nil, err
	}
	b.other, err = c.scoped(n.ElseList)
	return b, err
}

// scoped makes a list whose variables end with it.
func (c *compiler) scoped(n *parse.ListNode) (block, error) {
	mark := len(c.names)
	defer func() { c.names = c.names[:mark] }()
	return c.list(n)
}

func (c *compiler) loop(n *parse.RangeNode) (step, error) {
	mark := len(c.names)
	defer func() { c.names = c.names[:mark] }()
	over, err := c.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	if n.Pipe.IsAssign {
		return nil, fmt.Errorf("%s: a variable changed by a range", n.Pipe)
	}
	l := &loop{over: over}
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		l.item = c.declare(decl[0].Ident[0])
	case 2:
		l.index = c.declare(decl[0].Ident[0])
		l.item = c.declare(decl[1].Ident[0])
	}
	if l.body, err = c.scoped(n.List); err != nil {
		return nil, err
	}
	l.empty, err = c.scoped(n.ElseList)
	return l, err
}
