package build

import (
	"bytes"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"resolute/internal/content"
	"resolute/internal/diag"
	"resolute/internal/output"
	"resolute/internal/report"
	"resolute/internal/site"
	"resolute/layouts"
	"resolute/static"
)

// earlierText is the report of which the translation was made.
const earlierText = "---\nresolution: WCC-2020-Res-040\nyear: 2022\nlanguage: en\n---\n\n## Results\n\nSome words.\n"

func digestOf(text string) string {
	body, _ := content.Body([]byte(text))
	return site.TextDigest(&report.Edition{File: report.File{Body: body}})
}

// everyField is a small site with every field of reports, members and resolutions;
// the files that have most have no text, whose digest would tell all changes too.
func everyField(t *testing.T) fstest.MapFS {
	t.Helper()
	settings, err := os.ReadFile("../../content/site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	settings = append(settings, "\ncategories:\n  - {id: state, label: {en: State, fr: État, es: Estado}}\n  - {id: affiliate, label: {en: Affiliate, fr: Affilié, es: Afiliado}}\n"...)
	source := fstest.MapFS{"content/site.yaml": {Data: settings}}
	for name, text := range map[string]string{
		"members/one.md":   "name: One\nacronym: ON\ncountry: FR\ncategory: state\nwebsite: https://one.example/\naliases: [Uno]\n---\n",
		"members/two.md":   "name: Two\ncountry: KE\n---\n\nWho *two* is.\n",
		"members/three.md": "name: Three\n---\n",
		"resolutions/wcc-2020-res-040.md": "code: WCC-2020-Res-040\ntitle: {en: Forty, fr: Quarante}\ntype: resolution\ncongress: wcc-2020\nnumber: 40\n" +
			"official_number: \"7.040\"\nmotion: \"050\"\nkeywords: [ivory, trade]\nscope: [Oceania]\nurl: https://example.org/40\narchived: true\n---\n",
		"resolutions/wcc-2020-res-041.md": "code: WCC-2020-Res-041\nsubject: {en: Of paper}\ntype: resolution\ncongress: wcc-2020\nkeywords: [ivory]\n---\n\nOn *forty*.\n",
		"resolutions/wcc-2020-rec-042.md": "code: WCC-2020-Rec-042\ntitle: {en: Forty-two}\ntype: recommendation\ncongress: wcc-2020\n---\n",
		"reports/wcc-2020-res-040/2021.md": "resolution: WCC-2020-Res-040\nyear: 2021\nlanguage: en\nmembers: [one, three]\nsecretariat: false\nactions: [policy]\nstatus: initiated\n" +
			"future_actions_planned: true\n---\n\n## Results\n\nSome words of a result, of which most stay as they are.\n\n## Future actions\n\nA plan.\n",
		"reports/wcc-2020-res-040/2022.md": "resolution: WCC-2020-Res-040\nyear: 2022\nlanguage: en\nmembers: [one, two]\ncommissions: [{id: ssc, term: 2021-2025}]\nsecretariat: true\n" +
			"other_organisations: [TRAFFIC]\nactions: [capacity-building, policy]\nstatus: ongoing\nfuture_actions_planned: false\n---\n\n" +
			"## Results\n\nSome words of a result, of which most stay as they were.\n\n## Challenges\n\nNone.\n",
		"reports/wcc-2020-res-040/2023.md": "resolution: WCC-2020-Res-040\nyear: 2023\nlanguage: en\nmembers: [one, two]\ncommissions: [{id: ssc, term: 2021-2025}]\nsecretariat: true\n" +
			"other_organisations: [TRAFFIC]\nactions: [capacity-building, policy]\nstatus: ongoing\nfuture_actions_planned: true\ndate: 2024-01-02\nsource: https://example.org/23\n---\n",
		"reports/wcc-2020-res-040/2022.fr.md": "resolution: WCC-2020-Res-040\nyear: 2022\nlanguage: fr\ntranslation: " + digestOf(earlierText) + "\ndate: 2023-02-03\n---\n\n## Résultats\n\nDes mots.\n",
		"reports/wcc-2020-res-041/2022.md": "resolution: WCC-2020-Res-041\nyear: 2022\nlanguage: fr\nmembers: [two]\nextent: beginning\nnot_visible: [status, future_actions_planned]\n---\n\n" +
			"## Résultats\n\nVoir [l’autre](/resolutions/wcc-2020-res-040/).\n",
		"pages/editors.md": "title: Editors\n---\n\nHow to.\n",
	} {
		source["content/"+name] = &fstest.MapFile{Data: []byte("---\n" + text)}
	}
	return source
}

// keyed are the files of folders, with what makes each again.
func keyed(t *testing.T, o Options) (map[string]made, []diag.Problem) {
	t.Helper()
	p, problems, err := Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if p == nil {
		return nil, problems
	}
	files := map[string]made{}
	_, folders := p.Outline()
	for _, f := range folders {
		if strings.Contains(f.Path, "/analysis/") {
			continue
		}
		for _, target := range f.Targets() {
			var b bytes.Buffer
			view, key := target.View()
			if err := target.Render(&b, view); err != nil {
				t.Fatal(err)
			}
			files[target.Path] = made{key, b.String()}
		}
	}
	if p.Input.Err() != nil {
		t.Fatal(p.Input.Err())
	}
	return files, nil
}

// mutations are the texts with one line left out, longer, or with another value.
func mutations(text string) iter.Seq[string] {
	others := strings.NewReplacer("true", "false", "false", "true", "[one, t", "[three, one, t", "policy", "field", "ssc", "wcpa", "ongoing", "completed", "initiated", "underway",
		"2023", "2020", "2021-2025", "2016-2021", "en: ", "es: ", "FR", "KE", "beginning", "middle", "state", "affiliate")
	return func(yield func(string) bool) {
		lines := strings.SplitAfter(text, "\n")
		for i, line := range lines {
			if line == "" || line == "---\n" {
				continue
			}
			for j, instead := range []string{"", strings.TrimSuffix(line, "\n") + "x\n", others.Replace(line), "draft: true\n" + line} {
				if j == 3 && i > 1 {
					break
				}
				if instead != line && !yield(strings.Join(slices.Concat(lines[:i], []string{instead}, lines[i+1:]), "")) {
					return
				}
			}
		}
	}
}

// Whatever changes in what a site is made of: a file of a folder whose bytes
// change has another key, so that it is not kept.
func TestKeysOfFoldersSeeEverything(t *testing.T) {
	options := func(source fstest.MapFS) Options {
		return Options{
			Source: source, Layouts: layouts.FS, Static: static.FS, Version: "test", Memory: NewProcessMemory(), Drafts: true,
			Provenance: &output.Provenance{Files: map[string]output.Commit{"content/reports/wcc-2020-res-040/2022.md": {Hash: "0123456789abcdef", Time: "2024-01-01T00:00:00Z"}}},
		}
	}
	base, problems := keyed(t, options(everyField(t)))
	if base == nil {
		t.Fatal(problems)
	}
	different := map[string]int{}
	compare := func(what string, o Options) {
		t.Helper()
		files, _ := keyed(t, o) // none where it is a mistake
		for path, now := range files {
			if before, ok := base[path]; ok && now.data != before.data {
				different[what]++
				if now.key == before.key {
					t.Errorf("%s: %s has other bytes and the same key", what, path)
				}
			}
		}
	}
	memory := NewProcessMemory()
	for _, name := range slices.Sorted(maps.Keys(everyField(t))) {
		source := everyField(t)
		original := string(source[name].Data)
		if name == "content/site.yaml" {
			source[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(original, "en: ", "en: A "))}
			compare(name, options(source))
			continue
		}
		for text := range mutations(original) {
			source[name] = &fstest.MapFile{Data: []byte(text)}
			o := options(source)
			o.Memory = memory
			compare(name, o)
		}
	}
	for what, change := range map[string]func(*Options, fstest.MapFS){
		"preview":  func(o *Options, _ fstest.MapFS) { o.Preview = true },
		"base URL": func(o *Options, _ fstest.MapFS) { o.BaseURL = "https://other.example/below/" },
		"words": func(_ *Options, s fstest.MapFS) {
			words, err := layouts.FS.ReadFile("i18n/en.yaml")
			if err != nil {
				t.Fatal(err)
			}
			s["layouts/i18n/en.yaml"] = &fstest.MapFile{Data: bytes.ReplaceAll(words, []byte(": Results"), []byte(": Outcomes"))}
		},
		"a template": func(_ *Options, s fstest.MapFS) {
			s["layouts/_partials/footer.html"] = &fstest.MapFile{Data: []byte("<footer>The end.</footer>")}
		},
		"styles": func(_ *Options, s fstest.MapFS) {
			s["static/css/print.css"] = &fstest.MapFile{Data: []byte("@layer print { p { color: red; } }")}
		},
		"provenance": func(o *Options, _ fstest.MapFS) { o.Provenance = nil },
		"an earlier text": func(o *Options, _ fstest.MapFS) {
			o.Versions = func(string) iter.Seq[[]byte] { return slices.Values([][]byte{[]byte(earlierText)}) }
		},
		"a page less":   func(_ *Options, s fstest.MapFS) { delete(s, "content/pages/editors.md") },
		"a report less": func(_ *Options, s fstest.MapFS) { delete(s, "content/reports/wcc-2020-res-040/2021.md") },
	} {
		source := everyField(t)
		o := options(source)
		change(&o, source)
		compare(what, o)
		if different[what] == 0 {
			_, problems := keyed(t, o)
			t.Errorf("%s: no file of a folder changed: %v", what, problems)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(everyField(t))) {
		if different[name] == 0 {
			t.Errorf("%s: no file of a folder changed", name)
		}
	}
	t.Log(different)
}
