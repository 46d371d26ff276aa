package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A folder of the source gives its own files, and none outside of the source.
func TestSourceFolder(t *testing.T) {
	dir := t.TempDir()
	inside := filepath.Join(dir, "source", "content", "pages")
	if err := os.MkdirAll(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(inside, "a.md"), filepath.Join(dir, "secret.md")} {
		if err := os.WriteFile(name, []byte("text"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("../../../secret.md", filepath.Join(inside, "b.md")); err != nil {
		t.Skip(err)
	}
	root, err := os.OpenRoot(filepath.Join(dir, "source"))
	if err != nil {
		t.Fatal(err)
	}
	source := newSource(root)
	defer source.Close()
	folder, err := source.OpenFolder("content/pages")
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if data, err := fs.ReadFile(folder, "a.md"); err != nil || string(data) != "text" {
		t.Errorf("a.md has %q, %v", data, err)
	}
	if data, err := fs.ReadFile(folder, "b.md"); err == nil {
		t.Errorf("a link leads to %q", data)
	}
	if _, err := source.OpenFolder("../"); err == nil {
		t.Error("a folder outside is opened")
	}
}
