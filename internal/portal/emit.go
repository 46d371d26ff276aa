package portal

import (
	"fmt"
	"slices"

	"resolute/internal/report"
)

// emit makes the files: the report, its resolution where that is not known, and
// the new members.
func (im *importer) emit(res *Result) error {
	e := im.edition
	e.Path = fmt.Sprintf("content/reports/%s/%d.md", e.Code.ID(), e.Year)
	exists := slices.ContainsFunc(im.known.Editions, func(k *report.Edition) bool {
		return k.Path == e.Path || k.Code == e.Code && k.Year == e.Year && !k.IsTranslation
	})
	if err := res.add(e.Path, exists)(marshalEdition(e)); err != nil {
		return err
	}
	res.Edition, res.Members = e, im.members.added
	if r := im.resolution(); r != nil {
		res.Resolution = r
		if err := res.add(r.Path, false)(marshalResolution(r)); err != nil {
			return err
		}
	}
	for _, m := range im.members.added {
		if err := res.add(m.Path, false)(marshalMember(m)); err != nil {
			return err
		}
	}
	return nil
}

// add appends a file as it was marshalled.
func (r *Result) add(path string, exists bool) func(data []byte, err error) error {
	return func(data []byte, err error) error {
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		r.Files = append(r.Files, File{path, data, exists})
		return nil
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
