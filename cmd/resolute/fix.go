package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"resolute/internal/content"
	"resolute/internal/i18n"
	"resolute/internal/publish"
)

// fix mends what can be mended safely. With --dry-run it prints what would
// change, and changes nothing.
func (f *flags) fix(sys *system, source fs.FS) error {
	fixed, err := content.Fix(source, content.Options{KnownCountry: i18n.KnownCountry})
	if err != nil {
		return &environmentError{err: err}
	}
	var files []publish.SourceFile
	for _, x := range fixed {
		if f.dryRun {
			if err := writeDiff(sys.stdout, x.Path, x.Before, x.After); err != nil {
				return &environmentError{err: err}
			}
		}
		files = append(files, publish.SourceFile{Path: x.Path, Data: x.After})
	}
	if !f.dryRun && len(files) > 0 {
		if _, err := publish.WriteSources(f.source, files, true); err != nil {
			var p *fs.PathError
			if errors.As(err, &p) {
				return &environmentError{err: err}
			}
			return publishError(err)
		}
	}
	for _, x := range fixed {
		did := "mended"
		if f.dryRun {
			did = "would mend"
		}
		fmt.Fprintf(sys.stderr, "resolute: %s %s: %s\n", did, printable(x.Path), strings.Join(x.What, ", "))
	}
	if len(fixed) == 0 && !f.quiet {
		fmt.Fprintln(sys.stderr, "resolute: nothing to mend")
	}
	return nil
}

// around is the number of unchanged lines shown around changed ones.
const around = 3

// writeDiff prints the difference of two texts in the unified form, one piece
// for changes that are near one another.
func writeDiff(w io.Writer, path string, before, after []byte) error {
	a, b := splitLines(before), splitLines(after)
	ops := diffLines(a, b)
	var out bytes.Buffer
	fmt.Fprintf(&out, "--- a/%s\n+++ b/%s\n", path, path)
	for start := 0; start < len(ops); {
		if ops[start].mark == ' ' {
			start++
			continue
		}
		from, end, quiet := max(0, start-around), start, 0
		for i := start; i < len(ops) && quiet <= 2*around; i++ {
			if ops[i].mark == ' ' {
				quiet++
			} else {
				quiet, end = 0, i+1
			}
		}
		to := min(len(ops), end+around)
		writePiece(&out, ops, from, to)
		start = to
	}
	_, err := w.Write(out.Bytes())
	return err
}

func writePiece(out *bytes.Buffer, ops []op, from, to int) {
	lineA, lineB := 1, 1
	for _, o := range ops[:from] {
		if o.mark != '+' {
			lineA++
		}
		if o.mark != '-' {
			lineB++
		}
	}
	countA, countB := 0, 0
	for _, o := range ops[from:to] {
		if o.mark != '+' {
			countA++
		}
		if o.mark != '-' {
			countB++
		}
	}
	fmt.Fprintf(out, "@@ -%d,%d +%d,%d @@\n", lineA, countA, lineB, countB)
	for _, o := range ops[from:to] {
		text, whole := strings.CutSuffix(o.line, "\n")
		fmt.Fprintf(out, "%c%s\n", o.mark, printable(strings.TrimSuffix(text, "\r")))
		if !whole {
			out.WriteString("\\ No newline at end of file\n")
		}
	}
}

// op is a line that both texts have, or one of them.
type op struct {
	mark byte // blank, - or +
	line string
}

func splitLines(data []byte) []string {
	var lines []string
	for line := range bytes.Lines(data) {
		lines = append(lines, string(line))
	}
	return lines
}

// mostCells bounds the table of the comparison; beyond it all lines between the
// first and the last difference are shown as changed.
const mostCells = 4 << 20

// diffLines finds a longest common sequence of lines.
func diffLines(a, b []string) []op {
	var ops []op
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		ops = append(ops, op{' ', a[head]})
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	x, y := a[head:len(a)-tail], b[head:len(b)-tail]
	ops = append(ops, diffMiddle(x, y)...)
	for _, line := range a[len(a)-tail:] {
		ops = append(ops, op{' ', line})
	}
	return ops
}

func diffMiddle(x, y []string) []op {
	var ops []op
	width := len(y) + 1
	var table []int32
	if len(x)*len(y) <= mostCells {
		table = make([]int32, (len(x)+1)*width)
		for i := len(x) - 1; i >= 0; i-- {
			for j := len(y) - 1; j >= 0; j-- {
				if x[i] == y[j] {
					table[i*width+j] = table[(i+1)*width+j+1] + 1
				} else {
					table[i*width+j] = max(table[(i+1)*width+j], table[i*width+j+1])
				}
			}
		}
	}
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case table != nil && i < len(x) && j < len(y) && x[i] == y[j]:
			ops = append(ops, op{' ', x[i]})
			i, j = i+1, j+1
		case i < len(x) && (table == nil || j == len(y) || table[(i+1)*width+j] >= table[i*width+j+1]):
			ops = append(ops, op{'-', x[i]})
			i++
		default:
			ops = append(ops, op{'+', y[j]})
			j++
		}
	}
	return ops
}
