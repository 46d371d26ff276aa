package review

import (
	"slices"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/report"
)

// Silence takes out the warnings that are switched off for the whole site, in
// site.yaml, or for one file, by a comment in its front matter. Errors cannot be
// switched off. A switch with a name that no rule has is a warning itself.
func Silence(problems []diag.Problem, s *content.Sources) []diag.Problem {
	files := map[string][]report.Switch{}
	add := func(f *report.File) {
		if len(f.Off) > 0 {
			files[f.Path] = f.Off
		}
	}
	for _, v := range s.Resolutions {
		add(&v.File)
	}
	for _, v := range s.Editions {
		add(&v.File)
	}
	for _, v := range s.Members {
		add(&v.File)
	}
	for _, v := range s.Pages {
		add(&v.File)
	}
	for i := range s.Broken {
		add(&s.Broken[i].File)
	}
	var everywhere []report.Switch
	if s.Settings != nil {
		everywhere = s.Settings.Off
	}
	if len(files) == 0 && len(everywhere) == 0 {
		return problems
	}
	off := func(list []report.Switch, rule string) bool {
		return slices.ContainsFunc(list, func(x report.Switch) bool { return x.Rule == rule })
	}
	var kept []diag.Problem
	for _, p := range problems {
		if p.Severity == diag.Error || !off(everywhere, p.Rule) && !off(files[p.Pos.File], p.Rule) {
			kept = append(kept, p)
		}
	}
	return append(kept, unknown(everywhere, files)...)
}

// unknown finds switches of rules that do not exist.
func unknown(everywhere []report.Switch, files map[string][]report.Switch) []diag.Problem {
	var names []string
	for _, r := range Rules() {
		names = append(names, r.Name)
	}
	var problems []diag.Problem
	check := func(list []report.Switch) {
		for _, x := range list {
			if !slices.Contains(names, x.Rule) {
				hint := diag.DidYouMean(x.Rule, names)
				if hint == "" {
					hint = "the name of a rule stands in brackets after its message"
				}
				problems = append(problems, diag.Warnf(x.Pos, ruleUnknownRule, hint, "there is no rule %q to switch off", x.Rule))
			}
		}
	}
	check(everywhere)
	for _, list := range files {
		check(list)
	}
	return diag.Sort(problems)
}
