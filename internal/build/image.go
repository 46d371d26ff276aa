package build

import (
	"fmt"
	"image"
	_ "image/gif"  // the formats of which a size can be read
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"io/fs"
	"path"
	"strings"

	"resolute/internal/markdown"
)

// Limits of images: larger ones are an error, told before they are decoded.
const (
	imageBytes  = 20 << 20
	imagePixels = 40 << 20
)

// imageResolver finds the images of bodies, which are files of static/: they
// are named by their path there ("/images/map.png"), and published under it.
func imageResolver(o Options) func(file, dest string) (markdown.Image, string, string) {
	static := overlay(o.Source, "static", o.Static)
	return func(file, dest string) (markdown.Image, string, string) {
		name := strings.TrimPrefix(path.Clean("/"+strings.TrimPrefix(dest, "/")), "/")
		hint := "put the file into static/images/ and write its path from there, such as /images/map.png"
		info, err := fs.Stat(static, name)
		if err != nil || !info.Mode().IsRegular() {
			return markdown.Image{}, fmt.Sprintf("there is no image %q", dest), hint
		}
		if info.Size() > imageBytes {
			return markdown.Image{}, fmt.Sprintf("the image %q has more than 20 MB", dest), "save it smaller"
		}
		f, err := static.Open(name)
		if err != nil {
			return markdown.Image{}, fmt.Sprintf("the image %q cannot be read", dest), hint
		}
		defer f.Close()
		c, _, err := image.DecodeConfig(f)
		if err != nil {
			return markdown.Image{}, fmt.Sprintf("%q is not an image that browsers show everywhere", dest), "save it as PNG, JPEG or GIF"
		}
		if c.Width*c.Height > imagePixels {
			return markdown.Image{}, fmt.Sprintf("the image %q has more than 40 million pixels", dest), "save it smaller"
		}
		return markdown.Image{URL: "/" + name, Width: c.Width, Height: c.Height}, "", ""
	}
}
