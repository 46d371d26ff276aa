package manifest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

func sample() *Manifest {
	return &Manifest{
		Format: Format, BaseURL: "https://x.example/", Commit: "abc", Files: map[string]string{"b.html": sum("b"), "a/index.html": sum("a"), "a/<&\".html": sum("c")},
	}
}

// files are those of a manifest, as a list.
func files(m *Manifest) iter.Seq2[string, [sha256.Size]byte] {
	return func(yield func(string, [sha256.Size]byte) bool) {
		for _, path := range slices.Sorted(maps.Keys(m.Files)) {
			sum, err := hex.DecodeString(m.Files[path])
			if err != nil || !yield(path, [sha256.Size]byte(sum)) {
				return
			}
		}
	}
}

func TestEncodeAndParse(t *testing.T) {
	for _, m := range []*Manifest{sample(), {Format: Format, BaseURL: "https://x.example/", Modified: true, Preview: true, Drafts: true, Files: map[string]string{"a": sum(""), "a/é.html": sum("d")}}} {
		data, err := m.Encode(files(m))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := json.MarshalIndent(m, "", " ")
		if err != nil || string(data) != string(plain)+"\n" {
			t.Errorf("got %s, want %s", data, plain)
		}
		back, err := Parse(data)
		if err != nil || !reflect.DeepEqual(back, m) {
			t.Errorf("%v: got %+v of %s", err, back, data)
		}
		if n := strings.Count(string(data), "\n"); n < len(m.Files)+4 {
			t.Errorf("%d lines", n)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	good := sum("")
	for name, data := range map[string]string{
		"no JSON": "<html>", "another format": `{"format_version":2,"files":{"a":"` + good + `"}}`, "no files": `{"format_version":1,"files":{}}`,
		"a way out": `{"format_version":1,"files":{"../a":"` + good + `"}}`, "an absolute path": `{"format_version":1,"files":{"/etc/passwd":"` + good + `"}}`,
		"a backslash": `{"format_version":1,"files":{"a\\..\\b":"` + good + `"}}`, "a folder": `{"format_version":1,"files":{".":"` + good + `"}}`,
		"no digest": `{"format_version":1,"files":{"a":"00"}}`, "capitals": `{"format_version":1,"files":{"a":"` + strings.ToUpper(good) + `"}}`,
	} {
		if m, err := Parse([]byte(data)); err == nil {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestCompare(t *testing.T) {
	m := sample()
	m.Files["gone"], m.Files["locked"], m.Files["broken"] = sum("x"), sum("x"), sum("x")
	files := fstest.MapFS{"b.html": {Data: []byte("b")}, "a/index.html": {Data: []byte("A")}, "a/<&\".html": {Data: []byte("c")}, "more": {}}
	open := func(_ context.Context, path string) (io.ReadCloser, error) {
		switch path {
		case "locked":
			return nil, errors.New("no")
		case "broken":
			return io.NopCloser(io.MultiReader(strings.NewReader("x"), failing{})), nil
		}
		return files.Open(path)
	}
	got, err := m.Compare(t.Context(), open, 3)
	want := []Difference{{"a/index.html", Changed, ""}, {"broken", Unreadable, "torn"}, {"gone", Missing, ""}, {"locked", Unreadable, "no"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v: %+v", err, got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Compare(ctx, open, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of the context: %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("torn") }

func TestDiffer(t *testing.T) {
	m := sample()
	if got := m.Differ(m.Files); len(got) != 0 {
		t.Errorf("from itself: %+v", got)
	}
	got := m.Differ(map[string]string{"b.html": sum("B"), "a/index.html": sum("a"), "new": sum("n")})
	want := []Difference{{"a/<&\".html", Extra, ""}, {"b.html", Changed, ""}, {"new", Missing, ""}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}
