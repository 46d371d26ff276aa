package i18n

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// minus is the sign of negative numbers, as wide as a digit.
const minus = "\u2212"

// undefined stands for a number that there is not: a share of nothing.
const undefined = "–"

// Number writes a whole number: "1,234", in French and Spanish with narrow
// no-break blanks, in Spanish from five digits on.
func (l *Locale) Number(n int) string {
	digits := strconv.Itoa(n)
	if unsigned, ok := strings.CutPrefix(digits, "-"); ok {
		return minus + l.group(unsigned)
	}
	return l.group(digits)
}

// Decimal writes a number with that many digits after the decimal sign. What is
// no number, or infinite, is a dash.
func (l *Locale) Decimal(f float64, digits int) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return undefined
	}
	s := strconv.FormatFloat(math.Abs(f), 'f', max(digits, 0), 64)
	sign := ""
	if f < 0 && strings.Trim(s, "0.") != "" {
		sign = minus
	}
	whole, fraction, ok := strings.Cut(s, ".")
	if !ok {
		return sign + l.group(whole)
	}
	return sign + l.group(whole) + l.rules.decimal + fraction
}

// Percent writes the share that part is of whole, in whole percent, rounded half
// up. A share is only called 0 % or 100 % when it is just that: else it is "<1%"
// or ">99%". A share of nothing is a dash.
func (l *Locale) Percent(part, whole int) string {
	if part < 0 || whole <= 0 || part > whole {
		return undefined
	}
	// Twice the percentage and one, halved, rounds; 128 bits do not overflow.
	hi, lo := bits.Mul64(uint64(part), 200)
	lo, carry := bits.Add64(lo, uint64(whole), 0)
	twice, _ := bits.Div64(hi+carry, lo, uint64(whole))
	percent := twice / 2
	gap := l.rules.percentGap
	switch {
	case percent == 0 && part > 0:
		return "<" + gap + "1" + gap + "%"
	case percent == 100 && part < whole:
		return ">" + gap + "99" + gap + "%"
	}
	return strconv.FormatUint(percent, 10) + gap + "%"
}

// group puts the language's separator between groups of three digits.
func (l *Locale) group(digits string) string {
	if len(digits) < l.rules.minGrouped {
		return digits
	}
	var b strings.Builder
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(l.rules.group)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}
