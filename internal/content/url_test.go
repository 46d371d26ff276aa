package content

import "testing"

// TestCheckBase shows which addresses a site can stand under.
func TestCheckBase(t *testing.T) {
	for s, sound := range map[string]bool{
		"https://example.org":                  true,
		"https://example.org/":                 true,
		"http://localhost:1313/reports/v1.0_~": true,
		"https://bücher.example/reports/":      true,
		"https://example.org/a%20b/":           false,
		"https://example.org/rapports-été/":    false,
		"https://example.org/a+b/":             false,
		"https://example.org/?q=1":             false,
		"https://example.org/#top":             false,
		"https://user@example.org/":            false,
		"example.org":                          false,
		"ftp://example.org/":                   false,
		"":                                     false,
	} {
		if err := CheckBase(s); (err == nil) != sound {
			t.Errorf("%q: %v", s, err)
		}
	}
}
