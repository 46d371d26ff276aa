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
	return new(TextComparer).Forgotten(before, after)
}

// stem are the first letters of a word.
type stem [stemLetters * utf8.UTFMax]byte

// planLink is a plan that has a stem, and where the link of another is; 0 for none.
type planLink struct{ plan, next int }

// Forgotten is as the function of that name.
func (x *TextComparer) Forgotten(before, after []SectionText) []string {
	text, ok := sectionOf(before, FutureActions)
	if !ok || text == "" {
		return nil
	}
	type plan struct {
		line         string
		stems, found int
	}
	var plans []plan
	if x.plans == nil {
		x.plans = map[stem]int{}
	}
	of := x.plans
	clear(of)
	x.links = append(x.links[:0], planLink{})
	for line := range strings.Lines(text) {
		i, n := len(plans), 0
		eachStem(line, func(s stem) {
			if link := of[s]; link == 0 || x.links[link].plan != i {
				of[s] = len(x.links)
				x.links = append(x.links, planLink{i, link})
				n++
			}
		})
		if n > 0 {
			plans = append(plans, plan{line: strings.TrimSpace(line), stems: n})
		}
	}
	words := 0
	for _, s := range after {
		words += eachStem(s.Text, func(s stem) {
			link := of[s]
			if link == 0 {
				return
			}
			of[s] = 0 // each counts once
			for ; link != 0; link = x.links[link].next {
				plans[x.links[link].plan].found++
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
// lower case, and returns the number of all words.
func eachStem(text string, f func(s stem)) (words int) {
	var s stem
	letters, size := 0, 0
	end := func() {
		if letters > 0 {
			words++
		}
		if letters >= stemLetters {
			f(s)
		}
		if letters > 0 {
			s, letters, size = stem{}, 0, 0
		}
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
			size += utf8.EncodeRune(s[size:], r)
		}
		letters++
	}
	end()
	return words
}
