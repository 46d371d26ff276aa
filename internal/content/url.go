package content

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// CheckURL accepts absolute http and https addresses without credentials.
func CheckURL(s string) error {
	if strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune("\\\"<>`", r)
	}) {
		return fmt.Errorf("the address %q has a blank or another character that cannot stand in one", s)
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return fmt.Errorf("%q is not an address", s)
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("the address %q does not start with https:// or http://", s)
	case u.User != nil:
		return fmt.Errorf("the address %q holds a user name", s)
	case u.Hostname() == "":
		return fmt.Errorf("the address %q names no host", s)
	}
	return nil
}
