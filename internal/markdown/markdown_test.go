package markdown

import (
	"strings"
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
