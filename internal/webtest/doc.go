// Package webtest holds the tests of the published site as its readers get it:
// the files, by an HTML parser and html-validate; the pages, in Chromium under
// the published headers; the search, in the browser against the engine in Go.
// It has no code of its own besides the tests.
package webtest
