package search

import (
	"strings"

	"resolute/internal/search/analysis"
)

// excerptWords is the length of an excerpt in words.
const excerptWords = 32

// Excerpt is a piece of a document's text.
type Excerpt struct {
	Lang  string
	Spans []Span
	// Before and After tell that the text goes on there.
	Before, After bool
}

// Span is a stretch of an excerpt; marked where it is one of the words searched.
type Span struct {
	Text string
	Mark bool
}

// Text is the excerpt without marks.
func (e *Excerpt) Text() string {
	var b strings.Builder
	for _, s := range e.Spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// token is a word of a text with the number of the query's word that it is, or -1.
type token struct {
	start, end, word int
}

// excerpt chooses the piece of a document that shows most words of the query:
// in running text before names, in the preferred language before others.
func (x *Index) excerpt(id uint32, r *Results, lang string) (Excerpt, error) {
	sections, err := x.texts(id)
	if err != nil {
		return Excerpt{}, err
	}
	best, most := Excerpt{}, -1
	for _, s := range sections {
		tokens := r.tokens(s.text)
		from, score := densest(tokens, len(r.finds))
		score *= 2
		switch {
		case s.kind != textBody && score == 0:
			continue
		case s.kind == textBody && score > 0:
			score += 4 * excerptWords
		}
		if s.lang == lang {
			score++
		}
		if score > most {
			best, most = cutExcerpt(s, tokens, from), score
		}
	}
	return best, nil
}

// tokens cuts a text into words and tells which are words of the query.
func (r *Results) tokens(text string) []token {
	var list []token
	analysis.Pieces(text, func(p analysis.Piece) {
		t := token{p.Start, p.End, -1}
		fold := analysis.Fold(p.Text)
		for i, f := range r.finds {
			if f.marks(fold) {
				t.word = i
				break
			}
		}
		if p.Joined {
			if t.word >= 0 {
				list = append(list, t)
			}
			return
		}
		if n := len(list); n > 0 && list[n-1].end >= p.End {
			return // a part of a compound that is marked as a whole
		}
		list = append(list, t)
	})
	return list
}

// marks reports whether a folded word is one that was found.
func (f *found) marks(fold string) bool {
	if f.forms[fold] {
		return true
	}
	for _, b := range f.begins {
		if strings.HasPrefix(fold, b) {
			return true
		}
	}
	return false
}

// densest is where the stretch of excerptWords words begins that shows the most
// different words of the query, then the most of them.
func densest(tokens []token, words int) (from, score int) {
	inside := make([]int, words)
	distinct, hits := 0, 0
	for i, t := range tokens {
		if t.word >= 0 {
			if inside[t.word]++; inside[t.word] == 1 {
				distinct++
			}
			hits++
		}
		if i >= excerptWords {
			if w := tokens[i-excerptWords].word; w >= 0 {
				if inside[w]--; inside[w] == 0 {
					distinct--
				}
				hits--
			}
		}
		if s := distinct*excerptWords + hits; hits > 0 && s > score {
			from, score = max(0, i-excerptWords+1), s
		}
	}
	return from, score
}

// cutExcerpt cuts the excerpt that shows the words from tokens[from] on; it
// begins a few words before the first that is marked.
func cutExcerpt(s textSection, tokens []token, from int) Excerpt {
	e := Excerpt{Lang: s.lang}
	if len(tokens) == 0 {
		return e
	}
	first := from
	for first < len(tokens)-1 && tokens[first].word < 0 {
		first++
	}
	if tokens[first].word >= 0 {
		from = max(from, first-6)
		from = max(min(from, len(tokens)-excerptWords), 0)
	}
	to := min(from+excerptWords, len(tokens))
	at, end := tokens[from].start, tokens[to-1].end
	if from == 0 {
		at = 0
	}
	if to == len(tokens) {
		end = len(s.text)
	}
	e.Before, e.After = from > 0, to < len(tokens)
	for _, t := range tokens[from:to] {
		if t.word < 0 {
			continue
		}
		if t.start > at {
			e.Spans = append(e.Spans, Span{Text: s.text[at:t.start]})
		}
		e.Spans = append(e.Spans, Span{Text: s.text[t.start:t.end], Mark: true})
		at = t.end
	}
	if end > at {
		e.Spans = append(e.Spans, Span{Text: s.text[at:end]})
	}
	return e
}
