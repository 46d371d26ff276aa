package content

import "resolute/internal/report"

// MarshalEdition writes a report or a translation as a content file.
func MarshalEdition(e *report.Edition) []byte {
	t := editionFields
	if e.IsTranslation {
		var own table[report.Edition]
		for _, f := range t {
			if f.Place != OriginalOnly {
				own = append(own, f)
			}
		}
		t = own
	}
	return frontMatter(t.marshal(e), e.Text())
}

// MarshalResolution writes a resolution as a content file.
func MarshalResolution(r *report.Resolution) []byte {
	return frontMatter(resolutionFields.marshal(&resolutionFile{Resolution: r}), r.Text())
}

// MarshalMember writes a member as a content file.
func MarshalMember(m *report.Member) []byte {
	return frontMatter(memberFields.marshal(m), m.Text())
}

// MarshalPage writes a page as a content file.
func MarshalPage(p *report.Page) []byte {
	return frontMatter(pageFields.marshal(p), p.Text())
}
