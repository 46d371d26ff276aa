package chart_test

import (
	"fmt"
	"strings"
	"testing"

	"resolute/internal/chart"
)

func TestFigures(t *testing.T) {
	for _, s := range specimens() {
		t.Run(s.name, func(t *testing.T) {
			fig, err := s.draw()
			if err != nil {
				t.Fatal(err)
			}
			forms := 2
			if s.name == "spark" {
				forms = 1
			}
			checkFigure(t, fig, forms)
			again, err := s.draw()
			if err != nil || again.SVG() != fig.SVG() {
				t.Errorf("drawn again it differs (%v)", err)
			}
		})
	}
}

// TestPageIDs draws all figures on one page.
func TestPageIDs(t *testing.T) {
	seen := map[string]string{}
	for _, s := range specimens() {
		fig, err := s.draw()
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parse(t, fig.SVG()) {
			for _, e := range d.elements {
				if id := e.attrs["id"]; id != "" && seen[id] != "" {
					t.Errorf("%s and %s both have %s", seen[id], s.name, id)
				} else if id != "" {
					seen[id] = s.name
				}
			}
		}
	}
	if len(seen) < 4*len(specimens())-2 {
		t.Errorf("only %d ids", len(seen))
	}
}

func must(t testing.TB) func(*chart.Figure, error) *chart.Figure {
	return func(fig *chart.Figure, err error) *chart.Figure {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return fig
	}
}

func TestSharesSumExactly(t *testing.T) {
	for _, values := range [][]int{{1, 1, 1}, {3, 18, 24, 31, 7, 2}, {1, 9999997, 1}, {1, 2, 3, 4, 5, 6}, {0, 7, 0, 0, 0, 1}, {5}} {
		fig := must(t)(chart.StatusShares(frame("s", "Shares", "Status", "Resolutions"), shares(values...)))
		whole := 0
		for _, v := range values {
			whole += v
		}
		for _, d := range checkFigure(t, fig, 2) {
			x, seen := 0, 0
			for _, e := range d.find("chart-fill") {
				if e.num(t, "height") != 3600 {
					continue // a swatch of the legend
				}
				for values[seen] == 0 {
					seen++
				}
				if e.num(t, "x") != x {
					t.Errorf("%v: part %d begins at %s, want %d", values, seen, e.attrs["x"], x)
				}
				w := e.num(t, "width")
				// A hundredth at each end is lost by rounding down.
				if want := values[seen] * d.width / whole; w < want-1 || w > want+1 {
					t.Errorf("%v: part %d is %d wide, want %d", values, seen, w, want)
				}
				x += w
				seen++
			}
			if x != d.width {
				t.Errorf("%v: the parts fill %d of %d", values, x, d.width)
			}
		}
	}
}

func TestBarLengths(t *testing.T) {
	for _, whole := range []int{0, 48} {
		fig := must(t)(chart.Bars(frame("b", "Bars", "Action", "Reports"), actionBars, whole))
		for _, d := range checkFigure(t, fig, 2) {
			drawn, tracks := d.find("chart-bar"), d.find("chart-track")
			if len(drawn) != 6 || whole > 0 && len(tracks) != 7 {
				t.Fatalf("%d bars, %d tracks", len(drawn), len(tracks))
			}
			full, of := drawn[0].num(t, "width"), actionBars[0].Value
			if whole > 0 {
				full, of = tracks[0].num(t, "width"), whole
			}
			for i, e := range drawn {
				if got, want := e.num(t, "width"), actionBars[i].Value*full/of; got < want-1 || got > want+1 {
					t.Errorf("%s is %d long, want %d", actionBars[i].Label, got, want)
				}
			}
		}
		if got := len(fig.Table.Head); whole > 0 && got != 3 || whole == 0 && got != 2 {
			t.Errorf("%d headings with a whole of %d", got, whole)
		}
	}
}

func TestColumnHeights(t *testing.T) {
	given := []chart.YearValue{{Year: 2016, Value: 10}, {Year: 2017, Value: 20}, {Year: 2020, Value: 5}}
	fig := must(t)(chart.Columns(frame("c", "Columns", "", "Reports"), given))
	if len(fig.Table.Rows) != 5 || fig.Table.Rows[2].Cells[0].Text != "2018" || fig.Table.Rows[2].Cells[1].Text != "0" {
		t.Errorf("rows %v", fig.Table.Rows)
	}
	for _, d := range checkFigure(t, fig, 2) {
		drawn := d.find("chart-bar")
		if len(drawn) != 3 {
			t.Fatalf("%d columns", len(drawn))
		}
		base := d.find("chart-axis")[0].num(t, "y1")
		full := drawn[1].num(t, "height")
		for i, e := range drawn {
			if e.num(t, "height")*20 != given[i].Value*full {
				t.Errorf("%d is %s high of %d", given[i].Year, e.attrs["height"], full)
			}
			if e.num(t, "y")+e.num(t, "height") != base {
				t.Errorf("%d does not stand on the base line", given[i].Year)
			}
		}
		if a, b := drawn[1].num(t, "x")-drawn[0].num(t, "x"), drawn[2].num(t, "x")-drawn[1].num(t, "x"); b != 3*a {
			t.Errorf("a year is %d wide, three are %d", a, b)
		}
	}
}

func TestTimeline(t *testing.T) {
	given := editions(map[int]int{2016: 1, 2017: 2, 2020: 5}, 2016, 2017, 2020, 2021)
	fig := must(t)(chart.Timeline(frame("t", "Status", "Status", ""), scale("en"), given))
	const described = "2016: Not initiated; 2017: Initiated; 2018: No report; 2019: No report; 2020: Completed; 2021: Not stated."
	if fig.Description != described {
		t.Errorf("described as %q", fig.Description)
	}
	drawings := checkFigure(t, fig, 2)
	for _, d := range drawings {
		if n := len(d.find("chart-mark")); n != len(given) {
			t.Errorf("%d marks", n)
		}
		if n := len(d.find("chart-path")); n != 2 {
			t.Errorf("%d paths: there is none to a status not stated", n)
		}
		if n := len(d.find("chart-guess")); n != 1 {
			t.Errorf("%d broken paths: years without a report are a guess", n)
		}
	}
	// In the wide form, years are equally far apart, and progress rises.
	rings := drawings[1].find("chart-ring")
	year := rings[1].num(t, "cx") - rings[0].num(t, "cx")
	if got := rings[2].num(t, "cx") - rings[1].num(t, "cx"); got != 3*year {
		t.Errorf("a year is %d wide, three are %d", year, got)
	}
	step := rings[0].num(t, "cy") - rings[1].num(t, "cy")
	if got := rings[1].num(t, "cy") - rings[2].num(t, "cy"); step <= 0 || got != 3*step {
		t.Errorf("a step is %d high, three are %d", step, got)
	}
	// In the narrow form, years go down and progress to the right.
	rings = drawings[0].find("chart-ring")
	step = rings[1].num(t, "cx") - rings[0].num(t, "cx")
	if got := rings[2].num(t, "cx") - rings[1].num(t, "cx"); step <= 0 || got != 3*step {
		t.Errorf("a step is %d wide, three are %d", step, got)
	}
	for i := 1; i < len(rings); i++ {
		if rings[i].num(t, "cy") <= rings[i-1].num(t, "cy") {
			t.Errorf("edition %d is not below the one before", i)
		}
	}
}

// TestTimelineLong has more editions than any resolution will, and long names.
func TestTimelineLong(t *testing.T) {
	for _, n := range []int{1, 2, 9, 13, 14, 40} {
		list := make([]chart.Edition, n)
		statuses := scale("en")
		for i := range statuses {
			statuses[i].Label = strings.Repeat(statuses[i].Label+" ", 8)
		}
		for i := range list {
			list[i] = chart.Edition{Year: 1990 + i, Href: "/x/", Status: statuses[i%5]}
		}
		fig := must(t)(chart.Timeline(frame("t", "Status", "Status", ""), statuses, list))
		for _, d := range checkFigure(t, fig, 2) {
			if got := len(d.find("chart-mark")); got != n {
				t.Errorf("%d marks of %d editions", got, n)
			}
		}
	}
}

func TestTiles(t *testing.T) {
	fig := must(t)(chart.Tiles(frame("t", "Tiles", "Region", "Reports"), regionBars))
	want := []int{3, 4, 4, 2, 1, 0, 1, 5}
	for _, d := range checkFigure(t, fig, 2) {
		for i, e := range d.find("chart-tile") {
			if !e.class(fmt.Sprint("chart-shade", want[i])) {
				t.Errorf("%s has %s, want shade %d", regionBars[i].Label, e.attrs["class"], want[i])
			}
		}
	}
}

func TestMovement(t *testing.T) {
	flows := []chart.Flow{{From: 0, To: 1, Value: 3}, {From: 1, To: 1, Value: 5}, {From: 0, To: 1, Value: 1}, {From: 3, To: 1, Value: 2}, {From: 2, To: 2}}
	fig := must(t)(chart.Movement(frame("m", "Moves", "", "Resolutions"), scale("en"), flows))
	var rows []string
	for _, row := range fig.Table.Rows {
		rows = append(rows, row.Cells[0].Text+" "+row.Cells[1].Text+" "+row.Cells[2].Text)
	}
	if got, want := strings.Join(rows, "; "), "Ongoing Initiated 2; Initiated Initiated 5; Not initiated Initiated 4"; got != want {
		t.Errorf("table %q, want %q", got, want)
	}
	for _, d := range checkFigure(t, fig, 2) {
		// Before: ongoing 2, initiated 5, not initiated 4. After: initiated 11.
		if n := len(d.find("chart-node")); n != 4 {
			t.Errorf("%d nodes", n)
		}
		for class, n := range map[string]int{"chart-rise": 1, "chart-level": 1, "chart-back": 1} {
			if got := len(d.find(class)); got != n {
				t.Errorf("%d of %s, want %d", got, class, n)
			}
		}
		// Ribbons together are as thick as the node they end at.
		thick := 0
		for _, e := range d.find("chart-flow") {
			var x0, a0, x1, a1, b1 float64
			var c [4]float64
			if _, err := fmt.Sscanf(e.attrs["d"], "M%g %gC%g %g %g %g %g %gV%g", &x0, &a0, &c[0], &c[1], &c[2], &c[3], &x1, &a1, &b1); err != nil {
				t.Fatal(err)
			}
			thick += int((b1-a1)*100 + .5)
		}
		if thick != 3600 {
			t.Errorf("ribbons are %d thick, want 3600", thick)
		}
	}
}

func TestEmpty(t *testing.T) {
	f := frame("e", "Nothing", "Status", "Reports")
	for name, draw := range map[string]func() (*chart.Figure, error){
		"no shares":    func() (*chart.Figure, error) { return chart.StatusShares(f, nil) },
		"zero shares":  func() (*chart.Figure, error) { return chart.StatusShares(f, shares(0, 0, 0)) },
		"no bars":      func() (*chart.Figure, error) { return chart.Bars(f, nil, 0) },
		"zero bars":    func() (*chart.Figure, error) { return chart.Bars(f, []chart.Bar{{Label: "a"}}, 7) },
		"no years":     func() (*chart.Figure, error) { return chart.Columns(f, nil) },
		"zero years":   func() (*chart.Figure, error) { return chart.Columns(f, years(2020, 0, 0)) },
		"no editions":  func() (*chart.Figure, error) { return chart.Timeline(f, scale("en"), nil) },
		"no tiles":     func() (*chart.Figure, error) { return chart.Tiles(f, nil) },
		"no flows":     func() (*chart.Figure, error) { return chart.Movement(f, scale("en"), nil) },
		"empty flows":  func() (*chart.Figure, error) { return chart.Movement(f, scale("en"), []chart.Flow{{From: 1, To: 2}}) },
		"no statuses":  func() (*chart.Figure, error) { return chart.Movement(f, nil, nil) },
		"no scale":     func() (*chart.Figure, error) { return chart.Timeline(f, nil, nil) },
		"shares, zero": func() (*chart.Figure, error) { return chart.StatusShares(f, shares(0)) },
	} {
		t.Run(name, func(t *testing.T) {
			fig := must(t)(draw())
			checkFigure(t, fig, 2)
			if fig.Description != f.Words.Empty {
				t.Errorf("described as %q", fig.Description)
			}
			if n := strings.Count(string(fig.SVG()), ">"+f.Words.Empty+"</text>"); n != 2 {
				t.Errorf("says %d times that there is nothing: %s", n, fig.SVG())
			}
		})
	}
}

func TestRefused(t *testing.T) {
	f, en := frame("r", "Refused", "Status", "Reports"), scale("en")
	bad := func(change func(*chart.Status)) chart.Status {
		s := en[1]
		change(&s)
		return s
	}
	tests := map[string]func() (*chart.Figure, error){
		"negative share":  func() (*chart.Figure, error) { return chart.StatusShares(f, shares(1, -1)) },
		"too large":       func() (*chart.Figure, error) { return chart.StatusShares(f, shares(chart.MaxValue+1)) },
		"sum too large":   func() (*chart.Figure, error) { return chart.StatusShares(f, shares(chart.MaxValue, 1)) },
		"negative bar":    func() (*chart.Figure, error) { return chart.Bars(f, []chart.Bar{{Label: "a", Value: -1}}, 0) },
		"negative whole":  func() (*chart.Figure, error) { return chart.Bars(f, nil, -1) },
		"over the whole":  func() (*chart.Figure, error) { return chart.Bars(f, []chart.Bar{{Label: "a", Value: 3}}, 2) },
		"negative tile":   func() (*chart.Figure, error) { return chart.Tiles(f, []chart.Bar{{Label: "a", Value: -1}}) },
		"negative year":   func() (*chart.Figure, error) { return chart.Columns(f, years(2020, 1, -1)) },
		"year 3":          func() (*chart.Figure, error) { return chart.Columns(f, years(3, 1)) },
		"year 3000":       func() (*chart.Figure, error) { return chart.Columns(f, years(3000, 1)) },
		"year twice":      func() (*chart.Figure, error) { return chart.Columns(f, append(years(2020, 1), years(2020, 1)...)) },
		"years backwards": func() (*chart.Figure, error) { return chart.Timeline(f, en, editions(nil, 2021, 2020)) },
		"negative flow":   func() (*chart.Figure, error) { return chart.Movement(f, en, []chart.Flow{{Value: -1}}) },
		"flow to nowhere": func() (*chart.Figure, error) { return chart.Movement(f, en, []chart.Flow{{To: 5, Value: 1}}) },
		"flow from -1":    func() (*chart.Figure, error) { return chart.Movement(f, en, []chart.Flow{{From: -1, Value: 1}}) },
		"scale with gaps": func() (*chart.Figure, error) { return chart.Timeline(f, []chart.Status{en[0], en[2]}, nil) },
		"step off scale": func() (*chart.Figure, error) {
			return chart.Timeline(f, en[:2], []chart.Edition{{Year: 2020, Status: en[4]}})
		},
		"step of more": func() (*chart.Figure, error) {
			return chart.StatusShares(f, []chart.Share{{Status: bad(func(s *chart.Status) { s.Step = 6 }), Value: 1}})
		},
		"hostile class": func() (*chart.Figure, error) {
			return chart.StatusShares(f, []chart.Share{{Status: bad(func(s *chart.Status) { s.ID = `x" onload="` }), Value: 1}})
		},
		"script link": func() (*chart.Figure, error) {
			return chart.Bars(f, []chart.Bar{{Label: "a", Href: "javascript:alert(1)", Value: 1}}, 0)
		},
		"other host": func() (*chart.Figure, error) {
			return chart.Tiles(f, []chart.Bar{{Label: "a", Href: "//evil.example/"}})
		},
		"hidden host": func() (*chart.Figure, error) {
			return chart.Tiles(f, []chart.Bar{{Label: "a", Href: "/\t/evil.example/"}})
		},
		"backslash": func() (*chart.Figure, error) {
			return chart.Tiles(f, []chart.Bar{{Label: "a", Href: `/\evil.example/`}})
		},
		"no title":      func() (*chart.Figure, error) { return chart.Tiles(frame("x", " ", "", ""), nil) },
		"no id":         func() (*chart.Figure, error) { return chart.Tiles(frame("", "x", "", ""), nil) },
		"id of a digit": func() (*chart.Figure, error) { return chart.Tiles(frame("1x", "x", "", ""), nil) },
		"hostile id":    func() (*chart.Figure, error) { return chart.Tiles(frame(`x"><script>`, "x", "", ""), nil) },
	}
	for name, draw := range tests {
		if fig, err := draw(); err == nil || fig != nil {
			t.Errorf("%s: accepted", name)
		} else if !strings.HasPrefix(err.Error(), "chart") {
			t.Errorf("%s: %v does not say where", name, err)
		}
	}
}

const hostile = `<script>alert(1)</script> & "x" 'y' ]]> <!-- --> &lt; ` + "\x00\x1b\xff\ufffe \u202e onload=x"

func TestHostileWords(t *testing.T) {
	f := frame("h", hostile, hostile, hostile)
	f.Words.Empty, f.Words.NoReport, f.Words.From, f.Words.To = hostile, hostile, hostile, hostile
	statuses := scale("en")
	for i := range statuses {
		statuses[i].Label = hostile
	}
	bars := []chart.Bar{{Label: hostile, Value: 3, Href: `/a?b=1&c="d"<e>`}, {Label: hostile, Value: 1}}
	list := []chart.Edition{{Year: 2018, Status: statuses[1], Href: "/x/"}, {Year: 2021, Status: statuses[2]}, {Year: 2023, Status: chart.Status{ID: "q", Label: hostile, Steps: 5}}}
	for name, draw := range map[string]func() (*chart.Figure, error){
		"shares": func() (*chart.Figure, error) {
			return chart.StatusShares(f, []chart.Share{{statuses[0], 2}, {statuses[3], 9}})
		},
		"bars":     func() (*chart.Figure, error) { return chart.Bars(f, bars, 9) },
		"tiles":    func() (*chart.Figure, error) { return chart.Tiles(f, bars) },
		"timeline": func() (*chart.Figure, error) { return chart.Timeline(f, statuses, list) },
		"movement": func() (*chart.Figure, error) { return chart.Movement(f, statuses, []chart.Flow{{0, 3, 2}, {3, 0, 1}}) },
		"empty":    func() (*chart.Figure, error) { return chart.Bars(f, nil, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			fig := must(t)(draw())
			for _, d := range checkFigure(t, fig, 2) {
				if title := d.elements[1]; title.name != "title" || !strings.HasPrefix(title.text, `<script>alert(1)</script> & "x" 'y' ]]>`) {
					t.Errorf("title became %q", title.text)
				}
			}
		})
	}
}

// TestPatterns holds that statuses can be told apart without colour.
func TestPatterns(t *testing.T) {
	fig := must(t)(chart.StatusShares(frame("p", "Shares", "Status", "Reports"), shares(1, 1, 1, 1, 1, 1)))
	d := checkFigure(t, fig, 2)[0]
	looks := map[string]bool{}
	for i, e := range d.elements {
		if !e.class("chart-fill") || e.attrs["height"] != "16" {
			continue
		}
		look := fmt.Sprint(e.class("chart-blank"), e.class("chart-unstated"))
		if next := d.elements[i+1]; next.attrs["fill"] != "" {
			look += next.attrs["fill"]
		}
		looks[look] = true
	}
	if len(looks) != 6 {
		t.Errorf("six statuses have %d looks: %v", len(looks), looks)
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		text         string
		width, lines int
		want         string
	}{
		{"Africa", 10000, 2, "Africa"},
		{"", 10000, 2, ""},
		{"  \n ", 10000, 2, ""},
		{"Education, communication and awareness raising", 20000, 2, "Education, communication|and awareness raising"},
		{"Education, communication and awareness raising", 12000, 2, "Education,|communicatio…"},
		{"Donaudampfschifffahrtsgesellschaft in Wien", 10000, 2, "Donaudamp…|in Wien"},
		{"日本語の長い名前がここにあります", 10000, 1, "日本語の長い…"},
	} {
		if got := strings.Join(chart.Wrap(tt.text, tt.width, 1400, tt.lines), "|"); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.text, got, tt.want)
		}
	}
}
