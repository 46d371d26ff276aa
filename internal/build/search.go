package build

import (
	"context"
	"io"
	"maps"
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
	return d.build(d.all(), d.labels(), search.Options{})
}

// Index is a search index in memory, and what the next one needs of it.
type Index struct {
	// Files are its files by path.
	Files map[string][]byte

	parts map[string][]byte // of the search.Memory
}

// NextIndex makes the search index with what is the same of the one before, which may
// be nil. The files are those of SearchIndex.
func (p *Project) NextIndex(before *Index) (*Index, error) {
	x := &Index{Files: map[string][]byte{}, parts: map[string][]byte{}}
	if before != nil {
		maps.Copy(x.parts, before.parts)
	} else {
		before = x
	}
	read := func(path string) ([]byte, bool) {
		data, ok := before.Files[path]
		return data, ok
	}
	memory, err := search.ReadMemory(p.Input.Version, func(part string) []byte { return before.parts[part] })
	if err != nil {
		return nil, err
	}
	d := newDocuments(p)
	files, err := d.build(d.all(), d.labels(), search.Options{Memory: memory, Published: read, Kept: func(path string) bool {
		_, ok := before.Files[path]
		return ok
	}})
	if err != nil {
		return nil, err
	}
	maps.Copy(x.parts, memory.Parts())
	for _, f := range files {
		if f.Data == nil {
			f.Data = before.Files[f.Path]
		}
		x.Files[f.Path] = f.Data
	}
	return x, nil
}

// build makes the files of documents.
func (d *documents) build(docs []search.Document, labels search.Labels, o search.Options) ([]search.File, error) {
	var languages []string
	for _, l := range d.Site.Settings.Languages {
		languages = append(languages, string(l))
	}
	o.Dir = SearchDir
	files, _, err := search.Build(docs, labels, languages, o)
	return files, err
}

// The names under which a published folder remembers its index: searchMemo is the
// digest of all that it was made of, and its files, one a line; wordsMemo is a
// [search.Memory], whose parts have names that begin so.
const (
	searchMemo = "search"
	wordsMemo  = "words"
)

// emitSearch puts the index into the sink. An index of the same documents as
// last time is carried over as it is; else what is still the same of it.
func (p *Project) emitSearch(ctx context.Context, sink Sink) error {
	d := newDocuments(p)
	docs, labels := d.all(), d.labels()
	store, ok := sink.(Store)
	if !ok {
		files, err := d.build(docs, labels, search.Options{})
		if err != nil {
			return err
		}
		return putSearch(ctx, sink, files)
	}
	digest := d.digest(docs, labels)
	if kept, err := keepSearch(store, digest); kept || err != nil {
		return err
	}
	memory, damaged := search.ReadMemory(p.Input.Version, func(part string) []byte { return store.Memo(wordsMemo + part) })
	if damaged != nil {
		p.Notes = append(p.Notes, damaged.Error())
	}
	files, err := d.build(docs, labels, search.Options{Memory: memory, Kept: func(path string) bool {
		_, ok := store.Previous(path)
		return ok
	}, Published: func(path string) ([]byte, bool) { return published(store, path) }})
	if err != nil {
		return err
	}
	if err := putSearch(ctx, store, files); err != nil {
		return err
	}
	memo := []byte(digest)
	for _, f := range files {
		memo = append(append(memo, '\n'), f.Path...)
	}
	store.SetMemo(searchMemo, memo)
	for part, data := range memory.Parts() {
		store.SetMemo(wordsMemo+part, data)
	}
	return nil
}

// published reads a file of the last build.
func published(store Store, path string) ([]byte, bool) {
	r, done, ok := store.Published(path)
	if !ok {
		return nil, false
	}
	defer done()
	data, err := io.ReadAll(r)
	return data, err == nil
}

// putSearch puts the files of the index into the sink, or keeps them there.
func putSearch(ctx context.Context, sink Sink, files []search.File) error {
	return parallel(ctx, len(files), func(i int) error {
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

// digest covers the program, the labels and all documents.
func (d *documents) digest(docs []search.Document, labels search.Labels) string {
	parts := make([]string, len(docs))
	for i := range docs {
		parts[i] = docs[i].Digest
	}
	return output.Fingerprint("search"+d.Input.Version, struct {
		Labels search.Labels
		Parts  []string
	}{labels, parts})
}

// documents makes what is searched of the site.
type documents struct {
	*Project
	countries   map[string]*country
	commissions map[string]*named
	members     []*named // in the order of the site's
}

// named is what a document is found under: the names of a member, a country or a
// commission, and the facet of which that is a value.
type named struct {
	facet, id string // "" for none
	fields    []search.Field
	digest    string
}

func newNamed(facet, id string, fields []search.Field) *named {
	return &named{facet, id, fields, output.Fingerprint("named", struct {
		Facet, ID string
		Fields    []search.Field
	}{facet, id, fields})}
}

// AppendDigest stands for all of it.
func (n *named) AppendDigest(b []byte) []byte { return append(b, n.digest...) }

// country is what is searched of a country.
type country struct {
	*named
	names []search.Text // in every language of the site
}

// heading is what a resolution and its editions are called.
type heading struct {
	codes     []string
	title     []search.Text
	languages []string // of the title
	congress  string
	digest    string
}

func newHeading(codes []string, title []search.Text, congress string) *heading {
	h := &heading{codes: codes, title: title, congress: congress}
	for _, t := range title {
		h.languages = append(h.languages, t.Lang)
	}
	h.digest = output.Fingerprint("heading", struct {
		Codes    []string
		Title    []search.Text
		Congress string
	}{codes, title, congress})
	return h
}

// AppendDigest stands for all of it.
func (h *heading) AppendDigest(b []byte) []byte { return append(b, h.digest...) }

// authored is an authored text. The file tells what it says, the body how it is read.
type authored struct {
	Lang, File string
	Body       *body
}

// body is a body by its digest.
type body output.Body

// Fingerprint stands for all of it.
func (b *body) Fingerprint() string { return b.Digest }

// material is all that a document is made of.
type material struct {
	Path, Kind       string
	Heading          *heading
	Year             int
	Status           string
	Langs            []string
	Regions, Actions []string
	Names            []*named
	Others           []string // names that are no values of a facet
	Texts            []authored
}

// document is one that is made when it is needed: what is known of it by the digest
// need not be made again. Its parts come from the material alone.
func (m *material) document() search.Document {
	return search.Document{Digest: output.Fingerprint("document", m), Path: m.Path, Kind: m.Kind, Rest: m.rest, Texts: m.texts}
}

func (m *material) rest() search.Document {
	doc := search.Document{
		Codes: m.Heading.codes, Title: m.Heading.title, Year: m.Year, Status: m.Status, Langs: m.Langs,
		Facets: map[string][]string{"region": m.Regions, "action": m.Actions},
	}
	if m.Heading.congress != "" {
		doc.Facets["congress"] = []string{m.Heading.congress}
	}
	for _, n := range m.Names {
		if n.facet != "" {
			doc.Facets[n.facet] = append(doc.Facets[n.facet], n.id)
		}
	}
	return doc
}

func (m *material) texts() (list []search.Field) {
	for _, n := range m.Names {
		list = append(list, n.fields...)
	}
	for _, name := range m.Others {
		list = append(list, search.Field{Kind: search.FieldName, Text: search.Text{Value: name}})
	}
	for _, t := range m.Texts {
		for i := range t.Body.Sections {
			list = append(list, search.Field{Kind: search.FieldBody, Text: search.Text{Lang: t.Lang, Value: t.Body.Text(i)}})
		}
	}
	return list
}

func newDocuments(p *Project) *documents {
	return &documents{
		Project: p, countries: map[string]*country{}, commissions: map[string]*named{}, members: make([]*named, len(p.Site.Members)),
	}
}

func (d *documents) all() []search.Document {
	s := d.Site
	list := make([]search.Document, 0, len(s.Editions)+len(s.Resolutions)+len(s.Members)+len(s.Pages))
	for _, r := range s.Resolutions {
		h := d.heading(r)
		list = append(list, d.resolution(r, h).document())
		for _, e := range r.Editions {
			list = append(list, d.edition(e, h).document())
		}
	}
	for _, m := range s.Members {
		list = append(list, d.member(m).document())
	}
	for _, page := range s.Pages {
		list = append(list, d.page(page).document())
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

func (d *documents) heading(r *site.Resolution) *heading {
	codes, title := []string{r.Code.String()}, r.Title
	if r.OfficialNumber != "" {
		codes = append(codes, r.OfficialNumber)
	}
	if len(title) == 0 {
		title = r.Subject
	}
	return newHeading(codes, d.localised(title), r.CongressTerm.ID)
}

// country is a country's names, and the fields with these and those by which
// people look for it.
func (d *documents) country(code string) *country {
	if c, ok := d.countries[code]; ok {
		return c
	}
	var names []search.Text
	for _, l := range d.Input.Locales {
		names = append(names, search.Text{Lang: l.Lang(), Value: l.Country(code)})
	}
	list := fields(search.FieldCountry, names...)
	for _, name := range i18n.CountryOtherNames(code) {
		list = append(list, search.Field{Kind: search.FieldCountry, Text: search.Text{Value: name}})
	}
	c := &country{newNamed("country", code, list), names}
	d.countries[code] = c
	return c
}

// commission is a commission's name in every language, and its acronym.
func (d *documents) commission(id string) *named {
	n, ok := d.commissions[id]
	if !ok {
		var list []search.Field
		if t, ok := d.Site.Settings.Vocabularies.Commissions.Find(id); ok {
			list = fields(search.FieldName, d.localised(t.Label)...)
			if t.Acronym != "" {
				list = append(list, search.Field{Kind: search.FieldName, Text: search.Text{Value: t.Acronym}})
			}
		}
		n = newNamed("commission", id, list)
		d.commissions[id] = n
	}
	return n
}

func fields(kind search.FieldKind, texts ...search.Text) []search.Field {
	list := make([]search.Field, 0, len(texts))
	for _, t := range texts {
		list = append(list, search.Field{Kind: kind, Text: t})
	}
	return list
}

// addText adds an authored text.
func (m *material) addText(d *documents, f *report.File, lang report.Lang) {
	if b := d.Input.Bodies[f]; b != nil {
		m.Texts = append(m.Texts, authored{string(lang), f.Digest, (*body)(b)})
	}
}

func (d *documents) resolution(r *site.Resolution, h *heading) *material {
	m := &material{Path: r.Path(), Kind: search.KindResolution, Heading: h, Year: r.CongressTerm.Year}
	m.Langs = h.languages
	if latest := r.Latest(); latest != nil {
		m.Status = latest.StatusTerm.ID
	}
	var keywords []search.Field
	for _, k := range r.Keywords {
		keywords = append(keywords, search.Field{Kind: search.FieldKeyword, Text: search.Text{Lang: string(d.Site.Settings.Default()), Value: k}})
	}
	m.Names = []*named{newNamed("", "", keywords)}
	m.addText(d, &r.File, d.Site.Settings.Default())
	return m
}

func (d *documents) edition(e *site.Edition, h *heading) *material {
	m := &material{
		Path: e.Path(), Kind: search.KindEdition, Heading: h, Year: e.Year, Status: e.StatusTerm.ID,
		Langs: []string{string(e.Language)}, Regions: e.Regions, Actions: ids(e.Actions.Items), Others: e.OtherOrganisations.Items,
	}
	m.Names = make([]*named, 0, len(e.Members)+len(e.Countries)+len(e.Commissions.Items))
	for _, member := range e.Members {
		m.Names = append(m.Names, d.memberNames(member))
	}
	for _, c := range e.Countries {
		m.Names = append(m.Names, d.country(c).named)
	}
	for _, id := range ids(e.Commissions.Items) {
		m.Names = append(m.Names, d.commission(id))
	}
	m.addText(d, &e.File, e.Language)
	for _, t := range e.Translations {
		m.Langs = append(m.Langs, string(t.Language))
		m.addText(d, &t.File, t.Language)
	}
	return m
}

func (d *documents) memberNames(m *site.Member) *named {
	if d.members[m.Index] == nil {
		d.members[m.Index] = newNamed("member", m.ID, fields(search.FieldName, names(m)...))
	}
	return d.members[m.Index]
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

func (d *documents) member(m *site.Member) *material {
	list := names(m)
	doc := &material{
		Path: m.Path(), Kind: search.KindMember, Heading: newHeading(nil, list[:1], ""),
		Names: []*named{newNamed("", "", fields(search.FieldName, list[1:]...))},
	}
	if m.Country.ID != "" {
		doc.Names = append(doc.Names, d.country(m.Country.ID).named)
	}
	if m.Region != nil {
		doc.Regions = []string{m.Region.ID}
	}
	doc.addText(d, &m.File, d.Site.Settings.Default())
	return doc
}

func (d *documents) page(page *site.Page) *material {
	m := &material{Path: page.Path(), Kind: search.KindPage}
	title := []search.Text{{Lang: string(page.Language), Value: page.Title}}
	m.addText(d, &page.File, page.Language)
	for _, t := range page.Translations {
		title = append(title, search.Text{Lang: string(t.Language), Value: t.Title})
		m.addText(d, &t.File, t.Language)
	}
	m.Heading = newHeading(nil, title, "")
	m.Langs = m.Heading.languages
	return m
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
