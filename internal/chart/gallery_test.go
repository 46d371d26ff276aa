package chart_test

import (
	"flag"
	"html"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"resolute/internal/chart"
)

var update = flag.Bool("update", false, "write the golden files anew")

func words(name, value string) chart.Words {
	return chart.Words{
		Name: name, Value: value, Share: "Share", Year: "Year", From: "2023", To: "2024",
		Empty: "There are no reports yet.", NoReport: "No report",
		Number: grouped, Percent: func(part, whole int) string { return strconv.Itoa((200*part+whole)/(2*whole)) + " %" },
	}
}

// grouped sets thin spaces between thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

func frame(id, title, name, value string) chart.Frame {
	return chart.Frame{ID: id, Title: title, Words: words(name, value)}
}

// scale is the vocabulary of the sample site, in a language.
func scale(lang string) []chart.Status {
	labels := map[string][]string{
		"en": {"Not initiated", "Initiated", "Underway", "Ongoing", "Completed"},
		"fr": {"Non entamée", "Entamée", "Bien avancée", "Continue", "Achevée"},
	}[lang]
	list := make([]chart.Status, len(labels))
	for i, id := range []string{"not-initiated", "initiated", "underway", "ongoing", "completed"} {
		list[i] = chart.Status{ID: id, Label: labels[i], Href: "/" + lang + "/statuses/" + id + "/", Step: i + 1, Steps: 5}
	}
	return list
}

func notStated() chart.Status {
	return chart.Status{ID: "not-stated", Label: "Not stated", Href: "/en/statuses/not-stated/", Steps: 5}
}

func shares(values ...int) []chart.Share {
	list := make([]chart.Share, len(values))
	for i, s := range append(scale("en"), notStated())[:len(values)] {
		list[i] = chart.Share{Status: s, Value: values[i]}
	}
	return list
}

func editions(steps map[int]int, years ...int) []chart.Edition {
	list := make([]chart.Edition, len(years))
	for i, y := range years {
		s := notStated()
		if step := steps[y]; step > 0 {
			s = scale("en")[step-1]
		}
		list[i] = chart.Edition{Year: y, Href: "/en/resolutions/wcc-2020-res-040/" + strconv.Itoa(y) + "/", Status: s}
	}
	return list
}

var actionBars = []chart.Bar{
	{Label: "Policy influencing and advocacy", Href: "/en/actions/policy/", Value: 34},
	{Label: "Convening stakeholders and networking", Href: "/en/actions/networking/", Value: 29},
	{Label: "Education, communication and awareness raising", Href: "/en/actions/education/", Value: 22},
	{Label: "Scientific and technical activities", Href: "/en/actions/science/", Value: 17},
	{Label: "Capacity building", Href: "/en/actions/capacity-building/", Value: 12},
	{Label: "Field activities", Href: "/en/actions/field/", Value: 7},
	{Label: "Fundraising", Value: 0},
}

var regionBars = []chart.Bar{
	{Label: "Africa", Href: "/en/regions/africa/", Value: 31},
	{Label: "Meso and South America", Href: "/en/regions/america/", Value: 44},
	{Label: "North America and the Caribbean", Href: "/en/regions/north/", Value: 38},
	{Label: "South and East Asia", Href: "/en/regions/asia/", Value: 19},
	{Label: "West Asia", Href: "/en/regions/west-asia/", Value: 4},
	{Label: "Oceania", Href: "/en/regions/oceania/", Value: 0},
	{Label: "East Europe, North and Central Asia", Href: "/en/regions/east-europe/", Value: 9},
	{Label: "West Europe", Href: "/en/regions/west-europe/", Value: 57},
}

func years(first int, values ...int) []chart.YearValue {
	list := make([]chart.YearValue, len(values))
	for i, v := range values {
		list[i] = chart.YearValue{Year: first + i, Href: "/en/years/" + strconv.Itoa(first+i) + "/", Value: v}
	}
	return list
}

// specimen is a figure of the gallery.
type specimen struct {
	name string
	draw func() (*chart.Figure, error)
}

func specimens() []specimen {
	en := scale("en")
	return []specimen{
		{"shares", func() (*chart.Figure, error) {
			return chart.StatusShares(frame("shares", "Where the work stands", "Status", "Resolutions"), shares(3, 18, 24, 31, 7, 2))
		}},
		{"shares-few", func() (*chart.Figure, error) {
			return chart.StatusShares(frame("shares-few", "Status of the reports of 2019", "Status", "Reports"), shares(0, 9, 5, 0, 1))
		}},
		{"shares-empty", func() (*chart.Figure, error) {
			return chart.StatusShares(frame("shares-empty", "Status of the reports of 2015", "Status", "Reports"), shares(0, 0))
		}},
		{"timeline", func() (*chart.Figure, error) {
			return chart.Timeline(frame("timeline", "Status over the years", "Status", ""), en, editions(map[int]int{2021: 2, 2022: 3, 2023: 4, 2024: 4}, 2021, 2022, 2023, 2024))
		}},
		{"timeline-gaps", func() (*chart.Figure, error) {
			return chart.Timeline(frame("timeline-gaps", "Status over the years", "Status", ""), en,
				editions(map[int]int{2013: 1, 2014: 2, 2016: 3, 2020: 2, 2021: 4, 2023: 5}, 2013, 2014, 2016, 2020, 2021, 2022, 2023))
		}},
		{"timeline-one", func() (*chart.Figure, error) {
			return chart.Timeline(frame("timeline-one", "Status over the years", "Status", ""), en, editions(map[int]int{2023: 2}, 2023))
		}},
		{"columns", func() (*chart.Figure, error) {
			return chart.Columns(frame("columns", "Reports by year", "", "Reports"), years(2013, 3, 0, 12, 0, 31, 44, 29, 8, 17, 52, 61, 48))
		}},
		{"columns-few", func() (*chart.Figure, error) {
			return chart.Columns(frame("columns-few", "Reports by year", "", "Reports"), years(2022, 12, 1204, 980))
		}},
		{"bars", func() (*chart.Figure, error) {
			return chart.Bars(frame("bars", "What was done", "Kind of action", "Reports"), actionBars, 48)
		}},
		{"bars-max", func() (*chart.Figure, error) {
			return chart.Bars(frame("bars-max", "Reports by region", "Region", "Reports"), regionBars, 0)
		}},
		{"tiles", func() (*chart.Figure, error) {
			return chart.Tiles(frame("tiles", "Reports by region", "Region", "Reports"), regionBars)
		}},
		{"movement", func() (*chart.Figure, error) {
			return chart.Movement(frame("movement", "From 2023 to 2024", "", "Resolutions"), en, []chart.Flow{
				{From: 0, To: 1, Value: 4},
				{From: 0, To: 0, Value: 2},
				{From: 1, To: 1, Value: 6},
				{From: 1, To: 2, Value: 9},
				{From: 1, To: 3, Value: 3},
				{From: 2, To: 2, Value: 8},
				{From: 2, To: 3, Value: 5},
				{From: 2, To: 1, Value: 1},
				{From: 3, To: 3, Value: 14},
				{From: 3, To: 4, Value: 3},
			})
		}},
	}
}

// TestGallery holds the gallery, a page to look at: open
// testdata/gallery.html in a browser after a change, and judge.
func TestGallery(t *testing.T) {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Figures</title>\n" +
		"<link rel=\"stylesheet\" href=\"gallery.css\">\n<link rel=\"stylesheet\" href=\"../../../static/css/components/chart.css\">\n<main>\n")
	for _, s := range specimens() {
		fig, err := s.draw()
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		b.WriteString("<figure id=\"" + fig.ID + "\">\n<figcaption>" + html.EscapeString(fig.Title) + "</figcaption>\n")
		b.WriteString(strings.ReplaceAll(string(fig.SVG()), "><", ">\n<"))
		b.WriteString("\n<table>\n<caption>" + html.EscapeString(fig.Table.Caption) + "</caption>\n<tr>")
		for _, h := range fig.Table.Head {
			b.WriteString("<th scope=\"col\">" + html.EscapeString(h) + "</th>")
		}
		for _, row := range fig.Table.Rows {
			b.WriteString("</tr>\n<tr>")
			for _, cell := range row.Cells {
				b.WriteString("<td>" + html.EscapeString(cell.Text) + "</td>")
			}
		}
		b.WriteString("</tr>\n</table>\n</figure>\n")
	}
	b.WriteString("</main>\n")
	golden(t, "gallery.html", b.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what it was; look at it, and run the test with -update", name)
	}
}
