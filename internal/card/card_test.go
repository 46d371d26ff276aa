package card

import (
	"bytes"
	"image/png"
	"os"
	"strings"
	"testing"
)

// cards are those that are hard to set.
var cards = map[string]Card{
	"plain":    {Title: "Resolutions", Site: "Resolutions in progress", Line: "What became of each resolution, year by year.", Host: "resolute.example"},
	"long":     {Title: strings.Repeat("Résolutions sur l’environnement ", 8), Site: strings.Repeat("A very long name ", 9), Line: strings.Repeat("A sentence that never ends ", 20), Host: "resolute.example/with/a/path"},
	"one word": {Title: strings.Repeat("Donaudampfschiff", 6), Site: "S"},
	"letters":  {Title: "Việt Nam, Türkiye, Łódź", Site: "« Où ? »", Line: "日本 remains without letters", Host: "x"},
	"nothing":  {},
}

// TestDraw holds that a picture has its size, few bytes, the same each time, and
// that its text stays in its column.
func TestDraw(t *testing.T) {
	t.Parallel()
	for name, c := range cards {
		var first, second bytes.Buffer
		for _, b := range []*bytes.Buffer{&first, &second} {
			if err := Draw(b, c); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s: two pictures of one card differ", name)
		}
		if first.Len() > 80_000 {
			t.Errorf("%s: %d bytes", name, first.Len())
		}
		if dir := os.Getenv("RESOLUTE_CARDS"); dir != "" {
			if err := os.WriteFile(dir+"/"+name+".png", first.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		img, err := png.Decode(&first)
		if err != nil {
			t.Fatal(err)
		}
		if b := img.Bounds(); b.Dx() != Width || b.Dy() != Height {
			t.Errorf("%s: %v", name, b)
		}
		bright, outside := 0, 0
		for y := range Height {
			for x := range Width {
				r, g, _, _ := img.At(x, y).RGBA()
				if r < 0x8000 || g < 0x8000 { // no lettering
					continue
				}
				bright++
				if x < left-8 || x > left+column+8 || y < 90 || y > Height-40 {
					outside++
				}
			}
		}
		if outside > 0 {
			t.Errorf("%s: %d points of text outside its column", name, outside)
		}
		if (bright > 700) != (name != "nothing") {
			t.Errorf("%s: %d points of text", name, bright)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	for b.Loop() {
		if err := Draw(new(bytes.Buffer), cards["plain"]); err != nil {
			b.Fatal(err)
		}
	}
}
