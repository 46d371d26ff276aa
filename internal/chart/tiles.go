package chart

// Tiles draws named quantities as shaded tiles, in the order given. The shade
// is one of five; the number stands on each tile.
func Tiles(f Frame, tiles []Bar) (*Figure, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	if err := checkBars(tiles); err != nil {
		return f.fail(err)
	}
	d := tileDrawing{tiles: tiles, texts: make([]string, len(tiles)), empty: f.Words.Empty}
	fig := f.figure(f.Words.Name, f.Words.Value)
	for i, t := range tiles {
		d.highest = max(d.highest, t.Value)
		d.texts[i] = f.Words.number(t.Value)
		fig.row(Cell{Text: t.Label, Href: t.Href}, Cell{Text: d.texts[i], Number: true})
	}
	fig.describe(&f.Words, d.highest == 0)
	fig.drawing = &d
	return fig, nil
}

type tileDrawing struct {
	tiles   []Bar
	texts   []string
	highest int
	empty   string
}

// shades is the number of shades of tiles that count something.
const shades = 5

// shade is 0 for nothing, else from 1 to shades in equal steps.
func (d *tileDrawing) shade(value int) int {
	if value == 0 {
		return 0
	}
	return (value*shades + d.highest - 1) / d.highest
}

func (d *tileDrawing) draw(c *canvas) {
	const gap, inset, digits = 6 * one, 10 * one, 22 * one
	if d.highest == 0 {
		c.empty(d.empty)
		return
	}
	columns := 2
	if c.wide {
		columns = 4
	}
	columns = min(columns, len(d.tiles))
	width := (c.width - unit(columns-1)*gap) / unit(columns)
	sets, most := make([][]string, len(d.tiles)), 1
	for i, t := range d.tiles {
		sets[i] = wrap(t.Label, width-2*inset, c.size, 3)
		most = max(most, len(sets[i]))
	}
	height := inset + digits + unit(most)*c.lead() + 8*one
	for i, t := range d.tiles {
		x := unit(i%columns) * (width + gap)
		y := unit(i/columns) * (height + gap)
		c.open(t.Href, t.Label, ": ", d.texts[i])
		c.rect("chart-tile chart-shade"+string(rune('0'+d.shade(t.Value))), x, y, width, height)
		size := digits
		if w := widthOf(d.texts[i], digits); w > width-2*inset {
			size = digits * (width - 2*inset) / w
		}
		c.raw(`<text class="chart-strong" font-size="`)
		c.body = appendUnit(c.body, size)
		c.raw(`"`)
		c.len(` x="`, x+inset)
		c.len(` y="`, y+inset+digits*4/5)
		c.raw(">")
		c.escaped(d.texts[i])
		c.raw("</text>")
		c.lines("chart-name", x+inset, y+inset+digits+c.size, start, sets[i])
		c.close(t.Href)
	}
	rows := unit((len(d.tiles) + columns - 1) / columns)
	c.height = rows*(height+gap) - gap
}
