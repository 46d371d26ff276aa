package dataset

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// SumsName is the list of checksums in an archive, in the form that sha256sum -c reads.
const SumsName = "SHA256SUMS"

// Packer packs files, several at a time. The zero value is ready.
type Packer struct {
	// writers are for one file after the other: a new one clears a megabyte.
	writers sync.Pool
}

// Packed is a file in the form in which an archive holds it.
type Packed struct {
	name   string
	method uint16
	data   []byte
	sum    uint32
	size   int
	digest [sha256.Size]byte
}

// Pack packs a file under its path in the archive.
func (k *Packer) Pack(name string, data []byte) (*Packed, error) {
	p := &Packed{name: name, method: zip.Deflate, sum: crc32.ChecksumIEEE(data), size: len(data), digest: sha256.Sum256(data)}
	if bytes.HasPrefix(data, []byte(zipMagic)) {
		// A workbook is an archive itself: to compress it again takes time, and no less room.
		p.method, p.data = zip.Store, bytes.Clone(data)
		return p, nil
	}
	var b bytes.Buffer
	b.Grow(len(data) / 4)
	w, _ := k.writers.Get().(*flate.Writer)
	if w == nil {
		var err error
		if w, err = flate.NewWriter(&b, level); err != nil {
			return nil, err
		}
	}
	defer k.writers.Put(w)
	w.Reset(&b)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	p.data = b.Bytes()
	return p, nil
}

// zipMagic begins every archive.
const zipMagic = "PK\x03\x04"

// level is twice as fast as the default, for a tenth more bytes.
const level = flate.BestSpeed

// Archive writes files as a ZIP file below a folder, in the order of their
// names, with a list of their checksums. No time and no system shows in it.
func (k *Packer) Archive(out io.Writer, folder string, files []*Packed) error {
	files = slices.SortedFunc(slices.Values(files), func(a, b *Packed) int { return strings.Compare(a.name, b.name) })
	var sums []byte
	for _, f := range files {
		sums = fmt.Appendf(sums, "%x  %s\n", f.digest, f.name)
	}
	list, err := k.Pack(SumsName, sums)
	if err != nil {
		return err
	}
	size := 0
	for _, f := range append(files, list) {
		size += len(f.data) + 2*(len(folder)+len(f.name)) + headMost
	}
	makeRoom(out, size)
	w := zip.NewWriter(out)
	for _, f := range append(files, list) {
		if err := writeRaw(w, folder+"/"+f.name, f.method, f.data, f.sum, uint64(f.size)); err != nil {
			return err
		}
	}
	return w.Close()
}

// headMost is what an archive has for each file besides its bytes and its name, twice.
const headMost = 256

// writeRaw writes a file that is in its form already.
func writeRaw(w *zip.Writer, name string, method uint16, data []byte, sum uint32, size uint64) error {
	f, err := w.CreateRaw(&zip.FileHeader{
		Name: name, Method: method, CRC32: sum, CompressedSize64: uint64(len(data)), UncompressedSize64: size,
		// The first day that the format knows; a month or a day of zero is none.
		//lint:ignore SA1019 a raw header is written as it is: Modified would be left out.
		ModifiedDate: 1<<5 | 1,
	})
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return err
}

// archive collects the parts of a workbook in compressed form. It is a ZipWriter of
// the library that makes workbooks.
type archive struct {
	list []*entry
	// zip is used for one file after the other.
	zip *flate.Writer
	// amend writes the bytes of a file, with what is to be added; nil adds nothing.
	amend func(name string, data []byte, out io.Writer) error
}

// entry is a file of an archive: what was written is compressed at once.
type entry struct {
	of   *archive
	name string
	data bytes.Buffer
	sum  hash.Hash32
	size uint64
}

// Write takes more of the file.
func (e *entry) Write(p []byte) (int, error) {
	if e.of.amend != nil {
		return len(p), e.of.amend(e.name, p, (*compressor)(e))
	}
	return (*compressor)(e).Write(p)
}

// compressor is an entry that compresses what is written.
type compressor entry

// Write compresses more of the file.
func (e *compressor) Write(p []byte) (int, error) {
	e.size += uint64(len(p))
	e.sum.Write(p)
	return e.of.zip.Write(p)
}

// Create begins a file, and ends the one before.
func (a *archive) Create(name string) (io.Writer, error) {
	if err := a.Close(); err != nil {
		return nil, err
	}
	e := &entry{of: a, name: name, sum: crc32.NewIEEE()}
	a.list = append(a.list, e)
	if a.zip != nil {
		a.zip.Reset(&e.data)
		return e, nil
	}
	var err error
	a.zip, err = flate.NewWriter(&e.data, level)
	return e, err
}

// AddFS is part of the library's interface, and used for encrypted files alone.
func (a *archive) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close ends the last file.
func (a *archive) Close() error {
	if len(a.list) == 0 {
		return nil
	}
	return a.zip.Close()
}

// sort orders the files by name.
func (a *archive) sort() {
	slices.SortStableFunc(a.list, func(x, y *entry) int { return strings.Compare(x.name, y.name) })
}

// write writes the archive.
func (a *archive) write(out io.Writer) error {
	if err := a.Close(); err != nil {
		return err
	}
	w := zip.NewWriter(out)
	for _, e := range a.list {
		if err := writeRaw(w, e.name, zip.Deflate, e.data.Bytes(), e.sum.Sum32(), e.size); err != nil {
			return err
		}
	}
	return w.Close()
}
