package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"resolute/internal/synthetic"
)

// watchedBuffer tells when a text has been written to it.
type watchedBuffer struct {
	mu   sync.Mutex
	data bytes.Buffer
	text string
	seen func()
}

// Write notes the text.
func (b *watchedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	n, err := b.data.Write(p)
	if strings.Contains(b.data.String(), b.text) {
		b.seen()
	}
	return n, err
}

func (b *watchedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.data.String()
}

func previewFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range synthetic.Files(synthetic.Shape{Reports: 7, Members: 5}) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// preview runs the command until its first site is ready, or it fails.
func preview(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	out, messages := &watchedBuffer{text: "  ready  ", seen: cancel}, &bytes.Buffer{}
	code = run(ctx, append([]string{"serve"}, args...), &system{
		stdin: strings.NewReader(""), stdout: out, stderr: messages, getenv: func(string) string { return "" }, clock: time.Now,
	})
	return code, out.String(), messages.String()
}

func TestServe(t *testing.T) {
	code, stdout, stderr := preview(t, "--source", previewFolder(t), "--addr", "127.0.0.1:0")
	if code != exitDone || !strings.HasPrefix(stdout, "previewing on http://127.0.0.1:") || !strings.HasSuffix(stdout, "ended\n") || stderr != "" {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
}

func TestServeWarnsOfTheNetwork(t *testing.T) {
	_, stdout, stderr := preview(t, "--source", previewFolder(t), "--addr", ":0")
	if !strings.Contains(stdout, "previewing on http://localhost:") || !strings.Contains(stderr, "other machines can reach this preview") {
		t.Errorf("%s%s", stdout, stderr)
	}
}

func TestServeAddresses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := previewFolder(t)
	for _, c := range []struct {
		address, want string
		code          int
	}{
		{taken.Addr().String(), "is in use by another program", exitEnvironment},
		{"1313", "is not an address such as 127.0.0.1:1313", exitUsage},
		{"127.0.0.1:99999", "is not an address such as", exitUsage},
		{"127.0.0.1:nothing", "is not an address such as", exitUsage},
	} {
		code, _, stderr := preview(t, "--source", dir, "--addr", c.address)
		if code != c.code || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: exit %d, want %d: %s", c.address, code, c.code, stderr)
		}
	}
	if code, _, stderr := preview(t, "--source", filepath.Join(dir, "none"), "--addr", "127.0.0.1:0"); code != exitEnvironment || !strings.Contains(stderr, "--source") {
		t.Errorf("no source: exit %d: %s", code, stderr)
	}
}
