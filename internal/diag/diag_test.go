package diag

import (
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	problem := Errorf(Pos{"content/reports/wcc-2020-res-040/2023.md", 7, 12}, "status", `did you mean "ongoing"?`, "unknown status %q", "on going")
	odd := Warnf(Pos{File: "content/a:b,c.md"}, "file-name", "", "100%% odd\nname\x1b[31m")
	tests := []struct {
		format Format
		want   string
	}{
		{Text, "content/reports/wcc-2020-res-040/2023.md:7:12: error: unknown status \"on going\" (status)\n" +
			"    did you mean \"ongoing\"?\n" +
			"content/a:b,c.md: warning: 100% odd\uFFFDname\uFFFD[31m (file-name)\n"},
		{JSON, `{"file":"content/reports/wcc-2020-res-040/2023.md","line":7,"column":12,"severity":"error","rule":"status","message":"unknown status \"on going\"","hint":"did you mean \"ongoing\"?"}` + "\n" +
			`{"file":"content/a:b,c.md","line":0,"column":0,"severity":"warning","rule":"file-name","message":"100% odd\nname\u001b[31m","hint":""}` + "\n"},
		{GitHub, "::error file=content/reports/wcc-2020-res-040/2023.md,line=7,col=12,title=status::unknown status \"on going\"%0Adid you mean \"ongoing\"?\n" +
			"::warning file=content/a%3Ab%2Cc.md,title=file-name::100%25 odd%0Aname\x1b[31m\n"},
	}
	for _, tt := range tests {
		var b strings.Builder
		if err := Write(&b, tt.format, []Problem{problem, odd}); err != nil {
			t.Fatal(err)
		}
		if b.String() != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.format, b.String(), tt.want)
		}
	}
}

func TestSortOrdersAndDropsRepetitions(t *testing.T) {
	p := func(file string, line, col int, rule string) Problem {
		return Problem{Pos: Pos{file, line, col}, Rule: rule}
	}
	got := Sort([]Problem{p("b", 1, 1, "x"), p("a", 10, 1, "x"), p("a", 2, 9, "x"), p("a", 2, 1, "z"), p("a", 2, 1, "y"), p("a", 2, 1, "y")})
	want := []Problem{p("a", 2, 1, "y"), p("a", 2, 1, "z"), p("a", 2, 9, "x"), p("a", 10, 1, "x"), p("b", 1, 1, "x")}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: got %v, want %v", i, got[i], want[i])
		}
	}
}

func TestNearest(t *testing.T) {
	statuses := []string{"not-initiated", "initiated", "underway", "ongoing", "completed", "not-stated"}
	tests := []struct{ word, want string }{
		{"on going", "ongoing"},
		{"On-Going", "ongoing"},
		{"udnerway", "underway"},
		{"complete", "completed"},
		{"not_stated", "not-stated"},
		{"finished", ""},
		{"", ""},
		{"é", ""},
	}
	for _, tt := range tests {
		if got := Nearest(tt.word, statuses); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}
