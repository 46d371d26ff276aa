// Package diag says what is wrong and exactly where.
//
// A Problem is made where a value is first read, carries its position from
// there on, and is collected: a run reports all of its problems, sorted, never
// only the first. The package has no I/O; printing is the caller's.
package diag

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Severity tells whether a problem stops the site from being published.
type Severity uint8

const (
	// Error stops the build: nothing is published.
	Error Severity = iota
	// Warning is told and lets the build go on, unless warnings count as errors.
	Warning
)

// String is the word printed for the severity.
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Pos is a place in an authored file.
type Pos struct {
	// File is the path relative to the source folder, with slashes.
	File string
	// Line and Col are 1-based and count the file's own lines and characters
	// (Unicode code points); 0 means that the problem is with the whole file.
	Line, Col int
}

// Compare orders positions by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(strings.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// String is file:line:col, or the file alone where there is no line.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, max(p.Col, 1))
}

// Problem is one thing that is wrong with the content.
type Problem struct {
	// Pos points at the value that is wrong.
	Pos Pos
	// Severity is Error unless said otherwise.
	Severity Severity
	// Rule names the check, so that it can be looked up and switched off:
	// a front matter key for problems of its value ("status"), else a name of
	// its own ("duplicate-key").
	Rule string
	// Message is one line of plain words, without a full stop.
	Message string
	// Hint says what to do, where that can be said.
	Hint string
}

// String is the problem's own line, as printed by the text format.
func (p Problem) String() string {
	return fmt.Sprintf("%s: %s: %s (%s)", p.Pos, p.Severity, p.Message, p.Rule)
}

// Sort orders problems by file, line, column, then rule and message, and drops
// exact repetitions.
func Sort(problems []Problem) []Problem {
	slices.SortFunc(problems, func(a, b Problem) int {
		return cmp.Or(a.Pos.Compare(b.Pos), cmp.Compare(a.Severity, b.Severity),
			strings.Compare(a.Rule, b.Rule), strings.Compare(a.Message, b.Message), strings.Compare(a.Hint, b.Hint))
	})
	return slices.Compact(problems)
}

// Count returns the number of errors and of warnings.
func Count(problems []Problem) (errors, warnings int) {
	for _, p := range problems {
		if p.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// Errorf makes an error at a position.
func Errorf(pos Pos, rule, hint, format string, args ...any) Problem {
	return Problem{Pos: pos, Rule: rule, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// Warnf makes a warning at a position.
func Warnf(pos Pos, rule, hint, format string, args ...any) Problem {
	return Problem{Pos: pos, Severity: Warning, Rule: rule, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// Mistakes is an error that consists of problems: something could not be made
// for what is wrong in its sources.
type Mistakes []Problem

// Error is the first of them.
func (m Mistakes) Error() string {
	if len(m) == 0 {
		return "mistakes"
	}
	return m[0].String()
}

// Split takes the problems out of an error: where it is, or wraps, Mistakes,
// the rest is nil.
func Split(err error) (problems []Problem, rest error) {
	var m Mistakes
	if errors.As(err, &m) {
		return m, nil
	}
	return nil, err
}
