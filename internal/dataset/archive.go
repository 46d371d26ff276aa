package dataset

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"path"
	"slices"
	"strings"
	"sync"
)

// SumsName is the list of checksums in an archive, in the form that sha256sum -c reads.
const SumsName = "SHA256SUMS"

// File is a file that is published.
type File struct {
	// Path is where; its last element is the name in the archive.
	Path string
	// Form writes its rows; nil where Write writes it as a whole.
	Form  *Form
	Write func(*bytes.Buffer) error
	// Packed files are in the archive as well: they are written once for both.
	Packed bool

	once   sync.Once
	member *member
	err    error
}

// Packer writes files and an archive of them. It is safe for concurrent use.
type Packer struct {
	// Memory is what the last build left; nil for nothing.
	Memory *Memory
	// Archive is where the archive is published.
	Archive string

	packing deflater
}

// File writes a file, and packs it for the archive.
func (k *Packer) File(b *bytes.Buffer, f *File) error {
	written := false
	if f.Packed {
		f.once.Do(func() {
			f.member, f.err = k.pack(b, f)
			written = true
		})
	}
	if written || f.err != nil {
		return f.err
	}
	_, err := k.write(b, f) // the archive came first, or has it not
	return err
}

// write writes a file. One of rows is known to the next build.
func (k *Packer) write(b *bytes.Buffer, f *File) (*layout, error) {
	if f.Form == nil {
		return nil, f.Write(b)
	}
	return k.Memory.writeRows(b, f.Path, f.Form, f.Packed)
}

// pack writes a file, and packs it for the archive.
func (k *Packer) pack(b *bytes.Buffer, f *File) (*member, error) {
	start := b.Len()
	l, err := k.write(b, f)
	if err != nil {
		return nil, err
	}
	data := b.Bytes()[start:]
	if l != nil {
		return k.packRows(f, l.digest, func(i int) ([]byte, error) { return data[l.places[i].Off:][:l.places[i].N], nil })
	}
	m := &member{name: path.Base(f.Path), digest: sha256.Sum256(data), stored: bytes.HasPrefix(data, []byte(zipMagic))}
	var p piece
	if m.stored {
		// A workbook is an archive itself: to compress it again takes time, and no less room.
		n := uint32(len(data))
		p = piece{bytes.Clone(data), place{N: n, Plain: n, PlainSum: crc32.ChecksumIEEE(data)}}
	} else if p, err = k.packing.pack(data); err != nil {
		return nil, err
	}
	m.pieces = []piece{p}
	return m, nil
}

// packRows packs a file of rows: what the archive of the last build does not have, of
// the bytes of a run.
func (k *Packer) packRows(f *File, digest [sha256.Size]byte, run func(i int) ([]byte, error)) (*member, error) {
	known := k.Memory.left(k.Archive)
	defer known.close()
	pieces, err := k.packing.rows(known, f.Form.keys(), run)
	return &member{name: path.Base(f.Path), digest: digest, pieces: pieces}, err
}

// recall packs a file for the archive that need not be written, as it stays.
func (k *Packer) recall(f *File) (*member, error) {
	if f.Form != nil {
		if digest, ok := k.Memory.digestOf(f.Path, f.Form.keys()); ok {
			return k.packRows(f, digest, f.Form.in(new(bytes.Buffer)))
		}
	}
	return k.pack(new(bytes.Buffer), f)
}

// zipMagic begins every archive.
const zipMagic = "PK\x03\x04"

// Pack writes the files into the archive, below a folder, in the order of their names,
// with a list of their checksums. No time and no system shows in it.
func (k *Packer) Pack(b *bytes.Buffer, folder string, files []*File) error {
	members := make([]*member, len(files))
	for i, f := range files {
		f.once.Do(func() { f.member, f.err = k.recall(f) })
		if f.err != nil {
			return f.err
		}
		members[i] = f.member
	}
	slices.SortFunc(members, func(a, b *member) int { return strings.Compare(a.name, b.name) })
	var sums []byte
	for _, m := range members {
		sums = fmt.Appendf(sums, "%x  %s\n", m.digest, m.name)
	}
	list, err := k.packing.pack(sums)
	if err != nil {
		return err
	}
	return k.Memory.writeZip(b, k.Archive, folder+"/", append(members, &member{name: SumsName, pieces: []piece{list}}))
}

// member is a file in an archive: pieces that are packed each for itself.
type member struct {
	name   string
	stored bool
	pieces []piece
	digest [sha256.Size]byte
}

// piece is a part of a member: packed, to the byte, so that another can follow.
type piece struct {
	data []byte
	place
}

// endOfStream ends what is compressed: a last block without anything in it.
var endOfStream = []byte{3, 0}

// header is the member's in an archive.
func (m *member) header(folder string) *zip.FileHeader {
	h := &zip.FileHeader{
		Name: folder + m.name, Method: zip.Store,
		// The first day that the format knows; a month or a day of zero is none.
		//lint:ignore SA1019 a raw header is written as it is: Modified would be left out.
		ModifiedDate: 1<<5 | 1,
	}
	if !m.stored {
		h.Method, h.CompressedSize64 = zip.Deflate, uint64(len(endOfStream))
	}
	for _, p := range m.pieces {
		h.CRC32 = joinSums(h.CRC32, p.PlainSum, p.Plain)
		h.CompressedSize64 += uint64(p.N)
		h.UncompressedSize64 += uint64(p.Plain)
	}
	return h
}

// writeZip writes an archive, and notes where the runs are in it.
func (m *Memory) writeZip(b *bytes.Buffer, path, folder string, members []*member) error {
	const headMost = 256 // what there is for each besides its bytes and its name, twice
	start, size := b.Len(), 0
	for _, f := range members {
		size += headMost + 2*len(folder+f.name)
		for _, p := range f.pieces {
			size += len(p.data)
		}
	}
	m.room(b, size)
	w, l := zip.NewWriter(b), &layout{}
	for _, f := range members {
		out, err := w.CreateRaw(f.header(folder))
		if err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
		at := int64(b.Len() - start)
		for _, p := range f.pieces {
			if p.Key != (key{}) {
				p.Off = at
				l.places = append(l.places, p.place)
			}
			at += int64(p.N)
			if _, err := out.Write(p.data); err != nil {
				return err
			}
		}
		if !f.stored {
			if _, err := out.Write(endOfStream); err != nil {
				return err
			}
		}
	}
	m.keep(path, l)
	return w.Close()
}

// deflater compresses pieces, several at a time. The zero value is ready.
type deflater struct {
	// presses are for one piece after the other: a new one clears a megabyte.
	presses sync.Pool
}

// press compresses into a buffer of its own.
type press struct {
	*flate.Writer
	out bytes.Buffer
}

// level is twice as fast as the default, for a tenth more bytes.
const level = flate.BestSpeed

// pack compresses a piece. It knows nothing of those before, and ends with a whole byte.
func (d *deflater) pack(data []byte) (p piece, err error) {
	w, ok := d.presses.Get().(*press)
	if !ok {
		w = &press{}
		if w.Writer, err = flate.NewWriter(&w.out, level); err != nil {
			return p, err
		}
	}
	defer d.presses.Put(w)
	w.out.Reset()
	w.Reset(&w.out)
	if _, err := w.Write(data); err != nil {
		return p, err
	}
	if err := w.Flush(); err != nil {
		return p, err
	}
	p.data = bytes.Clone(w.out.Bytes())
	p.N, p.Plain, p.PlainSum = uint32(len(p.data)), uint32(len(data)), crc32.ChecksumIEEE(data)
	return p, nil
}

// rows packs the runs of which there are these keys: they are as the last build left
// them, or packed of their bytes.
func (d *deflater) rows(known *left, keys []key, run func(i int) ([]byte, error)) ([]piece, error) {
	pieces := make([]piece, len(keys))
	for i, k := range keys {
		p, ok := known.piece(k)
		if !ok {
			data, err := run(i)
			if err != nil {
				return nil, err
			}
			if p, err = d.pack(data); err != nil {
				return nil, err
			}
			p.Key, p.Sum = k, crc32.ChecksumIEEE(p.data)
		}
		pieces[i] = p
	}
	return pieces, nil
}

// joinSums is the CRC-32 of two texts, one after the other, of the sums of both and the
// length of the second. A sum is a polynomial modulo another; what follows a text
// multiplies its sum by x for each bit.
func joinSums(first, second, length uint32) uint32 {
	shifted := first
	for power := uint32(1) << 23; length > 0; length >>= 1 { // x^8
		if length&1 == 1 {
			shifted = times(shifted, power)
		}
		power = times(power, power)
	}
	return shifted ^ second
}

// times multiplies polynomials modulo that of CRC-32. The highest bit is that of x^0.
func times(a, b uint32) (product uint32) {
	for ; a != 0; a <<= 1 {
		if a>>31 == 1 {
			product ^= b
		}
		b = b>>1 ^ crc32.IEEE*(b&1)
	}
	return product
}
