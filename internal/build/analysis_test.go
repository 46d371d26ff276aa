package build

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"resolute/layouts"
	"resolute/static"
)

// files are a site in memory.
type files struct {
	mu   sync.Mutex
	data map[string][]byte
}

func (f *files) Previous(string) (string, bool) { return "", false }

func (f *files) Keep(path string) error { return fmt.Errorf("%s is not there", path) }

func (f *files) Put(path, _ string, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.data[path] = bytes.Clone(data)
	return nil
}

// publishSample makes the whole sample in memory.
func publishSample(t *testing.T) map[string][]byte {
	t.Helper()
	root, err := os.OpenRoot("../..")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	p, problems, err := Load(context.Background(), Options{Source: root.FS(), Layouts: layouts.FS, Static: static.FS, Version: "test"})
	if err != nil || p == nil {
		t.Fatal(err, problems)
	}
	f := &files{data: map[string][]byte{}}
	if _, err := p.Emit(context.Background(), f); err != nil {
		t.Fatal(err)
	}
	return f.data
}

// row is a row of a published table, by column.
type row map[string]string

func readTable(t *testing.T, site map[string][]byte, name string) []row {
	t.Helper()
	data, ok := site[name]
	if !ok {
		t.Fatalf("%s was not published", name)
	}
	cells, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var rows []row
	for _, c := range cells[1:] {
		r := row{}
		for i, head := range cells[0] {
			r[head] = strings.TrimPrefix(c[i], "'")
		}
		rows = append(rows, r)
	}
	return rows
}

// set is a set of reports, each as "code year".
type set map[string]bool

// counts are the reports behind each number, as "measure/id".
type counts map[string]set

func (c counts) add(measure, id string, r row) {
	key := measure + "/" + id
	if c[key] == nil {
		c[key] = set{}
	}
	c[key][reportOf(r)] = true
}

func reportOf(r row) string { return strings.ToLower(r["code"]) + " " + r["year"] }

// tables are what the numbers are recomputed from: the published tables alone.
type tables struct {
	reports, participation []row
	region                 map[string]string // of a member
}

// recount counts again, from the rows of the reports that are wanted.
func (d *tables) recount(wanted func(row) bool) counts {
	c := counts{}
	in := set{}
	latest := map[string]row{}
	before := map[string]row{}
	sorted := slices.Clone(d.reports)
	slices.SortStableFunc(sorted, func(a, b row) int { return strings.Compare(a["year"], b["year"]) })
	for _, r := range sorted {
		if wanted(r) {
			in[reportOf(r)] = true
			latest[r["code"]] = r
			d.recountReport(c, r)
			if b := before[r["code"]]; b != nil {
				if b["status"] == "not-stated" || r["status"] == "not-stated" {
					c.add("movement", "not-stated", r)
				} else {
					c.add("movement", b["status"]+"-to-"+r["status"], r)
				}
			}
		}
		before[r["code"]] = r
	}
	for _, r := range latest {
		c.add("statuses", r["status"], r)
	}
	located, regional := set{}, set{}
	together := map[string][]string{}
	for _, r := range d.participation {
		if !in[reportOf(r)] || r["member"] == "" {
			continue
		}
		c.add("members", r["member"], r)
		together[reportOf(r)] = append(together[reportOf(r)], r["member"])
		if r["country"] != "" {
			c.add("countries", r["country"], r)
			located[reportOf(r)] = true
		}
		if region := d.region[r["member"]]; region != "" {
			c.add("regions", region, r)
			regional[reportOf(r)] = true
		}
	}
	for _, r := range d.reports {
		if in[reportOf(r)] {
			if !located[reportOf(r)] {
				c.add("countries", "not-stated", r)
			}
			if !regional[reportOf(r)] {
				c.add("regions", "not-stated", r)
			}
			names := slices.Compact(slices.Sorted(slices.Values(together[reportOf(r)])))
			for i, a := range names {
				for _, b := range names[i+1:] {
					c.add("partners", a+"-and-"+b, r)
				}
			}
		}
	}
	return c
}

// recountReport counts what a report tells of itself.
func (d *tables) recountReport(c counts, r row) {
	c.add("years", r["year"], r)
	c.add("congresses", r["congress"], r)
	list := func(measure, column string) {
		for _, item := range strings.Split(r[column], "; ") {
			if id, _, _ := strings.Cut(item, " "); id != "" && id == strings.ToLower(id) {
				c.add(measure, id, r)
			}
		}
		if state := r[column+"_state"]; state != "stated" && state != "none" {
			c.add(measure, "not-stated", r)
		}
	}
	list("actions", "actions")
	list("commissions", "commissions")
	if state := r["members_state"]; state != "stated" && state != "none" {
		c.add("members", "not-stated", r)
	}
	word := map[string]string{"stated": "", "yes": "", "none": "-none", "no": "-none"}
	all := true
	for party, state := range map[string]string{"members": r["members_state"], "commissions": r["commissions_state"], "secretariat": r["secretariat"]} {
		suffix, told := word[state]
		if !told {
			suffix = "-not-stated"
		}
		all = all && told && suffix == ""
		c.add("constituency", party+suffix, r)
	}
	if all {
		c.add("constituency", "all", r)
	}
}

// Every number of every analysis is counted again from the published tables, by
// code that shares nothing with the program's; and the lists behind the numbers
// are exactly the reports that make them.
func TestAnalysisFromPublishedTables(t *testing.T) {
	site := publishSample(t)
	d := &tables{reports: readTable(t, site, "en/data/reports.csv"), participation: readTable(t, site, "en/data/participation.csv"), region: map[string]string{}}
	for _, m := range readTable(t, site, "en/data/members.csv") {
		d.region[m["id"]] = m["region"]
	}
	scopes := map[string]func(row) bool{"": func(row) bool { return true }}
	for _, r := range d.reports {
		scopes[r["year"]+"/"] = func(o row) bool { return o["year"] == r["year"] }
		scopes[r["congress"]+"/"] = func(o row) bool { return o["congress"] == r["congress"] }
	}
	checked := 0
	for _, scope := range slices.Sorted(maps.Keys(scopes)) {
		want := d.recount(scopes[scope])
		folder := "en/analysis/" + scope
		numbers := readTable(t, site, folder+"numbers.csv")
		seen := map[string]bool{}
		for _, n := range numbers {
			key := n["measure"] + "/" + n["id"]
			seen[key] = true
			checked++
			if n["reports"] != strconv.Itoa(len(want[key])) {
				t.Errorf("%s: %s is %s, the tables give %d", folder, key, n["reports"], len(want[key]))
			}
		}
		// Where nothing is cut off, nothing may be missing.
		for key, reports := range want {
			measure, id, _ := strings.Cut(key, "/")
			shown := !slices.Contains([]string{"members", "countries", "partners"}, measure) || id == "not-stated"
			one := measure == "years" && strings.HasPrefix(scope, "2") || measure == "congresses" && !strings.HasPrefix(scope, "2")
			if shown && !one && !seen[key] {
				t.Errorf("%s: %s with %d reports is not there", folder, key, len(reports))
			}
		}
		checkCut(t, folder, numbers, want)
		checkLinks(t, site, folder, numbers, want)
	}
	if checked < 300 {
		t.Errorf("only %d numbers were checked", checked)
	}
}

// checkCut wants the largest numbers where not all are shown.
func checkCut(t *testing.T, folder string, numbers []row, want counts) {
	t.Helper()
	for measure, least := range map[string]int{"members": 1, "countries": 1, "partners": 2} {
		var all, shown []int
		for key, reports := range want {
			if m, id, _ := strings.Cut(key, "/"); m == measure && id != "not-stated" && len(reports) >= least {
				all = append(all, len(reports))
			}
		}
		for _, n := range numbers {
			if n["measure"] == measure && n["id"] != "not-stated" {
				count, _ := strconv.Atoi(n["reports"])
				shown = append(shown, count)
			}
		}
		slices.Sort(all)
		slices.Reverse(all)
		if top := all[:min(10, len(all))]; !slices.Equal(top, shown) {
			t.Errorf("%s: the largest of %s are %v, shown are %v", folder, measure, top, shown)
		}
	}
}

var reportPage = regexp.MustCompile(`^/en/resolutions/([a-z0-9-]+)/([0-9]{4})/$`)

// checkLinks follows the link of each number on the page, and compares the list
// that it leads to with the tables.
func checkLinks(t *testing.T, site map[string][]byte, folder string, numbers []row, want counts) {
	t.Helper()
	page := parsePage(t, site, folder)
	total := 0
	for _, section := range find(page, func(n *html.Node) bool { return n.Data == "section" && strings.Contains(attr(n, "class"), "measure") }) {
		measure := strings.TrimPrefix(attr(section, "class"), "measure m-")
		var lists []set
		for _, cell := range find(section, func(n *html.Node) bool { return n.Data == "td" && attr(n, "class") == "n" }) {
			for _, a := range find(cell, func(n *html.Node) bool { return n.Data == "a" }) {
				total++
				list := listBehind(t, site, attr(a, "href"))
				lists = append(lists, list)
				if got := strings.ReplaceAll(text(a), ",", ""); got != strconv.Itoa(len(list)) {
					t.Errorf("%s: %s says %s and leads to %d reports at %s", folder, measure, got, len(list), attr(a, "href"))
				}
			}
		}
		for _, n := range numbers {
			if n["measure"] != measure || n["reports"] == "0" || strings.HasPrefix(n["id"], "not-stated") && measure != "statuses" {
				continue
			}
			if !slices.ContainsFunc(lists, func(s set) bool { return maps.Equal(s, want[measure+"/"+n["id"]]) }) {
				t.Errorf("%s: no number of %s leads to the %s reports of %s", folder, measure, n["reports"], n["id"])
			}
		}
	}
	if total < 20 {
		t.Errorf("%s has only %d numbers with a link", folder, total)
	}
}

// listBehind are the reports that the part of a page lists to which an address leads.
func listBehind(t *testing.T, site map[string][]byte, href string) set {
	t.Helper()
	address, fragment, _ := strings.Cut(href, "#")
	page := parsePage(t, site, strings.TrimPrefix(address, "/"))
	at := find(page, func(n *html.Node) bool { return fragment != "" && attr(n, "id") == fragment })
	if len(at) != 1 {
		t.Errorf("%s leads to %d parts", href, len(at))
		return nil
	}
	section := at[0]
	for section.Data != "section" && section.Parent != nil {
		section = section.Parent
	}
	list := set{}
	for _, a := range find(section, func(n *html.Node) bool { return n.Data == "a" }) {
		if m := reportPage.FindStringSubmatch(attr(a, "href")); m != nil {
			list[m[1]+" "+m[2]] = true
		}
	}
	return list
}

func parsePage(t *testing.T, site map[string][]byte, folder string) *html.Node {
	t.Helper()
	data, ok := site[path.Join(folder, "index.html")]
	if !ok {
		t.Fatalf("there is no page %s", folder)
	}
	page, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func find(n *html.Node, wanted func(*html.Node) bool) []*html.Node {
	var list []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && wanted(d) {
			list = append(list, d)
		}
	}
	return list
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
