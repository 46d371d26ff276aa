package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what counts as a word, shared with the client.
const (
	// MaxWord is the length in UTF-16 code units above which a word is cut.
	MaxWord = 48
	// maxParts is the number of parts above which a hyphenated word is only
	// its parts: it is a list, not a compound.
	maxParts = 5
)

// Two apostrophes that Unicode counts as letters.
const (
	okina      = '\u02bb'
	apostrophe = '\u02bc'
)

// Piece is one word as it stands in a text.
type Piece struct {
	// Text is the word as written, without the dots of an acronym or the
	// hyphens of a compound; neither lower-cased nor folded.
	Text string
	// Start and End are its byte offsets in the text.
	Start, End int
	// Joined is true for a compound written as one word, which is emitted
	// before its parts and takes no position of its own.
	Joined bool
}

// Pieces cuts a text into words and calls emit for each in order.
//
// A word is a run of letters, marks and digits. A number keeps its inner dots
// (7.040); single letters with dots between are one acronym (i.f.a.w.). An
// apostrophe ends an elided article or particle, which is dropped (l'eau,
// qu'on), and begins an English ending, which is dropped too (IFAW's). Parts
// joined by a hyphen or another apostrophe are emitted as one joined word and
// as their parts.
func Pieces(text string, emit func(Piece)) {
	for i := 0; i < len(text); {
		if end := plainEnd(text, i); end > i {
			emit(Piece{Text: text[i:end], Start: i, End: end})
			i = end
			continue
		}
		size, word := wordRune(text, i)
		if !word {
			i += size
			continue
		}
		if end := numberEnd(text, i); end > 0 {
			emit(Piece{Text: text[i:end], Start: i, End: end})
			i = end
			continue
		}
		if end := acronymEnd(text, i); end > 0 {
			emit(Piece{Text: strings.ReplaceAll(text[i:end], ".", ""), Start: i, End: end})
			i = end
			continue
		}
		end := runEnd(text, i)
		size, joiner := joinerAt(text, end)
		if joiner == 0 || !startsWord(text, end+size) {
			emit(Piece{Text: text[i:end], Start: i, End: end})
			i = end
			continue
		}
		i = compound(text, i, emit)
	}
}

// plainEnd is the end of a word that begins at i and that no rule but the first
// can be about, as most are: letters without accents, and after them a blank or
// a mark that joins nothing. Where there is none it is i.
func plainEnd(text string, i int) int {
	end := i
	for end < len(text) && isASCIIWord(text[end]) {
		end++
	}
	if end == len(text) {
		return end
	}
	switch c := text[end]; {
	case c >= utf8.RuneSelf, c == '-', c == '\'':
		return i
	case c == '.' && (end == i+1 || text[i] <= '9'):
		return i
	}
	return end
}

// part is one run of word characters inside a compound, with what precedes it.
type part struct {
	start, end int
	before     byte // 0 at the beginning, '-' or '\''
}

// compound emits the word that begins at start and has joiners in it, and
// returns where it ends.
func compound(text string, start int, emit func(Piece)) int {
	var store [8]part
	parts := store[:0]
	end := runEnd(text, start)
	parts = append(parts, part{start, end, 0})
	for {
		size, joiner := joinerAt(text, end)
		if joiner == 0 || !startsWord(text, end+size) {
			break
		}
		from := end + size
		end = runEnd(text, from)
		parts = append(parts, part{from, end, joiner})
	}
	kept := withoutParticles(text, parts)
	if len(kept) > 1 && len(kept) <= maxParts {
		var joined strings.Builder
		letters := false
		for _, p := range kept {
			letters = letters || hasLetter(text[p.start:p.end])
			joined.WriteString(text[p.start:p.end])
		}
		if letters {
			emit(Piece{Text: joined.String(), Start: kept[0].start, End: kept[len(kept)-1].end, Joined: true})
		}
	}
	for _, p := range kept {
		emit(Piece{Text: text[p.start:p.end], Start: p.start, End: p.end})
	}
	return end
}

// withoutParticles drops the elided article before an apostrophe and the
// English ending after one.
func withoutParticles(text string, parts []part) []part {
	kept := parts[:0]
	for i, p := range parts {
		if i+1 < len(parts) && parts[i+1].before == '\'' && isElision(text[p.start:p.end]) {
			continue
		}
		if p.before == '\'' && len(kept) > 0 && isEnding(text[p.start:p.end]) {
			continue
		}
		kept = append(kept, p)
	}
	return kept
}

// isElision reports whether s is a French particle that loses its vowel before
// an apostrophe.
func isElision(s string) bool {
	if len(s) == 1 {
		return strings.ContainsRune("cdjlmnstCDJLMNST", rune(s[0]))
	}
	switch strings.ToLower(s) {
	case "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu":
		return true
	}
	return false
}

// isEnding reports whether s is what English writes after an apostrophe.
func isEnding(s string) bool {
	switch strings.ToLower(s) {
	case "s", "t", "d", "m", "re", "ve", "ll":
		return true
	}
	return false
}

// isASCIIWord reports whether c is a letter without accent or a digit.
func isASCIIWord(c byte) bool { return c|0x20-'a' < 26 || c-'0' < 10 }

func isWordRune(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return isASCIIWord(byte(r))
	case r >= 'À' && r <= 'ɏ': // the Latin letters with accents
		return r != '×' && r != '÷'
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M) && r != okina && r != apostrophe
}

// wordRune tells the size of the character at i and whether it belongs to a word.
func wordRune(text string, i int) (size int, word bool) {
	if c := text[i]; c < utf8.RuneSelf {
		return 1, isASCIIWord(c)
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	return size, r != utf8.RuneError && isWordRune(r)
}

func startsWord(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	_, word := wordRune(text, i)
	return word
}

func runEnd(text string, i int) int {
	for i < len(text) {
		size, word := wordRune(text, i)
		if !word {
			break
		}
		i += size
	}
	return i
}

// joinerAt tells the size of the joiner at i and its kind: a hyphen, an
// apostrophe, or 0.
func joinerAt(text string, i int) (size int, kind byte) {
	if i >= len(text) {
		return 0, 0
	}
	if c := text[i]; c < utf8.RuneSelf && c != '-' && c != '\'' {
		return 0, 0
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	switch r {
	case '-', '‐', '‑':
		return size, '-'
	case '\'', '’', '‘', okina, apostrophe, '＇':
		return size, '\''
	}
	return 0, 0
}

func digitsEnd(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.Is(unicode.Nd, r) {
			break
		}
		i += size
	}
	return i
}

// numberEnd is the end of a number with inner dots that begins at i, or 0.
func numberEnd(text string, i int) int {
	end, groups := digitsEnd(text, i), 0
	if end == i {
		return 0
	}
	for end < len(text) && text[end] == '.' {
		next := digitsEnd(text, end+1)
		if next == end+1 {
			break
		}
		end = next
		groups++
	}
	if groups == 0 {
		return 0
	}
	return end
}

// acronymEnd is the end of single letters with dots between that begin at i, or 0.
func acronymEnd(text string, i int) int {
	r, size := utf8.DecodeRuneInString(text[i:])
	end := i + size
	if !isLetter(r) || end >= len(text) || text[end] != '.' {
		return 0
	}
	last := 0
	for end < len(text) && text[end] == '.' {
		r, size = utf8.DecodeRuneInString(text[end+1:])
		if !isLetter(r) {
			break
		}
		end += 1 + size
		if !startsWord(text, end) {
			last = end
		}
	}
	return last
}

func hasLetter(s string) bool {
	for _, r := range s {
		if isLetter(r) {
			return true
		}
	}
	return false
}

func isLetter(r rune) bool { return unicode.IsLetter(r) && isWordRune(r) }
