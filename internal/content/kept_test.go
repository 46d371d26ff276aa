package content

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"resolute/internal/report"
)

// loadKept loads with what an earlier load has left, and returns what this one leaves.
func loadKept(t testing.TB, tree fstest.MapFS, left []byte) (s *Sources, problems string, k *Kept) {
	t.Helper()
	k, ok := ReadKept(left, "program")
	if !ok {
		t.Fatal("what was kept cannot be read")
	}
	s, list, err := Load(tree, Options{KnownCountry: country, Kept: k})
	if err != nil {
		t.Fatal(err)
	}
	return s, told(t, list), k
}

func filesOf(s *Sources) (list []*report.File) {
	for _, x := range s.Resolutions {
		list = append(list, &x.File)
	}
	for _, x := range s.Editions {
		list = append(list, &x.File)
	}
	for _, x := range s.Members {
		list = append(list, &x.File)
	}
	for _, x := range s.Pages {
		list = append(list, &x.File)
	}
	return list
}

// A file that is another when its text is read again is told, and gives none.
func TestReadAgain(t *testing.T) {
	tree := base(t)
	_, _, k := loadKept(t, tree, nil)
	kept, _ := ReadKept(k.Bytes(), "program")
	files, err := Read(tree, Options{KnownCountry: country, Kept: kept})
	if err != nil {
		t.Fatal(err)
	}
	s, _, err := files.Decode()
	if err != nil {
		t.Fatal(err)
	}
	f := &s.Pages[0].File
	tree[f.Path] = &fstest.MapFile{Data: append(bytes.Clone(tree[f.Path].Data), "More.\n"...)}
	if err := files.Err(); err != nil || !f.HasText() {
		t.Fatal(err)
	}
	if text := f.Text(); len(text) > 0 {
		t.Errorf("the text is %q", text)
	}
	if err := files.Err(); err == nil || !strings.Contains(err.Error(), f.Path) {
		t.Errorf("it is told as %v", err)
	}
}

// sameAsKept holds that a load that recalls what it can is as one that decodes
// all, and leaves the same.
func sameAsKept(t testing.TB, tree fstest.MapFS) {
	t.Helper()
	want, wanted, first := loadKept(t, tree, nil)
	s, problems, again := loadKept(t, tree, first.Bytes())
	n := 0
	for _, f := range filesOf(s) {
		if f.Again != nil {
			whole := f.Again()
			f.Head, f.Body, f.Tail, f.Again = whole.Head, whole.Body, whole.Tail, nil
			n++
		}
	}
	if n == 0 && len(first.now) > 0 {
		t.Error("all texts are held")
	}
	if !reflect.DeepEqual(s, want) || problems != wanted {
		t.Errorf("recalled is another:\n%+v\n%s\nwant\n%+v\n%s", s, problems, want, wanted)
	}
	if string(again.Bytes()) != string(first.Bytes()) {
		t.Error("what is kept again differs")
	}
}

func TestKept(t *testing.T) {
	tree := base(t)
	sameAsKept(t, tree)
	_, _, k := loadKept(t, tree, nil)
	left := k.Bytes()
	recalled := func() int {
		_, _, k := loadKept(t, tree, left)
		n := 0
		for path, entry := range k.now {
			if k.before[path] == entry {
				n++
			}
		}
		return n
	}
	if n := recalled(); n != 7 || len(k.now) != n {
		t.Errorf("%d of %d files are recalled", n, len(k.now))
	}
	const page = "content/pages/about.md"
	tree[page] = &fstest.MapFile{Data: append(tree[page].Data, "One more sentence.\n"...)}
	if n := recalled(); n != 6 {
		t.Errorf("%d files are recalled after a change to one", n)
	}
	tree["content/members/new.md"] = &fstest.MapFile{Data: []byte("---\nname: New\n---\n")}
	if n := recalled(); n != 0 {
		t.Errorf("%d files are recalled after a member came, to whom all may refer", n)
	}
	if k, ok := ReadKept(left, "another program"); !ok || len(k.before) > 0 {
		t.Error("what another program has kept is used")
	}
}

// Every field of the domain is kept, without a list that says so.
func TestKeptFields(t *testing.T) {
	for _, v := range []any{&report.Edition{}, &report.Resolution{}, &report.Member{}, &report.Page{}} {
		want := reflect.ValueOf(v).Elem()
		occupy(t, want)
		w := store{path: "text"}
		if w.value(want); w.bad {
			t.Errorf("%T cannot be kept", v)
		}
		got := reflect.New(want.Type()).Elem()
		r := stored{rest: string(w.data), path: "text"}
		if r.value(got); r.bad || r.rest != "" || !reflect.DeepEqual(got.Interface(), want.Interface()) {
			t.Errorf("got\n%+v\nwant\n%+v", got, want)
		}
	}
}

// occupy puts something into every field.
func occupy(t *testing.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(-300)
	case reflect.Uint8:
		v.SetUint(200)
	case reflect.String:
		v.SetString("text")
	case reflect.Struct:
		for i := range v.NumField() {
			occupy(t, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		occupy(t, v.Index(0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		occupy(t, key)
		occupy(t, value)
		v.SetMapIndex(key, value)
	case reflect.Func: // of the file that is read again
	default:
		t.Errorf("a %s cannot be kept", v.Type())
	}
}

func TestWorth(t *testing.T) {
	for _, tt := range []struct {
		before, now, fresh int
		want               bool
	}{
		{0, 0, 0, false},
		{0, 10, 10, true},
		{10, 10, 0, false},
		{10, 10, 1, true},
		{10, 9, 0, true},
		{10, 0, 0, true},
		{1000, 1000, 1, false},
		{1000, 1000, 2, true},
		{1000, 1001, 1, false},
		{1000, 997, 0, false},
		{1000, 996, 0, true},
	} {
		if got := Worth(tt.before, tt.now, tt.fresh); got != tt.want {
			t.Errorf("%+v: got %v", tt, got)
		}
	}
}

// What is damaged gives nothing, and does no harm.
func FuzzReadKept(f *testing.F) {
	tree := base(f)
	_, _, k := loadKept(f, tree, nil)
	f.Add(k.Bytes())
	f.Add([]byte(keptFormat + "\x0eprogram\x00\x02\x02x\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		k, ok := ReadKept(data, "program")
		if !ok && len(k.before) > 0 {
			t.Error("damaged, and yet something is recalled")
		}
		k.was = k.epoch
		for path, entry := range k.before {
			at, _ := locate(path)
			k.recall(at, rawFile{there: true, data: []byte(entry), sum: [32]byte([]byte(entry + string(make([]byte, 32)))[:32])}, "", nil)
		}
	})
}
