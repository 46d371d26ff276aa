// Package manifest is the list of a published site's files with their digests,
// published with it as manifest.json: whoever has the site can tell whether it is
// whole, and of which state of the content it was made.
package manifest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Name is the file's, in the root of the site. It does not list itself.
const Name = "manifest.json"

// Format is the version of the form.
const Format = 1

// Manifest is what the file says.
type Manifest struct {
	// Format is the version of the form.
	Format int `json:"format_version"`
	// BaseURL is the address that the site was made for.
	BaseURL string `json:"base_url"`
	// Commit is the state of the content, "" where that is not known; Modified
	// tells that the content had changes that were not committed.
	Commit   string `json:"commit,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	// Preview and Drafts tell of a site that is not for the public.
	Preview bool `json:"preview,omitempty"`
	Drafts  bool `json:"drafts,omitempty"`
	// Files has the SHA-256 of each file, in hexadecimal, by its path.
	Files map[string]string `json:"files"`
}

// Encode is the file of these files, a line for each, in the order of their paths;
// the ones in m do not count.
func (m *Manifest) Encode(files iter.Seq2[string, [sha256.Size]byte]) ([]byte, error) {
	head := *m
	head.Files = map[string]string{}
	start, err := json.MarshalIndent(&head, "", " ")
	if err != nil {
		return nil, err
	}
	start = bytes.TrimSuffix(start, []byte("}\n}"))
	const around, end = "\n  \"\": \"\",", "\n }\n}\n"
	size := len(start) + len(end)
	for path := range files {
		size += len(around) + len(path) + 2*sha256.Size
	}
	b := append(make([]byte, 0, size), start...)
	separator := "\n  "
	for path, sum := range files {
		b = append(b, separator...)
		if b, err = appendString(b, path); err != nil {
			return nil, err
		}
		b = append(hex.AppendEncode(append(b, `: "`...), sum[:]), '"')
		separator = ",\n  "
	}
	return append(b, end...), nil
}

// appendString appends a text as JSON has it.
func appendString(b []byte, s string) ([]byte, error) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			data, err := json.Marshal(s)
			return append(b, data...), err
		}
	}
	return append(append(append(b, '"'), s...), '"'), nil
}

// Most is the size up to which a manifest or a published file is read.
const Most = 256 << 20

// Parse reads a manifest. Paths that lead out of the site, and digests that are
// none, are errors: a manifest comes from outside.
func Parse(data []byte) (*Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("it is no manifest: %w", err)
	}
	if m.Format != Format {
		return nil, fmt.Errorf("it is of format %d, and only %d is known", m.Format, Format)
	}
	if len(m.Files) == 0 {
		return nil, errors.New("it lists no files")
	}
	for _, path := range slices.Sorted(maps.Keys(m.Files)) {
		if !fs.ValidPath(path) || path == "." || strings.ContainsAny(path, "\\\x00") {
			return nil, fmt.Errorf("%q is no path of a file", path)
		}
		if sum, err := hex.DecodeString(m.Files[path]); err != nil || len(sum) != sha256.Size || strings.ToLower(m.Files[path]) != m.Files[path] {
			return nil, fmt.Errorf("%s has no SHA-256", path)
		}
	}
	return &m, nil
}

// Kind is what is wrong with a file.
type Kind string

// The kinds.
const (
	// Missing is a file that is listed and not there.
	Missing Kind = "missing"
	// Changed is a file with other bytes than listed.
	Changed Kind = "changed"
	// Extra is a file that is there and not listed.
	Extra Kind = "extra"
	// Unreadable is a file of which nothing can be said.
	Unreadable Kind = "unreadable"
)

// Difference is a file that is not as it should be.
type Difference struct {
	// Path is the file's.
	Path string `json:"file"`
	// Kind tells what is wrong, Why more of it, or "".
	Kind Kind   `json:"kind"`
	Why  string `json:"why,omitempty"`
}

// Open opens a published file. An error that is fs.ErrNotExist says that it is
// not there.
type Open func(ctx context.Context, path string) (io.ReadCloser, error)

// Compare reads all listed files, several at a time, and tells which are not as
// listed, in the order of their paths. The error is that of the context.
func (m *Manifest) Compare(ctx context.Context, open Open, workers int) ([]Difference, error) {
	paths := slices.Sorted(maps.Keys(m.Files))
	found := make([]Difference, len(paths))
	next := make(chan int)
	var group sync.WaitGroup
	for range max(1, workers) {
		group.Go(func() {
			for i := range next {
				found[i] = m.compare(ctx, open, paths[i])
			}
		})
	}
	for i := range paths {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	group.Wait()
	return slices.DeleteFunc(found, func(d Difference) bool { return d.Kind == "" }), ctx.Err()
}

func (m *Manifest) compare(ctx context.Context, open Open, path string) Difference {
	f, err := open(ctx, path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Difference{Path: path, Kind: Missing}
	case err != nil:
		return Difference{path, Unreadable, err.Error()}
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(f, Most+1))
	switch {
	case err != nil:
		return Difference{path, Unreadable, err.Error()}
	case n > Most:
		return Difference{path, Changed, "it is too large"}
	case hex.EncodeToString(h.Sum(nil)) != m.Files[path]:
		return Difference{Path: path, Kind: Changed}
	}
	return Difference{}
}

// Differ compares with what the files should be: files of want that m does not
// list are missing, those that want does not have are extra.
func (m *Manifest) Differ(want map[string]string) []Difference {
	var list []Difference
	for path, sum := range want {
		if got, ok := m.Files[path]; !ok {
			list = append(list, Difference{Path: path, Kind: Missing})
		} else if got != sum {
			list = append(list, Difference{Path: path, Kind: Changed})
		}
	}
	for path := range m.Files {
		if _, ok := want[path]; !ok {
			list = append(list, Difference{Path: path, Kind: Extra})
		}
	}
	slices.SortFunc(list, func(a, b Difference) int { return strings.Compare(a.Path, b.Path) })
	return list
}
