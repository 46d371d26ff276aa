package chart

import (
	"errors"
	"fmt"
	"strings"
)

// Calendar years outside of these are taken for mistakes.
const firstYear, lastYear = 1900, 2199

var (
	errNoTitle = errors.New("a figure needs a title")
	errOrder   = errors.New("years must be in order, each once")
)

// check refuses what cannot stand in a page.
func (f *Frame) check() error {
	if !isID(f.ID) {
		return fmt.Errorf("chart: %q is no id: use letters, digits, \"-\" and \"_\", a letter first", f.ID)
	}
	if strings.TrimSpace(f.Title) == "" {
		return fmt.Errorf("chart %s: %w", f.ID, errNoTitle)
	}
	return nil
}

func (f *Frame) fail(err error) (*Figure, error) {
	return nil, fmt.Errorf("chart %s: %w", f.ID, err)
}

func isID(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		letter := c >= 'a' && c <= 'z'
		other := s[i] >= '0' && s[i] <= '9' || s[i] == '-' || s[i] == '_'
		if !letter && (!other || i == 0) {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

func checkValue(label string, n int) error {
	if n < 0 || n > MaxValue {
		return fmt.Errorf("%q counts %d: a count is from 0 to %d", label, n, MaxValue)
	}
	return nil
}

// total adds counts that have been checked; so many that the sum would not fit
// are refused.
func total[T any](items []T, value func(T) int) (int, error) {
	sum := 0
	for _, item := range items {
		sum += value(item)
		if sum > MaxValue {
			return 0, fmt.Errorf("the counts add up to more than %d", MaxValue)
		}
	}
	return sum, nil
}

// checkHref allows addresses on this site, and on others by http.
func checkHref(href string) error {
	ok := href == "" || href[0] == '#' ||
		href[0] == '/' && !strings.HasPrefix(href, "//") ||
		strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://")
	for i := range len(href) {
		// Browsers drop some of these, and read a backslash as a slash.
		ok = ok && href[i] > ' ' && href[i] != '\\' && href[i] != 0x7f
	}
	if !ok {
		return fmt.Errorf("%q is no address that a figure may lead to", href)
	}
	return nil
}

func (s *Status) check() error {
	if !isID(s.ID) {
		return fmt.Errorf("%q is no id of a status", s.ID)
	}
	if s.Step < 0 || s.Step > s.Steps || s.Steps > maxSteps {
		return fmt.Errorf("status %s: step %d of %d is not on the scale", s.ID, s.Step, s.Steps)
	}
	return checkHref(s.Href)
}

// maxSteps is the longest scale of progress that can be told apart.
const maxSteps = 12

func checkYear(year, before int) error {
	if year < firstYear || year > lastYear {
		return fmt.Errorf("%d is not a year from %d to %d", year, firstYear, lastYear)
	}
	if year <= before {
		return fmt.Errorf("%d after %d: %w", year, before, errOrder)
	}
	return nil
}

func checkBars(bars []Bar) error {
	for _, b := range bars {
		if err := errors.Join(checkValue(b.Label, b.Value), checkHref(b.Href)); err != nil {
			return err
		}
	}
	_, err := total(bars, func(b Bar) int { return b.Value })
	return err
}

func checkYears(years []YearValue) error {
	before := 0
	for _, y := range years {
		if err := errors.Join(checkYear(y.Year, before), checkValue(yearText(y.Year), y.Value), checkHref(y.Href)); err != nil {
			return err
		}
		before = y.Year
	}
	_, err := total(years, func(y YearValue) int { return y.Value })
	return err
}
