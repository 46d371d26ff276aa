package build

import (
	"resolute/internal/content"
	"resolute/internal/markdown"
	"resolute/internal/output"
	"resolute/internal/report"
	"resolute/internal/site"
)

// earlier are the texts from which translations were made that are out of date,
// by the translation's file, where they can be found among the versions of the
// original.
func earlier(o Options, s *site.Site) map[*report.File]*output.Body {
	if o.Versions == nil {
		return nil
	}
	var found map[*report.File]*output.Body
	for _, e := range s.Editions {
		for _, t := range e.Translations {
			if e.TranslationState(t) != "stale" {
				continue
			}
			if body := version(o, e, t.TranslationOf); body != nil {
				if found == nil {
					found = map[*report.File]*output.Body{}
				}
				found[&t.File] = body
			}
		}
	}
	return found
}

// version finds the text of an edition in the state that a digest names. Only
// its words are wanted, so that its links and mistakes are no matter.
func version(o Options, e *site.Edition, digest string) *output.Body {
	for data := range o.Versions(e.File.Path) {
		text, ok := content.Body(data)
		if !ok || site.TextDigest(&report.Edition{File: report.File{Body: text}}) != digest {
			continue
		}
		rendered, _ := markdown.New().Render(text, markdown.Options{File: e.File.Path, Lang: string(e.Language), Sections: content.Section})
		body := &output.Body{Digest: digest, Text: func(section int) string { return rendered.Sections[section].Text }}
		for _, s := range rendered.Sections {
			body.Sections = append(body.Sections, output.BodySection{ID: s.ID})
		}
		return body
	}
	return nil
}
