package chart

import (
	"strconv"
	"strings"
)

// form is one of the two forms in which a figure is drawn.
type form struct {
	name  string // ends the ids: "n" or "w"
	class string
	wide  bool
	width unit
	size  unit // of the text
}

var (
	narrow = form{name: "n", class: "chart-svg chart-narrow", width: 320 * one, size: 1350}
	wide   = form{name: "w", class: "chart-svg chart-wide", wide: true, width: 560 * one, size: 1400}
)

// lead is the distance between lines of text.
func (f form) lead() unit { return f.size * 5 / 4 }

// anchor says which end of a text stands at its place.
type anchor string

const (
	start  anchor = ""
	middle anchor = ` text-anchor="middle"`
	end    anchor = ` text-anchor="end"`
)

// canvas collects the elements of one form of a figure.
type canvas struct {
	form
	id       string // of the figure
	body     []byte
	patterns uint32 // those used, by level
	links    bool   // some marks lead somewhere
	height   unit
}

// raw writes constant markup.
func (c *canvas) raw(s string) { c.body = append(c.body, s...) }

// len writes an attribute with a length, the name as in ` x="`.
func (c *canvas) len(name string, v unit) { c.body = appendLen(c.body, name, v) }

func appendLen(b []byte, name string, v unit) []byte {
	return append(appendUnit(append(b, name...), v), '"')
}

// box writes the four attributes of a rectangle.
func (c *canvas) box(x, y, w, h unit) {
	b := appendLen(c.body, ` x="`, x)
	b = appendLen(b, ` y="`, y)
	b = appendLen(b, ` width="`, w)
	c.body = append(appendLen(b, ` height="`, h), "/>"...)
}

// appendUnit writes a length with the decimals that it has, two at most.
func appendUnit(b []byte, v unit) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	b = strconv.AppendInt(b, int64(v/one), 10)
	if rest := v % one; rest != 0 {
		b = append(b, '.', byte('0'+rest/10))
		if rest%10 != 0 {
			b = append(b, byte('0'+rest%10))
		}
	}
	return b
}

func (c *canvas) escaped(s string) { c.body = appendEscaped(c.body, s) }

// rect writes a rectangle. The class is a constant, or an id that was checked.
func (c *canvas) rect(class string, x, y, w, h unit) {
	c.raw(`<rect class="`)
	c.raw(class)
	c.raw(`"`)
	c.box(x, y, w, h)
}

func (c *canvas) line(class string, x1, y1, x2, y2 unit) {
	b := append(append(append(c.body, `<line class="`...), class...), '"')
	b = appendLen(b, ` x1="`, x1)
	b = appendLen(b, ` y1="`, y1)
	b = appendLen(b, ` x2="`, x2)
	c.body = append(appendLen(b, ` y2="`, y2), "/>"...)
}

// text writes a line of text at its base line. The class is a constant.
func (c *canvas) text(class string, x, y unit, a anchor, s string) {
	b := append(append(append(c.body, `<text class="`...), class...), '"')
	b = appendLen(b, ` x="`, x)
	b = appendLen(b, ` y="`, y)
	b = append(append(b, a...), '>')
	c.body = append(appendEscaped(b, s), "</text>"...)
}

// lines writes lines of text, the first at y.
func (c *canvas) lines(class string, x, y unit, a anchor, set []string) {
	for i, s := range set {
		c.text(class, x, y+unit(i)*c.lead(), a, s)
	}
}

// open begins a mark and tells it in words: a link where it leads somewhere.
// The title is the link's name and the tooltip. An aria-label would have to
// repeat all text inside the link as it stands there.
func (c *canvas) open(href string, words ...string) {
	if href == "" {
		c.raw("<g><title>")
	} else {
		c.links = true
		c.raw(`<a class="chart-link" href="`)
		c.escaped(href)
		c.raw(`"><title>`)
	}
	for _, w := range words {
		c.escaped(w)
	}
	c.raw("</title>")
}

func (c *canvas) close(href string) {
	if href == "" {
		c.raw("</g>")
	} else {
		c.raw("</a>")
	}
}

// SVG draws the figure in its narrow and its wide form, and puts them side by
// side. A figure that is only compared is never drawn.
func (f *Figure) SVG() SVG {
	n := canvas{form: narrow, id: f.ID, body: make([]byte, 0, 6<<10)}
	f.drawing.draw(&n)
	// All is written into one buffer, and copied once into its order.
	nHead := n.head(f)
	w := canvas{form: wide, id: f.ID, body: nHead[len(nHead):]}
	f.drawing.draw(&w)
	wHead := w.head(f)
	return join(`<div class="chart-fit">`, nHead, n.body, svgEnd, wHead, w.body, svgEnd+"</div>")
}

const svgEnd = "</svg>"

// join puts heads and bodies between constant markup.
func join(before string, nHead, nBody []byte, between string, wHead, wBody []byte, after string) SVG {
	var b strings.Builder
	b.Grow(len(before) + len(nHead) + len(nBody) + len(between) + len(wHead) + len(wBody) + len(after))
	b.WriteString(before)
	b.Write(nHead)
	b.Write(nBody)
	b.WriteString(between)
	b.Write(wHead)
	b.Write(wBody)
	b.WriteString(after)
	return SVG(b.String())
}

// head writes what comes before the body, as far as it follows from it, into
// the room behind the body. A drawing with links is a group, as nothing inside
// of an image can be reached by keyboard.
func (c *canvas) head(fig *Figure) []byte {
	b := c.body[len(c.body):]
	b = append(append(append(b, `<svg class="`...), c.class...), `" viewBox="0 0 `...)
	b = append(appendUnit(b, c.width), ' ')
	b = append(appendUnit(b, c.height), `" font-size="`...)
	b = append(appendUnit(b, c.size), `" role="`...)
	if c.links {
		b = append(b, "group"...)
	} else {
		b = append(b, "img"...)
	}
	b = append(b, `" aria-labelledby="`...)
	b = append(c.appendID(b, "t"), ' ')
	b = append(c.appendID(b, "d"), `"><title id="`...)
	b = append(c.appendID(b, "t"), `">`...)
	b = append(appendEscaped(b, fig.Title), `</title><desc id="`...)
	b = append(c.appendID(b, "d"), `">`...)
	b = append(appendEscaped(b, fig.Description), `</desc>`...)
	return c.appendPatterns(b)
}

// appendID writes an id of this form of the figure.
func (c *canvas) appendID(b []byte, name string) []byte {
	b = append(append(b, c.id...), '-')
	b = append(append(b, c.form.name...), '-')
	return append(b, name...)
}

// empty draws the figure that has nothing to show, and says so.
func (c *canvas) empty(words string) {
	set := wrap(words, c.width-2*one, c.size, 3)
	c.line("chart-rule", 0, one, c.width, one)
	c.lines("chart-muted", 0, 8*one+c.size, start, set)
	c.height = 16*one + unit(len(set))*c.lead()
}
