package chart_test

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"resolute/internal/chart"
)

// element is an element of a drawing, with the text right inside it.
type element struct {
	name  string
	attrs map[string]string
	text  string
	in    []*element // the elements around it, outermost first
}

func (e *element) class(name string) bool {
	return strings.Contains(" "+e.attrs["class"]+" ", " "+name+" ")
}

// num is a length in hundredths.
func (e *element) num(t testing.TB, attr string) int {
	t.Helper()
	return hundredths(t, e.attrs[attr])
}

func hundredths(t testing.TB, s string) int {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		t.Fatalf("%q is no length", s)
	}
	return int(math.Round(f * 100))
}

// drawing is one svg element.
type drawing struct {
	root          *element
	width, height int // hundredths
	elements      []*element
}

func (d *drawing) find(class string) []*element {
	var found []*element
	for _, e := range d.elements {
		if e.class(class) {
			found = append(found, e)
		}
	}
	return found
}

// parse reads all svg elements of a figure; it fails where the markup is not
// well-formed, or an element or attribute is not among those that are allowed.
func parse(t testing.TB, svg chart.SVG) []*drawing {
	t.Helper()
	var (
		list    []*drawing
		stack   []*element
		decoder = xml.NewDecoder(strings.NewReader(string(svg)))
	)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attrs: map[string]string{}, in: append([]*element(nil), stack...)}
			for _, a := range token.Attr {
				if _, twice := e.attrs[a.Name.Local]; twice {
					t.Errorf("<%s> has %s twice", e.name, a.Name.Local)
				}
				e.attrs[a.Name.Local] = a.Value
				checkAttr(t, e.name, a)
			}
			if !strings.Contains(" div svg title desc defs pattern g a rect line circle path text ", " "+e.name+" ") {
				t.Errorf("element <%s> is not foreseen", e.name)
			}
			if e.name == "svg" {
				box := strings.Fields(e.attrs["viewBox"])
				if len(box) != 4 || box[0] != "0" || box[1] != "0" {
					t.Fatalf("viewBox %q", e.attrs["viewBox"])
				}
				list = append(list, &drawing{root: e, width: hundredths(t, box[2]), height: hundredths(t, box[3])})
			}
			if len(list) > 0 {
				d := list[len(list)-1]
				d.elements = append(d.elements, e)
			}
			stack = append(stack, e)
		case xml.CharData:
			if len(stack) > 0 {
				stack[len(stack)-1].text += string(token)
			} else if strings.TrimSpace(string(token)) != "" {
				t.Errorf("text %q stands outside", token)
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		default:
			t.Errorf("markup holds %T", token)
		}
	}
	return list
}

var allowedAttrs = " class viewBox font-size role id href aria-labelledby aria-hidden fill x y x1 x2 y1 y2 cx cy r d width height patternUnits patternTransform text-anchor "

func checkAttr(t testing.TB, element string, a xml.Attr) {
	t.Helper()
	name := a.Name.Local
	if a.Name.Space != "" || !strings.Contains(allowedAttrs, " "+name+" ") {
		t.Errorf("<%s> has attribute %s", element, name)
	}
	if name == "href" && !strings.HasPrefix(a.Value, "/") && !strings.HasPrefix(a.Value, "#") && !strings.HasPrefix(a.Value, "http") {
		t.Errorf("link to %q", a.Value)
	}
	if name == "fill" && !strings.HasPrefix(a.Value, "url(#") {
		t.Errorf("fill %q is no pattern", a.Value)
	}
}

// box is a rectangle in hundredths.
type box struct {
	x0, y0, x1, y1 int
	what           string
}

func (b box) overlaps(o box) bool {
	return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1
}

// boxes are those of all shapes, and those of texts by an estimate of their width.
func (d *drawing) boxes(t testing.TB, width func(s string, size int) int) (shapes, texts []box) {
	t.Helper()
	size := d.root.num(t, "font-size")
	for _, e := range d.elements {
		if inside(e, "pattern") {
			continue
		}
		b := box{what: e.name + " " + e.attrs["class"] + " " + e.text}
		switch e.name {
		case "rect":
			b.x0, b.y0 = e.num(t, "x"), e.num(t, "y")
			b.x1, b.y1 = b.x0+e.num(t, "width"), b.y0+e.num(t, "height")
			if b.x1 < b.x0 || b.y1 < b.y0 {
				t.Errorf("%s is negative", b.what)
			}
		case "line":
			b.x0, b.y0, b.x1, b.y1 = e.num(t, "x1"), e.num(t, "y1"), e.num(t, "x2"), e.num(t, "y2")
		case "circle":
			x, y, r := e.num(t, "cx"), e.num(t, "cy"), e.num(t, "r")
			b.x0, b.y0, b.x1, b.y1 = x-r, y-r, x+r, y+r
		case "path":
			b.x0, b.y0, b.x1, b.y1 = pathBox(t, e.attrs["d"])
		case "text":
			own := size
			if e.attrs["font-size"] != "" {
				own = e.num(t, "font-size")
			}
			w := width(e.text, own)
			b.x0 = e.num(t, "x")
			switch e.attrs["text-anchor"] {
			case "middle":
				b.x0 -= w / 2
			case "end":
				b.x0 -= w
			}
			b.x1 = b.x0 + w
			b.y0, b.y1 = e.num(t, "y")-own*75/100, e.num(t, "y")+own*20/100
			texts = append(texts, b)
			continue
		default:
			continue
		}
		shapes = append(shapes, b)
	}
	return shapes, texts
}

func inside(e *element, name string) bool {
	for _, around := range e.in {
		if around.name == name {
			return true
		}
	}
	return false
}

// pathBox is the box around all points of a path, those of control included.
func pathBox(t testing.TB, d string) (x0, y0, x1, y1 int) {
	t.Helper()
	x0, y0, x1, y1 = math.MaxInt, math.MaxInt, math.MinInt, math.MinInt
	var x, y int
	add := func(nx, ny int) {
		x, y = nx, ny
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
	}
	for d != "" {
		command := d[0]
		rest := d[1:]
		n := strings.IndexFunc(rest, func(r rune) bool { return r >= 'A' && r <= 'Z' })
		if n < 0 {
			n = len(rest)
		}
		var v []int
		for _, f := range strings.Fields(rest[:n]) {
			v = append(v, hundredths(t, f))
		}
		d = rest[n:]
		switch {
		case command == 'M' && len(v) == 2:
			add(v[0], v[1])
		case command == 'H' && len(v) == 1:
			add(v[0], y)
		case command == 'V' && len(v) == 1:
			add(x, v[0])
		case command == 'C' && len(v) == 6:
			add(v[0], v[1])
			add(v[2], v[3])
			add(v[4], v[5])
		case command == 'A' && len(v) == 7:
			add(v[5], v[6])
		case command == 'Z' && len(v) == 0:
		default:
			t.Fatalf("path command %c with %v", command, v)
		}
	}
	return x0, y0, x1, y1
}

// checkFigure holds what is true of every figure.
func checkFigure(t testing.TB, fig *chart.Figure, forms int) []*drawing {
	t.Helper()
	list := parse(t, fig.SVG())
	if len(list) != forms {
		t.Fatalf("%d drawings, want %d", len(list), forms)
	}
	ids := map[string]bool{}
	for _, d := range list {
		for _, e := range d.elements {
			if id := e.attrs["id"]; id != "" {
				if ids[id] || !strings.HasPrefix(id, fig.ID+"-") {
					t.Errorf("id %q is taken, or not the figure's", id)
				}
				ids[id] = true
			}
		}
		checkNames(t, fig, d, ids)
		shapes, texts := d.boxes(t, chart.WidthOf)
		for _, b := range append(shapes, texts...) {
			if b.x0 < 0 || b.y0 < 0 || b.x1 > d.width || b.y1 > d.height {
				t.Errorf("%s of %s: %q stands at %v, outside of %d × %d", d.root.attrs["class"], fig.ID, b.what, [4]int{b.x0, b.y0, b.x1, b.y1}, d.width, d.height)
			}
		}
		for i, a := range texts {
			for _, b := range texts[i+1:] {
				if a.overlaps(b) {
					t.Errorf("%s of %s: %q and %q overlap", d.root.attrs["class"], fig.ID, a.what, b.what)
				}
			}
		}
	}
	for _, row := range fig.Table.Rows {
		if len(row.Cells) != len(fig.Table.Head) {
			t.Errorf("table of %s: %d cells under %d headings", fig.ID, len(row.Cells), len(fig.Table.Head))
		}
	}
	return list
}

// checkNames holds that a drawing has its name and description, that patterns
// exist, and that links are not inside of an image.
func checkNames(t testing.TB, fig *chart.Figure, d *drawing, ids map[string]bool) {
	t.Helper()
	links := 0
	for i, e := range d.elements {
		if fill := e.attrs["fill"]; fill != "" && !ids[strings.TrimSuffix(strings.TrimPrefix(fill, "url(#"), ")")] {
			t.Errorf("pattern %s is not defined", fill)
		}
		if e.name == "a" {
			links++
			if title := d.elements[i+1]; title.name != "title" || title.text == "" {
				t.Errorf("a link of %s has no name", fig.ID)
			}
		}
	}
	want := "img"
	if links > 0 {
		want = "group"
	}
	if d.root.attrs["role"] != want {
		t.Errorf("role %q with %d links", d.root.attrs["role"], links)
	}
	names := strings.Fields(d.root.attrs["aria-labelledby"])
	if len(names) != 2 || !ids[names[0]] || !ids[names[1]] {
		t.Errorf("labelled by %q", names)
	}
	if fig.Description == "" {
		t.Errorf("%s has no description", fig.ID)
	}
}
