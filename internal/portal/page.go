package portal

import (
	"regexp"
	"slices"
	"strings"
)

// kind tells what a page is.
type kind int

const (
	progressReport kind = iota
	activityReport
)

// template is the portal's layout of a page.
type template int

const (
	// templateA is the older one: labels end in colons.
	templateA template = iota
	// templateB is that of 2025, with numbered headings and node ids. Template C
	// is the same without the title.
	templateB
)

// page is a source divided into fields.
type page struct {
	kind     kind
	template template
	// title is the line with the code and the kind of report; nil without one.
	title *line
	// code is what the title says before the kind.
	code string
	// fields are the labels that were found, in the order of the page.
	fields []*segment
	// bare tells that there are no labels at all, only values in the usual order;
	// rest are these.
	bare bool
	rest []*line
	// address is the page's own, where a line tells it.
	address string
	// submitted is the day on which template C says that it was sent in, as
	// month/day/year.
	submitted string
}

// segment is a field's label and its lines, blank ones included.
type segment struct {
	field field
	label *line
	rank  int
	lines []*line
}

// text are the lines that are not blank.
func (s *segment) text() []*line {
	if s == nil {
		return nil
	}
	var lines []*line
	for _, l := range s.lines {
		if l.text != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// find returns the first segment of a field, or nil.
func (p *page) find(f field) *segment {
	for _, s := range p.fields {
		if s.field == f {
			return s
		}
	}
	return nil
}

// seen tells whether a field's label was on the page.
func (p *page) seen(fields ...field) bool {
	return slices.ContainsFunc(fields, func(f field) bool { return p.find(f) != nil })
}

var titleForm = regexp.MustCompile(`^(.{4,60}?)\s+[-–]\s+(Progress|Activity) Report$`)

// divide finds the title, the kind of page and its fields.
func divide(src *source) *page {
	p := &page{}
	start := p.readTitle(src.lines)
	content := slices.Clone(src.lines[start:]) // cut inserts into the lines
	progress, activity := choose(candidates(content, progressLabels)), choose(candidates(content, activityLabels))
	chosen := progress
	if p.title == nil && heaviest(activity) > heaviest(progress) {
		p.kind = activityReport
	}
	if p.kind == activityReport {
		chosen = activity
	}
	p.bare = p.title != nil && p.kind == progressReport && !slices.ContainsFunc(chosen, func(c *chain) bool { return c.label.weight >= 6 })
	if p.bare {
		chosen = slices.DeleteFunc(chosen, func(c *chain) bool { return c.label.field == additionalField })
	}
	rest := p.cut(src, content, chosen)
	if p.bare {
		for _, s := range p.fields {
			rest = append(rest, s.lines...)
		}
		p.rest, rest = rest, nil
	}
	p.readHead(append(slices.Clone(src.lines[:start]), rest...), src.html)
	for _, l := range src.lines {
		if l.chrome && l.use == "" {
			mark(Boilerplate, "navigation", l)
		}
	}
	return p
}

func heaviest(c []*chain) int {
	if len(c) == 0 {
		return 0
	}
	return c[len(c)-1].weight
}

// readTitle finds the title and returns the index of the line after it.
func (p *page) readTitle(lines []*line) int {
	for i, l := range lines {
		m := titleForm.FindStringSubmatch(l.text)
		if m == nil || l.chrome {
			continue
		}
		p.title, p.code = l, m[1]
		if m[2] == "Activity" {
			p.kind = activityReport
		}
		mark(UsedAsLabel, "title", l)
		return i + 1
	}
	return 0
}

// cut gives each label its lines, and returns those before the first label. A
// line with label and value becomes two.
func (p *page) cut(src *source, content []*line, chosen []*chain) (before []*line) {
	roman := false
	at, next := 0, 0
	var current *segment
	for ; at < len(content); at++ {
		l := content[at]
		if next < len(chosen) && chosen[next].at == at {
			c := chosen[next]
			next++
			current = &segment{field: c.label.field, label: l, rank: c.rank}
			p.fields = append(p.fields, current)
			roman = roman || strings.HasPrefix(l.text, "I. ") || strings.HasPrefix(l.text, "II. ") || c.label.field == resolutionNodeField
			if c.inline > 0 {
				value := split(l, c.inline)
				current.lines = append(current.lines, value)
				src.lines = slices.Insert(src.lines, slices.Index(src.lines, l)+1, value)
			}
			mark(UsedAsLabel, fieldNames[c.label.field], l)
			continue
		}
		switch {
		case l.chrome:
		case current == nil:
			before = append(before, l)
		default:
			current.lines = append(current.lines, l)
		}
	}
	if roman {
		p.template = templateB
	}
	return before
}

// split cuts a line's value off its label.
func split(l *line, at int) *line {
	rest := l.text[at:]
	value := &line{number: l.number, col: l.col + len([]rune(l.text[:at])), text: strings.TrimSpace(rest)}
	value.col += len([]rune(rest)) - len([]rune(strings.TrimLeft(rest, " ")))
	shift := at + len(rest) - len(strings.TrimLeft(rest, " "))
	for _, k := range l.links {
		if k.start >= shift {
			value.links = append(value.links, link{k.start - shift, k.end - shift, k.address})
		}
	}
	l.text, l.links = strings.TrimSpace(l.text[:at]), nil
	return value
}

var (
	nodeAddress = regexp.MustCompile(`^(?i:(?:source|url)\s*:\s*)?(https?://\S+/node/[0-9]+\S*)$`)
	submitTime  = regexp.MustCompile(`^on [A-Z][a-z]{2}, ([0-9]{2}/[0-9]{2}/[0-9]{4}) - [0-9]{2}:[0-9]{2}$`)
	oneLine     = regexp.MustCompile(`^Submitted by .* on [A-Z][a-z]{2}, ([0-9]{2}/[0-9]{2}/[0-9]{4}) - [0-9]{2}:[0-9]{2}$`)
)

// furniture is how the portal's own lines begin, folded.
var furniture = []string{
	"log in", "login", "se connecter", "iniciar sesión", "skip to main content",
	"you will be redirected to iucn accounts", "rest assured your personal data",
	"error message", "please, in order to use this website it is necessary that you accept", "status message",
}

// readHead reads what stands before the fields: furniture, the page's address,
// and who sent it in.
func (p *page) readHead(lines []*line, html bool) {
	name := false
	for _, l := range lines {
		if l.text == "" || l.chrome || l.use != "" {
			continue
		}
		folded := foldLabel(l.text)
		switch m := nodeAddress.FindStringSubmatch(l.text); {
		case m != nil:
			p.address = m[1]
			mark(UsedAsField, "source", l)
		case slices.ContainsFunc(furniture, func(s string) bool { return folded == s || len(s) > 12 && strings.HasPrefix(folded, s) }):
			mark(Boilerplate, "furniture of the portal", l)
		case oneLine.MatchString(l.text):
			p.submitted = oneLine.FindStringSubmatch(l.text)[1]
			mark(Boilerplate, "who sent the report in", l)
		case submitTime.MatchString(l.text):
			p.submitted = submitTime.FindStringSubmatch(l.text)[1]
			mark(Boilerplate, "when the report was sent in", l)
			name = false
		case folded == "submitted by":
			mark(Boilerplate, "who sent the report in", l)
			name = true
		case name:
			// The name of whoever filed the report is personal data, and no part of it.
			mark(Boilerplate, "who sent the report in", l)
			name = false
		case html:
			mark(Boilerplate, "before the report", l)
		}
	}
}
