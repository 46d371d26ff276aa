//go:build unix

package content

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestSpecialFiles(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(secret, []byte("---\nname: SECRET\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	link := func(to string) func(string) error { return func(path string) error { return os.Symlink(to, path) } }
	pipe := func(path string) error { return syscall.Mkfifo(path, 0o644) }
	socket := func(path string) error {
		fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
		if err != nil {
			return err
		}
		defer syscall.Close(fd)
		return syscall.Bind(fd, &syscall.SockaddrUnix{Name: path})
	}
	tests := []struct {
		name, path string
		make       func(string) error
		want       string
	}{
		{"link out", "content/members/a.md", link(secret), "content/members/a.md: error: a.md is a symbolic link, not a plain file (file-kind)"},
		{"link inside", "content/members/a.md", link("ifaw.md"), "content/members/a.md: error: a.md is a symbolic link, not a plain file (file-kind)"},
		{"loop", "content/loop", link("."), "content/loop: error: loop is a symbolic link, not a plain file (file-kind)"},
		{"pipe", "content/members/p.md", pipe, "content/members/p.md: error: p.md is a pipe, not a plain file (file-kind)"},
		{"socket", "content/members/s.md", socket, "content/members/s.md: error: s.md is a socket, not a plain file (file-kind)"},
		{"settings as pipe", "content/site.yaml", pipe, "content/site.yaml: error: site.yaml is a pipe, not a plain file (file-kind)"},
		{"settings as link", "content/site.yaml", link(secret), "content/site.yaml: error: site.yaml is a symbolic link, not a plain file (file-kind)"},
		{"lock of Emacs", "content/members/.#ifaw.md", link("someone@host.123"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := onDisk(t)
			path := filepath.Join(dir, tt.path)
			os.Remove(path)
			if err := tt.make(path); err != nil {
				t.Skip("cannot be made here:", err)
			}
			_, problems, err := loadDir(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			got := told(t, problems)
			if first, _, _ := strings.Cut(got, "\n"); first != tt.want || strings.Contains(got, "SECRET") {
				t.Errorf("got:\n%s\nwant %s", got, tt.want)
			}
		})
	}
}
