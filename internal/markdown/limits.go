package markdown

// Limits bound the work that one body may cause. A zero field stands for the
// default; a value above the ceiling is lowered to it.
type Limits struct {
	// Size is the number of bytes of the source.
	Size int
	// Depth is the number of containers (quotations, lists, items, notes) in one
	// another, and of all nodes in the tree.
	Depth int
	// Continuations is the number of open containers summed over all lines: the
	// work of finding out which of them a line continues.
	Continuations int
	// Columns is the width of a table, Cells the number of all cells, with those
	// that the parser adds to short rows.
	Columns, Cells int
	// Brackets, Emphasis, Angles and Ticks are the numbers of square brackets,
	// runs of emphasis marks, angle brackets and runs of backticks in one
	// paragraph, heading or cell.
	Brackets, Emphasis, Angles, Ticks int
	// Definitions is the number of link definitions in one paragraph.
	Definitions int
	// Notes is the number of notes, and of references to them, in the body.
	Notes int
	// Nodes is the size of the tree, Links the number of links and images.
	Nodes, Links int
	// Output is the number of bytes of HTML.
	Output int
}

const (
	kilobyte = 1 << 10
	megabyte = 1 << 20
)

// DefaultLimits are far above what a report or a page needs, and keep any body
// under 2 s and 300 MB.
func DefaultLimits() Limits {
	return Limits{
		Size: 256 * kilobyte, Depth: 100, Continuations: 500_000, Columns: 64, Cells: 100_000,
		Brackets: 500, Emphasis: 1_000, Angles: 1_000, Ticks: 1_000,
		Definitions: 500, Notes: 1_000, Nodes: 300_000, Links: 20_000, Output: 16 * megabyte,
	}
}

// ceilings are the highest limits that can be asked for.
func ceilings() Limits {
	c := DefaultLimits()
	c.Size = megabyte
	c.Cells = 200_000
	c.Nodes = 600_000
	return c
}

func (l Limits) withDefaults() Limits {
	d, c := DefaultLimits(), ceilings()
	for _, f := range []struct {
		value             *int
		standard, ceiling int
	}{
		{&l.Size, d.Size, c.Size},
		{&l.Depth, d.Depth, c.Depth},
		{&l.Continuations, d.Continuations, c.Continuations},
		{&l.Columns, d.Columns, c.Columns},
		{&l.Cells, d.Cells, c.Cells},
		{&l.Brackets, d.Brackets, c.Brackets},
		{&l.Emphasis, d.Emphasis, c.Emphasis},
		{&l.Angles, d.Angles, c.Angles},
		{&l.Ticks, d.Ticks, c.Ticks},
		{&l.Definitions, d.Definitions, c.Definitions},
		{&l.Notes, d.Notes, c.Notes},
		{&l.Nodes, d.Nodes, c.Nodes},
		{&l.Links, d.Links, c.Links},
		{&l.Output, d.Output, c.Output},
	} {
		if *f.value <= 0 {
			*f.value = f.standard
		}
		*f.value = min(*f.value, f.ceiling)
	}
	return l
}
