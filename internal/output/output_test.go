package output

import (
	"slices"
	"testing"

	"resolute/internal/analysis"
	"resolute/internal/layout"
	"resolute/internal/markdown"
	"resolute/internal/site"
)

type inner struct {
	A, B string
	N    int
	hid  bool
}

type outer struct {
	inner
	List []inner
	Map  map[string]string
	Ptr  *inner
	Any  any
	Body layout.Rich
	Rows []layout.Row
}

// Views that differ anywhere have different fingerprints; equal ones the same.
func TestFingerprint(t *testing.T) {
	rich := func(digest string) layout.Rich {
		return layout.NewRich(digest, func() markdown.HTML { return "" })
	}
	part := func(n byte) *layout.Part { return (&layout.Set{}).Part("en", "year", layout.Sum{n}, nil) }
	base := func() *outer {
		return &outer{inner{"a", "b", 1, false}, []inner{{"x", "", 0, false}}, map[string]string{"k": "v", "l": "w"}, &inner{A: "p"}, 3, rich("d"), []layout.Row{{Editions: []*layout.Part{part(1), part(2)}}}}
	}
	want := Fingerprint("f", base())
	if got := Fingerprint("f", base()); got != want {
		t.Fatal("equal views differ")
	}
	// Where a list of parts stands does not matter.
	if rows := base().Rows; Fingerprint("f", rows) != Fingerprint("f", [1]layout.Row(rows)) {
		t.Error("a list of parts differs from itself")
	}
	changes := map[string]func(*outer){
		"text":       func(o *outer) { o.A, o.B = "ab", "" },
		"number":     func(o *outer) { o.N = 2 },
		"unexported": func(o *outer) { o.hid = true },
		"list":       func(o *outer) { o.List = append(o.List, inner{}) },
		"in a list":  func(o *outer) { o.List[0].B = "y" },
		"map":        func(o *outer) { o.Map["k"] = "w" },
		"nil":        func(o *outer) { o.Ptr = nil },
		"any":        func(o *outer) { o.Any = "3" },
		"body":       func(o *outer) { o.Body = rich("e") },
		"part":       func(o *outer) { o.Rows[0].Editions[1] = part(3) },
		"no part":    func(o *outer) { o.Rows[0].Editions[1] = nil },
		"order":      func(o *outer) { slices.Reverse(o.Rows[0].Editions) },
	}
	for name, change := range changes {
		v := base()
		change(v)
		if Fingerprint("f", v) == want {
			t.Errorf("%s: a change is not seen", name)
		}
	}
	if Fingerprint("g", base()) == want {
		t.Error("the format's name is not in it")
	}
}

func TestPaginationKeepsAllRows(t *testing.T) {
	for _, n := range []int{0, 1, rowsMost, rowsMost + 1, 3*rowsPage + 1} {
		rows := make([]int, n)
		for i := range rows {
			rows[i] = i
		}
		total := 0
		for i := range pageCount(n) {
			total += len(pageOf(rows, i))
		}
		if pages := paginate(rows); total != n || len(pages) != pageCount(n) {
			t.Errorf("%d rows: %d on %d pages, %d by paginate", n, total, pageCount(n), len(pages))
		}
	}
}

// Lists on several pages hold all reports once, and their numbers lead to the
// page on which they begin.
func TestListingsOverPages(t *testing.T) {
	for _, sizes := range [][]int{{3, 0, 2}, {rowsMost}, {rowsMost, 1}, {rowsPage, rowsPage, rowsPage}, {10, 3*rowsPage + 5, rowsPage - 15, 4}} {
		p := &pages{language: &language{root: "/en/"}}
		l := &listing{p: p, path: "analysis/x/", starts: map[string]int{}}
		for i, n := range sizes {
			if n > 0 {
				l.groups = append(l.groups, &analysis.Group{ID: itoa(i), Editions: make([]*site.Edition, n)})
			}
		}
		l.divide()
		total := 0
		first := map[string]int{}
		for i, page := range l.pages {
			rows := 0
			for _, part := range page {
				if part.from == 0 {
					first[part.group.ID] = i
				}
				rows += part.to - part.from
			}
			if rows > rowsMost || len(l.pages) > 1 && rows > rowsPage {
				t.Errorf("%v: page %d has %d rows", sizes, i, rows)
			}
			total += rows
		}
		sum := 0
		for i, n := range sizes {
			sum += n
			if at, ok := first[itoa(i)]; n > 0 && (!ok || l.href(itoa(i)) != "/en/"+pageAddress(l.path, at)+"#of-"+itoa(i)) {
				t.Errorf("%v: list %d begins on page %d (%t), its number leads to %s", sizes, i, at, ok, l.href(itoa(i)))
			}
			if n == 0 && l.href(itoa(i)) != "" {
				t.Errorf("%v: list %d is empty and has a link", sizes, i)
			}
		}
		if total != sum {
			t.Errorf("%v: %d of %d rows", sizes, total, sum)
		}
	}
}

func TestBasePath(t *testing.T) {
	for in, want := range map[string]string{"https://x.org/": "/", "https://x.org": "/", "https://x.org/a/b/": "/a/b/", "https://x.org/a": "/a/"} {
		if got := basePath(in); got != want {
			t.Errorf("basePath(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	for _, tt := range []struct{ n, of, want int }{{0, 0, 0}, {1, 3, 33}, {2, 3, 67}, {1, 2, 50}, {1, 200, 1}, {199, 200, 100}} {
		if got := percent(tt.n, tt.of); got != tt.want {
			t.Errorf("%d of %d: %d, want %d", tt.n, tt.of, got, tt.want)
		}
	}
}

func BenchmarkFingerprint(b *testing.B) {
	type row struct {
		Name, Href string
		N          int
		On         bool
	}
	type view struct {
		Title string
		Rows  []row
		Of    *row
		Any   any
	}
	v := &view{Title: "title", Rows: make([]row, 50), Of: &row{}, Any: row{}}
	for b.Loop() {
		Fingerprint("f", v)
	}
}
