package portal

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resolute/internal/markdown"
)

// Verify renders the files of a result back to text and returns the lines of
// the source that cannot be found in them: those that were not understood, and
// those that the account says were used. The caller may replace a file's Data by
// what is on disk, to compare the page with a file that was edited since.
func Verify(r *Result) []Line {
	v := &verifier{}
	for _, f := range r.Files {
		front, body := cutFrontMatter(f.Data)
		v.front = append(v.front, front)
		if strings.HasPrefix(f.Path, "content/reports/") {
			v.words = narrativeWords(f.Path, body)
		}
	}
	var missing []Line
	for _, l := range r.Account.Lines {
		if l.Use == NotUnderstood || l.Use == UsedAsField && len(r.Files) > 0 && !v.has(l) {
			missing = append(missing, l)
		}
	}
	return missing
}

// verifier looks for lines in the files of a result.
type verifier struct {
	// front are the files' front matter, that of the report first.
	front []string
	// words are those of the rendered narrative, and at is the place after the
	// words that were found last: most lines follow one another.
	words []string
	at    int
}

// has tells whether a line can be found.
func (v *verifier) has(l Line) bool {
	key, value, _ := strings.Cut(l.Where, ": ")
	switch key {
	case "results", "challenges", "future actions", "additional information":
		return v.narrates(l.Text)
	case "other_organisations":
		return value == "not stated" || v.names(l.Text)
	case "members", "commissions":
		switch value {
		case "none":
			return strings.Contains(v.report(), "\n"+key+": none\n") || strings.Contains(v.report(), "\n"+key+":\n")
		case "not stated":
			return true
		case "unresolved portal id":
			return strings.Contains(v.report(), strings.ToUpper(l.Text))
		}
		return v.mentions(value)
	case "actions", "status", "draft":
		return v.mentions(value)
	case "secretariat", "future_actions_planned":
		return value == "not stated" || strings.Contains(v.report(), "\n"+l.Where+"\n")
	case "resolution", "year", "source":
		return strings.Contains(v.report(), "\n"+key+": ")
	}
	return false
}

func (v *verifier) report() string {
	if len(v.front) == 0 {
		return ""
	}
	return v.front[0]
}

// mentions tells whether an id stands in the report's front matter.
func (v *verifier) mentions(id string) bool {
	return regexp.MustCompile(`[\s{\[]"?` + regexp.QuoteMeta(id) + `"?(?:[\s,}\]]|$)`).MatchString(v.report())
}

// names tells whether all words of a line stand in the report's front matter,
// but for the conjunctions between names.
func (v *verifier) names(text string) bool {
	words := wordsOf(v.report())
	for _, w := range wordsOf(text) {
		if !slices.Contains(words, w) && w != "and" && w != "et" && w != "y" && w != "o" {
			return false
		}
	}
	return true
}

// narrates tells whether the words of a line stand in the narrative, in their
// order and together. The marker of a list item is no word of the narrative.
func (v *verifier) narrates(text string) bool {
	if v.findWords(wordsOf(text)) {
		return true
	}
	_, rest, ok := cutMarker(text)
	return ok && v.findWords(wordsOf(rest))
}

func (v *verifier) findWords(words []string) bool {
	if len(words) == 0 {
		return true
	}
	for _, from := range []int{v.at, 0} {
		for i := from; i+len(words) <= len(v.words); i++ {
			if v.words[i] == words[0] && slices.Equal(v.words[i:i+len(words)], words) {
				v.at = i + len(words)
				return true
			}
		}
	}
	return false
}

// narrativeWords are the words of a rendered body, in order.
func narrativeWords(path string, body []byte) []string {
	rendered, _ := markdown.New().Render(body, markdown.Options{File: path, Sections: func(h string) (string, string, bool) { return h, "", true }})
	var words []string
	for _, s := range rendered.Sections {
		words = append(words, wordsOf(s.Text)...)
	}
	return words
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) })
}

// cutFrontMatter divides a content file.
func cutFrontMatter(data []byte) (front string, body []byte) {
	rest, ok := bytes.CutPrefix(data, []byte("---\n"))
	if !ok {
		return "", data
	}
	head, body, ok := bytes.Cut(rest, []byte("\n---\n"))
	if !ok {
		return "", data
	}
	return "\n" + string(head) + "\n", body
}
