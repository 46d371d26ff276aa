package build

import (
	"resolute/internal/search"
)

// Find searches the site as its visitors do and returns the addresses of the
// documents of one kind, the best first, and what became of each word.
func (p *Project) Find(text, kind string) (paths []string, words []search.Word, err error) {
	files, err := p.SearchIndex()
	if err != nil {
		return nil, nil, err
	}
	index, err := search.Open(search.Loader(files))
	if err != nil {
		return nil, nil, err
	}
	found, err := index.Search(search.Query{
		Text: text, Filters: map[string][]string{search.FacetKind: {kind}}, Limit: -1,
		Lang: string(p.Site.Settings.Default()), NoExcerpts: true,
	})
	if err != nil {
		return nil, nil, err
	}
	for _, h := range found.Hits {
		paths = append(paths, h.Path)
	}
	return paths, found.Words, nil
}
