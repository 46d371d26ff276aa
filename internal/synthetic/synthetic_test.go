package synthetic

import (
	"bytes"
	"maps"
	"strings"
	"testing"
)

func TestFilesAreTheSameEveryTime(t *testing.T) {
	a, b := Files(Shape{Reports: 50, Members: 40}), Files(Shape{Reports: 50, Members: 40})
	if !maps.EqualFunc(a, b, bytes.Equal) {
		t.Error("two runs differ")
	}
	reports, words := 0, 0
	for path, data := range a {
		if strings.HasPrefix(path, "content/reports/") {
			reports++
			words += len(strings.Fields(string(data)))
		}
	}
	if reports != 50 {
		t.Errorf("%d reports, want 50", reports)
	}
	if mean := words / reports; mean < 400 || mean > 600 {
		t.Errorf("%d words a report, want about 450", mean)
	}
}
