package searchtest

import "resolute/internal/search"

// Case is a query and what it must answer.
type Case struct {
	Query string
	// Filters and Sort of the query.
	Filters map[string][]string
	Sort    search.Sort
	// First is the path of the first result, "" where it does not matter.
	First string
	// Has and Not are paths that the results must and must not have.
	Has, Not []string
	// Total is the number of results; -1 where it does not matter.
	Total int
	// Missing are the words that are nowhere, With what a word was corrected to.
	Missing []string
	With    string
}

// Paths of the site, short.
const (
	res040     = "resolutions/wcc-2020-res-040/"
	res040e22  = res040 + "2022/"
	res040e23  = res040 + "2023/"
	old040     = "resolutions/wcc-2016-res-040/"
	old040e19  = old040 + "2019/"
	rec104     = "resolutions/wcc-2020-rec-104/"
	rec104e22  = rec104 + "2022/"
	rec104e24  = rec104 + "2024/"
	res018     = "resolutions/wcc-2016-res-018/"
	res018e17  = res018 + "2017/"
	res018e18  = res018 + "2018/"
	rec103     = "resolutions/wcc-2016-rec-103/"
	rec103e19  = rec103 + "2019/"
	res111     = "resolutions/wcc-2020-res-111/"
	res111e23  = res111 + "2023/"
	res111e24  = res111 + "2024/"
	memberIFAW = "members/ifaw/"
	about      = "about/"
)

func list(paths ...string) []string { return paths }

// Cases are the queries of the specification and some more.
var Cases = []Case{
	// Names and acronyms.
	{Query: "IFAW", First: memberIFAW, Has: list(res040e22, res040e23), Not: list(rec104e22), Total: 3},
	{Query: "ifaw", First: memberIFAW, Total: 3},
	{Query: "IFAW's", First: memberIFAW, Total: 3},
	{Query: "IFAW’s", First: memberIFAW, Total: 3},
	{Query: "i.f.a.w.", First: memberIFAW, Total: 3},
	{Query: "ＩＦＡＷ", First: memberIFAW, Total: 3},
	{Query: "International Fund for Animal Welfare", First: memberIFAW, Total: 3},
	{Query: "comite francais", First: "members/iucn-france/", Has: list(rec104e22, rec104e24), Total: 3},
	{Query: "societe d'etudes", First: "members/sepronaf/", Has: list(rec104e24), Total: 2},
	{Query: "WWF", Has: list("members/wwf-france/", "members/wwf-international/", res040e23), Total: 4},

	// Forms of a word: as typed first.
	{Query: "elephant", First: res040e23, Has: list(rec103e19), Total: 2},
	{Query: "elephants", First: rec103e19, Has: list(res040e23), Total: 2},
	{Query: "policy", First: res018e18, Has: list(res111e23), Total: 2},
	{Query: "policies", Has: list(res018e18, res111e23), Total: 2},
	{Query: "species", First: rec103e19, Total: 1},
	{Query: "récif", First: rec104e22, Has: list(rec104e24, rec104), Total: 3},
	{Query: "récifs", First: rec104, Has: list(rec104e22, rec104e24), Total: 3},
	{Query: "recif", First: rec104e22, Has: list(rec104), Total: 3},
	{Query: "menacée", First: rec104e24, Has: list(rec104e22), Total: 2},
	{Query: "menacées", First: rec104e22, Has: list(rec104e24), Total: 2},
	{Query: "humedal", First: res018e17, Has: list(res018, res018e18), Total: 3},
	{Query: "humedales", First: res018, Has: list(res018e17, res018e18), Total: 3},
	{Query: "niño", First: res018e18, Has: list(res018e17), Total: 2},
	{Query: "niños", First: res018e17, Has: list(res018e18), Total: 2},
	{Query: "especes menacees", First: rec104e22, Has: list(rec104e24), Total: 2},
	{Query: "areas protegidas", Has: list(res018e17, "members/conanp/"), Not: list(rec104e22), Total: 4},
	{Query: "año", First: res018e17, Total: -1},
	{Query: "ano", Has: list(res018e17, res111e23), Total: 2},
	{Query: "Cote d'Ivoire", Has: list(rec104e24, "members/sepronaf/"), Total: 2},
	{Query: "COTE D’IVOIRE", Has: list(rec104e24, "members/sepronaf/"), Total: 2},
	{Query: "oeuvre", First: rec104e22, Total: 1},
	{Query: "œuvre", First: rec104e22, Total: 1},
	{Query: "ŒUVRE", First: rec104e22, Total: 1},
	{Query: "l'eau", First: rec104e22, Total: 1},
	{Query: "l’eau", First: rec104e22, Total: 1},
	{Query: "eau", First: rec104e22, Total: 1},

	// Written apart, with a hyphen, in one.
	{Query: "capacity-building", Has: list(res040e23, rec103e19), Total: 2},
	{Query: "capacity building", Has: list(res040e23, rec103e19), Total: 2},
	{Query: "capacitybuilding", Has: list(res040e23, rec103e19), Total: 2},
	{Query: "Viet Nam", Has: list(rec103e19, "members/thap/"), Total: 2},
	{Query: "Vietnam", Has: list(rec103e19, "members/thap/"), Total: 2},
	{Query: "viet-nam", Has: list(rec103e19, "members/thap/"), Total: 2},
	{Query: "USA", Has: list(res040e23, memberIFAW), Total: 3},
	{Query: "U.S.A.", Has: list(res040e23, memberIFAW), Total: 3},

	// Codes.
	{Query: "WCC 2020 Res 040", First: res040, Has: list(res040e22, res040e23), Not: list(old040), Total: 3},
	{Query: "WCC-2020-Res-040", First: res040, Not: list(old040), Total: 3},
	{Query: "wcc_2020_res_040", First: res040, Not: list(old040), Total: 3},
	{Query: "WCC-2020-Res-040-EN", First: res040, Not: list(old040), Total: -1},
	{Query: "2020 040", First: res040, Not: list(old040), Total: 3},
	{Query: "Res 40", First: res040, Has: list(old040), Not: list(rec104), Total: 5},
	{Query: "res040", First: res040, Has: list(old040), Total: 5},
	{Query: "040", First: res040, Has: list(old040), Total: 5},
	{Query: "40", First: res040, Has: list(old040), Total: 5},
	{Query: "7.040", First: res040, Not: list(old040), Total: 3},
	{Query: "6.040", First: old040, Not: list(res040), Total: 2},
	{Query: "3.081", First: rec103, Total: 2},
	{Query: "81", Total: 0, Missing: list("81")},
	{Query: "WCC-2016-Rec-103", First: rec103, Total: 2},

	// Phrases.
	{Query: `"climate change"`, First: rec104, Not: list(res111e23), Total: 3},
	{Query: "climate change", First: rec104, Has: list(rec104e24, res111e23), Total: 4},
	{Query: `illegal "wildlife trade"`, First: res040e22, Total: 1},
	{Query: "« changement climatique »", Has: list(rec104, rec104e22), Total: 3},
	{Query: "“climate change”", First: rec104, Total: 3},
	{Query: "„climate change“", First: rec104, Total: 3},
	{Query: `"conservation of nature"`, First: rec103e19, Not: list(res111e23), Total: 1},
	{Query: `"conservation nature"`, Total: 0},
	{Query: `"of nature"`, First: rec103e19, Total: -1, Not: list(res111e23)},
	{Query: `"wildlife trade" -india`, First: res040, Not: list(res040e22), Total: 1},
	{Query: `climate -"climate change"`, First: res111e23, Total: 1},
	{Query: `"policies"`, Has: list(res018e18, res111e23), Total: 2},
	{Query: `"elephant"`, First: res040e23, Not: list(rec103e19), Total: 1},
	{Query: `"l'eau chaude"`, First: rec104e22, Total: 1},
	{Query: `"capacity-building for judges"`, First: res040e23, Total: 1},
	{Query: `"nowhere zxqvkj"`, Total: 0, Missing: list("nowhere zxqvkj")},

	// Exclusion.
	{Query: "wildlife -india", Has: list(res111e24), Not: list(res040e22), Total: 2},
	{Query: "-india", Not: list(res040e22), Has: list(res040, about), Total: -1},
	{Query: "elephant -elephants", Total: 0},

	// Beginnings of words.
	{Query: "con", Has: list(res111, rec103e19, "members/conanp/", res111e24), Total: -1},
	{Query: "pang", First: res040e22, Total: 1},
	{Query: "c", Has: list(res111, "members/conanp/", res018e17), Total: -1},
	{Query: "wildlife con", Has: list(res111e24), Not: list(rec103e19), Total: -1},
	{Query: "cyber", First: res040, Has: list(res040e22), Total: 2},
	{Query: "con ", Not: list("members/conanp/"), Total: 0, Missing: list("con")},

	// Slips of the pen.
	{Query: "cybercirme", First: res040, With: "cybercrime", Total: 2},
	{Query: "pangolns", First: res040e22, With: "pangolins", Total: -1},
	{Query: "wetlnads", First: res018, With: "wetlands", Total: -1},
	{Query: "conservatoin", First: res111, With: "conservation", Total: -1},
	{Query: "CYBERCIRME", Total: 0, Missing: list("CYBERCIRME")},
	{Query: "cop91", Total: 0, Missing: list("cop91")},
	{Query: "ivroy", With: "ivory", Has: list(res040e22, res040e23), Total: -1},
	{Query: "ivry", Total: 0, Missing: list("ivry")},
	{Query: "wildlife zxqvkj", Has: list(res040e22, res111e24), Missing: list("zxqvkj"), Total: -1},
	{Query: "zxqvkj", Total: 0, Missing: list("zxqvkj")},

	// Nothing, blanks, filters only, stop words.
	{Query: "", Total: -1, Has: list(about, res040)},
	{Query: " \t ", Total: -1, Has: list(about, res040)},
	{Query: `"`, Total: -1, Has: list(about)},
	{Query: "", Filters: map[string][]string{"status": {"ongoing"}}, First: rec104e24, Total: 5},
	{Query: "", Filters: map[string][]string{"status": {"ongoing", "completed"}, "member": {"conanp"}}, First: old040e19, Has: list(res018e18), Total: 2},
	{Query: "", Filters: map[string][]string{"status": {"no such"}}, Total: 0},
	{Query: "", Filters: map[string][]string{"no such facet": {"x"}}, Total: 0},
	{Query: "", Filters: map[string][]string{"country": {"FR"}, "kind": {"edition"}}, Total: 3},
	{Query: "elephant", Filters: map[string][]string{"year": {"2019"}}, First: rec103e19, Total: 1},
	{Query: "humedales", Sort: search.ByYear, First: res018e18, Total: 3},
	{Query: "040", Sort: search.ByCode, First: old040, Total: 5},
	{Query: "the", Has: list(res111e24, res040), Total: -1},
	{Query: "de la", Has: list(rec104e24), Total: -1},
	{Query: "l'", Total: 0, Missing: list("l")},
	{Query: "conservation of nature", Has: list(rec103e19, res111e23), Total: 2},

	// Marks and signs.
	{Query: "CoP19", First: rec103, Has: list(rec103e19), Total: 2},
	{Query: "cop 19", First: rec103, Total: 2},
	{Query: "REDD+", First: res018e18, Total: 1},
	{Query: "GEF-7", First: res018e18, Total: 1},
	{Query: "gef7", First: res018e18, Total: 1},
	{Query: "<script>", First: res111e24, Total: 1},
	{Query: "constructor", First: res111e24, Total: 1},
	{Query: "__proto__", Total: 0, Missing: list("proto")},
	{Query: "toString", Total: 0, Missing: list("toString")},
	{Query: "🐘", Has: list(about), Total: -1},
	{Query: "שלום עולם", Total: 0, Missing: list("שלום", "עולם")},
	{Query: "ele\x00phant", First: res040e23, Total: 2},
}
