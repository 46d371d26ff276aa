package chart

import (
	"errors"
	"fmt"
)

// Timeline draws the status of one resolution by year. The scale lists the
// statuses in order of progress, those of step 0 aside; editions are in order
// of year, one a year. Years between without a report are shown as such.
func Timeline(f Frame, scale []Status, editions []Edition) (*Figure, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	steps := make([]Status, 0, len(scale))
	for _, s := range scale {
		if err := s.check(); err != nil {
			return f.fail(err)
		}
		if s.Step == 0 {
			continue
		}
		steps = append(steps, s)
		if s.Step != len(steps) {
			return f.fail(fmt.Errorf("status %s: step %d is listed as number %d", s.ID, s.Step, len(steps)))
		}
	}
	d := timeDrawing{scale: steps, editions: editions, years: make([]string, len(editions)), noReport: f.Words.NoReport, empty: f.Words.Empty}
	fig := f.figure(f.Words.Year, f.Words.Name)
	before := 0
	for i := range editions {
		e := &editions[i]
		if err := errors.Join(checkYear(e.Year, before), checkHref(e.Href), e.Status.check()); err != nil {
			return f.fail(err)
		}
		if e.Status.Step > len(steps) {
			return f.fail(fmt.Errorf("status %s: step %d is not on the scale of %d", e.Status.ID, e.Status.Step, len(steps)))
		}
		for year := before + 1; i > 0 && year < e.Year; year++ {
			fig.row(Cell{Text: yearText(year)}, Cell{Text: f.Words.NoReport})
			d.gaps++
		}
		d.years[i] = yearText(e.Year)
		fig.row(Cell{Text: d.years[i], Href: e.Href}, Cell{Text: e.Status.Label, Href: e.Status.Href})
		d.unstated = d.unstated || e.Status.Step == 0
		before = e.Year
	}
	fig.describe(&f.Words, len(editions) == 0)
	fig.drawing = &d
	return fig, nil
}

type timeDrawing struct {
	scale    []Status
	editions []Edition
	years    []string // theirs
	noReport string   // is said of a year without a report
	empty    string
	gaps     int  // years without a report
	unstated bool // an edition states no status
}

func (d *timeDrawing) draw(c *canvas) {
	slots := len(d.editions) + d.gaps
	if slots == 0 {
		c.empty(d.empty)
		return
	}
	// One year makes no line; and where names and years have no room from left
	// to right, they have it from the top down.
	if c.wide && slots > 1 && len(d.scale) > 0 {
		if p, ok := d.plane(c, slots); ok {
			d.across(c, p)
			return
		}
	}
	d.down(c)
}

const radius = 7 * one

// plane is where things stand when time runs from left to right.
type plane struct {
	labels          []string // of the rows, from the top
	unstated, none  int      // the rows below the scale, or -1
	names           unit     // the width of the labels' column
	left, slot, row unit
	first           int // year
	slots           int
}

func (p *plane) x(year int) unit { return p.left + unit(year-p.first)*p.slot + p.slot/2 }
func (p *plane) y(row int) unit  { return unit(row)*p.row + p.row/2 }

// plane has one row for each step, the last on top, then those for what is not
// stated or not reported. It is not ok where the years would touch.
func (d *timeDrawing) plane(c *canvas, slots int) (p *plane, ok bool) {
	const widestName, gap, widestSlot, apart = 150 * one, 14 * one, 96 * one, 3 * one
	p = &plane{unstated: -1, none: -1, row: 30 * one, first: d.editions[0].Year, slots: slots}
	p.labels = make([]string, 0, len(d.scale)+2)
	for i := range d.scale {
		p.labels = append(p.labels, d.scale[len(d.scale)-1-i].Label)
	}
	for i := range d.editions {
		if s := &d.editions[i].Status; s.Step == 0 && p.unstated < 0 {
			p.unstated = len(p.labels)
			p.labels = append(p.labels, s.Label)
		}
	}
	if d.gaps > 0 {
		p.none = len(p.labels)
		p.labels = append(p.labels, d.noReport)
	}
	p.names = widest(p.labels, c.size, func(s string) string { return s }) + one
	if p.names > widestName {
		// Some take two lines.
		p.names, p.row = widestName, 2*c.lead()+6*one
	}
	p.left = p.names + gap
	p.slot = min((c.width-p.left)/unit(slots), widestSlot)
	return p, p.slot >= widthOf("0000", c.size)+apart
}

// across draws time from left to right and progress from below upwards.
func (d *timeDrawing) across(c *canvas, p *plane) {
	right := p.left + p.slot*unit(p.slots)
	reached := d.reached()
	for i, label := range p.labels {
		y := p.y(i)
		class := "chart-rule"
		if i >= len(d.scale) {
			class = "chart-rule chart-beyond"
		}
		if i != p.none {
			c.line(class, p.left, y, right, y)
		}
		class = "chart-muted"
		if step := len(d.scale) - i; step > 0 && reached&(1<<step) != 0 || i == p.unstated {
			class = "chart-name"
		}
		base := y + c.size*35/100
		if widthOf(label, c.size) <= p.names {
			c.text(class, 0, base, start, label)
		} else {
			set := wrap(label, p.names, c.size, 2)
			c.lines(class, 0, base-unit(len(set)-1)*c.lead()/2, start, set)
		}
	}
	base := unit(len(p.labels))*p.row + c.size + one
	c.height = base + 9*one
	d.path(c, p)
	d.marksAcross(c, p, base)
}

// reached has a bit for each step that an edition states.
func (d *timeDrawing) reached() uint32 {
	var bits uint32
	for i := range d.editions {
		bits |= 1 << d.editions[i].Status.Step
	}
	return bits
}

// path draws the steps from edition to edition: a status holds until the next
// report. Over years without a report the line is broken; from and to a status
// that is not stated there is none.
func (d *timeDrawing) path(c *canvas, p *plane) {
	for i := 1; i < len(d.editions); i++ {
		from, to := &d.editions[i-1], &d.editions[i]
		if !c.openPath(from, to) {
			continue
		}
		c.point(p.x(from.Year), p.y(len(d.scale)-from.Status.Step))
		c.raw("H")
		c.body = appendUnit(c.body, p.x(to.Year))
		if from.Status.Step != to.Status.Step {
			c.raw("V")
			c.body = appendUnit(c.body, p.y(len(d.scale)-to.Status.Step))
		}
		c.raw(`"/>`)
	}
}

func (d *timeDrawing) marksAcross(c *canvas, p *plane, base unit) {
	for i := range d.editions {
		e := &d.editions[i]
		if i > 0 {
			for year := d.editions[i-1].Year + 1; year < e.Year; year++ {
				x, y := p.x(year), p.y(p.none)
				c.line("chart-none", x-5*one, y, x+5*one, y)
				c.text("chart-muted", x, base, middle, yearText(year))
			}
		}
		row := len(d.scale) - e.Status.Step
		if e.Status.Step == 0 {
			row = p.unstated
		}
		x, y, year := p.x(e.Year), p.y(row), d.years[i]
		c.open(e.Href, year, ": ", e.Status.Label)
		if e.Href != "" {
			c.rect("chart-hit", x-p.slot/2, 0, p.slot, c.height)
		}
		c.mark(&e.Status, x, y, radius)
		c.text("chart-name", x, base, middle, year)
		c.close(e.Href)
	}
}

// down draws a row for each year, with its mark on the scale and its word
// beside it: any number of years has room.
func (d *timeDrawing) down(c *canvas) {
	const row = 30 * one
	years := widthOf("0000", c.size)
	for i := 1; i < len(d.editions); i++ {
		if d.editions[i].Year-d.editions[i-1].Year > 2 {
			years = widthOf("0000–0000", c.size)
			break
		}
	}
	pitch := 22 * one
	if len(d.scale) > 5 {
		pitch = 88 * one / unit(len(d.scale)-1)
	}
	left := years + 14*one + radius
	words := left + pitch*unit(max(len(d.scale)-1, 0)) + radius + 14*one
	at := func(e *Edition) unit {
		if e.Status.Step == 0 {
			// It may be anywhere on the scale.
			return left + pitch*unit(max(len(d.scale)-1, 0))/2
		}
		return left + pitch*unit(e.Status.Step-1)
	}
	rows, y := make([]unit, len(d.editions)), unit(0)
	for i := range d.editions {
		if i > 0 && d.editions[i].Year-d.editions[i-1].Year > 1 {
			y += row
		}
		rows[i] = y + row/2
		y += row
	}
	c.height = y
	d.stations(c, left, pitch, rows)
	d.pathDown(c, at, rows)
	for i := range d.editions {
		e := &d.editions[i]
		if i > 0 && e.Year-d.editions[i-1].Year > 1 {
			d.gapRow(c, d.editions[i-1].Year+1, e.Year-1, words, rows[i]-row)
		}
		base := rows[i] + c.size*35/100
		year := d.years[i]
		c.open(e.Href, year, ": ", e.Status.Label)
		c.rect("chart-hit", 0, rows[i]-row/2, c.width, row)
		c.text("chart-strong", 0, base, start, year)
		c.mark(&e.Status, at(e), rows[i], radius)
		c.text("chart-name", words, base, start, shorten(e.Status.Label, c.width-words, c.size))
		c.close(e.Href)
	}
}

// pathDown is path where time runs down.
func (d *timeDrawing) pathDown(c *canvas, at func(*Edition) unit, rows []unit) {
	for i := 1; i < len(d.editions); i++ {
		from, to := &d.editions[i-1], &d.editions[i]
		if !c.openPath(from, to) {
			continue
		}
		c.point(at(from), rows[i-1])
		c.raw("V")
		c.body = appendUnit(c.body, rows[i])
		if from.Status.Step != to.Status.Step {
			c.raw("H")
			c.body = appendUnit(c.body, at(to))
		}
		c.raw(`"/>`)
	}
}

// openPath begins the step between two editions, unless there is none.
func (c *canvas) openPath(from, to *Edition) bool {
	if from.Status.Step == 0 || to.Status.Step == 0 {
		return false
	}
	c.raw(`<path class="chart-path`)
	if to.Year-from.Year > 1 {
		c.raw(" chart-guess")
	}
	c.raw(`" d="M`)
	return true
}

// stations draws the places of the scale on each row, so that a mark alone
// tells how much is before and behind it.
func (d *timeDrawing) stations(c *canvas, left, pitch unit, rows []unit) {
	for i, y := range rows {
		class := "chart-rule"
		if d.editions[i].Status.Step == 0 {
			class = "chart-rule chart-beyond"
		}
		if len(d.scale) > 1 {
			c.line(class, left, y, left+pitch*unit(len(d.scale)-1), y)
		}
	}
}

// gapRow tells of years without a report.
func (d *timeDrawing) gapRow(c *canvas, from, to int, words, y unit) {
	base := y + c.size*35/100
	text := yearText(from)
	if to > from {
		text += "–" + yearText(to)
	}
	c.text("chart-muted", 0, base, start, text)
	c.text("chart-muted", words, base, start, shorten(d.noReport, c.width-words, c.size))
}
