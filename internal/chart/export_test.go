package chart

// WidthOf is the estimate of a text's width by which labels are placed, in
// hundredths of a unit; the size is one too.
func WidthOf(s string, size int) int { return int(widthOf(s, unit(size))) }

// Wrap sets a text in lines.
func Wrap(s string, width, size, lines int) []string { return wrap(s, unit(width), unit(size), lines) }
