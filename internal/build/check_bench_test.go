package build

import (
	"context"
	"os"
	"strconv"
	"testing"

	"resolute/layouts"
	"resolute/static"
)

// BenchmarkCheck measures what resolute check does, with the review; its
// processor time is to be held against that of BenchmarkBuild's cold builds.
func BenchmarkCheck(b *testing.B) {
	for _, n := range sizes() {
		dir := source(b, n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				root, err := os.OpenRoot(dir)
				if err != nil {
					b.Fatal(err)
				}
				before := usage(b)
				if _, _, err := Check(context.Background(), Options{Source: root.FS(), Layouts: layouts.FS, Static: static.FS, Version: "bench"}); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64((usage(b)-before).Microseconds())/float64(n), "cpu-µs/report")
				root.Close()
			}
		})
	}
}
