package report

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Code identifies a resolution: congress, year of the congress's code, type
// and number, "WCC-2020-Res-040". The number is unique within a congress over
// all types, and is no measure: 040 is not 40 in another base.
type Code struct {
	// Prefix is the congress series, in capitals: "WCC".
	Prefix string
	// Year is the year in the code, which may differ from the year held.
	Year int
	// Type is the abbreviation as written in the vocabulary: "Res".
	Type string
	// Number counts resolutions, recommendations and decisions together.
	Number int
}

// String is the canonical form, "WCC-2020-Res-040".
func (c Code) String() string {
	// Every address has one, so that this is worth more than a format.
	b := make([]byte, 0, 32)
	b = append(append(b, c.Prefix...), '-')
	b = append(appendPadded(b, c.Year, 4), '-')
	b = append(append(b, c.Type...), '-')
	return string(appendPadded(b, c.Number, 3))
}

// appendPadded writes a number with zeros in front, to a width.
func appendPadded(b []byte, n, width int) []byte {
	for limit := 10; width > 1; width-- {
		if n < limit {
			for range width - 1 {
				b = append(b, '0')
			}
			break
		}
		limit *= 10
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// ID is the canonical form in lower case, as used in addresses and file names.
func (c Code) ID() string { return strings.ToLower(c.String()) }

// IsZero tells that there is no code.
func (c Code) IsZero() bool { return c == Code{} }

// Compare orders codes by year, prefix, number and type.
func (c Code) Compare(d Code) int {
	return cmp.Or(cmp.Compare(c.Year, d.Year), strings.Compare(c.Prefix, d.Prefix),
		cmp.Compare(c.Number, d.Number), strings.Compare(c.Type, d.Type))
}

var (
	codeForm     = regexp.MustCompile(`^([A-Za-z]{2,8})[\s_-]+([0-9]{4})[\s_-]+([A-Za-z]{2,12})[\s_.-]+([0-9]{1,3})(?:[\s_-]+(?:[A-Za-z]{2}))?$`)
	officialForm = regexp.MustCompile(`^([0-9]{1,2})\.([0-9]{1,3})$`)
)

// ParseCode reads a code in any of the forms that people use: hyphens, blanks
// or low lines between the parts, any case, one to three digits, a language at
// the end ("wcc 2020 res 40 EN"). Type and congress must be the vocabulary's.
// An official number ("7.040") is not a code, as it has no type: ParseOfficial
// reads it, and the site's resolutions tell which one it is.
func (v *Vocabularies) ParseCode(s string) (Code, error) {
	s = strings.TrimSpace(s)
	if m := codeForm.FindStringSubmatch(s); m != nil {
		year, _ := strconv.Atoi(m[2])
		number, _ := strconv.Atoi(m[4])
		if number == 0 {
			return Code{}, fmt.Errorf("%q has no number", s)
		}
		t, ok := v.typeByCode(m[3])
		if !ok {
			return Code{}, fmt.Errorf("%q: unknown type %q", s, m[3])
		}
		prefix := strings.ToUpper(m[1])
		if !v.hasCongress(prefix, year) {
			return Code{}, fmt.Errorf("%q: no congress %s %d in the settings", s, prefix, year)
		}
		return Code{Prefix: prefix, Year: year, Type: t.Code, Number: number}, nil
	}
	return Code{}, fmt.Errorf("%q is not a code such as WCC-2020-Res-040", s)
}

// Official is an official number, "7.040": the congress's ordinal and the
// number within it. It names a resolution once the congress's resolutions are
// known, because the type is not in it.
type Official struct {
	// Ordinal is the congress's.
	Ordinal int
	// Number is the resolution's within the congress.
	Number int
}

// ParseOfficial reads an official number; the number may be unpadded ("1.16").
func ParseOfficial(s string) (Official, bool) {
	m := officialForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return Official{}, false
	}
	ordinal, _ := strconv.Atoi(m[1])
	number, _ := strconv.Atoi(m[2])
	return Official{ordinal, number}, ordinal > 0 && number > 0
}

// Forms are the ways in which people write the code, for search and for
// matching: "WCC 2020 Res 040", "Res 40", "7.040" and so on.
func (c Code) Forms(official string) []string {
	forms := []string{
		c.String(),
		fmt.Sprintf("%s %d %s %03d", c.Prefix, c.Year, c.Type, c.Number),
		fmt.Sprintf("%d %03d", c.Year, c.Number),
		fmt.Sprintf("%s %d", c.Type, c.Number),
		fmt.Sprintf("%03d", c.Number),
		strconv.Itoa(c.Number),
	}
	if official != "" {
		forms = append(forms, official)
	}
	return forms
}
