package layout

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"resolute/internal/diag"
)

// templateMistake is the rule of what is wrong in a template.
const templateMistake = "template"

// sources are the files of a set, by the names that their templates have.
type sources map[string]file

// place finds where text/template and html/template say that something is
// wrong: "template: name:line:col: message", the column counted from 0 in bytes
// and not always told. In a chain of templates that call each other the last
// place is that of the mistake.
var place = regexp.MustCompile(`(?:html/)?template: ?([^:]+):(\d+):(?:(\d+):)? `)

// started is another place that a message may name.
var started = regexp.MustCompile(`started at [^:]+:`)

// mistake tells an error of parsing or running a template as a problem of its
// file. An error that names none of the files comes back as it is.
func (s sources) mistake(err error) error {
	message := err.Error()
	found := place.FindAllStringSubmatchIndex(message, -1)
	if found == nil {
		return err
	}
	last := found[len(found)-1]
	f, ok := s[message[last[2]:last[3]]]
	if !ok {
		return err
	}
	pos := diag.Pos{File: "layouts/" + f.name, Col: 1}
	pos.Line, _ = strconv.Atoi(message[last[4]:last[5]])
	if last[6] >= 0 {
		col, _ := strconv.Atoi(message[last[6]:last[7]])
		pos.Col = f.column(pos.Line, col)
	}
	message = message[last[1]:]
	message = started.ReplaceAllStringFunc(message, func(at string) string {
		name := at[len("started at ") : len(at)-1]
		if f, ok := s[name]; ok {
			name = f.name
		}
		return "started at " + name + ":"
	})
	return diag.Mistakes{diag.Errorf(pos, templateMistake, "correct the template, or take the file out: the built-in one is then used", "%s", message)}
}

// column turns bytes from 0 into characters from 1.
func (f file) column(line, bytes int) int {
	lines := strings.SplitN(f.text, "\n", line+1)
	if line < 1 || line > len(lines) || bytes > len(lines[line-1]) {
		return 1
	}
	return utf8.RuneCountInString(lines[line-1][:bytes]) + 1
}
