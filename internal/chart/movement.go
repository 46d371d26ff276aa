package chart

import (
	"cmp"
	"fmt"
	"slices"
)

// Movement draws how many went from which status to which: a row for each
// status that occurs, the last of the list on top, with the numbers before on
// the left and after on the right. What stays runs level, what moves on rises.
func Movement(f Frame, statuses []Status, flows []Flow) (*Figure, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	for i := range statuses {
		if err := statuses[i].check(); err != nil {
			return f.fail(err)
		}
	}
	for _, w := range flows {
		if min(w.From, w.To) < 0 || max(w.From, w.To) >= len(statuses) {
			return f.fail(fmt.Errorf("a flow from %d to %d is not among %d statuses", w.From, w.To, len(statuses)))
		}
		if err := checkValue(statuses[w.From].Label, w.Value); err != nil {
			return f.fail(err)
		}
	}
	whole, err := total(flows, func(w Flow) int { return w.Value })
	if err != nil {
		return f.fail(err)
	}
	d := moveDrawing{statuses: statuses, from: f.Words.From, to: f.Words.To, empty: f.Words.Empty, whole: whole}
	d.sum(merge(flows), &f.Words)
	fig := f.figure(f.Words.From, f.Words.To, f.Words.Value)
	for _, w := range d.flows {
		from, to := &statuses[w.From], &statuses[w.To]
		fig.row(Cell{Text: from.Label, Href: from.Href}, Cell{Text: to.Label, Href: to.Href}, Cell{Text: w.number, Number: true})
	}
	if fig.Description == "" {
		fig.Description = cmp.Or(d.describe(), f.Words.Empty, f.Title)
	}
	fig.drawing = &d
	return fig, nil
}

// merge adds flows between the same two statuses, drops those of nothing, and
// orders them from the most advanced status down.
func merge(flows []Flow) []Flow {
	sorted := slices.Clone(flows)
	slices.SortStableFunc(sorted, func(a, b Flow) int {
		return 2*sign(b.From-a.From) + sign(b.To-a.To)
	})
	merged := sorted[:0]
	for _, w := range sorted {
		if n := len(merged); n > 0 && merged[n-1].From == w.From && merged[n-1].To == w.To {
			merged[n-1].Value += w.Value
		} else if w.Value > 0 {
			merged = append(merged, w)
		}
	}
	return merged
}

func sign(n int) int { return max(-1, min(1, n)) }

// flowText is a flow with its number as it is written.
type flowText struct {
	Flow
	number string
}

// amount is a number of reports, and the same as it is written.
type amount struct {
	n      int
	number string
}

type moveDrawing struct {
	statuses      []Status
	flows         []flowText
	from, to      string // head the columns
	empty         string
	whole         int
	before, after []amount // by status
	most          int      // the largest of both
	rows          []int    // statuses that occur, from the top
}

func (d *moveDrawing) sum(flows []Flow, words *Words) {
	d.before, d.after = make([]amount, len(d.statuses)), make([]amount, len(d.statuses))
	for _, w := range flows {
		d.flows = append(d.flows, flowText{w, words.number(w.Value)})
		d.before[w.From].n += w.Value
		d.after[w.To].n += w.Value
	}
	for i := len(d.statuses) - 1; i >= 0; i-- {
		before, after := &d.before[i], &d.after[i]
		before.number, after.number = words.number(before.n), words.number(after.n)
		d.most = max(d.most, before.n, after.n)
		if before.n+after.n > 0 {
			d.rows = append(d.rows, i)
		}
	}
}

// describe tells each flow in words; nothing where there is none.
func (d *moveDrawing) describe() string {
	var b []byte
	for i, w := range d.flows {
		if i > 0 {
			b = append(b, "; "...)
		}
		b = append(b, d.statuses[w.From].Label...)
		b = append(b, " → "...)
		b = append(b, d.statuses[w.To].Label...)
		b = append(b, ": "...)
		b = append(b, w.number...)
	}
	if len(b) > 0 {
		b = append(b, '.')
	}
	return string(b)
}

const (
	moveRow   = 46 * one
	moveThick = 36 * one // of the largest number
	moveNode  = 5 * one
)

func (d *moveDrawing) draw(c *canvas) {
	if d.whole == 0 {
		c.empty(d.empty)
		return
	}
	widestName := 104 * one
	if c.wide {
		widestName = 150 * one
	}
	var numbers unit
	for _, s := range d.rows {
		numbers = max(numbers, widthOf(d.before[s].number, c.size), widthOf(d.after[s].number, c.size))
	}
	names := min(widest(d.rows, c.size, func(s int) string { return d.statuses[s].Label }), widestName)
	numbers = min(numbers, 70*one)
	// From the left: name, number before, node, flows, node, number after.
	left := names + 12*one + numbers + 7*one
	right := c.width - numbers - 7*one
	head := c.lead() + 8*one
	c.text("chart-muted", left-7*one, c.size, end, shorten(d.from, left-7*one, c.size))
	c.text("chart-muted", c.width, c.size, end, shorten(d.to, c.width-left, c.size))
	c.height = head + unit(len(d.rows))*moveRow
	d.ribbons(c, left+moveNode, right-moveNode, head)
	for i, s := range d.rows {
		status := &d.statuses[s]
		mid := head + unit(i)*moveRow + moveRow/2
		base := mid + c.size*35/100
		c.open(status.Href, status.Label, ": ", d.before[s].number, " → ", d.after[s].number)
		c.rect("chart-hit", 0, mid-moveRow/2, names, moveRow)
		set := wrap(status.Label, names, c.size, 2)
		c.lines("chart-name", 0, base-unit(len(set)-1)*c.lead()/2, start, set)
		c.close(status.Href)
		c.text("chart-strong", left-7*one, base, end, d.before[s].number)
		c.text("chart-strong", c.width, base, end, d.after[s].number)
		d.node(c, status, left, mid, d.before[s].n)
		d.node(c, status, right-moveNode, mid, d.after[s].n)
	}
}

// thick is how thick a quantity is drawn.
func (d *moveDrawing) thick(value int) unit { return unit(value * int(moveThick) / d.most) }

func (d *moveDrawing) node(c *canvas, s *Status, x, mid unit, value int) {
	if value == 0 {
		return
	}
	h := max(d.thick(value), one)
	c.raw(`<rect class="chart-node`)
	c.statusClass(s)
	c.raw(`"`)
	c.box(x, mid-h/2, moveNode, h)
}

// ribbons draws the flows, each as thick as its number. Those that leave a
// status are stacked in the order of where they go, so that none cross there.
func (d *moveDrawing) ribbons(c *canvas, x0, x1, head unit) {
	place := make([]unit, len(d.statuses))
	for i, s := range d.rows {
		place[s] = head + unit(i)*moveRow + moveRow/2
	}
	left, right := make([]int, len(d.statuses)), make([]int, len(d.statuses))
	xm := (x0 + x1) / 2
	for _, w := range d.flows {
		// Edges are computed of sums, so that ribbons fill their node exactly.
		top0 := place[w.From] - d.thick(d.before[w.From].n)/2
		top1 := place[w.To] - d.thick(d.after[w.To].n)/2
		a0, b0 := top0+d.thick(left[w.From]), top0+d.thick(left[w.From]+w.Value)
		a1, b1 := top1+d.thick(right[w.To]), top1+d.thick(right[w.To]+w.Value)
		left[w.From] += w.Value
		right[w.To] += w.Value
		from, to := &d.statuses[w.From], &d.statuses[w.To]
		c.open("", from.Label, " → ", to.Label, ": ", w.number)
		c.raw(`<path class="chart-flow `)
		c.raw([...]string{"chart-back", "chart-level", "chart-rise"}[sign(w.To-w.From)+1])
		c.raw(`" d="M`)
		c.point(x0, a0)
		c.curve(xm, a0, a1, x1)
		c.raw("V")
		c.body = appendUnit(c.body, b1)
		c.curve(xm, b1, b0, x0)
		c.raw(`Z"/>`)
		c.close("")
	}
}

// curve continues a path level at both ends.
func (c *canvas) curve(xm, y0, y1, x1 unit) {
	c.raw("C")
	c.point(xm, y0)
	c.raw(" ")
	c.point(xm, y1)
	c.raw(" ")
	c.point(x1, y1)
}
