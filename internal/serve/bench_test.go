package serve

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"runtime"
	"slices"
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
// quiet time: looking at the file, linking, and making the pages that are open.
// With a change of its fields, those are the pages of the report, of a member and
// of a status as well, which must tell it.
func BenchmarkRound(b *testing.B) {
	p := newBenchPreview(b)
	b.Run("text", func(b *testing.B) {
		p.measure(b, func(i int, data []byte) []byte { return fmt.Appendf(data, "\nSentence %d.\n", i) },
			func(int) { p.page(b, p.address) })
	})
	b.Run("fields", func(b *testing.B) {
		const member, status = "m0007", "completed"
		with := func(data []byte) []byte {
			data = bytes.Replace(data, []byte("\nmembers:\n"), []byte("\nmembers:\n  - "+member+"\n"), 1)
			return regexp.MustCompile(`(?m)^status: .*$`).ReplaceAll(data, []byte("status: "+status))
		}
		without := regexp.MustCompile(`(?m)^status: .*$`).ReplaceAll(p.original, []byte("status: initiated"))
		p.measure(b, func(i int, data []byte) []byte {
			if i%2 == 1 {
				return with(without)
			}
			return without
		}, func(i int) {
			if told := bytes.Contains(p.page(b, p.address), []byte("/en/members/"+member+"/")); told != (i%2 == 1) {
				b.Fatal("the report names the member: ", told)
			}
			for _, index := range []string{"/en/members/" + member + "/", "/en/statuses/" + status + "/"} {
				if told := bytes.Contains(p.page(b, index), []byte(p.address)); told != (i%2 == 1) {
					b.Fatal(index, " has the report: ", told)
				}
			}
		})
	})
}

// benchPreview is a preview of 10,000 reports, of which one changes.
type benchPreview struct {
	*Server
	source          fstest.MapFS
	report, address string
	original        []byte
	current         *generation
}

func newBenchPreview(b *testing.B) *benchPreview {
	p := &benchPreview{source: fstest.MapFS{}}
	for name, data := range synthetic.Files(synthetic.Shape{Reports: 10_000}) {
		p.source[name] = &fstest.MapFile{Data: data}
		if strings.HasPrefix(name, "content/reports/") && (p.report == "" || name < p.report) {
			p.report = name
		}
	}
	p.original, p.address = p.source[p.report].Data, addressOf(p.report)
	source, err := readSnapshot(p.source)
	if err != nil {
		b.Fatal(err)
	}
	o := build.Options{
		Source: source.fs(), Layouts: layouts.FS, Static: static.FS, Memory: build.NewProcessMemory(),
		BaseURL: "http://localhost/", Preview: true, Version: "bench", Clock: time.Now,
	}
	p.Server = &Server{options: Options{Source: p.source, Build: o}, source: source, memory: o.Memory, hub: newHub()}
	p.generation(b)
	return p
}

func (p *benchPreview) generation(b *testing.B) {
	g, problems, err := p.generate(context.Background())
	if err != nil || g == nil {
		b.Fatal(err, problems)
	}
	p.Server.current.Store(g)
	p.current = g
}

func (p *benchPreview) page(b *testing.B, address string) []byte {
	a := p.current.answer(address)
	if a.code != http.StatusOK || a.err != nil {
		b.Fatal(address, a.code, a.err)
	}
	return a.page.data
}

// measure changes the report again and again, and looks at pages after each
// change.
func (p *benchPreview) measure(b *testing.B, change func(i int, data []byte) []byte, look func(i int)) {
	i := 0
	stages := map[string]time.Duration{}
	var rounds []time.Duration
	runtime.GC()
	before := cpu(b)
	for b.Loop() {
		i++
		data := change(i, slices.Clip(p.source[p.report].Data))
		p.source[p.report] = &fstest.MapFile{Data: data}
		start := time.Now()
		if changed, err := p.Server.source.update(p.source, burst{paths: []string{p.report}}); err != nil || len(changed) != 1 {
			b.Fatal(changed, err)
		}
		stages["look"] += time.Since(start)
		made := time.Now()
		p.generation(b)
		look(i)
		rest := time.Since(made)
		for _, stage := range p.current.project.Stages {
			stages[stage.Name] += stage.Took
			rest -= stage.Took
		}
		stages["page"] += rest
		rounds = append(rounds, time.Since(start))
	}
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/round")
	for name, d := range stages {
		b.ReportMetric(float64(d.Microseconds())/1000/float64(b.N), name+"-ms")
	}
	slices.Sort(rounds)
	for name, at := range map[string]int{"best-ms": 0, "median-ms": len(rounds) / 2, "p95-ms": len(rounds) * 95 / 100} {
		b.ReportMetric(float64(rounds[at].Microseconds())/1000, name)
	}
	b.ReportMetric(0, "ns/op")
}

// cpu is the time of the process so far, of all cores.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
