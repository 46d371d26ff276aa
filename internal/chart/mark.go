package chart

import "math"

// The marks and fills of statuses follow their place on the scale, not their
// names, so that any vocabulary has them: an empty ring for the first step, a
// full disc for the last, and between them a part of the disc. What is not
// stated is a broken ring with a dash.

// levels is the number of fills that can be told apart without colour, from
// blank for the first step to solid for the last.
const levels = 5

// unstated is the fill of what is not on the scale.
const unstated = levels

// level is the fill of a status.
func (s *Status) level() int {
	switch {
	case s.Step == 0:
		return unstated
	case s.Steps < 2:
		return levels - 1
	}
	return ((s.Step-1)*2*(levels-1) + s.Steps - 1) / (2 * (s.Steps - 1))
}

// cuts are the widths of the blank stripes of the levels, and of the tile
// that repeats them.
var cuts = [levels]struct{ cut, tile unit }{1: {400, 550}, 2: {275, 500}, 3: {130, 600}}

// fill draws a rectangle in a status's fill: its colour, and over it the
// stripes that tell the status without colour.
func (c *canvas) fill(s *Status, x, y, w, h unit) {
	c.raw(`<rect class="chart-fill`)
	level := s.level()
	switch level {
	case 0:
		c.raw(" chart-blank")
	case unstated:
		c.raw(" chart-unstated")
	}
	c.statusClass(s)
	c.raw(`"`)
	c.box(x, y, w, h)
	if level == 0 || level == levels-1 {
		return
	}
	c.patterns |= 1 << level
	c.raw(`<rect fill="url(#`)
	c.body = c.appendID(c.body, "p")
	c.body = append(c.body, byte('0'+level))
	c.raw(`)"`)
	c.box(x, y, w, h)
}

// statusClass writes the classes by which a status has its colour: its own,
// and that of its place on the scale for vocabularies with other names.
func (c *canvas) statusClass(s *Status) {
	c.raw(" chart-step")
	c.body = append(c.body, byte('0'+s.level()))
	c.raw(" s-")
	c.raw(s.ID)
}

// appendPatterns defines the fills that are used.
func (c *canvas) appendPatterns(b []byte) []byte {
	if c.patterns == 0 {
		return b
	}
	b = append(b, "<defs>"...)
	for level := range levels {
		if c.patterns&(1<<level) == 0 {
			continue
		}
		b = append(b, `<pattern id="`...)
		b = append(c.appendID(b, "p"), byte('0'+level))
		b = append(b, `" width="`...)
		b = append(appendUnit(b, cuts[level].tile), `" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="chart-cut" width="`...)
		b = append(appendUnit(b, cuts[level].cut), `" height="8"/></pattern>`...)
	}
	if c.patterns&(1<<unstated) != 0 {
		b = append(b, `<pattern id="`...)
		b = append(c.appendID(b, "p"), '0'+unstated)
		b = append(b, `" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="chart-dot" cx="2.5" cy="2.5" r="0.8"/></pattern>`...)
	}
	return append(b, "</defs>"...)
}

// mark draws the sign of a status with a radius around a point.
func (c *canvas) mark(s *Status, x, y, r unit) {
	c.raw(`<g class="chart-mark`)
	c.statusClass(s)
	c.raw(`"><circle class="chart-ring`)
	if s.Step == 0 {
		c.raw(" chart-broken")
	}
	c.raw(`"`)
	c.len(` cx="`, x)
	c.len(` cy="`, y)
	c.len(` r="`, r)
	c.raw("/>")
	switch {
	case s.Step == 0:
		c.raw(`<path class="chart-dash" d="M`)
		c.point(x-r*2/5, y)
		c.raw("H")
		c.body = appendUnit(c.body, x+r*2/5)
		c.raw(`"/>`)
	case s.Step == s.Steps:
		c.raw(`<circle class="chart-disc"`)
		c.len(` cx="`, x)
		c.len(` cy="`, y)
		c.len(` r="`, r*7/10)
		c.raw("/>")
	case s.Step > 1:
		c.sector(s, x, y, r*7/10)
	}
	c.raw("</g>")
}

// sector draws the part of the disc that tells how far the work has come.
func (c *canvas) sector(s *Status, x, y, r unit) {
	part, whole := s.Step-1, s.Steps-1
	// Rounded to hundredths, the end is the same on all machines.
	sin, cos := math.Sincos(2 * math.Pi * float64(part) / float64(whole))
	dx, dy := unit(math.Round(sin*float64(r))), unit(math.Round(-cos*float64(r)))
	c.raw(`<path class="chart-disc" d="M`)
	c.point(x, y)
	c.raw("V")
	c.body = appendUnit(c.body, y-r)
	c.raw("A")
	c.point(r, r)
	if 2*part > whole {
		c.raw(" 0 1 1 ")
	} else {
		c.raw(" 0 0 1 ")
	}
	c.point(x+dx, y+dy)
	c.raw(`Z"/>`)
}

// point writes a pair of coordinates.
func (c *canvas) point(x, y unit) {
	c.body = append(appendUnit(c.body, x), ' ')
	c.body = appendUnit(c.body, y)
}
