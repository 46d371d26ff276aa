package publish

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

// big is a site of n files as 10,000 reports make them: folders of their own, 8 KB a page.
func big(n int) (paths []string, page []byte) {
	paths = make([]string, n)
	for i := range paths {
		switch i % 3 {
		case 0:
			paths[i] = fmt.Sprintf("en/resolutions/wcc-2020-res-%05d/%d/index.html", i/6, 2021+i%2)
		case 1:
			paths[i] = fmt.Sprintf("en/resolutions/wcc-2020-res-%05d/%d/index.json", i/6, 2021+i%2)
		default:
			paths[i] = fmt.Sprintf("en/members/member-%05d/index.html", i/3)
		}
	}
	page = make([]byte, 8192)
	for i := range page {
		page[i] = byte('a' + i%26)
	}
	return paths, page
}

// content returns the bytes of one file in one generation: all differ.
func content(page []byte, path string, generation int) []byte {
	return append(fmt.Appendf(nil, "%s %d\n", path, generation), page...)
}

// build publishes with as many goroutines as the pipeline uses; what is not in changed is kept.
func build(tb testing.TB, dir string, o Options, paths []string, page []byte, generation int, changed func(i int) bool) Result {
	tb.Helper()
	p, err := Begin(context.Background(), dir, o)
	if err != nil {
		tb.Fatal(err)
	}
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(paths); i += workers {
				if !changed(i) {
					if _, ok := p.Previous(paths[i]); ok && p.Keep(paths[i]) == nil {
						continue
					}
				}
				if err := p.Put(paths[i], "4f6c1e0a9b7d2c35", content(page, paths[i], generation)); err != nil {
					tb.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	res, err := p.Commit(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	return res
}

const benchFiles = 30_000

// perFile reports CPU time, of all threads and the kernel, for each file of the site.
func perFile(b *testing.B, run func(n int)) {
	b.Helper()
	var cpu time.Duration
	n := 0
	for b.Loop() {
		n++
		before := cpuTime()
		run(n)
		cpu += cpuTime() - before
	}
	b.ReportMetric(float64(cpu.Nanoseconds())/1000/float64(n)/benchFiles, "cpu-µs/file")
	b.ReportMetric(float64(cpu.Milliseconds())/float64(n), "cpu-ms")
}

// benchDir returns a folder on the file system of TMPDIR: set it to measure another than that of /tmp.
func benchDir(b *testing.B) string {
	b.Helper()
	return filepath.Join(b.TempDir(), "public")
}

func BenchmarkCold(b *testing.B) {
	paths, page := big(benchFiles)
	perFile(b, func(n int) {
		build(b, fmt.Sprintf("%s%d", benchDir(b), n), Options{}, paths, page, n, func(int) bool { return true })
	})
}

func BenchmarkRewriteAll(b *testing.B) {
	paths, page := big(benchFiles)
	dir := benchDir(b)
	all := func(int) bool { return true }
	build(b, dir, Options{}, paths, page, 0, all)
	build(b, dir, Options{}, paths, page, -1, all)
	perFile(b, func(n int) { build(b, dir, Options{}, paths, page, n, all) })
}

func BenchmarkUnchanged(b *testing.B) {
	paths, page := big(benchFiles)
	dir := benchDir(b)
	build(b, dir, Options{}, paths, page, 0, func(int) bool { return true })
	perFile(b, func(int) {
		if res := build(b, dir, Options{}, paths, page, 0, func(int) bool { return false }); res.Changed {
			b.Fatalf("%+v", res)
		}
	})
}

func BenchmarkFewChanged(b *testing.B) {
	for _, c := range []struct {
		name string
		opt  Options
	}{{"spare", Options{}}, {"linked", Options{SpareFrom: -1}}, {"inplace", Options{InPlace: true}}} {
		b.Run(c.name, func(b *testing.B) {
			paths, page := big(benchFiles)
			dir := benchDir(b)
			build(b, dir, c.opt, paths, page, 0, func(int) bool { return true })
			build(b, dir, c.opt, paths, page, 1, func(i int) bool { return i < 20 })
			perFile(b, func(n int) {
				if res := build(b, dir, c.opt, paths, page, n+1, func(i int) bool { return i < 20 }); res.Written != 20 {
					b.Fatalf("%+v", res)
				}
			})
		})
	}
}

func benchManifest() *manifest {
	paths, _ := big(benchFiles)
	m := &manifest{version: "resolute 1", gen: 7, root: 1, spare: 2}
	for i, p := range paths {
		m.files = append(m.files, record{path: p, key: "4f6c1e0a9b7d2c35", digest: digestOf([]byte(p)), size: 8192, mtime: 1764000000123456789 + int64(i), ino: uint64(7000000 + i)})
	}
	m.files = sortRecords(m.files)
	for i, d := range foldersOf(m.files) {
		s := stamp{uint64(8000000 + i), 1764000000123456789 + int64(i)}
		m.dirs = append(m.dirs, dirRecord{d, s, s})
	}
	return m
}

func BenchmarkManifestEncode(b *testing.B) {
	m := benchManifest()
	for b.Loop() {
		b.SetBytes(int64(len(m.encode())))
	}
}

func BenchmarkManifestDecode(b *testing.B) {
	data := string(benchManifest().encode())
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := decodeManifest(data); err != nil {
			b.Fatal(err)
		}
	}
}
