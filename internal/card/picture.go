package card

import (
	"embed"
	"image"
	"image/color"
	"math"
	"sync"

	"golang.org/x/image/font/opentype"
	"golang.org/x/image/vector"
)

//go:embed besley-600.ttf besley-600-ext.ttf
var fontFiles embed.FS

// loadFaces reads the fonts: Latin, and the letters of further languages.
var loadFaces = sync.OnceValues(func() ([]*opentype.Font, error) {
	var fonts []*opentype.Font
	for _, name := range []string{"besley-600.ttf", "besley-600-ext.ttf"} {
		data, err := fontFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		f, err := opentype.Parse(data)
		if err != nil {
			return nil, err
		}
		fonts = append(fonts, f)
	}
	return fonts, nil
})

// ink is a colour on the board, in so many shades of what it covers.
type ink uint8

const (
	inkRing ink = iota
	inkText
	inkQuiet
	inkAccent
	shades = 15
)

// picture is an image of few colours: the board, and the shades of each ink.
type picture struct {
	*image.Paletted
}

func newPicture() *picture {
	palette := color.Palette{board}
	for _, c := range []color.RGBA{ringTone, letters, quiet, accent} {
		for i := 1; i <= shades; i++ {
			mix := func(from, to uint8) uint8 {
				return uint8((int(from)*(shades-i) + int(to)*i) / shades)
			}
			palette = append(palette, color.RGBA{mix(board.R, c.R), mix(board.G, c.G), mix(board.B, c.B), 0xff})
		}
	}
	return &picture{image.NewPaletted(image.Rect(0, 0, Width, Height), palette)}
}

// blank is the picture without text, which all begin with.
var blank = sync.OnceValue(func() *picture {
	p := newPicture()
	p.rings(1112, 300)
	p.bar(left, 96, 72, 8)
	return p
})

// ink covers a part of the picture where the mask, from the point on, is not
// empty.
func (p *picture) ink(where image.Rectangle, mask *image.Alpha, from image.Point, of ink) {
	inside := where.Intersect(p.Rect)
	for y := inside.Min.Y; y < inside.Max.Y; y++ {
		for x := inside.Min.X; x < inside.Max.X; x++ {
			a := mask.AlphaAt(from.X+x-where.Min.X, from.Y+y-where.Min.Y).A
			if shade := (int(a)*shades + 127) / 255; shade > 0 {
				p.Pix[p.PixOffset(x, y)] = uint8(int(of)*shades + shade)
			}
		}
	}
}

// bar is a filled rectangle.
func (p *picture) bar(x, y, width, height int) {
	for row := y; row < y+height; row++ {
		for col := x; col < x+width; col++ {
			p.Pix[p.PixOffset(col, row)] = uint8(int(inkAccent)*shades + shades)
		}
	}
}

// rings are a tree's, around a point right of the text: each year further out, none
// quite round.
func (p *picture) rings(cx, cy float64) {
	const from = left + column
	z := vector.NewRasterizer(Width-from, Height)
	for i := range 12 {
		n := float64(i)
		radius := 20 + 23.5*n + 5*math.Sin(1.7*n)
		stroke := 2 + 2.6*math.Abs(math.Sin(2.3*n))
		ring(z, cx-from, cy, radius+stroke, n, false)
		ring(z, cx-from, cy, radius, n, true)
	}
	mask := image.NewAlpha(z.Bounds())
	z.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	p.ink(mask.Rect.Add(image.Pt(from, 0)), mask, image.Point{}, inkRing)
}

// ring adds a closed line; the inner side of a ring runs the other way.
func ring(z *vector.Rasterizer, cx, cy, radius, n float64, inner bool) {
	const steps = 120
	for i := range steps + 1 {
		turn := 2 * math.Pi * float64(i%steps) / steps
		if inner {
			turn = -turn
		}
		r := radius * (1 + 0.02*math.Sin(3*turn+0.4*n) + 0.035*math.Sin(2*turn+0.12*n) + 0.008*math.Sin(7*turn+n))
		x, y := float32(cx+r*math.Cos(turn)), float32(cy+r*math.Sin(turn))
		if i == 0 {
			z.MoveTo(x, y)
		} else {
			z.LineTo(x, y)
		}
	}
	z.ClosePath()
}
