package markdown

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"resolute/internal/diag"
)

// fill repeats a pattern up to a size.
func fill(pattern string, size int) string {
	return strings.Repeat(pattern, max(size/len(pattern), 1))
}

// distinct repeats a pattern with a number in it up to a size.
func distinct(pattern string, size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, pattern, i)
	}
	return b.String()
}

// hostile are bodies that make a Markdown processor slow, large or deep. Those
// with a rule end as that problem; the others are harmless here, and only have
// to be quick.
var hostile = []struct {
	name, rule string
	body       func(size int) string
}{
	{"wide table of lone bars", "too-complex", func(n int) string {
		return fill("|a", n/3) + "|\n" + fill("|-", n/3) + "|\n" + fill("|\n", n/3)
	}},
	{"64 columns of lone bars", "too-complex", func(n int) string {
		return fill("|a", 128) + "|\n" + fill("|-", 128) + "|\n" + fill("|\n", n-300)
	}},
	{"many tables", "too-complex", func(n int) string { return fill("|a|b|\n|-|-|\n|\n|\n|\n\n", n) }},
	{"escaped bars in code", "too-complex", func(n int) string { return "|a|\n|-|\n" + fill("|`\\|`|\n", n-10) }},
	{"reference expansion", "too-complex", func(n int) string {
		return "[a]: /" + fill("x", n/2) + "\n\n" + fill("[a][a] ", n/2-10)
	}},
	{"reference expansion in paragraphs", "too-complex", func(n int) string {
		return "[a]: https://example.org/" + fill("x", 2000) + "\n\n" + fill("[a]\n\n", n-3000)
	}},
	{"link titles", "too-complex", func(n int) string {
		return "[a]: https://example.org/ '" + fill("x", n/2) + "'\n\n" + fill("[a]\n\n", n/2-100)
	}},
	{"open links", "too-complex", func(n int) string { return fill("[a](", n) }},
	{"open titles", "too-complex", func(n int) string { return fill("[a](b \"", n) }},
	{"open titles in lines", "too-complex", func(n int) string { return fill("[a](b '\n", n) }},
	{"open references in lines", "too-complex", func(n int) string { return fill("[a][\n", n) }},
	{"links", "too-complex", func(n int) string { return fill("[a](b) ", n) }},
	{"links in paragraphs", "too-complex", func(n int) string { return fill("[a](#b)\n\n", n) }},
	{"quotations and lists", "too-complex", func(n int) string { return fill("> - ", n) }},
	{"balanced brackets", "too-complex", func(n int) string { return fill("[", n/2) + fill("]", n/2) }},
	{"open brackets", "too-complex", func(n int) string { return fill("[", n) }},
	{"images", "too-complex", func(n int) string { return fill("![", n/2) + fill("](a)", n/2) }},
	{"lists in one another", "too-complex", func(n int) string { return fill("- ", n-1) + "a" }},
	{"numbered lists in one another", "too-complex", func(n int) string { return fill("1. ", n) }},
	{"quotations in one another", "too-complex", func(n int) string { return fill(">", n) }},
	{"quotations with a text", "too-complex", func(n int) string { return fill("> ", n) + "a" }},
	{"blank lines in a deep list", "too-complex", func(n int) string { return fill("- ", 90) + "a\n" + fill("\n", n-100) + "b" }},
	{"lines in a deep quotation", "", func(n int) string { return fill(fill(">", 90)+"a\n", n) }},
	{"lazy lines in a deep quotation", "", func(n int) string { return fill(">", 90) + "a\n" + fill("a\n", n-100) }},
	{"notes in one another", "too-complex", func(n int) string { return fill("[^a]:", n) }},
	{"mixed emphasis", "too-complex", func(n int) string { return fill("*a_ ", n) }},
	{"emphasis in one another", "too-complex", func(n int) string { return fill("*a **a ", n/2) + fill("a** a*", n/2) }},
	{"emphasis in one another, few", "too-complex", func(int) string { return fill("*a _a ", 600) + fill("a_ a*", 500) }},
	{"run of asterisks", "", func(n int) string { return fill("*", n/2) + "a" + fill("*", n/2) }},
	{"run of underscores", "", func(n int) string { return "a" + fill("_", n-1) }},
	{"run of tildes", "", func(n int) string { return "a" + fill("~", n-1) }},
	{"strikethrough", "too-complex", func(n int) string { return fill("~a~~ ", n) }},
	{"attributes of headings", "", func(n int) string { return "# a {" + fill(".a ", n-10) + "}" }},
	{"definitions", "too-complex", func(n int) string { return distinct("[%d]: x\n", n-20) }},
	{"definitions in paragraphs", "", func(n int) string { return distinct("[%d]: x\n\n", n-20) }},
	{"definitions of notes", "too-complex", func(n int) string { return distinct("[^%d]: x\n\n", n-20) }},
	{"notes", "too-complex", func(n int) string { return distinct("[^%[1]d]\n\n[^%[1]d]: x\n\n", n-30) }},
	{"references to one note", "too-complex", func(n int) string { return "[^1]: x\n\n" + fill("[^1]", n-10) }},
	{"references to no note", "too-complex", func(n int) string { return fill("[^1] ", n) }},
	{"angles", "too-complex", func(n int) string { return "a" + fill("<", n-1) }},
	{"tags", "too-complex", func(n int) string { return "a " + fill("<a ", n-2) }},
	{"tags with open values", "too-complex", func(n int) string { return "a " + fill(`<a b="`, n-2) }},
	{"comments", "too-complex", func(n int) string { return "a " + fill("<!--", n-2) }},
	{"processing instructions", "too-complex", func(n int) string { return "a " + fill("<?", n-2) }},
	{"declarations", "too-complex", func(n int) string { return "a " + fill("<!A ", n-2) }},
	{"data sections", "too-complex", func(n int) string { return "a " + fill("<![CDATA[", n-2) }},
	{"elements", "too-many-problems", func(n int) string { return fill("<b>\n\n", n) }},
	{"backticks of all lengths", "", func(n int) string {
		var b strings.Builder
		for i := 1; b.Len() < n-i-2; i++ {
			b.WriteString(strings.Repeat("`", i%500+1) + "a")
		}
		return b.String()
	}},
	{"backticks", "", func(n int) string { return fill("`", n) }},
	{"code", "too-complex", func(n int) string { return fill("`a` ", n) }},
	{"addresses", "too-complex", func(n int) string { return fill("http://a.bc ", n) }},
	{"open addresses", "", func(n int) string { return "http://a.bc/" + fill("(", n-20) }},
	{"mail addresses without an end", "too-complex", func(n int) string { return fill("_a", n) }},
	{"long mail address", "", func(n int) string { return fill("a.", n) + "@" }},
	{"mail addresses", "too-complex", func(n int) string { return fill("a@b.cd ", n) }},
	{"entities", "", func(n int) string { return fill("&amp;", n) }},
	{"unknown entities", "", func(n int) string { return fill("&xamp", n) }},
	{"ampersands", "", func(n int) string { return fill("&", n) }},
	{"double quotes", "", func(n int) string { return fill(`"a `, n) }},
	{"single quotes", "", func(n int) string { return fill("'a ", n) }},
	{"quotes", "", func(n int) string { return fill(`"'`, n) }},
	{"hyphens", "", func(n int) string { return "a" + fill("-", n-1) }},
	{"exclamations", "", func(n int) string { return fill("!", n) }},
	{"backslashes", "", func(n int) string { return fill("\\", n) }},
	{"tabs", "", func(n int) string { return fill("\t", n-1) + "a" }},
	{"tabs in lines", "", func(n int) string { return fill("\ta\n", n) }},
	{"blanks", "", func(n int) string { return "a" + fill(" ", n-2) + "b" }},
	{"short lines", "", func(n int) string { return fill("a\n", n) }},
	{"hard breaks", "", func(n int) string { return fill("a\\\n", n) }},
	{"paragraphs", "", func(n int) string { return fill("a\n\n", n) }},
	{"items", "", func(n int) string { return fill("- a\n", n) }},
	{"loose items", "", func(n int) string { return fill("- a\n\n", n) }},
	{"headings", "", func(n int) string { return fill("## a\n", n) }},
	{"distinct headings", "", func(n int) string { return distinct("## %d\n", n-20) }},
	{"set headings", "", func(n int) string { return fill("a\n-\n", n) }},
	{"rules", "", func(n int) string { return fill("***\n", n) }},
	{"fences", "", func(n int) string { return fill("```\n", n) }},
	{"code of one line", "", func(n int) string { return "    " + fill("<&>", n-4) }},
	{"indented items", "too-complex", func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n-2*i-4; i++ {
			b.WriteString(strings.Repeat("  ", i) + "- a\n")
		}
		return b.String()
	}},
	{"columns", "too-complex", func(n int) string { return "a|a\n-|-\n" + fill("a|a\n", n-10) }},
	{"delimiter rows", "too-complex", func(n int) string { return fill("-|\n", n) }},
	{"half tables", "too-complex", func(n int) string { return fill("a\n-|-\n", n) }},
}

var ceiling = flag.Bool("ceiling", false, "try all hostile bodies at the ceiling of the size, not only the slowest")

// slowest are the hostile bodies that are always tried at the ceiling.
var slowest = []string{"64 columns of lone bars", "reference expansion in paragraphs", "open links", "open titles in lines", "loose items", "short lines"}

// TestHostile holds every hostile body to 2 s of CPU and 300 MB, and to its
// problem.
func TestHostile(t *testing.T) {
	if raceDetector {
		t.Skip("time and memory are measured without the race detector; nothing is concurrent here")
	}
	r := New()
	for _, size := range []int{DefaultLimits().Size, ceilings().Size} {
		standard := size == DefaultLimits().Size
		for _, tt := range hostile {
			if !standard && !*ceiling && (testing.Short() || !slices.Contains(slowest, tt.name)) {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d", tt.name, size), func(t *testing.T) {
				src := []byte(tt.body(size))
				src = src[:min(len(src), size)]
				o := testOptions("fr", false)
				o.Limits.Size = size
				body, problems := renderInTime(t, r, src, o)
				found := tt.rule == ""
				for _, p := range problems {
					found = found || p.Rule == tt.rule
					if tt.rule == "" && p.Rule == "too-complex" && standard {
						t.Errorf("refused: %v", p)
					}
				}
				if !found {
					t.Errorf("no problem of the rule %s among %d", tt.rule, len(problems))
				}
				if standard {
					for _, fault := range inspect(body, "") {
						t.Error(fault)
					}
				}
			})
		}
	}
}

// renderInTime renders a body and fails where that takes too much time or memory.
func renderInTime(t *testing.T, r *Renderer, src []byte, o Options) (*Body, []diag.Problem) {
	t.Helper()
	const most, memory = 2 * time.Second, 300 * megabyte
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processorTime()
	body, problems := r.Render(src, o)
	took := processorTime() - start
	runtime.ReadMemStats(&after)
	allocated := after.TotalAlloc - before.TotalAlloc
	t.Logf("%d bytes: %d ms, %d MB allocated, %d problems", len(src), took.Milliseconds(), allocated/megabyte, len(problems))
	if allocated > memory {
		t.Errorf("allocated %d MB", allocated/megabyte)
	}
	if took > most {
		t.Errorf("took %v", took)
	}
	return body, problems
}
