package output

import (
	"strings"

	"resolute/internal/report"
)

// AdminFolder is where the web form is, and AdminScript its script there, which
// is a file of the source folder's own static/root/.
const (
	AdminFolder = "admin/"
	AdminScript = AdminFolder + "sveltia-cms.js"
)

// Admin is the web form for editors.
type Admin struct {
	// Config is its configuration, as JSON.
	Config []byte
	// Lang and Title are those of its page, and NoScript is what it says where
	// scripts are off.
	Lang, Title, NoScript string
	// Hosts are the origins that it talks to: the git host's.
	Hosts []string
	// Languages are those of the site: the folders of its pages.
	Languages []report.Lang
}

// adminTargets are the files of the form but for its script.
func adminTargets(in *Input) []Target {
	a := in.Admin
	if a == nil {
		return nil
	}
	return []Target{
		text(in, AdminFolder+"index.html", func() string {
			return `<!doctype html>
<html lang="` + xmlText(a.Lang) + `">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>` + xmlText(a.Title) + `</title>
<link rel="icon" href="data:,">
<link rel="cms-config-url" type="application/json" href="config.json">
</head>
<body>
<noscript>` + xmlText(a.NoScript) + `</noscript>
<script src="sveltia-cms.js"></script>
</body>
</html>
`
		}),
		text(in, AdminFolder+"config.json", func() string { return string(a.Config) }),
	}
}

// splitPolicy are the headers of all paths. Hosts send those of every rule that
// matches, and of two policies a browser obeys both: where there is a form, the
// strict policy and the isolation from windows that it opens, which signing in
// needs, are named for all paths but the form's.
func splitPolicy(base string, all HeaderRule, form *Admin) []HeaderRule {
	if form == nil {
		return []HeaderRule{all}
	}
	var strict, common [][2]string
	for _, h := range all.Headers {
		if h[0] == "Content-Security-Policy" || h[0] == "Cross-Origin-Opener-Policy" {
			strict = append(strict, h)
		} else {
			common = append(common, h)
		}
	}
	rules := []HeaderRule{{all.Path, common}}
	paths := []string{"", "index.html", "404.html", "robots.txt", "manifest.json", "sitemap*", "feed*", "search-index/*", "assets/*"}
	for _, l := range form.Languages {
		paths = append(paths, string(l)+"/*")
	}
	for _, p := range paths {
		rules = append(rules, HeaderRule{base + p, strict})
	}
	own := [][2]string{
		{"Content-Security-Policy", form.policy()},
		{"Cross-Origin-Opener-Policy", "same-origin-allow-popups"},
		{"Cache-Control", "no-cache"},
	}
	if !strings.Contains(headerNames(common), "X-Robots-Tag") {
		own = append(own, [2]string{"X-Robots-Tag", "noindex"})
	}
	return append(rules, HeaderRule{base + AdminFolder + "*", own})
}

func headerNames(headers [][2]string) string {
	var b strings.Builder
	for _, h := range headers {
		b.WriteString(h[0] + " ")
	}
	return b.String()
}

// policy lets the form do what it is made of: styles that its script writes,
// files that it shows before they are saved, and talking to the git host. All
// scripts are the site's own still.
func (a *Admin) policy() string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' blob: data: https:", "font-src 'self'",
		strings.TrimSpace("connect-src 'self' blob: data: " + strings.Join(a.Hosts, " ")), "media-src 'self' blob:", "frame-src blob:", "worker-src blob:",
		"manifest-src 'self' blob:", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'", "upgrade-insecure-requests",
	}, "; ")
}
