package chart_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"resolute/internal/chart"
)

// FuzzFigures draws every kind of figure of arbitrary words, addresses and
// counts. Each either is refused or is well-formed, of known elements and
// attributes, inside of its box, without overlapping labels.
func FuzzFigures(f *testing.F) {
	f.Add("Where the work stands", "Ongoing", "/en/", []byte{3, 18, 24, 31, 7, 2})
	f.Add(hostile, hostile, "javascript:alert(1)", []byte{0, 0})
	f.Add("x", strings.Repeat("very long words ", 40), "https://example.org/?a=1&b=2", []byte{255, 0, 255, 1, 9, 200, 31, 64, 3, 3, 3, 3, 90})
	f.Add("", "", "//evil", []byte{})
	f.Add("日本語", "العربية Ελλάδα ", "#a", []byte{1})
	f.Fuzz(func(t *testing.T, title, label, href string, counts []byte) {
		if len(counts) > 40 || len(label) > 2000 || len(title) > 2000 || len(href) > 200 {
			t.Skip()
		}
		for _, figure := range figuresOf(title, label, href, counts) {
			fig, err := figure.draw()
			if err != nil {
				continue
			}
			if !utf8.ValidString(string(fig.SVG())) {
				t.Errorf("%s: not UTF-8", figure.name)
			}
			checkFigure(t, fig, figure.forms)
		}
	})
}

type fuzzed struct {
	name  string
	forms int
	draw  func() (*chart.Figure, error)
}

// figuresOf makes one figure of each kind.
func figuresOf(title, label, href string, counts []byte) []fuzzed {
	frame := frame("fuzz", title, label, label)
	frame.Words.Empty, frame.Words.NoReport, frame.Words.From, frame.Words.To = label, label, label, title
	statuses := scale("en")
	for i := range statuses {
		// Labels of many lengths, cut anywhere.
		statuses[i].Label = label[len(label)*i/8:]
		statuses[i].Href = href
	}
	var (
		parts []chart.Share
		bars  []chart.Bar
		years []chart.YearValue
		list  []chart.Edition
		flows []chart.Flow
		year  = 1990
	)
	for i, n := range counts {
		value := int(n) * int(n) * (1 + 97*(i%2))
		status := statuses[int(n)%5]
		if n%11 == 0 {
			status = chart.Status{ID: "not-stated", Label: label, Steps: 5}
		}
		parts = append(parts, chart.Share{Status: status, Value: value})
		bars = append(bars, chart.Bar{Label: label[len(label)*i/len(counts):], Href: href, Value: value})
		years = append(years, chart.YearValue{Year: year, Href: href, Value: value})
		list = append(list, chart.Edition{Year: year, Href: href, Status: status})
		flows = append(flows, chart.Flow{From: int(n) % 5, To: int(n) / 5 % 5, Value: value})
		year += 1 + int(n)%3
	}
	whole := 0
	if len(counts)%2 == 1 {
		whole = chart.MaxValue
	}
	return []fuzzed{
		{"shares", 2, func() (*chart.Figure, error) { return chart.StatusShares(frame, parts) }},
		{"bars", 2, func() (*chart.Figure, error) { return chart.Bars(frame, bars, whole) }},
		{"tiles", 2, func() (*chart.Figure, error) { return chart.Tiles(frame, bars) }},
		{"columns", 2, func() (*chart.Figure, error) { return chart.Columns(frame, years) }},
		{"timeline", 2, func() (*chart.Figure, error) { return chart.Timeline(frame, statuses, list) }},
		{"movement", 2, func() (*chart.Figure, error) { return chart.Movement(frame, statuses, flows) }},
	}
}
