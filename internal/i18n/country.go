package i18n

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:generate go run ./gen -cldr ${CLDR_LOCALENAMES} -out countries_gen.go

// country is a row of the generated table.
type country struct {
	// code is ISO 3166-1 alpha-2.
	code string
	// slug is the country's part of an address. It was made of the English name
	// and stays as first published.
	slug string
	// en, fr and es are the names to show.
	en, fr, es string
	// others are further names of CLDR in these languages, by which a country
	// is recognised.
	others []string
}

// Country is the name of a country by its ISO 3166-1 alpha-2 code, in the
// locale's language; in English where the language has no names here. A code
// that is unknown is returned as it is.
func (l *Locale) Country(code string) string {
	c, ok := countryByCode(code)
	if !ok {
		return code
	}
	base, _ := l.tag.Base()
	switch base.String() {
	case "fr":
		return c.fr
	case "es":
		return c.es
	}
	return c.en
}

// KnownCountry tells whether a code is an ISO 3166-1 alpha-2 code, in capitals.
func KnownCountry(code string) bool {
	_, ok := countryByCode(code)
	return ok
}

// CountryCodes are all codes, sorted.
func CountryCodes() []string {
	codes := make([]string, len(countries))
	for i, c := range countries {
		codes[i] = c.code
	}
	return codes
}

// CountrySlug is the country's part of an address, "cote-d-ivoire"; "" for an unknown
// code. It never changes once published, even where the name does.
func CountrySlug(code string) string {
	c, _ := countryByCode(code)
	return c.slug
}

// CountryByName finds the code of a country by any name that CLDR or the alias
// table gives it in English, French or Spanish. Case, accents, punctuation and
// an article in front do not matter. A code is no name.
func CountryByName(name string) (code string, ok bool) {
	code, ok = countryNames()[foldName(name)]
	return code, ok
}

// CountryOtherNames are further names by which people look for a country, as USA or
// Viet Nam. Each has a word that the names before it do not have, those shown in
// English, French and Spanish included.
func CountryOtherNames(code string) []string {
	c, _ := countryByCode(code)
	seen := map[string]bool{}
	adds := func(name string) bool {
		added := false
		for word := range strings.FieldsSeq(foldName(name)) {
			added = added || !seen[word] && len(word) > 2
			seen[word] = true
		}
		return added
	}
	for _, name := range []string{c.en, c.fr, c.es} {
		adds(name)
	}
	names := c.others
	for _, a := range countryAliases {
		if a.code == code {
			names = slices.Concat(names, a.names)
		}
	}
	var list []string
	for _, name := range names {
		// An acronym of two letters is a word that nobody would mistake, or "US".
		if adds(name) || name == "UK" {
			list = append(list, name)
		}
	}
	return list
}

func countryByCode(code string) (country, bool) {
	i, ok := slices.BinarySearchFunc(countries[:], code, func(c country, code string) int { return strings.Compare(c.code, code) })
	if !ok {
		return country{}, false
	}
	return countries[i], true
}

// countryNames are the codes by folded name.
var countryNames = sync.OnceValue(func() map[string]string {
	names := make(map[string]string, 5*len(countries))
	for _, c := range countries {
		for _, name := range append([]string{c.en, c.fr, c.es}, c.others...) {
			names[foldName(name)] = c.code
		}
	}
	for _, a := range countryAliases {
		for _, name := range a.names {
			names[foldName(name)] = a.code
		}
	}
	return names
})

// foldName reduces a name to its bare words.
func foldName(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ReplaceAll(name, "&", " and ")) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	folded := b.String()
	for _, article := range []string{"the ", "les ", "la ", "le ", "l ", "los ", "las ", "el "} {
		if rest, ok := strings.CutPrefix(folded, article); ok {
			folded = rest
			break
		}
	}
	if rest, ok := strings.CutPrefix(folded, "st "); ok {
		folded = "saint " + rest
	}
	return folded
}

// countryAliases are names in use that CLDR does not list: the United Nations'
// names, the forms of the old portal ("Korea (RK)", "Guinea Bissau"), and names
// of everyday writing.
var countryAliases = [...]struct {
	code  string
	names []string
}{
	{"AE", []string{"UAE", "EAU"}},
	{"BA", []string{"Bosnia-Herzegovina"}},
	{"BN", []string{"Brunei Darussalam"}},
	{"BO", []string{"Bolivia (Plurinational State of)", "Plurinational State of Bolivia", "Bolivie (État plurinational de)", "Bolivia (Estado Plurinacional de)"}},
	{"BQ", []string{"Bonaire, Sint Eustatius and Saba"}},
	{"BS", []string{"The Bahamas"}},
	{"CC", []string{"Cocos Islands"}},
	{"CD", []string{
		"Congo - Kinshasa", "Congo (Kinshasa)", "Congo, Democratic Republic of the", "Congo (Democratic Republic of the)",
		"Democratic Republic of the Congo", "Democratic Republic of Congo", "DR Congo", "DRC", "RDC",
		"République démocratique du Congo",
	}},
	{"CG", []string{"Congo", "Congo - Brazzaville", "Congo (Brazzaville)", "Republic of the Congo", "Republic of Congo", "Congo, Republic of the", "República del Congo"}},
	{"CI", []string{"Cote d Ivoire", "Côte-d’Ivoire"}},
	{"CN", []string{"People's Republic of China", "China, People's Republic of", "China (PR)", "République populaire de Chine", "República Popular China"}},
	{"CV", []string{"Cape Verde", "Cabo Verde", "Republic of Cabo Verde"}},
	{"DO", []string{"Dominican Rep."}},
	{"FK", []string{"Falkland Islands (Malvinas)"}},
	{"FM", []string{"Micronesia (Federated States of)", "Federated States of Micronesia", "Micronésie (États fédérés de)", "Micronesia (Estados Federados de)"}},
	{"GB", []string{
		"United Kingdom of Great Britain and Northern Ireland", "UK", "U.K.", "Great Britain",
		"Royaume-Uni de Grande-Bretagne et d’Irlande du Nord", "Reino Unido de Gran Bretaña e Irlanda del Norte",
	}},
	{"GM", []string{"The Gambia"}},
	{"GW", []string{"Guinea Bissau", "Guinée Bissau"}},
	{"HK", []string{"China, Hong Kong Special Administrative Region", "Hong Kong, China"}},
	{"IR", []string{"Iran (Islamic Republic of)", "Islamic Republic of Iran", "Iran (République islamique d’)", "Irán (República Islámica del)"}},
	{"KP", []string{
		"Democratic People's Republic of Korea", "Korea (DPRK)", "Korea, Democratic People's Republic of", "DPRK",
		"République populaire démocratique de Corée", "República Popular Democrática de Corea",
	}},
	{"KR", []string{"Republic of Korea", "Korea (RK)", "Korea (ROK)", "Korea, Republic of", "Korea (Republic of)", "République de Corée", "República de Corea"}},
	{"LA", []string{"Lao People's Democratic Republic", "Lao PDR", "République démocratique populaire lao", "República Democrática Popular Lao"}},
	{"MD", []string{"Republic of Moldova", "Moldova, Republic of", "République de Moldova", "República de Moldova"}},
	{"MK", []string{"Macedonia", "The former Yugoslav Republic of Macedonia", "Republic of North Macedonia"}},
	{"MM", []string{"Myanmar (Burma)", "Burma", "Birmanie", "Birmania"}},
	{"MO", []string{"China, Macao Special Administrative Region", "Macau", "Macao, China"}},
	{"NL", []string{"The Netherlands", "Holland", "Netherlands (Kingdom of the)", "Kingdom of the Netherlands"}},
	{"PG", []string{"PNG"}},
	{"PN", []string{"Pitcairn"}},
	{"PS", []string{"State of Palestine", "État de Palestine", "Estado de Palestina", "Palestine, State of"}},
	{"RE", []string{"Reunion Island"}},
	{"RU", []string{"Russian Federation", "Fédération de Russie", "Federación de Rusia"}},
	{"ST", []string{"Sao Tome and Principe"}},
	{"SY", []string{"Syrian Arab Republic", "République arabe syrienne", "República Árabe Siria"}},
	{"SZ", []string{"Kingdom of Eswatini", "Swaziland"}},
	{"TL", []string{"Timor-Leste", "East Timor"}},
	{"TR", []string{"Turkey", "Türkiye", "Turkiye", "Republic of Türkiye"}},
	{"TW", []string{"Taiwan (Province of China)", "Taiwan, Province of China", "Chinese Taipei"}},
	{"TZ", []string{
		"United Republic of Tanzania", "Tanzania, United Republic of", "Tanzania (United Republic of)",
		"République-Unie de Tanzanie", "República Unida de Tanzanía",
	}},
	{"US", []string{
		"United States of America", "USA", "U.S.A.", "US", "U.S.",
		"États-Unis d’Amérique", "Estados Unidos de América", "EE. UU.", "EEUU",
	}},
	{"VA", []string{"Holy See", "Saint-Siège", "Santa Sede", "Vatican"}},
	{"VC", []string{"Saint Vincent and the Grenadines"}},
	{"VE", []string{
		"Venezuela (Bolivarian Republic of)", "Bolivarian Republic of Venezuela",
		"Venezuela (République bolivarienne du)", "Venezuela (República Bolivariana de)",
	}},
	{"VG", []string{"Virgin Islands (British)"}},
	{"VI", []string{"Virgin Islands (U.S.)", "United States Virgin Islands"}},
	{"VN", []string{"Viet Nam", "Socialist Republic of Viet Nam"}},
}
