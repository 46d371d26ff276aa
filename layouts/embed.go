// Package layouts holds the built-in templates and interface words.
package layouts

import "embed"

// FS is the folder layouts/.
//
//go:embed *.html _partials i18n
var FS embed.FS
