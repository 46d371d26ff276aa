package portal

import (
	"strings"
	"testing"

	"resolute/internal/content"
	"resolute/internal/report"
)

func TestParseMember(t *testing.T) {
	tests := []struct{ in, name, acronym, code string }{
		{"Heron Trust ( HT ) / Switzerland", "Heron Trust", "HT", "CH"},
		{"Heron Trust / Switzerland", "Heron Trust", "", "CH"},
		{"Heron Trust ( ) / Switzerland", "Heron Trust", "", "CH"},
		{"Heron Trust () / Switzerland", "Heron Trust", "", "CH"},
		{"Ministry (MIN) ( MIN ) / Tonga", "Ministry (MIN)", "MIN", "TO"},
		{"Reed - Indian Ocean (East Africa) ( R EA ) / Kenya", "Reed - Indian Ocean (East Africa)", "R EA", "KE"},
		{"Reed Office (Marsh Service) / United States of America", "Reed Office (Marsh Service)", "", "US"},
		{"Reed / Rush Group ( RRG ) / Bolivia (Plurinational State of)", "Reed / Rush Group", "RRG", "BO"},
		{"Mud, Academy of ( MA, FA ) / China", "Mud, Academy of", "MA, FA", "CN"},
		{"Reed Board ( RB ) / Korea (RK)", "Reed Board", "RB", "KR"},
		{"Reed Board ( RB )/Viet Nam", "Reed Board", "RB", "VN"},
		{"Reed Board / The Netherlands", "Reed Board", "", "NL"},
		{"Reed Board ( RB ) / Atlantis", "Reed Board", "RB", ""},
		{"Reed Board / Atlantis", "Reed Board", "", ""},
		{"Reed Board ( Switzerland )", "Reed Board", "", "CH"},
		{"Ministry of Mud (Norway) ( Norway )", "Ministry of Mud (Norway)", "", "NO"},
		{"Rush Board ( Korea (RK) )", "Rush Board", "", "KR"},
		{"Doğa (RushLife Turkey) ( Türkiye )", "Doğa (RushLife Turkey)", "", "TR"},
		{"Reed Board ( RB )", "Reed Board", "RB", ""},
	}
	for _, tt := range tests {
		m, ok := parseMember(tt.in)
		if !ok || m.name != tt.name || m.acronym != tt.acronym || m.code != tt.code {
			t.Errorf("parseMember(%q) = %+v, %v", tt.in, m, ok)
		}
	}
	for _, s := range []string{
		"", "/", " / Kenya", "( HT ) / Kenya", "Most of the work was done by volunteers.", "Heron Trust", "( )",
		"Members and/or their partners took part in a great number of meetings of all kinds over the whole year and / or later.",
	} {
		if m, ok := parseMember(s); ok {
			t.Errorf("parseMember(%q) = %+v", s, m)
		}
	}
}

func TestProperName(t *testing.T) {
	for in, want := range map[string]string{
		"Towarzystwo ''Ardea''":     "Towarzystwo “Ardea”",
		"Ku`aina `Auamo":            "Ku‘aina ‘Auamo",
		"Société d´Aubance":         "Société d’Aubance",
		"Hawai'i Trust":             "Hawai'i Trust",
		"Ministry of Development.":  "Ministry of Development",
		"Reed Initiative, Inc.":     "Reed Initiative, Inc.",
		"Juncos A.C.":               "Juncos A.C.",
		"A ''B'' and ''C''":         "A “B” and “C”",
		"One '' alone":              "One '' alone",
		"Associação Amigos – Garça": "Associação Amigos – Garça",
	} {
		if got := properName(in); got != want {
			t.Errorf("properName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestRegistryFind(t *testing.T) {
	k := known()
	tests := []struct{ line, want string }{
		{"Heron Trust ( HT ) / Switzerland", "heron-trust"},
		{"heron trust / Switzerland", "heron-trust"},
		{"Héron-Trust ( Switzerland )", "heron-trust"},
		{"Egret Fund / Switzerland", "heron-trust"},
		{"Reed Club / United Kingdom of Great Britain and Northern Ireland", "reed-club"},
		{"Reed Club ( RC ) / United Kingdom", "reed-club"},
		{"Heron Trust ( HT ) / France", ""},
		{"Heron Trust ( HT )", "heron-trust"},
		{"Other Trust ( HT ) / Switzerland", ""},
	}
	for _, tt := range tests {
		r := newRegistry(k.Members)
		l, ok := parseMember(tt.line)
		if !ok {
			t.Fatalf("parseMember(%q)", tt.line)
		}
		got := ""
		if m := r.find(l); m != nil {
			got = m.ID
		}
		if got != tt.want {
			t.Errorf("%q is %q, want %q", tt.line, got, tt.want)
		}
	}
}

// No two members share an id, whatever they are called, and the same member
// never has two.
func TestIDsAreUnique(t *testing.T) {
	r := newRegistry(known().Members)
	lines := []string{
		"World Reed Fund ( WRF ) / Belgium", "World Reed Fund ( WRF ) / France", "Wide Reed Fund ( WRF ) / France", "Wild Reed Fund ( WRF ) / France",
		"World Reed Fund ( WRF )", "World - Reeds / France", "World (Rushes) / France", "123 ( 7 ) / Kenya", "草 / Japan", "木 / Japan", "Aux ( CON ) / France",
		"Heron-Trust ( HERON TRUST ) / Norway", strings.Repeat("Very ", 40) + "Long / Norway",
	}
	ids := map[string]string{}
	for _, s := range lines {
		l, ok := parseMember(s)
		if !ok {
			t.Fatal(s)
		}
		m := r.find(l)
		if m == nil {
			m = r.add(l)
		}
		if other, ok := ids[m.ID]; ok {
			t.Errorf("%q and %q are both %s", other, s, m.ID)
		}
		if len(m.ID) > 60 || m.ID == "" || m.ID == "con" || m.ID == "heron-trust" {
			t.Errorf("%q has the id %q", s, m.ID)
		}
		ids[m.ID] = s
		if r.find(l) != m {
			t.Errorf("%q is not found again", s)
		}
	}
}

func TestSplitNames(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Marsh Office of Northern Freedonia, Freedonian Customs, FENPOL, RUSHNET and River Bank", "Marsh Office of Northern Freedonia|Freedonian Customs|FENPOL|RUSHNET|River Bank"},
		{"FENPOL, RUSHNET, and River Bank", "FENPOL|RUSHNET|River Bank"},
		{"FENPOL et RUSHNET", "FENPOL et RUSHNET"},
		{"Reed Club, FENPOL et RUSHNET", "Reed Club|FENPOL|RUSHNET"},
		{"Reed Club", "Reed Club"},
		{"Ministry of Reeds and Rushes", "Ministry of Reeds and Rushes"},
		{"Reed Club, Ministry of Reeds and Rushes", "Reed Club|Ministry of Reeds and Rushes"},
		{"Ministry of Mud, Rwanda, Reed Initiative, Inc., Juncos, A.C.", "Ministry of Mud, Rwanda|Reed Initiative, Inc.|Juncos, A.C."},
		{"Reed Council (Reeds, Rushes), FENPOL", "Reed Council (Reeds, Rushes)|FENPOL"},
		{"Reed Club; Mud Board, Freedonia; FENPOL.", "Reed Club|Mud Board, Freedonia|FENPOL."},
		{"Society for Reeds, rushes and mud", "Society for Reeds, rushes and mud"},
		{"(IUCN Council -- Task Force on Reeds)", "(IUCN Council -- Task Force on Reeds)"},
		{"In effect, _all_ of them have been involved", ""},
		{"The work was limited to the Council. Others will follow.", ""},
		{"", ""},
	}
	for _, tt := range tests {
		names, ok := splitNames(tt.in)
		if got := strings.Join(names, "|"); got != tt.want || ok != (tt.want != "") {
			t.Errorf("splitNames(%q)\n got %s, %v\nwant %s", tt.in, got, ok, tt.want)
		}
	}
}

func TestTerm(t *testing.T) {
	v := known().Settings.Actions
	for in, want := range map[string]string{
		"Capacity-building": "capacity-building", "Capacity building": "capacity-building", "capacity building:": "capacity-building",
		"Recaudaci\uFFFDn de fondos": "fundraising", "Rassembler des parties prenantes/R\uFFFDseautage": "stakeholder-networking",
		"Capacity": "", "": "", "\uFFFD": "",
	} {
		got := ""
		if t := term(v, in); t != nil {
			got = t.ID
		}
		if got != want {
			t.Errorf("term(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNodes(t *testing.T) {
	for node, want := range map[int]int{47380: 2017, 48179: 2018, 48625: 2019, 49339: 2022, 50187: 2022, 50817: 2023, 51167: 2023, 52036: 2024, 52506: 2025, 1: 0, 49154: 0} {
		if got, _ := yearOfNode(node); got != want {
			t.Errorf("yearOfNode(%d) = %d, want %d", node, got, want)
		}
	}
	for node, want := range map[int]string{
		49154: "WCC-2020-Res-015", 49179: "WCC-2020-Res-040", 49246: "WCC-2020-Res-107", 46462: "WCC-2016-Res-045", 46528: "WCC-2016-Rec-111", 49139: "", 50000: "",
	} {
		if code, ok := decreeOfNode(node); ok != (want != "") || ok && code.String() != want {
			t.Errorf("decreeOfNode(%d) = %v, %v, want %s", node, code, ok, want)
		}
	}
	for address, want := range map[string]int{
		"https://portal.example/library/fr/node/50817": 50817, "https://portal.example/library/node/48077?cookies-complaint=1": 48077,
		"https://portal.example/library/node/48077/": 48077, "https://portal.example/library/resrec": 0, "": 0,
	} {
		if got, _ := nodeOf(address); got != want {
			t.Errorf("nodeOf(%q) = %d, want %d", address, got, want)
		}
	}
}

// The loader has to know the headings that the import writes.
func TestSectionHeadings(t *testing.T) {
	for id, headings := range sectionHeadings {
		for lang, h := range headings {
			if got, _, ok := content.Section(h); !ok || got != strings.ReplaceAll(id, " ", "-") {
				t.Errorf("%s in %s: %q is %q", id, lang, h, got)
			}
		}
	}
}

// A label's words in the narrative are no label.
func TestLabelsInNarrative(t *testing.T) {
	page := []byte("WCC 2020 Res 040 - Progress Report\nIUCN Members:\nIUCN Secretariat:\nYes\nImplementation\n" +
		"Indicate which actions have been carried out to implement this Resolution :\nField activities\n" +
		"Describe the results/achievements of the actions taken:\nIUCN Secretariat:\nimplementation\nAdditional information\nStatus of implementation\nresolution: none\n" +
		"What challenges/obstacles have been encountered in the implementation of this Resolution and how were they overcome :\nMud.\n" +
		"Status of implementation\nStatus of implementation for this Resolution:\nInitiated: x\nAdditional information\nThe end.\n")
	r, err := Import("page", page, known(), Options{Year: 2023})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range r.Account.Lines {
		if l.Number >= 9 && l.Number <= 13 && l.Where != "results" {
			t.Errorf("line %d %q: %s %s", l.Number, l.Text, l.Use, l.Where)
		}
	}
	if r.Edition.Secretariat != report.Yes || r.Edition.Status.ID != "initiated" {
		t.Errorf("secretariat %v, status %s", r.Edition.Secretariat, r.Edition.Status.ID)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, data := range map[string][]byte{
		"latin-1": []byte("WCC 2020\nR\xe9sum\xe9"), "utf-16": []byte("\xff\xfeW\x00C\x00"), "too large": make([]byte, maxSize+1),
	} {
		r, err := Import("page", data, known(), Options{Year: 2023})
		if err != nil || len(r.Files) > 0 || len(r.Problems) != 1 || r.Problems[0].Pos.File != "page" {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	r, _ := Import("page", []byte("WCC 2020\nR\xe9sum\xe9"), known(), Options{})
	if p := r.Problems[0]; p.Pos.Line != 2 || p.Pos.Col != 2 {
		t.Errorf("position %v", p.Pos)
	}
}

// Pages imported one after the other share their new members and resolutions.
func TestKnownAdd(t *testing.T) {
	k := known()
	page := []byte("WCC 2020 Res 040 - Progress Report\nIUCN Members:\nNew Trust ( NT ) / France\nStatus of implementation for this Resolution:\nInitiated: x\n")
	first, err := Import("first", page, k, Options{Year: 2022})
	if err != nil || len(first.Members) != 1 || first.Resolution == nil {
		t.Fatalf("%+v, %v", first, err)
	}
	k.Add(first)
	second, err := Import("second", page, k, Options{Year: 2023})
	if err != nil || len(second.Members) != 0 || second.Resolution != nil || len(second.Files) != 1 || second.Files[0].Exists {
		t.Errorf("%+v, %v", second, err)
	}
	if again, _ := Import("first", page, k, Options{Year: 2022}); !again.Files[0].Exists {
		t.Error("the file exists, but the result does not say so")
	}
}
