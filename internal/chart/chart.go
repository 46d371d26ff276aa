// Package chart draws statistical figures as SVG, with the table of the same
// numbers, at build time.
//
// A figure is a pure function of its input: the same words and numbers give
// the same bytes on any machine. Geometry is computed in hundredths of a unit,
// so that parts sum exactly to the whole.
//
// Each figure is drawn twice, as two SVG elements side by side: a narrow one
// of 320 units for phones and columns, and a wide one of 560 units. The style
// sheet shows the one that fits the room, so that text keeps a readable size
// at any width and nobody reads a shrunken poster.
//
// Colours, fonts and dark mode belong to the style sheet. The drawing has
// classes and presentational attributes alone: no style attribute, no script.
// Nothing is told by colour alone: statuses have a pattern and a mark that
// fills as the work proceeds, and each mark has its word and number.
//
// Quantities are counts, so that all arithmetic is on whole numbers: there is
// no NaN and no rounding that depends on the machine. Those that are negative
// or over MaxValue are refused, and so are ids, classes and addresses that
// have no place in a page.
//
// The package knows no language: all words come with the input.
package chart

// MaxValue is the largest count, and the largest sum of counts, that a figure has
// room for.
const MaxValue = 9_999_999

// SVG is markup that is safe by its making: only this package makes it, from
// constant elements and escaped text.
type SVG string

// Figure is a drawing with all that stands around it.
type Figure struct {
	// ID is unique on the page; the ids inside the drawing begin with it.
	ID string
	// Title names the figure; Description tells in words what it shows.
	Title, Description string
	// Table has the same numbers.
	Table Table
	// CSV is the address of the same numbers, or ""; the caller sets it.
	CSV string

	// drawing is what SVG draws: plain data, so that figures compare by it.
	drawing drawing
}

// drawing are the numbers of a figure with their words, and how they are drawn.
type drawing interface{ draw(*canvas) }

// Table is the twin of a drawing for those who prefer or need to read numbers.
type Table struct {
	// Caption names the table.
	Caption string
	// Head are the headings of the columns.
	Head []string
	// Rows are in the order of the drawing. The first cell of each is its heading.
	Rows []TableRow
}

// TableRow is a row of a table.
type TableRow struct {
	// Cells are as many as the table has headings.
	Cells []Cell
}

// Cell is a cell of a table.
type Cell struct {
	// Text is what it says, in the page's language.
	Text string
	// Href leads to what is counted, or is "".
	Href string
	// Number marks a quantity, to be set flush right.
	Number bool
}

// Frame is what all kinds of figures are given besides their numbers.
type Frame struct {
	// ID is unique on the page: letters, digits, "-" and "_", a letter first.
	ID string
	// Title names the figure.
	Title string
	// Description tells in words what the figure shows; where it is "", one is
	// made of the labels and numbers.
	Description string
	// Words are those of the page's language.
	Words Words
}

// Words are what a figure says besides the labels of its marks.
type Words struct {
	// Caption names the table; where it is "", the figure's title does.
	Caption string
	// Name heads the column of what is counted, such as "Status" or "Region".
	Name string
	// Value heads the column of numbers, such as "Reports".
	Value string
	// Share heads the column of percentages; where it is "", there is none.
	Share string
	// Year heads the column of years.
	Year string
	// From and To head the two columns of statuses in a movement, such as "2022" and "2023".
	From, To string
	// Empty is said by a figure that has nothing to show.
	Empty string
	// NoReport is said of a year without a report.
	NoReport string
	// Number prints a quantity. Where it is nil, digits alone are printed.
	Number func(n int) string
	// Percent prints a part of a whole, such as "37 %". Where it is nil, the
	// share is rounded to a whole number of percent.
	Percent func(part, whole int) string
}

// Status is a state on the ordered scale of progress.
type Status struct {
	// ID is that of the vocabulary; it becomes the class "s-" + ID.
	ID string
	// Label is its name in the page's language.
	Label string
	// Href leads to its page, or is "".
	Href string
	// Step is the place on the scale, from 1; 0 for a status that is not stated.
	Step int
	// Steps is the length of the scale.
	Steps int
}

// Share is a part of a whole that belongs to a status.
type Share struct {
	// Status is what is counted.
	Status Status
	// Value is the count, from 0 to MaxValue.
	Value int
}

// Bar is a named quantity.
type Bar struct {
	// Label is its name in the page's language.
	Label string
	// Href leads to what is counted, or is "".
	Href string
	// Value is the count, from 0 to MaxValue.
	Value int
}

// YearValue is the quantity of a year.
type YearValue struct {
	// Year is a calendar year from 1900 to 2199.
	Year int
	// Href leads to the year's page, or is "".
	Href string
	// Value is the count, from 0 to MaxValue.
	Value int
}

// Edition is a report of a year.
type Edition struct {
	// Year is the reporting year, from 1900 to 2199.
	Year int
	// Href leads to the report, or is "".
	Href string
	// Status is the one that the report states.
	Status Status
}

// Flow counts what went from one status to another, or stayed.
type Flow struct {
	// From and To are places in the list of statuses, from 0.
	From, To int
	// Value is the count, from 0 to MaxValue.
	Value int
}
