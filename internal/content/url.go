package content

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CheckURL accepts absolute http and https addresses without credentials.
func CheckURL(s string) error {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
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
	case !validPort(u.Port()):
		return fmt.Errorf("the address %q has no sound port", s)
	case u.Hostname() == "":
		return fmt.Errorf("the address %q names no host", s)
	}
	return nil
}

func validPort(port string) bool {
	if port == "" {
		return true
	}
	_, err := strconv.ParseUint(port, 10, 16)
	return err == nil
}

// CheckBase accepts addresses under which a site can stand: pages are put after
// them, and their path is compared with those that browsers and hosts write, who
// do not agree on how other characters are escaped.
func CheckBase(s string) error {
	if err := CheckURL(s); err != nil {
		return err
	}
	if strings.ContainsAny(s, "?#") {
		return fmt.Errorf("the address %q has a part after ? or #", s)
	}
	_, rest, _ := strings.Cut(s, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 && strings.ContainsFunc(rest[i:], func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("/-._~", r)
	}) {
		return fmt.Errorf("the path of the address %q has other characters than letters a to z, digits and - . _ ~", s)
	}
	return nil
}
