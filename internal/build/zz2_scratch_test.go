package build

import (
	"context"
	"testing"

	"resolute/layouts"
	"resolute/static"
)

func BenchmarkZZCompare(b *testing.B) {
	p, problems, err := Load(context.Background(), Options{Source: memorySource(10_000), Layouts: layouts.FS, Static: static.FS})
	if err != nil || p == nil {
		b.Fatal(err, problems)
	}
	before := usage(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compare(context.Background(), newTexts(), p.Site, p.Input.Bodies); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((usage(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms")
}
