package content

import (
	"bytes"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"resolute/internal/diag"
)

// tree reads files into memory.
func tree(t testing.TB, fsys fs.FS, root string) fstest.MapFS {
	t.Helper()
	m := fstest.MapFS{}
	err := fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		m[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// everything is what a load gives, as text: the values and the bodies.
func everything(s *Sources) map[string]string {
	m := map[string]string{}
	for _, v := range s.Editions {
		m[v.Path] = string(MarshalEdition(v))
	}
	for _, v := range s.Resolutions {
		m[v.Path] = string(MarshalResolution(v))
	}
	for _, v := range s.Members {
		m[v.Path] = string(MarshalMember(v))
	}
	for _, v := range s.Pages {
		m[v.Path] = string(MarshalPage(v))
	}
	return m
}

// formless is a text without what the fixes of bodies may change.
func formless(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, " \t\r\n")
		if trimmed := strings.TrimLeft(line, " >"); strings.HasPrefix(trimmed, "* ") || strings.HasPrefix(trimmed, "+ ") {
			line = strings.Replace(line, trimmed[:1], "-", 1)
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// fixIn mends a tree and checks what has to hold of every fix: it is done once,
// values that could be read are what they were, and no mistake is new.
func fixIn(t *testing.T, m fstest.MapFS, o Options) []Fixed {
	t.Helper()
	before, problemsBefore, err := Load(m, o)
	if err != nil {
		t.Fatal(err)
	}
	fixed, err := Fix(m, o)
	if err != nil {
		t.Fatal(err)
	}
	mended := fstest.MapFS{}
	for p, f := range m {
		mended[p] = f
	}
	for _, f := range fixed {
		if len(f.What) == 0 || bytes.Equal(f.Before, f.After) {
			t.Errorf("%s: changed for nothing", f.Path)
		}
		mended[f.Path] = &fstest.MapFile{Data: f.After}
	}
	again, err := Fix(mended, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range again {
		t.Errorf("%s is mended twice (%v):\n%s\n%s", f.Path, f.What, f.Before, f.After)
	}
	after, problemsAfter, err := Load(mended, o)
	if err != nil {
		t.Fatal(err)
	}
	was, is := everything(before), everything(after)
	for p, text := range was {
		if formless(text) != formless(is[p]) && errorsIn(problemsBefore, p) == 0 {
			t.Errorf("%s: the values are others:\n%s\n%s", p, text, is[p])
		}
	}
	for p := range m {
		if a, b := errorsIn(problemsBefore, p), errorsIn(problemsAfter, p); b > a {
			t.Errorf("%s: %d errors before, %d after", p, a, b)
		}
	}
	return fixed
}

func errorsIn(problems []diag.Problem, path string) int {
	n := 0
	for _, p := range problems {
		if p.Pos.File == path && p.Severity == diag.Error {
			n++
		}
	}
	return n
}

func TestFixKeepsTheSample(t *testing.T) {
	fixed := fixIn(t, tree(t, os.DirFS("../.."), "content"), Options{})
	for _, f := range fixed {
		t.Errorf("%s would be mended: %v", f.Path, f.What)
	}
}

func TestFixOfEveryFixture(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	mended := 0
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		mended += len(fixIn(t, put(base(t), archive), Options{KnownCountry: country}))
	}
	if mended < 5 {
		t.Errorf("only %d files were mended", mended)
	}
}

// Files of the sample, spoilt in ways that can be mended, are mended to values
// that are what they were.
func TestFixMends(t *testing.T) {
	sound := tree(t, os.DirFS("../.."), "content")
	before, _, err := Load(sound, Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	spoil := []func(string) string{
		func(s string) string {
			return strings.Replace(s, "resolution: WCC-2020-Res-", "resolution: wcc 2020 res ", 1)
		},
		func(s string) string { return strings.Replace(s, "status: ongoing", "Status: On-Going  ", 1) },
		func(s string) string {
			return strings.Replace(s, "future_actions_planned: true", "future-actions-planned: Yes", 1)
		},
		func(s string) string {
			return strings.Replace(s, "- capacity-building\n", "- \"Capacity building\"\n", 1)
		},
		func(s string) string { return strings.Replace(s, "term: 2021-2025", "term: 2021 – 2025", 1) },
		func(s string) string { return "\xef\xbb\xbf" + s },
		func(s string) string { return strings.ReplaceAll(s, "\n- ", "\n* ") },
		func(s string) string { return strings.Replace(s, ".\n\n", ". \n\n", 1) },
		func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		func(s string) string { return strings.Replace(s, "\nlanguage: en\n", "\nlanguage: EN\n", 1) },
	}
	spoilt := fstest.MapFS{}
	for _, p := range slices.Sorted(maps.Keys(sound)) { // in one order, so that a seed is one test
		s := string(sound[p].Data)
		if p != SettingsFile {
			for _, i := range r.Perm(len(spoil))[:6] {
				// The first are of fields, of which other files may speak in their text.
				if i >= 5 || strings.HasPrefix(p, "content/reports/") {
					s = spoil[i](s)
				}
			}
			// Front matter in another order, by whole fields.
			if front, rest, ok := strings.Cut(s, "\n---\n"); ok && r.IntN(2) == 0 && !strings.Contains(front, "#") {
				s = shuffled(r, front) + "\n---\n" + rest
			}
		}
		spoilt[p] = &fstest.MapFile{Data: []byte(s)}
	}
	fixed := fixIn(t, spoilt, Options{})
	kinds := map[string]bool{}
	for _, f := range fixed {
		spoilt[f.Path] = &fstest.MapFile{Data: f.After}
		for _, w := range f.What {
			kinds[w] = true
		}
	}
	after, problems, err := Load(spoilt, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
	was, is := everything(before), everything(after)
	for p := range was {
		if formless(was[p]) != formless(is[p]) {
			t.Errorf("%s:\n%s\nis now\n%s", p, was[p], is[p])
		}
	}
	for _, kind := range []string{fixMark, fixCodes, fixIDs, fixKeys, fixAnswers, fixOrder, fixBlanks, fixLists} {
		if !kinds[kind] {
			t.Errorf("nothing of the kind %q was mended", kind)
		}
	}
}

// shuffled puts the fields of front matter into any order.
func shuffled(r *rand.Rand, front string) string {
	first, rest, _ := strings.Cut(front, "\n")
	var fields []string
	for line := range strings.SplitSeq(rest, "\n") {
		if strings.HasPrefix(line, " ") && len(fields) > 0 {
			fields[len(fields)-1] += "\n" + line
		} else {
			fields = append(fields, line)
		}
	}
	r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	return first + "\n" + strings.Join(slices.Clip(fields), "\n")
}
