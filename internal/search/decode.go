package search

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
)

// maxFile bounds the size of a file of the index after decompression, in bytes.
const maxFile = 64 << 20

// errDamaged is what every reader of a damaged file reports.
var errDamaged = errors.New("search: damaged index file")

// decoder reads the primitives of the format. After the first damage every
// read gives a zero value and bad stays true: readers check once, at the end.
type decoder struct {
	data []byte
	at   int
	bad  bool
}

func (d *decoder) fail() { d.bad, d.at = true, len(d.data) }

// err is errDamaged where something was wrong.
func (d *decoder) err() error {
	if d.bad {
		return errDamaged
	}
	return nil
}

// uint reads a varint below 2³¹.
func (d *decoder) uint() int {
	n := 0
	for shift := 0; shift < 35; shift += 7 {
		if d.at >= len(d.data) {
			break
		}
		b := d.data[d.at]
		d.at++
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			if n > 1<<31-1 {
				break
			}
			return n
		}
	}
	d.fail()
	return 0
}

// count reads a number of things of which each takes at least one byte.
func (d *decoder) count() int {
	n := d.uint()
	if n > len(d.data)-d.at {
		d.fail()
		return 0
	}
	return n
}

// raw is the next n bytes.
func (d *decoder) raw(n int) []byte {
	if n < 0 || n > len(d.data)-d.at {
		d.fail()
		return nil
	}
	d.at += n
	return d.data[d.at-n : d.at]
}

// str reads a text.
func (d *decoder) str() string { return string(d.raw(d.count())) }

// front reads a text that is given by what it shares with another.
func (d *decoder) front(before string) string {
	return d.rest(before, d.uint())
}

// rest is the first units UTF-16 units of before and the text that follows.
func (d *decoder) rest(before string, units int) string {
	at := 0
	for units > 0 && at < len(before) {
		r, size := utf8.DecodeRuneInString(before[at:])
		at += size
		units--
		if r > 0xffff {
			units--
		}
	}
	if units != 0 {
		d.fail()
		return ""
	}
	return before[:at] + d.str()
}

// fronts reads a list of texts.
func (d *decoder) fronts() []string {
	n := d.count()
	list := make([]string, 0, n)
	before := ""
	for range n {
		before = d.front(before)
		list = append(list, before)
	}
	if d.bad {
		return nil
	}
	return list
}

// deltas reads n ascending document numbers below space.
func (d *decoder) deltas(n, space int) []uint32 {
	if n > len(d.data)-d.at {
		d.fail()
		return nil
	}
	docs := make([]uint32, n)
	before := -1
	for i := range docs {
		before += 1 + d.uint()
		if before >= space {
			d.fail()
			return nil
		}
		docs[i] = uint32(before)
	}
	return docs
}

// unpack decompresses a file.
func unpack(data []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	out, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if len(out) > maxFile {
		return nil, fmt.Errorf("%w: too large", errDamaged)
	}
	return out, nil
}
