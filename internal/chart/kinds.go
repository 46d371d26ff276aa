package chart

import "errors"

var errNotYet = errors.New("chart: not drawn")

// StatusShares draws one bar that is divided among statuses.
func StatusShares(f Frame, shares []Share) (*Figure, error) { return nil, errNotYet }

// Bars draws horizontal bars, in the order given. Where whole is positive, the
// bars are parts of it, otherwise the largest has the full length.
func Bars(f Frame, bars []Bar, whole int) (*Figure, error) { return nil, errNotYet }

// Timeline draws the status of one resolution by year. The scale lists the
// statuses in order of progress; editions are in order of year, one a year.
func Timeline(f Frame, scale []Status, editions []Edition) (*Figure, error) { return nil, errNotYet }

// Columns draws a quantity by year, in order of year.
func Columns(f Frame, years []YearValue) (*Figure, error) { return nil, errNotYet }

// Tiles draws named quantities as shaded tiles, in the order given.
func Tiles(f Frame, tiles []Bar) (*Figure, error) { return nil, errNotYet }

// Movement draws how many went from which status to which. Flows name places
// in the list of statuses.
func Movement(f Frame, statuses []Status, flows []Flow) (*Figure, error) { return nil, errNotYet }

// Spark draws a tiny chart of a quantity by year, to stand in a line of text.
func Spark(f Frame, years []YearValue) (*Figure, error) { return nil, errNotYet }

// Mark draws the sign of a status alone, to stand beside its word: a circle
// that fills as the work proceeds.
func Mark(s Status) (SVG, error) { return "", errNotYet }
