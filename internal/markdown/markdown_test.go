package markdown

import (
	"strings"
	"sync"
	"testing"
)

func TestUnder(t *testing.T) {
	h := HTML(`<a href="` + rootMark + `/members/wwf/">`)
	if got := h.Under("/base/fr"); got != `<a href="/base/fr/members/wwf/">` {
		t.Errorf("got %s", got)
	}
	if got := h.Under(`"><script>`); strings.Contains(string(got), "<script>") {
		t.Errorf("prefix not escaped: %s", got)
	}
	plain := HTML("<p>plain</p>")
	if n := testing.AllocsPerRun(10, func() { _ = plain.Under("/base/fr") }); n > 0 {
		t.Errorf("%v allocations without an internal link", n)
	}
}

const benchmarkText = `## Results

The members restored twelve reefs along the northern coast and "mapped" 340 km of shoreline with the help of
local fishers -- see [the atlas](https://example.org/atlas). They don't expect the remaining sites to be ready
before next year, because the permits are still being discussed with the authorities of both provinces.

- Training of 45 rangers in *three* countries, with materials in English, French and Spanish
- A shared database of nesting sites, updated every month by the partners
- Two workshops on the sustainable use of mangroves, held in March and October

The survey of the river basin was completed in August; its report is public. It found that the number of
breeding pairs has risen by a fifth since the first census, although the trend differs between the upper and
the lower course. A second team compared satellite images of ten years and found a slower loss of forest
inside the reserves than outside them.

## Challenges

Funding for the second phase is not secured. The two regional offices share one vehicle, and the rainy season
closes the road to the southern stations for about four months. Staff turnover was high: three of the seven
field coordinators left during the year, and their successors had to be trained again.

### Data

Several governments do not publish their statistics, so the figures for the eastern range states are estimates.
The members agreed on a common protocol, but it has been applied only at half of the stations so far.

## Future actions

1. Extend the monitoring to the four remaining districts and publish the results openly.
2. Prepare a proposal for the next funding round together with the commission and the secretariat.
3. Hold a regional meeting of managers, rangers and communities, with travel support for the smaller members.
4. Translate the handbook, and test it in at least two schools of every district.

The members intend to review the plan after the first year, when the new baseline is available. They will then
decide which of the measures can be handed over to the local councils, and which need support for longer. A
short summary for decision makers is being drafted and will be shared with all members before the assembly.
The lessons of the first phase, in particular those about the involvement of young people and of women in
the committees, will be collected in a separate report that the secretariat has offered to edit and print.
`

func BenchmarkRender(b *testing.B) {
	r := New()
	o := testOptions("en", true)
	src := []byte(benchmarkText)
	body, problems := r.Render(src, o)
	if len(problems) > 0 || len(body.Sections) != 3 {
		b.Fatal(problems)
	}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	start := processorTime()
	for b.Loop() {
		r.Render(src, o)
	}
	b.ReportMetric(float64(processorTime()-start)/float64(b.N), "cpu-ns/op")
	b.ReportMetric(float64(body.Words), "words")
}

// TestPositions: columns count characters, in lists and quotations as well.
func TestPositions(t *testing.T) {
	tests := []struct{ source, want string }{
		{"é [a](x:y)", "10:7"},
		{"a\n\n> - é *é [a](x:y)*", "12:14"},
		{"- a\n\n  é <b>", "12:5"},
		{"a\n\n\t<b>é</b>\n\nb <i>", "14:3"},
		{"|a|\n|-|\n|é|[a](x:y)|\n", ""},
		{"|a|b|\n|-|-|\n|é|[a](x:y)|\n", "12:8"},
		{"a\n![é](x:y)", "11:6"},
		{"[a]\n\n[a]: x:y", "10:1"},
		{"<xy:z>", "10:1"},
		{"a\n# b", "11:1"},
		{"> # b", "10:3"},
		{"Title\n=====", "10:1"},
		{"a\x01", "10:2"},
		{"a\né\xff", "11:2"},
		{"a\rb", "10:2"},
		{"a\r\n<b>", "11:1"},
		{"a[^x] é\n\nb[^y]", "10:2 12:2"},
		{"[^x]: a", "10:1"},
	}
	r := New()
	for _, tt := range tests {
		_, problems := r.Render([]byte(tt.source), testOptions("en", false))
		var got []string
		for _, p := range problems {
			got = append(got, strings.TrimPrefix(p.Pos.String(), "x.md:"))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%q: got %q, want %q: %v", tt.source, s, tt.want, problems)
		}
	}
}

// TestConcurrency renders the same bodies from many goroutines.
func TestConcurrency(t *testing.T) {
	r := New()
	sources := []string{benchmarkText, "## Results\n\n[a](about.md) b[^1] https://example.org\n\n[^1]: Note.", "## Results\n\n<b>"}
	langs := []string{"en", "fr", "es"}
	var want []string
	for i, source := range sources {
		want = append(want, describe(New().Render([]byte(source), testOptions(langs[i], true))))
	}
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			for n := range 30 {
				i := (g + n) % len(sources)
				if got := describe(r.Render([]byte(sources[i]), testOptions(langs[i], true))); got != want[i] {
					t.Errorf("got %s, want %s", got, want[i])
				}
			}
		})
	}
	group.Wait()
}

// TestResolversAreNotTrusted: what a caller's resolver returns is checked like
// what an author writes.
func TestResolversAreNotTrusted(t *testing.T) {
	for _, url := range []string{"javascript:x", "//evil.example/", "https://evil.example/", "members/wwf/", "/a b/", "/\\evil", "/\x00/"} {
		o := testOptions("en", false)
		o.Link = func(string) (string, string, string) { return url, "", "" }
		o.Image = func(string) (Image, string, string) { return Image{URL: url}, "", "" }
		body, problems := New().Render([]byte("[a](b) ![a](b)"), o)
		if url == "members/wwf/" {
			problems = append(problems, problems...) // an image may be relative
		}
		if len(problems) < 2 {
			t.Errorf("%q: accepted: %s %v", url, body.Sections[0].HTML, problems)
		}
	}
	o := testOptions("en", false)
	o.Link, o.Image = nil, nil
	if body, problems := New().Render([]byte("[a](b) ![a](b) [c](https://example.org/)"), o); len(problems) != 2 || strings.Contains(string(body.Sections[0].HTML), `"b"`) {
		t.Errorf("without resolvers: %s %v", body.Sections[0].HTML, problems)
	}
}

// TestLimitsCanBeLowered, but not raised over the ceilings.
func TestLimitsCanBeLowered(t *testing.T) {
	o := testOptions("en", false)
	o.Limits = Limits{Size: 20}
	if body, problems := New().Render([]byte(strings.Repeat("a", 21)), o); len(problems) != 1 || problems[0].Rule != "body-size" || len(body.Sections) > 0 {
		t.Errorf("got %v %v", body, problems)
	}
	o.Limits = Limits{Output: 20}
	if body, problems := New().Render([]byte(strings.Repeat("a", 21)), o); len(problems) != 1 || problems[0].Rule != "too-complex" || len(body.Sections) > 0 {
		t.Errorf("got %v %v", body, problems)
	}
	if got := (Limits{Size: 1 << 40}).withDefaults().Size; got != megabyte {
		t.Errorf("size raised to %d", got)
	}
}

func TestNotes(t *testing.T) {
	const source = "## Results\n\nA[^b] B[^a] C[^b]\n\n## Challenges\n\nD[^c] E[^a] [F[^a]](about.md)\n\n[^a]: First.\n[^b]: Second[^d].\n\n    ```\n    code\n    ```\n[^c]: Third.\n[^d]: Fourth."
	o := testOptions("es", true)
	o.IDPrefix = "p-"
	o.Labels = &Labels{Notes: "Notas <x>", Note: "Nota", Back: "Volver"}
	body, problems := New().Render([]byte(source), o)
	if len(problems) > 0 {
		t.Error(problems)
	}
	for _, fault := range inspect(body, "p-") {
		t.Error(fault)
	}
	want := "p-fnref-1 p-fnref-2 p-fnref-1-2 p-fn-1 p-fnref-3 p-fn-2 p-fn-3 p-fnref-4 p-fnref-2-2 p-fn-4"
	if got := strings.Join(body.IDs, " "); got != want {
		t.Errorf("ids %s, want %s", got, want)
	}
	first, second := string(body.Sections[0].HTML), string(body.Sections[1].HTML)
	for _, part := range []string{`aria-label="Notas &lt;x&gt;"`, `href="#p-fnref-1-2" role="doc-backlink" aria-label="Volver 1-2"`, "</code></pre>\n<p> <a"} {
		if !strings.Contains(first, part) {
			t.Errorf("no %s in %s", part, first)
		}
	}
	for _, part := range []string{`<ol start="4">`, `>F<sup>2</sup></a>`} {
		if !strings.Contains(second, part) {
			t.Errorf("no %s in %s", part, second)
		}
	}
}
