package serve

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"resolute/internal/build"
	"resolute/internal/synthetic"
	"resolute/layouts"
	"resolute/static"
)

// BenchmarkRound is what a saved report costs at 10,000 reports, without the
// quiet time: looking at the file, linking, and making the page that is open.
func BenchmarkRound(b *testing.B) {
	fsys := fstest.MapFS{}
	report := ""
	for name, data := range synthetic.Files(synthetic.Shape{Reports: 10_000}) {
		fsys[name] = &fstest.MapFile{Data: data}
		if strings.HasPrefix(name, "content/reports/") && (report == "" || name < report) {
			report = name
		}
	}
	source, err := readSnapshot(fsys)
	if err != nil {
		b.Fatal(err)
	}
	o := build.Options{
		Source: source.fs(), Layouts: layouts.FS, Static: static.FS, Memory: build.NewProcessMemory(),
		BaseURL: "http://localhost/", Preview: true, Version: "bench", Clock: time.Now,
	}
	s := &Server{options: Options{Source: fsys, Build: o}, source: source, memory: o.Memory, hub: newHub()}
	address := "/en/resolutions/" + strings.TrimSuffix(strings.TrimPrefix(report, "content/reports/"), ".md") + "/"
	round := func() *generation {
		g, problems, err := s.generate(context.Background())
		if err != nil || g == nil {
			b.Fatal(err, problems)
		}
		s.current.Store(g)
		if a := g.answer(address); a.code != http.StatusOK || a.err != nil {
			b.Fatal(address, a.code, a.err)
		}
		return g
	}
	round()
	i := 0
	stages := map[string]time.Duration{}
	before := cpu(b)
	for b.Loop() {
		i++
		data := fsys[report].Data
		fsys[report] = &fstest.MapFile{Data: fmt.Appendf(data[:len(data):len(data)], "\nSentence %d.\n", i)}
		start := time.Now()
		if changed, err := s.source.update(fsys, burst{paths: []string{report}}); err != nil || len(changed) != 1 {
			b.Fatal(changed, err)
		}
		stages["look"] += time.Since(start)
		start = time.Now()
		g := round()
		rest := time.Since(start)
		for _, stage := range g.project.Stages {
			stages[stage.Name] += stage.Took
			rest -= stage.Took
		}
		stages["page"] += rest
	}
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/round")
	for name, d := range stages {
		b.ReportMetric(float64(d.Microseconds())/1000/float64(b.N), name+"-ms")
	}
}

// cpu is the time of the process so far, of all cores.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
