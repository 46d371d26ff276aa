// Package review reads reports as a careful colleague does: it warns of what is
// allowed, and yet probably not meant. Whether a file can be published at all is
// told elsewhere, by the packages that read it.
//
// Review is pure. It reads the linked site and the authored bodies, and returns
// warnings with positions; Silence takes out those that site.yaml or a file has
// switched off, and Rules explains every warning of the program to people.
package review
