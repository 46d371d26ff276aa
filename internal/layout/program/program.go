// Package program runs the templates of html/template without the cost of
// their interpreter.
//
// html/template parses a template and decides, once, how each value is escaped
// where it stands. Its interpreter then calls every function, escapers
// included, by reflection and looks every field up by its name, for each value
// of each page. A program is made of the same escaped tree: fields are found
// once for a type, functions of common shapes are called directly, and a value
// that needs no escaping is written as it is.
//
// Nothing here decides what is safe. A value that does not consist of harmless
// characters alone goes through html/template itself, in the context that the
// tree names. What a program cannot do is an error, and the caller then runs
// the template itself: it gives the same bytes, or tells its own error.
package program

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"sync"
	"text/template/parse"
)

// Program is a template with those that it calls. It is safe for concurrent use.
type Program struct {
	main   *routine
	states sync.Pool
}

// Compile makes the program of a template. funcs are those the template was
// parsed with. The error tells what of the template is beyond a program.
func Compile(t *template.Template, funcs template.FuncMap) (*Program, error) {
	// The tree is escaped when a template is first run; running it without a
	// view may fail, and says nothing.
	var unsafe *template.Error
	if err := t.ExecuteTemplate(io.Discard, t.Name(), nil); errors.As(err, &unsafe) {
		return nil, err
	}
	sinks, err := learn()
	if err != nil {
		return nil, err
	}
	c := compiler{set: t, funcs: funcs, sinks: sinks, routines: map[string]*routine{}}
	main, err := c.routine(t.Name())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.Name(), err)
	}
	p := &Program{main: main}
	p.states.New = func() any { return new(state) }
	return p, nil
}

// Run writes what the template shows of a view. After an error, what has been
// written is of no use.
func (p *Program) Run(w *bytes.Buffer, view any) (err error) {
	s := p.states.Get().(*state)
	defer func() {
		clear(s.vars)
		clear(s.args[:cap(s.args)])
		s.w, s.vars, s.args, s.base, s.depth = nil, s.vars[:0], s.args[:0], 0, 0
		p.states.Put(s)
		// Views are plain data, and reflection panics where a template does
		// not fit them: the template itself will tell what is wrong.
		if r := recover(); r != nil {
			if failure, ok := r.(failure); ok {
				err = failure
				return
			}
			err = fmt.Errorf("program: %v", r)
		}
	}()
	s.w = w
	p.main.run(s, reflect.ValueOf(view))
	return nil
}

// failure is what a program cannot do, found while it runs.
type failure struct{ error }

func fail(format string, args ...any) {
	panic(failure{fmt.Errorf(format, args...)})
}

// state is what a run has at hand.
type state struct {
	w *bytes.Buffer
	// vars are the variables of all running routines, base the first of the
	// innermost one's.
	vars []reflect.Value
	base int
	// args are the arguments of the functions that are being called.
	args []reflect.Value
	// depth counts routines that have called each other.
	depth int
}

// maxDepth is how deep templates may call each other.
const maxDepth = 200

// routine is one named template.
type routine struct {
	body block
	// slots is the number of its variables, "$" first.
	slots int
}

func (r *routine) run(s *state, dot reflect.Value) {
	if s.depth++; s.depth > maxDepth {
		fail("templates call each other more than %d deep", maxDepth)
	}
	base := s.base
	s.base = len(s.vars)
	for range r.slots {
		s.vars = append(s.vars, reflect.Value{})
	}
	s.vars[s.base] = dot
	r.body.run(s, dot)
	clear(s.vars[s.base:])
	s.vars = s.vars[:s.base]
	s.base = base
	s.depth--
}

// flow is where a run goes on after a step.
type flow int

const (
	onward flow = iota
	leave
	again
)

// step is a part of a routine.
type step interface {
	run(s *state, dot reflect.Value) flow
}

// block is steps in order.
type block []step

func (b block) run(s *state, dot reflect.Value) flow {
	for _, step := range b {
		if f := step.run(s, dot); f != onward {
			return f
		}
	}
	return onward
}

// compiler makes routines of the templates of a set.
type compiler struct {
	set      *template.Template
	funcs    template.FuncMap
	sinks    map[string]*sink
	routines map[string]*routine
	// names are the variables in scope of the routine being made, slots the
	// most that it had.
	names []string
	slots int
}

func (c *compiler) routine(name string) (*routine, error) {
	if r := c.routines[name]; r != nil {
		return r, nil
	}
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		return nil, fmt.Errorf("the template %q is not in the set", name)
	}
	r := &routine{}
	c.routines[name] = r
	inner := compiler{set: c.set, funcs: c.funcs, sinks: c.sinks, routines: c.routines, names: []string{"$"}, slots: 1}
	body, err := inner.list(t.Tree.Root)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	r.body, r.slots = body, inner.slots
	return r, nil
}

// declare adds a variable and returns its slot.
func (c *compiler) declare(name string) int {
	c.names = append(c.names, name)
	c.slots = max(c.slots, len(c.names))
	return len(c.names) - 1
}

// slot finds a variable, the innermost of its name.
func (c *compiler) slot(name string) (int, error) {
	for i := len(c.names) - 1; i >= 0; i-- {
		if c.names[i] == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("the variable %s is not declared", name)
}

func (c *compiler) list(n *parse.ListNode) (block, error) {
	if n == nil {
		return nil, nil
	}
	var b block
	for _, child := range n.Nodes {
		step, err := c.step(child)
		if err != nil {
			return nil, err
		}
		if step != nil {
			b = append(b, step)
		}
	}
	return b, nil
}

func (c *compiler) step(n parse.Node) (step, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		return text(n.Text), nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.BreakNode:
		return jump(leave), nil
	case *parse.ContinueNode:
		return jump(again), nil
	case *parse.ActionNode:
		return c.action(n.Pipe)
	case *parse.IfNode:
		return c.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return c.loop(n)
	case *parse.TemplateNode:
		r, err := c.routine(n.Name)
		if err != nil {
			return nil, err
		}
		if n.Pipe == nil {
			return &call{routine: r}, nil
		}
		with, err := c.pipe(n.Pipe)
		return &call{r, with}, err
	}
	return nil, fmt.Errorf("a program has no %T", n)
}
