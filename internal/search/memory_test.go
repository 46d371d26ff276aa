package search_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"resolute/internal/search"
	"resolute/internal/search/searchtest"
)

// edited is a site that is built again and again with what the last build left.
type edited struct {
	docs   []search.Document
	labels search.Labels
	memo   map[string][]byte
	there  map[string][]byte // the files
	asked  atomic.Int64      // of how many documents the texts were made for the last index
}

// build builds with the memory and without, and compares.
func (e *edited) build(t *testing.T, what string) (made int) {
	t.Helper()
	docs := make([]search.Document, len(e.docs)) // made when they are needed
	for i := range e.docs {
		d := e.docs[i]
		d.Digest = ""
		e.docs[i].Digest = fmt.Sprintf("%#v", d)
		rest := d
		rest.Fields = nil
		docs[i] = search.Document{
			Digest: e.docs[i].Digest, Path: d.Path, Kind: d.Kind, Rest: func() search.Document { return rest },
			Texts: func() []search.Field {
				e.asked.Add(1)
				return d.Fields
			},
		}
	}
	e.asked.Store(0)
	o := search.Options{ShardSize: 1500}
	want, _, err := search.Build(e.docs, e.labels, searchtest.Languages, o)
	if err != nil {
		t.Fatal(err)
	}
	if o.Memory, err = search.ReadMemory("test", e.part); err != nil {
		t.Fatal(err)
	}
	o.Kept = func(path string) bool { return e.there[path] != nil }
	o.Published = func(path string) ([]byte, bool) { return e.there[path], e.there[path] != nil }
	got, _, err := search.Build(docs, e.labels, searchtest.Languages, o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		if got[i].Data == nil {
			got[i].Data = e.there[got[i].Path]
		} else {
			made++
		}
	}
	if !slices.EqualFunc(got, want, func(a, b search.File) bool { return a.Path == b.Path && bytes.Equal(a.Data, b.Data) }) {
		t.Fatalf("%s: a build with what the last one left makes other bytes", what)
	}
	maps.Copy(e.memo, o.Memory.Parts())
	e.there = map[string][]byte{}
	for _, f := range got {
		e.there[f.Path] = f.Data
	}
	return made
}

func (e *edited) part(name string) []byte { return e.memo[name] }

// TestMemory makes random edits, and compares every index with one that is made
// without a memory.
func TestMemory(t *testing.T) {
	t.Parallel()
	e := &edited{memo: map[string][]byte{}}
	e.docs, e.labels = searchtest.Generate(150, 2500)
	spare, _ := searchtest.Generate(180, 2500)
	rng := rand.New(rand.NewPCG(7, 7))
	all := e.build(t, "the first")
	if again := e.build(t, "nothing"); again != 1 { // the entry
		t.Errorf("%d files are made again though nothing has changed", again)
	}
	edits := e.edits(rng, spare)
	for range 3 {
		for _, i := range rng.Perm(len(edits)) {
			before := slices.Clone(e.docs)
			edits[i].do()
			if made := e.build(t, edits[i].name); made >= all {
				t.Logf("%s: all %d files are made", edits[i].name, made)
			}
			if rng.IntN(3) == 0 { // and back
				e.docs = before
				e.build(t, "back from "+edits[i].name)
			}
		}
	}
}

// edit is what an editor may do.
type edit struct {
	name string
	do   func()
}

// edits are all kinds of them; spare are documents to add.
func (e *edited) edits(rng *rand.Rand, spare []search.Document) []edit {
	some := func() int { return rng.IntN(len(e.docs)) }
	return []edit{
		{"new words", func() { e.say(some(), "Zyzzyva QWX zyzzyva-qwx, the Zyzzyva.") }},
		{"words of others", func() { e.say(some(), "conservation of nature, WILDLIFE") }},
		{"an abbreviation", func() { e.say(some(), "IFAW and ifaw and I.F.A.W.") }},
		{"a word that is two", func() { e.say(some(), "wild life in climatechange") }},
		{"a document less", func() { i := some(); e.docs = slices.Delete(e.docs, i, i+1) }},
		{"a document more", func() {
			d := spare[rng.IntN(len(spare))]
			d.Path = strings.TrimSuffix(d.Path, "/") + "x/"
			if !slices.ContainsFunc(e.docs, func(o search.Document) bool { return o.Path == d.Path }) {
				e.docs = append(e.docs, d)
			}
		}},
		{"another title", func() {
			i := some()
			e.docs[i].Title = slices.Clone(e.docs[i].Title)
			e.docs[i].Title[0].Value += " anew"
		}},
		{"another status", func() { e.docs[some()].Status = "completed" }},
		{"another language", func() { e.say(some(), "", search.Text{Lang: "pt", Value: "Uma frase nova."}) }},
		{"a country that is two words", func() {
			i := some()
			e.docs[i].Fields = append(slices.Clone(e.docs[i].Fields), search.Field{Kind: search.FieldCountry, Text: search.Text{Value: "Wild Life"}})
		}},
		{"no text", func() { e.docs[some()].Fields = nil }},
		{"a lost file", func() {
			for path := range e.there {
				delete(e.there, path)
				break
			}
		}},
		{"a lost part of the memory", func() {
			for name := range e.memo {
				if name != "" {
					delete(e.memo, name)
					break
				}
			}
			e.say(some(), "It is nature's wildlife conservation.")
		}},
		{"another label", func() { e.labels[8].Values[3].Labels[0].Value += "!" }},
	}
}

// say adds texts to a document.
func (e *edited) say(i int, text string, more ...search.Text) {
	d := &e.docs[i]
	d.Fields = slices.Clone(d.Fields)
	for _, t := range append([]search.Text{{Lang: "en", Value: text}}, more...) {
		d.Fields = append(d.Fields, search.Field{Kind: search.FieldBody, Text: t})
	}
}

// TestSmallMemory counts what one sentence more makes.
func TestSmallMemory(t *testing.T) {
	t.Parallel()
	e := &edited{memo: map[string][]byte{}}
	e.docs, e.labels = searchtest.Generate(150, 2500)
	all := e.build(t, "the first")
	e.say(100, "A badger was seen.")
	if made := e.build(t, "a sentence"); made > 40 {
		t.Errorf("one sentence more makes %d of %d files", made, all)
	}
	if n := e.asked.Load(); n == 0 || n > 30 { // those on its page of cards
		t.Errorf("one sentence more asks for %d of %d documents", n, len(e.docs))
	}
}

// TestDamagedMemory cuts and bends a memory: it is empty then, or of use.
func TestDamagedMemory(t *testing.T) {
	t.Parallel()
	docs, labels := searchtest.Documents(), searchtest.Labels()
	for i := range docs {
		docs[i].Digest = docs[i].Path
	}
	m := search.NewMemory("test")
	o := search.Options{Memory: m, Kept: func(string) bool { return false }}
	if _, _, err := search.Build(docs, labels, searchtest.Languages, o); err != nil {
		t.Fatal(err)
	}
	parts := m.Parts()
	memo := parts[""]
	if _, err := search.ReadMemory("test", func(name string) []byte { return parts[name] }); err != nil {
		t.Fatal(err)
	}
	if _, err := search.ReadMemory("another", func(name string) []byte { return parts[name] }); err == nil {
		t.Error("the memory of another version is read")
	}
	for at := 0; at < len(memo); at += 97 {
		bent := bytes.Clone(memo)
		bent[at] ^= 1
		for _, damaged := range [][]byte{bent, memo[:at]} {
			if _, err := search.ReadMemory("test", func(string) []byte { return damaged }); err == nil && len(damaged) > 0 {
				t.Fatalf("damage at byte %d is not seen", at)
			}
		}
	}
}
