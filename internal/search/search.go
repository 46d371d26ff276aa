package search

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"resolute/internal/search/analysis"
)

// Outcome is what became of a word of a query.
type Outcome string

// The outcomes.
const (
	Found     Outcome = "found"
	Missing   Outcome = "missing"   // nowhere; the other words are searched
	Corrected Outcome = "corrected" // nowhere, but Word.With is
	Failed    Outcome = "failed"    // its file could not be read
)

// Word is a word or phrase of a query and what became of it.
type Word struct {
	// Text as typed, With the word searched instead.
	Text, With string
	Outcome    Outcome
}

// Results of a query.
type Results struct {
	// Total number of documents, of which Hits are those asked for.
	Total int
	Hits  []Hit
	// Words of the query that were searched or missed.
	Words []Word
	// Truncated is true where the query was too long and its end left out.
	Truncated bool

	matched []bool            // by document, before the filters
	masks   map[string][]bool // by facet with a choice
	finds   []*found
}

// Hit is one document found.
type Hit struct {
	ID    uint32
	Score int
	Card
	// Excerpt of the text around the words.
	Excerpt Excerpt
}

// Search finds documents. On an error the results hold what could be found
// without the files that could not be read.
func (x *Index) Search(q Query) (Results, error) {
	r, ids, scores, err := x.find(q)
	from, to := window(len(ids), q.Offset, q.Limit)
	for _, id := range ids[from:to] {
		h := Hit{ID: id, Score: int(scores[id])}
		card, cardErr := x.card(id)
		h.Card = card
		err = errors.Join(err, cardErr)
		if !q.NoExcerpts {
			text, textErr := x.excerpt(id, &r, q.Lang)
			h.Excerpt = text
			err = errors.Join(err, textErr)
		}
		r.Hits = append(r.Hits, h)
	}
	return r, err
}

// window is the stretch of n results that is asked for.
func window(n, offset, limit int) (from, to int) {
	if limit == 0 {
		limit = 10
	}
	from = min(max(offset, 0), n)
	if limit < 0 {
		return from, n
	}
	return from, min(from+limit, n)
}

// find is the documents of a query in order, with their scores.
func (x *Index) find(q Query) (Results, []uint32, []uint32, error) {
	p := x.parse(q.Text)
	r := Results{Truncated: p.truncated, masks: map[string][]bool{}}
	s := &search{Index: x, results: &r, scores: make([]uint32, x.root.space)}
	s.words(p.words)
	for i := range p.phrases {
		if !p.phrases[i].not {
			s.phrase(&p.phrases[i])
		}
	}
	asked := len(p.words)+len(p.phrases) > 0
	if s.matched == nil && len(r.Words) == 0 {
		s.matched = s.everything(len(q.Filters) > 0)
	}
	if s.matched == nil {
		s.matched = make([]bool, x.root.space)
	}
	for i := range p.words {
		if p.words[i].not {
			s.exclude(&p.words[i], nil)
		}
	}
	for i := range p.phrases {
		if p.phrases[i].not {
			s.exclude(nil, &p.phrases[i])
		}
	}
	r.matched = s.matched
	s.filter(q.Filters)
	ids := s.order(q.Sort, asked && len(r.Words) > 0)
	r.Total = len(ids)
	return r, ids, s.scores, errors.Join(s.errs...)
}

// search is one query on its way.
type search struct {
	*Index
	results *Results
	matched []bool // nil before the first word
	scores  []uint32
	errs    []error
}

func (s *search) fail(w *Word, err error) {
	w.Outcome = Failed
	s.results.Words = append(s.results.Words, *w)
	s.errs = append(s.errs, err)
}

// words looks words up and keeps the documents that have all of them. Two words
// of which the first is nowhere may be one that was written apart.
func (s *search) words(list []word) {
	for i := 0; i < len(list); i++ {
		w := &list[i]
		if w.not {
			continue
		}
		f, err := s.lookup(w)
		if err == nil && f.df == 0 && i+1 < len(list) && !list[i+1].not && len(w.parts) == 0 {
			next := &list[i+1]
			joined := word{text: w.text + " " + next.text, raw: cut(w.raw + next.raw), prefix: next.prefix, exact: w.exact}
			joined.fold = analysis.Fold(joined.raw)
			if g, joinErr := s.lookup(&joined); joinErr == nil && g.df > 0 {
				w, f = &joined, g
				i++
			}
		}
		s.word(w, f, err)
	}
}

// word corrects a word that is nowhere and keeps the documents that have it.
func (s *search) word(w *word, f *found, err error) {
	told := Word{Text: w.text, Outcome: Found}
	if err != nil {
		s.fail(&told, err)
		return
	}
	if f.df == 0 && len(w.parts) > 0 {
		s.words(w.parts)
		return
	}
	if f.df == 0 && w.mayCorrect() {
		with, err := s.correct(w.fold)
		if err == nil && with != "" {
			told.With, told.Outcome = with, Corrected
			better := word{text: with, raw: with, fold: analysis.Fold(with)}
			f, err = s.lookup(&better)
		}
		if err != nil {
			s.fail(&told, err)
			return
		}
	}
	if f.df == 0 {
		told.Outcome = Missing
	}
	s.results.Words = append(s.results.Words, told)
	if f.df > 0 {
		s.keep(f)
	}
}

// keep narrows the documents to those of f and adds its weight to them.
func (s *search) keep(f *found) {
	s.results.finds = append(s.results.finds, f)
	idf := uint32(f.idf(s.root.docs))
	first := s.matched == nil
	if first {
		s.matched = make([]bool, s.root.space)
	}
	for doc, best := range f.best {
		s.matched[doc] = best > 0 && (first || s.matched[doc])
		s.scores[doc] += idf * uint32(best)
	}
}

// phrase finds a phrase: its words, and then their places.
func (s *search) phrase(p *phrase) {
	told := Word{Text: p.text, Outcome: Found}
	finds, want, err := s.phraseDocs(p)
	switch {
	case err != nil:
		s.fail(&told, err)
		return
	case finds == nil:
		told.Outcome = Missing
	}
	s.results.Words = append(s.results.Words, told)
	for _, f := range finds {
		s.keep(f)
	}
	if finds != nil {
		for doc, ok := range want {
			s.matched[doc] = s.matched[doc] && ok
		}
	}
}

// phraseDocs is the documents of a phrase; finds is nil where one of its words
// is nowhere.
func (s *search) phraseDocs(p *phrase) (finds []*found, want []bool, err error) {
	want = make([]bool, s.root.space)
	for i := range p.words {
		f, err := s.lookup(&p.words[i].word)
		if err != nil {
			return nil, nil, err
		}
		if f.df == 0 {
			return nil, want, nil
		}
		finds = append(finds, f)
		for doc, best := range f.best {
			want[doc] = best > 0 && (i == 0 || want[doc])
		}
	}
	return finds, want, s.match(p, want)
}

// exclude takes out the documents of a word or a phrase.
func (s *search) exclude(w *word, p *phrase) {
	var want []bool
	var err error
	if p != nil {
		_, want, err = s.phraseDocs(p)
	} else {
		var f *found
		if f, err = s.lookup(w); err == nil && f.df == 0 {
			for i := range w.parts {
				part := w.parts[i]
				s.exclude(&part, nil)
			}
			return
		}
		if err == nil {
			want = make([]bool, s.root.space)
			for doc, best := range f.best {
				want[doc] = best > 0
			}
		}
	}
	if err != nil {
		s.errs = append(s.errs, err)
		return
	}
	for doc, out := range want {
		if out {
			s.matched[doc] = false
		}
	}
}

// everything is all documents. Where a filter chooses among them, numbers that
// no document has do no harm.
func (s *search) everything(filtered bool) []bool {
	all := make([]bool, s.root.space)
	if filtered {
		for doc := range all {
			all[doc] = true
		}
		return all
	}
	values, err := s.values(FacetKind, nil)
	if err != nil {
		s.errs = append(s.errs, err)
		return all
	}
	for _, v := range values {
		for _, doc := range v.docs {
			all[doc] = true
		}
	}
	return all
}

// filter makes the masks of the chosen facets.
func (s *search) filter(filters map[string][]string) {
	for name, ids := range filters {
		if len(ids) == 0 {
			continue
		}
		mask := make([]bool, s.root.space)
		s.results.masks[name] = mask
		values, err := s.values(name, ids)
		if err != nil {
			s.errs = append(s.errs, err)
			continue
		}
		for _, v := range values {
			if !slices.Contains(ids, v.id) {
				continue
			}
			for _, doc := range v.docs {
				mask[doc] = true
			}
		}
	}
}

// order is the documents that pass all masks, sorted.
func (s *search) order(by Sort, words bool) []uint32 {
	var ids []uint32
	for doc, ok := range s.matched {
		if ok && s.results.passes(uint32(doc), "") {
			ids = append(ids, uint32(doc))
		}
	}
	switch {
	case by == ByCode:
	case by == ByYear || !words:
		years, err := s.years()
		if err != nil {
			s.errs = append(s.errs, err)
			break
		}
		slices.SortStableFunc(ids, func(a, b uint32) int { return cmp.Compare(years[b], years[a]) })
	default:
		slices.SortFunc(ids, func(a, b uint32) int {
			return cmp.Or(cmp.Compare(s.scores[b], s.scores[a]), cmp.Compare(b, a))
		})
	}
	return ids
}

// passes reports whether a document passes the masks of all facets but one.
func (r *Results) passes(doc uint32, except string) bool {
	for name, mask := range r.masks {
		if name != except && !mask[doc] {
			return false
		}
	}
	return true
}

// years is the year of each document, 0 where it has none.
func (x *Index) years() ([]uint16, error) {
	years := make([]uint16, x.root.space)
	values, err := x.values(FacetYear, nil)
	for _, v := range values {
		year, _ := strconv.Atoi(v.id)
		for _, doc := range v.docs {
			years[doc] = uint16(year)
		}
	}
	return years, err
}
