package content

import (
	"encoding/binary"
	"reflect"
	"slices"
	"strings"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// store writes values of the domain by their types: numbers, texts, lists, maps
// and structures of these.
type store struct {
	data []byte
	// path is a text that stands in many places; it takes one byte.
	path string
	// bad is set where a type cannot be written.
	bad bool
}

func (w *store) number(n int) { w.data = binary.AppendVarint(w.data, int64(n)) }

// text writes a text with its length; a negative one stands for the path.
func (w *store) text(s string) {
	if s != "" && s == w.path {
		w.number(-1)
		return
	}
	w.number(len(s))
	w.data = append(w.data, s...)
}

// value writes a value. A list or map that is not there differs from an empty one.
func (w *store) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		n := 0
		if v.Bool() {
			n = 1
		}
		w.number(n)
	case reflect.Int:
		w.number(int(v.Int()))
	case reflect.Uint8:
		w.number(int(v.Uint()))
	case reflect.String:
		w.text(v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			w.bad = w.bad || !v.Type().Field(i).IsExported()
			w.value(v.Field(i))
		}
	case reflect.Slice:
		if w.length(v) {
			for i := range v.Len() {
				w.value(v.Index(i))
			}
		}
	case reflect.Map:
		w.bad = w.bad || v.Type().Key().Kind() != reflect.String
		if !w.bad && w.length(v) {
			for _, key := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) }) {
				w.text(key.String())
				w.value(v.MapIndex(key))
			}
		}
	case reflect.Func: // report.File.Again is not there
		w.bad = w.bad || !v.IsNil()
	default:
		w.bad = true
	}
}

// length writes how many a list or map has; ok is false for one that is not there.
func (w *store) length(v reflect.Value) (ok bool) {
	if v.IsNil() {
		w.number(0)
		return false
	}
	w.number(1 + v.Len())
	return true
}

// stored reads what store has written; bad is set at the first thing that does
// not fit.
type stored struct {
	rest, path string
	bad        bool
}

func (r *stored) number() int {
	var n uint64
	for shift := 0; shift < 64 && len(r.rest) > 0; shift += 7 {
		c := r.rest[0]
		r.rest = r.rest[1:]
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return int(int64(n>>1) ^ -int64(n&1))
		}
	}
	r.bad, r.rest = true, ""
	return 0
}

// count is a number of things of which each takes at least one byte.
func (r *stored) count() int {
	n := r.number()
	if n < 0 || n > len(r.rest) {
		r.bad, r.rest = true, ""
		return 0
	}
	return n
}

func (r *stored) text() string {
	n := r.number()
	switch {
	case n == -1:
		return r.path
	case n < 0 || n > len(r.rest):
		r.bad, r.rest = true, ""
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

// value reads a value into a place that is empty.
func (r *stored) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.number() != 0)
	case reflect.Int:
		v.SetInt(int64(r.number()))
	case reflect.Uint8:
		v.SetUint(uint64(r.number()))
	case reflect.String:
		v.SetString(r.text())
	case reflect.Struct:
		for i := range v.NumField() {
			r.value(v.Field(i))
		}
	case reflect.Slice:
		n, ok := r.length()
		if !ok {
			return
		}
		if refs, ok := v.Addr().Interface().(*[]report.Ref); ok {
			*refs = r.refs(n)
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			r.value(v.Index(i))
		}
	case reflect.Map:
		n, ok := r.length()
		if !ok {
			return
		}
		v.Set(reflect.MakeMapWithSize(v.Type(), n))
		for ; n > 0; n-- {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			key.SetString(r.text())
			r.value(value)
			v.SetMapIndex(key, value)
		}
	case reflect.Func:
	default:
		r.bad = true
	}
}

// refs reads references as value does, which would take three times as long for what
// most of a report is.
func (r *stored) refs(n int) []report.Ref {
	list := make([]report.Ref, n)
	for i := range list {
		list[i] = report.Ref{ID: r.text(), PortalID: r.text(), Term: r.text(), Pos: diag.Pos{File: r.text(), Line: r.number(), Col: r.number()}}
	}
	return list
}

// length is how many a list or map has; ok is false for one that is not there.
func (r *stored) length() (n int, ok bool) {
	n = r.number()
	if n < 0 || n > len(r.rest)+1 {
		r.bad, r.rest = true, ""
		return 0, false
	}
	return n - 1, n > 0
}
