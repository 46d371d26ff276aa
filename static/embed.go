// Package static holds the built-in style sheets, scripts, fonts and images.
package static

import "embed"

// FS is the folder static/.
//
//go:embed css js images
var FS embed.FS
