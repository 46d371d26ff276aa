package build

import (
	"crypto/sha256"
	"iter"

	"resolute/internal/manifest"
)

// Ledger is a sink that knows the digests of the files that were put or kept.
type Ledger interface {
	Sink
	// Digests are the paths of the files, in order, with the SHA-256 of each.
	Digests() iter.Seq2[string, [sha256.Size]byte]
}

// emitManifest puts the list of all files, last of all, into a sink that knows
// their digests; the preview does not.
func (p *Project) emitManifest(sink Sink) error {
	l, ok := sink.(Ledger)
	if !ok {
		return nil
	}
	m := &manifest.Manifest{
		Format: manifest.Format, BaseURL: p.Input.BaseURL, Preview: p.options.Preview, Drafts: p.options.Drafts,
	}
	if v := p.options.Provenance; v != nil {
		m.Commit, m.Modified = v.Commit, v.Modified
	}
	data, err := m.Encode(l.Digests())
	if err != nil {
		return err
	}
	return sink.Put(manifest.Name, "", data)
}
