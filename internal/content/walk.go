package content

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"resolute/internal/diag"
)

// place is a content file, with what its path says.
type place struct {
	// path is the file's, kind what it holds.
	path string
	kind string
	// name is the part of the path that identifies it: a code's id, a member's id, a slug.
	name string
	// year and lang are those in a report's or page's file name.
	year, lang string
}

// walk lists the content files, and reports what does not belong. Nothing is
// opened but folders.
func (l *loader) walk() error {
	info, err := fs.Lstat(l.fsys, Root)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		l.errorf(Root, "file-kind", "put a plain folder there; links are never followed", "%s is not a folder", Root)
		return nil
	}
	folded := map[string]string{}
	count := 0
	from := &folders{FS: l.fsys}
	defer from.leave()
	err = fs.WalkDir(from, Root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || p == Root {
			return err
		}
		if Ignored(d.Name()) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !d.IsDir() {
			if count++; count > l.limits.Files {
				l.errorf(Root, "size", "divide the site, or raise the limit", "there are more than %d files", l.limits.Files)
				return fs.SkipAll
			}
		}
		key := strings.ToLower(norm.NFC.String(p))
		if other, ok := folded[key]; ok {
			l.errorf(p, "file-name", "rename one of them", "this name and %s differ only by case or by how accents are stored", other)
		}
		folded[key] = p
		return l.visit(p, d)
	})
	slices.SortFunc(l.files, func(a, b place) int { return strings.Compare(a.path, b.path) })
	return err
}

// visit takes an entry for what it is: a content file, a folder, or a mistake.
func (l *loader) visit(p string, d fs.DirEntry) error {
	switch {
	case d.IsDir() && strings.HasPrefix(d.Name(), "."):
		l.problems = append(l.problems, diag.Warnf(diag.Pos{File: p}, "unknown-file", "move it out of content/", "this hidden folder is not used"))
		return fs.SkipDir
	case d.IsDir():
		return nil
	case !d.Type().IsRegular():
		l.errorf(p, "file-kind", "put a plain file there; links, pipes and devices are never opened", "%s is %s, not a plain file", d.Name(), kindOf(d.Type()))
		return nil
	case p == SettingsFile:
		l.hasSettings = true
		return nil
	}
	at, hint := locate(p)
	if at.kind == "" {
		if hint != "" {
			l.problems = append(l.problems, diag.Warnf(diag.Pos{File: p}, "unknown-file", hint, "this file is not used"))
		}
		return nil
	}
	l.files = append(l.files, at)
	return nil
}

func kindOf(m fs.FileMode) string {
	switch {
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m&fs.ModeNamedPipe != 0:
		return "a pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// strays are the exact names of files that systems and version control leave.
var strays = []string{"4913", ".DS_Store", "Thumbs.db", "desktop.ini", ".directory", ".gitkeep", ".gitignore", ".gitattributes", ".editorconfig"}

// replacement is the name that sed -i gives to the file it is writing.
var replacement = regexp.MustCompile(`^sed[0-9A-Za-z]{6}$`)

// Ignored tells the names of files that editors and systems leave beside the
// real ones: they are never read, and their coming and going is no change.
func Ignored(name string) bool {
	for _, start := range []string{".#", "~$", ".~lock.", ".goutputstream-", ".nfs", ".fuse_hidden"} {
		if strings.HasPrefix(name, start) {
			return true
		}
	}
	for _, end := range []string{"~", ".swp", ".swo", ".swx", ".swpx", ".kate-swp", ".tmp", "___jb_tmp___", "___jb_old___"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") || slices.Contains(strays, name) || replacement.MatchString(name)
}

// locate tells by its path what a file holds. The kind is "" for a file that is
// not content; there is a hint unless it may stand there as it is.
func locate(p string) (at place, hint string) {
	parts := strings.Split(strings.TrimPrefix(p, Root+"/"), "/")
	file := parts[len(parts)-1]
	stem, isMarkdown := strings.CutSuffix(file, ".md")
	folder := ""
	if len(parts) > 1 {
		folder = parts[0]
	}
	switch {
	case folder == "" && slices.Contains([]string{"README", "LICENSE", "LICENCE", "NOTICE", "COPYING"}, strings.TrimSuffix(stem, ".txt")):
		return at, ""
	case !isMarkdown:
		return at, "content files end in .md; images go into static/images/"
	case folder == "resolutions" && len(parts) == 2:
		return place{path: p, kind: "resolution", name: stem}, ""
	case folder == "members" && len(parts) == 2:
		return place{path: p, kind: "member", name: stem}, ""
	case folder == "pages" && len(parts) == 2:
		slug, lang := cutLanguage(stem)
		return place{path: p, kind: "page", name: slug, lang: lang}, ""
	case folder == "reports" && len(parts) == 3:
		year, lang := cutLanguage(stem)
		return place{path: p, kind: "report", name: parts[1], year: year, lang: lang}, ""
	}
	return at, "content files are reports/<code>/<year>.md, resolutions/<code>.md, members/<id>.md and pages/<slug>.md"
}

// cutLanguage divides 2023.fr; a leading point belongs to the name.
func cutLanguage(stem string) (name, lang string) {
	if i := strings.LastIndexByte(stem, '.'); i > 0 {
		return stem[:i], stem[i+1:]
	}
	return stem, ""
}

var identifierForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// reserved are names that no address can have: some systems take them for
// devices, and the site for files of its own.
var reserved = []string{
	"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
	"index", "page", "admin", "assets", "feed", "404", "search-index", "none",
}

// sectionNames are the site's own sections, whose addresses a page cannot take.
var sectionNames = []string{
	"resolutions", "members", "countries", "regions", "commissions", "actions", "statuses", "congresses", "years",
	"analysis", "search", "data", "changes", "translations",
}

// badIdentifier says what is wrong with an id or the name of a file, which
// stands in addresses; "" for nothing.
func badIdentifier(s string) string {
	switch {
	case len(s) > maxSlug:
		return "is longer than 80 bytes"
	case !identifierForm.MatchString(s):
		return "has characters that cannot stand in an address"
	case slices.Contains(reserved, s):
		return "is reserved"
	}
	return ""
}

// slug makes an identifier of any name, for suggestions; "" where nothing is left.
func slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r < 0x80 && (unicode.IsLower(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := b.String()
	s = strings.Trim(s[:min(len(s), maxSlug)], "-")
	if badIdentifier(s) != "" {
		return ""
	}
	return s
}
