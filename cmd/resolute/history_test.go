package main

import (
	"reflect"
	"testing"

	"resolute/internal/output"
)

func TestLastCommits(t *testing.T) {
	const a, b = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	log := "\x01" + a + " 1700000000\x00\nsub/content/reports/x/2022.md\x00sub/content/é \"n\".md\x00other/content/y.md\x00" +
		"\x01" + b + " 1600000000\x00\x01" + b + " 1600000000\x00\nsub/content/reports/x/2022.md\x00sub/content/old.md\x00sub/content/changed.md\x00" +
		"\x01no hash\x00\nsub/content/z.md\x00"
	got := lastCommits([]byte(log), "sub/", map[string]bool{"content/changed.md": true})
	want := map[string]output.Commit{
		"content/reports/x/2022.md": {Hash: a, Time: "2023-11-14T22:13:20Z"}, "content/é \"n\".md": {Hash: a, Time: "2023-11-14T22:13:20Z"},
		"content/old.md": {Hash: b, Time: "2020-09-13T12:26:40Z"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestChangedFiles(t *testing.T) {
	got := changedFiles([]byte(" M sub/content/a.md\x00?? sub/content/new/\x00 D other/b.md\x00\x00"), "sub/")
	if want := (map[string]bool{"content/a.md": true, "content/new/": true}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}
