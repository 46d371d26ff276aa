package portal

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"resolute/internal/content"
	"resolute/internal/report"
)

// round is a block of node numbers that the portal gave out in one reporting
// year; numbers of a block are base + number of the resolution.
type round struct{ first, last, year int }

// rounds were read off pages whose year is known from their text.
var rounds = []round{
	{47379, 47600, 2017},
	{48077, 48200, 2018},
	{48604, 48750, 2019},
	{49321, 49480, 2022},
	{50065, 50250, 2022},
	{50800, 51200, 2023},
	{51924, 52120, 2024},
	{52400, 52600, 2025},
}

// yearOfNode derives the reporting year from a report's node number.
func yearOfNode(node int) (year int, ok bool) {
	for _, r := range rounds {
		if node >= r.first && node <= r.last {
			return r.year, true
		}
	}
	return 0, false
}

// decreeBlock is where the portal keeps the resolutions of a congress: node
// number = base + number of the resolution.
type decreeBlock struct {
	base, numbers, year int
	// firstRec is the number from which on they are recommendations; 0 where
	// the kinds are mixed.
	firstRec int
}

var decreeBlocks = []decreeBlock{
	{49139, 160, 2020, 0},  // checked on six pages
	{46417, 112, 2016, 98}, // checked on two
}

// decreeOfNode derives congress year, type and number from a resolution's node
// number. The type is a guess.
func decreeOfNode(node int) (code report.Code, ok bool) {
	for _, b := range decreeBlocks {
		if n := node - b.base; n >= 1 && n <= b.numbers {
			code = report.Code{Prefix: "WCC", Year: b.year, Type: "Res", Number: n}
			if b.firstRec > 0 && n >= b.firstRec {
				code.Type = "Rec"
			}
			return code, true
		}
	}
	return code, false
}

var nodeInAddress = regexp.MustCompile(`/node/([0-9]{1,7})(?:[/?#].*)?$`)

// nodeOf is the node number in an address.
func nodeOf(address string) (int, bool) {
	m := nodeInAddress.FindStringSubmatch(address)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// cleanAddress drops what the portal adds when cookies are refused: the same
// page has several such addresses.
func cleanAddress(address string) string {
	if before, query, ok := strings.Cut(address, "?"); ok && strings.HasPrefix(query, "cookies-complaint") {
		return before
	}
	return address
}

// identify finds the code of the resolution that is reported on.
func (im *importer) identify() bool {
	v := &im.known.Settings.Vocabularies
	fromNode, nodeLine, derived := im.codeFromNode()
	switch {
	case im.opt.Resolution != "":
		code, err := v.ParseCode(im.opt.Resolution)
		if err != nil {
			im.fail(nil, "resolution", "write it as WCC-2020-Res-040", "%v", err)
			return false
		}
		im.edition.Code = code
	case im.page.code != "":
		code, err := v.ParseCode(im.page.code)
		if err != nil {
			im.fail(im.page.title, "resolution", "add the congress or the type to content/site.yaml, or name the resolution yourself", "%v", err)
			return false
		}
		im.edition.Code = code
	case derived:
		im.edition.Code = fromNode
	default:
		im.fail(nil, "resolution", "say which resolution the report is on", "the page has no title such as \"WCC 2020 Res 040 - Progress Report\"")
		return false
	}
	if derived && (fromNode.Year != im.edition.Code.Year || fromNode.Number != im.edition.Code.Number) {
		im.warn(nodeLine, "resolution", "compare with the page on the portal", "node %s is %s by its number, but the report is on %s", nodeLine.text, fromNode, im.edition.Code)
	}
	return true
}

// codeFromNode derives the code from the node number of the resolution, which
// templates B and C print. The type is not in it.
func (im *importer) codeFromNode() (report.Code, *line, bool) {
	lines := im.page.find(resolutionNodeField).text()
	if len(lines) == 0 {
		return report.Code{}, nil, false
	}
	l := lines[0]
	node, err := strconv.Atoi(l.text)
	code, ok := decreeOfNode(node)
	if err != nil || !ok {
		return report.Code{}, l, false
	}
	mark(UsedAsField, "resolution", l)
	for _, r := range im.known.Resolutions {
		if r.Code.Year == code.Year && r.Code.Number == code.Number {
			return r.Code, l, true
		}
	}
	if im.page.code == "" && im.opt.Resolution == "" {
		im.warn(l, "resolution", "see whether it is a resolution, a recommendation or a decision, and name it yourself where this is wrong", "taken for %s by the node number alone: the page has no title", code)
	}
	return code, l, true
}

// locate finds the address of the page, and completes the links in it.
func (im *importer) locate() {
	for _, address := range []string{im.opt.Source, im.page.address, im.source.canonical} {
		if address = cleanAddress(address); isExternal(address) && content.CheckURL(address) == nil {
			im.edition.Source = address
			break
		}
	}
	if im.opt.Source != "" && im.edition.Source != cleanAddress(im.opt.Source) {
		im.warn(nil, "source", "write the whole address: https://…", "%q is no address of a page", shorten(im.opt.Source, 80))
	}
	base, err := url.Parse(im.edition.Source)
	if err != nil || base.Host == "" {
		return
	}
	for _, l := range im.source.lines {
		for i := range l.links {
			if u, err := base.Parse(l.links[i].address); err == nil && !strings.HasPrefix(l.links[i].address, "#") {
				l.links[i].address = u.String()
			}
		}
	}
}

// date finds the year of the report and the day on which it was sent in.
func (im *importer) date() bool {
	if p := im.page.submitted; len(p) == 10 {
		if d, err := report.ParseDate(p[6:] + "-" + p[:2] + "-" + p[3:5]); err == nil {
			im.edition.Date = d
		}
	}
	period := im.period()
	if im.edition.Year = im.opt.Year; im.edition.Year != 0 {
		if period != 0 && period != im.edition.Year {
			l := im.page.find(periodField).text()[0]
			mark(Unpublished, "year", l)
			im.warn(l, "year", "see which year is right", "the page says that it covers %d, not %d", period, im.edition.Year)
		}
		return true
	}
	const hint = "give the year with --year where this is wrong"
	if period != 0 {
		im.edition.Year = period
		return true
	}
	if node, ok := nodeOf(im.edition.Source); ok {
		if year, ok := yearOfNode(node); ok {
			im.edition.Year = year
			im.warn(im.page.title, "year", hint, "year %d derived from the node number %d; the page does not state it", year, node)
			return true
		}
	}
	if !im.edition.Date.IsZero() {
		im.edition.Year = im.edition.Date.Year
		im.warn(im.page.title, "year", hint, "year %d taken from the day on which the report was sent in", im.edition.Year)
		return true
	}
	im.fail(im.page.title, "year", "give it with --year", "the page does not state the reporting year")
	return false
}

var yearForm = regexp.MustCompile(`^(?:19|20)[0-9]{2}$`)

// period is the year in "Period covered", or 0.
func (im *importer) period() int {
	lines := im.page.find(periodField).text()
	if len(lines) != 1 || !yearForm.MatchString(lines[0].text) {
		return 0
	}
	mark(UsedAsField, "year", lines[0])
	year, _ := strconv.Atoi(lines[0].text)
	return year
}
