package chart_test

import (
	"testing"

	"resolute/internal/chart"
)

// BenchmarkTimeline draws what each resolution has: at most 10 µs.
func BenchmarkTimeline(b *testing.B) {
	f, en := frame("timeline", "Status over the years", "Status", ""), scale("en")
	list := editions(map[int]int{2021: 2, 2022: 3, 2023: 4, 2024: 4}, 2021, 2022, 2023, 2024)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := chart.Timeline(f, en, list); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMember draws what a member's page has.
func BenchmarkMember(b *testing.B) {
	f, list := frame("years", "Reports by year", "", "Reports"), years(2013, 3, 0, 12, 0, 31, 44, 29, 8, 17, 52, 61, 48)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := chart.Columns(f, list); err != nil {
			b.Fatal(err)
		}
		if _, err := chart.Bars(f, actionBars, 48); err != nil {
			b.Fatal(err)
		}
	}
}
