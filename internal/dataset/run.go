package dataset

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
)

// run is a stretch of rows.
type run struct {
	from, to int
	digest   [sha256.Size]byte
}

// A run ends after the first row that is an end, once it has runLeast bytes of cells. One of
// endEvery rows is one: it is so long that packing loses nothing by it, and so short that
// one row changed is little work.
const (
	runLeast = 64 << 10
	endEvery = 64
)

// isEnd tells whether a run may end after a row: its key says so.
func isEnd(row []string, keys []int) bool {
	var h uint32
	for _, i := range keys {
		h = crc32.Update(h, crc32.IEEETable, append([]byte(row[i]), 0))
	}
	return h%endEvery == 0
}

// Form is a way to write the rows of a table into a file.
type Form struct {
	// Table has the rows; it is sealed.
	Table *Table
	// Name tells the form from others.
	Name string
	// Room is enough for most files of it: to copy a buffer as it grows takes as long as
	// to write it, and three times the room.
	Room int
	// Write writes some of the rows: with what stands before the first row, or between
	// two, and with what stands after the last.
	Write func(b *bytes.Buffer, from, to int) error

	// numbered rows have their number with them.
	numbered bool
}

// keys identify what a file has of each run.
func (f *Form) keys() []key {
	keys := make([]key, len(f.Table.runs))
	for i, r := range f.Table.runs {
		at := min(r.from, 1)
		if f.numbered {
			at = r.from
		}
		var b []byte
		for _, s := range [...]string{f.Name, f.Table.frame} {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
		b = binary.AppendUvarint(append(b, r.digest[:]...), uint64(at))
		if r.to == f.Table.Len() {
			b = append(b, '.')
		}
		sum := sha256.Sum256(b)
		copy(keys[i][:], sum[:])
	}
	return keys
}

// in writes a run into a buffer that is used for one after the other.
func (f *Form) in(b *bytes.Buffer) func(i int) ([]byte, error) {
	return func(i int) ([]byte, error) {
		b.Reset()
		err := f.Write(b, f.Table.runs[i].from, f.Table.runs[i].to)
		return b.Bytes(), err
	}
}

// writeRows writes a file of the rows, with its digest where it is packed, and returns
// what it is made of.
func (m *Memory) writeRows(b *bytes.Buffer, path string, f *Form, packed bool) (*layout, error) {
	old := m.left(path)
	defer old.close()
	if old.data != nil {
		m.room(b, int(old.data.Size())+batch)
	} else {
		m.room(b, f.Room)
	}
	start, l := b.Len(), &layout{}
	for i, k := range f.keys() {
		at := b.Len()
		if _, ok := old.read(b, k); !ok {
			if err := f.Write(b, f.Table.runs[i].from, f.Table.runs[i].to); err != nil {
				return nil, err
			}
		}
		data := b.Bytes()[at:]
		l.places = append(l.places, place{Key: k, Off: int64(at - start), N: uint32(len(data)), Sum: crc32.ChecksumIEEE(data)})
	}
	if packed {
		l.digest = sha256.Sum256(b.Bytes()[start:])
	}
	m.keep(path, l)
	return l, nil
}
