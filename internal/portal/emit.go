package portal

import (
	"fmt"
	"slices"

	"resolute/internal/content"
	"resolute/internal/report"
)

// emit makes the files: the report, its resolution where that is not known, and
// the new members.
func (im *importer) emit(res *Result) {
	e := im.edition
	e.Path = fmt.Sprintf("content/reports/%s/%d.md", e.Code.ID(), e.Year)
	exists := slices.ContainsFunc(im.known.Editions, func(k *report.Edition) bool {
		return k.Path == e.Path || k.Code == e.Code && k.Year == e.Year && !k.IsTranslation
	})
	res.Edition, res.Resolution, res.Members = e, im.resolution(), im.members.added
	res.Files = append(res.Files, File{e.Path, content.MarshalEdition(e), exists})
	if r := res.Resolution; r != nil {
		res.Files = append(res.Files, File{r.Path, content.MarshalResolution(r), false})
	}
	for _, m := range res.Members {
		res.Files = append(res.Files, File{m.Path, content.MarshalMember(m), false})
	}
}

// resolution makes the file of a resolution that is not known. A report does not
// tell the title: an editor has to add it.
func (im *importer) resolution() *report.Resolution {
	code := im.edition.Code
	if slices.ContainsFunc(im.known.Resolutions, func(r *report.Resolution) bool { return r.Code == code }) {
		return nil
	}
	v := &im.known.Settings.Vocabularies
	r := &report.Resolution{Code: code}
	r.Path = "content/resolutions/" + code.ID() + ".md"
	for i := range v.Types {
		if v.Types[i].Code == code.Type {
			r.Type = report.Ref{ID: v.Types[i].ID}
		}
	}
	if c, ok := v.CongressOf(code); ok {
		r.Congress = report.Ref{ID: c.ID}
		if c.Ordinal > 0 {
			r.OfficialNumber = fmt.Sprintf("%d.%03d", c.Ordinal, code.Number)
		}
	}
	im.warn(im.page.title, "title", "add title, or subject where the official title is not known, to "+r.Path, "new resolution %s has no title: a report does not tell it", code)
	return r
}
