package chart

import "fmt"

// Bars draws horizontal bars, in the order given. Where whole is positive, the
// bars are parts of it, otherwise the largest has the full length.
func Bars(f Frame, bars []Bar, whole int) (*Figure, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	if err := checkBars(bars); err != nil {
		return f.fail(err)
	}
	if err := checkValue("whole", whole); err != nil {
		return f.fail(err)
	}
	d := barDrawing{bars: make([]barText, len(bars)), whole: whole, empty: f.Words.Empty}
	fig := f.figure(f.Words.Name, f.Words.Value)
	share := whole > 0 && f.Words.Share != ""
	if share {
		fig.Table.Head = append(fig.Table.Head, f.Words.Share)
	}
	for i, b := range bars {
		if whole > 0 && b.Value > whole {
			return f.fail(fmt.Errorf("%q counts %d of %d", b.Label, b.Value, whole))
		}
		d.longest = max(d.longest, b.Value)
		d.bars[i] = barText{Bar: b, number: f.Words.number(b.Value), percent: f.Words.percent(b.Value, whole)}
		fig.row(Cell{Text: b.Label, Href: b.Href}, Cell{Text: d.bars[i].number, Number: true})
		if share {
			row := &fig.Table.Rows[i]
			row.Cells = append(row.Cells, Cell{Text: d.bars[i].percent, Number: true})
		}
	}
	fig.describe(&f.Words, d.longest == 0)
	fig.drawing = &d
	return fig, nil
}

type barText struct {
	Bar
	number, percent string
}

// words are those that tell the bar.
func (b *barText) words() []string {
	if b.percent == "" {
		return []string{b.Label, ": ", b.number}
	}
	return []string{b.Label, ": ", b.number, " (", b.percent, ")"}
}

type barDrawing struct {
	bars           []barText
	whole, longest int
	empty          string
}

func (d *barDrawing) draw(c *canvas) {
	const gap = 12 * one
	if d.longest == 0 {
		c.empty(d.empty)
		return
	}
	numbers := widest(d.bars, c.size, func(b barText) string { return b.number })
	percents := widest(d.bars, c.size, func(b barText) string { return b.percent })
	if percents > 0 {
		percents += gap
	}
	if c.wide {
		d.beside(c, numbers, percents)
	} else {
		d.below(c, numbers, percents)
	}
}

// scale is the length of a bar where the full length is room.
func (d *barDrawing) scale(value int, room unit) unit {
	full := d.whole
	if full == 0 {
		full = d.longest
	}
	return unit(value * int(room) / full)
}

// below draws each bar under its label, for narrow rooms.
func (d *barDrawing) below(c *canvas, numbers, percents unit) {
	const thick = 10 * one
	room := max(c.width-numbers-percents-12*one, 60*one)
	var y unit
	for i := range d.bars {
		b := &d.bars[i]
		set := wrap(b.Label, room, c.size, 2)
		height := unit(len(set))*c.lead() + thick + 14*one
		base := y + c.size
		last := base + unit(len(set)-1)*c.lead()
		c.open(b.Href, b.words()...)
		c.rect("chart-hit", 0, y, c.width, height)
		c.lines("chart-name", 0, base, start, set)
		c.text("chart-strong", c.width-percents, last, end, b.number)
		if b.percent != "" {
			c.text("chart-muted", c.width, last, end, b.percent)
		}
		d.bar(c, b, 0, last+6*one, c.width, thick)
		c.close(b.Href)
		y += height
	}
	c.height = y
}

// beside draws each bar right of its label.
func (d *barDrawing) beside(c *canvas, numbers, percents unit) {
	const thick, widestLabel = 14 * one, 210 * one
	labels := min(widest(d.bars, c.size, func(b barText) string { return b.Label }), widestLabel)
	x := labels + 14*one
	room := c.width - x - numbers - percents - 10*one
	var y unit
	for i := range d.bars {
		b := &d.bars[i]
		set := wrap(b.Label, labels, c.size, 3)
		height := max(28*one, unit(len(set))*c.lead()+10*one)
		mid := y + height/2
		base := mid + c.size*35/100
		c.open(b.Href, b.words()...)
		c.rect("chart-hit", 0, y, c.width, height)
		c.lines("chart-name", 0, base-unit(len(set)-1)*c.lead()/2, start, set)
		d.bar(c, b, x, mid-thick/2, room, thick)
		if d.whole > 0 {
			c.text("chart-strong", c.width-percents, base, end, b.number)
			c.text("chart-muted", c.width, base, end, b.percent)
		} else {
			c.text("chart-strong", x+d.scale(b.Value, room)+8*one, base, start, b.number)
		}
		c.close(b.Href)
		y += height
	}
	c.line("chart-axis", x, 0, x, y)
	c.height = y
}

// bar draws the bar itself, and the whole that it is a part of.
func (d *barDrawing) bar(c *canvas, b *barText, x, y, room, thick unit) {
	if d.whole > 0 {
		c.rect("chart-track", x, y, room, thick)
	}
	if b.Value > 0 {
		c.rect("chart-bar", x, y, d.scale(b.Value, room), thick)
	}
}
