package site

import (
	"slices"
	"strings"
	"testing"
)

func TestForgottenPlans(t *testing.T) {
	const (
		creeks = "Beaver families will be settled along northern creeks during springtime."
		museum = "A travelling museum exhibition about harbour porpoises opens everywhere."
	)
	filler := strings.Repeat("Members reported meetings without further particulars. ", 15)
	tests := []struct {
		name, plans, next string
		want              []string
	}{
		{"taken up in other words' forms", creeks, filler + "Two beavers' family settlements were made on a creek in the north.", nil},
		{"not taken up", creeks, filler, []string{creeks}},
		{"one of two", creeks + "\n\n" + museum, filler + "The museum had exhibitions on porpoises.", []string{creeks}},
		{"a plan of a few words says nothing", "Go on with it.\nBeaver families.", filler, nil},
		{"a report of a few words says nothing", creeks, "Nothing was done.", nil},
		{"no plans", "", filler, nil},
	}
	for _, tt := range tests {
		got := Forgotten([]SectionText{{FutureActions, tt.plans}}, []SectionText{{"results", tt.next}})
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestEachStem(t *testing.T) {
	var got []string
	n := eachStem("L’ÉCOSYSTÈME, a 2nd Écosystèmes-forêts  don't überall", func(s stem) { got = append(got, strings.TrimRight(string(s[:]), "\x00")) })
	if want := []string{"écosy", "écosy", "forêt", "übera"}; !slices.Equal(got, want) || n != 9 {
		t.Errorf("%d words, %q", n, got)
	}
}
