package build

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"resolute/internal/i18n"
	"resolute/internal/output"
	"resolute/internal/report"
	"resolute/internal/search"
	"resolute/internal/site"
)

// SearchDir is the folder of the search index in the published site.
const SearchDir = "search-index/"

// SearchIndex makes the files of the search index: one document for each
// edition, resolution, member and page of the whole site, in all its languages.
func (p *Project) SearchIndex() ([]search.File, error) {
	d := newDocuments(p)
	return d.build(d.all(), search.Options{})
}

// build makes the files of documents.
func (d *documents) build(docs []search.Document, o search.Options) ([]search.File, error) {
	var languages []string
	for _, l := range d.Site.Settings.Languages {
		languages = append(languages, string(l))
	}
	o.Dir = SearchDir
	files, _, err := search.Build(docs, d.labels(), languages, o)
	return files, err
}

// The names under which a published folder remembers its index: searchMemo is the
// digest of all that it was made of, and its files, one a line; wordsMemo is a
// [search.Memory].
const (
	searchMemo = "search"
	wordsMemo  = "words"
)

// emitSearch puts the index into the sink. An index of the same documents as
// last time is carried over as it is; else what is still the same of it.
func (p *Project) emitSearch(ctx context.Context, sink Sink) error {
	d := newDocuments(p)
	docs := d.all()
	store, ok := sink.(Store)
	if !ok {
		_, err := d.putSearch(ctx, sink, docs, search.Options{})
		return err
	}
	digest, err := d.digest(ctx, docs)
	if err != nil {
		return err
	}
	if kept, err := keepSearch(store, digest); kept || err != nil {
		return err
	}
	memory, damaged := search.ReadMemory(p.Input.Version, store.Memo(wordsMemo))
	if damaged != nil {
		p.Notes = append(p.Notes, damaged.Error())
	}
	files, err := d.putSearch(ctx, store, docs, search.Options{Memory: memory, Kept: func(path string) bool {
		_, ok := store.Previous(path)
		return ok
	}})
	if err != nil {
		return err
	}
	memo := []byte(digest)
	for _, f := range files {
		memo = append(append(memo, '\n'), f.Path...)
	}
	store.SetMemo(searchMemo, memo)
	store.SetMemo(wordsMemo, memory.Bytes())
	return nil
}

// putSearch makes the index, and puts its files into the sink or keeps them there.
func (d *documents) putSearch(ctx context.Context, sink Sink, docs []search.Document, o search.Options) ([]search.File, error) {
	files, err := d.build(docs, o)
	if err != nil {
		return nil, err
	}
	return files, parallel(ctx, len(files), func(i int) error {
		if f := files[i]; f.Data != nil {
			return sink.Put(f.Path, "", f.Data)
		}
		return sink.Keep(files[i].Path)
	})
}

// keepSearch carries the index over if it was made of the same, and all of its
// files are still there.
func keepSearch(store Store, digest string) (kept bool, err error) {
	memo := store.Memo(searchMemo)
	lines := strings.Split(string(memo), "\n")
	if lines[0] != digest {
		return false, nil
	}
	for _, path := range lines[1:] {
		if _, ok := store.Previous(path); !ok {
			return false, nil
		}
	}
	for _, path := range lines[1:] {
		if err := store.Keep(path); err != nil {
			return false, err
		}
	}
	store.SetMemo(searchMemo, memo)
	return true, nil
}

// digest covers the program, the labels and all documents; each document gets its
// own.
func (d *documents) digest(ctx context.Context, docs []search.Document) (string, error) {
	parts := make([]string, len(docs))
	if err := parallel(ctx, len(docs), func(i int) error {
		parts[i] = output.Fingerprint("document", docs[i])
		docs[i].Digest = parts[i]
		return nil
	}); err != nil {
		return "", err
	}
	return output.Fingerprint("search"+d.Input.Version, struct {
		Labels search.Labels
		Parts  []string
	}{d.labels(), parts}), nil
}

// documents makes what is searched of the site.
type documents struct {
	*Project
	countries map[string]country
	names     map[*site.Member][]search.Field // those of members
}

// country is what is searched of a country.
type country struct {
	names  []search.Text // in every language of the site
	fields []search.Field
}

func newDocuments(p *Project) *documents {
	return &documents{Project: p, countries: map[string]country{}, names: map[*site.Member][]search.Field{}}
}

func (d *documents) all() []search.Document {
	s := d.Site
	list := make([]search.Document, 0, len(s.Editions)+len(s.Resolutions)+len(s.Members)+len(s.Pages))
	for _, r := range s.Resolutions {
		list = append(list, d.resolution(r))
	}
	for _, e := range s.Editions {
		list = append(list, d.edition(e))
	}
	for _, m := range s.Members {
		list = append(list, d.member(m))
	}
	for _, page := range s.Pages {
		list = append(list, d.page(page))
	}
	return list
}

func codes(r *site.Resolution) []string {
	list := []string{r.Code.String()}
	if r.OfficialNumber != "" {
		list = append(list, r.OfficialNumber)
	}
	return list
}

// localised is a text by language, in the order of the site's languages.
func (d *documents) localised(t report.Text) []search.Text {
	list := make([]search.Text, 0, len(t))
	for _, l := range d.Site.Settings.Languages {
		if s, ok := t[l]; ok {
			list = append(list, search.Text{Lang: string(l), Value: s})
		}
	}
	return list
}

func (d *documents) title(r *site.Resolution) []search.Text {
	if len(r.Title) > 0 {
		return d.localised(r.Title)
	}
	return d.localised(r.Subject)
}

// country is a country's names, and the fields with these and those by which
// people look for it.
func (d *documents) country(code string) country {
	if c, ok := d.countries[code]; ok {
		return c
	}
	var c country
	for _, l := range d.Input.Locales {
		c.names = append(c.names, search.Text{Lang: l.Lang(), Value: l.Country(code)})
	}
	c.fields = fields(search.FieldCountry, c.names...)
	for _, name := range i18n.CountryOtherNames(code) {
		c.fields = append(c.fields, search.Field{Kind: search.FieldCountry, Text: search.Text{Value: name}})
	}
	d.countries[code] = c
	return c
}

// commissionFields are a commission's name in every language, and its acronym.
func (d *documents) commissionFields(t *report.Term) []search.Field {
	list := fields(search.FieldName, d.localised(t.Label)...)
	if t.Acronym != "" {
		list = append(list, search.Field{Kind: search.FieldName, Text: search.Text{Value: t.Acronym}})
	}
	return list
}

func fields(kind search.FieldKind, texts ...search.Text) []search.Field {
	list := make([]search.Field, 0, len(texts))
	for _, t := range texts {
		list = append(list, search.Field{Kind: kind, Text: t})
	}
	return list
}

// body are the sections of an authored text.
func (d *documents) body(f *report.File, lang report.Lang) []search.Field {
	b := d.Input.Bodies[f]
	if b == nil {
		return nil
	}
	list := make([]search.Field, 0, len(b.Sections))
	for i := range b.Sections {
		list = append(list, search.Field{Kind: search.FieldBody, Text: search.Text{Lang: string(lang), Value: b.Text(i)}})
	}
	return list
}

func (d *documents) resolution(r *site.Resolution) search.Document {
	doc := search.Document{
		Path: r.Path(), Kind: search.KindResolution, Codes: codes(r), Title: d.title(r), Year: r.CongressTerm.Year,
		Langs:  languagesOf(d.title(r)),
		Facets: map[string][]string{"congress": {r.CongressTerm.ID}},
	}
	if latest := r.Latest(); latest != nil {
		doc.Status = latest.StatusTerm.ID
	}
	for _, k := range r.Keywords {
		doc.Fields = append(doc.Fields, search.Field{Kind: search.FieldKeyword, Text: search.Text{Lang: string(d.Site.Settings.Default()), Value: k}})
	}
	doc.Fields = append(doc.Fields, d.body(&r.File, d.Site.Settings.Default())...)
	return doc
}

func languagesOf(texts []search.Text) []string {
	var list []string
	for _, t := range texts {
		list = append(list, t.Lang)
	}
	return list
}

func (d *documents) edition(e *site.Edition) search.Document {
	doc := search.Document{
		Path: e.Path(), Kind: search.KindEdition, Codes: codes(e.Resolution), Title: d.title(e.Resolution), Year: e.Year,
		Status: e.StatusTerm.ID, Langs: []string{string(e.Language)},
		Facets: map[string][]string{
			"congress": {e.Resolution.CongressTerm.ID}, "country": e.Countries, "region": e.Regions,
			"action": ids(e.Actions.Items), "commission": ids(e.Commissions.Items), "member": memberIDs(e.Members),
		},
	}
	parts := make([][]search.Field, 0, 16)
	for _, m := range e.Members {
		parts = append(parts, d.memberFields(m))
	}
	for _, c := range e.Countries {
		parts = append(parts, d.country(c).fields)
	}
	for _, id := range doc.Facets["commission"] {
		if t, ok := d.Site.Settings.Vocabularies.Commissions.Find(id); ok {
			parts = append(parts, d.commissionFields(t))
		}
	}
	for _, o := range e.OtherOrganisations.Items {
		parts = append(parts, fields(search.FieldName, search.Text{Value: o}))
	}
	parts = append(parts, d.body(&e.File, e.Language))
	for _, t := range e.Translations {
		doc.Langs = append(doc.Langs, string(t.Language))
		parts = append(parts, d.body(&t.File, t.Language))
	}
	doc.Fields = slices.Concat(parts...)
	return doc
}

// memberFields are the names of a member.
func (d *documents) memberFields(m *site.Member) []search.Field {
	list, ok := d.names[m]
	if !ok {
		list = fields(search.FieldName, names(m)...)
		d.names[m] = list
	}
	return list
}

// names are all by which a member is known.
func names(m *site.Member) []search.Text {
	list := []search.Text{{Value: m.Name}}
	if m.Acronym != "" {
		list = append(list, search.Text{Value: m.Acronym})
	}
	for _, n := range m.OtherNames {
		list = append(list, search.Text{Value: n})
	}
	return list
}

func (d *documents) member(m *site.Member) search.Document {
	doc := search.Document{
		Path: m.Path(), Kind: search.KindMember, Title: []search.Text{{Value: m.Name}},
		Facets: map[string][]string{}, Fields: slices.Clone(d.memberFields(m)[1:]),
	}
	if m.Country.ID != "" {
		doc.Facets["country"] = []string{m.Country.ID}
		doc.Fields = append(doc.Fields, d.country(m.Country.ID).fields...)
	}
	if m.Region != nil {
		doc.Facets["region"] = []string{m.Region.ID}
	}
	doc.Fields = append(doc.Fields, d.body(&m.File, d.Site.Settings.Default())...)
	return doc
}

func (d *documents) page(page *site.Page) search.Document {
	doc := search.Document{
		Path: page.Path(), Kind: search.KindPage, Title: []search.Text{{Lang: string(page.Language), Value: page.Title}}, Langs: []string{string(page.Language)},
		Fields: d.body(&page.File, page.Language),
	}
	for _, t := range page.Translations {
		doc.Title = append(doc.Title, search.Text{Lang: string(t.Language), Value: t.Title})
		doc.Langs = append(doc.Langs, string(t.Language))
		doc.Fields = append(doc.Fields, d.body(&t.File, t.Language)...)
	}
	return doc
}

func ids(refs []report.Ref) []string {
	list := make([]string, 0, len(refs))
	for _, r := range refs {
		if r.ID != "" && !slices.Contains(list, r.ID) {
			list = append(list, r.ID)
		}
	}
	return list
}

func memberIDs(members []*site.Member) []string {
	list := make([]string, 0, len(members))
	for _, m := range members {
		list = append(list, m.ID)
	}
	return list
}

// labels are the facets, in the order in which the page shows them.
func (d *documents) labels() search.Labels {
	v := &d.Site.Settings.Vocabularies
	list := search.Labels{
		{Name: search.FacetKind, Values: d.kinds()},
		{Name: search.FacetStatus, Values: d.terms(v.Statuses)},
		{Name: "action", Values: d.terms(v.Actions)},
		{Name: search.FacetYear, Values: d.yearValues()},
		{Name: "country", Suggest: true, Values: d.countryValues()},
		{Name: "region", Values: d.terms(v.Regions)},
		{Name: "member", Suggest: true, Values: d.memberValues()},
		{Name: "commission", Values: d.terms(v.Commissions)},
		{Name: "congress", Values: d.terms(v.Congresses)},
		{Name: search.FacetLanguage, Values: d.languageValues()},
	}
	return list
}

func (d *documents) terms(v report.Vocabulary) []search.FacetValue {
	var list []search.FacetValue
	for _, t := range v {
		value := search.FacetValue{ID: t.ID, Labels: d.localised(t.Label)}
		if t.Acronym != "" {
			value.Keywords = []string{t.Acronym}
		}
		list = append(list, value)
	}
	return list
}

// words are an interface word in every language.
func (d *documents) words(key string) []search.Text {
	var list []search.Text
	for _, l := range d.Input.Locales {
		if s, err := l.T(key); err == nil {
			list = append(list, search.Text{Lang: l.Lang(), Value: s})
		}
	}
	return list
}

func (d *documents) kinds() []search.FacetValue {
	var list []search.FacetValue
	for _, k := range []struct{ id, key string }{
		{search.KindEdition, "kind.edition"},
		{search.KindResolution, "kind.resolution"},
		{search.KindMember, "kind.member"},
		{search.KindPage, "kind.page"},
	} {
		list = append(list, search.FacetValue{ID: k.id, Labels: d.words(k.key)})
	}
	return list
}

func (d *documents) yearValues() []search.FacetValue {
	seen := map[int]bool{}
	for _, e := range d.Site.Editions {
		seen[e.Year] = true
	}
	for _, r := range d.Site.Resolutions {
		seen[r.CongressTerm.Year] = true
	}
	var years []int
	for y := range seen {
		years = append(years, y)
	}
	slices.Sort(years)
	slices.Reverse(years)
	var list []search.FacetValue
	for _, y := range years {
		list = append(list, search.FacetValue{ID: strconv.Itoa(y)})
	}
	return list
}

func (d *documents) countryValues() []search.FacetValue {
	var list []search.FacetValue
	for _, t := range d.Site.Taxonomy("countries").Terms {
		list = append(list, search.FacetValue{ID: t.Country, Labels: d.country(t.Country).names, Keywords: i18n.CountryOtherNames(t.Country)})
	}
	return list
}

func (d *documents) memberValues() []search.FacetValue {
	members := slices.Clone(d.Site.Members)
	first := d.Input.Locales[0]
	i18n.SortBy(first, members, func(m *site.Member) string { return m.Name })
	var list []search.FacetValue
	for _, m := range members {
		value := search.FacetValue{ID: m.ID, Labels: []search.Text{{Value: m.Name}}}
		for _, n := range names(m)[1:] {
			value.Keywords = append(value.Keywords, n.Value)
		}
		list = append(list, value)
	}
	return list
}

func (d *documents) languageValues() []search.FacetValue {
	var list []search.FacetValue
	for _, l := range d.Site.Settings.Languages {
		list = append(list, search.FacetValue{ID: string(l), Labels: d.words("language." + string(l))})
	}
	return list
}
