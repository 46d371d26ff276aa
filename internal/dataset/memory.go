package dataset

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Memory is what a build knows of the large files that the last one left, so that it
// makes only what has changed of them.
//
// The files are made of runs: a table is cut into runs of rows at rows which the rows
// themselves choose ([Table.Seal]), so that a row more moves one cut and not all. What a
// file has of a run depends on nothing but the run's rows, the form and, in sheets, the
// number of the first row; where it is packed, the packing begins anew with each run. So
// a file is its runs one after the other, and a clean build puts it together in the same
// way. Of each file the memory has the digests of its runs and where they are in it; a
// run with the same digest is copied from there.
//
// The bytes themselves are read from the published file, and only where it is as it was
// left. Each run has a checksum there, so that a memory that does not fit the file does
// no harm: the run is made anew. A nil Memory knows nothing. It is safe for concurrent use.
type Memory struct {
	open func(path string) (data *io.SectionReader, done func(), ok bool)

	mu sync.Mutex
	// before has the files of the last build that are as they were left, now those that
	// this one has made.
	before, now map[string]*layout
	// largest is the length of the largest before.
	largest int
}

// layout is what a file is made of.
type layout struct {
	// digest is the SHA-256 of a file that is part of an archive.
	digest [sha256.Size]byte
	places []place
}

// key identifies what a file has of a run.
type key [16]byte

// place is where a run is in a file. All is of a fixed size, so that it is read as it is written.
type place struct {
	Key key
	// Off and N are where its bytes begin and how many they are; Sum is their checksum.
	Off    int64
	N, Sum uint32
	// Plain and PlainSum are length and checksum before packing, where it is packed.
	Plain, PlainSum uint32
}

// memoryFormat begins a memory on disk; a digest of the rest follows.
const memoryFormat = "resolute tables 1\n"

// errMemory tells that a memory on disk is not one.
var errMemory = errors.New("what the last build left of the tables cannot be read; building without it")

// ReadMemory reads what the same program wrote with [Memory.Bytes]. Open opens a file
// that the last build published, if it is as it was left. With an error the memory is
// empty.
func ReadMemory(data []byte, open func(path string) (data *io.SectionReader, done func(), ok bool)) (*Memory, error) {
	m := &Memory{open: open, before: map[string]*layout{}, now: map[string]*layout{}}
	if len(data) == 0 {
		return m, nil
	}
	rest, ok := bytes.CutPrefix(data, []byte(memoryFormat))
	if !ok || len(rest) < sha256.Size || sha256.Sum256(rest[sha256.Size:]) != [sha256.Size]byte(rest) {
		return m, errMemory
	}
	files := map[string]*layout{}
	for rest = rest[sha256.Size:]; len(rest) > 0; {
		line, more, _ := bytes.Cut(rest, []byte("\n"))
		var n int
		path, number, _ := strings.Cut(string(line), "\t")
		if _, err := fmt.Sscanf(number, "%d", &n); err != nil || n < 0 || n > len(more)/placeSize || len(more) < sha256.Size+n*placeSize {
			return m, errMemory
		}
		l := &layout{digest: [sha256.Size]byte(more), places: make([]place, n)}
		if _, err := binary.Decode(more[sha256.Size:], binary.LittleEndian, l.places); err != nil {
			return m, errMemory
		}
		files[path], rest = l, more[sha256.Size+n*placeSize:]
	}
	for path, l := range files {
		if data, done, ok := open(path); ok {
			m.before[path], m.largest = l, max(m.largest, int(data.Size()))
			done()
		}
	}
	return m, nil
}

// placeSize is that of a place on disk.
var placeSize = binary.Size(place{})

// Bytes is the memory as kept for the next build, the same for the same files.
func (m *Memory) Bytes() ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	files := maps.Clone(m.before)
	maps.Copy(files, m.now)
	var body []byte
	for _, path := range slices.Sorted(maps.Keys(files)) {
		l := files[path]
		body = append(fmt.Appendf(body, "%s\t%d\n", path, len(l.places)), l.digest[:]...)
		var err error
		if body, err = binary.Append(body, binary.LittleEndian, l.places); err != nil {
			return nil, err
		}
	}
	sum := sha256.Sum256(body)
	return append(append([]byte(memoryFormat), sum[:]...), body...), nil
}

// keep notes what a file is made of that has been made now.
func (m *Memory) keep(path string, l *layout) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now[path] = l
}

// digestOf is the SHA-256 of a file of which the last build left just these runs.
func (m *Memory) digestOf(path string, keys []key) (sum [sha256.Size]byte, ok bool) {
	if m == nil || m.before[path] == nil {
		return sum, false
	}
	l := m.before[path]
	return l.digest, slices.EqualFunc(l.places, keys, func(p place, k key) bool { return p.Key == k })
}

// room makes room for n bytes at least, so that the buffer need not grow again for the
// other files: memory that is new takes as long as all that is done with it, and a
// buffer that grows by itself clears it first.
func (m *Memory) room(b *bytes.Buffer, n int) {
	if m != nil {
		n = max(n, m.largest+batch)
	}
	if b.Available() < n {
		*b = *bytes.NewBuffer(append(make([]byte, 0, b.Len()+n), b.Bytes()...))
	}
}

// left is a file that the last build left.
type left struct {
	data   *io.SectionReader
	done   func()
	places map[key]place
}

// left opens a file of the last build; what is not known has no runs.
func (m *Memory) left(path string) *left {
	if m == nil || m.before[path] == nil {
		return &left{}
	}
	data, done, ok := m.open(path)
	if !ok {
		return &left{}
	}
	l := &left{data, done, make(map[key]place, len(m.before[path].places))}
	for _, p := range m.before[path].places {
		l.places[p.Key] = p
	}
	return l
}

func (l *left) close() {
	if l.done != nil {
		l.done()
	}
}

// piece is a packed run, if it is there.
func (l *left) piece(k key) (p piece, ok bool) {
	var b bytes.Buffer
	p.place, ok = l.read(&b, k)
	p.data = b.Bytes()
	return p, ok
}

// read appends the bytes of a run, if they are there.
func (l *left) read(b *bytes.Buffer, k key) (p place, ok bool) {
	p, ok = l.places[k]
	if !ok || p.Off > l.data.Size()-int64(p.N) {
		return p, false
	}
	start := b.Len()
	b.Grow(int(p.N) + bytes.MinRead)
	n, err := b.ReadFrom(io.NewSectionReader(l.data, p.Off, int64(p.N)))
	if err != nil || n != int64(p.N) || crc32.ChecksumIEEE(b.Bytes()[start:]) != p.Sum {
		b.Truncate(start)
		return p, false
	}
	return p, true
}
