package chart

import "errors"

// StatusShares draws one bar that is divided among statuses, with the shares
// above the parts that have room, and all names and numbers below.
func StatusShares(f Frame, shares []Share) (*Figure, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	for i := range shares {
		s := &shares[i]
		if err := errors.Join(s.Status.check(), checkValue(s.Status.Label, s.Value)); err != nil {
			return f.fail(err)
		}
	}
	whole, err := total(shares, func(s Share) int { return s.Value })
	if err != nil {
		return f.fail(err)
	}
	fig := f.figure(f.Words.Name, f.Words.Value)
	if f.Words.Share != "" {
		fig.Table.Head = append(fig.Table.Head, f.Words.Share)
	}
	d := shareDrawing{shares: make([]shareText, len(shares)), whole: whole, empty: f.Words.Empty}
	for i, s := range shares {
		d.shares[i] = shareText{Share: s, number: f.Words.number(s.Value), percent: f.Words.percent(s.Value, whole)}
		fig.row(Cell{Text: s.Status.Label, Href: s.Status.Href}, Cell{Text: d.shares[i].number, Number: true})
		if f.Words.Share != "" {
			row := &fig.Table.Rows[i]
			row.Cells = append(row.Cells, Cell{Text: d.shares[i].percent, Number: true})
		}
	}
	fig.describe(&f.Words, whole == 0)
	fig.drawing = &d
	return fig, nil
}

type shareText struct {
	Share
	number, percent string
}

type shareDrawing struct {
	shares []shareText
	whole  int
	empty  string
}

func (d *shareDrawing) draw(c *canvas) {
	if d.whole == 0 {
		c.empty(d.empty)
		return
	}
	c.height = d.legend(c, d.bar(c))
}

// bar draws the divided bar and returns where it ends.
func (d *shareDrawing) bar(c *canvas) unit {
	const height, gap = 36 * one, 4 * one
	top := c.lead() + gap
	names := c.wide && d.anyName(c)
	if names {
		top += c.lead()
	}
	sum := 0
	var x unit
	for i := range d.shares {
		s := &d.shares[i]
		if s.Value == 0 {
			continue
		}
		// Each end is computed of the sum so far: the parts fill the whole exactly.
		sum += s.Value
		next := unit(sum * int(c.width) / d.whole)
		w := next - x
		c.open("", s.Status.Label, ": ", s.number, " (", s.percent, ")")
		c.fill(&s.Status, x, top, w, height)
		c.close("")
		base := top - 7*one
		if widthOf(s.percent, c.size)+4*one <= w {
			c.text("chart-strong", x, base, start, s.percent)
		}
		if names && widthOf(s.Status.Label, c.size)+6*one <= w {
			c.text("chart-label", x, base-c.lead(), start, s.Status.Label)
		}
		const visible = 3 * one
		if w >= visible && c.width-next >= visible {
			c.line("chart-gap", next, top, next, top+height)
		}
		x = next
	}
	c.line("chart-axis", 0, top+height, c.width, top+height)
	return top + height
}

// anyName tells whether a part has room for its name.
func (d *shareDrawing) anyName(c *canvas) bool {
	for i := range d.shares {
		s := &d.shares[i]
		if s.Value > 0 && unit(s.Value*int(c.width)/d.whole) >= widthOf(s.Status.Label, c.size)+6*one {
			return true
		}
	}
	return false
}

// legend lists the statuses with their numbers below y, in the order of the
// bar, and returns where it ends.
func (d *shareDrawing) legend(c *canvas, y unit) unit {
	const gutter, swatch, gap = 36 * one, 16 * one, 14 * one
	columns := 1
	if c.wide {
		columns = 2
	}
	width := (c.width - unit(columns-1)*gutter) / unit(columns)
	perColumn := (len(d.shares) + columns - 1) / columns
	percents := widest(d.shares, c.size, func(s shareText) string { return s.percent }) + gap
	numbers := widest(d.shares, c.size, func(s shareText) string { return s.number }) + gap
	room := width - swatch - 9*one - percents - numbers
	height := 28 * one
	sets := make([][]string, len(d.shares))
	for i := range d.shares {
		sets[i] = wrap(d.shares[i].Status.Label, max(room, 40*one), c.size, 2)
		height = max(height, unit(len(sets[i]))*c.lead()+10*one)
	}
	y += 10 * one
	for i := range d.shares {
		s := &d.shares[i]
		x := unit(i/perColumn) * (width + gutter)
		row := y + unit(i%perColumn)*height
		base := row + 19*one
		c.open(s.Status.Href, s.Status.Label, ": ", s.number, " (", s.percent, ")")
		c.rect("chart-hit", x, row, width, height)
		c.fill(&s.Status, x, row+6*one, swatch, swatch)
		c.lines("chart-name", x+swatch+9*one, base, start, sets[i])
		c.text("chart-strong", x+width-percents, base, end, s.number)
		c.text("chart-muted", x+width, base, end, s.percent)
		c.close(s.Status.Href)
	}
	return y + unit(perColumn)*height
}
