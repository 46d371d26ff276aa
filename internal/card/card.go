// Package card draws the pictures that other sites show beside a link to a page:
// 1200 by 630 pixels, in the colours and the type of the site.
//
// A picture depends on nothing but what it says. It is drawn with few colours,
// so that it is a small file and quickly made.
package card

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Size of a picture, as the sites that show them ask for.
const (
	Width  = 1200
	Height = 630
)

// Card is what a picture says.
type Card struct {
	// Title is the kind of page, in large letters.
	Title string
	// Site is the site's name, above it.
	Site string
	// Line is a sentence below it, or "".
	Line string
	// Host stands at the foot, or "".
	Host string
}

// The layout, in pixels: the text stands in a column, the rings to its right.
const (
	left   = 80
	column = 700
	foot   = Height - 72
)

// Draw writes the picture as a PNG file.
func Draw(w io.Writer, c Card) error {
	p := &picture{image.NewPaletted(blank().Rect, blank().Palette)}
	copy(p.Pix, blank().Pix)
	faces, err := loadFaces()
	if err != nil {
		return err
	}
	if err := p.text(faces, c); err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	return encoder.Encode(w, p.Paletted)
}

// text sets all texts.
func (p *picture) text(fonts []*opentype.Font, c Card) error {
	set := func(text string, size float64, y int, of ink) error {
		s, err := newSetter(fonts, size)
		if err != nil {
			return err
		}
		p.line(s, s.fit(text, column), left, y, of)
		return nil
	}
	if err := set(c.Site, 36, 156, inkQuiet); err != nil {
		return err
	}
	lines, s, size, err := wrapTitle(fonts, c.Title)
	if err != nil {
		return err
	}
	y := 156 + 36 + int(size)
	for _, line := range lines {
		p.line(s, line, left, y, inkText)
		y += int(size * 1.12)
	}
	y += 68 - int(size*1.12)
	if c.Line != "" {
		s, err := newSetter(fonts, 30)
		if err != nil {
			return err
		}
		below := s.wrap(c.Line, column)
		room := max(0, (foot-60-y)/42+1)
		if len(below) > room {
			below = below[:room]
			if room > 0 {
				below[room-1] = s.fit(below[room-1]+" …", column)
			}
		}
		for _, line := range below {
			p.line(s, line, left, y, inkQuiet)
			y += 42
		}
	}
	return set(c.Host, 26, foot, inkAccent)
}

// wrapTitle breaks a title into at most three lines, in letters as large as that
// allows.
func wrapTitle(fonts []*opentype.Font, title string) (lines []string, s *setter, size float64, err error) {
	for _, size = range []float64{96, 80, 66, 54} {
		if s, err = newSetter(fonts, size); err != nil {
			return nil, nil, 0, err
		}
		lines = s.wrap(title, column)
		widest := 0
		for _, line := range lines {
			widest = max(widest, s.width(line))
		}
		if len(lines) <= 3 && widest <= column {
			return lines, s, size, nil
		}
	}
	if len(lines) > 3 {
		lines = append(lines[:2], strings.Join(lines[2:], " "))
	}
	for i := range lines {
		lines[i] = s.fit(lines[i], column)
	}
	return lines, s, size, nil
}

// setter sets type of one size. A letter is taken from the first font that has it;
// one that none has is left out.
type setter struct {
	fonts []*opentype.Font
	faces []font.Face
}

func newSetter(fonts []*opentype.Font, size float64) (*setter, error) {
	s := &setter{fonts: fonts}
	for _, f := range fonts {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return nil, err
		}
		s.faces = append(s.faces, face)
	}
	return s, nil
}

// face is the face that has a letter, or nil.
func (s *setter) face(r rune) font.Face {
	for i, f := range s.fonts {
		if n, err := f.GlyphIndex(nil, r); err == nil && n != 0 {
			return s.faces[i]
		}
	}
	return nil
}

// each calls do for every letter with its distance from the beginning, and
// returns where the text ends.
func (s *setter) each(text string, do func(face font.Face, r rune, x fixed.Int26_6)) fixed.Int26_6 {
	var x fixed.Int26_6
	var last font.Face
	var before rune
	for _, r := range spaces.Replace(text) {
		face := s.face(r)
		if face == nil {
			continue
		}
		if face == last {
			x += face.Kern(before, r)
		}
		do(face, r, x)
		advance, _ := face.GlyphAdvance(r)
		x += advance
		last, before = face, r
	}
	return x
}

// spaces that the fonts may lack.
var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ")

func (s *setter) width(text string) int {
	return s.each(text, func(font.Face, rune, fixed.Int26_6) {}).Ceil()
}

// wrap breaks a text into lines at most so wide; a word that is wider stands alone.
// Only a blank that may break does.
func (s *setter) wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(text, " ") {
		switch longer := strings.TrimSpace(line + " " + word); {
		case word == "":
		case line != "" && s.width(longer) > width:
			lines = append(lines, line)
			line = word
		default:
			line = longer
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fit cuts a text to a width.
func (s *setter) fit(text string, width int) string {
	if s.width(text) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 {
		runes = runes[:len(runes)-1]
		if cut := strings.TrimRight(string(runes), " ,;:") + "…"; s.width(cut) <= width {
			return cut
		}
	}
	return ""
}

// line sets a line of text whose base is at y.
func (p *picture) line(s *setter, text string, x, y int, of ink) {
	s.each(text, func(face font.Face, r rune, at fixed.Int26_6) {
		dot := fixed.Point26_6{X: fixed.I(x) + at, Y: fixed.I(y)}
		where, mask, from, _, ok := face.Glyph(dot, r)
		alpha, isAlpha := mask.(*image.Alpha)
		if ok && isAlpha {
			p.ink(where, alpha, from, of)
		}
	})
}

var (
	board    = color.RGBA{0x12, 0x38, 0x2c, 0xff}
	ringTone = color.RGBA{0x2f, 0x5d, 0x4c, 0xff}
	letters  = color.RGBA{0xf6, 0xf2, 0xe1, 0xff}
	quiet    = color.RGBA{0xb7, 0xca, 0xbf, 0xff}
	accent   = color.RGBA{0xf0, 0xc0, 0x4a, 0xff}
)
