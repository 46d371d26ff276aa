package dataset

import (
	"bytes"
	"fmt"
	"testing"
)

// benchmark is the data of n reports: 27 columns for each, and 8 rows of 8
// columns for its members.
func benchmark(n int) *Set {
	wide, long := &Table{Name: "reports"}, &Table{Name: "participation"}
	for i := range 27 {
		wide.Columns = append(wide.Columns, Column{fmt.Sprintf("column_%d", i), String, "d"})
	}
	for i := range 8 {
		long.Columns = append(long.Columns, Column{fmt.Sprintf("column_%d", i), String, "d"})
	}
	for i := range n {
		row := make([]string, 27)
		for j := range row {
			row[j] = fmt.Sprintf("value %d of %d", j, i)
		}
		wide.Rows = append(wide.Rows, row)
		for k := range 8 {
			row := make([]string, 8)
			for j := range row {
				row[j] = fmt.Sprintf("value %d", i*j*k)
			}
			long.Rows = append(long.Rows, row)
		}
	}
	s := &Set{Name: "bench", About: "About", Tables: []*Table{wide, long}}
	for _, t := range s.Tables {
		t.Seal()
	}
	return s
}

// perReport tells the cost of one of a thousand reports.
func perReport(b *testing.B, write func(*Set) error) {
	const n = 1000
	s := benchmark(n)
	for b.Loop() {
		if err := write(s); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/report")
}

func BenchmarkWorkbook(b *testing.B) {
	perReport(b, func(s *Set) error { return s.book(new(bytes.Buffer)) })
}

func BenchmarkText(b *testing.B) {
	perReport(b, func(s *Set) error {
		for _, t := range s.Tables {
			for _, f := range []*Form{t.AsCSV(), t.AsJSON()} {
				if err := f.all(new(bytes.Buffer)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func BenchmarkArchive(b *testing.B) {
	perReport(b, func(s *Set) error {
		var files []*File
		for _, t := range s.Tables {
			for _, f := range []*Form{t.AsCSV(), t.AsJSON()} {
				files = append(files, &File{Path: t.Name + "." + f.Name, Form: f, Packed: true})
			}
		}
		return new(Packer).Pack(new(bytes.Buffer), "x", files)
	})
}

func BenchmarkSeal(b *testing.B) {
	perReport(b, func(s *Set) error {
		for _, t := range s.Tables {
			t.Seal()
		}
		return nil
	})
}
