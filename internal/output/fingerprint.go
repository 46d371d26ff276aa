package output

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"

	"resolute/internal/layout"
)

// fingerprinter stands for itself by a digest where a view is compared.
type fingerprinter interface{ Fingerprint() string }

// digester is the same for what there is very much of in lists: it writes its digest
// itself, which always has the same length, or tells it.
type digester interface{ AppendDigest([]byte) []byte }

// Fingerprint is a digest of a view with all that it holds. Every exported and
// unexported field counts, so that no page can be stale: a value of a kind that
// cannot be compared is a mistake in the program, and panics.
func Fingerprint(name string, view any) string {
	s := digestOf(name, view)
	return base64.RawURLEncoding.EncodeToString(s[:18])
}

// sum is shorter, for what stands in lists.
func sum(name string, view any) layout.Sum {
	s := digestOf(name, view)
	return layout.Sum(s[:len(layout.Sum{})])
}

func digestOf(name string, view any) [sha256.Size]byte {
	h := hashers.Get().(*hasher)
	defer hashers.Put(h)
	h.buf = append(h.buf[:0], name...)
	if v := reflect.ValueOf(view); v.IsValid() {
		planOf(v.Type()).write(h, v)
	} else {
		h.buf = append(h.buf, 0)
	}
	return sha256.Sum256(h.buf)
}

// hashers keeps buffers for reuse; it holds no state between fingerprints.
var hashers = sync.Pool{New: func() any { return &hasher{} }}

// hasher writes values in an unambiguous form: every string and list starts
// with its length.
type hasher struct{ buf []byte }

func (h *hasher) int(n int64) { h.buf = binary.AppendVarint(h.buf, n) }

func (h *hasher) bool(yes bool) {
	if yes {
		h.buf = append(h.buf, 1)
	} else {
		h.buf = append(h.buf, 0)
	}
}

func (h *hasher) string(s string) { h.buf = appendText(h.buf, s) }

func appendText(b []byte, s string) []byte {
	return append(binary.AppendVarint(b, int64(len(s))), s...)
}

var fingerprinterType, digesterType = reflect.TypeFor[fingerprinter](), reflect.TypeFor[digester]()

// plan is how values of a type are written: what a type is made of is asked
// once, not for each value.
type plan struct{ write func(*hasher, reflect.Value) }

// plans are those of the types met so far; what they are follows from the types.
var plans struct {
	ready sync.Map // of *plan, by reflect.Type

	making sync.Mutex
	begun  map[reflect.Type]*plan
}

func planOf(t reflect.Type) *plan {
	if p, ok := plans.ready.Load(t); ok {
		return p.(*plan)
	}
	plans.making.Lock()
	defer plans.making.Unlock()
	p := begin(t)
	// Only now: a type may hold itself, and its plan is not complete before.
	for t, p := range plans.begun {
		plans.ready.Store(t, p)
	}
	return p
}

// begin makes the plan of a type and of those that it is made of.
func begin(t reflect.Type) *plan {
	if p := plans.begun[t]; p != nil {
		return p
	}
	if plans.begun == nil {
		plans.begun = map[reflect.Type]*plan{}
	}
	p := &plan{}
	plans.begun[t] = p
	p.write = writerOf(t)
	return p
}

func writerOf(t reflect.Type) func(*hasher, reflect.Value) {
	switch {
	case t.Implements(digesterType):
		return digestWriter(t, func(h *hasher, v any) { h.buf = v.(digester).AppendDigest(append(h.buf, 1)) })
	case t.Implements(fingerprinterType):
		return digestWriter(t, func(h *hasher, v any) { h.string(v.(fingerprinter).Fingerprint()) })
	}
	return plainWriter(t)
}

// digestWriter writes values that have a digest, but for those in fields that are
// not exported.
func digestWriter(t reflect.Type, digest func(*hasher, any)) func(*hasher, reflect.Value) {
	plain := plainWriter(t)
	return func(h *hasher, v reflect.Value) {
		switch {
		case !v.CanInterface():
			plain(h, v)
		case (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil():
			h.buf = append(h.buf, 0)
		default:
			digest(h, v.Interface())
		}
	}
}

func plainWriter(t reflect.Type) func(*hasher, reflect.Value) {
	switch t.Kind() {
	case reflect.String:
		return func(h *hasher, v reflect.Value) { h.string(v.String()) }
	case reflect.Bool:
		return func(h *hasher, v reflect.Value) { h.bool(v.Bool()) }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(h *hasher, v reflect.Value) { h.int(v.Int()) }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(h *hasher, v reflect.Value) { h.int(int64(v.Uint())) }
	case reflect.Float64, reflect.Float32:
		return func(h *hasher, v reflect.Value) { h.int(int64(math.Float64bits(v.Float()))) }
	case reflect.Pointer:
		of := begin(t.Elem())
		return func(h *hasher, v reflect.Value) {
			if v.IsNil() {
				h.buf = append(h.buf, 0)
				return
			}
			h.buf = append(h.buf, 1)
			of.write(h, v.Elem())
		}
	case reflect.Interface:
		return func(h *hasher, v reflect.Value) {
			if v.IsNil() {
				h.buf = append(h.buf, 0)
				return
			}
			h.buf = append(h.buf, 1)
			planOf(v.Elem().Type()).write(h, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		return listWriter(t)
	case reflect.Map:
		key, of := begin(t.Key()), begin(t.Elem())
		return func(h *hasher, v reflect.Value) { h.mapping(v, key, of) }
	case reflect.Struct:
		return structWriter(t)
	}
	return func(_ *hasher, v reflect.Value) {
		panic(fmt.Sprintf("output: a view holds a %s, which cannot be compared", v.Type()))
	}
}

// structWriter writes the fields. Most are text, which is written without asking
// the text's plan.
func structWriter(t reflect.Type) func(*hasher, reflect.Value) {
	fields := make([]*plan, t.NumField())
	for i := range fields {
		if of := t.Field(i).Type; of != reflect.TypeFor[string]() {
			fields[i] = begin(of)
		}
	}
	return func(h *hasher, v reflect.Value) {
		for i, f := range fields {
			if f == nil {
				h.string(v.Field(i).String())
			} else {
				f.write(h, v.Field(i))
			}
		}
	}
}

func listWriter(t reflect.Type) func(*hasher, reflect.Value) {
	if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 {
		return func(h *hasher, v reflect.Value) {
			h.int(int64(v.Len()))
			h.buf = append(h.buf, v.Bytes()...)
		}
	}
	of := begin(t.Elem())
	lists := []reflect.Type{reflect.TypeFor[[]*layout.Part](), reflect.TypeFor[[]layout.Row](), reflect.TypeFor[[]layout.ListRow]()}
	rows := slices.Contains(lists, t)
	return func(h *hasher, v reflect.Value) {
		if rows && v.CanAddr() && v.CanInterface() {
			h.rows(v.Addr().Interface())
			return
		}
		h.int(int64(v.Len()))
		for i := range v.Len() {
			of.write(h, v.Index(i))
		}
	}
}

// rows writes parts, and the rows made of them, which are most of what lists hold,
// without asking what each is. The compiler holds that rows have no other fields.
func (h *hasher) rows(list any) {
	switch list := list.(type) {
	case *[]*layout.Part:
		h.parts(*list)
	case *[]layout.Row:
		h.int(int64(len(*list)))
		for _, row := range *list {
			r := struct {
				Head     *layout.Part
				Subject  bool
				Editions []*layout.Part
			}(row)
			h.part(r.Head)
			h.bool(r.Subject)
			h.parts(r.Editions)
		}
	case *[]layout.ListRow:
		h.int(int64(len(*list)))
		for _, row := range *list {
			r := struct {
				Head     *layout.Part
				Editions []*layout.Part
			}(row)
			h.part(r.Head)
			h.parts(r.Editions)
		}
	}
}

func (h *hasher) parts(list []*layout.Part) {
	h.int(int64(len(list)))
	for _, p := range list {
		h.part(p)
	}
}

func (h *hasher) part(p *layout.Part) {
	h.bool(p != nil)
	if p != nil {
		h.buf = p.AppendDigest(h.buf)
	}
}

func (h *hasher) mapping(v reflect.Value, key, of *plan) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	h.int(int64(len(keys)))
	for _, k := range keys {
		key.write(h, k)
		of.write(h, v.MapIndex(k))
	}
}
