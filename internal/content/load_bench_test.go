//go:build unix

package content

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"resolute/internal/synthetic"
)

// BenchmarkLoad reads a site of 10,000 reports, 1,400 members and their
// resolutions from disk, with and without what the last load remembered.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	for name, data := range synthetic.Files(synthetic.Shape{Reports: 10000}) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	load := func(b *testing.B, o Options) {
		b.Helper()
		s, _, err := Load(root.FS(), o)
		if err != nil || len(s.Editions) != 10000 {
			b.Fatalf("%d reports: %v", len(s.Editions), err)
		}
	}
	b.Run("whole", func(b *testing.B) {
		perReport(b, func() { load(b, Options{}) })
	})
	b.Run("remembered", func(b *testing.B) {
		cache := NewCache()
		load(b, Options{Cache: cache})
		perReport(b, func() { load(b, Options{Cache: cache}) })
	})
	l := &loader{fsys: root.FS(), limits: DefaultLimits(), country: func(string) bool { return true }}
	if err := l.walk(); err != nil {
		b.Fatal(err)
	}
	b.Run("walk", func(b *testing.B) {
		perReport(b, func() {
			if err := (&loader{fsys: root.FS(), limits: DefaultLimits()}).walk(); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("read", func(b *testing.B) {
		perReport(b, func() {
			for _, f := range l.files {
				if t, err := l.read(nil, f.path, nil); err != nil || !t.there {
					b.Fatal(err)
				}
			}
		})
	})
	b.Run("decode", func(b *testing.B) { benchmarkDecode(b, l) })
}

// benchmarkDecode leaves reading out, and then all but YAML.
func benchmarkDecode(b *testing.B, l *loader) {
	t, err := l.read(nil, SettingsFile, nil)
	settings, _, usable := l.settings(t)
	if err != nil || !usable {
		b.Fatal(err, l.problems)
	}
	k := l.known(settings, usable)
	texts := make([][]byte, len(l.files))
	var fronts [][]byte
	for i, f := range l.files {
		t, err := l.read(nil, f.path, nil)
		if err != nil {
			b.Fatal(err)
		}
		texts[i] = t.data
		if front, _, _, ok := split(f.path, texts[i], l.limits, nil); ok && f.kind == "report" {
			fronts = append(fronts, front)
		}
	}
	b.Run("all", func(b *testing.B) {
		perReport(b, func() {
			for i, f := range l.files {
				l.decode(f, texts[i], "", k, &loaded{})
			}
		})
	})
	b.Run("yaml", func(b *testing.B) {
		perReport(b, func() {
			for _, front := range fronts {
				if _, ok := parse(source{"x", front, 2}, l.limits, nil); !ok {
					b.Fatal("not read")
				}
			}
		})
	})
}

// cpu is the processor time that the process has used, in microseconds.
func cpu(b *testing.B) (user, system float64) {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return float64(r.Utime.Nano()) / 1e3, float64(r.Stime.Nano()) / 1e3
}

// perReport runs f and gives processor time in the unit of the figures to
// reach, which other work on the machine does not change as it does the clock.
func perReport(b *testing.B, f func()) {
	b.Helper()
	user, system := cpu(b)
	for b.Loop() {
		f()
	}
	userNow, systemNow := cpu(b)
	b.ReportMetric((userNow-user)/float64(b.N)/10000, "user-µs/report")
	b.ReportMetric((systemNow-system)/float64(b.N)/10000, "sys-µs/report")
}
