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
)

// fingerprinter stands for itself by a digest where a view is compared.
type fingerprinter interface{ Fingerprint() string }

// Fingerprint is a digest of a view with all that it holds. Every exported and
// unexported field counts, so that no page can be stale: a value of a kind that
// cannot be compared is a mistake in the program, and panics.
func Fingerprint(name string, view any) string {
	h := hashers.Get().(*hasher)
	defer hashers.Put(h)
	h.buf = append(h.buf[:0], name...)
	h.value(reflect.ValueOf(view))
	sum := sha256.Sum256(h.buf)
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// hashers keeps buffers for reuse; it holds no state between fingerprints.
var hashers = sync.Pool{New: func() any { return &hasher{} }}

// hasher writes values in an unambiguous form: every string and list starts
// with its length.
type hasher struct{ buf []byte }

func (h *hasher) int(n int64) { h.buf = binary.AppendVarint(h.buf, n) }

func (h *hasher) string(s string) {
	h.int(int64(len(s)))
	h.buf = append(h.buf, s...)
}

var fingerprinterType = reflect.TypeFor[fingerprinter]()

func (h *hasher) value(v reflect.Value) {
	if !v.IsValid() {
		h.buf = append(h.buf, 0)
		return
	}
	if v.Type().Implements(fingerprinterType) && v.CanInterface() {
		if v.Kind() == reflect.Pointer && v.IsNil() {
			h.buf = append(h.buf, 0)
			return
		}
		h.string(v.Interface().(fingerprinter).Fingerprint())
		return
	}
	switch v.Kind() {
	case reflect.String:
		h.string(v.String())
	case reflect.Bool:
		if v.Bool() {
			h.buf = append(h.buf, 1)
		} else {
			h.buf = append(h.buf, 0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		h.int(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		h.int(int64(v.Uint()))
	case reflect.Float64, reflect.Float32:
		h.int(int64(math.Float64bits(v.Float())))
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			h.buf = append(h.buf, 0)
			return
		}
		h.buf = append(h.buf, 1)
		h.value(v.Elem())
	case reflect.Slice, reflect.Array:
		h.list(v)
	case reflect.Map:
		h.mapping(v)
	case reflect.Struct:
		for i := range v.NumField() {
			h.value(v.Field(i))
		}
	default:
		panic(fmt.Sprintf("output: a view holds a %s, which cannot be compared", v.Type()))
	}
}

func (h *hasher) list(v reflect.Value) {
	h.int(int64(v.Len()))
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		h.buf = append(h.buf, v.Bytes()...)
		return
	}
	for i := range v.Len() {
		h.value(v.Index(i))
	}
}

func (h *hasher) mapping(v reflect.Value) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	h.int(int64(len(keys)))
	for _, k := range keys {
		h.value(k)
		h.value(v.MapIndex(k))
	}
}
