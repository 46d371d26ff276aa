package site

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// FutureActions is the id of the section that tells what is planned.
const FutureActions = "future-actions"

// What a plan has to be for its words to say anything, and the report in which
// they are looked for; see Forgotten.
const (
	stemLetters = 5
	planStems   = 5
	reportWords = 60
	planShare   = 20 // percent
)

// Forgotten are the plans of a text, a line each, which the next text does not
// take up: of the different words of the plan, fewer than a fifth come again
// anywhere in the next text. Words are compared by their first five letters, so
// that their forms are one word; shorter ones are not looked at. A plan of a few
// words, or a next text of a few, tells nothing.
func Forgotten(before, after []SectionText) []string {
	text, ok := sectionOf(before, FutureActions)
	if !ok || text == "" {
		return nil
	}
	type plan struct {
		line         string
		stems, found int
	}
	var plans []plan
	of := map[string][]int{} // the plans that have a stem
	for line := range strings.Lines(text) {
		i, n := len(plans), 0
		eachStem(line, func(stem []byte) {
			if list := of[string(stem)]; len(list) == 0 || list[len(list)-1] != i {
				of[string(stem)] = append(list, i)
				n++
			}
		})
		if n > 0 {
			plans = append(plans, plan{line: strings.TrimSpace(line), stems: n})
		}
	}
	words := 0
	for _, s := range after {
		words += eachStem(s.Text, func(stem []byte) {
			if list := of[string(stem)]; len(list) > 0 {
				for _, i := range list {
					plans[i].found++
				}
				of[string(stem)] = nil // each counts once
			}
		})
	}
	if words < reportWords {
		return nil
	}
	var list []string
	for _, p := range plans {
		if p.stems >= planStems && 100*p.found < planShare*p.stems {
			list = append(list, p.line)
		}
	}
	return list
}

// eachStem calls f with the first letters of each word that is long enough, in
// lower case, and returns the number of all words. The bytes are f's during the
// call alone.
func eachStem(text string, f func(stem []byte)) (words int) {
	var buf [stemLetters * utf8.UTFMax]byte
	stem := buf[:0]
	letters := 0
	end := func() {
		if letters > 0 {
			words++
		}
		if letters >= stemLetters {
			f(stem)
		}
		stem, letters = buf[:0], 0
	}
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z':
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			r = unicode.ToLower(r)
		default:
			end()
			continue
		}
		if letters < stemLetters {
			stem = utf8.AppendRune(stem, r)
		}
		letters++
	}
	end()
	return words
}
