package layout

import (
	"testing"

	"resolute/internal/chart"
)

func TestDataTableEscapesAndLinksToTheSiteAlone(t *testing.T) {
	got := string(dataTable(chart.Table{Head: []string{"A&B", "N"}, Rows: []chart.TableRow{
		{Cells: []chart.Cell{{Text: "<b>", Href: "/en/x/"}, {Text: "3", Number: true}}},
		{Cells: []chart.Cell{{Text: "y", Href: "javascript:x"}, {Text: "4"}}},
	}}, `T"`))
	want := `<table class="data"><caption class="vh">T&#34;</caption><thead><tr><th scope="col">A&amp;B</th><th scope="col">N</th></tr></thead><tbody>` +
		`<tr><th scope="row"><a href="/en/x/">&lt;b&gt;</a></th><td class="n">3</td></tr><tr><th scope="row">y</th><td>4</td></tr></tbody></table>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
