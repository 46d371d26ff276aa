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
	if err := os.Symlink("../../..", filepath.Join(inside, "away")); err != nil {
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
	if data, err := folder.Read("a.md", nil, 10); err != nil || string(data) != "text" {
		t.Errorf("a.md has %q, %v", data, err)
	}
	if data, err := folder.Read("a.md", make([]byte, 2), 2); err != nil || string(data) != "tex" {
		t.Errorf("the start of a.md is %q, %v", data, err)
	}
	if data, err := folder.Read("b.md", nil, 10); err == nil {
		t.Errorf("a link leads to %q", data)
	}
	for _, path := range []string{"..", "content/../..", "/", "content/pages/away"} {
		if _, err := source.OpenFolder(path); err == nil {
			t.Errorf("%s is opened", path)
		}
	}
	list, err := source.ReadDir("content/pages")
	if err != nil || len(list) != 3 || list[0].Name() != "a.md" || list[1].Type() != fs.ModeSymlink {
		t.Fatalf("the folder has %v, %v", list, err)
	}
	if info, err := list[0].Info(); err != nil || info.Size() != 4 {
		t.Errorf("a.md is %v, %v", info, err)
	}
	if _, err := source.ReadDir("content/pages/away"); err == nil {
		t.Error("a folder outside is listed")
	}
}
