package i18n

import "strconv"

// Blanks of typography.
const (
	noBreak       = "\u00a0"
	narrowNoBreak = "\u202f"
)

// rules are what the package has written out for a language.
type rules struct {
	// months are the names of the months within a date; empty for ISO dates.
	months [12]string
	// day, month and year of a date, the month by name.
	date func(day, month, year string) string
	// monthYear is a month of a year.
	monthYear func(month, year string) string
	// group stands between thousands, in numbers of at least minGrouped digits.
	group      string
	minGrouped int
	decimal    string
	// percentGap stands between a number and the percent sign.
	percentGap string
	// and is the word before the last of several items, by that item; "" for none.
	and func(last string) string
	// open and close are the quotation marks, with their inner blanks.
	open, close string
	// letters come in addition to A to Z where the language counts them as its own.
	letters string
	// before has the blank that belongs before a mark, where there is one.
	before map[rune]string
	// after has the blank that belongs after a mark, where there is one.
	after map[rune]string
}

// rulesOf returns the rules of a language by its subtag. Numbers, dates and
// lists are CLDR's, but for these, which are each language's own authorities':
// Spanish groups thousands with a blank and not a point (RAE, Ortografía 2010),
// from five digits on; the blank before % and between thousands is narrow.
func rulesOf(lang string) rules {
	switch lang {
	case "en":
		return rules{
			months: [12]string{
				"January", "February", "March", "April", "May", "June",
				"July", "August", "September", "October", "November", "December",
			},
			date:      func(d, m, y string) string { return d + " " + m + " " + y },
			monthYear: func(m, y string) string { return m + " " + y },
			group:     ",", minGrouped: 4, decimal: ".",
			and:  func(string) string { return "and" },
			open: "“", close: "”",
		}
	case "fr":
		return rules{
			months: [12]string{
				"janvier", "février", "mars", "avril", "mai", "juin",
				"juillet", "août", "septembre", "octobre", "novembre", "décembre",
			},
			date: func(d, m, y string) string {
				if d == "1" {
					d = "1er"
				}
				return d + " " + m + " " + y
			},
			monthYear: func(m, y string) string { return m + " " + y },
			group:     narrowNoBreak, minGrouped: 4, decimal: ",", percentGap: narrowNoBreak,
			and:  func(string) string { return "et" },
			open: "«" + noBreak, close: noBreak + "»",
			before: map[rune]string{':': noBreak, '»': noBreak, ';': narrowNoBreak, '!': narrowNoBreak, '?': narrowNoBreak, '%': narrowNoBreak},
			after:  map[rune]string{'«': noBreak},
		}
	case "es":
		return rules{
			months: [12]string{
				"enero", "febrero", "marzo", "abril", "mayo", "junio",
				"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
			},
			date:      func(d, m, y string) string { return d + " de " + m + " de " + y },
			monthYear: func(m, y string) string { return m + " de " + y },
			group:     narrowNoBreak, minGrouped: 5, decimal: ",", percentGap: narrowNoBreak,
			and:  spanishAnd,
			open: "«", close: "»",
			letters: "Ñ",
			before:  map[rune]string{'%': narrowNoBreak},
		}
	}
	return rules{group: ",", minGrouped: 4, decimal: ".", open: "“", close: "”"}
}

// Date writes a day, or a month where the day is 0, or a year where the month
// is 0 too. A language without written-out months gets YYYY-MM-DD.
func (l *Locale) Date(year, month, day int) string {
	switch {
	case month < 1 || month > 12:
		return strconv.Itoa(year)
	case day < 1:
		return l.MonthYear(year, month)
	case l.rules.date == nil:
		return l.MonthYear(year, month) + "-" + twoDigits(day)
	}
	return l.rules.date(strconv.Itoa(day), l.rules.months[month-1], strconv.Itoa(year))
}

// MonthYear writes a month of a year, or the year alone where the month is 0.
func (l *Locale) MonthYear(year, month int) string {
	switch {
	case month < 1 || month > 12:
		return strconv.Itoa(year)
	case l.rules.monthYear == nil:
		return strconv.Itoa(year) + "-" + twoDigits(month)
	}
	return l.rules.monthYear(l.rules.months[month-1], strconv.Itoa(year))
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
