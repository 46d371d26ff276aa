package cite

import "testing"

// BenchmarkForms is what the page of a report spends on its references.
func BenchmarkForms(b *testing.B) {
	w := work()
	for b.Loop() {
		_, _ = w.BibTeX(), w.RIS()
		if _, err := w.CSL(); err != nil {
			b.Fatal(err)
		}
	}
}
