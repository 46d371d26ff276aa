package redline

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// marked writes a comparison with [-deleted-] and {+inserted+} words, a
// paragraph a line.
func marked(list []Paragraph) string {
	lines := make([]string, len(list))
	for i, p := range list {
		pieces := make([]string, len(p))
		for j, x := range p {
			switch x.Op {
			case Deleted:
				pieces[j] = "[-" + x.Text + "-]"
			case Inserted:
				pieces[j] = "{+" + x.Text + "+}"
			default:
				pieces[j] = x.Text
			}
		}
		lines[i] = strings.Join(pieces, " ")
	}
	return strings.Join(lines, "\n")
}

func TestCompare(t *testing.T) {
	tests := []struct{ name, before, after, want string }{
		{"nothing", "", " \n", ""},
		{"the same", "One two.\n\nThree.", "One two.\nThree.\n", "One two.\nThree."},
		{"a word", "Two creeks were cleared.", "Three creeks were cleared.", "[-Two-] {+Three+} creeks were cleared."},
		{"at the end", "Two creeks were cleared.", "Two creeks were cleared. Otters came back.", "Two creeks were cleared. {+Otters came back.+}"},
		{"blanks are no change", "Two  creeks\twere cleared.", "Two creeks were cleared.", "Two creeks were cleared."},
		{"a paragraph more", "One two three.\nSeven eight nine.", "One two three.\nFour five six.\nSeven eight nine.", "One two three.\n{+Four five six.+}\nSeven eight nine."},
		{"a paragraph less", "One.\nTwo.", "Two.", "[-One.-]\nTwo."},
		{"rewritten whole", "The otters left the creek.", "Funds are sought for next year.", "[-The otters left the creek.-]\n{+Funds are sought for next year.+}"},
		{
			"an island is no kept text", "We met them in the old town hall to talk about creeks.", "We met them at a new place near the sea to talk about creeks.",
			"We met them [-in the old town hall-] {+at a new place near the sea+} to talk about creeks.",
		},
		{
			"versions among others", "Alpha beta gamma delta.\nThe work on creeks goes on with two partners.", "New words at first here.\nThe work on creeks goes on with three partners.\nLast.",
			"[-Alpha beta gamma delta.-]\n{+New words at first here.+}\nThe work on creeks goes on with [-two-] {+three+} partners.\n{+Last.+}",
		},
		{"one word is a paragraph too", "None\nof none", "of none\nNone", "{+of none+}\nNone\n[-of none-]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := marked(Compare(tt.before, tt.after)); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// sides are the texts that a comparison was made of, words and paragraphs alone.
func sides(list []Paragraph) (before, after []string) {
	for _, p := range list {
		for _, x := range p {
			if x.Op != Inserted {
				before = append(before, strings.Fields(x.Text)...)
			}
			if x.Op != Deleted {
				after = append(after, strings.Fields(x.Text)...)
			}
		}
	}
	return before, after
}

func checkSides(t *testing.T, before, after string) {
	t.Helper()
	list := Compare(before, after)
	if list == nil {
		if n := len(strings.Fields(before)); n > 0 && n <= mostWords && len(strings.Fields(after)) <= mostWords {
			t.Errorf("%.200q was not compared", before)
		}
		return
	}
	a, b := sides(list)
	if fmt.Sprint(a) != fmt.Sprint(strings.Fields(before)) || fmt.Sprint(b) != fmt.Sprint(strings.Fields(after)) {
		t.Errorf("the comparison of %.200q with %.200q lost words:\n%.500s", before, after, marked(list))
	}
}

// A comparison holds both texts whole, in their order.
func TestCompareLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		vocabulary := 2 + r.IntN(60)
		text := func() string {
			var b strings.Builder
			for range r.IntN(400) {
				fmt.Fprintf(&b, "w%d%c", r.IntN(vocabulary), " \n"[r.IntN(15)/14])
			}
			return b.String()
		}
		checkSides(t, text(), text())
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("a b c\nd", "a c\nd e")
	f.Fuzz(checkSides)
}

// hard are texts that make comparing slow: of few words that come again and
// again, and with nothing in common.
func hard(words int) [][2]string {
	r := rand.New(rand.NewPCG(1, 1))
	random := func(vocabulary int, ends string) string {
		var b strings.Builder
		for range words {
			fmt.Fprintf(&b, "w%d%c", r.IntN(vocabulary), ends[r.IntN(len(ends))])
		}
		return b.String()
	}
	return [][2]string{
		{random(2, " "), random(2, " ")},
		{random(40, " "), random(40, " ")},
		{random(2000, " "), random(2000, " ")},
		{random(3, "\n"), random(3, "\n")},
		{random(30, " \n"), random(30, " \n")},
		{strings.Repeat("a b ", words/2), strings.Repeat("b c ", words/2)},
	}
}

func TestLongTextsAreNotCompared(t *testing.T) {
	if list := Compare(strings.Repeat("word ", mostWords+1), "word"); list != nil {
		t.Errorf("got %d paragraphs", len(list))
	}
	for _, texts := range hard(mostWords) {
		checkSides(t, texts[0], texts[1])
	}
}

func BenchmarkHard(b *testing.B) {
	for i, texts := range hard(mostWords) {
		b.Run(fmt.Sprint(i), func(b *testing.B) {
			for b.Loop() {
				Compare(texts[0], texts[1])
			}
		})
	}
}

func BenchmarkReport(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var before strings.Builder
	for range 450 {
		fmt.Fprintf(&before, "word%d%c", r.IntN(200), " \n"[r.IntN(40)/39])
	}
	after := strings.ReplaceAll(before.String(), "word1", "other1")
	for b.Loop() {
		Compare(before.String(), after)
	}
}
