package build

import (
	"resolute/internal/manifest"
)

// Ledger is a sink that knows the digests of the files that were put or kept.
type Ledger interface {
	Sink
	// Digests has the SHA-256 of each file, in hexadecimal, by its path.
	Digests() map[string]string
}

// emitManifest puts the list of all files, last of all, into a sink that knows
// their digests; the preview does not.
func (p *Project) emitManifest(sink Sink) error {
	l, ok := sink.(Ledger)
	if !ok {
		return nil
	}
	m := &manifest.Manifest{
		Format: manifest.Format, BaseURL: p.Input.BaseURL, Preview: p.options.Preview, Drafts: p.options.Drafts, Files: l.Digests(),
	}
	if v := p.options.Provenance; v != nil {
		m.Commit, m.Modified = v.Commit, v.Modified
	}
	data, err := m.Encode()
	if err != nil {
		return err
	}
	return sink.Put(manifest.Name, "", data)
}
