package search_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"
	"unicode/utf8"

	"resolute/internal/search"
	"resolute/internal/search/analysis"
	"resolute/internal/search/searchtest"
)

// FuzzDamaged overwrites some bytes of one file of the index, after
// decompression, and asks for everything: readers may fail but never panic, hang
// or return text that is not in the limits.
func FuzzDamaged(f *testing.F) {
	files, _, err := search.Build(searchtest.Documents(), searchtest.Labels(), searchtest.Languages, search.Options{ShardSize: 400})
	if err != nil {
		f.Fatal(err)
	}
	load := search.Loader(files)
	for i := range files {
		f.Add(uint16(i), uint16(4), []byte{0xff, 0xff, 0xff, 0x7f})
		f.Add(uint16(i), uint16(i*7), []byte{0})
		f.Add(uint16(i), uint16(20+i), []byte{0x80, 0x80, 0x80, 0x80, 0x80})
	}
	f.Fuzz(func(t *testing.T, which, at uint16, patch []byte) {
		broken := files[int(which)%len(files)]
		x, err := search.Open(func(path string) ([]byte, error) {
			data, err := load(path)
			if "search-index/"+path != broken.Path || path == search.EntryName {
				return data, err
			}
			return repack(t, data, int(at), patch), nil
		})
		if err != nil {
			return
		}
		for _, c := range []string{"ivory elephant", `"conservation of nature"`, "con", "pangolns", "humedal", "", "40"} {
			r, err := x.Search(search.Query{Text: c, Filters: map[string][]string{"member": {"ifaw", "conanp"}}, Limit: 50})
			if err == nil && len(r.Hits) > r.Total {
				t.Errorf("%q: %d hits of %d", c, len(r.Hits), r.Total)
			}
			for _, facet := range []string{"country", "status", "member"} {
				_, _ = x.Counts(&r, facet, "fr", nil)
			}
			_, _ = x.Suggest(c, "fr")
		}
	})
}

// repack overwrites bytes of a gzip file's content.
func repack(t *testing.T, data []byte, at int, patch []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if len(content) > 0 {
		copy(content[at%len(content):], patch)
	}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(content)
	_ = w.Close()
	return out.Bytes()
}

// FuzzQuery searches anything: no panic, no error, a bounded number of words.
func FuzzQuery(f *testing.F) {
	for _, c := range searchtest.Cases {
		f.Add(c.Query)
	}
	x := open(f, search.Options{})
	f.Fuzz(func(t *testing.T, q string) {
		r, err := x.Search(search.Query{Text: q, Lang: "fr"})
		if err != nil {
			t.Error(err)
		}
		if len(r.Words) > search.MaxWords*5 {
			t.Errorf("%d words", len(r.Words))
		}
		if utf8.ValidString(q) {
			for _, h := range r.Hits {
				if s := h.Excerpt.Text(); !utf8.ValidString(s) {
					t.Errorf("excerpt cuts a character: %q", s)
				}
			}
		}
	})
}

// FuzzPieces cuts any text: words are in order, inside it, and fold the same twice.
func FuzzPieces(f *testing.F) {
	for _, c := range searchtest.Cases {
		f.Add(c.Query)
	}
	f.Add("Hawai‘i l’eau qu'on rock'n'roll 7.040 i.f.a.w. U.S.A.'s 3.5km ﬁn İstanbul ὈΔΥΣΣΕΎΣ ǅ ẞ")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		analysis.Pieces(text, func(p analysis.Piece) {
			if p.Start < 0 || p.End > len(text) || p.Start >= p.End || p.Text == "" || !p.Joined && p.Start < end {
				t.Fatalf("%+v after %d", p, end)
			}
			if !p.Joined {
				end = p.End
			}
			fold := analysis.Fold(p.Text)
			if again := analysis.Fold(fold); again != fold {
				t.Errorf("%q folds to %q and then to %q", p.Text, fold, again)
			}
			if lower := analysis.Fold(analysis.Lower(p.Text)); lower != fold {
				t.Errorf("%q folds to %q, its lower case to %q", p.Text, fold, lower)
			}
		})
	})
}
