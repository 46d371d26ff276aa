package publish

import (
	"io/fs"
	"os"
	"strings"
)

// Folder is an open folder of the source, whose files are read by their names. That
// costs a third of [os.Root], which asks the system ten times for each file, and is
// as safe: every step has one name, and none follows a link.
type Folder struct{ tree *tree }

// OpenFolder opens the top folder. It is an error on systems that have no calls for
// this.
func OpenFolder(root *os.Root) (*Folder, error) {
	top, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	defer top.Close()
	t, err := treeOf(top)
	return &Folder{t}, err
}

// Open opens a folder within by its path, which is not ".".
func (f *Folder) Open(path string) (*Folder, error) {
	if !fs.ValidPath(path) || path == "." {
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrInvalid}
	}
	t := f.tree
	for name := range strings.SplitSeq(path, "/") {
		next, err := t.sub(name)
		if t != f.tree {
			t.close()
		}
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: path, Err: err}
		}
		t = next
	}
	return &Folder{t}, nil
}

// Close closes the folder.
func (f *Folder) Close() error {
	f.tree.close()
	return nil
}

// List lists a folder in it, or itself by the name ".", in no particular order. The
// entries have names and types, and no more.
func (f *Folder) List(name string) ([]fs.DirEntry, error) { return f.tree.entries(name) }

// Read returns the bytes of a regular file, in room where that is enough; of one
// with more than most, one more than those.
func (f *Folder) Read(name string, room []byte, most int) ([]byte, error) {
	data, _, err := f.tree.readUpTo(name, room, int64(most))
	return data, err
}
