package main

import (
	"context"
	"fmt"

	"resolute/internal/build"
	"resolute/internal/diag"
)

func checkCommand() command {
	var mend, others bool
	return command{
		name: "check", short: "validate the content and every link in it; write nothing", common: true,
		long: "Does everything that build validates, links and anchors included, reads every report\nas a careful colleague would, and writes nothing. A warning is switched off for the\nsite in content/site.yaml, checks: {off: [RULE]}, and for one file by a line in its\nfront matter: # resolute: off RULE (why)\n--fix first mends what can only have been meant in one way: codes, dates, ids, true\nand false, names and order of fields, bullets, blanks at the ends of lines. All other\nbytes stay as they are. --dry-run shows what it would change.\n--external asks other sites whether what is linked is still there: one request at a\ntime to a host. What it finds holds for two weeks, in the folder resolute of the user's\ncaches (XDG_CACHE_HOME, else ~/.cache).",
		flags: func(f *flags) {
			f.set.BoolVar(&mend, "fix", false, "mend what can be mended safely")
			f.set.BoolVar(&others, "external", false, "look at links to other sites as well; their problems are warnings only")
			f.set.BoolVar(&f.dryRun, "dry-run", false, "with --fix: show what would change, and change nothing")
		},
		run: func(ctx context.Context, sys *system, f *flags) error { return runCheck(ctx, sys, f, mend, others) },
	}
}

func runCheck(ctx context.Context, sys *system, f *flags, mend, others bool) error {
	if err := noArgs(f); err != nil {
		return err
	}
	o, closeSource, err := f.options(sys)
	if err != nil {
		return err
	}
	defer closeSource()
	if mend {
		if err := f.fix(sys, o.Source); err != nil || f.dryRun {
			return err
		}
	} else if f.dryRun {
		return &usageError{"check: --dry-run belongs to --fix", "check alone writes nothing"}
	}
	project, problems, err := build.Check(ctx, o)
	if err := f.reportCheck(sys, problems, err); err != nil {
		return err
	}
	if !f.quiet && f.format == string(diag.Text) {
		s, found := project.Site, "no problems"
		if len(problems) > 0 {
			found = plural(len(problems), "warning")
		}
		fmt.Fprintf(sys.stdout, "%s, %s, %s: %s\n", plural(len(s.Resolutions), "resolution"), plural(len(s.Editions), "report"), plural(len(s.Members), "member"), found)
	}
	if others {
		return f.checkExternal(ctx, sys, project.Sources)
	}
	return nil
}

// reportCheck prints problems as the command's result, on stdout.
func (f *flags) reportCheck(sys *system, problems []diag.Problem, err error) error {
	result := *sys
	result.stderr = sys.stdout
	if err := f.report(&result, problems, err); err != nil {
		return err
	}
	return nil
}
