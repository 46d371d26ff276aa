package content

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"resolute/internal/report"
)

// values mends the names and values of fields.
func (x *fixer) values() {
	text, offset, root := x.front()
	if root == nil {
		return
	}
	v := &valueFixer{fixer: x, text: text, starts: lineStarts(text)}
	v.walk(root, x.fields())
	for i := range v.edits {
		v.edits[i].start += offset
		v.edits[i].end += offset
	}
	x.apply(v.edits)
}

type valueFixer struct {
	*fixer
	text   []byte
	starts []int
	edits  []edit
}

// walk mends a map by the declaration of its fields.
func (v *valueFixer) walk(n *yaml.Node, fields []Field) {
	find := func(key string) *Field {
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == key })
		if i < 0 {
			return nil
		}
		return &fields[i]
	}
	has := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		has[n.Content[i].Value] = true
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		f := find(key.Value)
		if f == nil {
			for j := range fields {
				if loose(fields[j].Key) == loose(key.Value) && !has[fields[j].Key] {
					f = &fields[j]
					has[f.Key] = true
					v.replace(key, f.Key, fixKeys)
					break
				}
			}
		}
		if f != nil {
			v.value(value, *f, n.Style&yaml.FlowStyle != 0)
		}
	}
}

// loose reduces a word to what is left of it when it is written carelessly.
func loose(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '_', '\u00a0':
			return -1
		}
		return r
	}, strings.ToLower(s))
}

func (v *valueFixer) value(n *yaml.Node, f Field, flow bool) {
	switch {
	case n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			if item.Kind == yaml.MappingNode {
				v.walk(item, f.Fields)
			} else {
				v.scalar(item, f, flow || n.Style&yaml.FlowStyle != 0)
			}
		}
	case n.Kind == yaml.MappingNode && f.Type == TypeMap:
		v.walk(n, f.Fields)
	case n.Kind == yaml.ScalarNode:
		v.scalar(n, f, flow)
	}
}

func (v *valueFixer) scalar(n *yaml.Node, f Field, flow bool) {
	if n.Kind != yaml.ScalarNode || isNull(n) {
		return
	}
	if f.OrNone && n.Style&quoted == 0 && n.Value != "none" && strings.EqualFold(n.Value, "none") {
		v.replace(n, "none", fixIDs)
		return
	}
	if better, what := v.better(n, f); better != "" && better != n.Value {
		if f.Type != TypeBool && f.Type != TypeDate {
			better = quote(better, flow)
		}
		v.replace(n, better, what)
	}
}

// better is what can only have been meant; "" where nothing is to be mended.
func (v *valueFixer) better(n *yaml.Node, f Field) (value, what string) {
	switch f.Type {
	case TypeCode:
		if official, ok := report.ParseOfficial(n.Value); ok {
			if code, found := v.officials[official]; found {
				return code.String(), fixCodes
			}
			return "", ""
		}
		if code, err := v.settings.ParseCode(n.Value); err == nil {
			return code.String(), fixCodes
		}
	case TypeDate:
		return betterDate(n.Value), fixDates
	case TypeBool:
		switch strings.ToLower(n.Value) {
		case "true", "yes", "on":
			return "true", fixAnswers
		case "false", "no", "off":
			return "false", fixAnswers
		}
	case TypeID, TypeIDs, TypeReferences:
		if f.Vocabulary == "countries" {
			if up := strings.ToUpper(n.Value); v.country(up) {
				return up, fixIDs
			}
			return "", ""
		}
		d := &decoder{known: v.known}
		if _, ok := d.find(f.Vocabulary, n.Value); !ok {
			return only(d.ids(f.Vocabulary), n.Value), fixIDs
		}
	case TypeLanguage:
		return only(choices(v.languages), n.Value), fixIDs
	case TypeChoice, TypeKeys:
		if !slices.Contains(f.Choices, n.Value) {
			return only(f.Choices, n.Value), fixIDs
		}
	case TypeText:
		if f.Key == "term" {
			return betterTerm(n.Value), fixIDs
		}
	}
	return "", ""
}

// only is the one word that differs by case, blanks and hyphens alone.
func only(words []string, word string) string {
	found := ""
	for _, w := range words {
		if loose(w) == loose(word) {
			if found != "" {
				return ""
			}
			found = w
		}
	}
	return found
}

var (
	looseDate = regexp.MustCompile(`^([12][0-9]{3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9]{2}:[0-9]{2}.*)?$`)
	looseTerm = regexp.MustCompile(`^([12][0-9]{3})\s*[-–—/]\s*([12][0-9]{3})$`)
)

// betterDate writes a day with its year first; one with the day first could be
// read in two ways.
func betterDate(s string) string {
	m := looseDate.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	better := fmt.Sprintf("%s-%02d-%02d", m[1], month, day)
	if _, err := report.ParseDate(better); err != nil {
		return ""
	}
	return better
}

func betterTerm(s string) string {
	if m := looseTerm.FindStringSubmatch(s); m != nil {
		return m[1] + "-" + m[2]
	}
	return ""
}

// replace notes an edit of a node that stands in the file as it is read: in one
// line, without escapes.
func (v *valueFixer) replace(n *yaml.Node, text, what string) {
	if n.Line < 1 || n.Line >= len(v.starts) {
		return
	}
	line := v.text[v.starts[n.Line-1]:v.starts[n.Line]]
	at := 0
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(line[at:])
		at += size
	}
	written := n.Value
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		written = `"` + written + `"`
	case n.Style&yaml.SingleQuotedStyle != 0:
		written = "'" + written + "'"
	case n.Style&block != 0:
		return
	}
	if !bytes.HasPrefix(line[at:], []byte(written)) {
		return
	}
	start := v.starts[n.Line-1] + at
	v.edits = append(v.edits, edit{start, start + len(written), text})
	v.did(what)
}
