package output

import (
	"slices"
	"strings"
	"testing"

	"resolute/internal/report"
)

// covers tells whether a pattern of _headers matches a path.
func covers(pattern, path string) bool {
	before, after, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == path
	}
	return strings.HasPrefix(path, before) && strings.HasSuffix(path, after) && len(path) >= len(before)+len(after)
}

// values are those of a header that a host sends for a path.
func values(rules []HeaderRule, path, name string) []string {
	var list []string
	for _, r := range rules {
		for _, h := range r.Headers {
			if h[0] == name && covers(r.Path, path) {
				list = append(list, h[1])
			}
		}
	}
	return list
}

// With a form every other path has the headers that it has without one, and the
// form has a policy of its own, once.
func TestAdminHeaders(t *testing.T) {
	form := &Admin{Hosts: []string{"https://api.github.com"}, Languages: []report.Lang{"en", "fr"}}
	for _, preview := range []bool{false, true} {
		without, with := HeaderRules("/base/", preview, nil), HeaderRules("/base/", preview, form)
		names := []string{"Cache-Control"}
		for _, h := range without[0].Headers {
			names = append(names, h[0])
		}
		for _, path := range []string{"", "index.html", "404.html", "robots.txt", "manifest.json", "sitemap.xml", "sitemap-1.xml", "en/", "fr/analysis/index.html", "assets/a.css", "assets/a.svg", "search-index/index.json"} {
			for _, name := range names {
				want, got := values(without, "/base/"+path, name), values(with, "/base/"+path, name)
				if !slices.Equal(got, want) {
					t.Errorf("%s: %s is %q, want %q", path, name, got, want)
				}
			}
		}
		for _, name := range append(names, "X-Robots-Tag") {
			got := values(with, "/base/admin/config.json", name)
			if len(got) != 1 {
				t.Errorf("the form has the header %s %d times: %q", name, len(got), got)
			}
			switch {
			case len(got) == 0:
			case name == "Content-Security-Policy" && (strings.Contains(got[0], "trusted-types") || !strings.Contains(got[0], "script-src 'self';") || !strings.Contains(got[0], "https://api.github.com")):
				t.Errorf("the form's policy is %s", got[0])
			case name == "X-Robots-Tag" && got[0] != "noindex":
				t.Errorf("robots are told %s", got[0])
			}
		}
	}
}
