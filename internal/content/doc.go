// Package content turns authored files into domain values, each with its
// position, and back.
//
// The fields of every kind of file are declared once (field.go and the files
// kind_*.go): decoding, validation, the order of writing, schemas, forms and
// documentation all go by the declaration.
//
// A file goes through these steps, and a problem in one does not hide those of
// other files:
//
//	walk    regular files with expected names only; links, pipes and devices are refused (walk.go)
//	gate    size, UTF-8, line ends, control characters, merge markers (gate.go)
//	split   front matter and body, by adrg/frontmatter after checks of its traps (split.go)
//	parse   YAML into nodes, which keep text, line and column (node.go)
//	decode  nodes into a value by its table; nothing is coerced (map.go, decoder.go)
//	check   values against file names and against one another (check.go, settings.go)
//
// A file whose bytes were decoded before, with all else the same, skips what lies
// between gate and check: its value is recalled, in the process (cache.go) or from
// what an earlier one has left on disk (kept.go). The bytes of the latter are not
// held: few of them are wanted, and those are read again and have to be the same.
//
// It is the one door to YAML and to front matter.
package content
