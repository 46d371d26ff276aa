// Package static holds the built-in style sheets, scripts, fonts and images.
package static

import "embed"

// FS is the folder static/.
//
//go:embed css fonts images js site.webmanifest
var FS embed.FS
