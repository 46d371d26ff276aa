package output

import (
	"reflect"
	"slices"
	"testing"

	"resolute/internal/site"
)

// What makes pages of views has no way to the content, and neither have the views
// of folders: nothing can be shown that they do not hold.
func TestViewsHoldNoContent(t *testing.T) {
	content := []reflect.Type{
		reflect.TypeFor[Input](), reflect.TypeFor[pages](), reflect.TypeFor[site.Site](), reflect.TypeFor[site.Resolution](),
		reflect.TypeFor[site.Edition](), reflect.TypeFor[site.Member](), reflect.TypeFor[site.Term](),
	}
	for _, from := range []reflect.Type{reflect.TypeFor[language](), reflect.TypeFor[resolutionFolder](), reflect.TypeFor[memberFolder]()} {
		seen := map[reflect.Type]bool{}
		var walk func(of reflect.Type, way string)
		walk = func(of reflect.Type, way string) {
			if slices.Contains(content, of) {
				t.Errorf("%s leads to the content", way)
			}
			if seen[of] {
				return
			}
			seen[of] = true
			switch of.Kind() {
			case reflect.Pointer, reflect.Slice, reflect.Array:
				walk(of.Elem(), way)
			case reflect.Map:
				walk(of.Key(), way)
				walk(of.Elem(), way)
			case reflect.Struct:
				for i := range of.NumField() {
					walk(of.Field(i).Type, way+"."+of.Field(i).Name)
				}
			}
		}
		walk(from, from.Name())
	}
}
