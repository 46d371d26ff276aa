package output

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"resolute/internal/layout"
)

// rootTargets are the files above the languages.
func rootTargets(in *Input, all []*pages) []Target {
	first := all[0]
	list := []Target{
		{
			Path: "index.html", Stage: "pages", view: func() any { return root(in, first) },
			format: first.htmlFormat("root"),
		},
		{
			// Hosts that know one 404 page only get the first language's.
			Path: "404.html", Stage: "pages", view: func() any { return first.notFound() }, format: first.htmlFormat("notfound"),
		},
		text(in, "robots.txt", func() string { return robots(in) }),
		text(in, "_headers", func() string { return headers(in) }),
		text(in, "_redirects", func() string { return redirects(in) }),
	}
	list = append(list, adminTargets(in)...)
	list = append(list, siteFeed(in, all)...)
	return append(list, sitemapTargets(in)...)
}

// text is a plain file whose text is its own view.
func text(in *Input, path string, view func() string) Target {
	return Target{
		Path: path, Stage: "site", view: func() any { return view() },
		format: format{"text" + in.Version, func(b *bytes.Buffer, v any) error { b.WriteString(v.(string)); return nil }},
	}
}

func root(in *Input, first *pages) *layout.RootView {
	v := &layout.RootView{Site: first.chrome, Canonical: in.BaseURL}
	for i, l := range in.Site.Settings.Languages {
		v.Choices = append(v.Choices, layout.RootChoice{
			Lang: string(l), Name: in.ownName(i), Href: basePath(in.BaseURL) + string(l) + "/",
			Title: in.Site.Settings.Title[l], Description: in.Site.Settings.Description[l], Notice: in.Site.Settings.Notice[l],
		})
	}
	return v
}

func robots(in *Input) string {
	if in.Preview {
		return "User-agent: *\nDisallow: /\n"
	}
	return "User-agent: *\nAllow: /\nSitemap: " + in.BaseURL + "sitemap.xml\n"
}

// redirects are old addresses, the choice of language on the first page, and
// the page for what is not there, by language.
func redirects(in *Input) string {
	var b strings.Builder
	base := strings.TrimSuffix(basePath(in.BaseURL), "/")
	for _, r := range in.Site.Redirects {
		fmt.Fprintf(&b, "%s%s %s%s 301\n", base, r.From, base, r.To)
	}
	languages := in.Site.Settings.Languages
	for _, l := range languages[1:] {
		fmt.Fprintf(&b, "%s/ %s/%s/ 302 Language=%s\n", base, base, l, l)
	}
	for _, l := range languages {
		fmt.Fprintf(&b, "%s/%s/* %s/%s/404.html 404\n", base, l, base, l)
	}
	return b.String()
}

// policy is the content security policy of every page: nothing but the site's
// own files, no inline script or style, and no HTML made of strings.
func policy() string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'",
		"manifest-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'",
		"require-trusted-types-for 'script'", "trusted-types 'none'", "upgrade-insecure-requests",
	}, "; ")
}

// HeaderRule are the headers of all paths that a pattern matches.
type HeaderRule struct {
	// Path is a pattern in the form of Netlify's _headers: "*" stands for anything.
	Path string
	// Headers are names and values, in order.
	Headers [][2]string
}

// HeaderRules are the headers of a site that stands below the path base, "/"
// where it has its host for itself. With a web form, the policy of all other
// paths is split by path.
func HeaderRules(base string, preview bool, form *Admin) []HeaderRule {
	all := HeaderRule{base + "*", [][2]string{
		{"Content-Security-Policy", policy()},
		{"Strict-Transport-Security", "max-age=63072000"},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "strict-origin-when-cross-origin"},
		{"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"X-Frame-Options", "DENY"},
	}}
	if preview {
		all.Headers = append(all.Headers, [2]string{"X-Robots-Tag", "noindex"})
	}
	return append(splitPolicy(base, all, form), []HeaderRule{
		{base + "assets/*", [][2]string{{"Cache-Control", "public, max-age=31536000, immutable"}}},
		{base + "search-index/*", [][2]string{{"Cache-Control", "public, max-age=31536000, immutable"}}},
		{base + "search-index/index.json", [][2]string{{"Cache-Control", "no-cache"}}},
		{base + "*.svg", [][2]string{{"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"}}},
	}...)
}

// headers is the file _headers.
func headers(in *Input) string {
	var b strings.Builder
	for _, r := range HeaderRules(basePath(in.BaseURL), in.Preview, in.Admin) {
		b.WriteString(r.Path + "\n")
		for _, h := range r.Headers {
			fmt.Fprintf(&b, "  %s: %s\n", h[0], h[1])
		}
	}
	return b.String()
}

// sitemapMost is the number of addresses in one sitemap file; the format
// allows 50,000 and 50 MB, and alternates make entries long.
const sitemapMost = 20000

// sitemapTargets lists all pages; from a certain size on, in several files
// under an index.
func sitemapTargets(in *Input) []Target {
	// The addresses are put in order when a sitemap is made.
	addresses := sync.OnceValue(func() []string {
		return slices.Sorted(maps.Keys(in.Site.Addresses()))
	})
	n, perFile := len(in.Site.Addresses()), max(1, sitemapMost/len(in.Site.Settings.Languages))
	if n <= perFile {
		return []Target{text(in, "sitemap.xml", func() string { return sitemap(in, addresses()) })}
	}
	count := (n + perFile - 1) / perFile
	list := []Target{text(in, "sitemap.xml", func() string {
		var b strings.Builder
		b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
		for i := range count {
			fmt.Fprintf(&b, "<sitemap><loc>%ssitemap-%d.xml</loc></sitemap>\n", xmlText(in.BaseURL), i+1)
		}
		b.WriteString("</sitemapindex>\n")
		return b.String()
	})}
	for i := range count {
		list = append(list, text(in, fmt.Sprintf("sitemap-%d.xml", i+1), func() string {
			return sitemap(in, addresses()[i*perFile:min((i+1)*perFile, n)])
		}))
	}
	return list
}

// noPage are addresses that the site reserves and has no page at.
const noPage = "analysis/"

func sitemap(in *Input, addresses []string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n")
	base, languages := xmlText(in.BaseURL), in.Site.Settings.Languages
	for _, a := range addresses {
		if a == noPage {
			continue
		}
		for _, l := range languages {
			b.WriteString("<url><loc>" + base + string(l) + "/" + a + "</loc>")
			if len(languages) > 1 {
				for _, o := range languages {
					b.WriteString(`<xhtml:link rel="alternate" hreflang="` + string(o) + `" href="` + base + string(o) + "/" + a + `"/>`)
				}
			}
			b.WriteString("</url>\n")
		}
	}
	b.WriteString("</urlset>\n")
	return b.String()
}

// xmlText escapes the base address; all other parts are plain ASCII.
func xmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}
