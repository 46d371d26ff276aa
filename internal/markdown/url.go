package markdown

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// longestURL is the length of an address in bytes, as most servers accept it.
const longestURL = 2048

// Target is an address that may be written into a page.
type Target struct {
	// URL is the address in ASCII, with everything else percent-encoded.
	URL string
	// Kind says where it leads.
	Kind Kind
}

// Kind is the kind of an address.
type Kind uint8

const (
	// Relative is a path of the site or of a content file; it has to be resolved.
	Relative Kind = iota
	// Fragment is a part of the page itself.
	Fragment
	// External is an http or https address.
	External
	// Contact is a mailto or tel address.
	Contact
)

// CheckURL applies the allow-list for addresses: https, http, mailto, tel, a
// relative path, or a fragment. Anything that a browser might read differently
// from a person is refused: other schemes, addresses that begin with //, names
// and passwords, backslashes, blanks, invisible and control characters, also
// percent-encoded. The problem is "" where the address is accepted.
func CheckURL(raw string) (t Target, problem, hint string) {
	if raw == "" {
		return t, "address is empty", "write where the link leads"
	}
	if len(raw) <= longestURL {
		if problem, hint = suspectCharacter(raw); problem == "" {
			t, problem, hint = checkScheme(raw)
		}
	}
	if max(len(raw), len(t.URL)) > longestURL {
		return Target{}, "address is too long", "use the address of the page itself, without tracking parameters"
	}
	return t, problem, hint
}

func checkScheme(raw string) (t Target, problem, hint string) {
	switch {
	case strings.HasPrefix(raw, "//"):
		return t, `address begins with "//"`, "write the whole address: https://…"
	case raw[0] == '#':
		return Target{encode(raw), Fragment}, "", ""
	}
	scheme, rest, ok := cutScheme(raw)
	if !ok {
		return Target{encode(raw), Relative}, "", ""
	}
	switch scheme {
	case "https", "http":
		return checkWeb(scheme, rest)
	case "mailto":
		if mailbox.MatchString(rest) {
			return Target{scheme + ":" + encode(rest), Contact}, "", ""
		}
		return t, "not an e-mail address", "write mailto:name@example.org"
	case "tel":
		if telephone.MatchString(rest) {
			return Target{scheme + ":" + rest, Contact}, "", ""
		}
		return t, "not a telephone number", "write tel:+41229990000"
	}
	return t, "address with the scheme " + scheme + ": is not allowed", "use https, http, mailto, tel, or a path of this site"
}

var (
	schemePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*$`)
	mailbox       = regexp.MustCompile(`^[A-Za-z0-9!#$%&*+/=^_{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?:\?subject=[A-Za-z0-9%._~-]*)?$`)
	telephone     = regexp.MustCompile(`^\+?[0-9](?:[0-9().-]{0,30}[0-9])?$`)
)

// cutScheme splits an address at its scheme. A colon after the first /, ? or #
// is no scheme's.
func cutScheme(raw string) (scheme, rest string, ok bool) {
	i := strings.IndexAny(raw, ":/?#")
	if i < 0 || raw[i] != ':' {
		return "", raw, false
	}
	if !schemePattern.MatchString(raw[:i]) {
		// What a browser would make of it is not worth finding out.
		return strings.ToValidUTF8(raw[:i], ""), raw[i+1:], true
	}
	return strings.ToLower(raw[:i]), raw[i+1:], true
}

// checkWeb checks what follows http: or https:.
func checkWeb(scheme, rest string) (t Target, problem, hint string) {
	if !strings.HasPrefix(rest, "//") {
		return t, "address without a host", "write the whole address: https://…"
	}
	rest = rest[2:]
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, tail := rest[:end], rest[end:]
	if strings.Contains(authority, "@") {
		return t, "address with a user name", "leave out what stands before the @"
	}
	host, port, hasPort := strings.Cut(authority, ":")
	if hasPort && !portPattern.MatchString(port) {
		return t, "address with an impossible port", "leave out the colon and what follows the host"
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil || !hostPattern.MatchString(ascii) {
		return t, "address without a proper host", "write the whole address: https://example.org/…"
	}
	if hasPort {
		ascii += ":" + port
	}
	address := scheme + "://" + ascii + encode(tail)
	if _, err := url.Parse(address); err != nil {
		return t, "address cannot be read", "copy it again from the browser"
	}
	return Target{address, External}, "", ""
}

var (
	portPattern = regexp.MustCompile(`^[1-9][0-9]{0,4}$`)
	hostPattern = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*\.?$`)
)

// suspectCharacter looks for characters and percent-encodings that have no
// place in an address.
func suspectCharacter(raw string) (problem, hint string) {
	for i, r := range raw {
		switch {
		case r == utf8.RuneError:
			return "address with a damaged character", "copy it again from the browser"
		case r == '\\':
			return "address with a backslash", "write / for \\"
		case unicode.IsSpace(r):
			return "address with a blank", "write %20 for a blank"
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return "address with an invisible character", "copy it again from the browser"
		case r == '%':
			c, ok := unhex(raw[i+1:])
			if !ok {
				return "address with a % that is not followed by two hexadecimal digits", "write %25 for a percent sign"
			}
			if c < ' ' || c == 0x7F || c == '\\' {
				return "address with an encoded control character", "copy it again from the browser"
			}
		}
	}
	return "", ""
}

// unhex reads two hexadecimal digits.
func unhex(s string) (byte, bool) {
	if len(s) < 2 {
		return 0, false
	}
	var c byte
	for _, d := range []byte(s[:2]) {
		switch {
		case d >= '0' && d <= '9':
			c = c<<4 | (d - '0')
		case d|0x20 >= 'a' && d|0x20 <= 'f':
			c = c<<4 | (d | 0x20 - 'a' + 10)
		default:
			return 0, false
		}
	}
	return c, true
}

// encode percent-encodes all bytes but those that an address may hold as they
// are (RFC 3986, 2.2 and 2.3).
func encode(s string) string {
	const plain = "-._~:/?#[]@!$&()*+,;=%"
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
	return b.String()
}
