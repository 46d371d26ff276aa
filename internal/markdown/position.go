package markdown

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"resolute/internal/diag"
)

// maxProblems is the number of problems told for one body; a broken file must
// not bury those of the others.
const maxProblems = 100

// problemLog collects the problems of one body and knows its positions.
type problemLog struct {
	src      []byte
	file     string
	line     int // of the body's first line in the file
	problems []diag.Problem
	dropped  int
}

// pos returns the position of a byte offset. Columns count code points.
func (l *problemLog) pos(offset int) diag.Pos {
	offset = min(max(offset, 0), len(l.src))
	before := l.src[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return diag.Pos{
		File: l.file,
		Line: l.line + bytes.Count(before[:start], []byte{'\n'}),
		Col:  utf8.RuneCount(before[start:]) + 1,
	}
}

func (l *problemLog) errorf(offset int, rule, hint, format string, args ...any) {
	l.add(offset, diag.Error, rule, hint, format, args...)
}

func (l *problemLog) warnf(offset int, rule, hint, format string, args ...any) {
	l.add(offset, diag.Warning, rule, hint, format, args...)
}

func (l *problemLog) add(offset int, severity diag.Severity, rule, hint, format string, args ...any) {
	if len(l.problems) >= maxProblems {
		l.dropped++
		return
	}
	l.problems = append(l.problems, diag.Problem{
		Pos: l.pos(offset), Severity: severity, Rule: rule, Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}

// finish sorts the problems and says how many were left out.
func (l *problemLog) finish() []diag.Problem {
	if len(l.problems) == 0 {
		return nil
	}
	if l.dropped > 0 {
		l.problems = append(l.problems, diag.Errorf(diag.Pos{File: l.file}, "too-many-problems",
			"correct the first ones and check again", "%d more problems in this file", l.dropped))
	}
	return diag.Sort(l.problems)
}
