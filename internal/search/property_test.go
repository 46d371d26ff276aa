package search_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"resolute/internal/search"
	"resolute/internal/search/analysis"
	"resolute/internal/search/searchtest"
)

// TestSameBytes builds the site in other orders and with other numbers of workers.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	docs, labels := searchtest.Generate(300, 8000)
	want, _, err := search.Build(docs, labels, searchtest.Languages, search.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{0, 1, 4} {
		rng := rand.New(rand.NewPCG(uint64(workers), 0))
		rng.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		got, _, err := search.Build(docs, labels, searchtest.Languages, search.Options{Workers: workers + 1})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(got, want, func(a, b search.File) bool { return a.Path == b.Path && bytes.Equal(a.Data, b.Data) }) {
			t.Errorf("other bytes with %d workers", workers+1)
		}
	}
}

// TestSmallEdits changes and adds one report and counts the files that change.
func TestSmallEdits(t *testing.T) {
	t.Parallel()
	docs, labels := searchtest.Generate(700, 8000)
	build := func() map[string]bool {
		files, _, err := search.Build(docs, labels, searchtest.Languages, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		paths := map[string]bool{}
		for _, f := range files {
			paths[f.Path] = true
		}
		return paths
	}
	before := build()
	changed := func(after map[string]bool) (n int) {
		for p := range after {
			if !before[p] {
				n++
			}
		}
		return n
	}
	at := slices.IndexFunc(docs, func(d search.Document) bool { return d.Kind == search.KindEdition })
	body := len(docs[at].Fields) - 1
	old := docs[at].Fields
	docs[at].Fields = slices.Clone(old)
	docs[at].Fields[body].Value += " A badger was seen."
	if n := changed(build()); n > 25 {
		t.Errorf("one sentence more changes %d of %d files", n, len(before))
	}
	docs[at].Fields = old
	// A report of 450 words touches the shards of its 200 different words.
	added := docs[at]
	added.Path = strings.TrimSuffix(added.Path, "/") + "9/"
	docs = append(docs, added)
	if n := changed(build()); n > len(before)/2 {
		t.Errorf("one report more changes %d of %d files", n, len(before))
	}
}

// plainIndex is what the index must agree with: every document's words.
type plainIndex struct {
	docs  []search.Document
	words []map[string]bool // folded, by document
	texts [][]string        // by document: each field's folded words with a blank before and after each
}

func newPlainIndex(docs []search.Document) *plainIndex {
	p := &plainIndex{docs: docs}
	for _, d := range docs {
		words := map[string]bool{}
		var texts []string
		add := func(text string) {
			line := " "
			analysis.Pieces(text, func(piece analysis.Piece) {
				fold := analysis.Fold(piece.Text)
				words[fold] = true
				if !piece.Joined {
					line += fold + " "
				}
			})
			texts = append(texts, line)
		}
		for _, t := range d.Title {
			add(t.Value)
		}
		for _, f := range d.Fields {
			add(f.Value)
		}
		p.words = append(p.words, words)
		p.texts = append(p.texts, texts)
	}
	return p
}

// having is the sorted paths of the documents for which good is true.
func (p *plainIndex) having(good func(i int) bool) []string {
	var paths []string
	for i := range p.docs {
		if good(i) {
			paths = append(paths, p.docs[i].Path)
		}
	}
	slices.Sort(paths)
	return paths
}

func pathsOf(t *testing.T, x *search.Index, q search.Query) []string {
	t.Helper()
	q.Limit, q.NoExcerpts = -1, true
	r, err := x.Search(q)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, h := range r.Hits {
		paths = append(paths, h.Path)
	}
	slices.Sort(paths)
	return paths
}

// TestAgainstScan compares phrases, beginnings and exact words with a scan of
// all texts, on a site large enough for frequent words and listed prefixes.
func TestAgainstScan(t *testing.T) {
	t.Parallel()
	docs, labels := searchtest.Generate(700, 8000)
	files, _, err := search.Build(docs, labels, searchtest.Languages, search.Options{ShardSize: 1500})
	if err != nil {
		t.Fatal(err)
	}
	x, err := search.Open(search.Loader(files))
	if err != nil {
		t.Fatal(err)
	}
	plain := newPlainIndex(docs)
	found := 0
	phrases := []string{"conservation of nature", "climate change", "wildlife conservation", "of nature", "of the nature"}
	for _, n := range []int{3, 4, 5, 6} { // and some that are there
		for i := 100; i < len(docs); i += 151 {
			line := strings.Fields(plain.texts[i][len(plain.texts[i])-1])
			for at := range line {
				if w := line[at]; at+n < len(line) && (w == "conservation" || w == "wildlife" || w == "the" || w == "nature") {
					// Stop words at the end are not compared.
					if last := line[at+n-1]; len(last) > 4 {
						phrases = append(phrases, strings.Join(line[at:at+n], " "))
					}
				}
			}
		}
	}
	for _, phrase := range phrases {
		want := plain.having(func(i int) bool {
			return slices.ContainsFunc(plain.texts[i], func(s string) bool { return strings.Contains(s, " "+phrase+" ") })
		})
		if got := pathsOf(t, x, search.Query{Text: `"` + phrase + `"`}); !slices.Equal(got, want) {
			t.Errorf("phrase %q: %d documents, want %d", phrase, len(got), len(want))
		}
		found += len(want)
	}
	if found < 100 {
		t.Errorf("%d phrases found %d documents: they prove nothing", len(phrases), found)
	}
	for _, prefix := range []string{"c", "con", "pro", "conse", "wil", "wild", "é", "nat"} {
		fold := analysis.Fold(prefix)
		want := plain.having(func(i int) bool {
			for w := range plain.words[i] {
				if strings.HasPrefix(w, fold) {
					return true
				}
			}
			return false
		})
		// Codes are words too; take them out of the comparison.
		got := slices.DeleteFunc(pathsOf(t, x, search.Query{Text: prefix}), func(p string) bool {
			_, found := slices.BinarySearch(want, p)
			return !found && strings.HasPrefix("wcc2020res040", fold[:1])
		})
		for _, p := range want {
			if !slices.Contains(got, p) {
				t.Fatalf("prefix %q: no %s", prefix, p)
			}
		}
	}
}

// TestCounts compares the counts of all facets with a scan of the documents.
func TestCounts(t *testing.T) {
	t.Parallel()
	docs, labels := searchtest.Generate(400, 8000)
	files, _, err := search.Build(docs, labels, searchtest.Languages, search.Options{ShardSize: 700})
	if err != nil {
		t.Fatal(err)
	}
	x, err := search.Open(search.Loader(files))
	if err != nil {
		t.Fatal(err)
	}
	member := labels[9].Values[3].ID
	filters := map[string][]string{"status": {"ongoing", "completed"}, "action": {"action-0", "action-2"}, "member": {member}}
	plain := newPlainIndex(docs)
	valuesOf := func(d *search.Document, facet string) []string {
		switch facet {
		case "status":
			return []string{d.Status}
		case "kind":
			return []string{d.Kind}
		case "year":
			if d.Year == 0 {
				return nil
			}
			return []string{fmt.Sprint(d.Year)}
		case "language":
			return d.Langs
		}
		return d.Facets[facet]
	}
	for _, filters := range []map[string][]string{nil, filters, {"member": {member}}} {
		r, err := x.Search(search.Query{Text: "nature ", Filters: filters})
		if err != nil {
			t.Fatal(err)
		}
		for _, facet := range []string{"status", "kind", "year", "language", "action", "congress", "commission", "country", "member"} {
			want := map[string]int{}
			for i := range docs {
				ok := plain.words[i]["nature"]
				for name, ids := range filters {
					if name != facet && !slices.ContainsFunc(valuesOf(&docs[i], name), func(id string) bool { return slices.Contains(ids, id) }) {
						ok = false
					}
				}
				if !ok {
					continue
				}
				ids := slices.Clone(valuesOf(&docs[i], facet))
				slices.Sort(ids)
				for _, id := range slices.Compact(ids) {
					if id != "" {
						want[id]++
					}
				}
			}
			counts, err := x.Counts(&r, facet, "en", nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(counts) != len(want) {
				t.Errorf("%s: %d values, want %d", facet, len(counts), len(want))
			}
			for _, c := range counts {
				if want[c.ID] != c.Count {
					t.Errorf("%s %s: %d, want %d", facet, c.ID, c.Count, want[c.ID])
				}
			}
		}
	}
}
