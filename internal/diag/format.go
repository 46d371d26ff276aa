package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Format names a way of writing problems.
type Format string

const (
	// Text is one line a problem and an indented hint, for people.
	Text Format = "text"
	// JSON is one object a line, for programs.
	JSON Format = "json"
	// GitHub is workflow commands, which annotate a pull request's lines.
	GitHub Format = "github"
)

// Write writes problems in the format, in the order given.
func Write(w io.Writer, f Format, problems []Problem) error {
	var b bytes.Buffer
	for _, p := range problems {
		switch f {
		case JSON:
			if err := writeJSON(&b, p); err != nil {
				return err
			}
		case GitHub:
			writeGitHub(&b, p)
		default:
			writeText(&b, p)
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

func writeText(b *bytes.Buffer, p Problem) {
	fmt.Fprintln(b, printable(p.String()))
	for line := range strings.SplitSeq(p.Hint, "\n") {
		if line != "" {
			fmt.Fprintf(b, "    %s\n", printable(line))
		}
	}
}

// jsonProblem fixes the keys of the JSON format (contract, section 1).
type jsonProblem struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

func writeJSON(b *bytes.Buffer, p Problem) error {
	line, err := json.Marshal(jsonProblem{
		File: p.Pos.File, Line: p.Pos.Line, Column: p.Pos.Col,
		Severity: p.Severity.String(), Rule: p.Rule, Message: p.Message, Hint: p.Hint,
	})
	if err != nil {
		return err
	}
	b.Write(line)
	b.WriteByte('\n')
	return nil
}

func writeGitHub(b *bytes.Buffer, p Problem) {
	fmt.Fprintf(b, "::%s file=%s", p.Severity, githubProperty(p.Pos.File))
	if p.Pos.Line > 0 {
		fmt.Fprintf(b, ",line=%d,col=%d", p.Pos.Line, max(p.Pos.Col, 1))
	}
	message := p.Message
	if p.Hint != "" {
		message += "\n" + p.Hint
	}
	fmt.Fprintf(b, ",title=%s::%s\n", githubProperty(p.Rule), githubData(message))
}

// githubData escapes the message of a workflow command.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// githubProperty escapes a property of a workflow command.
func githubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

// printable replaces what could steer a terminal: a hostile file name or value
// is quoted in messages, and must arrive there as text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if r < 0x20 || r == 0x7f || (r >= 0x80 && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return '\uFFFD'
		}
		return r
	}, s)
}
