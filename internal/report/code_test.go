package report

import "testing"

func vocabularies() *Vocabularies {
	return &Vocabularies{
		Types: Vocabulary{{ID: "resolution", Code: "Res"}, {ID: "recommendation", Code: "Rec"}, {ID: "decision", Code: "Dec"}},
		Congresses: Vocabulary{
			{ID: "wcc-2016", Prefix: "WCC", Year: 2016, Ordinal: 6},
			{ID: "wcc-2020", Prefix: "WCC", Year: 2020, Ordinal: 7},
		},
	}
}

func TestParseCode(t *testing.T) {
	tests := []struct{ in, want string }{
		{"WCC-2020-Res-040", "WCC-2020-Res-040"},
		{"WCC 2020 Res 040", "WCC-2020-Res-040"},
		{"wcc_2020_res_040", "WCC-2020-Res-040"},
		{"wcc-2020-res-40", "WCC-2020-Res-040"},
		{"  WCC-2016-Rec-98-FR ", "WCC-2016-Rec-098"},
		{"WCC 2020 Dec 148 es", "WCC-2020-Dec-148"},
		{"WCC-2020-Resolution-4", "WCC-2020-Res-004"},
		{"WCC-2020-Res-0", ""},
		{"WCC-2020-Res-1234", ""},
		{"WCC-2018-Res-040", ""},
		{"WCC-2020-Rez-040", ""},
		{"7.040", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got, err := vocabularies().ParseCode(tt.in)
		if (err != nil) != (tt.want == "") || err == nil && got.String() != tt.want {
			t.Errorf("ParseCode(%q) = %v, %v; want %q", tt.in, got, err, tt.want)
		}
	}
}

func TestParseOfficial(t *testing.T) {
	tests := []struct {
		in   string
		want Official
		ok   bool
	}{
		{"7.040", Official{7, 40}, true},
		{"1.16", Official{1, 16}, true},
		{"19.61", Official{19, 61}, true},
		{"7.0", Official{}, false},
		{"7040", Official{}, false},
		{"7.0400", Official{}, false},
	}
	for _, tt := range tests {
		got, ok := ParseOfficial(tt.in)
		if ok != tt.ok || ok && got != tt.want {
			t.Errorf("ParseOfficial(%q) = %v, %v", tt.in, got, ok)
		}
	}
}

func TestParseDate(t *testing.T) {
	for in, ok := range map[string]bool{"2026-03-01": true, "2024-02-29": true, "2026-02-30": false, "2026-3-1": false, "1 March": false, "2026-03-01 10:00": false} {
		d, err := ParseDate(in)
		if (err == nil) != ok || ok && d.String() != in {
			t.Errorf("ParseDate(%q) = %v, %v", in, d, err)
		}
	}
}

// The canonical form must read back as itself, whatever was written.
func FuzzParseCode(f *testing.F) {
	for _, s := range []string{"WCC-2020-Res-040", "wcc 2020 rec 1 en", "7.040", "WCC--2020"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := vocabularies().ParseCode(s)
		if err != nil {
			return
		}
		again, err := vocabularies().ParseCode(c.String())
		if err != nil || again != c {
			t.Errorf("%q gives %v, which reads as %v, %v", s, c, again, err)
		}
		id, err := vocabularies().ParseCode(c.ID())
		if err != nil || id != c {
			t.Errorf("%q gives id %q, which reads as %v, %v", s, c.ID(), id, err)
		}
	})
}
