package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/i18n"
	"resolute/internal/publish"
	"resolute/internal/report"
	"resolute/internal/scaffold"
)

func newKinds() []string { return []string{"report", "resolution", "member", "page"} }

// newFlags are the flags of new.
type newFlags struct {
	lang, language, translate           string
	title, subject, id, acronym, nation string
	fromPrevious                        bool
}

func newCommand() command {
	var n newFlags
	return command{
		name: "new", args: "report CODE YEAR | resolution CODE | member NAME | page TITLE", short: "start a report, resolution, member or page", common: true,
		long: "Writes a file in which every field is explained, ready to fill in, and never writes\nover one. At a terminal it asks for what is missing. A report can start from who took\npart in the one before (--from-previous); with --translate LANG it is the translation\nof one that is there, with its text to write over.",
		flags: func(f *flags) {
			f.formats = []string{"text"}
			f.set.StringVar(&n.lang, "lang", "en", "the `language` of the explanations: en, fr, es")
			f.set.StringVar(&n.language, "language", "", "the `language` of a report's text (default: the site's first)")
			f.set.BoolVar(&n.fromPrevious, "from-previous", false, "take over who took part from the report before")
			f.set.StringVar(&n.translate, "translate", "", "start the translation of a report into this `language`")
			f.set.StringVar(&n.title, "title", "", "a resolution's confirmed `title`")
			f.set.StringVar(&n.subject, "subject", "", "a resolution's `subject`, where no title is confirmed")
			f.set.StringVar(&n.id, "id", "", "the `id` of a member, or the name of a page in its address")
			f.set.StringVar(&n.acronym, "acronym", "", "a member's `acronym`")
			f.set.StringVar(&n.nation, "country", "", "a member's `country`, two letters")
			f.set.BoolVar(&f.dryRun, "dry-run", false, "print the file and write nothing")
		},
		run: func(ctx context.Context, sys *system, f *flags) error { return n.run(ctx, sys, f) },
	}
}

func (n *newFlags) run(ctx context.Context, sys *system, f *flags) error {
	if len(f.args) == 0 || !slices.Contains(newKinds(), f.args[0]) {
		hint := "write one of: " + strings.Join(newKinds(), ", ")
		if len(f.args) > 0 {
			hint = diag.DidYouMean(f.args[0], newKinds())
		}
		return &usageError{"new: say what to start", hint}
	}
	if !slices.Contains(scaffold.Languages(), n.lang) {
		return &usageError{fmt.Sprintf("new: there are no explanations in the language %q", n.lang), "write one of: " + strings.Join(scaffold.Languages(), ", ")}
	}
	o, closeSource, err := f.options(sys)
	if err != nil {
		return err
	}
	defer closeSource()
	sources, problems, err := content.Load(o.Source, content.Options{KnownCountry: i18n.KnownCountry})
	if err != nil {
		return &environmentError{err: err}
	}
	if sources.Settings == nil {
		fmt.Fprintln(sys.stderr, "resolute: content/site.yaml has problems; correct them first")
		return f.report(sys, problems, nil)
	}
	q := &questions{ctx: ctx, sys: sys, lines: bufio.NewReader(sys.stdin), maker: &scaffold.Maker{Sources: sources, Lang: report.Lang(n.lang)}}
	kind, args := f.args[0], f.args[1:]
	var file *scaffold.File
	switch kind {
	case "report":
		file, err = n.report(q, args)
	case "resolution":
		file, err = n.resolution(q, args)
	case "member":
		file, err = n.member(q, args)
	default:
		file, err = n.page(q, args)
	}
	if err != nil {
		return newError(err)
	}
	return f.writeNew(sys, file)
}

// newError sorts what can go wrong: a refusal is a matter of what was asked for.
func newError(err error) error {
	var r *scaffold.Refusal
	if errors.As(err, &r) {
		return &usageError{"new: " + r.Message, r.Hint}
	}
	return err
}

// writeNew writes the file, and says what comes next.
func (f *flags) writeNew(sys *system, file *scaffold.File) error {
	if f.dryRun {
		_, err := sys.stdout.Write(file.Data)
		return err
	}
	existing, err := publish.WriteSources(f.source, []publish.SourceFile{{Path: file.Path, Data: file.Data}}, false)
	if err != nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			return &environmentError{err: err}
		}
		return publishError(err)
	}
	if len(existing) > 0 {
		return &usageError{"new: " + existing[0] + " is there already; it was left as it is", "correct it there, or take it away first"}
	}
	fmt.Fprintf(sys.stdout, "wrote %s\n", printable(file.Path))
	if !f.quiet {
		fmt.Fprintln(sys.stderr, "    fill it in, then run resolute check; resolute serve shows it as it will look")
	}
	return nil
}

func (n *newFlags) report(q *questions, args []string) (*scaffold.File, error) {
	if err := atMost(args, 2, "report CODE YEAR"); err != nil {
		return nil, err
	}
	var code report.Code
	_, err := q.answer(argument(args, 0), "Resolution, as in "+q.maker.Example(), "", "resolute new report CODE YEAR", func(s string) (err error) {
		code, err = q.maker.Code(s)
		return err
	})
	if err != nil {
		return nil, err
	}
	suggested := ""
	if next := q.maker.NextYear(code); next > 0 && n.translate == "" {
		suggested = strconv.Itoa(next)
	}
	e := scaffold.Edition{Code: code.String(), Language: report.Lang(n.language), FromPrevious: n.fromPrevious}
	var file *scaffold.File
	_, err = q.answer(argument(args, 1), "Reporting year", suggested, "resolute new report "+code.String()+" YEAR", func(s string) (err error) {
		if e.Year, err = strconv.Atoi(s); err != nil {
			return &scaffold.Refusal{Message: fmt.Sprintf("%q is not a year", s), Hint: "write the reporting year, such as 2023"}
		}
		if n.translate != "" {
			file, err = q.maker.Translation(e, report.Lang(n.translate))
		} else {
			file, err = q.maker.Report(e)
		}
		return err
	})
	return file, err
}

func (n *newFlags) resolution(q *questions, args []string) (*scaffold.File, error) {
	if err := atMost(args, 1, "resolution CODE"); err != nil {
		return nil, err
	}
	title, subject := n.title, n.subject
	code, err := q.answer(argument(args, 0), "Code, as in "+q.maker.Example(), "", "resolute new resolution CODE", func(s string) error {
		_, err := q.maker.Resolution(s, title, subject)
		return err
	})
	if err != nil {
		return nil, err
	}
	if title == "" && subject == "" {
		if title, err = q.optional("Official title (empty if it is not confirmed)"); err != nil {
			return nil, err
		}
		if title == "" {
			if subject, err = q.optional("Subject, in your own words"); err != nil {
				return nil, err
			}
		}
	}
	return q.maker.Resolution(code, title, subject)
}

func (n *newFlags) member(q *questions, args []string) (*scaffold.File, error) {
	name, err := q.answer(strings.Join(args, " "), "Official name", "", `resolute new member "NAME" --country KE`, func(s string) error {
		// The name alone is looked at first: somebody may have been quicker.
		_, err := q.maker.Member(n.id, s, n.acronym, n.nation)
		var r *scaffold.Refusal
		if errors.As(err, &r) && n.id == "" && strings.Contains(r.Hint, "--id") {
			return nil
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	acronym, country, id := n.acronym, n.nation, n.id
	if acronym == "" {
		if acronym, err = q.optional("Acronym (empty if there is none)"); err != nil {
			return nil, err
		}
	}
	if country == "" && q.sys.terminal {
		if country, err = q.optional("Country, two letters of ISO 3166-1 (empty if it is not known)"); err != nil {
			return nil, err
		}
		country = strings.ToUpper(country)
	}
	if id == "" && q.sys.terminal {
		if id, err = q.answer("", "Id, which stands in addresses and reports", q.maker.MemberID(name, acronym, country), "", func(s string) error {
			_, err := q.maker.Member(s, name, acronym, country)
			return err
		}); err != nil {
			return nil, err
		}
	}
	return q.maker.Member(id, name, acronym, country)
}

func (n *newFlags) page(q *questions, args []string) (*scaffold.File, error) {
	title, err := q.answer(strings.Join(args, " "), "Title", "", `resolute new page "TITLE"`, func(s string) error {
		_, err := q.maker.Page(n.id, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	return q.maker.Page(n.id, title)
}

func argument(args []string, i int) string {
	if i < len(args) {
		return args[i]
	}
	return ""
}

func atMost(args []string, n int, usage string) error {
	if len(args) > n {
		return &usageError{fmt.Sprintf("new: unexpected %q", args[n]), "resolute new " + usage}
	}
	return nil
}

// questions asks a person at a terminal.
type questions struct {
	ctx   context.Context
	sys   *system
	lines *bufio.Reader
	maker *scaffold.Maker
}

// answer is the given value or, at a terminal, the answer to a question, which
// is put again until it will do. Without a terminal a missing value is wrong usage.
func (q *questions) answer(given, question, suggestion, usage string, check func(string) error) (string, error) {
	if given != "" {
		return given, check(given)
	}
	if !q.sys.terminal {
		return "", &usageError{"new: something is missing: " + question, usage}
	}
	for {
		s, err := q.ask(question, suggestion)
		if err != nil {
			return "", err
		}
		if s == "" {
			continue
		}
		err = check(s)
		var r *scaffold.Refusal
		if !errors.As(err, &r) {
			return s, err
		}
		fmt.Fprintf(q.sys.stderr, "  %s\n", printable(r.Message))
		if r.Hint != "" {
			fmt.Fprintf(q.sys.stderr, "    %s\n", printable(r.Hint))
		}
	}
}

// optional is an answer that may be empty; without a terminal it is.
func (q *questions) optional(question string) (string, error) {
	if !q.sys.terminal {
		return "", nil
	}
	return q.ask(question, "")
}

// ask puts a question once.
func (q *questions) ask(question, suggestion string) (string, error) {
	if err := q.ctx.Err(); err != nil {
		return "", err
	}
	fmt.Fprint(q.sys.stderr, question)
	if suggestion != "" {
		fmt.Fprintf(q.sys.stderr, " [%s]", suggestion)
	}
	fmt.Fprint(q.sys.stderr, ": ")
	line, err := q.lines.ReadString('\n')
	s := strings.TrimSpace(line)
	switch {
	case s != "":
		return s, nil
	case errors.Is(err, io.EOF):
		fmt.Fprintln(q.sys.stderr)
		return "", &usageError{"new: the answers ended before the questions; nothing was written", ""}
	case err != nil:
		return "", &environmentError{err: err}
	}
	return suggestion, nil
}
