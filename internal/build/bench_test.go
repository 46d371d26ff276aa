package build

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"resolute/internal/publish"
	"resolute/internal/synthetic"
	"resolute/layouts"
	"resolute/static"
)

// sizes are the numbers of reports that are measured; 50,000 only on request,
// as it takes minutes.
func sizes() []int {
	list := []int{1000, 10_000}
	if os.Getenv("BENCH_50000") != "" {
		list = append(list, 50_000)
	}
	return list
}

// source writes synthetic content to disk.
func source(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	for name, data := range synthetic.Files(synthetic.Shape{Reports: n}) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// run builds a folder as the command does, and returns what each stage took.
func run(b *testing.B, dir, out string, clean bool) []Stage {
	b.Helper()
	ctx := context.Background()
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	publication, err := publish.Begin(ctx, out, publish.Options{Clean: clean, Version: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer publication.Abort()
	o := Options{Source: root.FS(), Layouts: layouts.FS, Static: static.FS, Version: "bench", Clock: time.Now}
	project, problems, err := Publish(ctx, o, publication)
	if err != nil || project == nil {
		b.Fatal(err, problems)
	}
	if _, err := publication.Commit(ctx); err != nil {
		b.Fatal(err)
	}
	return project.Stages
}

// usage is the CPU time of the process so far, of all cores.
func usage(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure reports CPU per report, and of each stage the time per report.
func measure(b *testing.B, n int, f func() []Stage) {
	runtime.GC()
	before := usage(b)
	var stages []Stage
	for b.Loop() {
		stages = f()
	}
	cpu := usage(b) - before
	b.ReportMetric(float64(cpu.Microseconds())/float64(n*b.N), "cpu-µs/report")
	for _, s := range stages {
		b.ReportMetric(float64(s.Took.Microseconds())/float64(n), s.Name+"-µs/report")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkBuild is a cold build, a build without a change, and one after a
// change to one report.
func BenchmarkBuild(b *testing.B) {
	for _, n := range sizes() {
		dir := source(b, n)
		name := strconv.Itoa(n)
		b.Run("cold/"+name, func(b *testing.B) {
			measure(b, n, func() []Stage {
				out := filepath.Join(b.TempDir(), "public")
				return run(b, dir, out, true)
			})
		})
		out := filepath.Join(dir, "public")
		run(b, dir, out, false)
		b.Run("unchanged/"+name, func(b *testing.B) {
			measure(b, n, func() []Stage { return run(b, dir, out, false) })
		})
		b.Run("one-changed/"+name, func(b *testing.B) {
			report := firstReport(b, dir)
			i := 0
			measure(b, n, func() []Stage {
				i++
				change(b, report, i)
				return run(b, dir, out, false)
			})
		})
	}
}

var errFound = errors.New("found")

// firstReport is a file to change.
func firstReport(b *testing.B, dir string) string {
	found := ""
	err := filepath.WalkDir(filepath.Join(dir, "content", "reports"), func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			found = p
			return errFound
		}
		return err
	})
	if !errors.Is(err, errFound) {
		b.Fatal(err)
	}
	return found
}

// change adds a sentence to a report.
func change(b *testing.B, file string, i int) {
	data, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	data = append(data, ("\nOne more sentence, number " + strconv.Itoa(i) + ".\n")...)
	if err := os.WriteFile(file, data, 0o644); err != nil {
		b.Fatal(err)
	}
}

// memorySource is synthetic content in memory.
func memorySource(n int) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range synthetic.Files(synthetic.Shape{Reports: n}) {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

// BenchmarkLoad is everything but the making of files, from memory.
func BenchmarkLoad(b *testing.B) {
	fsys := memorySource(1000)
	for b.Loop() {
		p, problems, err := Load(context.Background(), Options{Source: fsys, Layouts: layouts.FS, Static: static.FS})
		if err != nil || p == nil {
			b.Fatal(err, problems)
		}
	}
}

// BenchmarkPages is the making of all files but the search index, one after
// the other, without writing them: views and files, and both by the kind of
// file. What other programs read (data, feeds, the analysis) is held to 250 µs a report.
func BenchmarkPages(b *testing.B) {
	const n = 2000
	p, problems, err := Load(context.Background(), Options{Source: memorySource(n), Layouts: layouts.FS, Static: static.FS})
	if err != nil || p == nil {
		b.Fatal(err, problems)
	}
	var page bytes.Buffer
	took := map[string]time.Duration{}
	for b.Loop() {
		start := time.Now()
		targets := p.Targets()
		took["analysis"] += time.Since(start)
		for _, t := range targets {
			kind := t.Stage
			if strings.Contains(t.Path, "/analysis/") {
				kind = "analysis"
			}
			start := time.Now()
			view, _ := t.View()
			made := time.Now()
			page.Reset()
			if err := t.Render(&page, view); err != nil {
				b.Fatal(err)
			}
			took["view"] += made.Sub(start)
			took["render"] += time.Since(made)
			took[kind] += time.Since(start)
		}
	}
	for kind, d := range took {
		b.ReportMetric(float64(d.Microseconds())/float64(n*b.N), kind+"-µs/report")
	}
}

// BenchmarkIndex is the making of the search index by itself.
func BenchmarkIndex(b *testing.B) {
	const n = 10_000
	p, problems, err := Load(context.Background(), Options{Source: memorySource(n), Layouts: layouts.FS, Static: static.FS})
	if err != nil || p == nil {
		b.Fatal(err, problems)
	}
	runtime.GC()
	before := usage(b)
	for b.Loop() {
		if _, err := p.SearchIndex(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((usage(b)-before).Microseconds())/float64(n*b.N), "cpu-µs/report")
}
