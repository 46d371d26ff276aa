package build

import (
	"errors"
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"resolute/internal/asset"
	"resolute/internal/cms"
	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/output"
	"resolute/internal/report"
)

// checkAdmin wants the script of a web form that the settings ask for.
func checkAdmin(o Options, s *report.Settings) []diag.Problem {
	if s.Admin == nil {
		return nil
	}
	if _, err := fs.Stat(o.Source, "static/root/"+output.AdminScript); err == nil {
		return nil
	}
	return []diag.Problem{diag.Errorf(s.Admin.Pos, "admin", "run make admin, which fetches it, or take the field admin out",
		"the script of the web form is missing: static/root/%s", output.AdminScript)}
}

// withoutAdmin leaves the files of the form out of the assets where the site has none.
func withoutAdmin(set *asset.Set, s *report.Settings) *asset.Set {
	if s.Admin != nil {
		return set
	}
	less := *set
	less.Files = slices.DeleteFunc(slices.Clone(set.Files), func(f asset.File) bool { return strings.HasPrefix(f.Path, output.AdminFolder) })
	return &less
}

// admin is the web form, in the site's first language.
func admin(sources *content.Sources, first *i18n.Locale, base string) (*output.Admin, error) {
	s := sources.Settings
	if s.Admin == nil {
		return nil, nil
	}
	var failed error
	word := func(key string) string {
		w, err := first.T(key)
		failed = errors.Join(failed, err)
		return w
	}
	a := &output.Admin{
		Lang: first.Lang(), Title: word("admin.title"), NoScript: word("admin.no_script"), Languages: s.Languages, Hosts: adminHosts(s.Admin),
	}
	words := cms.Words{
		Reports: word("admin.reports"), Resolutions: word("nav.resolutions"), Members: word("nav.members"), Pages: word("admin.pages"),
		Body: word("admin.body"), None: word("admin.none"), Yes: word("admin.answer_yes"), No: word("admin.answer_no"),
	}
	if failed != nil {
		return nil, failed
	}
	var err error
	a.Config, err = cms.Config(cms.Options{Sources: sources, Lang: report.Lang(first.Lang()), Words: words, SiteURL: base})
	return a, err
}

// adminHosts are the origins that the form talks to.
func adminHosts(a *report.Admin) []string {
	hosts := map[string][]string{
		"github": {"https://api.github.com", "https://www.githubstatus.com"},
		"gitlab": {"https://gitlab.com", "https://status-api.hostedstatus.com"},
		"gitea":  {"https://gitea.com"},
	}[a.Backend]
	if u, err := url.Parse(a.Server); err == nil && u.Host != "" {
		own := u.Scheme + "://" + u.Host
		if a.Backend != "github" {
			return []string{own}
		}
		return append(hosts, own)
	}
	return hosts
}
