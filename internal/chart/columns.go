package chart

// Columns draws a quantity by year, in order of year. Years that are not
// given count nothing.
func Columns(f Frame, years []YearValue) (*Figure, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	if err := checkYears(years); err != nil {
		return f.fail(err)
	}
	fig, d := f.byYear(years)
	fig.drawing = &d
	return fig, nil
}

type columnDrawing struct {
	years   []YearValue // without gaps
	texts   []string    // their numbers
	highest int
	empty   string
}

// byYear fills the gaps between years, and makes the table.
func (f *Frame) byYear(years []YearValue) (*Figure, columnDrawing) {
	fig := f.figure(f.Words.Year, f.Words.Value)
	d := columnDrawing{empty: f.Words.Empty}
	for i, y := range years {
		for i > 0 && d.years[len(d.years)-1].Year+1 < y.Year {
			d.years = append(d.years, YearValue{Year: d.years[len(d.years)-1].Year + 1})
		}
		d.years = append(d.years, y)
	}
	for _, y := range d.years {
		d.highest = max(d.highest, y.Value)
		d.texts = append(d.texts, f.Words.number(y.Value))
		fig.row(Cell{Text: yearText(y.Year), Href: y.Href}, Cell{Text: d.texts[len(d.texts)-1], Number: true})
	}
	fig.describe(&f.Words, d.highest == 0)
	return fig, d
}

func (d *columnDrawing) draw(c *canvas) {
	if d.highest == 0 {
		c.empty(d.empty)
		return
	}
	plot, top := 104*one, c.lead()+2*one
	if c.wide {
		plot = 132 * one
	}
	var (
		n      = unit(len(d.years))
		label  = widthOf("0000", c.size)
		pad    unit
		widest = 44 * one
	)
	slot := c.width / n
	if slot < label+8*one {
		pad = label / 2
		slot = (c.width - 2*pad) / n
	}
	if c.wide {
		widest = 52 * one
	}
	slot = min(slot, widest*2)
	thick := max(min(slot*64/100, widest), slot/2, 1)
	every := int((label + 8*one + slot - 1) / slot)
	shown := d.shown(c, slot)
	base := top + plot
	// A row of links is worth having only where each can be hit.
	links := slot >= 28*one
	height := base + c.lead() + 6*one
	for i, y := range d.years {
		x := pad + unit(i)*slot
		mid := x + slot/2
		href := ""
		if links {
			href = y.Href
		}
		tall := unit(y.Value * int(plot) / d.highest)
		c.open(href, yearText(y.Year), ": ", d.texts[i])
		if links {
			c.rect("chart-hit", x, 0, slot, height)
		}
		if y.Value > 0 {
			c.rect("chart-bar", mid-thick/2, base-tall, thick, tall)
		}
		if shown[i] {
			w := (widthOf(d.texts[i], c.size) + 1) / 2
			c.text("chart-strong", min(max(mid, w), c.width-w), base-tall-5*one, middle, d.texts[i])
		}
		if (len(d.years)-1-i)%every == 0 {
			c.text("chart-name", mid, base+c.size+3*one, middle, yearText(y.Year))
		}
		c.close(href)
	}
	c.line("chart-axis", pad, base, pad+n*slot, base)
	c.height = height
}

// shown tells which numbers have room: all, or the highest and the last.
func (d *columnDrawing) shown(c *canvas, slot unit) []bool {
	shown := make([]bool, len(d.years))
	if widest(d.texts, c.size, func(s string) string { return s })+3*one <= slot {
		for i := range shown {
			shown[i] = true
		}
		return shown
	}
	last, peak := len(d.years)-1, 0
	for i, y := range d.years {
		if y.Value > d.years[peak].Value {
			peak = i
		}
	}
	shown[peak] = true
	// Both may have been moved inwards from the edge: leave room for that.
	need := widthOf(d.texts[peak], c.size) + widthOf(d.texts[last], c.size) + 8*one
	if unit(last-peak)*slot >= need {
		shown[last] = true
	}
	return shown
}
